"""Filings and their annotations to JSON and back, so that a document is read once and resolved again many times.

Blocks are not kept: nothing after annotation looks at them. The text goes into a file of its own.
"""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from kg.annotation.model import (
    Annotation,
    Certainty,
    Concept,
    EntityType,
    Fact,
    Field,
    Mention,
    Payment,
    Polarity,
    Span,
    Value,
    Voice,
)
from kg.documents.model import Filing, Release

Json = Any  # parsed JSON: turned into dataclasses here and nowhere else


def dump_reading(filing: Filing, annotations: tuple[Annotation, ...], version: str = "") -> str:
    """A filing without text and blocks, and what was read in it, as JSON; equal readings give equal text.

    `version` is that of what read it.
    """
    releases = [_plain(replace(release, blocks=())) for release in filing.releases]
    head = _plain(replace(filing, text="", cover=(), signature=(), releases=()))
    made = {
        "filing": head | {"releases": releases},
        "annotations": [_annotation(a) for a in annotations],
        "version": version,
    }
    return json.dumps(made, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def load_reading(text: str, source_text: str = "") -> tuple[Filing, tuple[Annotation, ...]]:
    """What `dump_reading` wrote; `source_text` becomes `Filing.text`."""
    made = json.loads(text)
    head = made["filing"]
    releases = tuple(_release(release) for release in head["releases"])
    filing = Filing(
        **head
        | {"text": source_text, "filed": _date(head["filed"]), "reported": _date(head.get("reported"))}
        | {"cover": (), "signature": (), "releases": releases}
    )
    return filing, tuple(_load_annotation(a) for a in made["annotations"])


def reading_version(text: str) -> str:
    """The version of what read a document, from what `dump_reading` wrote; "" where that is damaged."""
    try:
        return str(json.loads(text)["version"])
    except (ValueError, KeyError, TypeError):
        return ""


def _plain(thing: Filing | Release) -> dict[str, Json]:
    values = {field.name: getattr(thing, field.name) for field in fields(thing)}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _release(made: dict[str, Json]) -> Release:
    return Release(**made | {"issued": _date(made["issued"]), "stated": _date(made["stated"]), "blocks": ()})


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _annotation(annotation: Annotation) -> dict[str, Json]:
    return {
        "sequence": annotation.sequence,
        "mentions": [_mention(m) for m in annotation.mentions],
        "facts": [_fact(f) for f in annotation.facts],
    }


def _mention(m: Mention) -> list[Json]:
    return [m.type.value, m.start, m.end, m.text, m.name, m.kind, m.coreferent]


def _fact(fact: Fact) -> dict[str, Json]:
    return {
        "kind": fact.kind,
        "fields": [[f.role, *_value(f.value), [[s.start, s.end] for s in f.evidence]] for f in fact.fields],
        "extractor": fact.extractor,
        "confidence": fact.confidence,
        "stance": [fact.polarity.value, fact.certainty.value, fact.voice.value],
    }


def _value(value: Value) -> tuple[str, Json]:
    """The name of the value's type, and the value in JSON."""
    match value:
        case Mention():
            return "mention", _mention(value)
        case Concept():
            return "concept", [value.scheme, value.notation]
        case Payment():
            return "payment", [value.kind, str(value.amount), value.currency, value.up_to]
        case Decimal():
            return "decimal", str(value)
        case date():
            return "date", value.isoformat()
        case bool() | int() | str():
            return type(value).__name__, value
    raise TypeError(f"{value!r} is no value of a fact")


def _load_annotation(made: dict[str, Json]) -> Annotation:
    mentions = tuple(_load_mention(m) for m in made["mentions"])
    return Annotation(made["sequence"], mentions, tuple(_load_fact(f) for f in made["facts"]))


def _load_mention(made: list[Json]) -> Mention:
    type_, *rest = made
    return Mention(EntityType(type_), *rest)


def _load_fact(made: dict[str, Json]) -> Fact:
    polarity, certainty, voice = made["stance"]
    return Fact(
        made["kind"],
        tuple(
            Field(role, _load_value(kind, value), tuple(Span(*span) for span in spans))
            for role, kind, value, spans in made["fields"]
        ),
        made["extractor"],
        made["confidence"],
        Polarity(polarity),
        Certainty(certainty),
        Voice(voice),
    )


def _load_value(kind: str, made: Json) -> Value:
    match kind:
        case "mention":
            return _load_mention(made)
        case "concept":
            return Concept(*made)
        case "payment":
            name, amount, currency, up_to = made
            return Payment(name, Decimal(amount), currency, up_to)
        case "decimal":
            return Decimal(made)
        case "date":
            return date.fromisoformat(made)
    value: Value = made
    return value
