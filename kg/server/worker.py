"""What a worker process does: reads a task from its line, answers on it, and waits for the next.

Each message is its length in four bytes and JSON; a reply's JSON is followed by as many bytes as its `length` says.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from kg.confine import confine
from kg.errors import AnswerTooLarge, KgError, NoFormat, QueryError, UnknownName
from kg.queries.register import make_register
from kg.server.capped import Capped
from kg.server.jobs import JOBS, Session, plain
from kg.server.messages import HEAD
from kg.server.scan import refused, with_using
from kg.store import Asked, open_store

Task = Mapping[str, Any]  # parsed JSON from the server


@dataclass(frozen=True, slots=True)
class Caps:
    """What one task may take; bytes."""

    memory: int
    rows: int
    answer: int


class Refusal(Exception):
    """A task that is not done: the status and the words for the client."""

    def __init__(self, status: int, title: str, detail: str):
        super().__init__(detail)
        self.reply = {"status": status, "title": title, "detail": detail}


def work(line: int, caps: Caps) -> None:
    """Work until the server closes the line; `line` is a socket's descriptor."""
    session: Session | None = None
    confined = False
    with os.fdopen(line, "rb") as reader, os.fdopen(os.dup(line), "wb") as writer:
        while task := _receive(reader):
            if not confined:
                confine(caps.memory, may_write=task["do"] in ("update", "register"))
                confined = True
            head: Mapping[str, object]
            try:
                body, media = b"", ""
                if task["do"] == "update":
                    _update(task)
                else:
                    session = _session(session, Path(task["store"]))
                    media, body = WAYS[task["do"]](session, task, caps)
                head = {"status": 200, "media": media}
            except Refusal as error:
                head = error.reply
            except KgError as error:
                head = _told(error)
            except MemoryError:
                head = _told(AnswerTooLarge("it needs more memory than a query may take; narrow it"))
            _reply(writer, head, body if head["status"] == 200 else b"")


def _receive(line: BinaryIO) -> Task | None:
    head = line.read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    task: Task = json.loads(line.read(HEAD.unpack(head)[0]))
    return task


def _reply(line: BinaryIO, head: Mapping[str, object], body: bytes) -> None:
    sent = json.dumps({**head, "length": len(body)}).encode()
    line.write(HEAD.pack(len(sent)) + sent + body)
    line.flush()


def _told(error: KgError) -> dict[str, object]:
    """An error in the server's terms."""
    if isinstance(error, UnknownName):
        return {"status": 404, "title": "Not found", "detail": str(error)}
    if isinstance(error, NoFormat):
        return {"status": 406, "title": "No such format", "detail": str(error)}
    if isinstance(error, AnswerTooLarge):
        return {"status": 422, "title": "Too large", "detail": str(error)}
    if isinstance(error, QueryError):
        return {"status": 400, "title": "Cannot be asked", "detail": str(error).partition("\n")[0]}
    return {"status": 503, "title": "Store not available", "detail": str(error)}


def _session(session: Session | None, folder: Path) -> Session:
    """The open store; another one when the server has turned to a newer snapshot."""
    if session is None or session.store.folder != folder:
        if session is not None:
            session.store.close()
        session = Session(open_store(folder))
    return session


def _query(session: Session, task: Task, caps: Caps) -> tuple[str, bytes]:
    _admit(task["query"], update=False)
    out = Capped(caps.rows, caps.answer)
    asked = Asked(task["query"], tuple(task["default"]), tuple(task["named"]), task["base"])
    media = session.store.answer(asked, task["results"], task["graph"], out)
    return media, bytes(out.made)


def _graph(session: Session, task: Task, caps: Caps) -> tuple[str, bytes]:
    name: str | None = task["name"]
    if name and not session.store.holds_graph(name):
        raise Refusal(404, "Not found", "There is no graph of that name.")
    out = Capped(caps.rows, caps.answer)
    session.store.write_graph(name, task["format"], out)
    return task["format"], bytes(out.made)


def _job(session: Session, task: Task, caps: Caps) -> tuple[str, bytes]:
    made = JOBS[task["job"]](session, **task["parameters"])
    body = json.dumps(made, ensure_ascii=False, default=plain).encode("utf-8", "replace")
    if len(body) > caps.answer:
        raise AnswerTooLarge("the answer is too large; narrow it")
    return "application/json", body


def _open(session: Session, task: Task, caps: Caps) -> tuple[str, bytes]:
    """Nothing but the store opened, ahead of the first request."""
    del session, task, caps
    return "", b""


def _register(session: Session, task: Task, caps: Caps) -> tuple[str, bytes]:
    """Make the register of a snapshot, in no hurry."""
    del task, caps
    os.nice(10)
    try:
        return "application/json", str(make_register(session.store)).encode()
    except (sqlite3.Error, OSError) as error:
        raise Refusal(503, "No register", str(error)) from error


def _update(task: Task) -> None:
    """Open the store to write, change it and let go of it."""
    text = task["update"]
    _admit(text, update=True)
    if task["default"] or task["named"]:
        text = with_using(text, task["default"], task["named"])
        if text is None:
            raise Refusal(
                400, "Cannot be asked", "The update names graphs itself (USING, WITH) and so does the request."
            )
    with open_store(Path(task["folder"]), "write") as store:
        store.update(text, task["base"])


def _admit(text: str, update: bool) -> None:
    if why := refused(text, update):
        deep = why.startswith("The text nests")
        raise Refusal(400 if deep else 403, "Nested too deeply" if deep else "Refused", why)


WAYS: Mapping[str, Callable[[Session, Task, Caps], tuple[str, bytes]]] = {
    "query": _query,
    "graph": _graph,
    "job": _job,
    "open": _open,
    "register": _register,
}
