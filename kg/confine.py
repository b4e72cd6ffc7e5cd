"""What a process may not do that works on what strangers sent: documents, queries.

It may not reach the network, start programs, write files, or take more memory than it is given. On Linux a seccomp
filter refuses the system calls (seccomp(2), "Secure Computing with filters"); it needs no privilege and cannot be
lifted. Elsewhere the caps of the C library hold, where there are any.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import platform
import signal
import struct
import sys

try:
    import resource
except ImportError:  # no such limits on this system
    resource = None  # type: ignore[assignment]

# Per machine: the audit architecture, and the numbers of socket, connect, socketpair, execve, execveat, ptrace, bpf.
REFUSED = {
    "x86_64": (0xC000003E, (41, 42, 53, 59, 322, 101, 321)),
    "aarch64": (0xC00000B7, (198, 203, 199, 221, 281, 117, 280)),
}
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS, PR_GET_SECCOMP, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 1, 38, 21, 22, 2
LOAD, JUMP_EQUAL, JUMP_AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06  # classic BPF: ld abs word, jeq, jge, ret
ALLOW, REFUSE, KILL = 0x7FFF0000, 0x00050000 | errno.EACCES, 0x80000000
X32 = 0x40000000  # the second numbering of system calls on x86_64
IO_URING_SETUP = 425  # the same everywhere; io_uring would open sockets behind the filter


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def confine(memory: int, may_write: bool = False) -> None:
    """Confine this process and all that it starts, for good; `memory` in bytes of its own data."""
    if resource is not None:
        caps = [(resource.RLIMIT_CORE, 0), (resource.RLIMIT_DATA, memory)]
        for limit, most in caps if may_write else [*caps, (resource.RLIMIT_FSIZE, 0)]:
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(limit, (most, most))
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # `keeps_from_network` tells
            _filter(ctypes.CDLL(None, use_errno=True))


def end_with_parent() -> None:
    """Let this process be killed when the thread that started it ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def limit_address_space(most: int) -> None:
    """Let this process, and what it starts, get a MemoryError past so many bytes; either may lift that again."""
    if resource is not None:
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def give_back_memory() -> None:
    """Give memory that was freed back to the system, where the C library is one that else keeps it (glibc)."""
    if sys.platform == "linux":
        with contextlib.suppress(AttributeError):
            ctypes.CDLL(None).malloc_trim(0)


def keeps_from_network() -> bool:
    """Whether this system can keep a process from the network."""
    if sys.platform != "linux" or platform.machine() not in REFUSED:
        return False
    return int(ctypes.CDLL(None).prctl(PR_GET_SECCOMP, 0, 0, 0, 0)) >= 0


def _filter(libc: ctypes.CDLL) -> None:
    """Install the filter; raises OSError where the kernel will not have it."""
    if platform.machine() not in REFUSED:
        raise OSError(errno.ENOSYS, f"seccomp: no numbers for {platform.machine()}")
    program = b"".join(_instructions(*REFUSED[platform.machine()]))
    held = _Program(len(program) // 8, program)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(
        PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(held), 0, 0
    ):
        code = ctypes.get_errno()
        raise OSError(code, f"seccomp: {os.strerror(code)}")


def _instructions(architecture: int, numbers: tuple[int, ...]) -> list[bytes]:
    """The filter: another architecture's calls end the process, refused ones fail, all others pass."""
    refused = (*numbers, IO_URING_SETUP)
    made = [_bpf(LOAD, 0, 0, 4), _bpf(JUMP_EQUAL, 1, 0, architecture), _bpf(RETURN, 0, 0, KILL), _bpf(LOAD, 0, 0, 0)]
    made.append(_bpf(JUMP_AT_LEAST, len(refused) + 1, 0, X32))
    made += [_bpf(JUMP_EQUAL, len(refused) - i, 0, number) for i, number in enumerate(refused)]
    return [*made, _bpf(RETURN, 0, 0, ALLOW), _bpf(RETURN, 0, 0, REFUSE)]


def _bpf(code: int, if_true: int, if_false: int, value: int) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)
