"""The command line: what each command prints, where, and with which exit code."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from kg.cli import DONE, FINDINGS, WRONG_USE, main
from kg.graph.terms import Literal, Quad
from kg.graph.vocabulary import term
from kg.store import open_store
from tests.checks import tarnwick
from tests.queries.norvik import SHA, TEXT, E, make_store

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(make_store(tmp_path_factory.mktemp("cli") / "store"))


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tarnwick.make_store(tmp_path_factory.mktemp("read") / "store"))


def run(*args: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg", *args]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def said(capsys: Capture, code: int, *args: str) -> tuple[str, str]:
    """What a command wrote to stdout and stderr, once it has given that exit code."""
    found = main(args)
    out, err = capsys.readouterr()
    assert found == code, out + err
    assert "Traceback" not in err
    return out, err


class TestHelp:
    def test_fits_a_screen_and_names_every_command(self) -> None:
        done = run("--help")
        assert done.returncode == DONE
        assert len(done.stdout.splitlines()) <= 24
        assert all(name in done.stdout for name in ("build", "query", "export", "view", "verify", "evaluate", "audit"))

    @pytest.mark.parametrize("args", [(), ("biuld",), ("query", "--format", "xml"), ("view", "x")])
    def test_wrong_use_is_two(self, args: tuple[str, ...]) -> None:
        done = run(*args)
        assert done.returncode == WRONG_USE
        assert "usage:" in done.stderr
        assert done.stdout == ""


class TestQuery:
    def test_lists_questions(self, capsys: Capture) -> None:
        out, _ = said(capsys, DONE, "query", "--json")
        listed = {row["question"]: row for row in json.loads(out)}
        assert listed["pipeline"]["parameters"] == "company [as-of]"
        assert all(row["title"] and row["description"] for row in listed.values())
        assert "pipeline" in said(capsys, DONE, "query", "--list")[0]

    @pytest.mark.parametrize(
        "given", [("--company", "Norvik"), ("--company=Norvik",), ("company=Norvik",), ("Norvik",), ("NORVIK, Inc.",)]
    )
    def test_parameters_in_every_form(self, capsys: Capture, store: str, given: tuple[str, ...]) -> None:
        out, _ = said(capsys, DONE, "query", "pipeline", *given, "--store", store, "--format", "csv")
        assert out.startswith("drug,indication,phase,status,date,quote,source")
        assert "NVK-101,melanoma," in out

    def test_as_of(self, capsys: Capture, store: str) -> None:
        args = ("query", "pipeline", "Norvik", "--as-of", "2006-05-01", "--store", store, "--json")
        assert [row["status"] for row in json.loads(said(capsys, DONE, *args)[0])] == ["planned"]

    def test_text_and_files(self, capsys: Capture, store: str, tmp_path: Path) -> None:
        text = "SELECT ?label { ?x a bp:Drug ; rdfs:label ?label } ORDER BY ?label"
        (tmp_path / "own.rq").write_text(text, "utf-8")
        for args in (("-q", text), (str(tmp_path / "own.rq"),)):
            assert (
                said(capsys, DONE, "query", *args, "--store", store, "--format", "tsv")[0]
                == "label\nNVK-101\nNVK-202\n"
            )

    @pytest.mark.parametrize(
        ("args", "says"),
        [
            (("nonsense",), "no question 'nonsense'; there are cash,"),
            (("pipeline",), "pipeline needs 'company'"),
            (("pipeline", "--company"), "--company needs a value"),
            (("pipeline", "Norvic"), "did you mean Norvik Biosciences Inc."),
            (("history", "NVK-1001"), "did you mean NVK-101"),
            (("pipeline", "--colour", "red", "--company", "Norvik"), "no parameter 'colour'"),
            (("pipeline", "Norvik", "--as-of", "2006"), "not a date"),
            (("cash", "Norvik", "--as-of", "2006-01-01"), "cannot be asked as of a day"),
            (("-q", "SELECT ?x\nWHERE { ?x a }"), "line 2: WHERE { ?x a }"),
            (("-q", "SELECT ?x { ?x nope:x 1 }"), "the query cannot be answered"),
            (("missing.rq",), "missing.rq: No such file"),
        ],
    )
    def test_bad_questions_are_one_clear_line(
        self, capsys: Capture, store: str, args: tuple[str, ...], says: str
    ) -> None:
        out, err = said(capsys, WRONG_USE, "query", *args, "--store", store)
        assert out == ""
        assert says in err
        assert err.count("\n") == 1


class TestStore:
    def test_a_folder_without_a_store(self, capsys: Capture, tmp_path: Path) -> None:
        _, err = said(capsys, WRONG_USE, "query", "pipeline", "Norvik", "--store", str(tmp_path / "none"))
        assert "kg build" in err

    def test_another_version(self, capsys: Capture, tmp_path: Path, store: str) -> None:
        shutil.copytree(store, tmp_path / "old")
        (tmp_path / "old" / "version").write_text("0\n", "utf-8")
        _, err = said(capsys, WRONG_USE, "verify", "--store", str(tmp_path / "old"))
        assert "version 0" in err

    def test_a_store_that_another_build_holds(self, capsys: Capture, tmp_path: Path) -> None:
        folder = tmp_path / "held"
        (tmp_path / "a.txt").write_text("NORVIK REPORTS", "utf-8")
        with open_store(folder, "write"):
            done = run("build", str(tmp_path / "a.txt"), "--store", str(folder))
        assert done.returncode == WRONG_USE
        assert "is writing to the store" in done.stderr

    def test_the_folder_comes_from_the_environment(self, store: str) -> None:
        command = [sys.executable, "-m", "kg", "query", "mentions", "Norvik", "--json"]
        done = subprocess.run(
            command, capture_output=True, text=True, check=True, env={**os.environ, "KG_STORE": store}, timeout=60
        )
        assert len(json.loads(done.stdout)) == 2


class TestExport:
    @pytest.mark.parametrize("ending", ["nq", "trig", "ttl", "jsonl", "graphml"])
    def test_every_format_is_the_same_twice(self, capsys: Capture, store: str, tmp_path: Path, ending: str) -> None:
        for name in ("a", "b"):
            said(capsys, DONE, "export", str(tmp_path / f"{name}.{ending}"), "--store", store)
        first, second = ((tmp_path / f"{name}.{ending}").read_bytes() for name in ("a", "b"))
        assert first == second
        assert len(first) > 1000

    def test_facts_have_quotes(self, capsys: Capture, store: str) -> None:
        out, _ = said(capsys, DONE, "export", "-", "--format", "jsonl", "--store", store)
        facts = [json.loads(line) for line in out.splitlines()]
        assert len(facts) == 29
        assert all(f["quote"] in TEXT and f["source"] == "norvik.txt" and f["date"] for f in facts)
        assert {f["stance"] for f in facts} == {"", "intended", "possible"}
        assert "NVK-101 developer Norvik Biosciences Inc." in {
            f"{f['subject']} {f['predicate']} {f['object']}" for f in facts
        }

    def test_graphml_is_xml_with_labels(self, capsys: Capture, store: str) -> None:
        out, _ = said(capsys, DONE, "export", "-", "--format", "graphml", "--store", store)
        assert "Mercy Lake Hospital" in "".join(ET.fromstring(out).itertext())

    def test_bad_places_are_said(self, capsys: Capture, store: str, tmp_path: Path) -> None:
        assert "make it first" in said(capsys, WRONG_USE, "export", str(tmp_path / "no" / "x.nq"), "--store", store)[1]
        assert "ends in" in said(capsys, WRONG_USE, "export", "graph.doc", "--store", store)[1]

    def test_a_reader_that_stops_early_is_no_error(self, store: str) -> None:
        command = f"{sys.executable} -m kg export - --format nq --store {store} | head -n 1"
        done = subprocess.run(command, shell=True, capture_output=True, text=True, check=True, timeout=60)
        assert done.stderr == ""


class TestView:
    @pytest.mark.parametrize("args", [("NVK-101",), ("--company", "Norvik"), ("Norvik", "--depth", "2"), ()])
    def test_pages(self, capsys: Capture, store: str, tmp_path: Path, args: tuple[str, ...]) -> None:
        out = tmp_path / "page.html"
        said(capsys, DONE, "view", *args, "-o", str(out), "--store", store)
        first = out.read_bytes()
        assert b"has begun at Mercy Lake Hospital" in first
        said(capsys, DONE, "view", *args, "-o", str(out), "--store", store)
        assert out.read_bytes() == first

    def test_answers(self, capsys: Capture, store: str, tmp_path: Path) -> None:
        file, out = tmp_path / "mine.rq", tmp_path / "page.html"
        file.write_text("SELECT ?d ?c { ?d bp:developer ?c }", "utf-8")
        for args in (("-q", file.read_text("utf-8")), ("--question", "pipeline", "company=Norvik"), (str(file),)):
            said(capsys, DONE, "view", *args, "-o", str(out), "--store", store)
            assert "NVK-101" in out.read_text("utf-8")

    def test_wrong_use(self, capsys: Capture, store: str, tmp_path: Path) -> None:
        out = str(tmp_path / "page.html")
        for args in (("x", "-q", "ASK {}"), ("x", "y"), ("-q", "ASK {}", "--company", "x"), ("--question", "none")):
            said(capsys, WRONG_USE, "view", *args, "-o", out, "--store", store)
        assert "did you mean" in said(capsys, WRONG_USE, "view", "NVK-1O1", "-o", out, "--store", store)[1]
        assert (
            "developer"
            in said(capsys, WRONG_USE, "view", "--company", "Mercy Lake Hospital", "-o", out, "--store", store)[1]
        )
        assert "make it first" in said(capsys, WRONG_USE, "view", "x", "-o", "no/such/x.html", "--store", store)[1]


class TestVerify:
    def test_a_good_store(self, capsys: Capture, store: str) -> None:
        out, _ = said(capsys, DONE, "verify", "--store", store)
        assert "no problems" in out

    def test_a_changed_source_shows(self, capsys: Capture, store: str, tmp_path: Path) -> None:
        copy = tmp_path / "copy"
        shutil.copytree(store, copy)
        (copy / "documents" / f"{SHA}.txt").write_text(TEXT.replace("begun", "ended"), "utf-8")
        out, _ = said(capsys, FINDINGS, "verify", "--store", str(copy))
        assert "quote: norvik.txt" in out
        assert json.loads(said(capsys, FINDINGS, "verify", "--json", "--store", str(copy))[0])["problems"]

    def test_a_fact_without_a_quote_shows(self, capsys: Capture, store: str, tmp_path: Path) -> None:
        copy = tmp_path / "copy"
        shutil.copytree(store, copy)
        with open_store(copy, "write") as opened:
            (entry,) = opened.manifest.documents.values()
            graph = opened.graphs()[-1]
            extra = Quad(E["nvk202"], term("bp:indication"), Literal("x"), graph)
            opened.replace_document(entry, [*(q for g in entry.graphs for q in opened.quads(type(graph)(g))), extra])
        assert "unquoted: norvik.txt" in said(capsys, FINDINGS, "verify", "--store", str(copy))[0]


class TestEvaluate:
    GOLD = """
source: norvik.txt
filing: {form: press-release, filer: norvik, date: 2006-09-12}
entities:
  norvik: {type: Organization, names: [Norvik Biosciences Inc.]}
  nvk: {type: Drug, names: [NVK-101]}
releases:
- date: 2006-09-12
  headline: NORVIK TREATS FIRST PATIENT
  facts:
  - developer: [nvk, norvik]
  - stage: [nvk, phase-2]
"""

    def test_prints_scores_and_findings(self, capsys: Capture, store: str, tmp_path: Path) -> None:
        (tmp_path / "1.yaml").write_text(self.GOLD, "utf-8")
        out, _ = said(capsys, DONE, "evaluate", str(tmp_path), "--show", "--store", store)
        assert "miss  1 2006-09-12 stage: nvk101 | phase2" in out
        assert "developer                1     1   1.00   1.00   1.00" in out
        out, _ = said(capsys, DONE, "evaluate", str(tmp_path), "--json", "--store", store)
        assert json.loads(out)["micro"]["recall"] == 0.5

    def test_by_company_and_calibration(self, capsys: Capture, store: str, tmp_path: Path) -> None:
        (tmp_path / "1.yaml").write_text(self.GOLD, "utf-8")
        args = ("evaluate", str(tmp_path), "--store", store)
        out, _ = said(capsys, DONE, *args, "--by", "company")
        assert "Norvik Biosciences Inc.     2" in out
        out, _ = said(capsys, DONE, *args, "--json")
        assert [c["relation"] for c in json.loads(out)["companies"]] == ["Norvik Biosciences Inc."]
        assert "expected calibration error" in said(capsys, DONE, *args, "--calibration")[0]
        out, _ = said(capsys, DONE, *args, "--calibration", "--json")
        assert json.loads(out)["bins"][0]["mean"] == 0.9

    def test_a_folder_without_gold(self, capsys: Capture, store: str, tmp_path: Path) -> None:
        assert "gold files" in said(capsys, WRONG_USE, "evaluate", str(tmp_path), "--store", store)[1]
        assert "gold files" in said(capsys, WRONG_USE, "evaluate", str(tmp_path / "no"), "--store", store)[1]


class TestAudit:
    def test_prints_coverage_and_sentences_by_cause(self, capsys: Capture, read: str) -> None:
        out, _ = said(capsys, DONE, "audit", "--store", read)
        assert "tarnwick.txt                7      1   0.14      1" in out
        assert "denied or hedged            1" in out
        assert "[TRW-7] (indication?) TRW-7 did not help in gout." in out
        assert "[TRW-7]" not in said(capsys, DONE, "audit", "--limit", "0", "--store", read)[0]

    def test_json_holds_every_sentence(self, capsys: Capture, read: str) -> None:
        found = json.loads(said(capsys, DONE, "audit", "--json", "--document", "tarnwick.txt", "--store", read)[0])
        assert len(found["unread"]) == sum(found["causes"].values()) == 9
        assert found["documents"][0]["share"] == pytest.approx(1 / 7)

    def test_wrong_use(self, capsys: Capture, read: str, store: str) -> None:
        assert "no document x.txt" in said(capsys, WRONG_USE, "audit", "--document", "x.txt", "--store", read)[1]
        assert "--limit -1" in said(capsys, WRONG_USE, "audit", "--limit", "-1", "--store", read)[1]
        assert "is damaged" in said(capsys, WRONG_USE, "audit", "--store", store)[1]


class TestBuild:
    def test_a_missing_path_makes_no_store(self, capsys: Capture, tmp_path: Path) -> None:
        _, err = said(capsys, WRONG_USE, "build", str(tmp_path / "no.txt"), "--store", str(tmp_path / "s"))
        assert "no.txt" in err
        assert not (tmp_path / "s").exists()

    def test_a_folder_that_is_something_else_is_left_alone(self, capsys: Capture, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("hello", "utf-8")
        _, err = said(capsys, WRONG_USE, "build", str(tmp_path / "a.txt"), "--store", str(tmp_path))
        assert "not a graph store" in err

    def test_rejects_are_named_with_reasons(self, capsys: Capture, tmp_path: Path) -> None:
        (tmp_path / "in").mkdir()
        (tmp_path / "in" / "empty.txt").write_text("", "utf-8")
        out, _ = said(capsys, FINDINGS, "build", str(tmp_path / "in"), "--store", str(tmp_path / "s"))
        assert "rejected: " in out
        assert "empty.txt" in out
        assert "1 rejected" in out


def test_public_names_are_there() -> None:
    import kg

    assert all(callable(getattr(kg, name)) for name in kg.__all__)
    assert set(kg.__all__) <= set(dir(kg))
    with pytest.raises(AttributeError):
        _ = kg.nonsense
