"""Sources that disagree, from the facts of several documents to the rows: which pairs are found, and which are not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from kg.annotation.model import Annotation, Concept, EntityType, Fact, Field, Mention, Span
from kg.build import build
from kg.documents.model import Filing
from kg.graph.document import document_quads, document_records
from kg.graph.entities import entity_quads
from kg.graph.manifest import Entry
from kg.ontology import load_ontology
from kg.queries.questions import Disagreement, disagreements
from kg.resolution.resolve import resolve
from kg.store import Store, open_store
from tests.graph.sample import reading

HEAD = "VERROW REPORTS NEWS ON VRW-7\n\n"
DATELINE = "BASEL, %s - Verrow Biotech Ltd. today reported on its work. The company has forty people in one house.\n\n"
NAMES = {
    "VRW-7": EntityType.DRUG,
    "melanoma": EntityType.INDICATION,
    "skin cancer": EntityType.INDICATION,
    "Verrow Biotech Ltd.": EntityType.ORGANIZATION,
    "Nasdaq": EntityType.ORGANIZATION,
}
PHASE_2 = {"phase": Concept("phase", "phase-2")}
Said = tuple[str, str, dict[str, object]]  # a kind of fact, its sentence, its arguments; a name's is its mention
Tell = Callable[..., tuple[Disagreement, ...]]


def fact(filing: Filing, said: Said) -> Fact:
    kind, sentence, arguments = said
    start = filing.text.index(sentence)
    quote = Span(start, start + len(sentence))
    return Fact(kind, tuple(Field(r, _value(filing, v), (quote,)) for r, v in arguments.items()), "hand/1", 0.9)  # type: ignore[arg-type]


def _value(filing: Filing, value: object) -> object:
    if not isinstance(value, str) or value not in NAMES:
        return value
    start = filing.text.index(value)
    return Mention(NAMES[value], start, start + len(value), value, value)


def build_told(folder: Path, releases: Sequence[tuple[str, Sequence[Said]]]) -> Store:
    """A store of one document for each release: its date as it prints it, "" for none, and what it says."""
    (folder / "letters").mkdir()
    said_in: dict[str, Sequence[Said]] = {}
    for number, (day, said) in enumerate(releases):
        text = HEAD + DATELINE % day if day else HEAD
        text += "".join(f"{sentence}\n\n" for _, sentence, _ in said) + f"Verrow Biotech Ltd. wrote letter {number}.\n"
        (folder / "letters" / f"{number}.txt").write_text(text, encoding="utf-8")
        said_in[f"{number}.txt"] = said

    def annotate(filing: Filing) -> tuple[Annotation, ...]:
        return (Annotation(1, (), tuple(fact(filing, said) for said in said_in[Path(filing.source).name])),)

    store = open_store(folder / "store", "write")
    build([folder / "letters"], store, annotate)
    return store


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Tell]:
    """What is found in such releases."""
    stores: list[Store] = []

    def found(*releases: tuple[str, Sequence[Said]], about: str = "") -> tuple[Disagreement, ...]:
        stores.append(build_told(tmp_path, releases))
        return disagreements(stores[-1], about)

    yield found
    for store in stores:
        store.close()


def trial(sentence: str, disease: str = "melanoma", **more: object) -> Said:
    return "trial", sentence, {"drug": "VRW-7", "indication": disease, **PHASE_2, **more}


EARLY = trial("Enrollment in LUMEN, of VRW-7 in melanoma, ended at 64.", enrollment=64, name="LUMEN")
LATE = trial("LUMEN (NCT07700001), of VRW-7 in skin cancer, took 61.", "skin cancer", enrollment=61, name="LUMEN",
             registry_id="NCT07700001")  # fmt: skip


def test_a_trial_is_one_by_its_short_name_and_its_registry_id(told: Tell) -> None:
    (row,) = told(("March 3, 2008", [EARLY]), ("May 6, 2009", [LATE]), about="VRW-7")
    assert (row.about, row.what, {row.value1, row.value2}) == ("LUMEN", "patients enrolled", {"61", "64"})
    assert {row.date1, row.date2} == {"2008-03-03", "2009-05-06"}
    assert {row.quote1, row.quote2} == {EARLY[1], LATE[1]}
    assert row.why == "fewer patients later than before"


def test_what_has_no_date_is_compared_too(told: Tell) -> None:
    (row,) = told(("", [EARLY]), ("May 6, 2009", [LATE]))
    assert {row.date1, row.date2} == {"", "2009-05-06"}


def test_another_trial_of_the_drug_does_not_disagree(told: Tell) -> None:
    other = trial("UMBRA, of VRW-7 in melanoma, took 61.", enrollment=61, name="UMBRA")
    assert not told(("March 3, 2008", [EARLY]), ("May 6, 2009", [other]))


def test_going_back_needs_two_dates(told: Tell) -> None:
    done = trial("LUMEN, of VRW-7 in melanoma, is over.", name="LUMEN", status=Concept("trial-status", "completed"))
    runs = trial("LUMEN, of VRW-7 in melanoma, goes on.", name="LUMEN", status=Concept("trial-status", "ongoing"))
    assert not told(("", [done]), ("May 6, 2009", [runs]))


def test_a_trial_that_goes_back_is_found(told: Tell) -> None:
    done = trial("LUMEN, of VRW-7 in melanoma, is over.", name="LUMEN", status=Concept("trial-status", "completed"))
    runs = trial("LUMEN, of VRW-7 in melanoma, goes on.", name="LUMEN", status=Concept("trial-status", "ongoing"))
    (row,) = told(("March 3, 2008", [done]), ("May 6, 2009", [runs]))
    assert (row.value1, row.value2, row.why) == ("Completed", "Ongoing", "further on before than later")


def listing(ticker: str, **more: object) -> Said:
    sentence = f"Verrow Biotech Ltd. trades on Nasdaq as {ticker}."
    return "listing", sentence, {"issuer": "Verrow Biotech Ltd.", "exchange": "Nasdaq", "ticker": ticker, **more}


def test_two_symbols_on_one_exchange(told: Tell) -> None:
    (row,) = told(("March 3, 2008", [listing("VRWX"), listing("VBIO")]), about="Verrow Biotech Ltd.")
    assert (row.what, {row.value1, row.value2}) == ("symbol on Nasdaq", {"VBIO", "VRWX"})
    assert {row.quote1, row.quote2} == {listing("VBIO")[1], listing("VRWX")[1]}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (listing("VRWX"), listing("VRWXW")),  # a warrant
        (listing("VRW.A"), listing("VRW.B")),  # two classes of shares
        (listing("VRWX"), listing("VBIO", status=Concept("listing-status", "planned"))),  # a new name
    ],
)
def test_several_securities_and_new_symbols_do_not_disagree(told: Tell, one: Said, other: Said) -> None:
    assert not told(("March 3, 2008", [one, other]))


def test_a_symbol_may_change_with_time(told: Tell) -> None:
    assert not told(("March 3, 2008", [listing("VRWX")]), ("May 6, 2009", [listing("VBIO")]))


def test_a_date_that_cannot_be_the_day_of_issue(tmp_path: Path) -> None:
    read = reading()
    resolution = resolve(document_records(read))
    with open_store(tmp_path / "store", "write") as store:
        entry = Entry("quillon.txt", read.filing.sha256, ("quillon.txt",), "by hand", 2, 9)
        store.replace_document(entry, document_quads(read, resolution, load_ontology()))
        store.replace_entities(entity_quads(resolution), 9, "by hand")
        rows = [r for r in disagreements(store) if r.what == "day of issue"]
        assert [r for r in disagreements(store, "Quillon") if r.what == "day of issue"] == rows
    (row,) = rows
    assert (row.about, row.value1, row.value2) == ("QUILLON ENDS TRIAL", "2003-02-09", "2004-02-09")
    assert (row.why, row.quote1, row.source1, row.date1) == ("a slip of the pen", "", "quillon.txt", "2004-02-09")
