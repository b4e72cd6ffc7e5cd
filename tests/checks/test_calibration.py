"""Confidences against gold: which claim a row rests on, deciles, and the error expected."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.checks.calibration import Judgement, calibrate, judgements, reliability
from kg.checks.predicted import TYPE
from kg.graph.terms import Iri, Literal, Quad
from kg.ontology import BP, ID, RDF
from tests.checks.test_evaluate import GOLD, HEAD, MELANOMA, NVK, RELEASE, RIGHT, ROLE, TRIAL, Triples

PHASE, STATUS, INDICATION, MEMBER = RIGHT[3], RIGHT[4], (NVK, BP + "indication", MELANOMA), RIGHT[5]
WRONG = (NVK, BP + "target", MELANOMA)


def claim(number: int, triple: tuple[Iri, str, Iri | Literal], extractor: str, confidence: float) -> Triples:
    """A claim of a triple, as the graph writes it."""
    node = Iri(f"{ID}claim/{number}")
    return [
        (node, TYPE, Iri(BP + "Claim")),
        (node, RDF + "subject", triple[0]),
        (node, RDF + "predicate", Iri(triple[1])),
        (node, RDF + "object", triple[2]),
        (node, BP + "confidence", Literal(str(confidence))),
        (node, BP + "extractor", Literal(extractor)),
    ]


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    (tmp_path / "1.yaml").write_text(GOLD, "utf-8")
    return tmp_path


@pytest.fixture
def quads() -> list[Quad]:
    claimed = [
        *claim(1, PHASE, "trial/1", 0.8),
        *claim(2, STATUS, "trial/1", 0.8),
        *claim(3, INDICATION, "drug.indication/1", 0.7),
        *claim(4, INDICATION, "other/1", 0.6),
        *claim(5, WRONG, "target/1", 0.5),
        *claim(6, MEMBER, "role/2", 0.9),
    ]
    return [Quad(s, Iri(p), o, RELEASE) for s, p, o in [*HEAD, *RIGHT, INDICATION, WRONG, *claimed]]


def test_a_row_rests_on_the_surest_claim_of_its_own_triple(gold: Path, quads: list[Quad]) -> None:
    assert set(judgements(quads, gold)) == {
        Judgement("1", "indication", "drug.indication/1", 0.7, right=True),
        Judgement("1", "target", "target/1", 0.5, right=False),
        Judgement("1", "trial", "trial/1", 0.8, right=True),
        Judgement("1", "role", "role/2", 0.9, right=True),
    }
    assert TRIAL in {q.subject for q in quads}
    assert ROLE in {q.subject for q in quads}


def test_reliability_of_a_graph(gold: Path, quads: list[Quad]) -> None:
    found = calibrate(quads, gold)
    assert [(b.low, b.right, b.count) for b in found.bins] == [(0.5, 0, 1), (0.7, 1, 1), (0.8, 1, 2), (0.9, 1, 1)]
    assert found.count == 5
    assert found.error == pytest.approx((0.5 + 0.3 + 0.2 + 0.2 + 0.1) / 5)


def test_deciles_are_of_equal_size_where_confidences_differ() -> None:
    found = reliability([(n / 100, n % 2 == 0) for n in range(100)])
    assert [b.count for b in found.bins] == [10] * 10
    assert found.error == pytest.approx(sum(abs(n / 10 + 0.045 - 0.5) for n in range(10)) / 10)


def test_no_rows_no_error() -> None:
    assert reliability([]).error == 0


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60))
def test_every_row_is_in_one_decile(pairs: list[tuple[float, bool]]) -> None:
    found = reliability(pairs)
    assert sum(b.count for b in found.bins) == found.count == len(pairs)
    assert len(found.bins) <= 10
    assert all(a.high < b.low for a, b in zip(found.bins, found.bins[1:], strict=False))
    assert 0 <= found.error <= 1
