"""Text to lines, by offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LINE_END = re.compile(r"\r\n|[\n\r\v\x1c-\x1e\x85\u2028\u2029]")
BLANKS = " \t\r\n\f\v\u00a0\u2002\u2003\u2007\u2009\u200a\u200b\u202f\u3000\ufeff\x1c\x1d\x1e\x1f\x85\u2028\u2029"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `text` without the blanks around it, `start` and `end` of that; `left` is where the line itself begins.

    `raw` is the line with its blanks, without its end.
    """

    start: int
    end: int
    text: str
    left: int
    raw: str

    @property
    def blank(self) -> bool:
        """There is nothing on it."""
        return not self.text


def split_lines(text: str) -> Iterator[Line]:
    """Every line of a text, blank ones too."""
    left = 0
    for end in LINE_END.finditer(text):
        yield line_between(text, left, end.start())
        left = end.end()
    yield line_between(text, left, len(text))


def line_between(text: str, left: int, right: int) -> Line:
    """The line that lies between two offsets."""
    raw = text[left:right]
    start, end = trim(text, left, right)
    return Line(start, end, text[start:end], left, raw)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch of text without the blanks at its ends; an empty one lies at its start."""
    piece = text[start:end]
    body = piece.lstrip().lstrip(BLANKS).lstrip()
    begin = end - len(body)
    return (begin, begin + len(body.rstrip().rstrip(BLANKS).rstrip())) if body else (start, start)
