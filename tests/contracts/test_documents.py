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

SHINGLE = 10  # words in a row that two texts do not share by chance
FORM = """
pursuant to rule 13a 16 or 15d 16 of the securities exchange act of 1934 report of foreign private issuer
indicate by check mark whether the registrant files or will file annual reports under cover of form 20 f or form 40 f
pursuant to the requirements of the securities exchange act of 1934 the registrant has duly caused this report to be
signed on its behalf by the undersigned thereunto duly authorized
"""  # the Commission's own wording of Form 6-K, which every such filing repeats


def words(text: str) -> list[str]:
    """Lower-case words and numbers."""
    return re.findall(r"[a-z0-9]+", text.lower())


def shingles(text: str) -> set[str]:
    """Every run of SHINGLE words."""
    found = words(text)
    return {" ".join(found[i : i + SHINGLE]) for i in range(len(found) - SHINGLE + 1)}


def texts() -> list[Path]:
    """Tracked files that are text."""
    return [path for path in tracked() if path.suffix not in BINARY]


@cache
def shared_shingles(folder: Path) -> frozenset[str]:
    """The runs of words of every shared text, less those of the official form."""
    found: set[str] = set()
    for part in ("seeds", "corpus"):
        for path in (folder / part).rglob("*.txt"):
            found |= shingles(path.read_text(encoding="utf-8", errors="replace"))
    return frozenset(found - shingles(FORM))


def test_no_file_names_this_machine_or_an_index() -> None:
    found = []
    for path in texts():
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{path.name}: {host}" for host in INDEX_HOSTS if host in text]
        found += [f"{path.name}: {match[0]}" for match in MACHINE_PATH.finditer(text)]
    assert not found


def test_no_sentence_of_the_shared_texts_is_copied(shared: Path) -> None:
    theirs = shared_shingles(shared)
    copied = {
        str(path.name): sorted(mine)[:3]
        for path in texts()
        if path.name not in {"LICENSE", "requirements.lock"}
        and (mine := shingles(path.read_text(encoding="utf-8", errors="replace")) & theirs)
    }
    assert not copied


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
