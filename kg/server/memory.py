"""Answers kept in mind: a snapshot never changes, so what was once asked of it need not be asked again."""

from __future__ import annotations

import json
from collections import OrderedDict

from kg.server.process import Reply, Task


class Memory:
    """The answers last given, up to a number of bytes; asked of another snapshot, a task is another task."""

    def __init__(self, most_bytes: int):
        self._most = most_bytes
        self._size = 0
        self._kept: OrderedDict[str, Reply] = OrderedDict()

    def recall(self, task: Task) -> Reply | None:
        """The reply that was given to the same task."""
        key = _key(task)
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def keep(self, task: Task, reply: Reply) -> None:
        """Keep a reply, and forget those that were not asked for longest."""
        key = _key(task)
        self._size += len(reply.body) - len(self._kept[key].body if key in self._kept else b"")
        self._kept[key] = reply
        self._kept.move_to_end(key)
        while self._size > self._most:
            _, forgotten = self._kept.popitem(last=False)
            self._size -= len(forgotten.body)


def _key(task: Task) -> str:
    return json.dumps(task, sort_keys=True)
