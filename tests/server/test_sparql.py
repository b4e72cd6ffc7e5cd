"""The Protocol's ways of asking, the formats of answers, whole graphs, and updates."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
import rdflib

from kg.ontology import BP
from kg.server.settings import Settings
from tests.queries.norvik import make_store
from tests.server.conftest import STRICT
from tests.server.serving import Served, serving

DRUGS = "SELECT ?name { ?drug a bp:Drug ; rdfs:label ?name } ORDER BY ?name"
TOKEN = "only for tests"


def names(response: Any) -> list[str]:
    assert response.status_code == 200, response.text
    return [row["name"]["value"] for row in response.json()["results"]["bindings"]]


def test_every_way_of_asking(served: Served) -> None:
    ways = [
        served.client.get("/sparql", params={"query": DRUGS}),
        served.client.post("/sparql", data={"query": DRUGS}),
        served.ask(DRUGS),
        served.ask(DRUGS, content_type="application/sparql-query; charset=UTF-8"),
    ]
    assert [names(way) for way in ways] == [["NVK-101", "NVK-202"]] * 4
    assert served.client.head("/sparql", params={"query": DRUGS}).content == b""


def test_rows_in_every_format(served: Served) -> None:
    assert served.ask(DRUGS, accept="text/csv").text == "name\r\nNVK-101\r\nNVK-202\r\n"
    assert served.ask(DRUGS, accept="text/tab-separated-values").text == '?name\n"NVK-101"\n"NVK-202"\n'
    found = served.ask(DRUGS, accept="application/sparql-results+xml")
    assert found.headers["content-type"] == "application/sparql-results+xml"
    assert len(ET.fromstring(found.text)[1]) == 2
    assert served.client.get("/sparql", params={"query": DRUGS, "format": "csv"}).text.startswith("name\r\n")
    assert served.ask("ASK {}", accept="application/sparql-results+xml").text.count("<boolean>true</boolean>") == 1
    assert served.ask(DRUGS, accept="image/png").status_code == 406
    assert served.ask(DRUGS, accept="text/turtle").status_code == 406


@pytest.mark.parametrize(
    "media",
    [
        "text/turtle",
        "application/n-triples",
        "application/rdf+xml",
        "application/ld+json",
        "application/trig",
        "application/n-quads",
    ],
)
def test_triples_in_every_format(served: Served, media: str) -> None:
    found = served.ask("CONSTRUCT { ?d a bp:Drug } WHERE { ?d a bp:Drug }", accept=media)
    assert found.headers["content-type"].partition(";")[0] == media
    read = list(ox.parse(found.content, format=ox.RdfFormat.from_media_type(media)))
    assert [quad.object for quad in read] == [ox.NamedNode(BP + "Drug")] * 2


def test_the_dataset_of_a_request(served: Served) -> None:
    count = "SELECT (COUNT(DISTINCT ?r) AS ?name) { ?r a bp:Release }"
    one = "SELECT (COUNT(DISTINCT ?r) AS ?name) { GRAPH ?g { ?r a bp:Release } }"
    graph = names(served.ask("SELECT (MIN(?g) AS ?name) { GRAPH ?g { ?g a bp:Release } }"))[0]
    assert names(served.ask(count)) == ["3"]
    for key, query, number in (
        ("default-graph-uri", count, "1"),
        ("default-graph-uri", one, "0"),
        ("named-graph-uri", one, "1"),
        ("named-graph-uri", count, "0"),
    ):
        assert names(served.client.get("/sparql", params={"query": query, key: graph})) == [number]
        assert names(served.client.post("/sparql", data={"query": query, key: graph})) == [number]
        headers = {"Content-Type": "application/sparql-query"}
        direct = served.client.post(f"/sparql?{key}={quote(graph)}", content=query, headers=headers)
        assert names(direct) == [number]
    assert names(served.ask(f"SELECT (COUNT(*) AS ?name) FROM <{graph}> {{ ?r a bp:Release }}")) == ["1"]


def test_whole_graphs(served: Served) -> None:
    graph = names(served.ask("SELECT (MIN(?g) AS ?name) { GRAPH ?g { ?g a bp:Release } }"))[0]
    found = served.client.get("/graphs", params={"graph": graph}, headers={"Accept": "application/n-triples"})
    one = set(ox.parse(found.content, format=ox.RdfFormat.N_TRIPLES))
    whole = ox.parse(served.client.get("/graphs").content, format=ox.RdfFormat.TRIG)
    assert len(one) == len({quad for quad in whole if quad.graph_name == ox.NamedNode(graph)}) > 10
    assert served.client.get("/graphs?default", headers={"Accept": "application/n-triples"}).status_code == 200
    assert served.client.head("/graphs", params={"graph": graph}).status_code == 200
    assert served.client.get("/graphs", params={"graph": "urn:none"}).status_code == 404
    assert served.client.get("/graphs", params={"graph": "<>"}).status_code == 400
    assert served.client.get("/graphs?default&graph=urn:x").status_code == 400
    for method in ("PUT", "POST", "DELETE", "PATCH"):
        assert served.client.request(method, "/graphs?default").status_code == 405


def test_the_service_describes_itself(served: Served) -> None:
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    told = rdflib.Graph().parse(data=served.client.get("/sparql").text)
    (service,) = told.subjects(rdflib.RDF.type, sd.Service)
    assert told.value(service, sd.endpoint) == rdflib.URIRef(f"{served.url}/sparql")
    assert set(told.objects(service, sd.supportedLanguage)) == {sd.SPARQL11Query}
    assert len(set(told.objects(service, sd.resultFormat))) == 10
    browsing = served.client.get("/sparql", headers={"Accept": "text/html,*/*;q=0.8"})
    assert (browsing.status_code, browsing.headers["location"]) == (303, "/query")


@pytest.mark.parametrize(
    ("status", "address", "body", "media"),
    [
        (400, "/sparql?query=SELECT", None, ""),
        (400, "/sparql?query=ASK%20%7B%7D&query=ASK%20%7B%7D", None, ""),
        (400, "/sparql?nothing=1", None, ""),
        (400, "/sparql?update=CLEAR%20ALL", None, ""),
        (400, "/sparql", "query=ASK%7B%7D&query=ASK%7B%7D", "application/x-www-form-urlencoded"),
        (400, "/sparql", "query=ASK%7B%7D&update=CLEAR+ALL", "application/x-www-form-urlencoded"),
        (400, "/sparql?query=ASK%7B%7D", "ASK {}", "application/sparql-query"),
        (400, "/sparql", "", "application/x-www-form-urlencoded"),
        (400, "/sparql", "query=%FF", "application/x-www-form-urlencoded"),
        (400, "/sparql", "query=%ED%A0%80", "application/x-www-form-urlencoded"),
        (415, "/sparql", "ASK {}", "text/plain"),
        (415, "/sparql", "ASK {}", "application/sparql-query; charset=utf-16"),
        (400, "/sparql?query=ASK%7B%7D&default-graph-uri=x%3E", None, ""),
        (400, "/sparql?query=ASK%7B%7D&default-graph-uri=relative", None, ""),
        (400, "/update", "ASK {}", "application/sparql-query"),
        (403, "/sparql", "DROP ALL", "application/sparql-update"),
        (403, "/update", "DROP ALL", "application/sparql-update"),
        (404, "/no/such/page", None, ""),
    ],
)
def test_what_is_not_the_protocol(served: Served, status: int, address: str, body: str | None, media: str) -> None:
    """Asked by GET where there is no body."""
    method = "GET" if body is None else "POST"
    found = served.client.request(method, address, content=body, headers={"Content-Type": media} if media else {})
    assert found.status_code == status, found.text


def test_other_methods_are_not_allowed(served: Served) -> None:
    assert [served.client.request(method, "/sparql").status_code for method in ("PUT", "DELETE", "PATCH")] == [405] * 3


@pytest.fixture(scope="module")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = make_store(tmp_path_factory.mktemp("writable") / "store")
    with serving(Settings(folder, sparql_workers=1, api_workers=1, token=TOKEN, limits=STRICT)) as found:
        yield found


def change(served: Served, text: str, **headers: str) -> int:
    sent = {"Content-Type": "application/sparql-update", **headers}
    return served.client.post("/update", content=text, headers=sent).status_code


def test_updates_need_the_token(writable: Served) -> None:
    text = "INSERT DATA { <urn:a> <urn:b> 1 }"
    there = "ASK { <urn:a> <urn:b> 1 }"
    refused = [
        change(writable, text),
        change(writable, text, Authorization="Bearer wrong"),
        change(writable, text, Authorization="Basic b25seTpmb3I="),
        change(writable, text, Authorization=""),
        writable.client.post("/update/wrong", data={"update": text}).status_code,
        writable.client.post("/sparql", data={"update": text}).status_code,
    ]
    assert refused == [401] * 6
    assert not writable.ask(there).json()["boolean"]
    assert change(writable, text, Authorization=f"Bearer {TOKEN}") == 204
    assert writable.ask(there).json()["boolean"]
    assert change(writable, "DELETE DATA { <urn:a> <urn:b> 1 }", Authorization=f"Bearer {TOKEN}") == 204
    assert not writable.ask(there).json()["boolean"]


def test_updates_that_are_refused(writable: Served) -> None:
    given = {"Authorization": f"Bearer {TOKEN}"}
    assert change(writable, "LOAD <http://127.0.0.1:1/>", **given) == 403
    assert change(writable, "INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", **given) == 403
    assert change(writable, "INSERT DATA {", **given) == 400
    spin = "INSERT { ?a ?b ?c } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(CONCAT(?a, ?d, ?g, ?j) = '') }"
    assert change(writable, spin, **given) == 504
    asked = time.monotonic()
    while (found := change(writable, "INSERT DATA { <urn:after> <urn:b> 1 }", **given)) == 503:  # a new worker starts
        assert time.monotonic() - asked < 120
    assert found == 204


def test_problems_say_what_to_do(served: Served) -> None:
    found = served.ask("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }")
    assert found.headers["content-type"] == "application/problem+json"
    assert json.loads(found.text)["detail"].startswith("SERVICE asks another server")
