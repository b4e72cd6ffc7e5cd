from __future__ import annotations

import socket
from pathlib import Path

import pytest

from kg.errors import EndpointError, QueryError
from kg.graph.answers import Rows
from kg.graph.terms import XSD, Iri, Literal
from kg.store import is_address
from kg.store.endpoint import address_of, open_endpoint, with_prefixes
from kg.store.login import Login
from kg.store.remote import folder_of, open_remote
from kg.store.results import read_json, read_triples
from tests.store.sparql_server import PASSWORD, TOKEN, USER, Server

KNOWN = {"KG_STORE_USER": USER, "KG_STORE_PASSWORD": PASSWORD}
WRONG = {"KG_STORE_USER": USER, "KG_STORE_PASSWORD": "sesame-77"}


def test_what_is_an_address() -> None:
    assert is_address("http://127.0.0.1/query")
    assert is_address("HTTPS://graphs.example.org/sparql")
    assert not is_address("my-store")
    assert not is_address(Path("http://x"))


@pytest.mark.parametrize(
    ("query", "update", "graphs"),
    [
        ("http://h:8890/sparql-auth", "http://h:8890/sparql-auth", "http://h:8890/sparql-graph-crud-auth"),
        (
            "https://h/repositories/a",
            "https://h/repositories/a/statements",
            "https://h/repositories/a/rdf-graphs/service",
        ),
        ("http://h:7878/query", "http://h:7878/update", "http://h:7878/store"),
        ("http://h:3030/ds/query", "http://h:3030/ds/update", "http://h:3030/ds/data"),
        ("http://h/sparql", "http://h/sparql", ""),
    ],
)
def test_where_updates_and_graphs_go(query: str, update: str, graphs: str) -> None:
    found = address_of(query, {})
    assert (found.query, found.update, found.graphs) == (query, update, graphs)
    other = address_of(query, {"KG_STORE_UPDATE": "http://u/", "KG_STORE_GRAPHS": "http://g/"})
    assert (other.query, other.update, other.graphs) == (query, "http://u/", "http://g/")


def test_an_address_holds_no_password() -> None:
    with pytest.raises(EndpointError, match="KG_STORE_PASSWORD") as raised:
        address_of("http://ada:sesame@h/sparql", {})
    assert "sesame" not in str(raised.value)


@pytest.mark.parametrize("login", ["", "basic", "digest"])
def test_it_says_who_asks(server: Server, login: str) -> None:
    server.login = login
    endpoint = open_endpoint(server.query, KNOWN)
    endpoint.update('INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> "é\\n" } }')
    assert endpoint.ask("ASK { GRAPH <urn:g> { ?s ?p ?o } }") is True
    assert endpoint.read(Iri("urn:g")) == ((Iri("urn:a"), Iri("urn:b"), Literal("é\n")),)
    endpoint.add(Iri("urn:g"), '<urn:a> <urn:b> "ü" .\n')
    assert len(endpoint.read(Iri("urn:g"))) == 2


def test_a_token_says_who_asks(server: Server) -> None:
    server.login = "bearer"
    open_endpoint(server.query, {"KG_STORE_TOKEN": TOKEN}).update("INSERT DATA {}")
    with pytest.raises(EndpointError, match="does not know this user, password or token"):
        open_endpoint(server.query, {"KG_STORE_TOKEN": "other"}).update("INSERT DATA {}")


@pytest.mark.parametrize("login", ["basic", "digest"])
def test_a_wrong_password_is_told_and_never_shown(server: Server, login: str, caplog: pytest.LogCaptureFixture) -> None:
    server.login = login
    endpoint = open_endpoint(server.query, WRONG)
    with caplog.at_level("DEBUG"), pytest.raises(EndpointError, match="KG_STORE_PASSWORD") as raised:
        endpoint.ask("ASK {}")
    assert raised.value.status == 401
    assert not server.asked
    shown = f"{raised.value!r} {raised.value} {endpoint!r} {vars(endpoint)} {caplog.text}"
    assert "sesame-77" not in shown
    with pytest.raises(EndpointError, match="asks who you are"):
        open_endpoint(server.query, {}).ask("ASK {}")


def test_a_digest_as_the_standard_prints_it() -> None:
    """The example of RFC 7616, section 3.9.1, but for the client's own nonce, which is drawn anew each time."""
    login = Login("Mufasa", "Circle of Life")
    challenge = (
        'realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, nonce="7ypf/xlj9XXw", opaque="FQ"'
    )
    assert login.learn([f"Digest {challenge}"])
    one, other = (login.header("GET", "/query?a=b") for _ in range(2))
    assert 'uri="/query?a=b"' in one
    assert PASSWORD not in one
    assert "nc=00000001" in one
    assert "nc=00000002" in other
    assert "algorithm=SHA-256" in one
    assert not login.learn([f"Digest {challenge}"]), "told just that, and refused"
    assert login.learn([f"Digest {challenge}, stale=true"])


def test_nobody_else_gets_to_see_the_password(server: Server) -> None:
    server.sends_on = "http://127.0.0.1:9/elsewhere"
    with pytest.raises(EndpointError, match=r"sends on to http://127\.0\.0\.1:9/elsewhere"):
        open_endpoint(server.query, KNOWN).ask("ASK {}")


def test_nobody_listens() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{probe.getsockname()[1]}/query"
    with pytest.raises(EndpointError, match=r"no answer.*is the endpoint running"):
        open_endpoint(address, {}).ask("ASK {}")


def test_an_endpoint_that_says_nothing_is_not_waited_for() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(8)  # the system takes the connection, and nobody reads from it
        endpoint = open_endpoint(f"http://127.0.0.1:{silent.getsockname()[1]}/query", {"KG_STORE_TIMEOUT": "0.2"})
        with pytest.raises(EndpointError, match="timed out"):
            endpoint.ask("ASK {}")
    with pytest.raises(EndpointError, match="KG_STORE_TIMEOUT"):
        open_endpoint("http://127.0.0.1/query", {"KG_STORE_TIMEOUT": "soon"})


def test_what_is_refused_is_told(server: Server) -> None:
    with pytest.raises(QueryError, match="cannot be answered"):
        open_endpoint(server.query, {}).ask("SELECT nonsense")
    with pytest.raises(EndpointError, match="KG_STORE_UPDATE"):
        open_endpoint(f"{server.url}/nothing", {}).update("INSERT DATA {}")
    with pytest.raises(EndpointError, match="holds no graph; `kg build"):
        open_remote(server.query, {})


def test_prefixes_are_declared_once() -> None:
    assert with_prefixes("ASK { ?s a bp:Drug }").startswith("PREFIX bp: <")
    own = "PREFIX bp: <urn:x>\nASK { ?s a bp:Drug }"
    assert with_prefixes(own) == own
    assert "PREFIX rdf:" not in with_prefixes("ASK { ?s rdfs:label 'x' }")


def test_answers_of_engines_that_differ() -> None:
    """As Virtuoso 7 writes them: "typed-literal", truths as numbers, an ASK as rows."""
    value = b'{"type":"typed-literal","value":"1","datatype":"http://www.w3.org/2001/XMLSchema#boolean"}'
    found = read_json(b'{"head":{"vars":["o"]},"results":{"bindings":[{"o":%s},{}]}}' % value)
    assert found == Rows(("o",), ((Literal("true", XSD + "boolean"),), (None,)))
    assert read_json(b'{"head":{"vars":["__ASK_RETVAL"]},"results":{"bindings":[{}]}}') is True
    assert read_json(b'{"head":{},"boolean":false}') is False
    line = b'<urn:a> <urn:b> "2.50"^^<http://www.w3.org/2001/XMLSchema#decimal> .'
    assert read_triples(line, "text/plain", "urn:x")[0][2] == Literal("2.5", XSD + "decimal")
    for wrong in (b"[]", b'{"head":{}}', b"<html>"):
        with pytest.raises(ValueError):
            read_json(wrong)


def test_the_folder_behind_an_endpoint() -> None:
    one, other = folder_of("http://h:1/a", {}), folder_of("http://h:1/b", {})
    assert one != other
    assert one.name.startswith("kg-store-h-1-")
    assert folder_of("http://h:1/a", {"KG_STORE_FOLDER": "mine"}) == Path("mine")
