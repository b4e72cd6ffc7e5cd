"""What was asked of a snapshot is remembered, up to a size."""

from __future__ import annotations

from kg.server.memory import Memory
from kg.server.process import Reply


def test_the_longest_unasked_is_forgotten() -> None:
    memory = Memory(10)
    for name in ("a", "b"):
        memory.keep({"job": name, "store": "1"}, Reply(name, b"12345"))
    assert memory.recall({"store": "1", "job": "a"}) == Reply("a", b"12345")
    memory.keep({"job": "c", "store": "1"}, Reply("c", b"1"))
    assert memory.recall({"job": "b", "store": "1"}) is None
    assert memory.recall({"job": "a", "store": "1"})
    assert memory.recall({"job": "a", "store": "2"}) is None


def test_the_same_again_takes_no_more_room() -> None:
    memory = Memory(10)
    for _ in range(5):
        memory.keep({"job": "a"}, Reply("a", b"12345678"))
    assert memory.recall({"job": "a"})
    memory.keep({"job": "b"}, Reply("b", b"x" * 11))
    assert memory.recall({"job": "b"}) is None
