"""The examples printed as web page, as PDF and as an EDGAR submission say what they say as text."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.annotation.annotate import annotate
from kg.annotation.model import Fact, Value
from kg.documents import Filing, parse_filing
from kg.documents.formats import extract
from tests.documents.printing import Filed, as_pdf, as_submission, as_webpage

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.*"))
COVER = "FORM 8-K\n\nSECURITIES AND EXCHANGE COMMISSION\n\nItem 8.01 Other Events."


def said(filing: Filing) -> list[tuple[object, ...]]:
    """Every fact of a filing without its place."""
    return sorted((a.sequence, *told(fact)) for a in annotate(filing) for fact in a.facts)


def told(fact: Fact) -> tuple[object, ...]:
    fields = sorted((f.role, shown(f.value)) for f in fact.fields)
    return fact.kind, fact.extractor, fact.polarity.value, fact.certainty.value, fact.voice.value, tuple(fields)


def shown(value: Value) -> str:
    return getattr(value, "name", "") or str(value)


def submitted(filing: Filing) -> bytes:
    """The filing with each of its releases as an exhibit."""
    form = filing.form if filing.form != "press-release" else "8-K"
    first = filing.releases[0].start
    cover = filing.text[:first] if filing.form != "press-release" else COVER
    exhibits = [(f"EX-99.{r.sequence}", as_webpage(filing.text[r.start : r.end])) for r in filing.releases]
    day = filing.filed or filing.releases[0].issued
    assert day
    header = Filed(form=form, filer=filing.filer, filed=f"{day:%Y%m%d}", period=f"{day:%Y%m%d}")
    return as_submission([(form, as_webpage(cover)), *exhibits], header).encode()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_same_facts_in_every_format(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    plain = parse_filing(path.name, text, "0" * 64)
    wanted = said(plain)
    made = {"x.htm": as_webpage(text).encode(), "x.pdf": as_pdf(text), "x.txt": submitted(plain)}
    for name, data in made.items():
        found = parse_filing(name, extract(name, data), "0" * 64)
        assert [r.headline for r in found.releases] == [r.headline for r in plain.releases], name
        assert [r.issued for r in found.releases] == [r.issued for r in plain.releases], name
        assert said(found) == wanted, name
