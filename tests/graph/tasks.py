"""What the tests give other processes to do; kept apart, since those processes import it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

from kg.errors import LexiconError

LOADED: list[int] = []


def load() -> None:
    """Note which process has loaded."""
    LOADED.append(os.getpid())


def load_badly() -> None:
    """Fail to load."""
    raise LexiconError("a file of names is damaged")


def load_for_ever() -> None:
    """Load without an end."""
    time.sleep(3600)


def who(word: str) -> Iterator[tuple[str, int, int, list[int]]]:
    """The process, the one that started it, and those that had loaded."""
    yield word, os.getpid(), os.getppid(), list(LOADED)


def letters(word: str) -> Iterator[str]:
    """Each letter of a word; some words do what documents may do to their reader."""
    yield word[:1]
    if word == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if word == "hang":
        time.sleep(3600)
    if word == "broken":
        raise LexiconError("a file of names is damaged")
    if word == "fill":
        yield str(len(bytearray(1 << 40)))
    if word.startswith("slow/"):  # says that it has begun, and waits until all may go on
        begun = Path(word.removeprefix("slow"))
        begun.with_suffix(".new").write_text(str(os.getppid()), encoding="ascii")
        begun.with_suffix(".new").replace(begun)
        while not begun.with_name("go").exists():
            time.sleep(0.05)
    if word.startswith("/"):  # dies the first time
        path = Path(word)
        if not path.exists():
            path.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    yield from word[1:]
