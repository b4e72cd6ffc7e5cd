"""The JSON API: every endpoint on the invented company, its description, and what is asked wrongly."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.ontology import ID, questions
from kg.server.api import ENDPOINTS
from kg.server.jobs import Session, facts
from kg.server.openapi import WATCHED, description
from kg.store import open_store
from tests.queries.norvik import make_store
from tests.server.serving import Served

NORVIK, DRUG = "organization/norvik-biosciences-inc", "drug/nvk-101"


def get(served: Served, path: str, **parameters: str | int) -> Any:
    found = served.client.get(f"/api/{path}", params=parameters)
    assert found.status_code == 200, found.text
    assert found.headers["content-type"] == "application/json"
    return found.json()


def test_about(served: Served) -> None:
    found = get(served, "about")
    assert (found["documents"], found["releases"], found["first"], found["last"]) == (1, 3, "2006-03-02", "2007-05-20")


def test_search(served: Served) -> None:
    assert [hit["label"] for hit in get(served, "search", q="norvimab")["hits"]] == ["NVK-101"]
    assert {hit["type"] for hit in get(served, "search", q="nvk", kind="Drug")["hits"]} == {"Drug"}
    assert len(get(served, "search", q="n", limit=1)["hits"]) == 1
    assert get(served, "search", q="!?")["hits"] == []


def test_entity(served: Served) -> None:
    found = get(served, "entity", iri=ID + DRUG)
    assert found == get(served, "entity", iri=DRUG)
    assert found["profile"]["label"] == "NVK-101"
    assert "norvimab" in found["profile"]["names"]
    assert get(served, "entity", iri=DRUG, as_of="2006-04-01") != found


def test_facts_come_with_their_quotes(served: Served) -> None:
    found = get(served, "facts", iri=DRUG)
    assert found["total"] == len(found["facts"])
    for fact in found["facts"]:
        assert fact["value"]["places"]
        assert all(place["quote"] and place["start"] < place["end"] for place in fact["value"]["places"])
    stances = {fact["value"]["stance"] for fact in found["facts"] if fact["value"]["text"] == "psoriasis"}
    assert stances == {"possible"}
    assert get(served, "facts", iri=DRUG, limit=2)["facts"] == found["facts"][:2]
    assert get(served, "facts", iri=DRUG, as_of="2006-04-01")["total"] < found["total"]


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_pages_of_facts_follow_each_other(served: Served, size: int) -> None:
    whole = get(served, "facts", iri=DRUG)
    assert (whole["next"], whole["total"] > 3) == ("", True)
    found: list[Any] = []
    after = ""
    while len(found) <= whole["total"]:
        page = get(served, "facts", iri=DRUG, limit=size, after=after)
        found += page["facts"]
        if not (after := page["next"]):
            break
    assert found == whole["facts"]


def test_a_page_of_facts_follows_whatever_came_in_front(tmp_path: Path) -> None:
    with open_store(make_store(tmp_path / "store")) as store:
        one = facts(Session(store), DRUG, as_of="2006-06-01", limit=2)
        then = facts(Session(store), DRUG, as_of="2006-06-01", after=one["next"])
        now = facts(Session(store), DRUG, after=one["next"])
        newer = facts(Session(store), DRUG)
    said, later = ({_fact(f) for f in page["facts"]} for page in (then, now))
    again = {_fact(f) for f in newer["facts"] if f["value"].places[-1].source.date > "2006-06-01"}
    assert said - again <= later <= said  # what was told again since stands in front
    assert newer["total"] > then["total"] > len(later) > 0


def _fact(fact: Any) -> tuple[str, ...]:
    return fact["subject"].value, fact["predicate"].value, fact["value"].text, fact["value"].stance


def test_neighbourhood_and_path(served: Served) -> None:
    found = get(served, "neighbourhood", iri=DRUG)
    assert found["title"] == "NVK-101"
    assert {"NVK-101", "Norvik Biosciences Inc.", "melanoma"} <= {node["label"] for node in found["nodes"]}
    ids = {node["id"] for node in found["nodes"]}
    assert all({edge["source"], edge["target"]} <= ids and edge["statements"] for edge in found["edges"])
    assert len(get(served, "neighbourhood", iri=DRUG, limit=2)["nodes"]) <= 2
    way = get(served, "path", iri="indication/melanoma", to="person/astrid-lund")
    assert {"Astrid Lund", "melanoma"} <= {node["label"] for node in way["nodes"]}
    assert get(served, "path", iri="indication/psoriasis", to="organization/halden-pharma-ag")["nodes"] == []


def test_what_was_when(served: Served) -> None:
    moments = get(served, "timeline", iri=DRUG)["moments"]
    assert [m["day"] for m in moments] == sorted((m["day"] for m in moments), reverse=True)
    found = get(served, "diff", iri=DRUG, start="2006-04-01", end="2007-01-01")
    assert [(f["what"], f["value"]) for f in found["added"] if f["what"] == "status"] == [("status", "initiated")]
    assert [(f["what"], f["value"]) for f in found["removed"] if f["what"] == "status"] == [("status", "planned")]
    same = get(served, "diff", iri=DRUG, start="2006-04-01", end="2006-04-01")
    assert (same["added"], same["removed"]) == ([], [])


def test_pipeline(served: Served) -> None:
    rows = get(served, "pipeline", iri=NORVIK)["rows"]
    assert {row["drug"] for row in rows} == {"NVK-101", "NVK-202"}
    then = get(served, "pipeline", iri=NORVIK, as_of="2006-04-01")["rows"]
    assert [chip["status"] for row in then for chip in row["chips"]] == ["planned"]
    assert get(served, "companies")["companies"][0]["drugs"] == 2


def test_documents(served: Served) -> None:
    listed = get(served, "documents")
    assert listed["total"] == 3
    assert get(served, "documents", skip=1, limit=1)["releases"] == listed["releases"][1:2]


def test_questions(served: Served) -> None:
    assert {asked["name"] for asked in get(served, "questions")["questions"]} == {asked.name for asked in questions()}
    found = get(served, "question/pipeline", company="Norvik", as_of="2007-01-01")
    assert "NVK-101" in {row[found["columns"].index("drug")] for row in found["rows"]}


@pytest.mark.parametrize(
    ("status", "path"),
    [
        (404, "entity?iri=drug/none"),
        (404, "facts?iri=drug/none"),
        (404, "neighbourhood?iri=drug/none"),
        (404, f"path?iri={DRUG}&to=drug/none"),
        (404, "document?name=none"),
        (404, "question/pipeline?company=nobody"),
        (400, "entity"),
        (400, "entity?iri=drug/%3E"),
        (400, f"entity?iri={DRUG}&as_of=yesterday"),
        (400, f"facts?iri={DRUG}&limit=0"),
        (400, f"facts?iri={DRUG}&limit=1e3"),
        (400, f"facts?iri={DRUG}&skip=1"),
        (400, "documents?skip=-1"),
        (400, f"facts?iri={DRUG}&after=7"),
        (400, f"neighbourhood?iri={DRUG}&depth=9"),
        (400, f"diff?iri={DRUG}&start=2006-01-01"),
        (400, "question/none"),
        (400, "question/pipeline?nothing=1"),
        (404, "nothing"),
    ],
)
def test_what_cannot_be_answered_is_said(served: Served, status: int, path: str) -> None:
    found = served.client.get(f"/api/{path}")
    assert found.status_code == status, found.text
    assert found.headers["content-type"] == "application/problem+json"
    assert found.json()["status"] == status


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("search", "q is needed"),
        ("search?query=acm", "'query' is no parameter here: /api/search takes q, kind, limit."),
        (f"entity?iri={DRUG}&asof=2006-01-01", "takes iri, as_of, section."),
        (f"entity?iri={DRUG}&iri={NORVIK}", "iri is given 2 times"),
        (f"path?iri={DRUG}", "to is needed"),
        ("companies?x=1", "takes limit."),
        ("about?x=1", "takes none."),
        ("question/pipeline?firm=Norvik", "company"),
        ("question/pipeline", "company"),
    ],
)
def test_a_wrong_parameter_is_told_which_there_are(served: Served, path: str, told: str) -> None:
    found = served.client.get(f"/api/{path}")
    assert found.status_code == 400
    assert told in found.json()["detail"]


def test_the_description_is_of_every_route(served: Served) -> None:
    told = get(served, "openapi.json")
    assert told == description()
    addresses = {e.path for e in ENDPOINTS} | {f"/api/question/{asked.name}" for asked in questions()}
    addresses |= set(WATCHED)
    assert set(told["paths"]) == addresses
    assert len({path["get"]["operationId"] for path in told["paths"].values()}) == len(addresses)
    for endpoint in ENDPOINTS:
        assert {p["name"] for p in told["paths"][endpoint.path]["get"]["parameters"]} == {
            p.name for p in endpoint.parameters
        }


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_parameter_makes_it_fail(served: Served, data: st.DataObject) -> None:
    endpoint = data.draw(st.sampled_from(ENDPOINTS))
    sensible = st.sampled_from([DRUG, NORVIK, "2006-05-01", "1", "0", ID + DRUG])
    values = st.one_of(sensible, st.text(max_size=30), st.integers().map(str))
    asked = {p.name: data.draw(values) for p in endpoint.parameters}
    found = served.client.get(
        endpoint.path, params={k: v.encode("utf-8", "replace").decode() for k, v in asked.items()}
    )
    assert found.status_code in (200, 400, 404), found.text


def test_schemathesis_finds_no_fault(served: Served) -> None:
    """A few cases for each operation, made from the description; `make bench` tries more."""
    schemathesis = pytest.importorskip("schemathesis")
    schema = schemathesis.openapi.from_dict(description())
    for operation in schema.get_all_operations():

        @settings(max_examples=8, suppress_health_check=list(HealthCheck), deadline=None, derandomize=True)
        @given(case=operation.ok().as_strategy())
        def fits(case: Any) -> None:
            response = case.call(base_url=served.url)
            case.validate_response(response)

        fits()
