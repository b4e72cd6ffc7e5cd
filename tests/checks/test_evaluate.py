"""The comparison with gold: what counts, what does not, and the same figures as the gold's own scorer."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.checks.evaluate import Evaluation, evaluate
from kg.checks.fold import Folding, fold
from kg.checks.judge import one_to_one
from kg.checks.predicted import DCTERMS, ORG, TYPE
from kg.errors import DocumentError, NoDocuments
from kg.graph.terms import Iri, Literal, Quad, nquads
from kg.ontology import BP
from tests.checks.gold_graph import ID, LABEL, Damaged

GOLD = """
source: norvik.txt
filing: {form: press-release, filer: norvik, date: 2006-03-02}
entities:
  norvik: {type: Organization, names: [Norvik Biosciences Inc., Norvik]}
  lund: {type: Person, names: [Astrid Lund]}
  nvk: {type: Drug, names: [NVK-101]}
  melanoma: {type: Indication, names: [melanoma]}
releases:
- date: 2006-03-02
  headline: NORVIK STARTS TRIAL
  facts:
  - developer: [nvk, norvik]
  - optional_indication: [nvk, melanoma]
  - trial: {drug: nvk, disease: melanoma, phase: phase-2, status: initiated}
  - role: [lund, norvik, Chief Executive Officer, current]
"""
RELEASE, FILING = Iri(ID + "release/1"), Iri(ID + "filing/1")
NVK, NORVIK, MELANOMA, LUND = (Iri(f"{ID}x/{n}") for n in ("nvk", "norvik", "melanoma", "lund"))
TRIAL, ROLE = Iri(ID + "trial/1"), Iri(ID + "role/1")
Triples = list[tuple[Iri, str, Iri | Literal]]
HEAD: Triples = [
    (RELEASE, TYPE, Iri(BP + "Release")),
    (RELEASE, DCTERMS + "isPartOf", FILING),
    (RELEASE, DCTERMS + "issued", Literal("2006-03-02")),
    (FILING, DCTERMS + "source", Literal("folder/norvik.txt")),
    (NVK, LABEL.value, Literal("NVK 101")),
    (NORVIK, LABEL.value, Literal("Norvik Biosciences, Inc.")),
    (MELANOMA, LABEL.value, Literal("Melanoma")),
    (LUND, LABEL.value, Literal("Dr. Astrid Lund, M.D.")),
    (NVK, TYPE, Iri(BP + "Drug")),
]
RIGHT: Triples = [
    (NVK, BP + "developer", NORVIK),
    (TRIAL, BP + "intervention", NVK),
    (TRIAL, BP + "indication", MELANOMA),
    (TRIAL, BP + "phase", Iri(BP + "phase2")),
    (TRIAL, BP + "status", Iri(BP + "initiated")),
    (ROLE, ORG + "member", LUND),
    (ROLE, ORG + "organization", NORVIK),
    (ROLE, ORG + "role", Literal("CEO")),
    (ROLE, BP + "status", Iri(BP + "current")),
]


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    (tmp_path / "1.yaml").write_text(GOLD, "utf-8")
    return tmp_path


def compare(gold: Path, triples: Triples) -> Evaluation:
    return evaluate([Quad(s, Iri(p), o, RELEASE) for s, p, o in [*HEAD, *triples]], gold)


def test_a_right_graph_scores_one(gold: Path) -> None:
    found = compare(gold, RIGHT)
    assert (found.micro.precision, found.micro.recall, found.macro_f1) == (1, 1, 1)
    assert (found.releases, found.missing, found.findings) == (1, (), ())


def test_an_optional_fact_costs_nothing_and_earns_nothing(gold: Path) -> None:
    found = compare(gold, [*RIGHT, (NVK, BP + "indication", MELANOMA)])
    assert found.micro.precision == found.micro.recall == 1
    assert found.micro.predicted == 5


def test_what_is_missed_and_what_is_extra_is_named(gold: Path) -> None:
    found = compare(gold, [*RIGHT[1:], (NVK, BP + "target", MELANOMA)])
    assert [(f.outcome, f.relation, f.args) for f in found.findings] == [
        ("miss", "developer", ("nvk101", "norvik / norvik biosciences")),
        ("extra", "target", ("NVK 101", "Melanoma")),
    ]


def test_a_role_without_status_is_wrong(gold: Path) -> None:
    found = {s.relation: s for s in compare(gold, RIGHT[:-1]).scores}
    assert (found["role"].predicted, found["role"].precision) == (1, 0)


def test_a_release_that_the_graph_does_not_hold_is_missing(gold: Path) -> None:
    found = evaluate([], gold)
    assert found.missing == (("norvik.txt", "2006-03-02"),)
    assert found.micro.recall == 0


def test_labels_of_two_entities_stand_for_neither(tmp_path: Path, gold: Path) -> None:
    (gold / "1.yaml").write_text(GOLD.replace("  lund:", "  other: {type: Drug, names: [OTH-9]}\n  lund:"), "utf-8")
    found = {s.relation: s for s in compare(gold, [*RIGHT, (NVK, LABEL.value, Literal("OTH-9"))]).scores}
    assert found["developer"].precision == 0


def test_scores_by_company(gold: Path) -> None:
    renamed = GOLD.replace("[Norvik Biosciences Inc., Norvik]", "[Norvik, Norvik AS]").replace("norvik.txt", "2.txt")
    (gold / "2.yaml").write_text(renamed, "utf-8")
    (gold / "3.yaml").write_text(GOLD.replace("filer: norvik", "filer: null").replace("norvik.txt", "3.txt"), "utf-8")
    found = compare(gold, RIGHT)
    assert [(s.relation, s.gold, s.recall) for s in found.companies] == [
        ("(no filer)", 4, 0),
        ("Norvik Biosciences Inc.", 8, 0.5),
    ]


def test_no_gold_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoDocuments, match="gold files"):
        evaluate([], tmp_path)
    (tmp_path / "x.yaml").write_text("releases: 3", "utf-8")
    with pytest.raises(DocumentError, match=r"x\.yaml: not a gold file"):
        evaluate([], tmp_path)


@given(st.lists(st.lists(st.integers(0, 6), max_size=4), max_size=6))
def test_matching_is_fair(choices: list[list[int]]) -> None:
    hits = one_to_one(choices, range(7), lambda mine, j: j in mine)
    assert sum(hits) <= len({j for mine in choices for j in mine})
    assert all(bool(mine) or not hit for mine, hit in zip(choices, hits, strict=True))


@pytest.fixture(scope="session")
def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("gold_scorer", shared / "eval" / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["gold_scorer"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("part", "seed"), [("seeds", 1), ("seeds", 2), ("corpus", 3), ("corpus", 4)])
def test_figures_are_those_of_the_gold_scorer(
    shared: Path, scorer: ModuleType, tmp_path: Path, part: str, seed: int
) -> None:
    folder = shared / "eval" / "gold" / part
    quads = list(Damaged(seed).documents(folder))
    dump = tmp_path / "dump.nq"
    dump.write_text(nquads(quads), "utf-8")
    theirs = scorer.score(scorer.Graph(dump), folder)
    ours = evaluate(quads, folder)
    assert ours.micro.predicted > 100
    for score in ours.scores:
        mine = {
            "gold": score.gold,
            "predicted": score.predicted,
            "precision": score.precision,
            "recall": score.recall,
            "f1": score.f1,
        }
        assert mine == theirs["relations"].get(score.relation, dict.fromkeys(mine, 0)), score.relation
    assert ours.micro.f1 == theirs["micro"]["f1"]
    assert ours.macro_f1 == pytest.approx(theirs["macro_f1"], abs=1e-12)
    assert sorted(ours.missing) == sorted(theirs["releases_missing"])
    assert ours.releases == theirs["releases"]


@given(st.text(alphabet="Tthe Drx.-,() IncaASs.PhMDUé12αµ®%", max_size=30), st.sampled_from(Folding))
def test_folding_twice_is_folding_once_or_less(text: str, folding: Folding) -> None:
    assert len(fold(fold(text, folding), folding)) <= max(len(fold(text, folding)), 40)


@given(text=st.text(alphabet="Tthe Drx.-,() IncaASs.PhMDUé12αµ®%kpl", max_size=30), folding=st.sampled_from(Folding))
def test_folding_is_that_of_the_gold_scorer(scorer: ModuleType, text: str, folding: Folding) -> None:
    assert fold(text, folding) == scorer.fold(text, folding.value)
