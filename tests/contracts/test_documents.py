"""What the repository's files hold: nothing of one machine, nothing copied, no command that does not exist."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.contracts.source import tracked

# Written with spaces, so that this file does not find itself.
INDEX_HOSTS = [name.replace(" ", ".") for name in ("pypi org", "pythonhosted org", "npmjs org", "deb debian org")]
MACHINE_PATH = re.compile(r"(?<![\w./~-])/(?:work|root|home|tmp/w)/\w")
BINARY = {".png", ".gz", ".zip", ".pdf", ".bin", ".xz", ".ico", ".woff2"}

SENTENCE = 9  # words that two writers do not put in the same order by chance
FORM = """
Pursuant to Rule 13a-16 or 15d-16 of the Securities Exchange Act of 1934

Pursuant to the requirements of the Securities Exchange Act of 1934, the registrant has duly caused this report to be
signed on its behalf by the undersigned, thereunto duly authorized.

cash used in operating activities before changes in non-cash working capital
"""  # the Commission's own wording of Form 6-K, which every such filing repeats, and an accountant's term


def sentences(text: str) -> set[str]:
    """Long sentences, as lower-case words without the numbers: rows of figures are facts, not somebody's prose."""
    parts = re.split(r"(?<=[.!?])[\"”']*\s+|\n\s*\n", text)
    runs = (re.findall(r"[a-z]+", part.lower()) for part in parts)
    return {" ".join(run) for run in runs if len(run) >= SENTENCE}


def texts() -> list[Path]:
    """Tracked files that are text."""
    return [path for path in tracked() if path.suffix not in BINARY]


@cache
def shared_sentences(folder: Path) -> frozenset[str]:
    """The sentences of every shared text, less those of the official form."""
    found: set[str] = set()
    for part in ("seeds", "corpus"):
        for path in (folder / part).rglob("*.txt"):
            found |= sentences(path.read_text(encoding="utf-8", errors="replace"))
    return frozenset(found - sentences(FORM))


def test_no_file_names_this_machine_or_an_index() -> None:
    found = []
    for path in texts():
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{path.name}: {host}" for host in INDEX_HOSTS if host in text]
        found += [f"{path.name}: {match[0]}" for match in MACHINE_PATH.finditer(text)]
    assert not found


def test_no_sentence_of_the_shared_texts_is_copied(shared: Path) -> None:
    theirs = shared_sentences(shared)
    copied = {
        str(path.name): sorted(mine)[:3]
        for path in texts()
        if path.name != Path(__file__).name
        and (mine := sentences(path.read_text(encoding="utf-8", errors="replace")) & theirs)
    }
    assert not copied, "write your own sentences"


@pytest.mark.skipif(importlib.util.find_spec("kg.cli") is None, reason="no command line yet")
@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "Makefile"])
def test_every_command_that_is_written_down_exists(root: Path, name: str) -> None:
    done = subprocess.run([sys.executable, "-m", "kg.cli", "--help"], capture_output=True, text=True, check=True)
    known = set(re.findall(r"[a-z]+", done.stdout))
    text = (root / name).read_text(encoding="utf-8")
    written = set(re.findall(r"(?:^|`|/bin/|\$ )kg ([a-z]+)\b", text, re.MULTILINE))
    assert written <= known, f"{name} names commands that `kg --help` does not"


def test_every_make_target_that_is_written_down_exists(root: Path) -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", (root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for name in ("README.md", "CONTRIBUTING.md"):
        text = (root / name).read_text(encoding="utf-8")
        written = set(re.findall(r"(?:^|`)make ([a-z]+)", text, re.MULTILINE))
        assert written <= targets, f"{name} names targets that the Makefile does not have"
