"""What is known of a thing, grouped; what was told when; who else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import UnknownName
from kg.graph.terms import XSD, Iri, Literal
from kg.ontology import BP, ID
from kg.queries.board import board, companies
from kg.queries.claims import Thing, things
from kg.queries.document import document, releases
from kg.queries.moments import days, difference, moments
from kg.queries.profile import MOST_ITEMS, SECTIONS, Profile, choose, in_words, profile
from kg.queries.related import related
from kg.queries.search import Entry, fold, index, search
from kg.queries.told import heard, sources, standing, tellings, told_about, until, with_places
from kg.store import Store, open_store
from tests.queries.norvik import RELEASES, SHA, TEXT, TRIAL, E, make_store


def section(found: Profile, key: str) -> list[str]:
    return [item.title for s in found.sections if s.key == key for item in s.items]


def test_told_carries_its_places(norvik: Store) -> None:
    told = [t for t in told_about(norvik, [TRIAL]) if t.predicate == Iri(BP + "status")]
    assert [(t.stance, t.first, t.asserted) for t in sorted(told, key=lambda t: t.first)] == [
        ("intended", "2006-03-02", True),
        ("", "2006-09-12", True),
    ]
    for t in told:
        assert all(TEXT[p.start : p.end] == p.quote for p in t.places)
    assert [t.object for t in standing(told)] == [Iri(BP + "initiated")]
    assert not told_about(norvik, [TRIAL], as_of="2006-03-01")
    assert {t.subject for t in told_about(norvik, [E["mercy"]], "object")} == {TRIAL}


def test_what_was_possible_or_replaced_does_not_stand(norvik: Store) -> None:
    told = told_about(norvik, [E["nvk101"]])
    assert Iri(BP + "indication") in {t.predicate for t in standing(told)}
    assert E["psoriasis"] not in {t.object for t in standing(told)}
    one = told[0]
    assert standing([replace(one, stance="negated")]) == []


def test_profile_groups_and_keeps_what_was_replaced(norvik: Store) -> None:
    found = profile(norvik, E["nvk101"])
    assert found.label == "NVK-101"
    assert "norvimab" in found.names
    assert section(found, "trials") == ["Phase 2 trial of NVK-101 in melanoma"]
    trial = next(i for s in found.sections for i in s.items if i.type == "Trial")
    status = next(line for line in trial.lines if line.predicate == "status")
    assert [v.replaced for v in status.values] == [False, True]
    assert all(line.predicate != "intervention" for line in trial.lines)  # it points back to the page itself


def test_profile_of_a_company_reaches_its_drugs_trials(norvik: Store) -> None:
    found = profile(norvik, E["norvik"])
    assert sorted(section(found, "drugs")) == ["NVK-101", "NVK-202"]
    assert section(found, "trials") == ["Phase 2 trial of NVK-101 in melanoma"]
    assert section(found, "people") == ["Astrid Lund"]
    assert [s.date for s in found.sources] == sorted((s.date for s in found.sources), reverse=True)


def test_profile_of_nothing_says_so(norvik: Store) -> None:
    with pytest.raises(UnknownName):
        profile(norvik, Iri("https://w3id.org/biotech-pipeline/id/drug/none"))
    assert profile(norvik, E["nvk202"], as_of="2006-01-01").sections == ()


def test_words() -> None:
    assert in_words(Literal("-1234567.50", XSD + "decimal"), {}) == "−1,234,567.50"
    assert in_words(Literal("true", XSD + "boolean"), {}) == "yes"
    assert in_words(Literal("1986", XSD + "gYear"), {}) == "1986"


def test_moments_and_difference(norvik: Store) -> None:
    told = moments(norvik, E["nvk101"])
    status = [(m.day, m.before.lower(), m.value.lower()) for m in told if m.what == "status"]
    assert status == [("2006-09-12", "planned", "initiated"), ("2006-03-02", "", "planned")]
    found = difference(norvik, E["nvk101"], "2006-03-02", "2006-09-12")
    assert [f.value.lower() for f in found.removed] == ["planned"]
    assert {f.value.lower() for f in found.added} >= {"initiated", "mercy lake hospital"}
    nothing = difference(norvik, E["nvk101"], "2006-09-12", "2006-09-12")
    assert (nothing.added, nothing.removed) == ((), ())
    assert days(norvik) == ("2006-03-02", "2006-09-12", "2007-05-20")


def test_board(norvik: Store) -> None:
    first, second = board(norvik, E["norvik"])
    assert (first.drug, [c.phase for c in first.chips]) == ("NVK-101", ["phase-2"])
    assert first.chips[0].indications == ("melanoma",)
    assert second.reached == 0
    assert [r.drug for r in board(norvik, E["norvik"], "2006-03-02")] == ["NVK-101"]
    assert board(norvik, E["halden"]) == ()
    assert [(c.label, c.drugs, c.phases) for c in companies(norvik)] == [
        ("Norvik Biosciences Inc.", 2, {"phase-2": 1, "": 1})
    ]


def test_search_ranks_exact_prefix_part_and_misspelt(norvik: Store) -> None:
    entries = index(norvik)
    assert search(entries, "nvk 101")[0].label == "NVK-101"
    assert search(entries, "norvimab")[0].name == "norvimab"
    assert search(entries, "lund")[0].label == "Astrid Lund"
    assert search(entries, "halden farma")[0].label == "Halden Pharma AG"
    assert [h.type for h in search(entries, "norvik", types=frozenset({"Release"}))] == ["Release"] * 3
    assert search(entries, "!?") == []
    twice = [Entry(folded, "Ox", "Ox", "Drug", "urn:ox", "") for folded in ("ox ab", "ox cd")]  # two names, one thing
    assert [h.iri for h in search(twice, "ox")] == ["urn:ox"]
    assert fold("Ärzte–Haus 3") == "arzte haus 3"


def test_related_shares_something(norvik: Store) -> None:
    heading, others = related(norvik, E["melanoma"], "Indication")
    assert heading == "Who develops for it"
    assert [(o.label, o.shared) for o in others] == [("Norvik Biosciences Inc.", ("NVK-101",))]
    assert related(norvik, TRIAL, "Trial") == ("", ())


def test_releases_newest_first(norvik: Store) -> None:
    found, total = releases(norvik, limit=2)
    assert total == len(RELEASES)
    assert [r.date for r in found] == ["2007-05-20", "2006-09-12"]
    with pytest.raises(UnknownName):
        document(norvik, "none")
    assert document(norvik, f"{SHA[:16]}-0").text == TEXT


def test_only_the_newest_is_read_where_much_is_told(norvik: Store) -> None:
    found = tellings(norvik, [E["nvk101"], TRIAL])
    told = heard(norvik, found)
    assert {t.triple for t in told} == set(found)
    assert all(t.places == () for t in told)
    developer = (E["nvk101"], Iri(BP + "developer"), E["norvik"])
    whole = [t for t in told_about(norvik, [E["nvk101"]]) if t.triple == developer]
    (cut,) = [t for t in told_about(norvik, [E["nvk101"]], newest=1) if t.triple == developer]
    assert (len(whole), cut.older) == (2, 1)  # once intended, then stated
    assert cut.places[-1] == max(p for t in whole for p in t.places)
    first = with_places(norvik, told, lambda said: said[:1])
    assert [len({p.source for p in t.places}) for t in first] == [1] * len(told)
    assert until(told, "2006-03-01") == []
    assert {t.last for t in until(told, "2006-03-02")} == {"2006-03-02"}


def test_sources_of_a_store_that_is_written_are_read_anew(tmp_path: Path) -> None:
    folder = make_store(tmp_path / "store")
    release = Iri(f"{ID}release/{SHA[:16]}-1")
    with open_store(folder, "write") as store:
        assert sources(store, [release])[release].date == "2006-03-02"
        store.update(f"DELETE WHERE {{ GRAPH {release} {{ {release} dcterms:issued ?day }} }}")
        assert sources(store, [release])[release].date != "2006-03-02"


def test_a_page_is_cut_and_the_rest_given_on_demand(norvik: Store) -> None:
    near, types = {E["nvk101"]: "2006", E["nvk202"]: "2007"}, things(norvik, [E["nvk101"], E["nvk202"]])
    many = {Iri(f"{E['nvk101'].value}-{n}"): f"{n:04}" for n in range(30)}
    kinds = types | dict.fromkeys(many, types[E["nvk101"]])
    chosen, more = choose(near | many, kinds, "")
    assert (len(chosen["drugs"]), more["drugs"]) == (MOST_ITEMS, 32 - MOST_ITEMS)
    assert chosen["drugs"][0] == E["nvk202"]  # the newest first
    chosen, more = choose(near | many, kinds, "drugs")
    assert (len(chosen["drugs"]), more["drugs"]) == (32, 0)


def test_what_has_no_section_of_its_own_is_shown_too() -> None:
    types = ("Expectation", "CashGuidance", "Novelty", "Payment")
    kinds = {Iri(f"urn:{name}"): Thing(name, name) for name in types}
    chosen, _ = choose(dict.fromkeys(kinds, "2006"), kinds, "")
    assert {key: sorted(kinds[n].type for n in nodes) for key, nodes in chosen.items() if nodes} == {
        "expected": ["CashGuidance", "Expectation"],
        "others": ["Novelty"],
    }
    assert [key for key, _, _ in SECTIONS][-1] == "others"
