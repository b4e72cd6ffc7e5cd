"""A SPARQL 1.1 endpoint over HTTP: queries and updates by its Protocol, whole graphs by the Graph Store Protocol.

Who asks is told by the environment alone: $KG_STORE_USER and $KG_STORE_PASSWORD (Basic or Digest, as the endpoint
asks for), or $KG_STORE_TOKEN (Bearer). An endpoint that sends requests on to another address is not followed, so that
nobody else gets to see these.
"""

from __future__ import annotations

import ipaddress
import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from kg.documents.web import Answer, Web, exchange
from kg.errors import EndpointError, FetchError, QueryError
from kg.graph.answers import Rows
from kg.graph.present import Triple
from kg.graph.terms import Iri
from kg.ontology import PREFIXES
from kg.store.login import Login, login_of
from kg.store.results import read_json, read_triples

logger = logging.getLogger(__name__)
WAIT = 60.0  # seconds; $KG_STORE_TIMEOUT says otherwise
MOST_BYTES = 2**31
BUSY = (429, 502, 503, 504)  # answers after which asking again makes sense; 500 is how some refuse a query
FORM, UPDATE, TRIPLES = "application/x-www-form-urlencoded", "application/sparql-update", "application/n-triples"
ROWS = "application/sparql-results+json"
KIND = re.compile(
    r"(?:\s|#[^\n]*\n|BASE\s*<[^<>]*>|PREFIX\s*[^\s:]*:\s*<[^<>]*>)*(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.I
)
# How an endpoint's address ends -> what stands there instead for updates, and for whole graphs.
LAYOUTS = (
    (r"/sparql-auth$", "/sparql-auth", "/sparql-graph-crud-auth"),  # Virtuoso
    (
        r"/repositories/([^/]+)$",
        r"/repositories/\1/statements",
        r"/repositories/\1/rdf-graphs/service",
    ),  # RDF4J, GraphDB
    (r"^/query$", "/update", "/store"),  # Oxigraph
    (r"/query$", "/update", "/data"),  # Fuseki
)


@dataclass(frozen=True, slots=True)
class Address:
    """Where an endpoint takes queries, updates, and whole graphs ("" where it does not)."""

    query: str
    update: str
    graphs: str


def address_of(text: str, environment: Mapping[str, str]) -> Address:
    """The addresses of an endpoint by that of its queries; $KG_STORE_UPDATE and $KG_STORE_GRAPHS name the others.

    Raises EndpointError where it is no address, or holds a password.
    """
    parts = urlsplit(text)
    if not parts.hostname:
        raise EndpointError(text, "expected the address of a SPARQL endpoint, e.g. http://127.0.0.1:8890/sparql-auth")
    if parts.username or parts.password:
        raise EndpointError(
            f"{parts.scheme}://…@{parts.hostname}{parts.path}",
            "an address with a password ends up in logs; put them into $KG_STORE_USER and $KG_STORE_PASSWORD",
        )
    update, graphs = parts.path, ""
    for pattern, updates, whole in LAYOUTS:
        if re.search(pattern, parts.path):
            update, graphs = (re.sub(pattern, there, parts.path) for there in (updates, whole))
            break
    return Address(
        text,
        environment.get("KG_STORE_UPDATE") or parts._replace(path=update).geturl(),
        environment.get("KG_STORE_GRAPHS") or (graphs and parts._replace(path=graphs).geturl()),
    )


def open_endpoint(text: str, environment: Mapping[str, str]) -> Endpoint:
    """The endpoint at an address, spoken to as the environment says; nothing is sent yet."""
    said = environment.get("KG_STORE_TIMEOUT") or str(WAIT)
    if not re.fullmatch(r"\d+(\.\d+)?", said) or not float(said):
        raise EndpointError(text, f"$KG_STORE_TIMEOUT is {said!r}; expected a number of seconds")
    address, login = address_of(text, environment), login_of(environment)
    if (login.user or login.token) and any(
        there.startswith("http:") and not _is_loopback(there) for there in (address.query, address.update)
    ):
        logger.warning("%s: the password goes there unencrypted; use https:// where the network is not yours", text)
    return Endpoint(address, login, float(said))


class Endpoint:
    """An endpoint to be asked; every method raises EndpointError where it does not answer or refuses."""

    def __init__(self, address: Address, login: Login, wait: float = WAIT):
        self.address = address
        self._login = login
        self._web = Web("kg", float("inf"), wait=wait, longest=wait * 10, most=MOST_BYTES, patient=BUSY)
        self._near = build_opener(_Nowhere(), ProxyHandler({}))  # no proxy stands before this machine
        self._far = build_opener(_Nowhere())

    def ask(self, text: str, default: str = "", named: tuple[str, ...] = ()) -> Rows | bool | tuple[Triple, ...]:
        """The answer to a query over all that the endpoint holds, or over the graphs named.

        The vocabulary's prefixes are known. Raises QueryError where the endpoint finds the query wrong.
        """
        fields = [("query", with_prefixes(text))]
        fields += [("default-graph-uri", default)] if default else []
        fields += [("named-graph-uri", name) for name in named]
        kind = KIND.match(text)
        makes_graph = bool(kind and kind[1].upper() in ("CONSTRUCT", "DESCRIBE"))
        headers = {"Content-Type": FORM, "Accept": f"{TRIPLES}, text/turtle;q=0.5" if makes_graph else ROWS}
        answer = self._send("POST", self.address.query, urlencode(fields).encode(), headers)
        if answer.status == 400 or (answer.status == 500 and b"SPARQL compiler" in answer.data):
            raise QueryError(f"{self.address.query}: the query cannot be answered: {_words(answer)}\n{text.strip()}")
        self._check(answer, "the query")
        return self._parsed(answer)

    def select(self, text: str) -> Rows:
        """The rows of a SELECT over all that the endpoint holds."""
        found = self.ask(text)
        if not isinstance(found, Rows):
            raise EndpointError(self.address.query, "answers a SELECT with something else; is it a SPARQL endpoint?")
        return found

    def update(self, text: str) -> None:
        """Carry out an update."""
        headers = {"Content-Type": f"{UPDATE}; charset=utf-8"}
        self._check(self._send("POST", self.address.update, text.encode(), headers), "the update")

    def add(self, graph: Iri, lines: str) -> None:
        """Add triples, as N-Triples, to a named graph by the Graph Store Protocol."""
        headers = {"Content-Type": TRIPLES if lines.isascii() else f"{TRIPLES}; charset=utf-8"}
        self._check(self._send("POST", self._graph(graph), lines.encode(), headers), f"the graph {graph.value}")

    def read(self, graph: Iri | None) -> tuple[Triple, ...]:
        """The triples of a named graph, or of the default graph; none where there is no such graph."""
        if not self.address.graphs:
            inner = f"GRAPH {graph} {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
            found = self.ask(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {inner} }}")
            return found if isinstance(found, tuple) else ()
        answer = self._send("GET", self._graph(graph), None, {"Accept": TRIPLES})
        if answer.status == 404:
            return ()
        self._check(answer, f"the graph {graph.value if graph else 'default'}")
        return read_triples(answer.data, answer.headers.get_content_type(), self.address.graphs)

    def _graph(self, graph: Iri | None) -> str:
        sep = "&" if "?" in self.address.graphs else "?"
        return f"{self.address.graphs}{sep}" + (f"graph={quote(graph.value, safe='')}" if graph else "default")

    def _send(self, method: str, to: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        opener = self._near if _is_loopback(to) else self._far
        try:
            answer = exchange(self._web, opener, self._request(method, to, body, headers))
            if answer.status == 401 and self._login.learn(answer.headers.get_all("WWW-Authenticate") or ()):
                answer = exchange(self._web, opener, self._request(method, to, body, headers))
            return answer
        except FetchError as error:
            raise EndpointError(
                to.partition("?")[0], f"{error.reason}; is the endpoint running, and is this its address?"
            ) from error

    def _request(self, method: str, to: str, body: bytes | None, headers: Mapping[str, str]) -> Request:
        request = Request(to, data=body, method=method, headers={"User-Agent": self._web.agent, **headers})
        if said := self._login.header(method, request.selector):
            request.add_unredirected_header("Authorization", said)
        return request

    def _parsed(self, answer: Answer) -> Rows | bool | tuple[Triple, ...]:
        """An answer as our terms; raises EndpointError where the endpoint cut it short."""
        kind = answer.headers.get_content_type()
        try:
            found = read_json(answer.data) if "json" in kind else read_triples(answer.data, kind, self.address.query)
        except ValueError as error:
            raise EndpointError(self.address.query, f"answers with {kind}, which is no answer to SPARQL") from error
        most = answer.headers.get("X-SPARQL-MaxRows", "")
        count = len(found.rows) if isinstance(found, Rows) else len(found) if isinstance(found, tuple) else 0
        if most.isdecimal() and count >= int(most) or answer.headers.get("X-SQL-State", "").startswith("S1TAT"):
            raise EndpointError(
                self.address.query, f"cuts an answer short after {count} rows; raise its limits (ResultSetMaxRows)"
            )
        return found

    def _check(self, answer: Answer, what: str) -> None:
        """Raises EndpointError for all answers but those that say that it was done."""
        if answer.status < 300:
            return
        said = f"{answer.status} {answer.reason}"
        known = bool(self._login.user or self._login.token)
        told = {
            401: "it does not know this user, password or token: correct $KG_STORE_USER and $KG_STORE_PASSWORD, or "
            "$KG_STORE_TOKEN"
            if known
            else "it asks who you are: set $KG_STORE_USER and $KG_STORE_PASSWORD, or $KG_STORE_TOKEN",
            403: "it does not allow that; use an account that may write, or another of its addresses",
            404: "nothing answers there; $KG_STORE_UPDATE and $KG_STORE_GRAPHS say where updates and graphs go",
            405: "it takes none; $KG_STORE_UPDATE and $KG_STORE_GRAPHS say where updates and graphs go",
            413: "that is too large for it",
        }.get(answer.status, _words(answer))
        if 300 <= answer.status < 400:
            told = f"it sends on to {answer.headers.get('Location', '?')}; name that address if you trust it"
        raise EndpointError(answer.address.partition("?")[0], f"{what} is refused ({said}): {told}", answer.status)


def with_prefixes(text: str) -> str:
    """A query with those of the vocabulary's prefixes declared that it uses and does not declare itself."""
    used = [
        name
        for name in PREFIXES
        if re.search(rf"(?<![\w.:-]){name}:", text) and not re.search(rf"\bPREFIX\s+{name}\s*:", text, re.I)
    ]
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in used) + text


def _words(answer: Answer) -> str:
    """What a refusal says, on one line; a JSON problem's own words."""
    text = answer.data.decode("utf-8", "replace")
    if "json" in answer.headers.get_content_type():
        try:
            made = json.loads(text)
            text = str(made.get("detail") or made.get("message") or text) if isinstance(made, dict) else text
        except ValueError:
            pass
    plain = " ".join(re.sub(r"<[^<>]{0,200}>", " ", text).split() if "<html" in text.lower() else text.split())
    return plain[:300] or "it does not say why"


def _is_loopback(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class _Nowhere(HTTPRedirectHandler):
    """Follows no redirect: they come back as answers."""

    def redirect_request(self, *asked: object) -> None:
        """No request."""
