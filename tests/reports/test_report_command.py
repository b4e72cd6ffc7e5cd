"""`kg report` and `kg diff` as they are typed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from kg.cli import DONE, WRONG_USE, main
from kg.cli.report import SECTIONS
from kg.reports.sections import REPORTS

LORUS = "Lorus Therapeutics"


@pytest.fixture
def store(examples_folder: Path) -> list[str]:
    return ["--store", str(examples_folder)]


def test_the_commands_know_every_section() -> None:
    assert tuple(r.key for r in REPORTS) == SECTIONS


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("format_", ["table", "csv", "json", "tsv"])
def test_sections_in_every_format(
    store: list[str], section: str, format_: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", section, LORUS, "--as-of", "2007-01-03", "--format", format_, *store]) == DONE
    shown = capsys.readouterr()
    assert shown.err == ""
    if format_ == "json":
        assert json.loads(shown.out) is not None
    if format_ == "csv":
        assert next(csv.reader(io.StringIO(shown.out)))[-2:] == ["quote", "source"]


@pytest.mark.parametrize("name", ["lorus.html", "lorus.md", "lorus.xlsx"])
def test_dossier_to_a_file(store: list[str], name: str, tmp_path: Path) -> None:
    assert main(["report", "company", LORUS, "-o", str(tmp_path / name), *store]) == DONE
    assert (tmp_path / name).stat().st_size > 5000


def test_diff(store: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", LORUS, "2004-02-18", "2007-01-03", "--format", "json", *store]) == DONE
    kinds = {row["kind"] for row in json.loads(capsys.readouterr().out)}
    assert "new" in kinds
    assert kinds <= {"new", "advanced", "stepped back", "ended", "slipped", "brought forward", "renamed", "changed"}


def test_a_day_before_all_is_empty_and_says_so(store: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "deals", LORUS, "--as-of", "1999-01-01", "--format", "json", *store]) == DONE
    shown = capsys.readouterr()
    assert json.loads(shown.out) == {"deals": [], "partner-ties": []}
    assert "Nothing is told of" in shown.err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["report", "company", "Lorus Therapeutix"], "did you mean"),
        (["report", "company", LORUS, "--as-of", "soon"], "is not a date"),
        (["report", "company", LORUS, "-o", "x.doc"], "expected a name that ends in"),
        (["report", "deals", LORUS, "-o", "x.pdf"], "expected a name that ends in"),
        (["report", "company", LORUS, "--format", "xlsx"], "name a file with -o"),
        (["diff", LORUS, "2007-01-03", "2004-02-18"], "the earlier day comes first"),
    ],
)
def test_wrong_use(store: list[str], words: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words, *store]) == WRONG_USE
    assert message in capsys.readouterr().err
