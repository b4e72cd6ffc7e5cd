"""Questions: the named ones with a form each, and SPARQL typed by hand, which a script sends to `/sparql`."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.queries.format import as_csv
from kg.queries.model import Answer
from kg.server.asking import ask
from kg.server.pages.failing import told
from kg.server.pages.render import page
from kg.server.problem import Problem

Json = Any
TYPES = {"company": "Organization", "drug": "Drug", "indication": "Indication", "investigator": "Person",
         "person": "Person", "site": "Organization"}  # fmt: skip
EXAMPLE = """SELECT ?drug ?name ?company ?developer WHERE {
  ?drug a bp:Drug ; rdfs:label ?name ; bp:developer ?company .
  ?company rdfs:label ?developer .
}
ORDER BY ?name
LIMIT 100"""


@told
async def query(request: Request) -> Response:
    """The editor, the list of questions, and the answer to the one that was chosen."""
    known = await ask(request, "page_questions")
    name = request.query_params.get("name", "")
    chosen = _chosen(known, name) if name else None
    given = _given(chosen, request) if chosen else {}
    found, problem = None, ""
    if chosen and not _missing(chosen, given):
        try:
            found = await ask(request, "page_answer", name=name, parameters=given)
        except Problem as error:
            problem = error.detail or error.title
    text = request.query_params.get("query", "") or EXAMPLE
    return page(request, "query.html", questions=known, chosen=chosen, given=given, answer=found, problem=problem,
                text=text, types=TYPES, asked="query" in request.query_params)  # fmt: skip


async def table(request: Request) -> Response:
    """The answer to a named question as CSV, with cells that a spreadsheet would run defused."""
    chosen = _chosen(await ask(request, "page_questions"), request.query_params.get("name", ""))
    found = await ask(request, "page_answer", name=chosen["name"], parameters=_given(chosen, request))
    text = as_csv(Answer(tuple(found["columns"]), tuple(map(tuple, found["rows"]))))
    name = f'attachment; filename="{chosen["name"]}.csv"'
    return Response(text.encode("utf-8", "replace"), media_type="text/csv", headers={"Content-Disposition": name})


def _chosen(known: list[Json], name: str) -> Json:
    found = next((q for q in known if q["name"] == name), None)
    if found is None:
        raise Problem(404, "Not found", f"There is no question named {name[:60]!r}.")
    return found


def _given(question: Json, request: Request) -> dict[str, str]:
    names = [p["name"] for p in question["parameters"]]
    return {n: request.query_params[n].strip() for n in names if request.query_params.get(n, "").strip()}


def _missing(question: Json, given: dict[str, str]) -> bool:
    return any(p["required"] and p["name"] not in given for p in question["parameters"])


ROUTES = (Route("/query", query, methods=["GET"]), Route("/query.csv", table, methods=["GET"]))
