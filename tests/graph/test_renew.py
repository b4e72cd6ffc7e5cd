"""What the register holds after documents came and went is what all of them together give at once."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.annotation.model import EntityType
from kg.annotation.serialize import dump_reading
from kg.checks.standing import sums
from kg.graph.called import Called
from kg.graph.catch_up import (
    Wanted,
    begin_entities,
    catch_up,
    dump_judged,
    judged_of,
    load_judged,
    open_register,
    unwritten,
    written,
)
from kg.graph.document import Known, release_iri
from kg.graph.entities import entity_quads
from kg.graph.manifest import MODULUS, Entry, standing_of, sum_of
from kg.graph.registered import Naming, registered
from kg.graph.renew import Judged, share_of
from kg.graph.renew_tellings import Moved, forget_told, joined_of, renew_tellings
from kg.graph.renew_units import all_quads, changes
from kg.graph.reprints import Print, sketch_of, tie
from kg.graph.tellings import Telling, join_tellings
from kg.graph.terms import Quad
from kg.ontology import ID
from kg.resolution.judgement import Judgement, Verdict, judged
from kg.resolution.model import Local, Record
from kg.resolution.register import NAME, Register, dump_key, dump_record, load_key, load_record
from kg.resolution.renew_entities import dump_traits, load_traits
from kg.resolution.resolve import resolve
from kg.resolution.tally import tally_of
from kg.resolution.traits import traits_of
from kg.resolution.verdicts import verdicts_of
from tests.graph.sample import reading

SITE = "Mercy Hospital"
BESIDE = ("at Mercy Hospital in Boston, Massachusetts", "Mercy Hospital, Iowa City, United States", "")
NAMES = {
    EntityType.DRUG: ["QB-77", "QB 77", "quillimab", "Quillimab", "QB-78", "ZX-77", "HB-101", "carboplatin"],
    EntityType.ORGANIZATION: [
        "Quillon",
        "Quillon Inc.",
        "Quillon AG",
        "Quillon Biosciences Inc.",
        "QBI",
        "Harbour",
        SITE,
    ],
    EntityType.PERSON: ["Mara Oduya", "M. Oduya", "Dr. Mara Oduya", "Jona Whitt"],
    EntityType.INDICATION: ["melanoma", "Melanomas", "lung cancer", "kidney disease", "renal disease"],
}
DAYS = ("2003-01-05", "2004-02-06", "")
FOLDED = ("quillon", "harbour", "")
TEXTS = tuple(f"{start} and so on for many more words of a release number {n // 2}" for n, start in enumerate("abcdef"))
TOLD = dump_reading(replace(reading().filing, text="", releases=()), ())
VARIED = {"meta": (0, 0)}  # tables in which the way to them shows
Share = tuple[dict[Local, str], Known]
SHAS = [f"{n:064x}" for n in range(8)]


@st.composite
def records(draw: st.DrawFn, release: str) -> list[Record]:
    issuer, day = draw(st.sampled_from(FOLDED)), draw(st.sampled_from(DAYS))
    made = {}
    for type_ in draw(st.lists(st.sampled_from(list(NAMES)), max_size=5)):
        names = st.sampled_from(NAMES[type_])
        name, other = draw(names), draw(names)
        told = draw(st.booleans())
        offices = ((draw(st.sampled_from(FOLDED[:2])), True),) if type_ is EntityType.PERSON and told else ()
        kinds = (("HealthcareSite" if name == SITE else "Company", 1),) if type_ is EntityType.ORGANIZATION else ()
        former = (draw(names),) if type_ is EntityType.ORGANIZATION and told else ()
        made[type_, name] = Record(
            Local(release, type_, name),
            issuer,
            tuple(sorted({name: 2, other: 1}.items())),
            kinds,
            type_ is EntityType.DRUG or draw(st.booleans()),
            day,
            draw(st.sampled_from(BESIDE)) if name == SITE else "",
            offices,
            ("Nasdaq: QLN",) if name == "Quillon" and told else (),
            former=former,
        )
    return [made[key] for key in sorted(made)]


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Called]:
    found = {}
    for sha in SHAS:
        release, filing = f"{ID}release/{sha[-16:]}-1", f"{ID}filing/{sha[-16:]}"
        named = draw(records(release))
        drugs = [r.local for r in named if r.local.type is EntityType.DRUG]
        ids = st.sampled_from(["", "nct-1", "nct-2"])
        trials = tuple(Naming(drug, draw(st.sampled_from(["lumen", "harbor"])), draw(ids)) for drug in drugs)
        text = draw(st.sampled_from(TEXTS))
        days = st.sampled_from([date(2003, 1, 5), date(2003, 2, 6), None])
        forms = st.sampled_from(["6-K", "6-K/A", "press-release"])
        filer = draw(st.sets(st.sampled_from(["CIK 1", "quillon", "CIK 2"]), max_size=2))
        said = (draw(days), None, draw(days), text, sketch_of(text), frozenset[str]())
        print_ = Print(release, filing, draw(forms), frozenset(filer), *said)
        found[sha] = Called(tuple(named), trials, TOLD, (print_,))
    return found


PERSONS = (
    judged(f"{ID}drug/quillimab", f"{ID}drug/zx-77", Verdict.SAME, "mara"),
    judged(f"{ID}organization/quillon", f"{ID}organization/harbour", Verdict.DIFFERENT, "mara"),
    judged(f"{ID}drug/qb-78", f"{ID}drug/unheard-of", Verdict.SAME, "mara"),
    judged(f"{ID}person/jona-whitt~harbour", f"{ID}person/jona-whitt", Verdict.DIFFERENT, "mara"),
)
Persons = tuple[Judgement, ...]
JUDGING = st.sets(st.sampled_from(PERSONS)).map(lambda chosen: tuple(sorted(chosen)))


def follow(register: Register, called: dict[str, Called], step: int, persons: tuple[Judgement, ...] = ()) -> list[str]:
    """Bring the register to a set of documents; gives those that are to be written."""
    known = {sha: entry(sha, sha) for sha in sorted(called)}
    wanted = Wanted(known, f"state {step}", Judged(persons), f"state {step - 1}" if step else "", "1", False)
    catch_up(register, wanted, called.__getitem__)
    return list(unwritten(register))


def shares(register: Register, called: dict[str, Called], persons: tuple[Judgement, ...]) -> dict[str, Share]:
    return {sha: share_of(register, sha, Judged(persons)) for sha in called}


def at_once(called: dict[str, Called], persons: tuple[Judgement, ...]) -> tuple[set[Quad], dict[str, object]]:
    """The graph of entities and the share of each document, as all documents together give them."""
    resolution = resolve([r for one in called.values() for r in one.records], persons)
    trials = registered([n for one in called.values() for n in one.trials], resolution.iris)
    ties = tie(p for one in called.values() for p in one.prints)
    found: dict[str, object] = {}
    for sha, one in called.items():
        iris = {r.local: resolution.iri(r.local) for r in one.records}
        keys = {(iris[n.drug], n.name) for n in one.trials} & set(trials)
        own = {p.release for p in one.prints} | {p.filing for p in one.prints}
        found[sha] = iris, {key: trials[key] for key in keys}, ties.among(own)
    return set(entity_quads(resolution)), found


@settings(max_examples=60, deadline=None)
@given(documents(), st.lists(st.tuples(st.sets(st.sampled_from(SHAS)), JUDGING), min_size=1, max_size=4))
def test_what_came_and_went_does_not_show(called: dict[str, Called], steps: list[tuple[set[str], Persons]]) -> None:
    with open_register(None) as register:
        before: dict[str, Share] = {}
        for number, (step, persons) in enumerate(steps):
            held = {sha: called[sha] for sha in sorted(step)}
            todo = follow(register, held, number, persons)
            quads, expected = at_once(held, persons)
            made = list(all_quads(register))
            assert set(made) == quads
            assert len(made) == len(quads)
            assert register.meta("digest") in (f"{sum_of(quads):x}", "" if not quads else "-")
            now = shares(register, held, persons)
            assert {sha: (iris, dict(known.trials), known.ties) for sha, (iris, known) in now.items()} == expected
            changed = {sha for sha in held if sha in before and before[sha] != now[sha]}
            assert changed | (held.keys() - before.keys()) <= set(todo) <= held.keys()
            written(register)
            before = now
        with open_register(None) as anew:
            follow(anew, held, 0, persons)
            assert {**sums(register.opened), **VARIED} == {**sums(anew.opened), **VARIED}


def hub_document(number: int) -> Called:
    """A release that names an agency and people whose names are many and alike."""
    chance = random.Random(number)
    release, issuer = f"{ID}release/{number:016}-1", chance.choice(("quillon", "harbour", ""))
    agency = "Office of Drug Trials" if number % 3 else "The Office of Drug Trials, Inc."
    people = [f"A{chance.choice('bcdefghijklmnopqr')}a {middle} Roe" for middle in chance.sample("BCDEFGHIJKLM", 3)]
    named = {(EntityType.ORGANIZATION, agency), *((EntityType.PERSON, name) for name in people)}
    day, known = f"20{number % 20:02}-05-06", [Local(release, type_, name) for type_, name in sorted(named)]
    return Called(tuple(Record(at, issuer, ((at.name, 1),), issued=day) for at in known), (), TOLD)


@pytest.mark.parametrize("seed", range(3))
def test_hubs_and_crowds_are_what_they_are_at_once(seed: int) -> None:
    chance = random.Random(seed)
    held: dict[str, Called] = {}
    with open_register(None) as register:
        for step in range(8):
            for sha in chance.sample(sorted(held), len(held) // 4):
                del held[sha]
            held |= {f"{n:064x}": hub_document(n) for n in chance.sample(range(90), 12)}
            held = {sha: held[sha] for sha in sorted(held)}
            follow(register, held, step)
            written(register)
            assert set(all_quads(register)) == at_once(held, ())[0]
        with open_register(None) as anew:
            follow(anew, held, 0)
            assert {**sums(register.opened), **VARIED} == {**sums(anew.opened), **VARIED}


TOLD_OF = st.builds(
    Telling,
    st.just("trial"),
    st.tuples(st.sampled_from(["qb-77", "hb-101"])),
    st.sampled_from([f"{ID}trial/{name}" for name in "abc"]),
    st.sampled_from([f"{ID}release/{n}-1" for n in range(4)]),
    st.sampled_from([date(2003, 1, 5), date(2009, 2, 6), None]),
    st.frozensets(st.sampled_from([("name", "lumen"), ("indication", "melanoma"), ("phase", "2")]), max_size=3),
)


GRAPHS = st.sets(st.sampled_from([f"{ID}release/{n}-1" for n in range(4)]), max_size=2)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.lists(TOLD_OF, max_size=6), GRAPHS), min_size=1, max_size=5))
def test_what_is_told_is_joined_as_if_told_at_once(steps: list[tuple[list[Telling], set[str]]]) -> None:
    told: dict[str, list[Telling]] = {}
    with open_register(None) as register:
        for step, gone in steps:
            new: dict[str, list[Telling]] = {one.graph: [] for one in step}
            for one in {(o.graph, o.iri): o for o in step}.values():
                new[one.graph].append(one)
            before, moved = {graph: joined_of(register, graph) for graph in told}, Moved()
            for graph in gone:
                forget_told(register, moved, graph)
            changed = renew_tellings(register, new, moved)
            told = {graph: of for graph, of in told.items() if graph not in gone} | new
            expected = join_tellings(one for of in told.values() for one in of)
            now = {graph: joined_of(register, graph) for graph in told}
            assert {at: home for of in now.values() for at, home in of.items()} == expected
            assert {g for g in before if g in told and g not in new and before[g] != now[g]} <= changed
        for graph in told:
            forget_told(register, Moved(), graph)
        register.counts.flush()
        assert not register.rows("SELECT * FROM said")


# ---- between the register and the store ----------------------------------------------------------------------------


def one_document(number: int | str, name: str = "QB-77") -> Called:
    release = f"{ID}release/{number}-1"
    record = Record(Local(release, EntityType.DRUG, name), "quillon", ((name, 1),), issued="2003-01-05")
    return Called((record,), (), TOLD)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a register that knows two documents, of which the store was told."""
    with open_register(tmp_path) as register:
        assert follow(register, {"a": one_document(1), "b": one_document(2, "HB-101")}, 0) == ["a", "b"]
        written(register)
    return tmp_path


def entry(sha: str, source: str) -> Entry:
    return Entry(source, sha, (), "rules", 1, 0)


def wanted(called: dict[str, Called], written_state: str, version: str = "1") -> Wanted:
    return Wanted({sha: entry(sha, sha) for sha in sorted(called)}, "next", Judged(), written_state, version, True)


def test_what_a_build_did_not_come_to_is_still_to_be_written(folder: Path) -> None:
    called = {"a": one_document(1), "b": one_document(2, "HB-101"), "c": one_document(3, "QB 77")}
    for _ in range(2):  # as if the first build had been killed
        with open_register(folder) as register:
            catch_up(register, wanted(called, "state 0"), called.__getitem__)
            assert list(unwritten(register)) == ["c"]
            assert [names for names, _, _ in [next(changes(register))]] == [[f"{ID}drug/qb-77"]]
            assert not register.meta("whole")


def test_a_build_that_ended_while_it_wrote_entities_writes_all_of_them(folder: Path) -> None:
    called = {"a": one_document(1)}
    with open_register(folder) as register:
        catch_up(register, wanted(called, "state 0"), called.__getitem__)
        begin_entities(register)
    with open_register(folder) as register:
        catch_up(register, wanted(called, "state 0"), called.__getitem__)
        assert register.meta("whole")
        written(register)
        assert not register.meta("whole")


def test_a_verdict_on_a_fact_writes_its_document_again(folder: Path) -> None:
    sha = "c" * 64
    called = {"a": one_document(1), sha: one_document(sha[:16])}
    key = f"{release_iri(sha, 1).value}#0123456789abcdef"
    verdict = Judgement(key, "", Verdict.WRONG, 1.0, ("no\u2028such",), "mara")
    with open_register(folder) as register:
        catch_up(register, wanted(called, "state 0"), called.__getitem__)
        written(register)
        for said in (judged_of([verdict]), Judged()):
            catch_up(register, replace(wanted(called, "next"), judged=said), called.__getitem__)
            assert list(unwritten(register)) == [sha]
            assert share_of(register, sha, said)[1].verdicts == verdicts_of([verdict] if said.facts else [])
            assert load_judged(dump_judged(said)) == said
            written(register)


@pytest.mark.parametrize(("state", "version"), [("another", "1"), ("", "1"), ("state 0", "2")])
def test_a_register_that_fits_no_state_of_the_store_begins_anew(folder: Path, state: str, version: str) -> None:
    called = {"a": one_document(1), "b": one_document(2, "HB-101")}
    with open_register(folder) as register:
        catch_up(register, wanted(called, state, version), called.__getitem__)
        assert list(unwritten(register)) == ["a", "b"]
        assert register.meta("whole")


def test_a_state_that_was_written_and_not_noted_is_believed(folder: Path) -> None:
    called = {"a": one_document(1), "b": one_document(2, "HB-101")}
    with open_register(folder) as register:
        register.note(base="an earlier one")
        register.run("INSERT INTO unwritten VALUES ('a')")
        register.commit()
        catch_up(register, wanted(called, "state 0"), called.__getitem__)
        assert not list(unwritten(register))


def test_a_document_under_another_name_is_written_again(folder: Path) -> None:
    called = {"a": one_document(1), "b": one_document(2, "HB-101")}
    renamed = replace(wanted(called, "state 0"), documents={"a": entry("a", "a"), "b": entry("b", "other.txt")})
    with open_register(folder) as register:
        catch_up(register, renamed, called.__getitem__)
        assert list(unwritten(register)) == ["b"]
        assert not list(changes(register))


class Looked(dict[str, Entry]):
    """Documents that note which of them were looked up."""

    def __init__(self, known: Mapping[str, Entry]) -> None:
        super().__init__(known)
        self.up: set[str] = set()

    def get(self, sha: str, default: Any = None) -> Any:
        self.up.add(sha)
        return super().get(sha, default)


@pytest.mark.parametrize(("moved", "looked"), [(["b", "c"], {"b", "c"}), (["b"], {"a", "b", "c", "d"})])
def test_only_what_moved_is_looked_at_where_that_leads_to_the_end(
    folder: Path, moved: list[str], looked: set[str]
) -> None:
    called = {"a": one_document(1), "b": one_document(2, "HB-101"), "d": one_document(4, "QB 99")}
    with open_register(folder) as register:
        catch_up(register, wanted(called, "state 0"), called.__getitem__)
        written(register)
        del called["b"]
        called["c"] = one_document(3, "QB 77")
        documents = Looked({sha: entry(sha, sha) for sha in sorted(called)})
        standing = sum(standing_of(sha, "rules", sha) for sha in called) % MODULUS
        now = replace(wanted(called, "next"), documents=documents, state="then", moved=moved, standing=standing)
        catch_up(register, now, called.__getitem__)
        assert documents.up == looked
        assert register.firsts("SELECT sha FROM docs ORDER BY sha") == ["a", "c", "d"]
        assert register.meta("state") == "then"
        written(register)
        documents.up.clear()
        again = replace(now, written="then", moved=(), state="later", judged=Judged())
        catch_up(register, again, called.__getitem__)
        assert not documents.up


HARM = (
    "UPDATE records SET data = substr(data, 3)",
    "UPDATE records SET key = key || 'x'",
    "UPDATE said SET number = number + 1",
    "UPDATE said SET value = value || 'x'",
    "UPDATE entities SET traits = replace(traits, 'QB', 'QC')",
    "UPDATE units SET quads = replace(quads, '77', '78')",
)


@pytest.mark.parametrize("harm", ["", *HARM])
def test_a_damaged_register_is_made_again(folder: Path, caplog: pytest.LogCaptureFixture, harm: str) -> None:
    called = {"b": one_document(2, "HB-101"), "c": one_document(3, "QB 77")}
    if harm:
        with sqlite3.connect(folder / NAME) as connection:
            connection.execute(harm)
        connection.close()
    else:
        (folder / NAME).write_bytes(b"no database at all" * 400)
    with open_register(folder) as register:
        catch_up(register, wanted(called, "state 0"), called.__getitem__)
        assert list(unwritten(register)) == sorted(called)
        assert set(all_quads(register)) == at_once(called, ())[0]
    assert "worked out again" in caplog.text


# ---- what stands in its columns ------------------------------------------------------------------------------------


def test_keys_and_records_are_read_as_they_were_written() -> None:
    odd = "qb \ud800 77 / 8 \\"
    assert load_key(dump_key((EntityType.DRUG, odd))) == (EntityType.DRUG, odd)
    local, forms = Local("r", EntityType.PERSON, odd), ((odd, 1),)
    record = Record(local, "x", forms, (("k", 2),), False, "2003", odd, (("y", True),), ("t",), ("f",))
    assert load_record(dump_record(record)) == record


def test_traits_are_read_as_they_were_written() -> None:
    record = Record(Local("r", EntityType.DRUG, "carboplatin"), "quillon", (("carboplatin", 1),))
    (entity,) = resolve([record]).entities.values()
    assert entity.grounding
    traits = traits_of(entity.iri, "carboplatin", tally_of([record]), entity.grounding)
    assert load_traits(dump_traits(traits)) == traits
    assert load_traits(dump_traits(None)) is None
