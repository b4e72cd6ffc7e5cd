from __future__ import annotations

import pytest

from kg.graph.document import document_quads, document_records
from kg.graph.terms import Iri, Literal, Quad
from kg.graph.validate import Finding, Refused, check_shapes, withdraw
from kg.graph.vocabulary import LABEL, RDF_TYPE, term
from kg.ontology import ID, load_ontology
from kg.resolution.resolve import resolve
from tests.graph.sample import reading

TRIAL = ID + "trial/qb-77--melanoma--phase-2"
STATUS = term("bp:status").value


@pytest.fixture(scope="module")
def quads() -> set[Quad]:
    read = reading()
    made = document_quads(read, resolve(document_records(read)), load_ontology())
    graph = next(q.graph for q in made if q.object == term("bp:Trial"))
    return {q for q in made if q.graph == graph}


def orphans(quads: set[Quad]) -> set[Quad]:
    """Claims without a passage, passages without a claim, facts without a claim."""
    cited = {q.object for q in quads if q.predicate == term("bp:evidence")}
    citing = {q.subject for q in quads if q.predicate == term("bp:evidence")}
    claims = {q.subject for q in quads if q.object == term("bp:Claim")}
    passages = {q.subject for q in quads if q.object == term("bp:Passage")}
    return {q for q in quads if q.subject in (claims - citing) | (passages - cited)}


def test_a_wrong_value_goes_with_its_claims(quads: set[Quad]) -> None:
    left = withdraw(quads, [Finding(TRIAL, STATUS, "too many")])
    assert not any((q.subject.value, q.predicate.value) == (TRIAL, STATUS) for q in left)
    assert any(q.subject.value == TRIAL and q.predicate == term("bp:phase") for q in left)
    assert not orphans(left)


def test_a_node_that_lacks_something_goes_whole(quads: set[Quad]) -> None:
    left = withdraw(quads, [Finding(TRIAL, term("bp:sponsor").value, "needs a sponsor")])
    assert not any(TRIAL in (q.subject.value, q.object.value) for q in left)
    assert not orphans(left)
    assert len(left) < len(quads)


def test_a_claim_goes_with_the_triple_that_it_alone_backs(quads: set[Quad]) -> None:
    claim = next(q.subject for q in quads if q.predicate == term("rdf:predicate") and q.object == term("bp:developer"))
    left = withdraw(quads, [Finding(claim.value, term("bp:evidence").value, "needs a passage")])
    assert not any(q.predicate == term("bp:developer") for q in left)


def test_a_release_stays(quads: set[Quad]) -> None:
    release = next(q.subject for q in quads if q.object == term("bp:Release"))
    assert withdraw(quads, [Finding(release.value, term("dcterms:title").value, "needs a title")]) == quads


def test_the_invented_filing_conforms(quads: set[Quad]) -> None:
    accepted, refused = check_shapes(quads)
    assert refused == ()
    assert set(accepted) == quads


def test_what_is_refused_is_named(quads: set[Quad]) -> None:
    graph = next(q.graph for q in quads)
    lone = Iri(ID + "listing/lone")
    wrong = {Quad(lone, RDF_TYPE, term("bp:Listing"), graph), Quad(lone, LABEL, Literal("lone"), graph)}
    accepted, refused = check_shapes(quads | wrong)
    assert set(accepted) == quads
    assert {r.node for r in refused} == {lone.value}
    assert all(Refused.read(str(r)) == r for r in refused)
