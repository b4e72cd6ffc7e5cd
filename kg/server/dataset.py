"""Whole graphs, and what the service can do: Graph Store HTTP Protocol for reading, SPARQL 1.1 Service Description."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from kg.server.accept import DATASETS, GRAPHS, MEDIA, choose
from kg.server.asking import run, settings_of
from kg.server.problem import Problem

FORMATS = "http://www.w3.org/ns/formats/"
NAMES = tuple(
    "SPARQL_Results_JSON SPARQL_Results_XML SPARQL_Results_CSV SPARQL_Results_TSV "
    "Turtle N-Triples TriG N-Quads JSON-LD RDF_XML".split()
)
SD = "http://www.w3.org/ns/sparql-service-description#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


async def read_graph(request: Request) -> Response:
    """One graph: `?default`, `?graph=IRI`; without either the whole dataset. SPARQL 1.1 Graph Store Protocol, 5.2."""
    asked = [(key, value) for key, value in request.query_params.multi_items() if key in ("graph", "default")]
    if len(asked) > 1:
        raise Problem(400, "One graph", "Expected ?default or ?graph=IRI, not several.")
    if asked and asked[0] == ("graph", ""):
        raise Problem(400, "Not an IRI", "A graph is named by an absolute IRI.")
    name = None if not asked else "" if asked[0][0] == "default" else asked[0][1]
    accept = request.headers.get("accept", "*/*")
    format_ = choose(accept, DATASETS if name is None else GRAPHS)
    if not format_:
        raise Problem(406, "No such format", f"Offered are {', '.join(DATASETS if name is None else GRAPHS)}.")
    reply = await run(request, "sparql", {"do": "graph", "name": name, "format": format_})
    return Response(reply.body, media_type=MEDIA[format_], headers={"Vary": "Accept"})


def describe_service(request: Request) -> Response:
    """The service's description, as Turtle, N-Triples, JSON-LD…"""
    format_ = choose(request.headers.get("accept", "*/*"), {"text/turtle": "ttl", "application/n-triples": "nt"})
    endpoint = str(request.url_for("sparql"))
    triples = [
        (f"{RDF}type", f"<{SD}Service>"),
        (f"{SD}endpoint", f"<{endpoint}>"),
        (f"{SD}supportedLanguage", f"<{SD}SPARQL11Query>"),
        *((f"{SD}resultFormat", f"<{FORMATS}{name}>") for name in NAMES),
        (f"{SD}defaultDataset", f"<{endpoint}#dataset>"),
    ]
    if settings_of(request).writable:
        triples.append((f"{SD}supportedLanguage", f"<{SD}SPARQL11Update>"))
    lines = [f"<{endpoint}> <{p}> {o} ." for p, o in triples]
    lines += [
        f"<{endpoint}#dataset> <{RDF}type> <{SD}Dataset> .",
        f"<{endpoint}#dataset> <{SD}defaultGraph> <{endpoint}#default> .",
        f"<{endpoint}#default> <{RDF}type> <{SD}Graph> .",
    ]
    return Response("\n".join(lines) + "\n", media_type=MEDIA[format_ or "ttl"], headers={"Vary": "Accept"})
