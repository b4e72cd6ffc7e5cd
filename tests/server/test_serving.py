"""A server in a test that does not end is seen, and named."""

from __future__ import annotations

import threading

import pytest

from tests.server.serving import ended


def test_what_does_not_end_fails_and_shows_where_it_stands(capfd: pytest.CaptureFixture[str]) -> None:
    done = threading.Event()
    stuck = threading.Thread(target=waits_for_ever, args=(done,), name="server", daemon=True)
    stuck.start()
    with pytest.raises(AssertionError, match="server did not end within 0"):
        ended(stuck, 0.2)
    assert "waits_for_ever" in capfd.readouterr().err
    done.set()
    ended(stuck)


def waits_for_ever(done: threading.Event) -> None:
    """What hangs, by its name in the stack."""
    done.wait()
