"""The API described for programs, as OpenAPI 3.1: made from its endpoints and from the questions that have a name."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from kg.ontology import Parameter as Asked
from kg.ontology import Question, load_ontology, questions
from kg.server.api import ENDPOINTS, LONGEST, Parameter

Json = Any
PROBLEMS = {
    "400": "cannot be asked so",
    "404": "the graph holds no such thing",
    "422": "the answer is too large",
    "429": "too many requests wait",
    "503": "no worker is free",
    "504": "it took too long",
}
# For those who watch the server: what is told, as what, and what else than 200 may come.
WATCHED: dict[str, tuple[str, str, dict[str, str]]] = {
    "/health/live": ("That the server takes requests", "application/json", {}),
    "/health/ready": (
        "That the graph can be read and workers answer",
        "application/json",
        {"503": "the graph cannot be read, or no worker answers"},
    ),
    "/metrics": ("Figures of the server, as Prometheus reads them", "text/plain", {}),
}
PROBLEM = {
    "type": "object",
    "required": ["title", "status", "detail"],
    "properties": {"title": {"type": "string"}, "status": {"type": "integer"}, "detail": {"type": "string"}},
}


async def openapi(request: Request) -> Response:
    """This API's description."""
    return JSONResponse(description())


def description() -> Json:
    """What the API answers, path by path."""
    paths = {
        endpoint.path: {"get": _operation(endpoint.job, endpoint.about, [_declared(p) for p in endpoint.parameters])}
        for endpoint in ENDPOINTS
    }
    for asked in questions():
        paths[f"/api/question/{asked.name}"] = {"get": _question(asked)}
    paths |= {path: _watched(path, *told) for path, told in WATCHED.items()}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Biotech pipelines", "version": "1", "description": "What releases say, with their words."},
        "paths": paths,
        "components": {"schemas": {"Problem": PROBLEM}},
    }


def _operation(name: str, about: str, parameters: list[Json]) -> Json:
    answered = {"description": about, "content": {"application/json": {"schema": {"type": "object"}}}}
    responses = {"200": answered} | _problems(PROBLEMS)
    return {"operationId": name, "summary": about, "parameters": parameters, "responses": responses}


def _watched(path: str, about: str, media: str, problems: dict[str, str]) -> Json:
    kind = "object" if media == "application/json" else "string"
    answered = {"description": about, "content": {media: {"schema": {"type": kind}}}}
    name = path.strip("/").replace("/", "_")
    return {"get": {"operationId": name, "summary": about, "responses": {"200": answered} | _problems(problems)}}


def _problems(told: dict[str, str]) -> Json:
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": text, "content": problem} for status, text in told.items()}


def _declared(parameter: Parameter) -> Json:
    schema: dict[str, Any] = {"type": "string", "maxLength": LONGEST, "pattern": parameter.pattern}
    if parameter.default is None:
        schema["minLength"] = 1
    if parameter.most:
        schema = {"type": "integer", "minimum": parameter.least, "maximum": parameter.most}
    if parameter.day:
        schema = {"type": "string", "format": "date"}
    if parameter.default is not None and parameter.default != "":
        schema["default"] = parameter.default
    declared = {"name": parameter.name, "in": "query", "required": parameter.default is None, "schema": schema}
    return declared | {"description": parameter.about} | ({"example": parameter.example} if parameter.example else {})


def _question(asked: Question) -> Json:
    parameters = [
        {"name": p.name, "in": "query", "required": p.required, "description": p.description, "schema": _schema(p)}
        for p in asked.parameters
    ]
    return _operation(f"question_{asked.name}", f"{asked.title}. {asked.description}", parameters)


def _schema(parameter: Asked) -> Json:
    """Which values a question's parameter may have."""
    if parameter.type.startswith("concept("):
        scheme = parameter.type.removeprefix("concept(").removesuffix(")")
        return {"enum": sorted(c.notation for c in load_ontology().concepts.values() if scheme in c.schemes)}
    if parameter.type == "date":
        return {"type": "string", "format": "date"}
    if parameter.type == "integer":
        return {"type": "integer", "minimum": -(10**9), "maximum": 10**9}
    return {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": r"^[^\x00]*$"}


ROUTES: tuple[BaseRoute, ...] = (Route("/api/openapi.json", openapi, methods=["GET"]),)
