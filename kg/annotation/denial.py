"""Facts that their own sentence denies or makes depend on something: they stay on record, and are not asserted.

Finds "The FDA did not grant orphan status to ACM-12", "No trial of ACM-12 has been started", "There can be no
assurance that Acme will
sign"; leaves alone "ACM-12 is given to patients who have not responded".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.annotation.model import Certainty, Concept, Fact, Polarity, Span
from kg.annotation.reading import Reading

_NOT = r"(?:not|never|no longer|nor|neither)(?:\s(?:yet|ever|been|be|have|has|the|a|an|any))*\s(?:[\w'‹›-]+\s){0,3}?"
_NO = r"(?:^|[.;,]\s|\b(?:there (?:is|are|was|were|has been)|that|but|with)\s)(?:no|neither)\s(?:[\w'‹›-]+\s){0,4}?"
# What must be denied for a kind of fact to be denied, as stems of verbs and nouns.
_DENIED: dict[str, re.Pattern[str]] = {
    kind: re.compile(rf"{_NOT}(?:{verbs})|{_NO}(?:{nouns})|{other}", re.IGNORECASE)
    for kind, verbs, nouns, other in (
        (
            "regulatory",
            "grant|approv|accept|clear|submit|fil(?:e|ed|ing)|receiv|award|authori",
            r"‹O\d+›[^.;]{0,40}(?:approv|grant)|INDs?\b|application|approval|designation|‹O",
            r"\b(?:declin|refus)ed to (?:grant|approve|accept)",
        ),
        (
            "approved_for",
            "approv|indicat|authori|licen",
            "approv|drug|treatment|therap",
            r"\bcontraindicated|\b(?:versus|than|with|to) an? (?:drug|treatment|therapy) approved for",
        ),
        (
            "trial",
            "start|initiat|open|conduct|fund|beg[aiu]n|commenc|enrol|proceed",
            r"(?:clinical )?(?:trials?|stud(?:y|ies))\b",
            r"\bproposed but\b",
        ),
        (
            "indication",
            "develop|test|stud(?:y|ied)|evaluat|indicated|effective|intend|active|used|approv",
            r"evidence|clinical trials?|activity|effect|benefit",
            r"\bcontraindicated",
        ),
        (
            "agreement",
            "sign|enter|agree|reach|complet|clos|consummat",
            r"agreement|assurance",
            (
                r"\b(?:rejected|voted against|called off|abandoned|withdrew from) the (?:proposed )?(?:merger|"
                r"acquisition|agreement|transaction)|\b(?:rumou?r|report)s? (?:that|of) [^.;]{0,120}(?:false|"
                r"untrue|denied)"
            ),
        ),
        ("target", "target|inhibit|bind|block|activat|affect", "effect|activity|affinity", r"\bunlike\b"),
    )
}
_DENIED["modality"] = re.compile(r"\balternative to\b|\bis not an?\b|\brather than an?\b", re.IGNORECASE)
_OPEN = re.compile(
    r"\bthere (?:can|is) be no assurance|\bno assurance (?:that|can)|^\W*(?:should|if(?! approved)|whether|were)\s|"
    r"\bif the (?:option|offer|merger|transaction|license) (?:is|were)\b|"
    r"\b(?:in|preliminary|exploratory) (?:discussions?|negotiations?|talks)\b|\bmay or may not\b|\bpossible "
    r"(?:merger|acquisition|licen[sc]e|collaboration)\b",
    re.IGNORECASE,
)
_CONDITIONAL = frozenset({"regulatory", "approved_for", "agreement", "trial", "developer"})


def weigh_denials(facts: Iterable[Fact], reading: Reading) -> Iterator[Fact]:
    """The facts, with polarity or certainty changed where every sentence that tells one denies it or leaves it open."""
    masked = {s.span: s.masked for s in reading.sentences}
    for fact in facts:
        told = [masked[span] for span in _sentences(fact) if span in masked]
        denied = None if _refused(fact) else _DENIED.get(fact.kind)
        if denied and told and all(denied.search(text) for text in told):
            yield replace(fact, polarity=Polarity.NEGATED)
        elif fact.kind in _CONDITIONAL and told and all(_OPEN.search(text) for text in told):
            yield replace(fact, certainty=Certainty.POSSIBLE)
        else:
            yield fact


def _refused(fact: Fact) -> bool:
    """Whether the fact is itself a refusal, which its sentence words as a denial."""
    return any(f.role == "status" and f.value == Concept("regulatory-status", "refused") for f in fact.fields)


def _sentences(fact: Fact) -> set[Span]:
    return {span for field in fact.fields for span in field.evidence}
