"""One fact for each deal of a release, with what the sentences about it say of money.

Finds (license, Acme gives Beta ACM-12, milestones of $12 million) in "Acme licensed ACM-12 to Beta" and the sentence behind it; leaves
alone "Acme may seek partners", "a licensed physician", and the partners of others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.annotation.clean import clean
from kg.annotation.facts.agreement.payments import find_payments, pays_royalties
from kg.annotation.facts.agreement.rules import FUNDERS, RULES, DealRule
from kg.annotation.facts.financial.currency import plain_dollar
from kg.annotation.facts.making import negated
from kg.annotation.model import Concept, EntityType, Fact, Field, Mention, Payment, Span, Value, Voice
from kg.annotation.reading import Reading, Sentence
from kg.documents.model import BlockKind

_HOPED = re.compile(r"\b(?:may|might|could|would|seek(?:s|ing)?|if|potential(?:ly)?|discussions?|negotiat\w+|looking (?:for|to)|hopes?|ability to|plans? to|intends? to|expects? to|evaluating|exploring|whether|opportunit\w+|should)\b[^.;]{0,60}$", re.IGNORECASE)
_ENDED = re.compile(r"\b(?:terminat(?:ed|ion)|expired|ended|no longer)\b", re.IGNORECASE)
_PLANNED = re.compile(r"\b(?:letter of intent|non-binding|term sheet|memorandum of understanding|definitive agreement to acquire|proposed|to acquire|agreed to acquire|expected to close)\b", re.IGNORECASE)
_EXCLUSIVE = re.compile(r"\b(non-?)?exclusive(?:ly)?\b", re.IGNORECASE)
_DOUBLE = re.compile(r"\b(?:licen[sc](?:e|ing)|distribution|supply|manufacturing|collaboration|option)(?: and |/|, )(?:licen[sc](?:e|ing)|distribution|supply|manufacturing|collaboration)\b", re.IGNORECASE)
_QUIET = frozenset({BlockKind.CONTACTS, BlockKind.TICKERS, BlockKind.DATELINE})


@dataclass(slots=True)
class Deal:
    """An agreement while it is being put together."""

    type: str
    parties: dict[str, Mention]
    gives: Mention | None
    takes: Mention | None
    evidence: list[Span]
    voice: Voice
    subjects: dict[str, Mention] = field(default_factory=dict)
    payments: dict[Payment, list[Span]] = field(default_factory=dict)
    royalties: list[Span] = field(default_factory=list)
    exclusive: bool | None = None
    status: str = "active"
    rule: str = ""
    double: bool = False  # of one agreement of two types: "license and distribution agreement"


def find_agreements(reading: Reading) -> Iterator[Fact]:
    """The deals of a release, each once for its type and parties."""
    deals: dict[tuple[str, tuple[str, ...]], Deal] = {}
    last: Deal | None = None
    dollar = plain_dollar(clean(reading.text[reading.release.start : reading.release.end]))
    for sentence in reading.sentences:
        if sentence.block.kind in _QUIET:
            continue
        made = [d for number, one in enumerate(RULES) for d in _deals(sentence, one, number, reading.issuer)]
        for deal in _best(made):
            key = (deal.type, tuple(sorted(deal.parties)))
            home = deals.setdefault(key, deal)
            if home is not deal:
                _merge(home, deal)
            last = home
        target = _about(sentence, last, deals, bool(made))
        if target is not None:
            _money(sentence, target, dollar.code if dollar else None)
    for deal in deals.values():
        yield _fact(deal)


def _deals(sentence: Sentence, one: DealRule, number: int, issuer: Mention | None) -> Iterator[Deal]:
    for match in one.pattern.finditer(sentence.masked):
        if negated(match[0]) or _HOPED.search(sentence.masked[: match.start() + 30][-90:]) and one.type not in ("acquisition",) or _HOPED.search(match[0][:60]):
            continue
        groups = match.groupdict()
        first = next(iter(sentence.named(groups.get("a"))), None) or _subject(sentence, match.start()) or issuer
        others = sentence.named(groups.get("b")) or ([] if one.gives != "a" or not groups.get("drug") else [])
        if first is None or not _could_agree(first, one.type):
            continue
        drugs = sentence.named(groups.get("drug"))
        for other in others or [None]:
            if other is None and not drugs or other is not None and (other.name == first.name or not _could_agree(other, one.type)):
                continue
            gives = first if one.gives == "a" else other if one.gives == "b" and one.type == "license" else None
            takes = other if one.gives == "a" else first if one.gives == "b" and one.type == "license" else None
            parties = {m.name: m for m in (first, other) if m is not None}
            exclusive = _EXCLUSIVE.search(match[0])
            deal = Deal(one.type, parties, gives, takes, [sentence.span], sentence.voice, {d.name: d for d in drugs}, rule=f"agreement.{one.type}.{number}/{one.version}")
            deal.exclusive = not exclusive[1] if exclusive else None
            deal.status = "ended" if _ENDED.search(match[0]) else "planned" if _PLANNED.search(match[0]) else "active"
            deal.double = bool(_DOUBLE.search(match[0]))
            yield deal


def _subject(sentence: Sentence, stop: int) -> Mention | None:
    """The first company of the sentence before a place."""
    before = [m for m in sentence.named(sentence.masked[:stop]) if m.type is EntityType.ORGANIZATION and m.kind in ("Company", "")]
    return before[0] if before else None


def _could_agree(org: Mention, kind: str) -> bool:
    if org.type is not EntityType.ORGANIZATION or org.kind == "StockExchange":
        return False
    if kind in ("acquisition", "merger", "supply", "manufacturing", "distribution"):
        return org.kind in ("Company", "")
    if kind == "grant":
        return not re.search(r"Food and Drug|Medicines Agency|Securities", org.name)
    return not (org.kind == "GovernmentAgency" and re.search(r"Food and Drug|Medicines Agency|Securities", org.name))


def _best(made: list[Deal]) -> list[Deal]:
    """Of several deals read from one sentence between the same parties, the first of the table, which is the most special."""
    kept: dict[tuple[str, ...], Deal] = {}
    doubles: list[Deal] = []
    for deal in made:
        key = tuple(sorted(deal.parties))
        if key not in kept:
            kept[key] = deal
        elif kept[key].type == deal.type:
            _merge(kept[key], deal)
        elif deal.double:
            doubles.append(deal)
    grants = [d for d in [*kept.values(), *doubles] if d.type != "grant" or any(p.kind in FUNDERS for p in d.parties.values())]
    return grants


def _merge(home: Deal, deal: Deal) -> None:
    home.evidence.extend(deal.evidence)
    home.subjects |= deal.subjects
    home.gives, home.takes = home.gives or deal.gives, home.takes or deal.takes
    home.exclusive = deal.exclusive if home.exclusive is None else home.exclusive


def _about(sentence: Sentence, last: Deal | None, deals: dict[tuple[str, tuple[str, ...]], Deal], made: bool) -> Deal | None:
    """The deal that a sentence about money speaks of: the one it names, else the last, while its parties are in hand."""
    if last is None:
        return None
    if made:
        return last
    named = {m.name for m in sentence.of_type(EntityType.ORGANIZATION)}
    fitting = [d for d in deals.values() if len(named & set(d.parties)) >= 1]
    if last in fitting or re.search(r"\b(?:agreement|license|deal|transaction|collaboration|payments?)\b", sentence.text, re.IGNORECASE) and not fitting:
        return last
    return fitting[-1] if len(fitting) == 1 else None


def _money(sentence: Sentence, deal: Deal, dollar: str | None) -> None:
    for payment in find_payments(sentence.text, deal.type, dollar):
        deal.payments.setdefault(payment, []).append(sentence.span)
    if pays_royalties(sentence.text):
        deal.royalties.append(sentence.span)


def _fact(deal: Deal) -> Fact:
    at = tuple(dict.fromkeys(deal.evidence))
    out = [Field("type", Concept("agreement-type", deal.type), at)]

    def put(role: str, value: Value | None, evidence: tuple[Span, ...] = at) -> None:
        if value is not None:
            out.append(Field(role, value, evidence))

    for party in deal.parties.values():
        put("party", party)
    put("licensor", deal.gives if deal.type in ("license", "option") else None)
    put("licensee", deal.takes if deal.type in ("license", "option") else None)
    for drug in deal.subjects.values():
        put("subject", drug)
    for payment, spans in deal.payments.items():
        put("payment", payment, tuple(dict.fromkeys(spans)))
    if deal.royalties:
        put("royalties", True, tuple(dict.fromkeys(deal.royalties)))
    put("exclusive", deal.exclusive)
    put("status", Concept("agreement-status", deal.status))
    return Fact("agreement", tuple(out), deal.rule, 0.85, voice=deal.voice)
