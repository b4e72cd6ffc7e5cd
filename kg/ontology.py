"""The vocabulary of `ontology/`, read into frozen dataclasses: the only place that knows how terms are declared.

    load_ontology()          classes, properties, concepts, and which triples each kind of fact becomes
    questions(), question()  the questions of `ontology/queries`, and `bind` to put parameters into one
    shapes_text()            the SHACL shapes, as Turtle

`ontology/` lies beside this package in a source tree and is packed into it as `kg/_ontology` in a wheel. Commands start
in tenths of a second, so the files are read by a small reader of the part of Turtle that they use (no blank nodes, no
collections); a test holds it to what rdflib reads from the same files.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from kg.errors import OntologyError, QueryError

BP = "https://w3id.org/biotech-pipeline#"
ID = "https://w3id.org/biotech-pipeline/id/"  # data; configurable
FACT = "https://w3id.org/biotech-pipeline/fact#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SCHEMA = "https://schema.org/"
XSD = "http://www.w3.org/2001/XMLSchema#"

PREFIXES: Mapping[str, str] = {
    "bp": BP,
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "skos": SKOS,
    "xsd": XSD,
}
VOCABULARY = (
    "classes.ttl",
    "facts.ttl",
    "kinds.ttl",
    "concepts.ttl",
    "identity.ttl",
)  # shapes.ttl is for SHACL engines alone

Literal = tuple[str, str]  # text, datatype IRI
Node = str | Literal  # a plain str is an IRI
Triple = tuple[str, str, Node]


# ---- what is declared ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ClassTerm:
    """A class; `parents` are its direct superclasses, `supers` the bp: classes above it (to be written out)."""

    iri: str
    label: str
    comment: str
    parents: tuple[str, ...]
    supers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PropertyTerm:
    """A property; with several `domains`, any of them may carry it. `scheme` names where its concepts come from.

    `latest_only`: a subject has one value at a time, so that the default graph holds the latest release's alone.
    """

    iri: str
    label: str
    comment: str
    domains: tuple[str, ...]
    range: str
    scheme: str
    supers: tuple[str, ...]
    latest_only: bool


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme of concepts; an open one takes concepts that it does not list."""

    iri: str
    name: str  # "phase": what `annotation.model.Concept.scheme` says
    label: str
    is_open: bool
    head: str  # where the listed form stands in a longer one: "first", "last" or ""


@dataclass(frozen=True, slots=True)
class ConceptTerm:
    """A listed value; `rank` orders a scheme from 1, and is 0 where order means nothing."""

    iri: str
    notation: str
    label: str
    definition: str
    alt_labels: tuple[str, ...]
    schemes: tuple[str, ...]  # names
    broader: str | None
    rank: int
    has_forms: bool  # whether a longer name that holds this one is a form of it


@dataclass(frozen=True, slots=True)
class Slot:
    """One argument of a kind of fact. `predicates` are the property and the bp: properties above it, all to be written.

    `range` is the IRI of a class, of an XSD datatype, or skos:Concept, and then `scheme` says which.
    """

    role: str
    predicates: tuple[str, ...]
    range: str
    scheme: str
    required: bool
    repeats: bool
    identifies: bool

    @property
    def predicate(self) -> str:
        """The property itself."""
        return self.predicates[0]


@dataclass(frozen=True, slots=True)
class FactKind:
    """What a kind of fact becomes: a node of class `node_class` with a triple for each argument, or, where that is "",

    one triple from the value of `subject_role` to the value of the only slot.
    """

    name: str
    label: str
    node_class: str
    subject_role: str
    slots: tuple[Slot, ...]

    def slot(self, role: str) -> Slot | None:
        """The argument of that role."""
        return next((slot for slot in self.slots if slot.role == role), None)


@dataclass(frozen=True, slots=True)
class Ontology:
    """All that `ontology/` declares, by IRI; fact kinds and schemes by name."""

    classes: Mapping[str, ClassTerm]
    properties: Mapping[str, PropertyTerm]
    schemes: Mapping[str, Scheme]
    concepts: Mapping[str, ConceptTerm]
    kinds: Mapping[str, FactKind]
    latest_only: frozenset[str]
    names: Mapping[tuple[str, str], str]  # (scheme, folded name) -> concept

    def kind(self, name: str) -> FactKind:
        """The kind of fact of that name."""
        if name not in self.kinds:
            raise OntologyError(f"no fact kind {name!r} in kinds.ttl; there are {', '.join(sorted(self.kinds))}")
        return self.kinds[name]

    def concept(self, scheme: str, notation: str) -> str | None:
        """The listed concept that is so noted, labelled or also called; None where the scheme lists none."""
        if scheme not in self.schemes:
            raise OntologyError(f"no scheme {scheme!r} in concepts.ttl; there are {', '.join(sorted(self.schemes))}")
        return self.names.get((scheme, fold(notation)))

    def concept_iri(self, scheme: str, notation: str, base: str = ID) -> str:
        """The listed concept, or in an open scheme the IRI of one of its own, made from its name."""
        listed = self.concept(scheme, notation)
        if listed is not None:
            return listed
        if not self.schemes[scheme].is_open:
            raise OntologyError(f"scheme {scheme!r} is closed and does not list {notation!r}")
        return f"{base}concept/{scheme}/{slug(notation)}"

    def broader(self, scheme: str, notation: str) -> str | None:
        """The listed concept that an unlisted name is a form of: "Vice President, Finance" of "Vice President"."""
        head = self.schemes[scheme].head
        words = fold(notation).split()
        if not head:
            return None
        for position in (head, "last" if head == "first" else "first"):
            for length in range(len(words) - 1, 0, -1):
                part = words[:length] if position == "first" else words[-length:]
                iri = self.names.get((scheme, " ".join(part)))
                if iri is not None and self.concepts[iri].has_forms:
                    return iri
        return None

    def label(self, iri: str) -> str:
        """What people call a term; its local name where it is not declared."""
        term = self.classes.get(iri) or self.properties.get(iri) or self.concepts.get(iri)
        return term.label if term else re.split(r"[#/]", iri)[-1]


def shorten(iri: str) -> str:
    """An IRI as a prefixed name where one of the prefixes fits: "bp:phase"."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and re.fullmatch(r"\w+", iri[len(namespace) :]):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def fold(name: str) -> str:
    """A concept's name without case, accents and punctuation; a number joins the word before it ("phase 2", "Phase2").

    >>> fold("Phase-1/2"), fold("Vice-President, R&D")
    ('phase1 2', 'vice president r d')
    """
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"(?<=[a-z]) (?=\d)", "", " ".join(re.findall(r"[a-z0-9]+", plain.replace("'", ""))))


def slug(name: str) -> str:
    """A name as the last part of an IRI; one without Latin letters or digits gets a digest."""
    return fold(name).replace(" ", "-") or hashlib.sha256(name.encode()).hexdigest()[:12]


# ---- reading the files ---------------------------------------------------------------------------------------------


def ontology_folder() -> Path:
    """Where the vocabulary lies: packed into the package, or beside it in a source tree."""
    packed = Path(__file__).parent / "_ontology"
    return packed if packed.is_dir() else Path(__file__).resolve().parent.parent / "ontology"


TOKEN = re.compile(
    r"""\s+|\#[^\n]*
    |<(?P<iri>[^<>\s]*)>
    |"(?P<text>(?:[^"\\\n]|\\.)*)"(?:\^\^(?P<type>[\w-]*:[\w-]+))?
    |(?P<prefix>@prefix)
    |(?P<integer>[+-]?\d+)
    |(?P<boolean>true|false)\b
    |(?P<name>(?:[\w-]*:)(?:[\w-]|\.(?=[\w-]))*)
    |(?P<a>a\b)
    |(?P<end>[.;,])""",
    re.VERBOSE,
)
ESCAPES = {"t": "\t", "n": "\n", "r": "\r", '"': '"', "'": "'", "\\": "\\"}


def read_turtle(text: str, where: str = "Turtle") -> Iterator[Triple]:
    """The triples of a Turtle text without blank nodes and collections."""
    prefixes: dict[str, str] = {}
    subject = predicate = ""
    pending: list[Node] = []
    declaring = False
    for kind, node in _nodes(text, prefixes, where):
        if kind == "prefix":
            declaring = True
        elif kind != "end":
            pending.append(node)
        elif declaring:
            prefixes[str(pending[0]).removesuffix(":")] = str(pending[1])
            pending, declaring = [], False
        else:
            if len(pending) > 2:
                subject = str(pending.pop(0))
            if len(pending) > 1:
                predicate = str(pending.pop(0))
            if pending:
                yield subject, predicate, pending.pop()


def _nodes(text: str, prefixes: Mapping[str, str], where: str) -> Iterator[tuple[str, Node]]:
    """Each token's kind and what it stands for; a prefix that is being declared stands for itself."""
    position = 0
    while position < len(text):
        match = TOKEN.match(text, position)
        if match is None:
            line = text.count("\n", 0, position) + 1
            raise OntologyError(f"{where}, line {line}: cannot read {text[position : position + 30]!r}")
        position = match.end()
        kind, value = match.lastgroup, match[0]
        if kind == "type":
            kind = "text"
        if kind == "iri":
            yield kind, match["iri"]
        elif kind == "text":
            plain = re.sub(r"\\(.)", lambda m: ESCAPES.get(m[1], m[1]), match["text"])
            yield kind, (plain, _expand(match["type"], prefixes, where) if match["type"] else XSD + "string")
        elif kind in ("integer", "boolean"):
            yield kind, (value, XSD + kind)
        elif kind == "name":
            yield kind, value if value.endswith(":") else _expand(value, prefixes, where)
        elif kind:
            yield kind, RDF + "type" if kind == "a" else value


def _expand(name: str, prefixes: Mapping[str, str], where: str) -> str:
    prefix, _, local = name.partition(":")
    if prefix not in prefixes:
        raise OntologyError(f"{where}: prefix {prefix!r} of {name!r} is not declared")
    return prefixes[prefix] + local


# ---- from triples to terms -----------------------------------------------------------------------------------------


class _Index:
    """The triples by subject and predicate; literals as their text."""

    def __init__(self, triples: Iterator[Triple]):
        self.values: dict[str, dict[str, list[str]]] = {}
        for s, p, o in triples:
            self.values.setdefault(s, {}).setdefault(p, []).append(o if isinstance(o, str) else o[0])

    def all(self, subject: str, *predicates: str) -> tuple[str, ...]:
        found = self.values.get(subject, {})
        return tuple(value for p in predicates for value in found.get(p, ()))

    def one(self, subject: str, predicate: str) -> str:
        return next(iter(self.all(subject, predicate)), "")

    def flag(self, subject: str, predicate: str) -> bool:
        return self.one(subject, predicate) == "true"

    def of_type(self, iri: str) -> list[str]:
        return [s for s, found in self.values.items() if iri in found.get(RDF + "type", ())]

    def above(self, iri: str, predicate: str) -> tuple[str, ...]:
        """The bp: terms above a term, nearest first."""
        direct = [parent for parent in self.all(iri, predicate) if parent.startswith(BP)]
        return tuple(dict.fromkeys(t for parent in direct for t in (parent, *self.above(parent, predicate))))


@lru_cache(maxsize=1)
def load_ontology() -> Ontology:
    """Everything that `ontology/` declares; read once."""
    return read_ontology(ontology_folder())


def read_ontology(folder: Path) -> Ontology:
    """What the vocabulary files of a folder declare."""
    index = _Index(triple for name in VOCABULARY for triple in vocabulary_triples(name, folder))
    properties = {iri: _property(index, iri) for iri in index.of_type(RDF + "Property")}
    schemes = {scheme.name: scheme for scheme in (_scheme(index, s) for s in index.of_type(SKOS + "ConceptScheme"))}
    concepts = {iri: _concept(index, iri) for iri in index.of_type(SKOS + "Concept")}
    kinds = {kind.name: kind for kind in (_kind(index, properties, k) for k in index.of_type(BP + "FactKind"))}
    return Ontology(
        classes={iri: _class(index, iri) for iri in index.of_type(RDFS + "Class")},
        properties=properties,
        schemes=schemes,
        concepts=concepts,
        kinds=kinds,
        latest_only=frozenset(p.iri for p in properties.values() if p.latest_only),
        names=_names(concepts),
    )


def vocabulary_triples(name: str, folder: Path | None = None) -> Iterator[Triple]:
    """The triples of one file of the vocabulary, ours unless a folder is named."""
    path = (folder or ontology_folder()) / name
    if not path.is_file():
        raise OntologyError(f"{path} is missing; the package was built or copied without its ontology/ folder")
    return read_turtle(path.read_text(encoding="utf-8"), name)


def _class(index: _Index, iri: str) -> ClassTerm:
    label, comment, below = index.one(iri, RDFS + "label"), index.one(iri, RDFS + "comment"), RDFS + "subClassOf"
    return ClassTerm(iri, label, comment, index.all(iri, below), index.above(iri, below))


def _property(index: _Index, iri: str) -> PropertyTerm:
    return PropertyTerm(
        iri=iri,
        label=index.one(iri, RDFS + "label"),
        comment=index.one(iri, RDFS + "comment"),
        domains=index.all(iri, RDFS + "domain", SCHEMA + "domainIncludes"),
        range=index.one(iri, RDFS + "range"),
        scheme=index.one(index.one(iri, BP + "scheme"), SKOS + "notation"),
        supers=index.above(iri, RDFS + "subPropertyOf"),
        latest_only=index.flag(iri, BP + "latestOnly"),
    )


def _scheme(index: _Index, iri: str) -> Scheme:
    label, head = index.one(iri, RDFS + "label"), index.one(iri, BP + "headPosition")
    return Scheme(iri, index.one(iri, SKOS + "notation"), label, index.flag(iri, BP + "open"), head)


def _concept(index: _Index, iri: str) -> ConceptTerm:
    return ConceptTerm(
        iri=iri,
        notation=index.one(iri, SKOS + "notation"),
        label=index.one(iri, RDFS + "label"),
        definition=index.one(iri, SKOS + "definition"),
        alt_labels=index.all(iri, SKOS + "altLabel"),
        schemes=tuple(index.one(scheme, SKOS + "notation") for scheme in index.all(iri, SKOS + "inScheme")),
        broader=index.one(iri, SKOS + "broader") or None,
        rank=int(index.one(iri, BP + "rank") or 0),
        has_forms=not index.flag(iri, BP + "noForms"),
    )


def _kind(index: _Index, properties: Mapping[str, PropertyTerm], iri: str) -> FactKind:
    return FactKind(
        name=index.one(iri, SKOS + "notation"),
        label=index.one(iri, RDFS + "label"),
        node_class=index.one(iri, BP + "nodeClass"),
        subject_role=index.one(iri, BP + "subjectRole"),
        slots=tuple(_slot(index, properties, slot) for slot in index.all(iri, BP + "slot")),
    )


def _slot(index: _Index, properties: Mapping[str, PropertyTerm], iri: str) -> Slot:
    predicate = index.one(iri, BP + "predicate")
    if predicate not in properties:
        raise OntologyError(f"kinds.ttl: {iri} uses {predicate or 'no property'}, which facts.ttl does not declare")
    return Slot(
        role=index.one(iri, BP + "role"),
        predicates=(predicate, *properties[predicate].supers),
        range=properties[predicate].range,
        scheme=index.one(index.one(iri, BP + "scheme"), SKOS + "notation"),
        required=index.flag(iri, BP + "required"),
        repeats=index.flag(iri, BP + "repeats"),
        identifies=index.flag(iri, BP + "identifies"),
    )


def _names(concepts: Mapping[str, ConceptTerm]) -> dict[tuple[str, str], str]:
    """Every name of every concept in its schemes; raises where two concepts of one scheme share one."""
    names: dict[tuple[str, str], str] = {}
    for concept in concepts.values():
        for scheme in concept.schemes:
            for name in (concept.notation, concept.label, *concept.alt_labels):
                other = names.setdefault((scheme, fold(name)), concept.iri)
                if other != concept.iri:
                    raise OntologyError(f"concepts.ttl: {name!r} names both {other} and {concept.iri} in {scheme!r}")
    return names


def shapes_text() -> str:
    """The SHACL shapes, as Turtle."""
    return (ontology_folder() / "shapes.ttl").read_text(encoding="utf-8")


# ---- questions -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question must or may be told; `type` is "name", "text", "date", "integer", "iri" or "concept(SCHEME)"."""

    name: str
    type: str
    required: bool
    default: str
    description: str


@dataclass(frozen=True, slots=True)
class Question:
    """A SPARQL query with a header that says what it answers. Parameters stand in its text as `$_name`."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    text: str


PARAMETER = re.compile(
    r"(\w+)\s+(name|text|date|integer|iri|concept\([\w-]+\))\s+(required|optional)(?:\s*=\s*(\S*))?\s*:\s*(.+)"
)
IRI = re.compile(r"(?:https?://|urn:)[^\s<>\"{}|\\^`]+")
NAME_LINE = re.compile(  # how a question finds what is called so; `ontology/README.md` asks for exactly this form
    r"\?(?P<thing>\w+) rdfs:label\|skos:altLabel \?(\w+) \. "
    r"FILTER\(LCASE\(STR\(\?\2\)\) = LCASE\(\$_(?P<parameter>\w+)\)\)"
)
CONDITION = re.compile(r"^.* # if (\w+)\n", re.MULTILINE)  # a line that counts only where that parameter is given
SPARQL_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
SPARQL_TOKEN = re.compile(r"""\#[^\n]*|<[^<>\s]*>|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\$_(\w+)""")


def read_question(name: str, text: str) -> Question:
    """A question from its SPARQL text; `ontology/README.md` shows the header."""
    header: dict[str, list[str]] = {"title": [], "description": [], "param": []}
    for key, value in re.findall(r"^# (title|description|param): *(.*)$", text, re.MULTILINE):
        header[key].append(value.strip())
    parameters = tuple(_parameter(name, line) for line in header["param"])
    unknown = {m[1] for m in SPARQL_TOKEN.finditer(text) if m[1]} - {p.name for p in parameters}
    if unknown:
        raise QueryError(f"{name}: $_{min(unknown)} is used, but no '# param:' line declares it")
    return Question(name, " ".join(header["title"]), " ".join(header["description"]), parameters, text)


def _parameter(question: str, line: str) -> Parameter:
    match = PARAMETER.fullmatch(line)
    if match is None:
        raise QueryError(f"{question}: '# param: {line}' is not 'NAME TYPE required|optional [= DEFAULT] : WHAT IT IS'")
    return Parameter(match[1], match[2], match[3] == "required", match[4] or "", match[5])


@lru_cache(maxsize=1)
def questions() -> tuple[Question, ...]:
    """All questions of `ontology/queries`, by name."""
    paths = sorted((ontology_folder() / "queries").glob("*.rq"))
    return tuple(read_question(path.stem, path.read_text(encoding="utf-8")) for path in paths)


def question(name: str) -> Question:
    """The question of that name."""
    path = ontology_folder() / "queries" / f"{name}.rq"
    if not re.fullmatch(r"[\w-]+", name) or not path.is_file():
        raise QueryError(f"no question {name!r}; there are {', '.join(q.name for q in questions())}")
    return read_question(name, path.read_text(encoding="utf-8"))


def bind(asked: Question, values: Mapping[str, str]) -> str:
    """The SPARQL text of a question with each `$_parameter` replaced by an escaped term; "as-of" means "as_of".

    For a "name", the IRIs of what was found under it (separated by spaces) may be given instead: then the engine starts
    from them, which takes milliseconds where comparing every label of a large store takes seconds.
    """
    given = {key.replace("-", "_"): value for key, value in values.items()}
    names = [p.name for p in asked.parameters]
    for key in given:
        if key not in names:
            raise QueryError(f"{asked.name} has no parameter {key!r}; it has {', '.join(names) or 'none'}")
    found = {p.name: given[p.name].split() for p in asked.parameters if p.type == "name" and _is_iris(given, p.name)}
    terms = {p.name: _term(asked.name, p, given.get(p.name)) for p in asked.parameters}
    text = CONDITION.sub(lambda m: m[0] if given.get(m[1]) else "", asked.text)
    text = NAME_LINE.sub(lambda m: _values_of(m, found), text)
    return SPARQL_TOKEN.sub(lambda m: terms.get(m[1], m[0]) if m[1] else m[0], text)


def _is_iris(given: Mapping[str, str], name: str) -> bool:
    parts = given.get(name, "").split()
    return bool(parts) and all(IRI.fullmatch(part) for part in parts)


def _values_of(line: re.Match[str], found: Mapping[str, list[str]]) -> str:
    """The name line as it stands, or the things themselves where they are known."""
    iris = found.get(line["parameter"])
    return f"VALUES ?{line['thing']} {{ {' '.join(f'<{iri}>' for iri in iris)} }}" if iris else line[0]


def _term(question_name: str, parameter: Parameter, value: str | None) -> str:
    """A parameter's value as a SPARQL term."""
    if value is None and parameter.required:
        raise QueryError(f"{question_name} needs {parameter.name!r}: {parameter.description}")
    value = parameter.default if value is None else value
    if not value and not parameter.required:
        return '""'  # not given: the lines that use it are left out
    if parameter.type.startswith("concept(") and value:
        return _concept_term(question_name, parameter, value)
    try:
        if parameter.type == "date":
            return f'"{date.fromisoformat(value).isoformat()}"^^<{XSD}date>'
        if parameter.type == "integer":
            return str(int(value))
    except ValueError:
        kind = {"date": "a date; expected e.g. 2004-02-18", "integer": "a whole number"}[parameter.type]
        raise QueryError(f"{question_name}: {parameter.name} {value!r} is not {kind}") from None
    if parameter.type == "iri":
        if not IRI.fullmatch(value):
            raise QueryError(f"{question_name}: {parameter.name} {value!r} is not an IRI")
        return f"<{value}>"
    return '"' + value.translate(SPARQL_ESCAPES) + '"'


def _concept_term(question_name: str, parameter: Parameter, value: str) -> str:
    """The IRI of a listed concept, by any of its names."""
    scheme, ontology = parameter.type.removeprefix("concept(").removesuffix(")"), load_ontology()
    iri = ontology.concept(scheme, value)
    if iri is None:
        listed = ", ".join(c.notation for c in ontology.concepts.values() if scheme in c.schemes)
        raise QueryError(f"{question_name}: {parameter.name} {value!r} is none of {listed}")
    return f"<{iri}>"
