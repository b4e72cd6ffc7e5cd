"""Articles on several companies: "the company" is whoever has the turn."""

from __future__ import annotations

from kg.annotation.annotate import annotate
from kg.annotation.model import Mention
from kg.annotation.read import read_release
from kg.documents import Filing, parse_filing
from kg.graph.statements import is_asserted

ACME = "Acme Therapeutics, Inc. (Nasdaq: ACME) is a biotech company that runs laboratories in Boston and Lyon."
HALDEN = "Halden Medicines plc (NYSE: HLDN) is building a pipeline. The company's lead asset, HLD-200, is an antibody."
TARN = "Tarn Pharmaceuticals, Ltd. (OTCQB: TRNP) works on pain. Their lead candidate, TRN-55, enters Phase 2 this year."
MORE = "The company recently appointed Jane Roe as Chief Executive Officer, who came from a maker of devices."


def filing(headline: str, *paragraphs: str) -> Filing:
    return parse_filing("article.txt", "\n\n".join((headline, *paragraphs)) + "\n", "0" * 64)


def issuers(document: Filing) -> list[str]:
    return [r.issuer.name if r.issuer else "" for r in read_release(document, document.releases[0])]


def pairs(document: Filing, kind: str, *roles: str) -> set[tuple[str, ...]]:
    (annotation,) = annotate(document)
    told = [
        {f.role: f.value for f in fact.fields} for fact in annotation.facts if fact.kind == kind and is_asserted(fact)
    ]
    return {tuple(v.name for r in roles if isinstance(v := fields[r], Mention)) for fields in told}


def test_each_company_speaks_in_its_own_part() -> None:
    article = filing("Three Stocks That Analysts Watch", "Biotech is moving.", ACME, HALDEN, MORE, TARN)
    assert issuers(article) == ["", "Acme Therapeutics, Inc.", "Halden Medicines plc", "Tarn Pharmaceuticals, Ltd."]
    assert pairs(article, "developer", "drug", "organization") == {
        ("HLD-200", "Halden Medicines plc"),
        ("TRN-55", "Tarn Pharmaceuticals, Ltd."),
    }
    assert pairs(article, "role", "person", "organization") == {("Jane Roe", "Halden Medicines plc")}


def test_two_companies_take_turns_where_the_headline_names_neither() -> None:
    assert len(issuers(filing("A Sector to Watch This Spring", HALDEN, TARN))) == 3
    assert issuers(filing("Halden Medicines Expands Its Pipeline", HALDEN, TARN)) == ["Halden Medicines plc"]


def test_a_release_of_one_company_has_one_speaker() -> None:
    partner = "Tarn Pharmaceuticals, Ltd. makes the antibody for the trials."
    assert issuers(filing("Halden Medicines Reports Progress", HALDEN, MORE, partner)) == ["Halden Medicines plc"]
    assert issuers(filing("News of the Day", HALDEN, MORE, HALDEN)) == ["Halden Medicines plc"]


def test_the_warnings_and_paragraphs_are_all_read_once() -> None:
    article = filing("Three Stocks That Analysts Watch", ACME, HALDEN, MORE, TARN)
    starts = [s.start for r in read_release(article, article.releases[0]) for s in r.sentences]
    assert starts == sorted(set(starts))
    assert {article.text[s:][:4] for s in starts} >= {"Thre", "Acme", "Hald", "Tarn"}


def test_a_heading_with_a_ticker_opens_a_part() -> None:
    article = filing(
        "The Stocks to Watch",
        "Acme Therapeutics, Inc. (NYSE-A: ACME)",
        "The shares rose in May.",
        "2. Halden Medicines plc (NYSE: HLDN)",
        MORE,
        "Tarn Pharmaceuticals, Ltd.'s (OTCQB: TRNP) lead candidate, TRN-55, is in Phase 2.",
    )
    assert issuers(article) == ["", "Acme Therapeutics, Inc.", "Halden Medicines plc", "Tarn Pharmaceuticals, Ltd."]
    assert pairs(article, "role", "person", "organization") == {("Jane Roe", "Halden Medicines plc")}


def test_a_sentence_that_names_a_listed_company_late_opens_nothing() -> None:
    late = "For years the market knew Tarn Pharmaceuticals, Ltd. (OTCQB: TRNP) as a maker of creams."
    assert issuers(filing("Halden Medicines Reports Progress", HALDEN, late, MORE)) == ["Halden Medicines plc"]
