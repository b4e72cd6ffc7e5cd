"""The pages on a store that is open in the test itself: what a worker would do is done at once."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kg.errors import KgError, UnknownName
from kg.queries.search import Entry, index
from kg.server.guard import Guard
from kg.server.pages import drawing, jobs, sections
from kg.server.pages.routes import ROUTES
from kg.server.problem import Problem, problem_response
from kg.server.process import Reply, Task
from kg.server.settings import Settings
from kg.store import Rows, Store, open_store
from tests.server.serving import ended

JOBS: dict[str, Callable[..., object]] = {**jobs.JOBS, **drawing.JOBS, **sections.JOBS}


class Session:
    """An open store with its names."""

    def __init__(self, store: Store):
        self.store = store
        self.names: tuple[Entry, ...] = index(store)


class InProcess:
    """A lane without workers."""

    def __init__(self, folder: Path):
        self.session = Session(open_store(folder))

    async def run(self, task: Task, request: Request) -> Reply:
        """The reply, made here and through the same JSON."""
        try:
            made = JOBS[task["job"]](self.session, **json.loads(json.dumps(task["parameters"])))
        except KgError as error:
            status = 404 if isinstance(error, UnknownName) else 400
            raise Problem(status, "Not found" if status == 404 else "Cannot be asked", str(error)) from error
        return Reply("application/json", json.dumps(made, default=str).encode("utf-8", "replace"))


async def sparql(request: Request) -> Response:
    """Rows of a SELECT, as much of the protocol as the editor needs."""
    rows = request.app.state.lanes["api"].session.store.query((await request.body()).decode())
    if not isinstance(rows, Rows):
        return Response("\n".join(" ".join(map(str, t)) + " ." for t in rows), media_type="application/n-triples")
    bindings = [
        {name: {"type": "uri" if str(term).startswith("<") else "literal", "value": term.value}
         for name, term in zip(rows.variables, row, strict=True) if term}
        for row in rows.rows
    ]  # fmt: skip
    return JSONResponse({"head": {"vars": rows.variables}, "results": {"bindings": bindings}})


def pages_app(folder: Path) -> Starlette:
    """The pages behind the house's guard."""
    app = Starlette(
        routes=[Route("/sparql", sparql, methods=["POST"]), *ROUTES],
        middleware=[Middleware(Guard, settings=Settings(folder, hosts=("testserver",)))],
        exception_handlers={Problem: problem_response},
    )
    app.state.lanes = {"api": InProcess(folder)}
    return app


@contextmanager
def listening(app: Starlette) -> Iterator[str]:
    """The app's address, while it is served."""
    config = uvicorn.Config(app, port=0, log_config=None, access_log=False, ws="none", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        ended(thread)
