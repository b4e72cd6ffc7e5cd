"""The reference of the vocabulary as one HTML page: `make docs` writes docs/vocabulary.html.

Everything on it comes from `ontology/`: labels, definitions, domains and ranges, what each term is tied to, which
standard it follows, and an example. It needs no script and loads nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from rdflib import SKOS, Graph, URIRef

from kg.ontology import PREFIXES, ConceptTerm, Ontology, load_ontology, ontology_folder, shorten

OUT = Path(__file__).resolve().parents[1] / "docs" / "vocabulary.html"
CITATION = URIRef(PREFIXES["schema"] + "citation")
TIES = (SKOS.exactMatch, SKOS.closeMatch, SKOS.narrowMatch, SKOS.broadMatch)
STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1c2733 }
h1 { font-size: 1.7rem } h2 { margin-top: 2.5rem; border-bottom: 1px solid #d5dde5 } h3 { margin: 1.6rem 0 .2rem }
h3 code, td code { font-size: .9em; color: #0b5c8a } p { margin: .2rem 0 } nav a { margin-right: 1rem }
pre { background: #f4f6f8; padding: .5rem .7rem; overflow-x: auto; margin: .4rem 0; white-space: pre-wrap }
table { border-collapse: collapse; width: 100%; margin: .6rem 0 }
td, th { text-align: left; vertical-align: top; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid #e6ebf0 }
.small { color: #5a6978; font-size: .9em }
@media (prefers-color-scheme: dark) { body { background: #12181f; color: #dbe3ea } pre { background: #1d2630 }
  h3 code, td code, a { color: #7cc4ee } h2, td, th { border-color: #2c3844 } .small { color: #93a2b0 } }
"""


def page(ontology: Ontology, extra: Graph) -> str:
    """The whole page."""
    parts = [
        *_classes(ontology, extra),
        *_properties(ontology, extra),
        *_schemes(ontology, extra),
    ]
    nav = "".join(f'<a href="#{name.lower()}">{name}</a>' for name in ("Classes", "Properties", "Schemes"))
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        f"<title>Biotech pipeline vocabulary</title><style>{STYLE}</style><h1>Biotech pipeline vocabulary</h1>"
        f"<p>{len(ontology.classes)} classes, {len(ontology.properties)} properties, {len(ontology.concepts)} concepts"
        f" in {len(ontology.schemes)} schemes. bp: is {escape(PREFIXES['bp'])}</p><nav>{nav}</nav>"
        f"{''.join(parts)}</html>\n"
    )


def _classes(ontology: Ontology, extra: Graph) -> Iterator[str]:
    yield '<h2 id="classes">Classes</h2>'
    for term in ontology.classes.values():
        carried = [p.iri for p in ontology.properties.values() if term.iri in p.domains]
        yield _head(term.iri, term.label, term.comment)
        yield _line("below", term.parents, ontology) + _line("carries", carried, ontology)
        yield _more(term.iri, extra, ontology)


def _properties(ontology: Ontology, extra: Graph) -> Iterator[str]:
    yield '<h2 id="properties">Properties</h2>'
    for term in ontology.properties.values():
        yield _head(term.iri, term.label, term.comment)
        scheme = [ontology.schemes[term.scheme].iri] if term.scheme else []
        yield _line("of", term.domains, ontology) + _line("value", (term.range, *scheme), ontology)
        yield _line("below", term.supers, ontology)
        if term.latest_only:
            yield "<p class=small>one value at a time: the present holds the latest</p>"
        yield _more(term.iri, extra, ontology)


def _schemes(ontology: Ontology, extra: Graph) -> Iterator[str]:
    yield '<h2 id="schemes">Schemes</h2>'
    for name, scheme in ontology.schemes.items():
        kind = "open: a value that is not listed gets a concept of its own" if scheme.is_open else "closed"
        yield _head(scheme.iri, scheme.label, kind) + _more(scheme.iri, extra, ontology)
        concepts = [concept for concept in ontology.concepts.values() if name in concept.schemes]
        yield f"<table>{''.join(_concept(c, extra) for c in sorted(concepts, key=lambda c: c.rank))}</table>"


def _concept(concept: ConceptTerm, extra: Graph) -> str:
    example = escape(str(extra.value(URIRef(concept.iri), SKOS.example) or ""))
    also = f" <span class=small>also {escape(', '.join(concept.alt_labels))}</span>" if concept.alt_labels else ""
    name = escape(shorten(concept.iri))
    return (
        f'<tr id="{_anchor(concept.iri)}"><td><b>{escape(concept.label)}</b><br><code>{name}</code>'
        f"<td>{escape(concept.definition)}{also}<br><span class=small>{example}</span></tr>"
    )


def _head(iri: str, label: str, comment: str) -> str:
    name = escape(shorten(iri))
    return f'<h3 id="{_anchor(iri)}">{escape(label)} <code>{name}</code></h3><p>{escape(comment)}</p>'


def _line(word: str, iris: Iterable[str], ontology: Ontology) -> str:
    links = ", ".join(_link(iri, ontology) for iri in iris)
    return f"<p class=small>{word}: {links}</p>" if links else ""


def _link(iri: str, ontology: Ontology) -> str:
    here = {*ontology.classes, *ontology.properties, *(scheme.iri for scheme in ontology.schemes.values())}
    name = escape(shorten(iri))
    return f'<a href="#{_anchor(iri)}">{name}</a>' if iri in here else name


def _more(iri: str, extra: Graph, ontology: Ontology) -> str:
    """Ties to other vocabularies, the standard followed, and the example."""
    term = URIRef(iri)
    ties = "".join(_line(shorten(str(tie)), sorted(map(str, extra.objects(term, tie))), ontology) for tie in TIES)
    cited = "".join(f"<p class=small>after {escape(str(c))}</p>" for c in extra.objects(term, CITATION))
    example = extra.value(term, SKOS.example)
    return ties + cited + (f"<pre>{escape(str(example))}</pre>" if example else "")


def _anchor(iri: str) -> str:
    return escape(shorten(iri).replace(":", "-"), quote=True)


def main() -> int:
    """Writes the page."""
    extra = Graph()
    for path in sorted(ontology_folder().glob("*.ttl")):
        extra.parse(path, format="turtle")
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(page(load_ontology(), extra), encoding="utf-8")
    print(OUT)
    return 0


if __name__ == "__main__":
    sys.exit(main())
