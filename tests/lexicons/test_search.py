"""What the compiled lexicons say of names, and where they find them."""

from __future__ import annotations

import time

import pytest

from kg.lexicons import Match, find_longest, ground, lookup
from kg.lexicons.search import words_of


def ids(kind: str, text: str) -> tuple[str, ...]:
    """The ids of the first entry of a name."""
    entries = lookup(kind, text)
    return entries[0].ids if entries else ()


def found(kind: str, text: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in find_longest(kind, text)]


@pytest.mark.parametrize(
    ("kind", "text", "curie"),
    [
        ("drug", "GTI 2040", "UNII:5WY0FWR2CF"),
        ("drug", "GTI-2040", "DRUGBANK:DB05801"),
        ("drug", "GTI-2040", "DRUGBANK:DB15030"),
        ("drug", "GTI-2501", "UNII:G9AU73Z0Y0"),
        ("drug", "APTO-253", "UNII:WB59MRW00U"),
        ("drug", "LOR-253", "UNII:WB59MRW00U"),
        ("drug", "LT-253", "UNII:WB59MRW00U"),
        ("drug", "Virulizin®", "UNII:E5SF1Z7U1S"),
        ("drug", "capecitabine", "DRUGBANK:DB01101"),
        ("disease", "acute myeloid leukaemia", "DOID:9119"),
        ("disease", "AML", "DOID:9119"),
        ("disease", "pancreatic cancer", "DOID:1793"),
        ("organization", "University Health Network", "ROR:042xt5161"),
        ("disease", "solid tumours", "NCIT:C9292"),
        ("disease", "Crohn's disease", "DOID:8778"),
        ("disease", "Crohn’s Disease", "MONDO:0005011"),
        ("target", "Bcl-2", "HGNC:990"),
        ("target", "KLF4", "HGNC:6348"),
        ("target", "AMPK", "FPLX:AMPK"),
        ("organization", "FDA", "ROR:034xvzb47"),
        ("organization", "Food and Drug Administration", "ROR:034xvzb47"),
        ("organization", "National Cancer Institute", "ROR:040gcmg81"),
        ("organization", "NCIC Clinical Trials Group", "ROR:04rg46g58"),
        ("exchange", "TSX", "MIC:XTSE"),
        ("exchange", "NYSE Amex", "MIC:XASE"),
        ("exchange", "OTC BB", "MIC:XOTC"),
        ("place", "Toronto", "GEONAMES:6167865"),
        ("place", "Ontario", "ISO3166:CA-ON"),
        ("place", "U.S.", "ISO3166:US"),
    ],
)
def test_names_have_their_ids(kind: str, text: str, curie: str) -> None:
    assert curie in ids(kind, text)


def test_gti_2040_and_gti_2501_are_two_drugs() -> None:
    assert not set(ids("drug", "GTI-2040")) & set(ids("drug", "GTI-2501"))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("disease", "aml"),
        ("disease", "disease"),
        ("disease", "chronic disease"),
        ("disease", "results"),
        ("disease", "growth"),
        ("drug", "water"),
        ("drug", "data"),
        ("drug", "today"),
        ("drug", "focus"),
        ("drug", "Success"),
        ("target", "met"),
        ("target", "March 5"),
        ("exchange", "tse"),
        ("place", "massachusetts"),
        ("organization", "research and development"),
        ("drug", ""),
        ("drug", "2040"),
    ],
)
def test_ordinary_words_are_no_names(kind: str, text: str) -> None:
    assert lookup(kind, text) == ()


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("target", "R2"),
        ("disease", "AML"),
        ("drug", "insulin"),
        ("organization", "Target"),
        ("journal", "Cancer"),
        ("place", "Reading"),
        ("surname", "Price"),
        ("exchange", "TSE"),
    ],
)
def test_short_and_common_names_are_marked(kind: str, text: str) -> None:
    entries = lookup(kind, text)
    assert entries
    assert all(entry.short for entry in entries)
    assert ground(kind, text) is None


@pytest.mark.parametrize(
    ("kind", "text", "label"),
    [
        ("title", "CEO", "Chief Executive Officer"),
        ("title", "chairman of the board", "Chairman"),
        ("title", "Chair", "Chairman"),
        ("title", "Member of the Board", "Director"),
        ("title", "Board of Directors", "Director"),
        ("title", "VP", "Vice President"),
        ("modality", "antisense oligonucleotides", "antisense"),
        ("modality", "antisense drug", "antisense"),
        ("modality", "small molecules", "small molecule"),
        ("modality", "immunotherapeutic", "immunotherapy"),
        ("modality", "ADC", "antibody-drug conjugate"),
        ("society_or_conference", "ASCO", "American Society of Clinical Oncology"),
        ("journal", "N Engl J Med", "New England Journal of Medicine"),
    ],
)
def test_other_wordings_have_the_canonical_label(kind: str, text: str, label: str) -> None:
    assert label.lower() in {entry.label.lower().removeprefix("the ") for entry in lookup(kind, text)}


def test_a_brand_is_a_brand() -> None:
    assert lookup("drug", "Gemzar")[0].match is Match.BRAND


@pytest.mark.parametrize(
    ("text", "context", "curie"),
    [
        ("Princess Margaret Hospital", "a trial at the hospital in Toronto, Ontario", None),
        ("Princess Margaret Hospital", "a trial at the hospital in Hong Kong", "ROR:03jrxta72"),
        ("Food and Drug Administration", "", "ROR:034xvzb47"),
        ("Food and Drug Administration", "approved in Thailand", "ROR:05hvrsg85"),
        ("National Cancer Institute", "in Bethesda, Maryland", "ROR:040gcmg81"),
        ("National Cancer Institute", "in Vilnius, Lithuania", "ROR:04w2jh416"),
        ("National Cancer Institute", "", "ROR:040gcmg81"),
    ],
)
def test_organizations_are_grounded_where_they_stand(text: str, context: str, curie: str | None) -> None:
    entry = ground("organization", text, context)
    assert (entry.id if entry else None) == curie


@pytest.mark.parametrize(
    ("text", "context", "curie"),
    [
        ("LOR-253", "", "UNII:WB59MRW00U"),
        ("SGX942", "", None),
        ("SGX942", "SGX942 (dusquetide) is in Phase 3", "UNII:IKX7W49NLN"),
        ("insulin", "", None),
    ],
)
def test_a_reused_code_needs_the_proper_name(text: str, context: str, curie: str | None) -> None:
    entry = ground("drug", text, context)
    assert (entry.id if entry else None) == curie


@pytest.mark.parametrize(
    ("kind", "text", "names"),
    [
        ("disease", "It treats acute myeloid leukemia and chronic disease.", ["acute myeloid leukemia"]),
        ("disease", "Patients with Alzheimer’s disease, asthma or pain.", ["Alzheimer’s disease", "asthma", "pain"]),
        ("drug", "Capecitabine plus QRS-204; focus on data today.", ["Capecitabine"]),
        ("drug", "Ketamine's effects and GTI 2040.", ["Ketamine", "GTI 2040"]),
        ("target", "The drug inhibits Bcl-2 as of March 5, 2011.", ["Bcl-2"]),
        ("organization", "A licence to Pfizer Inc. ended.", ["Pfizer Inc."]),
        ("exchange", "(TSX: QRS; NYSE American: QRS)", ["TSX", "NYSE American"]),
        ("place", "From Salt Lake City to New York.", ["Salt Lake City", "New York"]),
        ("title", "President and Chief Executive Officer", ["President", "Chief Executive Officer"]),
        ("modality", "an antibody-drug conjugate and mRNA vaccines", ["antibody-drug conjugate", "mRNA vaccines"]),
    ],
)
def test_the_longest_names_are_found(kind: str, text: str, names: list[str]) -> None:
    assert found(kind, text) == names


def test_no_name_spans_a_sentence_or_a_comma() -> None:
    assert found("disease", "It was breast. Cancer, lung, cancer.") == ["Cancer", "cancer"]


def test_names_begin_and_end_at_the_tokens_given() -> None:
    text = "anti-melanoma melanoma"
    assert [h.start for h in find_longest("disease", text)] == [5, 14]
    assert [h.start for h in find_longest("disease", text, [(0, 13), (14, 22)])] == [14]


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="planet"):
        lookup("planet", "Mars")


def test_a_release_is_scanned_quickly() -> None:
    text = "The company began a Phase 2 trial of its drug in patients with solid tumors today. " * 70
    tokens = words_of(text)
    find_longest("disease", text, tokens)
    start = time.perf_counter()
    find_longest("disease", text, tokens)
    assert time.perf_counter() - start < 0.2  # about 5 ms on an idle core
