"""Logging of the command line: lines for people, or JSON, one object a line, for programs that collect logs.

Nothing that is logged can forge a line: control characters are escaped in both. Secrets of the environment and
passwords in addresses are blotted out wherever they stand.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from types import TracebackType

KINDS = ("text", "json")
BLOT = "…"
SHORTEST = 4  # characters: blotting out shorter secrets would blot out the words of the log
SECRET_NAME = re.compile(r"(TOKEN|PASSWORD|PASSWD|SECRET|CREDENTIALS?|API_?KEY)$", re.IGNORECASE)
IN_ADDRESS = re.compile(r"(?<=://)[^/\s@]+(?=@)")
BEARER = re.compile(r"(?i)(?<=\bbearer )[\w.~+/=-]+")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
USUAL = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message"}  # the last is uvicorn's


class Blotted(logging.Formatter):
    """What the two ways of writing share: what a record says, less secrets."""

    def __init__(self, secrets: tuple[str, ...] = ()):
        super().__init__()
        self._secrets = secrets

    def blot(self, text: str) -> str:
        """A text without secrets."""
        for secret in self._secrets:
            text = text.replace(secret, BLOT)
        return BEARER.sub(BLOT, IN_ADDRESS.sub(BLOT, text))

    def value(self, value: object) -> object:
        """A value as JSON has it; text and what stands for others blotted."""
        return value if isinstance(value, bool | int | float) or value is None else self.blot(str(value))

    def fields(self, record: logging.LogRecord) -> dict[str, object]:
        """What a record says beside its message."""
        return {name: self.value(value) for name, value in vars(record).items() if name not in USUAL}

    def failure(self, record: logging.LogRecord) -> str:
        """The stacks of the error that a record tells of, "" where it tells of none."""
        if record.exc_info:
            return self.blot(self.formatException(record.exc_info))
        return self.blot(record.exc_text or "")


class Json(Blotted):
    """One object a line, in ASCII: time, level, logger, event, then what the event carries."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        told: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": self.blot(record.getMessage()),
        }
        told |= {name: value for name, value in self.fields(record).items() if name not in told}
        if failure := self.failure(record):
            told["failure"] = failure
        return json.dumps(told)


class Text(Blotted):
    """One line for people; the stacks of an error follow, indented."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, and those of an error."""
        carried = " ".join(f"{name}={value}" for name, value in self.fields(record).items())
        line = escaped(f"{record.levelname} {self.blot(record.getMessage())} {carried}".rstrip())
        return "\n".join([line, *(f"    {escaped(part)}" for part in self.failure(record).splitlines())])


def escaped(text: str) -> str:
    """A text with its control characters, line ends among them, written out."""
    return CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def set_up(kind: str, verbose: bool) -> None:
    """Log to stderr from here on: as text warnings, or all steps with `verbose`; as JSON all steps."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter((Json if kind == "json" else Text)(secrets_of(os.environ)))
    level = logging.INFO if verbose or kind == "json" else logging.WARNING
    logging.basicConfig(level=level, handlers=[handler])
    if kind == "json":
        logging.captureWarnings(True)
        sys.excepthook = _told


def secrets_of(environment: Mapping[str, str]) -> tuple[str, ...]:
    """The values of variables whose names say that they are secret, the longest first."""
    found = {value for name, value in environment.items() if SECRET_NAME.search(name) and len(value) >= SHORTEST}
    return tuple(sorted(found, key=lambda secret: (-len(secret), secret)))


def _told(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    logging.getLogger("kg").critical("failed", exc_info=(kind, error, trace))
