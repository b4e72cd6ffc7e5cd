"""Targets: genes, proteins and pathway parts, where the words around them speak of a drug's action on them.

Finds "VISTA" in "an antibody targeting VISTA"; leaves "MET" in "MET its endpoint" alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.annotation.found import Found
from kg.annotation.model import EntityType
from kg.lexicons import find_longest, lookup

_GREEK = r"(?:alpha|beta|gamma|delta|kappa|α|β|γ|δ|κ)"
# What a protein may be called: symbols, "interleukin 1", "ribonucleotide reductase", "glucagon-like peptide-1 receptor".
_SYMBOL = r"(?:[A-Z][A-Za-z]{0,5}[A-Z0-9][\w/]{0,8}(?:-[A-Z0-9α-ω][\w]{0,5})?|[A-Z]{2,6}-?[α-ω]?\d{0,3}[a-z]?)"
_PROTEIN_HEAD = (
    r"(?:receptors?|kinases?|reductases?|proteases?|polymerases?|transferases?|synthases?|phosphatases?|ligases?|hydrolases?|oxidases?|deacetylases?|inflammasome|integrins?|interleukin[- ]\d+\w?|interferon[- ]\w+|"
    r"growth factor(?:\s\w+)?|factor\s[IVX]+\w?|channels?|transporters?|proteasome|topoisomerase\s?\w*|cyclin\s\w+|telomerase|tubulin|tau|amyloid[- ]beta|beta[- ]amyloid|alpha-synuclein|myostatin|dystrophin|complement\s\w+|"
    r"protein\s\w{1,4}|pathway|signaling|adrenergic receptors?|opioid receptors?|spike protein|nucleocapsid|neuraminidase|hemagglutinin)"
)
_ACTION = (
    r"(?:target(?:s|ed|ing)?|inhibit(?:s|ed|ing|or of|ors of)?|block(?:s|ed|ing)?|bind(?:s|ing)?(?: to)?|directed (?:against|at|to)|against|activat(?:es|ing|or of)|agonist of|antagonist of|antibody to|modulat(?:es|ing|or of)|"
    r"suppress(?:es|ing)?|degrad(?:es|ing)|selective for|silenc(?:es|ing)|interact(?:s|ing) with|expressing|express)"
)
_AFTER_ACTION = re.compile(
    rf"\b{_ACTION}\s+(?:specifically\s+|selectively\s+|directly\s+|both\s+)?(?:(?:the|a|an|human|cell surface|membrane|protein|enzyme|receptor|gene|antigen|expression of|production of|activity of|both)\s+){{0,4}}(?P<t>{_SYMBOL})(?![\w-]*(?:\s(?:Phase|trial)))"
)
_COMPOUND = re.compile(
    rf"(?<![\w/-])(?P<t>{_SYMBOL})(?:[-\s](?:targeted|targeting|selective|specific|directed|positive|receptor|pathway|protein|gene))?\s*(?:-|\s)?(?:inhibitors?|agonists?|antagonists?|blockers?|antibod(?:y|ies)|degraders?|activators?|modulators?|inhibition|activation|signaling|signalling|inflammasome|co-agonists?)\b"
)
_ANTI = re.compile(rf"\banti-(?P<t>{_SYMBOL})")
_PART_OF = re.compile(
    r"(?<![\w-])(?P<t>(?:[A-Z]\d{1,2}|alpha|beta|gamma|delta|large|small|catalytic|regulatory|[A-Z][\w-]{0,8})\s+(?:component|subunit|isoform|domain|subtype)\s+of\s+(?:the\s+)?(?:[a-z]+(?:-\w+)?\s+){0,3}[a-z]*(?:ase|in|or|protein|complex|receptor|channel))\b"
)
_BRACKETED = re.compile(rf"\b(?:proteins?|receptors?|antigens?|agonist|antagonist|inhibitor|enzyme|kinase|ligand|channel|factor)\s\((?P<t>{_SYMBOL})\)")
_TARGET_OF = re.compile(r"(?<![\w-])(?P<t>[A-Z][A-Za-z]{0,5}-?\d{0,3}),?\s+(?:is\s+)?(?:the|an?)\s+(?:[a-z]+\s+){0,2}target\s+of\b")
_NAMED = re.compile(rf"\b{_ACTION}\s+(?:specifically\s+|selectively\s+|directly\s+)?(?:the\s+)?(?P<t>(?:[A-Za-z0-9][\w-]*\s+){{0,4}}?{_PROTEIN_HEAD})\b")
_NOT_TARGET = re.compile(
    r"^(?:FDA|EMA|COVID|SARS|HIV|HBV|HCV|HPV|DNA|RNA|mRNA|siRNA|CAR|ADC|ADCs|CNS|NDA|BLA|IND|US|U\.S|EU|UK|AI|R&D|CEO|GMP|NK|II|III|IV|Phase|AAV|CRO|CDMO|IP|IPO|IL|API|PK|PD|AML|CLL|NSCLC|GBM|ALS|AD|MS|RA|OA|SLE|TNBC|HCC|RCC|SCLC|DLBCL|PTSD|MDD|ADHD|T2D|T2DM|"
    r"MASH|NASH|NAFLD|COPD|IBD|UC|CD|GVHD|GvHD|LPS|ATP|ROS|MOA|BBB|CSF|PBMC|GLP|OTC|NIH|NCI|WHO|CDC|BARDA|Mpox|MVA|FDA-approved|KOL|CMC|EUA|RMAT|SNS|DOD|DoD)$"
)


def find_targets(text: str) -> list[Found]:
    """Targets in a clean text. Symbols need a lexicon entry, or a word behind them that only goes with proteins."""
    found = list(_parts(text))
    for pattern in (_AFTER_ACTION, _COMPOUND, _ANTI):
        for match in pattern.finditer(text):
            name = match["t"]
            if not _NOT_TARGET.match(name) and _known(name):
                found.append(Found(EntityType.TARGET, match.start("t"), match.end("t"), name, "", 2))
    for match in _BRACKETED.finditer(text):
        if _known(match["t"]) and not _NOT_TARGET.match(match["t"]):
            found.append(Found(EntityType.TARGET, match.start("t"), match.end("t"), match["t"], "", 2))
    for match in _TARGET_OF.finditer(text):
        found.append(Found(EntityType.TARGET, match.start("t"), match.end("t"), match["t"], "", 2))
    for match in _NAMED.finditer(text):
        found.append(Found(EntityType.TARGET, match.start("t"), match.end("t"), match["t"], "", 1))
    for hit in find_longest("target", text):
        start, end, entries = hit.start, hit.end, hit.entries
        if end - start > 6 and " " in text[start:end] and not all(e.short for e in entries):
            found.append(Found(EntityType.TARGET, start, end, re.sub(r"\s+", " ", text[start:end]), "", 1))
    return found


def _parts(text: str) -> Iterator[Found]:
    for match in _PART_OF.finditer(text):
        yield Found(EntityType.TARGET, match.start("t"), match.end("t"), re.sub(r"\s+", " ", match["t"]), "", 3)


def _known(symbol: str) -> bool:
    """Whether a symbol is a gene's, a family's or one of their usual names."""
    if len(symbol) < 3:
        return False
    return bool(lookup("target", symbol))
