"""The SPARQL 1.1 Protocol: every way of asking that it knows, and updates where the instance allows them."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from kg.server.accept import GRAPHS, MEDIA, RESULTS, choose
from kg.server.asking import run, settings_of
from kg.server.dataset import describe_service, read_graph
from kg.server.problem import Problem

FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
MOST_PARAMETERS = 500
# A query's parameter `format` says what an Accept header says, for links and for browsers.
SHORT = {"json": "application/sparql-results+json", "xml": "application/sparql-results+xml", "csv": "text/csv"} | {
    "tsv": "text/tab-separated-values", "turtle": "text/turtle", "ntriples": "application/n-triples",
    "trig": "application/trig", "nquads": "application/n-quads", "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Operation:
    """A query or an update with the graphs that its request names."""

    text: str
    update: bool
    default: tuple[str, ...]
    named: tuple[str, ...]
    format: str = ""


async def sparql(request: Request) -> Response:
    """The answer to a query, the end of an update, or what this service can do."""
    if request.method in ("GET", "HEAD") and not request.scope["query_string"]:
        wants_page = request.headers.get("accept", "").startswith("text/html")
        return RedirectResponse("/query", 303) if wants_page else describe_service(request)
    asked = await _read(request)
    return await (_update if asked.update else _query)(request, asked)


async def update(request: Request) -> Response:
    """The end of an update."""
    asked = await _read(request)
    if not asked.update:
        raise Problem(400, "No update", "This address takes updates; queries go to /sparql.")
    return await _update(request, asked)


async def _query(request: Request, asked: Operation) -> Response:
    accept = SHORT.get(asked.format) or request.headers.get("accept", "*/*")
    results, graph = choose(accept, RESULTS), choose(accept, GRAPHS)
    if not results and not graph and "text/html" in accept:  # a browser that follows a link
        results, graph = "json", "ttl"
    if not results and not graph:
        offered = ", ".join(sorted({*RESULTS, *GRAPHS}))
        raise Problem(406, "No such format", f"Offered are {offered}.")
    task = {"do": "query", "query": asked.text, "default": asked.default, "named": asked.named, "base": _base(request)}
    reply = await run(request, "sparql", task | {"results": results, "graph": graph})
    return Response(reply.body, media_type=MEDIA[reply.media], headers={"Vary": "Accept"})


async def _update(request: Request, asked: Operation) -> Response:
    settings = settings_of(request)
    if not settings.writable:
        raise Problem(403, "Read only", "This instance takes no updates; `kg serve --writable` starts one that does.")
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    token = request.path_params.get("token") or (given.strip() if scheme.lower() == "bearer" else "")
    if not hmac.compare_digest(token.encode("utf-8", "replace"), settings.token.encode()):
        raise Problem(
            401, "No token", "Send the instance's token: Authorization: Bearer TOKEN", {"WWW-Authenticate": "Bearer"}
        )
    task = {
        "do": "update",
        "update": asked.text,
        "default": asked.default,
        "named": asked.named,
        "base": _base(request),
    }
    await run(request, "update", task | {"folder": str(settings.folder)})
    await request.app.state.refresh()
    return Response(status_code=204)


def _base(request: Request) -> str:
    return str(request.url_for("sparql"))


async def _read(request: Request) -> Operation:
    """What a request asks; raises Problem where it does not follow the Protocol."""
    linked = _parameters(request.scope["query_string"])
    if request.method in ("GET", "HEAD"):
        if any(name == "update" for name, _ in linked):
            raise Problem(400, "Not by GET", "An update must be sent by POST.")
        return _operation(linked)
    media, charset = _media(request)
    body = await request.body()
    if media == FORM:
        if any(name in ("query", "update") for name, _ in linked):
            raise Problem(400, "Asked twice", "Send the query in the body or in the address, not in both.")
        return _operation([*linked, *_parameters(body)])
    if media not in (QUERY, UPDATE) or charset not in ("", "utf-8", "utf8"):
        raise Problem(415, "Not SPARQL", f"Expected {QUERY}, {UPDATE} or {FORM}, in UTF-8.")
    return _operation([*linked, ("query" if media == QUERY else "update", _decoded(body))])


def _operation(parameters: Sequence[tuple[str, str]]) -> Operation:
    texts = [(name, value) for name, value in parameters if name in ("query", "update")]
    if len(texts) != 1:
        raise Problem(400, "One query", f"Expected one query or update, found {len(texts)}.")
    (kind, text) = texts[0]
    prefix = "using-" if kind == "update" else ""
    graphs: dict[str, list[str]] = {f"{prefix}graph-uri": [], f"{prefix}named-graph-uri": []}
    if kind == "query":
        graphs = {"default-graph-uri": [], "named-graph-uri": []}
    for name, value in parameters:
        if name in graphs:
            graphs[name].append(checked_iri(value))
    default, named = graphs.values()
    format_ = next((value for name, value in parameters if name == "format"), "")
    return Operation(text, kind == "update", tuple(default), tuple(named), format_)


def checked_iri(text: str) -> str:
    """An absolute IRI as it came; raises Problem for anything else."""
    scheme, colon, rest = text.partition(":")
    if not colon or not scheme.isalnum() or set(rest) & set('<>"{}|\\^`') or any(c <= " " for c in rest):
        raise Problem(400, "Not an IRI", "A graph is named by an absolute IRI.")
    return text


def _parameters(encoded: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            encoded.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS
        )
    except ValueError as error:  # also UnicodeDecodeError
        raise Problem(400, "Not readable", "Expected parameters in UTF-8, percent-encoded.") from error


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(400, "Not UTF-8", f"The text is not UTF-8 at byte {error.start}.") from error


def _media(request: Request) -> tuple[str, str]:
    """A body's media type and charset, in lower case."""
    media, *parameters = (part.strip().lower() for part in request.headers.get("content-type", "").split(";"))
    charset = next((p.partition("=")[2].strip('"') for p in parameters if p.startswith("charset=")), "")
    return media, charset


ROUTES: tuple[BaseRoute, ...] = (
    Route("/sparql", sparql, methods=["GET", "POST"]),
    Route("/update", update, methods=["POST"]),
    Route("/update/{token}", update, methods=["POST"]),  # for clients that cannot send a header
    Route("/graphs", read_graph, methods=["GET"]),
)
