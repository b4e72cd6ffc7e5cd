"""The JSON API: what the pages show, for programs. Each endpoint is an entry of ENDPOINTS, told of by `openapi.py`."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.server.asking import run
from kg.server.problem import Problem

LONGEST = 2000  # characters of a parameter
MOST_SKIPPED = 1_000_000
AS_IRI = r"^([A-Za-z][A-Za-z0-9+.-]*:)?[A-Za-z0-9/#?=&._~!$'()*+,;@-]+$"  # others are taken too, percent-encoded


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter in the address: text, or a number where `most` is above 0; `default` None where it is required."""

    name: str
    about: str
    default: str | int | None = None
    most: int = 0
    least: int = 0
    day: bool = False
    pattern: str = r"^[^\x00]*$"
    example: str = ""

    def read(self, given: str | None) -> str | int:
        """Its value; raises Problem where it is missing or makes no sense."""
        if given is None or given == "":
            return "" if self.default is None else self.default
        if len(given) > LONGEST or "\0" in given:
            raise Problem(400, "Wrong parameter", f"{self.name} has at most {LONGEST} characters, none of them NUL.")
        if not self.most:
            return given
        if not re.fullmatch(r"\d{1,9}", given, re.ASCII) or not self.least <= int(given) <= self.most:
            raise Problem(400, "Wrong parameter", f"{self.name} is a whole number from {self.least} to {self.most}.")
        return int(given)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address, the job behind it, and what it takes."""

    path: str
    job: str
    about: str
    parameters: tuple[Parameter, ...] = ()


IRI = Parameter("iri", "the IRI of a thing, or what follows …/id/ in it", pattern=AS_IRI, example="drug/acm-12")
AS_OF = Parameter("as_of", "leave out what was issued after that day", "", day=True, example="2004-02-18")
AFTER = Parameter("after", "the `next` of the page before", "", pattern="^([0-9-]{0,20}~[0-9a-f]{16})?$")
SKIP = Parameter("skip", "how many to leave out", 0, MOST_SKIPPED)


def _limit(default: int, most: int) -> Parameter:
    return Parameter("limit", "how many at most", default, most, 1)


ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint("/api/about", "about", "How much the graph holds, and the days on which something was issued"),
    Endpoint(
        "/api/search",
        "search",
        "Things and releases that a few letters may mean, best first",
        (
            Parameter("q", "a name or part of one", example="acm"),
            Parameter("kind", "only this class, such as Drug or Organization", ""),
            _limit(10, 100),
        ),
    ),
    Endpoint(
        "/api/entity",
        "entity",
        "All that is known of one thing, grouped, each value with its sources and quotes; and who else",
        (IRI, AS_OF, Parameter("section", "the group to be given whole", "")),
    ),
    Endpoint(
        "/api/facts",
        "facts",
        "Every statement about a thing, with its stance and its passages, newest first; `next` leads to more",
        (IRI, AS_OF, AFTER, _limit(100, 1000)),
    ),
    Endpoint(
        "/api/neighbourhood",
        "around",
        "What lies within some steps of a thing, as nodes and edges with their evidence, the nearest first",
        (IRI, AS_OF, Parameter("depth", "steps from entity to entity", 1, 3, 1), _limit(80, 500)),
    ),
    Endpoint(
        "/api/path",
        "path",
        "The shortest way from one thing to another over asserted facts; no nodes where there is none",
        (IRI, Parameter("to", "the IRI of the other thing", pattern=AS_IRI, example="organization/acme"), AS_OF),
    ),
    Endpoint(
        "/api/timeline",
        "timeline",
        "What was new of a thing when, the newest first",
        (IRI, AS_OF, _limit(500, 5000)),
    ),
    Endpoint("/api/pipeline", "pipeline", "A company's drugs by phase, as known on a day", (IRI, AS_OF)),
    Endpoint("/api/companies", "developers", "The companies with most drugs, by phase", (_limit(200, 1000),)),
    Endpoint(
        "/api/diff",
        "diff",
        "Which facts about a thing came and went between two days",
        (
            IRI,
            Parameter("start", "the earlier day", day=True, example="2004-02-18"),
            Parameter("end", "the later day", day=True, example="2005-02-18"),
        ),
    ),
    Endpoint("/api/documents", "documents", "Releases, the newest first", (SKIP, _limit(50, 500))),
    Endpoint(
        "/api/document",
        "document",
        "A document's text, and every statement that was read in it, with the places that it rests on",
        (Parameter("name", "the last part of a filing's or release's IRI", example="8f3a0c11d2e4b5a6-1"),),
    ),
    Endpoint("/api/questions", "questions", "The questions that have a name, with parameters and SPARQL"),
)


def read(endpoint: Endpoint, request: Request) -> dict[str, str | int]:
    """The values of an endpoint's parameters; raises Problem, also for a name that is none of them or comes twice."""
    names = [p.name for p in endpoint.parameters]
    given = [name for name, _ in request.query_params.multi_items()]
    takes = f"{endpoint.path} takes {', '.join(names) or 'none'}."
    for name in given:
        if name not in names:
            raise Problem(400, "Unknown parameter", f"{name[:40]!r} is no parameter here: {takes}")
        if given.count(name) > 1:
            raise Problem(400, "Wrong parameter", f"{name} is given {given.count(name)} times; once is meant.")
    for p in endpoint.parameters:
        if p.default is None and not request.query_params.get(p.name):
            raise Problem(400, "Parameter missing", f"{p.name} is needed: {p.about}. {takes}")
    return {p.name: p.read(request.query_params.get(p.name)) for p in endpoint.parameters}


def _answering(endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        return await _reply(request, endpoint.job, dict(read(endpoint, request)))

    return answer


async def question(request: Request) -> Response:
    """The answer to a question that has a name; the parameters are the question's own."""
    given = dict(request.query_params)
    if any(len(value) > LONGEST or "\0" in value for value in given.values()):
        raise Problem(400, "Wrong parameter", f"A parameter has at most {LONGEST} characters, none of them NUL.")
    return await _reply(request, "answer", {"name": request.path_params["name"], "parameters": given})


async def _reply(request: Request, job: str, parameters: dict[str, Any]) -> Response:
    reply = await run(request, "api", {"do": "job", "job": job, "parameters": parameters})
    return Response(reply.body, media_type="application/json")


ROUTES: tuple[BaseRoute, ...] = (
    *(Route(endpoint.path, _answering(endpoint), methods=["GET"]) for endpoint in ENDPOINTS),
    Route("/api/question/{name}", question, methods=["GET"]),
)
