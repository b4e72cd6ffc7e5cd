from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

import pytest

from kg.errors import LexiconError
from kg.graph.crew import Alone, Crew, Lost, Processes
from tests.graph.tasks import letters

WORDS = [f"word{n}" for n in range(40)]


def work(crew: Crew, words: list[str]) -> dict[str, list[str | Lost]]:
    done: dict[str, list[str | Lost]] = defaultdict(list)
    for word, result in crew.run(letters, words):
        done[word].append(result)
    return done


def test_any_number_of_processes_gives_the_same() -> None:
    alone = work(Alone(), WORDS)
    assert alone["word7"] == list("word7")
    for count in (1, 3):
        with Processes(count) as crew:
            assert work(crew, WORDS) == alone
            assert work(crew, WORDS[:5]) == {word: alone[word] for word in WORDS[:5]}
            assert work(crew, []) == {}


def test_the_crew_outlives_what_a_task_does_to_one_of_them(tmp_path: Path) -> None:
    once = str(tmp_path / "once")
    with Processes(2) as crew:
        done = work(crew, ["die", once, *WORDS])
    (lost,) = [r for r in done["die"] if isinstance(r, Lost)]
    assert "died" in lost.reason
    assert done[once][-len(once) :] == list(once)
    assert {word: done[word] for word in WORDS} == {word: list(word) for word in WORDS}


def test_a_process_that_is_silent_for_too_long_is_ended() -> None:
    with Processes(2, patience=12) as crew:
        done = work(crew, ["hang", "word"])
    assert done == {"hang": ["h", Lost("took longer than 12 s")], "word": list("word")}


def test_a_process_that_asks_for_too_much_memory_is_refused_it() -> None:
    with Processes(1) as crew:
        assert isinstance(work(crew, ["fill"])["fill"][-1], Lost)


def test_an_error_of_the_installation_ends_the_work() -> None:
    with Processes(2) as crew, pytest.raises(LexiconError, match="damaged"):
        work(crew, ["broken", *WORDS])


PARENT = """
import os, sys
sys.path.insert(0, {root!r})
if __name__ == "__main__":
    from kg.graph.crew import Processes
    from tests.graph.tasks import letters
    with Processes(2) as crew:
        for number, (word, letter) in enumerate(crew.run(letters, [f"w{{n}}" for n in range(10**6)])):
            if number == 0:
                print(*(member.process.pid for member in crew._members), flush=True)
"""


def test_nobody_works_on_when_the_parent_was_killed(root: Path, tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT.format(root=str(root)), encoding="utf-8")
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        members = [int(pid) for pid in parent.stdout.readline().split()]
        parent.kill()
    assert members
    for _ in range(200):
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
