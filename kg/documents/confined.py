"""Documents read in a process apart, which may be killed: bytes from strangers do no harm to the one that builds.

One such process serves each process that reads; it is started with the first document and again after it died.
"""

from __future__ import annotations

import atexit
import contextlib
import io
import json
import logging
import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import kg.errors
from kg.documents.model import Filing
from kg.errors import DocumentError, TooSlow

logger = logging.getLogger(__name__)
SAID = 2000  # characters of a line from that process that are logged
PATIENCE = 60.0  # seconds on the clock for what has some of processor time: the machine may be busy
CLASSES = {
    ("kg.documents.model", name) for name in ("Filing", "Release", "Block", "BlockKind", "Table", "Cell")
} | {("datetime", "date")}  # fmt: skip


class Answers(pickle.Unpickler):
    """Reads answers that are made of the classes of documents and of nothing else."""

    def find_class(self, module: str, name: str) -> object:
        """The class, where it is one of them."""
        if (module, name) not in CLASSES:
            raise pickle.UnpicklingError(f"{module}.{name} is no part of a document")
        return super().find_class(module, name)


@dataclass(slots=True)
class Child:
    """The process that reads for this one, or None before the first question and after it died."""

    process: subprocess.Popen[bytes] | None = None
    owner: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


_child = Child()


def read_confined(path: Path) -> Filing:
    """The filing in a file, or in a member of an archive; raises `DocumentError`."""
    made = ask("filing", path)
    if not isinstance(made, Filing):
        raise DocumentError(path, "the process that read it gave no filing")
    return made


def digest(path: Path) -> str:
    """The SHA-256 of a document's bytes, unpacked; raises `DocumentError`."""
    return str(ask("digest", path))


def packed(path: Path) -> bytes:
    """The bytes of a file or of a member of an archive, still packed where gzip packs them; raises `DocumentError`."""
    made = ask("packed", path)
    return made if isinstance(made, bytes) else b""


def members_of(path: Path) -> list[Path]:
    """The documents in an archive; raises `DocumentError`."""
    made = ask("members", path)
    return [Path(str(name)) for name in made] if isinstance(made, tuple) else []


def ask(what: str, path: Path) -> object:
    """The answer to a question about a path; raises the `DocumentError` that came instead."""
    with _child.lock:
        process = running()
        watch = threading.Timer(PATIENCE, process.kill)
        watch.start()
        try:
            made = exchange(process, {"what": what, "path": str(path)})
        except pickle.UnpicklingError as error:
            stop(process)
            raise DocumentError(path, f"the process that read it gave no answer that may be taken: {error}") from error
        except (OSError, EOFError) as error:
            raise TooSlow(path, died(process)) from error
        finally:
            watch.cancel()
    if isinstance(made, dict):
        raise getattr(kg.errors, str(made["error"]), DocumentError)(path, str(made["reason"]))
    return made


def exchange(process: subprocess.Popen[bytes], question: dict[str, str]) -> object:
    """Ask, and wait for the answer; raises where the process ended before it came."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(question).encode() + b"\n")
    process.stdin.flush()
    (length,) = struct.unpack(">Q", whole(process.stdout, 8))
    return Answers(io.BytesIO(whole(process.stdout, length))).load()


def whole(stream: IO[bytes], length: int) -> bytes:
    """So many bytes; raises `EOFError` where there are fewer."""
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return data


def running() -> subprocess.Popen[bytes]:
    """The process that answers, started where there is none; one that another process started is left to it."""
    if _child.process is not None and _child.owner == os.getpid() and _child.process.poll() is not None:
        stop(_child.process)
    if _child.process is None or _child.owner != os.getpid():
        root = str(Path(kg.errors.__file__).resolve().parent.parent)
        paths = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
        _child.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "kg.documents.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": paths},
        )
        _child.owner = os.getpid()
        threading.Thread(target=log_said, args=(_child.process.stderr,), daemon=True).start()
        atexit.unregister(end)
        atexit.register(end)
    return _child.process


def log_said(stream: IO[bytes]) -> None:
    """Log, line by line, what the process or its libraries print, which a document may have made them print."""
    with stream:
        while line := stream.readline(SAID):
            logger.info("a reader said", extra={"said": line.decode(errors="replace").rstrip()})


def died(process: subprocess.Popen[bytes]) -> str:
    """Why there was no answer."""
    stop(process)
    code = process.returncode
    if -code in (getattr(signal, "SIGPROF", 27), signal.SIGKILL):  # its processor time was over; the clock, or memory
        return "expected a document that is read within seconds, found one that takes longer or more memory"
    return f"ended the process that read it (exit {code}), as a damaged or hostile document may"


def stop(process: subprocess.Popen[bytes]) -> None:
    """End the process and let go of it."""
    process.kill()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()
    process.wait()
    if _child.process is process:
        _child.process = None


def end() -> None:
    """End the process that reads for this one, if there is one."""
    if _child.process is not None and _child.owner == os.getpid():
        stop(_child.process)
