"""A store with one release in which sentences about a drug give no fact, for every cause."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from kg.annotation.model import Annotation, EntityType, Fact, Field, Mention, Span
from kg.annotation.serialize import dump_reading
from kg.documents.filing import parse_filing
from kg.graph.manifest import Entry
from kg.store import open_store

TEXT = """Tarnwick Starts Trial of TRW-7

OSLO, March 4, 2021 - Tarnwick Pharma Inc. said that TRW-7 is being developed with Belmora Ltd.

TRW-7 was shown to doctors from several hospitals who treat psoriasis every day. TRW-7 did not help in gout. We like
TRW-7 a lot. Belmora Ltd. keeps stocks of TRW-7 in a cool place. The weather was fine.

"I have waited a long time for a drug such as TRW-7 against psoriasis," said Mona Vik, head of the Holm Clinic.

| Product | Sold in | Since |
| --- | --- | --- |
| TRW-7 | Norway | 2019 |
| Vitamins | Norway | 2017 |

About Tarnwick Pharma Inc.

Tarnwick owes its name to TRW-7 and psoriasis.

Forward-Looking Statements

This release contains forward-looking statements. TRW-7 may fail, and Belmora Ltd. may leave; see the risk factors in
our filings with the commission for what else may happen.
"""
NAMES = {
    "TRW-7": EntityType.DRUG,
    "Tarnwick Pharma Inc.": EntityType.ORGANIZATION,
    "Belmora Ltd.": EntityType.ORGANIZATION,
    "Holm Clinic": EntityType.ORGANIZATION,
    "psoriasis": EntityType.INDICATION,
    "gout": EntityType.INDICATION,
    "Mona Vik": EntityType.PERSON,
}
LEAD = "Tarnwick Pharma Inc. said that TRW-7 is being developed with Belmora Ltd."


def mentions(text: str) -> list[Mention]:
    """Every place before the legal warning where one of the names stands."""
    end = text.index("Forward-Looking")
    return [
        Mention(kind, at, at + len(name), name, name)
        for name, kind in NAMES.items()
        for at in range(end)
        if text.startswith(name, at)
    ]


def deal(found: Iterable[Mention], evidence: Span) -> Fact:
    """An agreement of the two companies on the drug, quoted from the lead."""
    first = {m.name: m for m in reversed(list(found))}
    roles = (("party", "Tarnwick Pharma Inc."), ("party", "Belmora Ltd."), ("subject", "TRW-7"))
    return Fact("agreement", tuple(Field(role, first[name], (evidence,)) for role, name in roles), "by.hand/1")


def make_store(folder: Path) -> Path:
    """A store in a folder, closed; only what was read is in it, no graph."""
    sha256 = hashlib.sha256(TEXT.encode()).hexdigest()
    filing = parse_filing("tarnwick.txt", TEXT, sha256)
    found = mentions(TEXT)
    start = TEXT.index(LEAD)
    read = Annotation(1, tuple(found), (deal(found, Span(start, start + len(LEAD))),))
    with open_store(folder, "write") as store:
        store.save_reading(sha256, dump_reading(filing, (read,)), TEXT)
        store.record(Entry("tarnwick.txt", sha256, ("tarnwick.txt",), "by hand", 1, 1))
    return folder
