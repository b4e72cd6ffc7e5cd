"""What a release's graph states, as rows that can be laid beside gold facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise, product
from pathlib import PurePath

from kg.checks.fold import Folding, fold
from kg.graph.terms import Iri, Literal, Quad, Term
from kg.ontology import BP, PREFIXES, RDF, RDFS, SCHEMA, SKOS

DCTERMS, ORG = PREFIXES["dcterms"], PREFIXES["org"]
TYPE = RDF + "type"
LABELS = frozenset((RDFS + "label", SKOS + "prefLabel", SKOS + "altLabel", SKOS + "notation"))
Row = tuple[Term | None, ...]
Triple = tuple[Iri, str, Term]


@dataclass(frozen=True, slots=True)
class Pattern:
    """How a relation is read: nodes of a class that have every required property, with the optional ones where there.

    A row holds the node (where `node` is set), then the values of the required properties, then of the optional ones;
    optional properties in one tuple are there together or not at all.
    """

    required: tuple[str, ...] = ()
    optional: tuple[tuple[str, ...], ...] = ()
    cls: str = ""
    node: bool = True


def _trial(prop: str) -> Pattern:
    return Pattern((BP + "intervention", BP + prop))


def _agreement(*props: str) -> Pattern:
    return Pattern((BP + "agreementType", *(BP + p for p in props)), cls=BP + "Agreement")


def _drug(prop: str, cls: str = "") -> Pattern:
    return Pattern((BP + prop,), cls=cls)


def _record(cls: str, required: tuple[str, ...], *optional: str) -> Pattern:
    return Pattern(required, tuple((p,) for p in optional), BP + cls, node=False)


PATTERNS: dict[str, Pattern] = {
    "developer": _drug("developer"),
    "modality": _drug("modality"),
    "target": _drug("target"),
    "indication": _drug("indication", BP + "Drug"),
    "approved_for": _drug("approvedFor"),
    "analogue_of": _drug("analogueOf"),
    "stage": _drug("stage", BP + "Drug"),
    "trial_phase": _trial("phase"),
    "trial_status": _trial("status"),
    "trial_with": _trial("combinedWith"),
    "trial_site": _trial("site"),
    "trial_sponsor": _trial("sponsor"),
    "trial_collaborator": _trial("collaborator"),
    "trial_enrollment": _trial("enrollment"),
    "trial_investigator": _trial("principalInvestigator"),  # and the co-investigators: see `rows`
    "role": Pattern((ORG + "member",), ((ORG + "organization",), (ORG + "role",), (BP + "status",)), node=False),
    "agreement": _agreement(),
    "agreement_subject": _agreement("subject"),
    "agreement_licensor": _agreement("licensor"),
    "agreement_licensee": _agreement("licensee"),
    "agreement_amount": Pattern((BP + "payment",), cls=BP + "Agreement"),  # taken further in `rows`
    "trial_nct": _trial("registryId"),
    "regulatory": _record(
        "RegulatoryAction", (BP + "drug", BP + "actionType"), BP + "agency", BP + "indication", BP + "status"
    ),
    "financing": Pattern(
        (BP + "issuer", BP + "financingType"), ((BP + "amount", SCHEMA + "currency"),), BP + "Financing", node=False
    ),
    "listing": _record("Listing", (), BP + "issuer", BP + "exchange", BP + "ticker"),
    "publication": _record("Publication", (DCTERMS + "title",), BP + "venue"),
    "presentation": _record("Presentation", (BP + "event",), SCHEMA + "about"),
    "financial": _record(
        *("FinancialObservation", (), BP + "reportedBy", BP + "metric", BP + "periodEnd", BP + "months", BP + "value"),
        SCHEMA + "currency",
    ),
    "founded": Pattern((SCHEMA + "foundingDate",)),
    "risk": _drug("risk"),
}
PAYMENT = ((BP + "paymentType",), (BP + "amount",), (SCHEMA + "currency",))


@dataclass(frozen=True, slots=True)
class ReleaseGraph:
    """The triples of one named graph, by subject and predicate."""

    values: dict[Iri, dict[str, list[Term]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))

    def get(self, node: Term | None, prop: str) -> list[Term]:
        """The values of a property of a node."""
        return self.values[node].get(prop, []) if isinstance(node, Iri) and node in self.values else []

    def pairs(self, having: str, *props: str) -> dict[Term | None, set[Term]]:
        """Every value of any of these properties, for each node that has the property `having` ("": any)."""
        return {
            node: {value for prop in props for value in have.get(prop, [])}
            for node, have in self.values.items()
            if not having or having in have
        }

    def rows(self, relation: str) -> list[Row]:
        """What the graph states of a relation, each row once."""
        return list(self.grounds(relation))

    def grounds(self, relation: str) -> dict[Row, list[Triple]]:
        """Each row with the triples that it rests on: of its last required property, else of the first one there."""
        pattern = PATTERNS[relation]
        found: Iterable[tuple[Row, Triple]] = self._match(pattern)
        if relation == "trial_investigator":
            principal = (((*row, Literal("principal")), ground) for row, ground in found)
            co = (((*row, Literal("co")), ground) for row, ground in self._match(_trial("coInvestigator")))
            found = (*principal, *co)
        elif relation == "agreement_amount":
            found = [((row[0], *m), ground) for row, ground in found for m in self._optional(row[1], PAYMENT)]
        out: dict[Row, list[Triple]] = {}
        for row, ground in found:
            out.setdefault(row, []).append(ground)
        return out

    def _match(self, pattern: Pattern) -> Iterator[tuple[Row, Triple]]:
        cls = Iri(pattern.cls)
        names = [*pattern.required, *(prop for group in pattern.optional for prop in group)]
        last = max(len(pattern.required) - 1, 0)
        for node, have in self.values.items():
            if pattern.cls and cls not in have.get(TYPE, []):
                continue
            head: tuple[Term, ...] = (node,) if pattern.node else ()
            for values in product(*(have.get(prop, []) for prop in pattern.required)):
                for rest in self._optional(node, pattern.optional):
                    row = (*values, *rest)
                    there = [(node, prop, v) for prop, v in zip(names, row, strict=True) if v is not None]
                    yield (*head, *row), there[last] if there else (node, TYPE, cls)

    def _optional(self, node: Term | None, groups: tuple[tuple[str, ...], ...]) -> Iterator[Row]:
        choices: list[list[Row]] = []
        for group in groups:
            together = list(product(*(self.get(node, prop) for prop in group)))
            choices.append([*together] or [(None,) * len(group)])
        for combination in product(*choices):
            yield tuple(value for part in combination for value in part)


@dataclass(frozen=True, slots=True)
class FoundRelease:
    """A release that the graph holds: its node, its file's name, its day and its headline."""

    node: Iri
    filing: Iri
    source: str
    date: str
    title: str


class Predicted:
    """All that is compared: each release's graph, and every label of everything."""

    def __init__(self, quads: Iterable[Quad]):
        self.graphs: dict[Iri, ReleaseGraph] = defaultdict(ReleaseGraph)
        self.labels: dict[Iri, set[str]] = defaultdict(set)
        for quad in quads:
            if quad.predicate.value in LABELS:
                self.labels[quad.subject].add(quad.object.value)
            if quad.graph is not None:
                self.graphs[quad.graph].values[quad.subject][quad.predicate.value].append(quad.object)
        self.releases = sorted(self._releases(), key=lambda r: r.node)
        self._names: dict[tuple[Term, Folding], frozenset[str]] = {}

    def _releases(self) -> Iterator[FoundRelease]:
        for graph in self.graphs.values():
            for node in list(graph.values):
                if Iri(BP + "Release") not in graph.get(node, TYPE):
                    continue
                title = "".join(t.value for t in graph.get(node, DCTERMS + "title")[:1])
                day = "".join(t.value[:10] for t in graph.get(node, DCTERMS + "issued")[:1])
                for filing in graph.get(node, DCTERMS + "isPartOf"):
                    for source in graph.get(filing, DCTERMS + "source"):
                        if isinstance(filing, Iri):
                            yield FoundRelease(node, filing, PurePath(source.value).name, day, title)

    def folded_labels(self, term: Term, folding: Folding) -> frozenset[str]:
        """The labels of a thing, folded."""
        return (
            frozenset(fold(label, folding) for label in self.labels.get(term, ()))
            if isinstance(term, Iri)
            else frozenset()
        )

    def names(self, term: Term | None, folding: Folding) -> frozenset[str]:
        """What a term goes by: its labels and the last part of its IRI, or a literal's own text."""
        if term is None:
            return frozenset()
        if (term, folding) not in self._names:
            if isinstance(term, Literal):
                found = frozenset((fold(term.value, folding),))
            else:
                found = self.folded_labels(term, folding) | {fold(_spaced(term), folding)}
            self._names[term, folding] = found - {""}
        return self._names[term, folding]

    def text(self, term: Term | None) -> str:
        """The shortest way to show a term to a person."""
        if not isinstance(term, Iri):
            return "-" if term is None else term.value
        return min(self.labels.get(term) or {term.value}, key=lambda label: (len(label), label))


def _spaced(term: Iri) -> str:
    """The local name of an IRI with a space before capitals and digits: "phase2" gives "phase 2"."""
    local = term.value.replace("#", "/").rsplit("/", 1)[-1]
    out = local[:1]
    for before, here in pairwise(local):
        between = before.isascii() and before.islower() and here.isascii() and (here.isupper() or here.isdigit())
        out += f" {here}" if between else here
    return out
