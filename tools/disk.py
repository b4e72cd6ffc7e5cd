"""A disk of a few kilobytes that nobody else sees: a tmpfs, mounted where only this process and its children look."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

ROOMY = 1 << 30
PAGE = 4096
TRIES = 1000
TRY = 'mount -t tmpfs -o size=4096 tmpfs "$1" && umount "$1"'
PRIVATE = ("unshare", "--mount", "--map-root-user")


def way_to_mount(folder: Path) -> tuple[tuple[str, ...], str]:
    """What to put before a command that mounts, () where it may do so as it is; or why nothing can be mounted."""
    said = ""
    for way in (PRIVATE, ("unshare", "--mount"), ()):
        try:
            tried = subprocess.run(
                [*way, "sh", "-c", TRY, "sh", str(folder)], capture_output=True, text=True, check=False
            )
        except OSError as error:
            said += f"{error.filename}: {error.strerror}; "
            continue
        if tried.returncode == 0:
            return way, ""
        said += f"{' '.join(tried.stderr.split())[:150]}; "
    return (), f"a tmpfs cannot be mounted here: {said.rstrip('; ')}"


class Disk:
    """A disk at a folder, whose room is as is said. Use as a context manager, in a process that may mount."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._mounted = False

    def __enter__(self) -> Disk:
        self.path.mkdir(parents=True, exist_ok=True)
        self.wipe()
        return self

    def __exit__(self, *_: object) -> None:
        self._unmount()

    def wipe(self) -> None:
        """Begin with an empty disk with plenty of room."""
        self._unmount()
        self._mounted = self._mount(f"size={ROOMY}", "-t", "tmpfs")
        if not self._mounted:
            raise OSError(f"{self.path}: cannot be mounted")

    def room(self, size: int = ROOMY) -> None:
        """Let the disk hold so many bytes in all; not less than what lies there, in whole pages."""
        for _ in range(TRIES):  # what lies there may grow meanwhile
            if self._mount(f"remount,size={max(size, self.used(), PAGE) // PAGE * PAGE}"):
                return
        raise OSError(f"{self.path}: cannot be given {size} bytes")

    def fill(self) -> None:
        """Take all the room that is left, while others write."""
        self.room(self.used())

    def used(self) -> int:
        """The bytes that are taken."""
        now = os.statvfs(self.path)
        return (now.f_blocks - now.f_bfree) * now.f_frsize

    def _mount(self, options: str, *more: str) -> bool:
        """Whether that could be done."""
        done = subprocess.run(["mount", *more, "-o", options, "tmpfs", self.path], check=False, capture_output=True)
        return done.returncode == 0

    def _unmount(self) -> None:
        if self._mounted:
            subprocess.run(["umount", self.path], check=True)
            self._mounted = False
