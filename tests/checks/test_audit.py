"""What an audit names: sentences about something known that gave nothing, each with its cause; coverage."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import pytest

from kg.annotation.model import Annotation, EntityType, Fact, Field, Mention, Span
from kg.annotation.serialize import dump_reading
from kg.checks.audit import Audit, audit
from kg.checks.causes import Cause
from kg.checks.signs import SIGNS, kinds_signed
from kg.documents.filing import parse_filing
from kg.errors import NoDocuments
from kg.graph.manifest import Entry
from kg.ontology import load_ontology
from kg.store import open_store

TEXT = """Tarnwick Starts Trial of TRW-7

OSLO, March 4, 2021 - Tarnwick Pharma Inc. said that TRW-7 is being developed with Belmora Ltd.

TRW-7 was shown to doctors from several hospitals who treat psoriasis every day. TRW-7 did not help in gout. We like
TRW-7 a lot. Belmora Ltd. keeps stocks of TRW-7 in a cool place. The weather was fine.

"I have waited a long time for a drug such as TRW-7 against psoriasis," said Mona Vik, head of the Holm Clinic.

About Tarnwick Pharma Inc.

Tarnwick owes its name to TRW-7 and psoriasis.

Forward-Looking Statements

This release contains forward-looking statements. TRW-7 may fail, and Belmora Ltd. may leave; see the risk factors in
our filings with the commission for what else may happen.
"""
NAMES = {
    "TRW-7": EntityType.DRUG,
    "Tarnwick Pharma Inc.": EntityType.ORGANIZATION,
    "Belmora Ltd.": EntityType.ORGANIZATION,
    "Holm Clinic": EntityType.ORGANIZATION,
    "psoriasis": EntityType.INDICATION,
    "gout": EntityType.INDICATION,
    "Mona Vik": EntityType.PERSON,
}
LEAD = "Tarnwick Pharma Inc. said that TRW-7 is being developed with Belmora Ltd."


def mentions(text: str) -> list[Mention]:
    """Every place before the legal warning where one of the names stands."""
    end = text.index("Forward-Looking")
    return [
        Mention(kind, at, at + len(name), name, name)
        for name, kind in NAMES.items()
        for at in range(end)
        if text.startswith(name, at)
    ]


def deal(found: Iterable[Mention], evidence: Span) -> Fact:
    """An agreement of the two companies on the drug, quoted from the lead."""
    first = {m.name: m for m in reversed(list(found))}
    roles = (("party", "Tarnwick Pharma Inc."), ("party", "Belmora Ltd."), ("subject", "TRW-7"))
    return Fact("agreement", tuple(Field(role, first[name], (evidence,)) for role, name in roles), "by.hand/1")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    sha256 = hashlib.sha256(TEXT.encode()).hexdigest()
    filing = parse_filing("tarnwick.txt", TEXT, sha256)
    found = mentions(TEXT)
    start = TEXT.index(LEAD)
    read = Annotation(1, tuple(found), (deal(found, Span(start, start + len(LEAD))),))
    with open_store(tmp_path / "store", "write") as store:
        store.save_reading(sha256, dump_reading(filing, (read,)), TEXT)
        store.record(Entry("tarnwick.txt", sha256, ("tarnwick.txt",), "by hand", 1, 1))
    return tmp_path / "store"


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
    assert len(found.unread) == sum(count for _, count in found.causes) == 8


def test_partners_are_known_and_the_issuer_is_not(found: Audit) -> None:
    assert {name for u in found.unread for name in u.names} == {"TRW-7", "Belmora Ltd."}


def test_coverage_of_the_document_and_of_kinds(found: Audit) -> None:
    (document,) = found.documents
    assert (document.what, document.passages, document.told, document.facts) == ("tarnwick.txt", 6, 1, 1)
    kinds = {k.what: k for k in found.kinds}
    assert (kinds["indication"].passages, kinds["indication"].told, kinds["indication"].share) == (4, 0, 0)
    assert (kinds["agreement"].passages, kinds["agreement"].told, kinds["agreement"].facts) == (1, 1, 1)


def test_one_document_by_name(folder: Path) -> None:
    with open_store(folder) as store:
        assert len(audit(store, "tarnwick.txt").documents) == 1
        with pytest.raises(NoDocuments, match=r"no document other\.txt"):
            audit(store, "other.txt")


def test_every_sign_is_of_a_kind_of_fact() -> None:
    assert {sign.kind for sign in SIGNS} <= set(load_ontology().kinds)


def test_signs_ask_for_as_many_names_as_they_list() -> None:
    text = "TRW-8 is a prodrug of TRW-7"
    assert "analogue_of" in kinds_signed(text, [EntityType.DRUG, EntityType.DRUG])
    assert "analogue_of" not in kinds_signed(text, [EntityType.DRUG])
