"""Releases without a date: in every answer, before all dated ones; left out only where a day is asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from kg.graph.manifest import Entry
from kg.graph.terms import Iri
from kg.graph.vocabulary import ISSUED, term
from kg.queries import questions as asked
from kg.queries.ask import ask
from kg.queries.profile import near_nodes
from kg.store import Store, open_store
from tests.queries import norvik
from tests.queries.test_disagreements import build_told, trial

Make = Callable[..., Store]
ASKED = {
    "pipeline": {"company": "Norvik"},
    "history": {"drug": "NVK-101"},
    "partners": {"company": "Norvik"},
    "offices": {"company": "Norvik"},
    "trials": {},
    "promises": {"company": "Norvik"},
    "mentions": {"company": "Norvik"},
}


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """The invented company's store with the releases of those numbers undated."""
    stores: list[Store] = []

    def made(*numbers: int) -> Store:
        store = open_store(tmp_path / str(len(stores)), "write")
        stores.append(store)
        _fill(store, numbers)
        return store

    yield made
    for store in stores:
        store.close()


def _fill(store: Store, undated: Collection[int]) -> None:
    kept = [q for q in norvik.quads() if q.predicate != ISSUED or int(q.subject.value[-1]) not in undated]
    store.replace_document(Entry("a.txt", norvik.SHA, ("a.txt",), "by hand", len(norvik.RELEASES), 9), kept)
    store.replace_entities(norvik.entity_quads(), len(norvik.ENTITIES), "by hand")


@pytest.mark.parametrize("name", sorted(ASKED))
def test_nothing_is_lost_without_dates(make: Make, name: str) -> None:
    dated, undated = ask(make(), name, ASKED[name]), ask(make(1, 2, 3), name, ASKED[name])
    days = [i for i, column in enumerate(dated.columns) if column in ("date", "promised", "lastMentioned")]
    assert len(undated.rows) == len(dated.rows) > 0
    assert {row[i] for row in undated.rows for i in days} == {""}
    assert all(row[i] for row in dated.rows for i in days)


@pytest.mark.parametrize("name", ["pipeline", "history", "offices", "promises", "mentions"])
def test_a_day_leaves_out_what_has_none(make: Make, name: str) -> None:
    store = make(1, 2, 3)
    assert not ask(store, name, ASKED[name], as_of="2030-01-01").rows
    assert not asked.changes(store, "Norvik", since="1990-01-01")


def test_what_has_a_date_is_the_latest(make: Make) -> None:
    store = make(2)  # says that the trial has begun
    (row,) = [r for r in asked.pipeline(store, "Norvik") if r.status]
    assert (row.status, row.date) == ("planned", "2006-03-02")
    (trial,) = asked.trials(store, drug="NVK-101")
    assert (trial.status, trial.date, trial.enrollment) == ("planned", "2006-03-02", Decimal(60))
    assert trial.quote.startswith("Norvik Biosciences Inc. plans")
    status = store.select(f"SELECT ?status {{ {norvik.TRIAL} bp:status ?status }}")
    assert status.rows == ((norvik.bp("planned"),),)


def test_history_begins_with_what_has_no_date(make: Make) -> None:
    dates = [r.date for r in asked.history(make(2), "NVK-101")]
    assert dates == sorted(dates)
    assert set(dates) == {"", "2006-03-02"}


def test_every_dated_statement_is_later_than_an_undated_promise(make: Make) -> None:
    (kept,) = [r for r in asked.promises(make(1), "Norvik") if r.what == "Trial"]
    assert (kept.promised, kept.value, kept.became, kept.on) == ("", "planned", "initiated", "2006-09-12")
    (open_still,) = [r for r in asked.promises(make(2), "Norvik") if r.what == "Trial"]
    assert (open_still.promised, open_still.became) == ("2006-03-02", "")


def test_how_long_a_drug_was_not_mentioned_is_unknown(make: Make) -> None:
    rows = asked.mentions(make(1, 2), "Norvik")
    assert [(r.drug, r.last_mentioned, r.releases_since) for r in rows] == [
        ("NVK-101", "", None),
        ("NVK-202", "2007-05-20", 0),
    ]


def test_an_agreement_has_the_first_date_that_is_known(make: Make) -> None:
    store = make()
    again = Iri(f"{norvik.FILING.value.replace('filing', 'release')}-9")
    copied = {
        q._replace(graph=again)
        for q in norvik.quads()
        if q.graph and q.graph.value.endswith("-3") and q.subject != q.graph
    }
    part = [(term("rdf:type"), norvik.bp("Release")), (term("dcterms:isPartOf"), norvik.FILING)]
    own = {next(iter(copied))._replace(subject=again, predicate=p, object=o) for p, o in part}
    store.replace_document(Entry("a.txt", norvik.SHA, ("a.txt",), "by hand", 4, 9), {*norvik.quads(), *copied, *own})
    (row,) = asked.partners(store, "Norvik")
    assert row.date == "2007-05-20"


def test_things_near_have_the_last_date_that_is_known(make: Make) -> None:
    near = near_nodes(make(1), norvik.E["nvk101"], "")
    assert near[norvik.TRIAL] == "2006-09-12"
    assert not near_nodes(make(1, 2, 3), norvik.E["nvk101"], "2030-01-01")


def test_a_quote_is_one_of_its_source(tmp_path: Path) -> None:
    told = [
        trial("Zonal work on LUMEN, of VRW-7 in melanoma.", name="LUMEN"),
        trial("A LUMEN of VRW-7 in melanoma.", name="LUMEN"),
    ]
    with build_told(tmp_path, [("", [one]) for one in told]) as store:
        (row,) = asked.trials(store)
    assert row.date == ""
    assert row.quote in (tmp_path / "letters" / row.source).read_text(encoding="utf-8")
