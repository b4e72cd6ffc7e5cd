"""What a release says is to happen by when: the start of a trial, results, a submission, a listing, a closing.

Finds "We expect to start a Phase 2 trial of ACM-12 in the second half of 2005"; leaves alone "The trial of ACM-12 began in
the second half of 2005", "may start in 2006" and what nobody puts a time to.
"""

# ruff: noqa: E501 - a pattern reads best on a line of its own

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kg.annotation.facts.drug.phase import PHASE, phase_notation
from kg.annotation.facts.making import fields
from kg.annotation.horizon import Horizon, find_horizons
from kg.annotation.model import Certainty, Concept, EntityType, Fact, Mention
from kg.annotation.reading import Reading, Sentence
from kg.documents.model import BlockKind

CUE = re.compile(
    r"\b(?:expect(?:s|ed|ing)?|anticipat(?:es?|ed|ing)|plan(?:s|ned|ning)?|intend(?:s|ed)?|will|target(?:s|ed|ing)|on track|"
    r"scheduled|projected|estimat(?:es?|ed)|aim(?:s|ing)?|forecasts?|slated|looks? forward|remains? on)\b",
    re.I,
)
OPEN = re.compile(
    r"\b(?:if|unless|no assurance|cannot|not|no longer|may|might|could|whether|previously expected|originally)\b|"
    r"\b(?:financial results|webinar|key opinion leader|to discuss|host(?:s|ing)?|conference call|web ?cast|annual (?:general )?meeting|earnings|fiscal)\b",
    re.I,
)
ENDS = re.compile(
    r";|:\s|\s[–—]\s|,\s(?:and|with|while|followed by|which|but|as well as)\s|\sand\s(?=(?:to|we|the company|expects?|plans?|"
    r"anticipates?|intends?|will|is|are)\s)|,\s(?=(?:expects?|plans?|anticipates?|intends?)\s)",
    re.I,
)
TRIAL = r"(?:clinical\s|pivotal\s|registration\w*\s)?(?:trials?|stud(?:y|ies)|program(?:me)?s?|phase\s?(?:[1-4]|i{1,3}v?)[ab]?\b)"
BEGUN = r"(?:initiat(?:e|es|ion|ing)|commenc(?:e|es|ement|ing)|begin(?:s|ning)?|start(?:s|ing)?|open(?:s|ing)?|be (?:initiated|started|begun|opened))"
FILED = r"(?:INDs?|NDAs?|BLAs?|MAAs?|CTAs?|sNDA|sBLA|NDS|investigational new drug|new drug application|biologics? licen[sc]e|marketing (?:authori[sz]ation )?application)"
DEAL = r"(?:offering|placement|merger|acquisition|transaction|financing|arrangement|sale of)"
MATTERS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.I))
    for name, pattern in (
        ("enrollment complete", r"\bcomplet\w+\s(?:of\s)?(?:[\w-]+\s){0,4}?(?:enrol|recruit|accru)|\b(?:enrol\w+|recruitment|accrual)\b.{0,60}\bcomplet|\bfully enrolled"),
        ("trial start", rf"(?<!investigator[- ])\b{BEGUN}\b.{{0,90}}?\b{TRIAL}|\b{TRIAL}.{{0,90}}(?<!investigator[- ])\b{BEGUN}\b|\b{TRIAL}\s(?:launch|start|initiation)\b|\b(?:dos|treat|enrol|recruit)\w*\s(?:of\s)?(?:the\s|its\s|our\s)?first\s(?:patient|subject|participant|cohort)|\bfirst[- ](?:patient|participant|subject)"),
        ("submission", rf"\b(?:submit\w*|submission\w*|fil(?:e|ing|ed))\b.{{0,80}}?(?-i:\b{FILED})|(?-i:\b{FILED}).{{0,40}}\b(?:submission|filing)|\b(?:submit\w*|file)\b.{{0,60}}\bapplication\b.{{0,60}}\b(?:approval|authori|FDA|EMA|trial)"),
        ("decision", r"\bPDUFA\b|\b(?:target\s)?action date\b|\bgoal date\b|\bregulatory decision|\bdecision\b.{0,40}\bapprov"),
        ("trading", r"\btrading\b.{0,60}\b(?:commence|begin|start)|\b(?:commence|begin|start)\w*\s(?:\w+\s){0,3}?trading"),
        ("closing", rf"\b(?:clos(?:e|ing)|consummat\w+|complet\w+)\b.{{0,60}}?\b{DEAL}|\b{DEAL}\b.{{0,60}}\b(?:close|closing|completed|consummated)\b"),
        ("results", r"\b(?:data|results|read-?outs?|top-?line|findings|interim analysis)\b"),
        ("trial complete", rf"\bcomplet\w+\b.{{0,60}}?\b{TRIAL}|\b{TRIAL}\b.{{0,60}}\b(?:completed|complete|conclude)"),
        ("launch", r"\b(?:commercial\s)?launch(?:es|ed|ing)?\b(?!\s(?:of\s)?(?:a|the|our|its)?\s?(?:[\w-]+\s){0,3}(?:trial|study))"),
    )
)  # fmt: skip
DRUGLESS = frozenset({"trading", "closing"})
SILENT = frozenset({BlockKind.FORWARD_LOOKING, BlockKind.CONTACTS, BlockKind.TICKERS})


@dataclass(frozen=True, slots=True)
class Clause:
    """The part of a sentence that a time belongs to; offsets count in the sentence's text."""

    sentence: Sentence
    start: int
    end: int

    @property
    def text(self) -> str:
        """Its words, white space single character for single character."""
        return re.sub(r"\s", " ", self.sentence.text[self.start : self.end])

    def mentions(self, kind: EntityType) -> list[Mention]:
        """What of a type is named in it, each name once."""
        first = self.sentence.start
        inside = [m for m in self.sentence.of_type(kind) if self.start <= m.start - first < self.end]
        return list({m.name: m for m in inside}.values())


def find_expectations(reading: Reading) -> Iterator[Fact]:
    """Each time ahead that a release puts to something it says is to come."""
    if reading.issuer is None:
        return
    for sentence in reading.sentences:
        if sentence.block.kind in SILENT or not CUE.search(sentence.text):
            continue
        for clause, horizon in _clauses(sentence, reading.release.issued):
            if _is_plain(clause) and not of_another(sentence, reading.issuer):
                yield from _expected(reading.issuer, clause, horizon)


def _clauses(sentence: Sentence, issued: date | None) -> Iterator[tuple[Clause, Horizon]]:
    """Each time ahead with the clause that it stands in; of several in one, each has what stands before it."""
    text = re.sub(r"\s", " ", sentence.text)
    horizons = find_horizons(text, issued)
    cuts = [m.span() for m in ENDS.finditer(text)]
    for i, horizon in enumerate(horizons):
        ends = [end for _, end in cuts if end <= horizon.start] + [h.end for h in horizons[:i]]
        stop = min((at for at, _ in cuts if at >= horizon.end), default=len(text))
        if any(h.start < stop for h in horizons[i + 1 :]):
            stop = horizon.end
        yield Clause(sentence, max(ends, default=0), stop), horizon


def _is_plain(clause: Clause) -> bool:
    """Whether a clause says that one thing is to come; a list of several that are crosses them too easily."""
    cues = len(CUE.findall(clause.text))
    return bool(cues) and not OPEN.search(clause.text) and not (cues > 1 and clause.text.count(",") > 1)


def of_another(sentence: Sentence, issuer: Mention) -> bool:
    """Whether the only companies that a sentence names are others than its issuer."""
    names = {
        m.name
        for m in sentence.mentions
        if m.type is EntityType.ORGANIZATION and m.kind not in ("StockExchange", "GovernmentAgency")
    }
    return bool(names) and issuer.name not in names


def _expected(holder: Mention, clause: Clause, horizon: Horizon) -> Iterator[Fact]:
    matter = next((name for name, pattern in MATTERS if pattern.search(clause.text)), "")
    drugs = clause.mentions(EntityType.DRUG) or _only(clause.sentence)
    told_at_meeting = matter == "results" and bool(clause.mentions(EntityType.EVENT))
    if not matter or told_at_meeting or len(drugs) > 1 or (not drugs and matter not in DRUGLESS):
        return
    phases = {phase_notation(m[0]) for m in re.finditer(PHASE, clause.text, re.I)} - {None, ""}
    made = fields(
        clause.sentence,
        holder=holder,
        drug=drugs if matter not in DRUGLESS else None,
        matter=Concept("matter", matter),
        phase=Concept("phase", str(*phases)) if len(phases) == 1 else None,
        indication=clause.mentions(EntityType.INDICATION) if matter not in DRUGLESS else None,
        date_text=horizon.edtf,
        earliest=horizon.earliest,
        latest=horizon.latest,
    )
    rule = f"expectation.{matter.replace(' ', '-')}/1"
    yield Fact("expectation", made, rule, 0.9, certainty=Certainty.INTENDED, voice=clause.sentence.voice)


def _only(sentence: Sentence) -> list[Mention]:
    """The drug of a sentence that names one."""
    drugs = list({m.name: m for m in sentence.of_type(EntityType.DRUG)}.values())
    return drugs if len(drugs) == 1 else []
