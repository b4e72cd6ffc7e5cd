"""A label without what two honest spellings of it may differ in: how gold and graph are compared.

The tables are those of the gold standard's own scorer, word for word, so that both give the same figures; they are not
used to build the graph.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache


class Folding(StrEnum):
    """How a label is folded beyond case and punctuation: organisations lose legal forms, people titles and degrees."""

    PLAIN = ""
    ORGANIZATION = "Organization"
    PERSON = "Person"


LEGAL_FORMS = frozenset(
    "inc,incorporated,ltd,limited,llc,plc,corp,corporation,co,company,gmbh,ag,sa,nv,bv,ab,a s,as,oy,spa,srl,kk,"
    "lp".split(",")
)
TITLES = frozenset(("dr", "mr", "mrs", "ms", "prof", "professor", "sir", "dame"))
CREDENTIALS = frozenset(
    "phd,ph d,md,m d,mba,cpa,ca,cfa,pharmd,jd,msc,bsc,frcpc,facp,facs,dvm,esq,mph,ms,do,rn,frcp,dphil,drph,mpharm,"
    "frs,obe".split(",")
)
GREEK = str.maketrans(
    {"α": " alpha ", "β": " beta ", "γ": " gamma ", "δ": " delta ", "κ": " kappa ", "ω": " omega "}
    | dict.fromkeys("µμ", " mu ")
)
SPELLING = (
    ("tumours", "tumors"),
    ("tumour", "tumor"),
    ("leukaemia", "leukemia"),
    ("oesophageal", "esophageal"),
    ("haem", "hem"),
    ("anaem", "anem"),
    ("paediatric", "pediatric"),
    ("centre", "center"),
)
SAME = {
    "chief executive officer": ("ceo",),
    "chief financial officer": ("cfo",),
    "chief operating officer": ("coo",),
    "chief medical officer": ("cmo",),
    "chief scientific officer": ("cso",),
    "vice president": ("vp",),
    "chairman": (
        *("chairman of board", "chairman of the board", "chair", "board chair", "chair of the board"),
        *("chairman of the board of directors", "chair of the board of directors"),
    ),
    "director": (
        *("member of the board", "board member", "member of the board of directors", "board of directors"),
        *("member of board of directors", "board director"),
    ),
    "antisense": ("antisense oligonucleotide", "antisense drug", "antisense therapeutic"),
    "small molecule": ("small molecule drug",),
    "immunotherapy": ("immunotherapeutic",),
    "research and development expense": (
        *("r d expense", "research and development", "research and development expenses"),
    ),
    "general and administrative expense": ("general and administrative", "general and administrative expenses"),
    "net loss per share": (
        *("loss per share", "basic and diluted loss per share", "basic and diluted net loss per share"),
        "net loss per common share",
    ),
    "cash used in operating activities": ("net cash used in operating activities", "operating cash outflow"),
    "cash and cash equivalents": ("cash",),
    "revenue": ("revenues", "total revenue"),
    "license": ("licence", "licensing", "license agreement", "out license"),
    "clinical trial": ("clinical trial agreement",),
    "co development": ("codevelopment",),
    "collaboration": ("collaboration agreement", "research collaboration"),
}
SYNONYMS = {variant: name for name, variants in SAME.items() for variant in variants}

MARKS = re.compile(r"\((?:r|tm|sm)\)")
INITIALS = re.compile(r"\b(?:[a-z]\.){2,}")
NOT_KEPT = re.compile(r"[^a-z0-9.%]+")
LOOSE_DOT = re.compile(r"(?<!\d)\.|\.(?!\d)")
ARTICLE = re.compile(r"^(?:the|a|an)\s+")
CODE_GAP = re.compile(r"(?<=[a-z])\s(?=\d)")


@lru_cache(maxsize=1 << 16)
def fold(text: str, folding: Folding = Folding.PLAIN) -> str:
    """The folded label; "" where nothing is left.

    >>> fold("The Norvik Company, Inc.", Folding.ORGANIZATION), fold("Dr. Ada Ås, Ph.D.", Folding.PERSON)
    ('norvik', 'ada as')
    >>> fold("NVK 12")
    'nvk12'
    """
    plain = unicodedata.normalize("NFKD", text.lower().translate(GREEK)).encode("ascii", "ignore").decode()
    plain = INITIALS.sub(lambda found: found[0].replace(".", ""), MARKS.sub(" ", plain))
    plain = LOOSE_DOT.sub(" ", NOT_KEPT.sub(" ", plain))
    for ours, theirs in SPELLING:
        plain = plain.replace(ours, theirs)
    words = plain.split()
    if folding is Folding.ORGANIZATION:
        words = _without_tail(words, LEGAL_FORMS)
    elif folding is Folding.PERSON:
        while len(words) > 1 and words[0] in TITLES:
            words = words[1:]
        words = _without_tail(words, CREDENTIALS)
    folded = CODE_GAP.sub("", ARTICLE.sub("", " ".join(words)))
    return SYNONYMS.get(folded, folded)


def _without_tail(words: list[str], endings: frozenset[str]) -> list[str]:
    """The words without the endings, of one word or two, that they close with; the first word always stays."""
    while len(words) > 1:
        if words[-1] in endings:
            words = words[:-1]
        elif len(words) > 2 and " ".join(words[-2:]) in endings:
            words = words[:-2]
        else:
            break
    return words
