from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

import pytest

from kg.errors import LexiconError
from kg.forks import can_fork
from kg.graph.crew import Alone, Crew, Lost, Processes
from kg.graph.nursery import Prepare
from tests.graph.tasks import letters, load, load_badly, load_for_ever, who

WORDS = [f"word{n}" for n in range(40)]


def work(crew: Crew, words: list[str]) -> dict[str, list[str | Lost]]:
    done: dict[str, list[str | Lost]] = defaultdict(list)
    for word, result in crew.run(letters, words):
        done[word].append(result)
    return done


@pytest.fixture(params=[None, load], ids=["each by itself", "forked"])
def prepare(request: pytest.FixtureRequest) -> Prepare | None:
    made: Prepare | None = request.param
    return made


def test_any_number_of_processes_gives_the_same(prepare: Prepare | None) -> None:
    alone = work(Alone(), WORDS)
    assert alone["word7"] == list("word7")
    for count in (1, 3):
        with Processes(count, prepare=prepare) as crew:
            assert work(crew, WORDS) == alone
            assert work(crew, WORDS[:5]) == {word: alone[word] for word in WORDS[:5]}
            assert work(crew, []) == {}


def test_the_crew_outlives_what_a_task_does_to_one_of_them(tmp_path: Path, prepare: Prepare | None) -> None:
    once = str(tmp_path / "once")
    with Processes(2, prepare=prepare) as crew:
        done = work(crew, ["die", once, *WORDS])
    (lost,) = [r for r in done["die"] if isinstance(r, Lost)]
    assert "died" in lost.reason
    assert done[once][-len(once) :] == list(once)
    assert {word: done[word] for word in WORDS} == {word: list(word) for word in WORDS}


def test_it_is_told_how_a_process_ended(prepare: Prepare | None, caplog: pytest.LogCaptureFixture) -> None:
    with Processes(1, prepare=prepare) as crew:
        work(crew, ["die"])
    assert [r.getMessage() for r in caplog.records] == ["a process died (exit code -9) at die"] * 2


def test_a_process_that_is_silent_for_too_long_is_ended(prepare: Prepare | None) -> None:
    with Processes(2, prepare=prepare) as crew:
        work(crew, WORDS)  # they have started, which on a busy machine takes longer than a word
        crew.patience = 12
        done = work(crew, ["hang", "word"])
    assert done == {"hang": ["h", Lost("took longer than 12 s")], "word": list("word")}


def test_a_process_that_asks_for_too_much_memory_is_refused_it(prepare: Prepare | None) -> None:
    with Processes(1, prepare=prepare) as crew:
        assert isinstance(work(crew, ["fill"])["fill"][-1], Lost)


@pytest.mark.skipif(not can_fork(), reason="no forks on this system")
def test_what_is_loaded_is_loaded_once_and_shared(tmp_path: Path) -> None:
    with Processes(3, prepare=load) as crew:
        first = [made for _, made in crew.run(who, WORDS) if not isinstance(made, Lost)]
        assert work(crew, ["die"])["die"]
        again = [made for _, made in crew.run(who, WORDS) if not isinstance(made, Lost)]
    assert [word for word, *_ in first] != []
    (nursery,) = {parent for _, _, parent, _ in first + again}
    assert {tuple(loaded) for *_, loaded in first + again} == {(nursery,)}
    members, later = ({pid for _, pid, _, _ in found} for found in (first, again))
    assert later - members  # one took the place of the dead one, without loading
    assert not any(map(_lives, {*members, *later, nursery}))


@pytest.mark.skipif(not can_fork(), reason="no forks on this system")
def test_the_process_that_is_forked_from_may_end_too() -> None:
    with Processes(2, prepare=load) as crew:
        ((_, _, nursery, _),) = [made for _, made in crew.run(who, ["word"]) if not isinstance(made, Lost)]
        os.kill(nursery, signal.SIGKILL)
        done = work(crew, WORDS)
        assert {word: done[word][-len(word) :] for word in WORDS} == work(Alone(), WORDS)  # some were begun before
        ((_, _, other, _),) = [made for _, made in crew.run(who, ["word"]) if not isinstance(made, Lost)]
    assert other != nursery
    assert not _lives(other)


def test_what_cannot_be_loaded_is_for_those_who_need_it_to_tell() -> None:
    with Processes(2, prepare=load_badly) as crew:
        assert work(crew, WORDS) == work(Alone(), WORDS)


@pytest.mark.skipif(not can_fork(), reason="no forks on this system")
def test_who_loads_for_ever_is_given_up() -> None:
    with Processes(1, patience=4, prepare=load_for_ever) as crew:
        assert work(crew, ["word"]) == {"word": [Lost("took longer than 4 s")]}


def test_an_error_of_the_installation_ends_the_work(prepare: Prepare | None) -> None:
    with Processes(2, prepare=prepare) as crew, pytest.raises(LexiconError, match="damaged"):
        work(crew, ["broken", *WORDS])


PARENT = """
import os, sys
sys.path.insert(0, {root!r})
if __name__ == "__main__":
    from kg.graph.crew import Processes
    from tests.graph.tasks import load, who
    with Processes(2, prepare=load if sys.argv[1] else None) as crew:
        seen = set()
        for word, (_, pid, parent, _) in crew.run(who, [f"w{{n}}" for n in range(10**6)]):
            seen |= {{pid, parent}} - {{os.getpid()}}
            if len(seen) == (3 if sys.argv[1] else 2):
                print(*seen, flush=True)
"""


@pytest.mark.parametrize("forked", ["", "1"] if can_fork() else [""])
def test_nobody_works_on_when_the_parent_was_killed(root: Path, tmp_path: Path, forked: str) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT.format(root=str(root)), encoding="utf-8")
    with subprocess.Popen([sys.executable, str(script), forked], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        members = [int(pid) for pid in parent.stdout.readline().split()]
        parent.kill()
    assert members
    for _ in range(2400):
        if not any(map(_lives, members)):
            return
        time.sleep(0.1)
    pytest.fail("a process works on")


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (ProcessLookupError, FileNotFoundError):
        return False
