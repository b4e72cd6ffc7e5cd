"""The container file: what it says holds, and its steps, carried out here, make a server that answers.

The installation fetches some hundred megabytes of packages, so it runs where CI is set (`CI=1 pytest tests/deploy`).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.deploy.containerfile import Engine, Image, Step, check_command, read, words
from tests.server.serving import free_port

CI = os.environ.get("CI", "").lower() in ("1", "true")


@pytest.fixture(scope="module")
def steps(root: Path) -> list[Step]:
    return read((root / "Containerfile").read_text("utf-8"))


def of(steps: list[Step], name: str) -> list[Step]:
    return [step for step in steps if step.name == name]


def last_stage(steps: list[Step]) -> list[Step]:
    return steps[max(n for n, step in enumerate(steps) if step.name == "FROM") :]


# ---- the reader ----------------------------------------------------------------------------------------------------


def test_the_reader() -> None:
    text = '# said\nFROM a AS b\nRUN one \\\n  && two\n\nCOPY --from=b /x /y\nCMD ["a b", "c"]\n'
    found = read(text)
    assert [(s.name, dict(s.flags), s.text, s.line) for s in found] == [
        ("FROM", {}, "a AS b", 2),
        ("RUN", {}, "one && two", 3),
        ("COPY", {"from": "b"}, "/x /y", 6),
        ("CMD", {}, '["a b", "c"]', 7),
    ]
    assert words(found[3]) == ["a b", "c"]


@pytest.mark.parametrize("text", ["ADD http://x /y", "RUN", "RUN a \\\n", "nonsense"])
def test_the_reader_refuses_what_it_does_not_know(text: str) -> None:
    with pytest.raises(ValueError, match="line 1"):
        read(text)


def test_paths_of_the_image_are_rewritten_and_no_others(tmp_path: Path) -> None:
    image = Image(tmp_path, roots={"/app", "/store"})
    assert image.here("ls /app/x /application -o=/store /usr/app") == (
        f"ls {tmp_path}/app/x /application -o={tmp_path}/store /usr/app"
    )


# ---- what the file says --------------------------------------------------------------------------------------------


def test_every_source_is_there_and_reaches_the_engine(root: Path, steps: list[Step]) -> None:
    let_through = (root / ".dockerignore").read_text("utf-8").split()
    sources = [source for step in of(steps, "COPY") if "from" not in step.flags for source in words(step)[:-1]]
    assert len(sources) > 4
    for source in sources:
        assert (root / source).exists(), source
        assert f"!{source}" in let_through, f"{source} is left out by .dockerignore"
    assert "*" in let_through


def test_the_base_is_slim_and_of_a_python_that_is_supported(steps: list[Step]) -> None:
    assert {step.text.split()[0] for step in of(steps, "FROM")} == {"python:3.11-slim"}


def test_packages_come_from_the_lock_with_their_hashes(root: Path, steps: list[Step]) -> None:
    installs = [step.text for step in of(steps, "RUN") if "pip install" in step.text]
    assert len(installs) == 2
    assert "--require-hashes" in installs[0]
    assert "--no-index" in installs[1]
    image, whole = (pins((root / name).read_text("utf-8")) for name in ("requirements-image.lock", "requirements.lock"))
    assert image
    assert {name: pin for name, pin in whole.items() if name in image} == image, "the locks differ; make lock"
    assert not {"pytest", "pandas", "ruff", "mypy"} & {name.partition("==")[0] for name in image}
    wanted = {"spacy", "pyoxigraph", "starlette", "uvicorn", "prometheus-client", "hatchling"}
    assert wanted <= {name.partition("==")[0] for name in image}


def pins(lock: str) -> dict[str, frozenset[str]]:
    """Hashes by requirement ("numpy==2.4.6 ; python_full_version < '3.12'")."""
    made: dict[str, set[str]] = {}
    name = ""
    for line in lock.splitlines():
        if "==" in line and not line.startswith((" ", "#")):
            name = line.rstrip(" \\")
            made[name] = set()
        elif "--hash=" in line:
            made[name].add(line.strip(" \\"))
    return {name: frozenset(hashes) for name, hashes in made.items()}


def test_it_runs_as_nobody_in_particular_and_is_watched(steps: list[Step]) -> None:
    last = last_stage(steps)
    names = [step.name for step in last]
    user = words(of(last, "USER")[-1])[0]
    assert all(number.isdigit() and int(number) > 999 for number in user.split(":"))
    assert "RUN" not in names[names.index("USER") :]
    assert words(of(last, "CMD")[-1])[:2] == ["kg", "serve"]
    assert "/health/ready" in check_command(of(last, "HEALTHCHECK")[-1])[-1]
    assert words(of(last, "VOLUME")[-1]) == ["/store"]
    store = dict(word.split("=", 1) for step in of(last, "ENV") for word in words(step))["KG_STORE"]
    assert Path(store).parent == Path("/store"), "a restored store is put in place by renaming: not the volume itself"


# ---- what its steps do ---------------------------------------------------------------------------------------------


@pytest.mark.skipif(not CI, reason="fetches the packages of requirements-image.lock; set CI=1 to run it")
@pytest.mark.skipif(sys.platform != "linux", reason="the steps are those of a Linux image")
def test_its_steps_make_a_server_that_answers(root: Path, steps: list[Step], tmp_path: Path) -> None:
    engine = Engine(root, tmp_path / "engine")
    image = engine.build(steps)
    assert not list((tmp_path / "engine" / "root").glob("app/kg")), "the last stage holds the source"
    assert (image.root / "store").is_dir()
    shutil.copy(root / "examples" / "tarnwick-8k-2019-05.txt", tmp_path)
    built = engine.run(image, ["kg", "build", str(tmp_path / "tarnwick-8k-2019-05.txt"), "--json"])
    assert json.loads(built.stdout)["facts"] > 10
    assert (image.root / "store" / "graph" / "version").is_file()
    port = str(free_port())
    assert check(engine, image, port) == 1
    command = [image.here(word).replace("0.0.0.0", "127.0.0.1").replace("8000", port) for word in image.command]
    environment = engine.environment(image)
    where = shutil.which(command[0], path=environment["PATH"])
    assert where
    assert Path(where).is_relative_to(image.root)
    with subprocess.Popen([where, *command[1:]], env=environment, stderr=subprocess.PIPE, text=True) as process:
        until = time.monotonic() + 60
        while (code := check(engine, image, port)) and time.monotonic() < until and process.poll() is None:
            time.sleep(0.3)
        process.terminate()
        _, said = process.communicate(timeout=30)
    assert code == 0, said
    assert {"serving", "request"} <= {json.loads(line)["event"] for line in said.splitlines()}


def check(engine: Engine, image: Image, port: str) -> int:
    """The exit code of the file's own check."""
    command = [word.replace("8000", port) for word in image.health]
    return subprocess.run(command, env=engine.environment(image), capture_output=True, check=False).returncode
