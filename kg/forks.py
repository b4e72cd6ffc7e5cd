"""The process that others are forked from: it has loaded what they need once, so a fresh one is there in milliseconds

and shares that memory. The server's workers (`kg.server.nursery`) and those of a build (`kg.graph.nursery`) come so.

It is told what to do over a socket, in messages of one size: for each FORK with descriptors it forks, and tells BORN;
KILL ends a child, safely, since only it can reap one; ENDED tells of a child that is over. It ends when the other end
of its socket does, and takes its children with it, on Linux also where it is killed.
"""

from __future__ import annotations

import contextlib
import gc
import os
import select
import signal
import socket
import struct
import sys
from collections.abc import Callable, Iterator

from kg.confine import end_with_parent

MESSAGE = struct.Struct(">cii")  # what, process id, exit code (as Popen.returncode has it)
FORK, KILL, BORN, ENDED = b"F", b"K", b"B", b"E"
MOST = 2  # descriptors that come with a FORK

Live = Callable[[list[int]], None]  # a child's whole life, given its descriptors


def can_fork() -> bool:
    """Whether this system has forks that are safe beside its own libraries, and end with their parent."""
    return sys.platform == "linux"


def fork_on_demand(control: socket.socket, live: Live, prepare: Callable[[], object]) -> None:
    """Prepare, then fork until the other end of `control` closes; all children have ended when this returns.

    `prepare` must leave no thread behind, which no child would have. Call it in a process that does nothing else.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who started this
    prepare()
    gc.freeze()  # collecting would write to each page that is shared
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    children: set[int] = set()
    with contextlib.suppress(ConnectionError):  # it closed while it was told something
        while True:
            ready, _, _ = select.select([control.fileno(), woken], [], [])
            if woken in ready:
                os.read(woken, 4096)
                for pid, code in _reaped(children):
                    control.sendall(MESSAGE.pack(ENDED, pid, code))
            if control.fileno() in ready and not _obey(control, (woken, wake), children, live):
                break
    for pid in children:
        os.kill(pid, signal.SIGKILL)
    for pid in children:
        os.waitpid(pid, 0)


def _obey(control: socket.socket, waking: tuple[int, int], children: set[int], live: Live) -> bool:
    """Do what one message says; False where the other end has closed."""
    data, descriptors, _, _ = socket.recv_fds(control, MESSAGE.size, MOST)
    if len(data) < MESSAGE.size:
        return False
    what, pid, _ = MESSAGE.unpack(data)
    if what == KILL and pid in children:
        os.kill(pid, signal.SIGKILL)
    if what == FORK:
        parent = os.getpid()
        if (child := os.fork()) == 0:
            _be_child(control, waking, parent, lambda: live(descriptors))
        for descriptor in descriptors:
            os.close(descriptor)
        children.add(child)
        control.sendall(MESSAGE.pack(BORN, child, 0))
    return True


def _be_child(control: socket.socket, waking: tuple[int, int], parent: int, live: Callable[[], None]) -> None:
    """A child, from its birth to its end; nothing of its parent's is left to it but memory."""
    code = 1
    try:
        end_with_parent()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        control.close()
        for descriptor in waking:
            os.close(descriptor)
        if os.getppid() == parent:  # else it died before it could be ended with
            live()
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
