"""The process that opens untrusted bytes: asked on standard input, it answers on standard output.

A question is a line of JSON, an answer eight bytes of length and a pickle; which classes may be in it says `confined`.
Each question has its processor time; past it the system ends this process, and whoever asked says so.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import pickle
import signal
import struct
import sys
from enum import Enum
from pathlib import Path
from typing import Any, BinaryIO

from kg.confine import confine
from kg.documents.archives import members, packed_bytes, read_bytes
from kg.documents.filing import parse_filing
from kg.documents.formats import extract
from kg.errors import DocumentError, TooSlow

SECONDS = 3.0  # of processor time for a document
SECONDS_A_MEGABYTE = 1.0
MEMORY = 2**30
Answer = object


def main() -> None:
    """Answer questions until there are no more."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints stays out of the answers
    confine(MEMORY)
    for line in sys.stdin.buffer:
        made = answer(json.loads(line))
        limit_time(0)
        send(out, made)


def answer(question: dict[str, str]) -> Answer:
    """The filing, the digest, the bytes or the members asked for, or the error that says why there is none."""
    path = Path(question["path"])
    try:
        limit_time(SECONDS)
        if question["what"] == "members":
            return tuple(str(member) for member in members(path))
        if question["what"] == "packed":
            return packed_bytes(path)
        data = read_bytes(path)
        sha256 = hashlib.sha256(data).hexdigest()
        if question["what"] == "digest":
            return sha256
        limit_time(SECONDS + SECONDS_A_MEGABYTE * len(data) / 2**20)
        return parse_filing(path.name, extract(path.name, data), sha256)
    except DocumentError as error:
        return refusal(type(error), error.reason)
    except OSError as error:
        return refusal(DocumentError, f"cannot be opened: {error.strerror or error}")
    except MemoryError:
        return refusal(TooSlow, f"took more than {MEMORY // 2**20} MB of memory")
    except RecursionError:
        return refusal(TooSlow, "is nested too deep")


def refusal(kind: type[DocumentError], reason: str) -> dict[str, str]:
    """An error as an answer."""
    return {"error": kind.__name__, "reason": reason}


class Answering(pickle.Pickler):
    """Writes members of enumerations by class and value: some releases of Python write a call of `getattr` for them."""

    def reducer_override(self, made: object) -> Any:
        """How a member of an enumeration is made again; all else as ever."""
        return (type(made), (made.value,)) if isinstance(made, Enum) else NotImplemented


def send(out: BinaryIO, made: Answer) -> None:
    """Write one answer."""
    data = io.BytesIO()
    Answering(data, protocol=5).dump(made)
    out.write(struct.pack(">Q", data.tell()))
    out.write(data.getvalue())
    out.flush()


def limit_time(seconds: float) -> None:
    """The system ends this process after so much more processor time; 0 lifts the limit."""
    if hasattr(signal, "setitimer"):  # elsewhere whoever asked still watches the clock
        signal.setitimer(signal.ITIMER_PROF, seconds)


if __name__ == "__main__":
    main()
