"""A case made by hand: lines of a day, a sentence and the triples that it states, about an invented company,
Quillmark."""

from __future__ import annotations

from collections.abc import Iterable

from kg.graph.terms import XSD, Iri, Literal, Term
from kg.ontology import BP, ID, PREFIXES
from kg.queries.case import Case, Issue
from kg.queries.claims import Thing
from kg.queries.told import Place, Source, Telling, Told, until

CLASSES = {
    "organization": "Organization",
    "drug": "Drug",
    "indication": "Indication",
    "person": "Person",
    "trial": "Trial",
    "agreement": "Agreement",
    "payment": "Payment",
    "role": "Membership",
    "listing": "Listing",
    "outcome": "Outcome",
    "regulatory": "RegulatoryAction",
    "financing": "Financing",
    "observation": "FinancialObservation",
    "event": "Event",
    "expectation": "Expectation",
    "guidance": "CashGuidance",
    "programme": "Programme",
    "presentation": "Presentation",
    "publication": "Publication",
}
Line = tuple[str, str, str]  # the day, or "day voice" ("2004-01-12 b"), the sentence, and triples "s p o; s p o"


def case(
    *lines: Line, company: str = "quillmark", as_of: str = "", stated: dict[str, str] | None = None, drug: str = ""
) -> Case:
    """A case of a company, or of a drug, told by one release a day; "2004-01-12 b" is another publisher's of that day.

    Objects are entities ("drug/qm-1"), concepts (":phase2"), numbers, true, days and texts in quotes; a triple
    that begins
    with "not" is denied.
    """
    gathered: dict[tuple[Iri, Iri, Term, str], list[Place]] = {}
    publishers: dict[Iri, Iri] = {}
    sources: dict[str, Source] = {}
    for number, (when, sentence, triples) in enumerate(lines):
        day, _, voice = when.partition(" ")
        graph = Iri(f"{ID}release/{when.replace(' ', '-')}")
        sources[when] = Source(day, f"{day}.txt", f"RELEASE OF {day}", graph)
        publishers[graph] = thing(f"organization/{voice or company}")
        for triple in filter(None, (t.strip() for t in triples.split(";"))):
            s, p, o, stance = _triple(triple)
            place = Place(sources[when], number * 1000, number * 1000 + len(sentence), sentence)
            gathered.setdefault((s, p, o, stance), []).append(place)
    told = [_told(key, tuple(sorted(set(places)))) for key, places in gathered.items()]
    if as_of:
        told = until(told, as_of)
    return _case(told, company, as_of, drug, (sources, publishers, stated or {}))


def _told(key: tuple[Iri, Iri, Term, str], places: tuple[Place, ...]) -> Told:
    tellings = tuple(Telling(source, source.graph) for source in sorted({p.source for p in places}))
    return Told(*key, tellings, 0, "0.9", ("made",), places)


def _case(
    told: Iterable[Told],
    company: str,
    as_of: str,
    drug: str,
    made: tuple[dict[str, Source], dict[Iri, Iri], dict[str, str]],
) -> Case:
    sources, publishers, stated = made
    of: dict[Iri, list[Told]] = {}
    for one in told:
        of.setdefault(one.subject, []).append(one)
    iri = thing(f"drug/{drug}") if drug else thing(f"organization/{company}")
    nodes = set(of) | {t.object for said in of.values() for t in said if isinstance(t.object, Iri)} | {iri}
    names = {n: Thing(_class(n), _label(n)) for n in nodes if n.value.startswith(ID)}
    drugs = {
        t.subject for said in of.values() for t in said if t.predicate.value == BP + "developer" and t.object == iri
    }
    mine = tuple(sorted(drugs | ({iri} if drug else set())))
    issues = tuple(
        Issue(s, stated.get(s.date, ""), "the filing says so" if s.date in stated else "", s.date, 1)
        for s in sorted(sources.values())
        if publishers[s.graph] == iri and (not as_of or s.date <= as_of)
    )
    first = min((t.first for said in of.values() for t in said), default="")
    return Case(
        iri,
        names[iri].label,
        "Drug" if drug else "Organization",
        as_of,
        {n: tuple(said) for n, said in of.items()},
        names,
        {d: (_label(d),) for d in mine},
        publishers,
        issues,
        mine,
        first,
    )


def thing(short: str) -> Iri:
    """The IRI of "drug/qm-1"."""
    return Iri(ID + short)


def _class(node: Iri) -> str:
    return CLASSES.get(node.value.removeprefix(ID).split("/")[0], "Concept")


def _label(node: Iri) -> str:
    name = node.value.rpartition("/")[2]
    return name.upper() if "/drug/" in node.value else name.replace("-", " ").capitalize()


def _triple(text: str) -> tuple[Iri, Iri, Term, str]:
    stance = "negated" if text.startswith("not ") else ""
    s, p, o = text.removeprefix("not ").split(" ", 2)
    prefix, _, name = p.partition(":") if ":" in p else ("bp", "", p)
    return thing(s), Iri(PREFIXES[prefix] + name), _term(o), stance


def _term(text: str) -> Term:
    if text.startswith(":"):
        return Iri(BP + text[1:])
    if text in ("true", "false"):
        return Literal(text, XSD + "boolean")
    if text.startswith('"'):
        return Literal(text.strip('"'))
    if "/" in text:
        return thing(text)
    if text.count("-") == 2:
        return Literal(text, XSD + "date")
    return Literal(text, XSD + ("decimal" if "." in text else "integer"))
