"""The process that workers are forked from: it has imported all they need, so a fresh one is there in milliseconds.

    python -m kg.server.nursery '{"memory": BYTES, "rows": N, "answer": BYTES}'

It never sees a query. Its standard input is a socket: for each FORK with two descriptors (a worker's line and its
stderr) it forks, and it tells each BORN and ENDED; KILL ends a child, safely, since only it can reap one.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import signal
import socket
import sys
from collections.abc import Iterator

from kg.ontology import load_ontology
from kg.server.messages import BORN, ENDED, FORK, KILL, MESSAGE
from kg.server.worker import Caps, work


def main() -> None:
    """Fork until the server closes the socket."""
    caps = Caps(**json.loads(sys.argv[1]))
    control = socket.socket(fileno=0)
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's
    load_ontology()
    gc.freeze()
    children: set[int] = set()
    while True:
        ready, _, _ = select.select([control.fileno(), woken], [], [])
        if woken in ready:
            os.read(woken, 4096)
            for pid, code in _reaped(children):
                control.sendall(MESSAGE.pack(ENDED, pid, code))
        if control.fileno() in ready and not _obey(control, children, caps):
            break
    for pid in children:
        os.kill(pid, signal.SIGKILL)


def _obey(control: socket.socket, children: set[int], caps: Caps) -> bool:
    """Do what one message says; False where the server has closed the socket."""
    data, descriptors, _, _ = socket.recv_fds(control, MESSAGE.size, 2)
    if len(data) < MESSAGE.size:
        return False
    what, pid, _ = MESSAGE.unpack(data)
    if what == KILL and pid in children:
        os.kill(pid, signal.SIGKILL)
    if what == FORK:
        line, errors = descriptors
        if (child := os.fork()) == 0:
            _be_worker(control, line, errors, caps)
        os.close(line)
        os.close(errors)
        children.add(child)
        control.sendall(MESSAGE.pack(BORN, child, 0))
    return True


def _be_worker(control: socket.socket, line: int, errors: int, caps: Caps) -> None:
    """The child's whole life."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.dup2(errors, 2)
        os.dup2(2, 1)  # what a library prints must not reach the server
        control.detach()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        work(line, caps)
        code = 0
    except BaseException as error:  # noqa: BLE001  a child must never return into its parent's loop
        with contextlib.suppress(OSError):
            os.write(2, f"{type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(code)


def _reaped(children: set[int]) -> Iterator[tuple[int, int]]:
    """Children that have ended, with their exit codes."""
    while children:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        children.discard(pid)
        yield pid, os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    main()
