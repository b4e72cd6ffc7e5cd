"""What is no longer spoken of: drugs, trials and partners last mentioned long before the latest release.

The words are "no development reported", never "discontinued": only a sentence that says so ends a thing, and then
it is no
silence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.annotation.horizon import add_months
from kg.graph.terms import Iri
from kg.queries.case import Case, Cited, is_concept
from kg.queries.told import Place, Told

MONTHS = 12
SAYS = "no development reported"
ENDED = ("terminated", "ended", "withdrawn", "completed")


@dataclass(frozen=True, slots=True)
class SilenceLine:
    """A thing, when it was last mentioned, and how many of the company's releases since then speak of others of
    its kind.

    `says` is `SAYS`, or how a release ended it, with that quote.
    """

    kind: str
    what: Cited
    last: str
    releases_since: int
    speaking_since: int
    months: int
    says: Cited


def silence_of(case: Case, months: int = MONTHS) -> tuple[SilenceLine, ...]:
    """What was last mentioned more than `months` before the latest release, though its kind is spoken of since;
    longest first."""
    from datetime import date

    last = max((i.source.date for i in case.issues), default="") or case.last_day
    if not last:
        return ()
    limit = add_months(date.fromisoformat(last), -months).isoformat()
    mentions = _mentions(case)
    spoken = {p.source.graph: p.source.date for places in mentions.values() for p in places}
    lines = []
    for (kind, node), places in mentions.items():
        dated = [p for p in places if p.source.date]
        if not dated or max(dated).source.date >= limit:
            continue
        newest = max(dated)
        since = sum(1 for i in case.issues if i.source.date > newest.source.date)
        speaking = sum(1 for day in spoken.values() if day > newest.source.date)
        if speaking:
            lines.append(
                SilenceLine(
                    kind,
                    Cited(case.label_of(node), (newest,)),
                    newest.source.date,
                    since,
                    speaking,
                    _months(newest.source.date, last),
                    _says(case, node),
                )
            )
    return tuple(sorted(lines, key=lambda s: (s.last, s.kind, s.what.text.casefold())))


def _mentions(case: Case) -> dict[tuple[str, Iri], set[Place]]:
    """Every place that tells anything of each drug, trial and partner."""
    found: dict[tuple[str, Iri], set[Place]] = {}

    def note(kind: str, node: Iri, told: list[Told]) -> None:
        places = {p for t in told for p in t.places}
        if places:
            found.setdefault((kind, node), set()).update(places)

    for drug in case.drugs:
        note("drug", drug, list(case.of.get(drug, ())))
    for node in case.of:
        type_ = case.names[node].type if node in case.names else ""
        for drug in case.objects(node, "intervention", "drug", "subject", "about"):
            if drug in case.drugs:
                note("drug", drug, list(case.of[node]))
        if type_ == "Trial":
            note("trial", node, list(case.of[node]))
        if type_ == "Agreement":
            for told in case.told(node, "party"):
                if told.object != case.iri and isinstance(told.object, Iri):
                    note("partner", told.object, list(case.of[node]))
    return found


def _says(case: Case, node: Iri) -> Cited:
    told = case.latest(node, "status")
    if told and is_concept(told, *ENDED):
        return Cited(f"last told as {case.words(told).lower()}", told.places)
    return Cited(SAYS)


def _months(first: str, last: str) -> int:
    return (int(last[:4]) - int(first[:4])) * 12 + int(last[5:7]) - int(first[5:7]) - (last[8:] < first[8:])


def endings(case: Case) -> Iterator[tuple[Iri, Told]]:
    """Each thing that a release says has ended, with that statement."""
    for node in sorted(case.of):
        told = case.latest(node, "status")
        if told and is_concept(told, *ENDED):
            yield node, told
