"""What an audit names: sentences about something known that gave nothing, each with its cause; coverage."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.annotation.model import EntityType
from kg.checks.audit import Audit, audit
from kg.checks.causes import Cause
from kg.checks.signs import SIGNS, kinds_signed
from kg.errors import NoDocuments, StoreError
from kg.ontology import load_ontology
from kg.store import open_store
from tests.checks.tarnwick import TEXT, make_store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_store(tmp_path / "store")


@pytest.fixture
def found(folder: Path) -> Audit:
    with open_store(folder) as store:
        return audit(store)


@pytest.mark.parametrize(
    ("words", "cause"),
    [
        ("Starts Trial", Cause.HEADLINE),
        ("shown to doctors", Cause.NO_RULE),
        ("did not help", Cause.DENIED),
        ("like TRW-7 a lot", Cause.ALONE),
        ("keeps stocks", Cause.TOLD),
        ("waited a long time", Cause.OUTSIDER),
        ("2019", Cause.TABLE),
        ("owes its name", Cause.BOILERPLATE),
        ("may fail", Cause.SILENT),
    ],
)
def test_each_sentence_has_its_cause(found: Audit, words: str, cause: Cause) -> None:
    (unread,) = [u for u in found.unread if words in u.text]
    assert unread.cause == cause.value
    assert " ".join(TEXT[unread.start : unread.end].split()) == unread.text


def test_what_gave_a_fact_or_names_nothing_known_is_left_out(found: Audit) -> None:
    texts = " ".join(u.text for u in found.unread)
    assert "being developed with" not in texts
    assert "weather" not in texts
    assert len(found.unread) == sum(count for _, count in found.causes) == 9


def test_partners_are_known_and_the_issuer_is_not(found: Audit) -> None:
    assert {name for u in found.unread for name in u.names} == {"TRW-7", "Belmora Ltd."}


def test_what_a_sentence_looks_like_is_said(found: Audit) -> None:
    (unread,) = [u for u in found.unread if "did not help" in u.text]
    assert unread.kinds == ("indication",)


def test_coverage_of_the_document_and_of_kinds(found: Audit) -> None:
    (document,) = found.documents
    assert (document.what, document.passages, document.told, document.facts) == ("tarnwick.txt", 7, 1, 1)
    kinds = {k.what: k for k in found.kinds}
    assert (kinds["indication"].passages, kinds["indication"].told, kinds["indication"].share) == (4, 0, 0)
    assert (kinds["agreement"].passages, kinds["agreement"].told, kinds["agreement"].facts) == (1, 1, 1)


def test_one_document_by_name(folder: Path) -> None:
    with open_store(folder) as store:
        assert len(audit(store, "tarnwick.txt").documents) == 1
        with pytest.raises(NoDocuments, match=r"no document other\.txt"):
            audit(store, "other.txt")


def test_a_damaged_reading_is_said(folder: Path) -> None:
    (reading,) = (folder / "documents").glob("*.json")
    reading.write_text("{}", "utf-8")
    with open_store(folder) as store, pytest.raises(StoreError, match="check sum"):
        audit(store)


def test_every_sign_is_of_a_kind_of_fact() -> None:
    assert {sign.kind for sign in SIGNS} <= set(load_ontology().kinds)


def test_signs_ask_for_as_many_names_as_they_list() -> None:
    text = "TRW-8 is a prodrug of TRW-7"
    assert "analogue_of" in kinds_signed(text, [EntityType.DRUG, EntityType.DRUG])
    assert "analogue_of" not in kinds_signed(text, [EntityType.DRUG])
