"""A SPARQL endpoint on the loopback for tests, over Oxigraph in memory, which refuses, fails and dies as it is told.

Its addresses are Oxigraph's own: /query, /update and /store.
"""

from __future__ import annotations

import base64
import hashlib
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

USER, PASSWORD, TOKEN, NONCE = "ada", 'p"a:ss', "t0ken", "abc123"


@dataclass
class Server:
    """What it holds, what was asked of it, and how it behaves.

    `union` makes its default graph the union of all, as many endpoints have it; `deaf` has it refuse triples for the
    default graph, and overhear which graph a query names for that. `login` is "", "basic", "digest" or "bearer". After
    `lives` changes more it answers nothing; the last one is made, and `answers_last` says whether that is told.
    """

    url: str = ""
    rdf: ox.Store = field(default_factory=ox.Store)
    asked: list[tuple[str, str]] = field(default_factory=list)
    union: bool = False
    deaf: bool = False
    login: str = ""
    lives: int = 10**9
    answers_last: bool = True
    sends_on: str = ""
    watch: Callable[[], object] | None = None

    @property
    def query(self) -> str:
        return f"{self.url}/query"

    def changes(self) -> list[tuple[str, str]]:
        """The requests that changed something, since this was asked last."""
        made = [(path, text) for path, text in self.asked if path != "/query" and not path.startswith("GET")]
        self.asked.clear()
        return made

    def named(self) -> list[ox.NamedNode]:
        """The names of the graphs."""
        return [name for name in self.rdf.named_graphs() if isinstance(name, ox.NamedNode)]

    def default(self) -> set[str]:
        """The triples of the default graph."""
        return self.triples(ox.DefaultGraph())

    def triples(self, graph: ox.NamedNode | ox.DefaultGraph) -> set[str]:
        """The triples of a graph."""
        return {str(quad.triple) for quad in self.rdf.quads_for_pattern(None, None, None, graph)}


@contextmanager
def sparql_server() -> Iterator[Server]:
    """The endpoint, while it runs."""
    server = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._handle(b"")

        def do_POST(self) -> None:
            self._handle(self.rfile.read(int(self.headers.get("Content-Length", "0"))))

        def _handle(self, body: bytes) -> None:
            path = urlsplit(self.path).path
            if server.lives < 0:
                self.close_connection = True
                return
            if server.sends_on:
                self._say(307, b"", "text/plain", {"Location": server.sends_on})
                return
            if not _is_known(server.login, self.headers.get("Authorization", ""), self.command, self.path):
                self._say(401, b"who is it?", "text/plain", {"WWW-Authenticate": CHALLENGES[server.login]})
                return
            server.asked.append((path if self.command == "POST" else f"GET {path}", body.decode()))
            try:
                self._answer(path, body)
            except (SyntaxError, ValueError) as error:
                self._say(400, str(error).encode(), "text/plain")

        def _answer(self, path: str, body: bytes) -> None:
            graph = parse_qs(urlsplit(self.path).query).get("graph", [""])[0]
            if path in ("/query", "/sparql"):
                self._say(200, *_answered(server, parse_qs(body.decode(), strict_parsing=True)))
            elif path == "/store" and self.command == "GET":
                of = ox.NamedNode(graph) if graph else ox.DefaultGraph()
                made = ox.serialize(server.rdf.quads_for_pattern(None, None, None, of), format=ox.RdfFormat.N_QUADS)
                made = made or b""
                lines = re.sub(r" <[^<>]*> \.$", " .", made.decode(), flags=re.M) if graph else made.decode()
                self._say(200, lines.encode(), "application/n-triples")
            elif path == "/update" or path == "/store":
                server.lives -= 1
                if path == "/update":
                    if server.deaf and "INSERT DATA { <" in body.decode():
                        raise ValueError("there is no default graph")
                    server.rdf.update(body.decode())
                else:
                    server.rdf.load(body, format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(graph))
                if server.watch:
                    server.watch()
                if server.lives < 0 and not server.answers_last:
                    self.close_connection = True
                    return
                self._say(204, b"", "text/plain")
            else:
                self._say(404, b"<html><body>nothing</body></html>", "text/html")

        def _say(self, status: int, body: bytes, media: str, headers: dict[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in ({"Content-Type": media, "Content-Length": str(len(body))} | (headers or {})).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the standard library has it
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as made:
        server.url = f"http://127.0.0.1:{made.server_address[1]}"
        thread = threading.Thread(target=made.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            made.shutdown()
            thread.join()


def _answered(server: Server, fields: dict[str, list[str]]) -> tuple[bytes, str]:
    default, named = fields.get("default-graph-uri", []), fields.get("named-graph-uri", [])
    if server.deaf:
        default, named = [], []
    dataset = bool(default or named)  # then only what is named is there, as SPARQL 1.1 says
    found = server.rdf.query(
        fields["query"][0],
        use_default_graph_as_union=server.union and not dataset,
        default_graph=[ox.NamedNode(name) for name in default] if dataset else None,
        named_graphs=[ox.NamedNode(name) for name in named] if dataset else None,
    )
    if isinstance(found, ox.QueryTriples):
        return found.serialize(format=ox.RdfFormat.N_TRIPLES) or b"", "application/n-triples"
    return found.serialize(format=ox.QueryResultsFormat.JSON) or b"", "application/sparql-results+json"


CHALLENGES = {
    "basic": 'Basic realm="graphs"',
    "digest": f'Digest realm="graphs", qop="auth,auth-int", nonce="{NONCE}", opaque="o", algorithm=MD5',
    "bearer": 'Bearer realm="graphs"',
}


def _is_known(login: str, said: str, method: str, path: str) -> bool:
    """Whether a request may be made, by what its Authorization says."""
    scheme, _, rest = said.partition(" ")
    if login == "basic":
        return said == "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
    if login == "bearer":
        return said == f"Bearer {TOKEN}"
    if login == "digest":
        told = {name: quoted or bare for name, quoted, bare in re.findall(r'(\w+)=(?:"([^"]*)"|([^\s,]+))', rest)}
        secret, what = _md5(f"{USER}:graphs:{PASSWORD}"), _md5(f"{method}:{path}")
        wanted = ":".join((secret, NONCE, told.get("nc", ""), told.get("cnonce", ""), "auth", what))
        return scheme == "Digest" and told.get("uri") == path and told.get("response") == _md5(wanted)
    return True


def _md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()
