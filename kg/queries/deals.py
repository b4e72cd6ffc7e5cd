"""Who partners with a company over what, for how much: what was paid or is fixed apart from what may come one day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from kg.graph.terms import Iri
from kg.queries.case import UNKNOWN, Case, Cited, once
from kg.queries.told import Told

FIXED = ("upfront", "equity")


@dataclass(frozen=True, slots=True)
class DealLine:
    """One agreement. `fixed` are payments that depend on nothing (upfront, equity), `conditional` those that do:
    milestones,
    and whatever is stated as "up to"; `total` is what the release itself calls the value. Nothing of the two is
    ever added up.
    """

    partner: Cited
    type: Cited
    role: Cited
    subject: Cited
    territory: Cited
    exclusive: Cited
    fixed: Cited
    conditional: Cited
    total: Cited
    royalties: Cited
    status: Cited
    signed: Cited
    first: str
    last: str


@once
def deals_of(case: Case) -> tuple[DealLine, ...]:
    """Each agreement of a case, by partner.

    One that is told without its partner is taken into the one that it can only be: same type, same drugs, no other
    like it.
    """
    lines = [_line(case, node, also) for node, also in agreements_of(case).items()]
    return tuple(sorted(lines, key=lambda d: (d.partner.text.casefold(), d.type.text, d.first, d.subject.text)))


@once
def agreements_of(case: Case) -> dict[Iri, list[Iri]]:
    """Each agreement of a case, with the nodes that tell of it without its partner."""
    nodes = list(case.nodes("Agreement"))
    whole = [n for n in nodes if _partners(case, n)]
    found: dict[Iri, list[Iri]] = {n: [] for n in whole}
    for node in nodes:
        if node not in found:
            fits = [w for w in whole if _same(case, node, w)]
            if len(fits) == 1:
                found[fits[0]].append(node)
            else:
                found[node] = []
    return found


def _same(case: Case, bare: Iri, whole: Iri) -> bool:
    subject = set(case.objects(bare, "subject"))
    return (
        bool(subject)
        and subject == set(case.objects(whole, "subject"))
        and case.objects(bare, "agreementType") == case.objects(whole, "agreementType")
        and set(case.objects(bare, "licensor", "licensee")) <= set(case.objects(whole, "licensor", "licensee"))
    )


def _partners(case: Case, node: Iri) -> list[Told]:
    return [t for t in case.told(node, "party") if t.object != case.iri]


def _line(case: Case, node: Iri, also: list[Iri]) -> DealLine:
    nodes = [node, *also]
    said = [t for n in nodes for t in case.of[n]]
    paid = [p for n in nodes for p in case.objects(n, "payment")]
    fixed = [p for p in paid if _kind(case, p) in FIXED and not _up_to(case, p)]
    total = [p for p in paid if _kind(case, p) == "total"]
    may = [p for p in paid if p not in fixed and p not in total]

    def one(*predicates: str) -> Cited:
        return case.cite_all(t for n in nodes for t in case.told(n, *predicates))

    return DealLine(
        case.cite_all(_partners(case, node)),
        one("agreementType"),
        _role(case, node),
        one("subject"),
        one("territory"),
        one("exclusive"),
        _sums(case, fixed),
        _sums(case, may),
        _sums(case, total),
        one("royalties"),
        case.cite(max((t for n in nodes for t in case.told(n, "status")), key=lambda t: t.last, default=None)),
        one("signedOn"),
        min(t.first for t in said),
        max(t.last for t in said),
    )


def _role(case: Case, node: Iri) -> Cited:
    for name in ("licensor", "licensee"):
        told = [t for t in case.told(node, name) if t.object == case.iri]
        if told:
            return Cited(name, told[0].places)
    return UNKNOWN


def _kind(case: Case, payment: Iri) -> str:
    kinds = case.objects(payment, "paymentType")
    return kinds[0].value.rpartition("#")[2] if kinds else ""


def _up_to(case: Case, payment: Iri) -> bool:
    return any(case.words(t) == "yes" for t in case.told(payment, "upTo"))


def _sums(case: Case, payments: Iterable[Iri]) -> Cited:
    """Payments in words: "up to USD 11,600,000 (Milestone payment)"."""
    words, places = [], set()
    for payment in payments:
        amount, currency = case.latest(payment, "amount"), case.latest(payment, "currency")
        kind = case.latest(payment, "paymentType")
        if amount:
            rate = _kind(case, payment) == "royaltyRate"
            figure = (
                f"{money(amount)}%"
                if rate and not currency
                else f"{case.words(currency) if currency else ''} {money(amount)}".strip()
            )
            words.append(
                f"{'up to ' if _up_to(case, payment) else ''}{figure}{f' ({case.words(kind)})' if kind else ''}"
            )
            places |= set(amount.places)
    return Cited("; ".join(sorted(words)), tuple(sorted(places)))


def money(told: Told) -> str:
    """An amount with its thousands apart."""
    value = Decimal(getattr(told.object, "value", "0"))
    return f"{value.normalize():,f}"
