"""SERVICE and LOAD are seen in every disguise, and nothing else is taken for them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.server.scan import refused, with_using

CALLS = [
    "SELECT * { SERVICE <http://h/> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <http://h/> { ?s ?p ?o } }",
    "SELECT * { sErViCe\t<http://h/>{ ?s ?p ?o } }",
    "SELECT * { SERVICE<http://h/>{ ?s ?p ?o } }",
    "SELECT * { SERVICESILENT<http://h/>{} }",
    "SELECT * { SERVICE # why not\n <http://h/> {} }",
    "SELECT * { SERVICE#>\n<http://h/> {} }",
    "PREFIX : <http://h/> SELECT * { SERVICE:x {} }",
    "PREFIX x: <http://h/> SELECT * { SERVICE x:y {} }",
    "PREFIX SERVICE: <http://h/> SELECT * { SERVICE SERVICE:y {} }",
    "SELECT * { VALUES ?h { <http://h/> } SERVICE ?h {} }",
    "SELECT * { VALUES ?h { <http://h/> } SERVICE$h {} }",
    "SELECT * { ?s ?p trueSERVICE<http://h/>{} }",
    "SELECT * { ?s ?p 1SERVICE<http://h/>{} }",
    "SELECT * { FILTER(1<2)SERVICE#>\n<http://h/>{} }",
    "SELECT * { FILTER(1<2)SERVICE?h#>\n{} VALUES ?h { <http://h/> } }",
    "SELECT * { { SELECT * { OPTIONAL { SERVICE <http://h/> {} } } } }",
    "SELECT * { FILTER EXISTS { SERVICE <http://h/> {} } }",
    "SELECT * { \\u0053ERVICE <http://h/> {} }",
    "SELECT * { \\U00000053\\u0065RVICE <http://h/> {} }",
    "SELECT ('\"' AS ?a) { SERVICE <http://h/> {} } #\"",
    "SELECT ('''a''b' '''' AS ?a) { SERVICE <http://h/> {} }",
    "SELECT ('a\\'' AS ?a) { SERVICE <http://h/> {} }",
    "SELECT (<http://x/#> AS ?a) { SERVICE <http://h/> {} }",
    "ASK { ?s ?p ''@en . SERVICE <http://h/> {} }",
    "INSERT { ?s ?p ?o } WHERE { SERVICE <http://h/> { ?s ?p ?o } }",
]
LOADS = [
    "LOAD <http://h/>",
    "load silent <http://h/> INTO GRAPH <g:g>",
    "LOAD<http://h/>",
    "LOADSILENT<http://h/>",
    "CLEAR ALL;LOAD <http://h/>",
    "# a\nLOAD#\n<http://h/>",
    "PREFIX a: <http://h/> LOAD a:b",
    "\\u004cOAD <http://h/>",
]
HARMLESS = [
    "SELECT ?service { ?service ?SERVICE $service }",
    "SELECT * { ?s <http://schema.example/service> ?service . ?service ?p ?o }",
    'SELECT * { ?s ?p "SERVICE <http://h/> { }" }',
    "SELECT * { ?s ?p '''SERVICE <http://h/> { }''' }",
    "SELECT * { ?s ?p ?o } # SERVICE <http://h/> { }",
    "PREFIX schema: <https://schema.org/> SELECT * { ?s schema:serviceType ?o { ?o a ?x } }",
    "SELECT * { _:service ?p 'x'@service }",
    "SELECT * { ?s ?p ?o FILTER(?o<3 && ?o>1) }",
    "INSERT DATA { <a:load> <b:LOAD> 'LOAD <http://h/>' }",
]


@pytest.mark.parametrize("text", CALLS)
def test_service_is_refused(text: str) -> None:
    assert "SERVICE" in refused(text, update=False)
    assert "SERVICE" in refused(text, update=True)


@pytest.mark.parametrize("text", LOADS)
def test_load_is_refused(text: str) -> None:
    assert "LOAD" in refused(text, update=True)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_so_is_not(text: str) -> None:
    assert refused(text, update=True) == ""


def test_nesting_has_an_end() -> None:
    assert "nests 20000" in refused("SELECT * " + "{" * 20_000, update=False)
    assert refused("SELECT * " + "{" * 150 + "}" * 150, update=False) == ""


@given(st.text(alphabet="SERVICE service<>{}()[]'\"\\#\n:?$@_ u0053;.x1", max_size=80))
def test_any_text_is_read_to_its_end(text: str) -> None:
    refused(text, update=True)
    with_using(text, ["http://g/"], [])


def test_the_request_says_what_an_update_is_about() -> None:
    made = with_using(
        "PREFIX a: <b:> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o } ; DELETE WHERE { ?a a:WHERE ?b }", ["g:1"], ["g:2"]
    )
    assert made is not None
    one, other = made.split(";")
    assert one.count("USING <g:1> USING NAMED <g:2> WHERE { ?s ?p ?o }") == 1
    assert "DELETE { ?a a:WHERE ?b } USING <g:1> USING NAMED <g:2> WHERE { ?a a:WHERE ?b }" in other


def test_an_update_that_names_graphs_itself_takes_no_others() -> None:
    assert with_using("WITH <g:1> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", ["g:2"], []) is None
    assert with_using("DELETE { ?s ?p ?o } USING <g:1> WHERE { ?s ?p ?o }", ["g:2"], []) is None
