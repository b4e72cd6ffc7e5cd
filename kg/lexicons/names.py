"""Names without what does not tell them apart: case, accents, punctuation, spelling, the hyphen of a code.

Every fold is made word by word, so that a scanner can fold a text once and join the words of any stretch of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "κ": "kappa", "λ": "lambda", "µ": "mu", "μ": "mu", "σ": "sigma", "τ": "tau", "φ": "phi", "χ": "chi", "ψ": "psi",
    "ω": "omega",
}  # fmt: skip
_TRANSLATE = str.maketrans(
    {greek: f" {latin} " for greek, latin in GREEK.items()}
    | dict.fromkeys("‘’ʼ′`´", "'")
    | dict.fromkeys("“”„", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("®™℠©\xad", " ")
)
_MARK = re.compile(r"\((?:r|tm|sm)\)")
_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}")
_NOT_NAME = re.compile(r"[^a-z0-9.%]+")
_LONE_DOT = re.compile(r"(?<!\d)\.|\.(?!\d)")
_ARTICLE = re.compile(r"^(?:(?:the\s|an?\s(?!\d))\s*)+")
_CODE_GAP = re.compile(r"(?<=[a-z])\s(?=\d)")
_SPELLING = re.compile(
    r"aem|^oes|oed|paed|^foet|coeli|rrhoe|gynaec|caec|sulph|tumour|labour|behaviour|colour|humour|centre|fibre|litre"
    r"|licence|isation|aluminium|programme$|oestr"
)
_AMERICAN = {
    "aem": "em", "oes": "es", "oed": "ed", "paed": "ped", "foet": "fet", "coeli": "celi", "rrhoe": "rrhe",
    "gynaec": "gynec", "caec": "cec", "sulph": "sulf", "tumour": "tumor", "labour": "labor", "behaviour": "behavior",
    "colour": "color", "humour": "humor", "centre": "center", "fibre": "fiber", "litre": "liter", "licence": "license",
    "isation": "ization", "aluminium": "aluminum", "programme": "program", "oestr": "estr",
}  # fmt: skip
_LEGAL = re.compile(
    r"(?:\s(?:inc|incorporated|ltd|limited|llc|plc|corp|corporation|co|company|gmbh|ag|sa|nv|bv|ab|a s|as|oy|oyj|spa"
    r"|kk|lp|llp|pty|sas|sarl|kgaa|aps|bvba|asa|pte|pvt|srl|private limited|se))+$"
)
_AND = re.compile(r"\sand(?=\s)")
_HONORIFIC = re.compile(r"^(?:(?:dr|mr|mrs|ms|miss|prof|professor|sir|dame|hon)\s)+(?=\S)")
_CREDENTIAL = re.compile(
    r"(?:\s(?:phd|ph d|md|m d|mba|cpa|ca|cfa|pharmd|jd|msc|bsc|frcpc|facp|facs|dvm|esq|mph|ms|do|rn|frcp|dphil|drph"
    r"|mpharm|frs|obe))+$"
)
_KEPT_PLURALS = frozenset(
    "diabetes herpes rabies scabies measles mumps rickets caries tabes ascites hives yaws aids shingles tinnitus "
    "series species faeces feces pus lens biliousness parotitides".split()
)


def fold_name(text: str) -> str:
    """The name that spelling variants share: "GTI 2040" and "gti-2040" give "gti2040", "Tumours" gives "tumors".

    Case, accents, punctuation, trade marks, leading articles and British spelling go; Greek letters are spelt out; a
    number joins the letters before it. Folding twice is folding once. "" where nothing is left.

    >>> fold_name("The α-Haemolysin (TM) XY 12"), fold_name("U.S. Centre")
    ('alpha hemolysin xy12', 'us center')
    """
    return join_words(fold_words(text))


def fold_organization(text: str) -> str:
    """A folded name without legal forms and "and": "Acme & Sons, Inc." and "Acme and Sons" give "acme sons"."""
    return _until_stable(lambda name: drop_article(_LEGAL.sub("", _AND.sub("", name))), fold_name(text))


def fold_disease(text: str) -> str:
    """A folded name with its last word in the singular: "Solid tumours" gives "solid tumor"."""
    return singular(fold_name(text))


def fold_person(text: str) -> str:
    """A folded name without honorifics and credentials: "Dr. Ann Lee, Ph.D." gives "ann lee"."""
    return _until_stable(lambda name: drop_article(_CREDENTIAL.sub("", _HONORIFIC.sub("", name))), fold_name(text))


def _until_stable(fold: Callable[[str], str], name: str) -> str:
    while (folded := fold(name)) != name:
        name = folded
    return name


def fold_words(text: str) -> tuple[str, ...]:
    """The folded words of a text, before codes are joined and articles dropped."""
    return tuple(_fold_chunk(text))


def join_words(words: tuple[str, ...]) -> str:
    """One folded name of folded words."""
    return drop_article(_CODE_GAP.sub("", drop_article(" ".join(words))))


def drop_article(name: str) -> str:
    """A folded name without the articles that it begins with; "a 12" is a code, and kept."""
    return _ARTICLE.sub("", name)


@lru_cache(maxsize=16384)
def _fold_chunk(text: str) -> tuple[str, ...]:
    text = _MARK.sub(" ", text.translate(_TRANSLATE).lower().translate(_TRANSLATE))
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    text = _DOTTED.sub(lambda m: m[0].replace(".", "") + " ", text)
    text = _LONE_DOT.sub(" ", _NOT_NAME.sub(" ", text))
    return tuple(_american(word) for word in text.split())


def _american(word: str) -> str:
    while (changed := _SPELLING.sub(lambda m: _AMERICAN[m[0]], word)) != word:
        word = changed
    return word


def singular(name: str) -> str:
    """A folded name with its last word in the singular, as far as the words of medicine go."""
    head, _, word = name.rpartition(" ")
    return f"{head} {_singular(word)}".lstrip()


@lru_cache(maxsize=16384)
def _singular(word: str) -> str:
    if len(word) < 5 or not word.endswith("s") or word in _KEPT_PLURALS or word.endswith(("ss", "us", "is", "ns's")):
        return word
    if word.endswith("itides"):
        return word[:-3] + "s"
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("oses", "stases", "esthesias")):
        return word[:-2] + "is"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1]
