"""`kg judge`: what it shows, what it writes down, and that everything can be undone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.annotation.model import Annotation, EntityType, Fact, Field, Mention
from kg.build import build
from kg.cli import DONE, FINDINGS, WRONG_USE
from kg.documents.model import Filing
from kg.graph.terms import Iri
from kg.ontology import ID
from kg.store import open_store
from tests.graph.sample import sentence

TEXT = """QUILLON BIOSCIENCES STARTS
Quillon Biosciences Inc. develops Serafinol.
Later on Quillon Biosciences Inc. licensed Serafinal.
"""


def annotate(filing: Filing) -> tuple[Annotation, ...]:
    """Two drugs whose names are one letter apart, each with its developer."""
    company = Mention(
        EntityType.ORGANIZATION, 15, 39, "Quillon Biosciences Inc.", "Quillon Biosciences Inc.", "Company"
    )
    facts, mentions = [], [company]
    for name in ("Serafinol", "Serafinal"):
        at = TEXT.index(name)
        drug = Mention(EntityType.DRUG, at, at + len(name), name, name)
        said = (sentence(TEXT, name),)
        facts.append(Fact("developer", (Field("drug", drug, said), Field("organization", company, said)), "hand/1"))
        mentions.append(drug)
    return (Annotation(1, tuple(mentions), tuple(facts)),)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("judge")
    (place / "quillon.txt").write_text(TEXT, encoding="utf-8")
    with open_store(place / "store", "write") as store:
        build([place / "quillon.txt"], store, annotate=annotate)
    return place / "store"


def judge(folder: Path, *args: str, answers: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg", "judge", "--store", str(folder), *args]
    environment = os.environ | {"KG_JUDGE": "mara"}
    return subprocess.run(
        command, input=answers, capture_output=True, text=True, check=False, timeout=120, env=environment
    )


def dump(folder: Path) -> str:
    with open_store(folder) as store:
        return store.dump()


def test_pairs_are_judged_side_by_side_and_undone(folder: Path) -> None:
    before = dump(folder)
    listed = judge(folder, "--list", "--json")
    assert listed.returncode == FINDINGS
    (pair,) = json.loads(listed.stdout)
    assert pair["left"]["quotes"] == ["Later on Quillon Biosciences Inc. licensed Serafinal."]
    walked = judge(folder, answers="s\n")
    assert walked.returncode == DONE, walked.stderr
    assert "the names are one letter apart" in walked.stdout
    beside = [line for line in walked.stdout.splitlines() if "Serafinal" in line and "Serafinol" in line]
    assert beside, walked.stdout
    with open_store(folder) as store:
        graphs = [g for g in store.graphs() if "/release/" in g.value]
        drugs = {q.subject for q in store.quads(graphs[0]) if q.subject.value.startswith(ID + "drug/")}
    assert drugs == {Iri(ID + "drug/serafinal")}
    assert judge(folder, "--list").returncode == DONE
    assert "undone" in judge(folder, "--undo").stdout
    assert dump(folder) == before
    assert len((folder / "judgements.jsonl").read_text(encoding="utf-8").splitlines()) == 2


def test_leaving_it_open_judges_nothing(folder: Path) -> None:
    before = dump(folder)
    assert judge(folder, answers="\n").returncode == DONE
    assert judge(folder, answers="").returncode == DONE
    assert dump(folder) == before


def test_two_persons_who_contradict_each_other(folder: Path) -> None:
    assert judge(folder, "--different", "drug/serafinol", "drug/serafinal", "--by", "omar").returncode == DONE
    assert judge(folder, "--list").returncode == DONE
    twice = judge(folder, "--same", "drug/serafinol", "drug/serafinal")
    assert twice.returncode == DONE  # a later judgement of the same two stands in the place of the earlier
    assert judge(folder, "--undo").returncode == DONE
    assert judge(folder, "--undo").returncode == DONE
    nothing = judge(folder, "--undo")
    assert nothing.returncode == WRONG_USE
    assert "no judgement to undo" in nothing.stderr


def test_facts_are_judged_by_their_key(folder: Path) -> None:
    before = dump(folder)
    listed = judge(folder, "--facts", "serafinol", "--json")
    (fact,) = json.loads(listed.stdout)
    done = judge(folder, "--wrong", fact["key"], "--role", "organization", "--kind", "wrong company")
    assert done.returncode == DONE, done.stderr
    after = dump(folder)
    assert "wrong company" in after
    assert "bp:" not in after
    assert after.count("#developer> <") == before.count("#developer> <") - 2  # the release and the present
    assert json.loads(judge(folder, "--facts", "serafinol", "--json").stdout)[0]["kind"] == "developer"
    assert judge(folder, "--undo").returncode == DONE
    assert dump(folder) == before


@pytest.mark.parametrize(
    "args",
    [
        ("--same", "drug/serafinol", "drug/nobody"),
        ("--same", "drug/serafinol", "drug/serafinol"),
        ("--wrong", "release/x#y"),
        ("--same", "drug/serafinol"),
    ],
)
def test_wrong_use_is_told(folder: Path, args: tuple[str, ...]) -> None:
    done = judge(folder, *args)
    assert done.returncode == WRONG_USE
    assert done.stderr
    assert "Traceback" not in done.stderr


def of_company(filing: Filing) -> tuple[Annotation, ...]:
    """A drug and its developer, whose release it is."""
    name = filing.text.partition(" develops")[0].rpartition("- ")[2]
    start, end = filing.text.index(name), filing.text.index("We are")
    company = Mention(EntityType.ORGANIZATION, start, start + len(name), name, name, "Company")
    we = Mention(EntityType.ORGANIZATION, end, end + 2, "We", name, "Company", coreferent=True)
    at = filing.text.index("QB-77")
    drug = Mention(EntityType.DRUG, at, at + 5, "QB-77", "QB-77")
    said = (sentence(filing.text, "QB-77"),)
    fact = Fact("developer", (Field("drug", drug, said), Field("organization", company, said)), "hand/1")
    return (Annotation(1, (company, drug, we), (fact,)),)


def test_one_name_is_parted_by_company_and_joined_again(tmp_path: Path) -> None:
    paths = [tmp_path / "quillon.txt", tmp_path / "harbour.txt"]
    for path, name in zip(paths, ("Quillon Inc.", "Harbour Inc."), strict=True):
        path.write_text(
            f"A DRUG AND ITS DEVELOPER\nNORVIK, June 7, 2004 - {name} develops QB-77.\nWe are a company.\n",
            encoding="utf-8",
        )
    with open_store(tmp_path / "store", "write") as store:
        build(paths, store, annotate=of_company)
    folder = tmp_path / "store"
    before = dump(folder)
    assert "~" not in before
    told = judge(folder, "--different", "drug/qb-77", "drug/qb-77")
    assert told.returncode == WRONG_USE
    assert "drug/qb-77~" in told.stderr
    assert judge(folder, "--different", "drug/qb-77", "drug/qb-77~nobody").returncode == WRONG_USE
    done = judge(folder, "--different", "drug/qb-77", "drug/qb-77~harbour")
    assert done.returncode == DONE, done.stderr
    after = dump(folder)
    assert f"<{ID}drug/qb-77~harbour> <https://w3id.org/biotech-pipeline#developer> <{ID}organization/harbour>" in after
    assert f"<{ID}drug/qb-77> <https://w3id.org/biotech-pipeline#developer> <{ID}organization/quillon>" in after
    assert judge(folder, "--undo").returncode == DONE
    assert dump(folder) == before
