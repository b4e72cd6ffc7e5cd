from __future__ import annotations

import io
import os
import pickle
import signal
from enum import Enum
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.confine import keeps_from_network
from kg.documents import Filing, Rejected, parse_filing, read_documents
from kg.documents.archives import is_archive
from kg.documents.child import send
from kg.documents.confined import Answers, ask, died, read_confined, running
from kg.documents.formats import extract
from kg.documents.model import BlockKind
from kg.errors import DocumentError, TooSlow
from tests.documents.hostile import RELEASE, hostile

TENTH = 500  # of the five thousand of `make bench`


@settings(max_examples=TENTH, deadline=None, derandomize=True)
@given(st.integers(0, 2**32))
@example(0)
def test_built_or_set_aside(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    name, data = hostile(seed)
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(data)
    for found in read_documents([path]):
        if isinstance(found, Rejected):
            assert found.reason
            assert "error of this program" not in found.reason
            continue
        assert all(found.text[b.start : b.end] == b.text for release in found.releases for b in release.blocks)
        again = parse_filing(found.source, found.text, found.sha256)
        assert again == found


@pytest.mark.parametrize("depth", [200_000])
def test_what_takes_too_long_is_ended(tmp_path: Path, depth: int) -> None:
    (tmp_path / "a.htm").write_text("<html>" + "<div>" * depth + RELEASE)
    (tmp_path / "b.txt").write_text(RELEASE)
    slow, good = read_documents([tmp_path])
    assert isinstance(slow, Rejected)
    assert "takes longer" in slow.reason
    assert isinstance(good, Filing)


def test_a_reader_that_dies_is_told_and_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(RELEASE)
    first = read_confined(tmp_path / "a.txt")
    process = running()
    process.send_signal(signal.SIGSEGV)
    process.wait()
    assert read_confined(tmp_path / "a.txt") == first


def test_a_reader_that_died_says_how() -> None:
    process = running()
    process.send_signal(signal.SIGABRT)
    process.wait()
    assert died(process) == "ended the process that read it (exit -6), as a damaged or hostile document may"


def test_unknown_question(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="cannot be opened: No such file"):
        ask("filing", tmp_path / "none.txt")


def test_answers_hold_documents_and_nothing_else() -> None:
    with pytest.raises(pickle.UnpicklingError, match="no part of a document"):
        Answers(io.BytesIO(pickle.dumps(os.getcwd))).load()


class Spelt(Enum):
    """An enumeration whose members are pickled by name, as all are in some releases of Python."""

    ONE = "one"

    def __reduce_ex__(self, protocol: object) -> tuple[object, ...]:
        return getattr, (type(self), self.name)


def test_answers_hold_members_of_enumerations_in_any_python() -> None:
    out = io.BytesIO()
    send(out, {Spelt.ONE: BlockKind.PROSE})
    answer = out.getvalue()[8:]
    assert b"getattr" not in answer
    assert pickle.loads(answer) == {Spelt.ONE: BlockKind.PROSE}


def test_child_and_parent_read_alike(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(RELEASE)
    found = read_confined(tmp_path / "a.txt")
    assert found == parse_filing("a.txt", extract("a.txt", RELEASE.encode()), found.sha256)


def test_too_slow_is_a_document_error() -> None:
    assert issubclass(TooSlow, DocumentError)
    assert is_archive(Path("a.ZIP"))


@pytest.mark.skipif(not keeps_from_network(), reason="this system cannot keep a process from the network")
def test_who_opens_documents_can_reach_nothing(tmp_path: Path) -> None:
    """Whatever a document makes of its reader, it is under the filter that refuses network and programs."""
    (tmp_path / "a.txt").write_text("Words.\n", encoding="utf-8")
    assert ask("digest", tmp_path / "a.txt")
    status = Path(f"/proc/{running().pid}/status").read_text("ascii")
    told = dict(line.split(":\t", 1) for line in status.splitlines())
    assert (told["Seccomp"], told["NoNewPrivs"]) == ("2", "1")
