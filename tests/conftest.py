"""Settings of the whole test suite: the hypothesis profile, and where the shared texts lie."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent

# No deadline: the machines that run this share their cores. Derandomized: a red build is red again on the next run.
settings.register_profile(
    "kg", deadline=None, max_examples=60, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("deep", settings.get_profile("kg"), max_examples=2000, derandomize=False)
settings.load_profile("kg")


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared texts beside the checkout; a test that asks for them is skipped where there are none."""
    folder = ROOT.parent / "shared"
    if not (folder / "seeds").is_dir():
        pytest.skip("needs ../shared")
    return folder
