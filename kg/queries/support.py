"""How many voices stand behind each statement: the same text in several places is one voice, and so is one publisher.

Belief is 1 - (1 - c)^n for n independent voices, with the confidence c that the rule which read the statement has
earned (independent witnesses; Dempster 1967). A company that repeats itself adds nothing to it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from kg.graph.terms import Iri
from kg.ontology import load_ontology
from kg.queries.case import Case, Cited
from kg.queries.claims import local
from kg.queries.told import Place, Told

PARTS = frozenset(  # what only says which thing a node is about
    (
        "periodEnd",
        "months",
        "metric",
        "currency",
        "reportedBy",
        "member",
        "organization",
        "role",
        "party",
        "issuer",
        "exchange",
        "expectedBy",
        "payment",
        "title",
        "event",
        "selfDescription",
        "earliest",
        "latest",
        "dateText",
        "trial",
    )
)


SENTENCE = re.compile(r"[.!?][\"”’)]*\s*$")


@dataclass(frozen=True, slots=True)
class SupportLine:
    """A statement with its places, how many of them differ in words, how many voices they are, and the belief in it."""

    about: str
    what: str
    value: Cited
    places: int
    wordings: int
    voices: int
    belief: Decimal


def support_of(case: Case) -> tuple[SupportLine, ...]:
    """Each asserted statement of a case that more than one place makes, the best supported first."""
    made = []
    for node, said in case.of.items():
        figure = node in case.names and case.names[node].type == "FinancialObservation"
        for told in said:
            if not told.asserted or node not in case.names or local(told.predicate) in PARTS:
                continue
            places = whole(told.places) if figure else told.places
            if len(places) > 1:
                count = voices(places, case.publishers)
                label = load_ontology().label(told.predicate.value)
                made.append(
                    SupportLine(
                        case.label_of(node),
                        label,
                        case.cite(told),
                        len(places),
                        len({_words(p.quote) for p in places}),
                        count,
                        belief(told, count),
                    )
                )
    return tuple(sorted(made, key=lambda s: (-s.voices, -s.wordings, -s.places, s.about, s.what, s.value.text)))


def whole(places: Iterable[Place]) -> tuple[Place, ...]:
    """The places that tell of a figure, with what a table tells (unit, heads of row and column, cell) as one place.

    The parts of a table are those passages of a release that are no sentences.
    """
    tables: dict[Iri, list[Place]] = defaultdict(list)
    sentences = []
    for place in places:
        if SENTENCE.search(place.quote):
            sentences.append(place)
        else:
            tables[place.source.graph].append(place)
    joined = (replace(parts[0], quote=" ".join(p.quote for p in parts)) for parts in tables.values())
    return tuple(sorted((*sentences, *joined)))


def voices(places: Iterable[Place], publishers: Mapping[Iri, Iri]) -> int:
    """How many independent voices some places are: those with the same words or the same publisher are one."""
    groups: list[set[str]] = []
    for place in places:
        publisher = publishers.get(place.source.graph)
        marks = {f"words {_words(place.quote)}", f"by {publisher.value if publisher else place.source.graph.value}"}
        joined = [g for g in groups if g & marks]
        groups = [g for g in groups if not g & marks] + [marks.union(*joined)]
    return len(groups)


def belief(told: Told, count: int) -> Decimal:
    """The belief in a statement that so many independent voices make; 0.9 where its confidence is not known."""
    doubt = 1 - Decimal(told.confidence or "0.9")
    return (1 - doubt**count).quantize(Decimal("0.001"))


def _words(quote: str) -> str:
    return " ".join(re.findall(r"\w+", quote.casefold()))
