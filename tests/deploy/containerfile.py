"""A reader for container files, and a small engine that carries one out in a folder, without root and without images.

The engine knows FROM (every base is this machine's Python), WORKDIR, COPY, RUN, ENV, USER, VOLUME, EXPOSE, HEALTHCHECK
and CMD. Paths of the image lie below the folder; in commands they are rewritten to where they lie.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

KNOWN = {"FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "CMD"}
OWNER = re.compile(r"\b(\d+):\1\b")  # a user and a group of the image, "10001:10001"


@dataclass(frozen=True)
class Step:
    """One instruction: its name, its flags ("--from=made"), what follows, and the line that it begins on."""

    name: str
    flags: Mapping[str, str]
    text: str
    line: int


def read(text: str) -> list[Step]:
    """The instructions of a container file; raises ValueError for what this reader does not know."""
    steps: list[Step] = []
    pending, begun = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("#") or not (line.strip() or pending):
            continue
        begun = begun if pending else number
        pending += line.strip() if not line.endswith("\\") else line[:-1].strip() + " "
        if line.endswith("\\"):
            continue
        steps.append(_step(pending, begun))
        pending = ""
    if pending:
        raise ValueError(f"line {begun}: goes on after the end")
    return steps


def _step(text: str, line: int) -> Step:
    name, _, rest = text.partition(" ")
    if name not in KNOWN:
        raise ValueError(f"line {line}: {name} is no instruction of this file's kind")
    flags: dict[str, str] = {}
    while found := re.match(r"--([a-z-]+)=(\S+)\s+", rest):
        flags[found[1]] = found[2]
        rest = rest[found.end() :]
    if not rest.strip():
        raise ValueError(f"line {line}: {name} says nothing")
    return Step(name, flags, rest.strip(), line)


def words(step: Step) -> list[str]:
    """What follows an instruction as a list: JSON's, or words."""
    if step.text.startswith("["):
        made: list[str] = json.loads(step.text)
        return made
    return shlex.split(step.text)


def check_command(step: Step) -> list[str]:
    """The command of a HEALTHCHECK, in its exec form."""
    kind, _, rest = step.text.partition(" ")
    made: list[str] = json.loads(rest) if kind == "CMD" else []
    return made


@dataclass
class Image:
    """What a stage has come to: the folder that is its root, and what later steps inherit."""

    root: Path
    workdir: str = "/"
    environment: dict[str, str] = field(default_factory=dict)
    user: str = ""
    roots: set[str] = field(default_factory=set)  # the image's own folders, "/app"
    command: tuple[str, ...] = ()
    health: tuple[str, ...] = ()

    def place(self, path: str) -> Path:
        """Where a path of the image lies."""
        absolute = path if path.startswith("/") else f"{self.workdir}/{path}"
        return self.root / absolute.strip("/")

    def here(self, text: str) -> str:
        """A text with the image's paths made those of this machine."""
        for own in sorted(self.roots, key=len, reverse=True):
            text = re.sub(rf"(?<![\w./-]){re.escape(own)}(?![\w-])", str(self.root / own.strip("/")), text)
        return text


class Engine:
    """Carries out the steps of a file below a folder; `context` is what COPY copies from."""

    def __init__(self, context: Path, folder: Path):
        self.context = context
        self.folder = folder
        self.base = folder / "base"
        self.base.mkdir(parents=True)
        executable = getattr(sys, "_base_executable", sys.executable)
        for name in ("python", "python3"):
            (self.base / name).symlink_to(executable)

    def build(self, steps: Sequence[Step]) -> Image:
        """The last stage, everything having been done; raises CalledProcessError where a RUN fails."""
        roots = {"/" + words(step)[-1].strip("/").split("/")[0] for step in steps if step.name in ("WORKDIR", "VOLUME")}
        stages: dict[str, Path] = {}
        image = Image(self.folder / "none")
        for step in steps:
            if step.name == "FROM":
                image = self._begin(step, stages, roots)
            elif step.name == "COPY":
                self._copy(step, image, stages)
            elif step.name == "RUN":
                self.run(image, ["/bin/sh", "-ec", OWNER.sub(f"{os.getuid()}:{os.getgid()}", step.text)])
            else:
                _settle(step, image)
        return image

    def run(self, image: Image, command: Sequence[str], **more: str) -> subprocess.CompletedProcess[str]:
        """Run a command in an image."""
        return subprocess.run(
            [image.here(word) for word in command],
            cwd=image.place(image.workdir),
            env=self.environment(image) | more,
            check=True,
            capture_output=True,
            text=True,
            timeout=1200,
        )

    def environment(self, image: Image) -> dict[str, str]:
        """What a command in an image has for its environment: this machine's way to packages, and the image's own."""
        kept = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_", "REQUESTS_"))}
        kept |= {
            name: os.environ[name] for name in ("HOME", "http_proxy", "https_proxy", "no_proxy") if name in os.environ
        }
        path = f"{self.base}:/usr/local/bin:/usr/bin:/bin"
        own = {name: image.here(value).replace("$PATH", path) for name, value in image.environment.items()}
        return kept | {"PATH": path} | own

    def _begin(self, step: Step, stages: dict[str, Path], roots: set[str]) -> Image:
        """A fresh root; that of the stage before is moved away, so that nothing in it is found by accident."""
        root = self.folder / "root"
        if root.exists():
            aside = self.folder / f"stage{len(stages)}"
            root.rename(aside)
            stages[next(name for name, at in stages.items() if at == root)] = aside
        root.mkdir()
        _, _, name = step.text.partition(" AS ")
        stages[name or "last"] = root
        return Image(root, roots=roots)

    def _copy(self, step: Step, image: Image, stages: Mapping[str, Path]) -> None:
        *sources, target = words(step)
        start = stages[step.flags["from"]] if "from" in step.flags else self.context
        for source in sources:
            at, to = start / source.strip("/"), image.place(target)
            to.parent.mkdir(parents=True, exist_ok=True)
            if at.is_dir():
                shutil.copytree(at, to, symlinks=True, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copyfile(at, to / at.name if target.endswith("/") else to)


def _settle(step: Step, image: Image) -> None:
    """What a step changes for those that follow, or for who runs the image."""
    match step.name:
        case "WORKDIR":
            image.workdir = step.text
            image.place(step.text).mkdir(parents=True, exist_ok=True)
        case "ENV":
            image.environment |= dict(word.split("=", 1) for word in words(step))
        case "USER":
            image.user = step.text
        case "HEALTHCHECK":
            image.health = tuple(check_command(step))
        case "CMD":
            image.command = tuple(words(step))
