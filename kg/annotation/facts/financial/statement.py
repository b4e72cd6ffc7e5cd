"""Figures from the company's own statements: operations, balance sheet, cash flows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kg.annotation.clean import clean
from kg.annotation.facts.financial.currency import Currency, plain_dollar
from kg.annotation.facts.financial.metrics import (
    LISTED,
    Line,
    fold_label,
    is_balance,
    is_expense_section,
    name_line,
    signed,
)
from kg.annotation.facts.financial.observation import Observation
from kg.annotation.facts.financial.rows import Figure, Row, Statement, cell_statements, flow_statements
from kg.annotation.model import Span
from kg.documents.model import Block, BlockKind

_UNIT = re.compile(
    r"(?:\(|\b(?:amounts?|expressed|stated|figures|dollars|in)\b)[^()\n.]{0,60}?(?P<word>thousands|millions|000'?s?)\b[^()\n]{0,80}\)?"
    r"|\(?\$?\s?\b000'?s\b\)?",
    re.I,
)
_ANCHORS = frozenset(
    {"net loss", "net income", "net income or loss", "operating cash flow", "cash used in operating activities"}
)
_ASSETS = "total assets"
_CASH_FLOW = re.compile(r"\b(?:operating|investing|financing) activities\b")
_ABOVE = 500  # how far above a table its unit may stand


@dataclass(frozen=True, slots=True)
class Unit:
    """What a table's figures are counted in, and the passage that says so."""

    scale: int
    said: tuple[Span, ...]


def read_statements(blocks: Sequence[Block], text: str, dollar: Currency | None) -> Iterator[Observation]:
    """Every figure of the statements in these blocks whose metric, period, unit and currency are certain."""
    for block in blocks:
        if block.kind is not BlockKind.TABLE:
            continue
        if block.table is not None:
            statements = list(cell_statements(block.table, text)) or list(
                flow_statements(text, _above(text, block), block.end)
            )
        else:
            statements = list(flow_statements(text, _above(text, block), block.end))
        for statement in statements:
            yield from _observe(statement, text, dollar)


def _above(text: str, block: Block) -> int:
    """Where a header that was cut off from its table may begin: three lines above it."""
    at = block.start
    for _ in range(5):
        at = max(text.rfind("\n", 0, max(0, at - 1)), 0)
    return max(at, block.start - 200)


def _observe(statement: Statement, text: str, dollar: Currency | None) -> Iterator[Observation]:
    lines = [name_line(row.label) if row.label else None for row in statement.rows]
    if not _is_company_statement(statement, lines):
        return
    unit = _unit(statement, text)
    currency = _currency(statement, text, dollar)
    if unit is None or currency is None:
        return
    instants = all(p.months == 0 for p in statement.columns)
    flow = any(_CASH_FLOW.search(fold_label(row.label)) for row in statement.rows)
    names = {line.metric for line in lines if line}
    spent = any(f.value > 0 for row, line in _named(statement, lines) if line.metric == "net loss" for f in row.figures)
    for row, line in _named(statement, lines):
        if len(row.figures) != len(statement.columns) or (flow and line.metric not in LISTED | {"operating cash flow"}):
            continue
        if is_balance(line.metric) != instants and line.metric in LISTED or (instants and line.metric == "net loss"):
            continue
        metric = _metric(row, line, names)
        for seen in _figures(statement, row, Line(metric, line.per_share), (unit, currency)):
            # where costs are printed without brackets, income is in them
            yield replace(seen, value=abs(seen.value)) if spent and seen.metric.endswith("income") else seen


def _metric(row: Row, line: Line, names: set[str]) -> str:
    """A single line "Revenue from X" is the revenue; beside a line of total revenue it is a part."""
    if re.match(r"(?:[\w-]+ ){0,3}revenues?(?: from .*)?$|revenues? from ", line.metric) and "revenue" not in names:
        others = [n for n in names if "revenue" in n and "cost" not in n]
        if len(others) == 1 and not line.metric.startswith(("cost", "deferred", "unearned")):
            return "revenue"
    return line.metric


def _is_company_statement(statement: Statement, lines: Sequence[Line | None]) -> bool:
    instants = all(p.months == 0 for p in statement.columns)
    flows = all(p.months > 0 for p in statement.columns)
    metrics = {line.metric for line in lines if line}
    return (flows and bool(metrics & _ANCHORS)) or (instants and _ASSETS in metrics)


def _named(statement: Statement, lines: Sequence[Line | None]) -> Iterator[tuple[Row, Line]]:
    """Rows with their meaning; the unlabelled sum below a list of operating expenses is named by the list's title."""
    section: Row | None = None
    parts: list[Row] = []
    for row, line in zip(statement.rows, lines, strict=True):
        if not row.figures:
            section, parts = (row, []) if is_expense_section(row.label) else (None, [])
        elif line and row.label:
            parts.append(row)
            yield row, line
        elif not row.label and section and _sums(parts, row):
            yield Row(section.label, section.spans, row.figures), Line("operating expenses")
            section = None


def _sums(parts: Sequence[Row], total: Row) -> bool:
    """Whether a row is the sum of others, give or take what rounding does."""
    if len(parts) < 2 or any(len(p.figures) != len(total.figures) for p in parts):
        return False
    sums = [sum((p.figures[i].value for p in parts), Decimal(0)) for i in range(len(total.figures))]
    return all(abs(s - f.value) <= len(parts) for s, f in zip(sums, total.figures, strict=True))


def _figures(statement: Statement, row: Row, line: Line, measure: tuple[Unit, Currency]) -> Iterator[Observation]:
    unit, currency = measure
    scale = Decimal(1 if line.per_share else unit.scale)
    if line.metric == "net loss" and len({f.value < 0 for f in row.figures if not f.nil}) > 1:
        return  # brackets in one year and none in another: a profit in one of them
    for figure, period, heads in zip(row.figures, statement.columns, statement.heads, strict=True):
        metric, value = signed(line.metric, figure.value * scale)
        if not _plausible(figure, metric, line):
            continue
        yield Observation(
            metric=metric,
            period=period,
            value=value,
            currency=currency.code,
            step=scale.scaleb(-figure.digits),
            said=(figure.span, *row.spans, *(() if line.per_share else unit.said)),
            dated=heads,
            priced=(currency.said,) if currency.said else (figure.span,),
            table=True,
        )


def _plausible(figure: Figure, metric: str, line: Line) -> bool:
    if figure.nil or figure.value == 0:
        return metric == "revenue"
    return not line.per_share or (abs(figure.value) < 1000 and figure.digits > 0)


def _unit(statement: Statement, text: str) -> Unit | None:
    """The unit said in the header or just above; whole dollars where none is said and the figures are that long."""
    start = max(0, statement.start - _ABOVE)
    said = list(_UNIT.finditer(clean(text[start : statement.body])))
    if said:
        last = said[-1]
        scale = 1_000_000 if (last["word"] or "").lower().startswith("million") else 1_000
        left = start + last.start()
        return Unit(scale, (Span(left, left + len(last[0].rstrip())),))
    longest = max((abs(f.value) for row in statement.rows for f in row.figures), default=Decimal(0))
    return Unit(1, ()) if longest >= 100_000 else None


def _currency(statement: Statement, text: str, dollar: Currency | None) -> Currency | None:
    start = max(0, statement.start - 200)
    near = clean(text[start : statement.body])
    if re.search(r"Canadian|Australian|U\.?S\.? dollars|United States|USD|CAD|euro", near, re.I):
        stated = plain_dollar("(" + near.rpartition("(")[2], start + len(near) - len(near.rpartition("(")[2]) - 1)
        if stated and stated.said:
            return stated
    return dollar
