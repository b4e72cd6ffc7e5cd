"""An answer written as a table for people, as CSV, TSV or JSON for programs."""

from __future__ import annotations

import csv
import json
import textwrap
from collections.abc import Callable, Mapping
from decimal import Decimal
from io import StringIO
from itertools import zip_longest

from kg.queries.model import Answer, Value

WIDEST = 60  # characters of a column
FORMULA = ("=", "+", "-", "@", "\t", "\r")
UNDER = ("quote", "description", "why")  # columns whose names hold these are shown under their row


def as_table(answer: Answer, width: int = 120) -> str:
    """Columns with a head and a rule, long values on several lines; sentences stand under their row.

    Fits `width` where the values can be wrapped.
    """
    columns = [i for i, name in enumerate(answer.columns) if not any(word in name.lower() for word in UNDER)]
    quotes = [i for i in range(len(answer.columns)) if i not in columns]
    names = [answer.columns[i] for i in columns]
    cells = [[_printable(_shown(row[i])) for i in columns] for row in answer.rows]
    natural = [max([len(name), *(_longest_line(row[i]) for row in cells)]) for i, name in enumerate(names)]
    widths = _fit(natural, [len(name) for name in names], width)
    lines = [_line(names, widths), _line(["-" * w for w in widths], widths)] if names else []
    for row, shown in zip(answer.rows, cells, strict=True):
        wrapped = [_wrap(value, w) for value, w in zip(shown, widths, strict=True)]
        lines += [_line(parts, widths) for parts in zip_longest(*wrapped, fillvalue="")]
        for quote in dict.fromkeys(_printable(_shown(row[i])) for i in quotes):
            lines += textwrap.wrap(quote, width, initial_indent="    > ", subsequent_indent="      ")
    return "\n".join([*lines, "", f"{len(cells)} row{'' if len(cells) == 1 else 's'}", ""])


def as_csv(answer: Answer) -> str:
    """RFC 4180, with a cell that a spreadsheet would take for a formula defused by an apostrophe."""
    return _separated(answer, ",")


def as_tsv(answer: Answer) -> str:
    """The same with tabs; tabs and line ends inside a value become spaces."""
    return _separated(answer, "\t")


def as_json(answer: Answer) -> str:
    """A list of objects, one a row, keys in the order of the columns; numbers and booleans stay what they are."""
    rows = [{name: _plain(v) for name, v in zip(answer.columns, row, strict=True)} for row in answer.rows]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


FORMATS: Mapping[str, Callable[[Answer], str]] = {"table": as_table, "csv": as_csv, "json": as_json, "tsv": as_tsv}


def _separated(answer: Answer, separator: str) -> str:
    out = StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\n" if separator == "\t" else "\r\n")
    writer.writerow([_defused(name) for name in answer.columns])
    for row in answer.rows:
        values = [_defused(v) for v in row]
        writer.writerow([" ".join(v.split()) for v in values] if separator == "\t" else values)
    return out.getvalue()


def _defused(value: Value) -> str:
    """The text of a value; words that begin like a formula get an apostrophe, numbers do not need one."""
    text = _shown(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text


def _shown(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)


def _printable(text: str) -> str:
    """Text that cannot move a terminal's cursor: control characters become spaces."""
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)


def _plain(value: Value) -> str | int | float | bool | None:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _longest_line(text: str) -> int:
    return max((len(line) for line in text.split("\n")), default=0)


def _fit(natural: list[int], least: list[int], width: int) -> list[int]:
    """Column widths: the widest give way, down to a third of what they want, until the table fits."""
    widths = [min(n, WIDEST) for n in natural]
    floors = [max(head, min(n, 12)) for n, head in zip(natural, least, strict=True)]
    while sum(widths) + 2 * (len(widths) - 1) > width:
        slack = [w - f for w, f in zip(widths, floors, strict=True)]
        if not slack or max(slack) <= 0:
            break
        widths[slack.index(max(slack))] -= 1
    return widths


def _wrap(value: str, width: int) -> list[str]:
    lines = [part for line in value.split("\n") for part in textwrap.wrap(line, width, break_on_hyphens=False)]
    return lines or [""]


def _line(parts: list[str] | tuple[str, ...], widths: list[int]) -> str:
    return "  ".join(part.ljust(w) for part, w in zip(parts, widths, strict=True)).rstrip()
