"""A deal while its sentences are read, and the fact that it becomes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from kg.annotation.model import Concept, Fact, Field, Mention, Payment, Span, Value, Voice

SIDED = ("license", "option")  # types in which one party gives rights and the other takes them


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
    territories: dict[str, Span] = field(default_factory=dict)
    placed_loosely: bool = False  # the territory is a headline's, which a later sentence may say more exactly
    signed: tuple[date, Span] | None = None
    ended: tuple[date, Span] | None = None
    exclusive: bool | None = None
    status: str = "active"
    rule: str = ""
    headed: bool = False  # told in a headline only, which is shorter than the truth
    double: bool = False  # of one agreement of two types: "license and distribution agreement"

    def other(self, name: str) -> Mention | None:
        """The other party of two."""
        others = [m for n, m in self.parties.items() if n != name]
        return others[0] if len(others) == 1 and len(self.parties) == 2 else None


def merge(home: Deal, deal: Deal) -> None:
    """Puts what another sentence says of a deal into it."""
    home.evidence.extend(deal.evidence)
    home.subjects |= deal.subjects
    home.gives, home.takes = home.gives or deal.gives, home.takes or deal.takes
    home.exclusive = deal.exclusive if home.exclusive is None else home.exclusive
    for place, span in deal.territories.items():
        home.territories.setdefault(place, span)
    if deal.status == "ended" or home.headed and not deal.headed:
        home.status = deal.status
    home.headed = home.headed and deal.headed


def fact_of(deal: Deal) -> Fact:
    """The fact that a deal is, each argument with the sentences that say it."""
    at = tuple(dict.fromkeys(deal.evidence))
    out = [Field("type", Concept("agreement-type", deal.type), at)]

    def put(role: str, value: Value | None, evidence: tuple[Span, ...] = at) -> None:
        if value is not None:
            out.append(Field(role, value, evidence))

    for party in deal.parties.values():
        put("party", party)
    put("licensor", deal.gives if deal.type in SIDED else None)
    put("licensee", deal.takes if deal.type in SIDED else None)
    for drug in deal.subjects.values():
        put("subject", drug)
    for payment, spans in deal.payments.items():
        put("payment", payment, tuple(dict.fromkeys(spans)))
    if deal.royalties:
        put("royalties", True, tuple(dict.fromkeys(deal.royalties)))
    put("exclusive", deal.exclusive)
    for place, span in deal.territories.items():
        put("territory", place, (span,))
    put("status", Concept("agreement-status", deal.status))
    if deal.signed:
        put("signed", deal.signed[0], (deal.signed[1],))
    if deal.ended:
        put("ended", deal.ended[0], (deal.ended[1],))
    return Fact("agreement", tuple(out), deal.rule, 0.85, voice=deal.voice)
