"""One document -> the quads of its graphs: a graph for each release, one for the cover and signature page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kg.annotation.model import Annotation, EntityType, Fact, Mention
from kg.documents.model import Filing, Release
from kg.graph.facts import write_facts
from kg.graph.nodes import cluster_facts
from kg.graph.registered import Naming, Registered, namings
from kg.graph.reprints import Print, Ties, prints_of
from kg.graph.scene import Scene, describe_concepts, describe_entities, local_labels
from kg.graph.statements import Source, write_statements
from kg.graph.tellings import SAMENESS, Joined, Telling, telling
from kg.graph.terms import Iri, Literal, Quad, literal
from kg.graph.vocabulary import FILING, IS_PART_OF, ISSUED, LABEL, RDF_TYPE, RELEASE, term
from kg.ontology import ID, Ontology, load_ontology
from kg.resolution.model import Local, Record, Resolution
from kg.resolution.names import fold
from kg.resolution.records import Setting, fact_mentions, issuer_name, records_of
from kg.resolution.verdicts import Verdicts

SHA_LENGTH = 16  # hex digits of the file's digest in the IRIs of filings and releases


@dataclass(frozen=True, slots=True)
class Reading:
    """A filing with what was read in it."""

    filing: Filing
    annotations: tuple[Annotation, ...]


def filing_iri(sha256: str) -> Iri:
    """The IRI of the filing with those bytes."""
    return Iri(f"{ID}filing/{sha256[:SHA_LENGTH]}")


def release_iri(sha256: str, sequence: int) -> Iri:
    """The IRI of a release, which is its graph's name; sequence 0 is the filing's cover and signature page."""
    return Iri(f"{ID}release/{sha256[:SHA_LENGTH]}-{sequence}") if sequence else filing_iri(sha256)


def cover_iri(sha256: str) -> Iri:
    """The IRI of a filing's cover and signature page: the part of the filing that passages there are cut from."""
    return Iri(f"{filing_iri(sha256).value}/cover")


def document_records(reading: Reading) -> tuple[Record, ...]:
    """How each entity of each release is called; the filing's filer and signatory stand in all of its graphs."""
    return tuple(record for sequence in _sequences(reading) for record in _records(reading, sequence))


def document_trials(reading: Reading) -> tuple[Naming, ...]:
    """Every short name of a trial in a document, with the registry id where one is given."""
    sha256 = reading.filing.sha256
    return tuple(sorted({n for a in reading.annotations for n in namings(release_iri(sha256, a.sequence).value, a)}))


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beyond one document: the registry ids that all documents give, what persons said of facts, and

    which nodes of a graph are fuller ones of others, and which releases and filings hang together.
    """

    trials: Registered = field(default_factory=dict)
    verdicts: Verdicts = field(default_factory=dict)
    joined: Joined = field(default_factory=dict)
    ties: Ties = field(default_factory=Ties)


def told_reading(reading: Reading) -> Reading:
    """The part of a reading that `document_tellings` needs: no text, and only facts of what may be told with less."""
    filing = replace(reading.filing, text="", cover=(), signature=())
    told = [(a.sequence, tuple(f for f in a.facts if f.kind in SAMENESS)) for a in reading.annotations]
    return Reading(filing, tuple(Annotation(sequence, (), facts) for sequence, facts in told if facts))


def document_tellings(reading: Reading, iris: dict[Local, str], known: Known) -> Iterator[Telling]:
    """What each release of a document tells of trials, agreements and financings."""
    ontology = load_ontology()
    for sequence in _sequences(reading):
        facts = [fact for fact in _facts(reading, sequence) if fact.kind in SAMENESS]
        if not facts:
            continue
        scene = _scene(reading, sequence, iris, ontology, known)
        for cluster in cluster_facts(facts, scene):
            found = telling(cluster.kind, cluster.iri.value, (scene.graph.value, scene.issued), cluster.said)
            if found and cluster.asserted:
                yield found


def document_quads(
    reading: Reading, resolution: Resolution, ontology: Ontology, known: Known | None = None
) -> tuple[Quad, ...]:
    """All quads of a document, sorted, each once."""
    made = {
        quad
        for sequence in _sequences(reading)
        for quad in _graph(reading, sequence, resolution.iris, ontology, known or Known())
    }
    return tuple(sorted(made, key=Quad.line))


def graphs_of(reading: Reading) -> tuple[Iri, ...]:
    """The names of a document's graphs."""
    return tuple(release_iri(reading.filing.sha256, sequence) for sequence in _sequences(reading))


def _sequences(reading: Reading) -> list[int]:
    """Every release, annotated or not; 0 for the cover where something was read on it."""
    cover = [0] if any(a.sequence == 0 and a.facts for a in reading.annotations) else []
    return cover + [release.sequence for release in reading.filing.releases]


def _records(reading: Reading, sequence: int) -> tuple[Record, ...]:
    filing = reading.filing
    mentions = list(_mentions(reading, sequence))
    issuer = fold(issuer_name(mentions, filing.filer), EntityType.ORGANIZATION)
    named = _filing_mentions(filing)
    facts = _facts(reading, sequence)
    told = {(m.type, m.name) for m in [*fact_mentions(facts), *named]}
    release = next((r for r in filing.releases if r.sequence == sequence), None)
    day = release.issued if release else filing.filed
    iri = release_iri(filing.sha256, sequence).value
    setting = Setting(iri, issuer, day.isoformat() if day else "", filing.text)
    return records_of(setting, mentions + named, told, facts)


def _facts(reading: Reading, sequence: int) -> list[Fact]:
    return [fact for a in reading.annotations if a.sequence == sequence for fact in a.facts]


def _mentions(reading: Reading, sequence: int) -> Iterator[Mention]:
    for annotation in reading.annotations:
        if annotation.sequence == sequence:
            yield from annotation.mentions
            yield from fact_mentions(annotation.facts)


def _filing_mentions(filing: Filing) -> list[Mention]:
    """The filer and the signatory, as if the text named them; their place is unknown."""
    made = []
    if filing.filer:
        made.append(Mention(EntityType.ORGANIZATION, 0, 0, filing.filer, filing.filer, "Company"))
    if filing.signatory:
        made.append(Mention(EntityType.PERSON, 0, 0, filing.signatory, filing.signatory))
    return made


def _scene(reading: Reading, sequence: int, iris: dict[Local, str], ontology: Ontology, known: Known) -> Scene:
    filing = reading.filing
    records = _records(reading, sequence)
    release = next((r for r in filing.releases if r.sequence == sequence), None)
    return Scene(
        release_iri(filing.sha256, sequence),
        release.issued if release else filing.filed,
        {(r.local.type, r.local.name): Iri(iris[r.local]) for r in records},
        local_labels(records, iris),
        ontology,
        known.trials,
        known.verdicts,
        known.joined,
    )


def _graph(reading: Reading, sequence: int, iris: dict[Local, str], ontology: Ontology, known: Known) -> Iterator[Quad]:
    filing = reading.filing
    graph = release_iri(filing.sha256, sequence)
    records = _records(reading, sequence)
    release = next((r for r in filing.releases if r.sequence == sequence), None)
    scene = _scene(reading, sequence, iris, ontology, known)
    written = write_facts(_facts(reading, sequence), scene)
    yield from _describe_filing(filing, scene)
    yield from _describe_ties(filing_iri(filing.sha256), graph, known.ties)
    if release:
        publisher = issuer_name(_mentions(reading, sequence), filing.filer)
        yield from _describe_release(release, filing, publisher, scene)
    yield from describe_entities((r for r in records if r.shown), scene)
    yield from describe_concepts(written.concepts, scene)
    part = graph if release else cover_iri(filing.sha256)
    if not release:
        yield from _describe_cover(part, filing, graph)
    statements = written.statements
    if graph.value in known.ties.superseded:  # what it said is still told, but no longer stands
        statements = tuple(replace(statement, asserted=False) for statement in statements)
    else:
        yield from written.nodes
    yield from write_statements(statements, Source(graph, part, filing.text))


def _describe_ties(filing: Iri, graph: Iri, ties: Ties) -> Iterator[Quad]:
    """What a release is a reprint of, what stands in its place, and what its filing amends."""
    for subject, name, said in (
        (graph, "bp:reprintOf", ties.reprints),
        (graph, "bp:supersededBy", ties.superseded),
        (filing, "bp:amends", ties.amends),
    ):
        if subject.value in said:
            yield Quad(subject, term(name), Iri(said[subject.value]), graph)


def document_prints(reading: Reading) -> tuple[Print, ...]:
    """What tells whether the releases of a document are those of another."""
    sha256 = reading.filing.sha256
    iris = [release_iri(sha256, release.sequence).value for release in reading.filing.releases]
    return tuple(prints_of(reading.filing, filing_iri(sha256).value, iris))


def _describe_cover(part: Iri, filing: Filing, graph: Iri) -> Iterator[Quad]:
    yield Quad(part, RDF_TYPE, term("prov:Entity"), graph)
    yield Quad(part, LABEL, Literal("Cover and signature page"), graph)
    yield Quad(part, IS_PART_OF, filing_iri(filing.sha256), graph)


def _describe_filing(filing: Filing, scene: Scene) -> Iterator[Quad]:
    iri = filing_iri(filing.sha256)
    yield Quad(iri, RDF_TYPE, FILING, scene.graph)
    yield Quad(iri, term("dcterms:source"), Literal(filing.source), scene.graph)
    yield Quad(iri, term("bp:sha256"), Literal(filing.sha256), scene.graph)
    yield Quad(iri, term("bp:form"), Literal(filing.form), scene.graph)
    if filing.filed:
        yield Quad(iri, ISSUED, literal(filing.filed), scene.graph)
    if filing.reported:
        yield Quad(iri, term("bp:reportDate"), literal(filing.reported), scene.graph)
    for predicate, number in ((term("bp:accessionNumber"), filing.accession), (term("bp:cik"), filing.cik)):
        if number:
            yield Quad(iri, predicate, Literal(number), scene.graph)
    for predicate, type_, name in (
        (term("bp:filer"), EntityType.ORGANIZATION, filing.filer),
        (term("bp:signatory"), EntityType.PERSON, filing.signatory),
    ):
        if entity := scene.iris.get((type_, name)):
            yield Quad(iri, predicate, entity, scene.graph)


def _describe_release(release: Release, filing: Filing, publisher: str, scene: Scene) -> Iterator[Quad]:
    graph = scene.graph
    yield Quad(graph, RDF_TYPE, RELEASE, graph)
    yield Quad(graph, IS_PART_OF, filing_iri(filing.sha256), graph)
    yield Quad(graph, term("bp:sequence"), literal(release.sequence), graph)
    if release.headline:
        yield Quad(graph, term("dcterms:title"), Literal(release.headline), graph)
    if release.issued:
        yield Quad(graph, ISSUED, literal(release.issued), graph)
    if release.stated:
        yield Quad(graph, term("bp:statedDate"), literal(release.stated), graph)
    if release.date_note:
        yield Quad(graph, term("bp:dateNote"), Literal(release.date_note), graph)
    if entity := scene.iris.get((EntityType.ORGANIZATION, publisher)):
        yield Quad(graph, term("dcterms:publisher"), entity, graph)
