"""Pictures as plain SVG: how far each drug has come, what happened when, cash and spending, and who partners over what.

Nothing is measured on a screen and nothing depends on a font that may be missing: the same case gives the same bytes.
"""

# ruff: noqa: E501 - an element reads best on one line

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape

from kg.queries.board import phases
from kg.queries.case import Case
from kg.queries.deals import deals_of
from kg.queries.money import CASH, Figure, figures_of
from kg.queries.partnership import PartnerTie
from kg.queries.stages import PipelineLine, phase_rank, pipeline_of
from kg.queries.timeline import TimelineRow, timeline_of
from kg.reports.model import Chart

WIDE, LABEL, ROW = 1000, 330, 24
COLORS = ("#2f6f8f", "#9a6b2f", "#5b7f3a", "#8a4a6f", "#4a5a9a", "#a0522d", "#3a8a7a", "#777777", "#b0863a", "#6a5acd")
MOST_ROWS, MOST_PARTNERS, MOST_EVENTS = 60, 24, 400


def charts_of(case: Case, ties: Sequence[PartnerTie] = ()) -> tuple[Chart, ...]:
    """The pictures of a case that have something to show; `ties` are those between its partners."""
    lines = [line for line in pipeline_of(case) if line.rank or line.ahead][:MOST_ROWS]
    made = [
        Chart("pipeline", "How far each drug has come", _board(lines, case.last_day)) if lines else None,
        _timeline(case),
        _cash(figures_of(case)) if case.type == "Organization" else None,
        _partners(case, ties) if case.type == "Organization" else None,
    ]
    return tuple(chart for chart in made if chart)


def _board(lines: Sequence[PipelineLine], today: str) -> str:
    columns = phases()
    step = (WIDE - LABEL - 10) / len(columns)
    out = []
    for i, phase in enumerate(columns):
        x = LABEL + i * step
        out.append(_text(x + step / 2, 16, phase.label, "middle", "head"))
        out.append(f'<line x1="{x:.1f}" y1="24" x2="{x:.1f}" y2="{32 + len(lines) * ROW}" class="grid"/>')
    for i, line in enumerate(lines):
        y = 30 + i * ROW
        name = f"{line.drug.text}{' · ' + line.indication.text if line.indication else ''}"
        out.append(_text(4, y + 14, _short(name, 52)))
        ahead = phase_rank(line.ahead.text)
        if ahead > line.rank:
            out.append(f'<rect x="{LABEL}" y="{y + 2}" width="{ahead * step:.1f}" height="16" class="planned"/>')
        stopped = line.status.text in ("Terminated", "Suspended")
        if line.rank:
            out.append(
                f'<rect x="{LABEL}" y="{y + 2}" width="{line.rank * step:.1f}" height="16" class="{"stopped" if stopped else "bar"}"/>'
            )
        if line.status:
            year = f", {line.news[:4]}" if "" < line.news < _year_before(today) else ""
            out.append(_text(LABEL + 6, y + 14, line.status.text + year, "start", "on" if line.rank else "off"))
    return _svg(
        out,
        40 + len(lines) * ROW,
        "Each bar ends at the highest phase reached; hatched is planned; a year stands with what was told more than a year ago",
    )


def _year_before(day: str) -> str:
    """The same day a year earlier, for comparing; "" for no day."""
    return f"{int(day[:4]) - 1:04}{day[4:]}" if day else ""


def _timeline(case: Case) -> Chart | None:
    rows = [r for r in timeline_of(case) if r.told][-MOST_EVENTS:]
    if len({r.told for r in rows}) < 2:
        return None
    kinds = sorted({r.kind for r in rows})
    first, last = _ordinal(rows[0].told), max(_ordinal(r.told) for r in rows)
    lane = {kind: 20 + i * 30 for i, kind in enumerate(kinds)}
    left, right = 150, WIDE - 30
    out = [_text(4, lane[k] + 5, k) for k in kinds]
    out += [f'<line x1="{left}" y1="{y}" x2="{right}" y2="{y}" class="grid"/>' for y in lane.values()]
    bottom = 20 + len(kinds) * 30
    for year in range(date.fromordinal(first).year, date.fromordinal(last).year + 2):
        x = _scale(date(year, 1, 1).toordinal(), (first, last), (left, right))
        if left <= x <= right:
            out.append(f'<line x1="{x:.1f}" y1="6" x2="{x:.1f}" y2="{bottom - 10}" class="grid"/>')
            out.append(_text(x, bottom + 6, str(year), "middle", "head"))
    for kind, day, said in _stacked(rows):
        x = _scale(_ordinal(day), (first, last), (left, right))
        radius = 4 + 1.6 * math.sqrt(len(said) - 1)
        title = escape(_short(f"{day}: " + "; ".join(f"{r.about}: {r.event.text}" for r in said), 400))
        color = COLORS[kinds.index(kind) % len(COLORS)]
        out.append(
            f'<circle cx="{x:.1f}" cy="{lane[kind]}" r="{min(radius, 12):.1f}" fill="{color}" fill-opacity="0.75"><title>{title}</title></circle>'
        )
    return Chart(
        "timeline",
        "What was told when",
        _svg(out, bottom + 16, "Each dot is a day on which something was told; larger is more"),
    )


def _stacked(rows: Iterable[TimelineRow]) -> list[tuple[str, str, list[TimelineRow]]]:
    by: dict[tuple[str, str], list[TimelineRow]] = {}
    for row in rows:
        by.setdefault((row.kind, row.told), []).append(row)
    return [(kind, day, said) for (kind, day), said in sorted(by.items())]


def _cash(figures: Sequence[Figure]) -> Chart | None:
    """Balances of cash, and the spending of each period, of the currency with most of them."""
    shown = [f for f in figures if f.metric in CASH and f.months == 0 or f.metric.startswith(("cashUsedInOperating", "netLoss")) and
             f.metric in ("cashUsedInOperatingActivities", "netLoss") and f.months == 3]  # fmt: skip
    if not any(f.metric in CASH for f in shown) and len(shown) < 2:
        return None
    currencies = [f.currency for f in shown]
    currency = max(sorted(set(currencies)), key=currencies.count)
    shown = sorted((f for f in shown if f.currency == currency), key=lambda f: (f.end, f.label))[-36:]
    top = max((abs(f.value) for f in shown), default=Decimal(1)) or Decimal(1)
    step = (WIDE - 80) / max(len(shown), 1)
    out = [f'<line x1="60" y1="200" x2="{WIDE - 10}" y2="200" class="axis"/>']
    for i, figure in enumerate(shown):
        height = float(abs(figure.value) / top) * 160
        x, bar = 66 + i * step, min(step * 0.7, 90)
        color = COLORS[0] if figure.metric in CASH else COLORS[1] if figure.metric == "netLoss" else COLORS[5]
        period = "" if not figure.months else f" in {figure.months} months"
        title = escape(f"{figure.label}{period} to {figure.end}: {figure.value.normalize():,f} {figure.currency}")
        out.append(
            f'<rect x="{x:.1f}" y="{200 - height:.1f}" width="{bar:.1f}" height="{height:.1f}" fill="{color}"><title>{title}</title></rect>'
        )
        out.append(_text(x + bar / 2, 194 - height, _millions(figure.value), "middle", "small"))
        out.append(
            f'<text x="{x + bar / 2:.1f}" y="212" class="small" text-anchor="end" transform="rotate(-40 {x + bar / 2:.1f} 212)">{figure.end}</text>'
        )
    for i, (name, color) in enumerate(
        (("Cash", COLORS[0]), ("Cash used in operations, 3 months", COLORS[5]), ("Net loss, 3 months", COLORS[1]))
    ):
        out.append(f'<rect x="{60 + i * 260}" y="6" width="12" height="12" fill="{color}"/>')
        out.append(_text(78 + i * 260, 17, name))
    return Chart("cash", f"Cash and spending, million {currency}", _svg(out, 270, "Bars by the last day of the period"))


def _partners(case: Case, ties: Sequence[PartnerTie]) -> Chart | None:
    lines = [d for d in deals_of(case) if d.partner][:MOST_PARTNERS]
    if not lines:
        return None
    partners = sorted({d.partner.text for d in lines})
    height = max(260, 30 + 26 * len(partners))
    middle = height / 2
    out = [f'<rect x="10" y="{middle - 18:.1f}" width="230" height="36" rx="6" class="node"/>',
           _text(125, middle + 5, _short(case.label, 34), "middle", "name")]  # fmt: skip
    for i, partner in enumerate(partners):
        y = (i + 0.5) * height / len(partners)
        mine = [d for d in lines if d.partner.text == partner]
        words = "; ".join(dict.fromkeys(f"{d.type.text}{' on ' + d.subject.text if d.subject else ''}" for d in mine))
        out.append(f'<path d="M240 {middle:.1f} C 420 {middle:.1f} 420 {y:.1f} 600 {y:.1f}" class="edge"/>')
        out.append(_text(592, y - 5, _short(words, 50), "end", "small"))
        out.append(f'<rect x="600" y="{y - 13:.1f}" width="320" height="26" rx="6" class="node"/>')
        out.append(_text(610, y + 5, _short(partner, 46), "start", "name"))
    place = {partner: (i + 0.5) * height / len(partners) for i, partner in enumerate(partners)}
    for pair in sorted({(t.one, t.other) for t in ties if {t.one, t.other} <= set(place)}):
        (a, b), over = (place[p] for p in pair), [t.over.text for t in ties if (t.one, t.other) == pair]
        out.append(
            f'<path d="M920 {a:.1f} C 990 {a:.1f} 990 {b:.1f} 920 {b:.1f}" class="edge"><title>{escape(_short("; ".join(over), 400))}</title></path>'
        )
    return Chart("partners", "Who partners over what", _svg(out, int(height) + 6, "Agreements by partner"))


def _svg(parts: Iterable[str], height: int, title: str) -> str:
    hatch = ('<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
             '<rect width="6" height="6" fill="#eef3f6"/><line x1="0" y1="0" x2="0" y2="6" stroke="#9db8c6" stroke-width="2"/></pattern></defs>')  # fmt: skip
    body = "\n".join(parts)
    return (f'<svg viewBox="0 0 {WIDE} {height}" role="img" xmlns="http://www.w3.org/2000/svg"><title>{escape(title)}</title>'
            f"{hatch}\n{body}\n</svg>")  # fmt: skip


def _text(x: float, y: float, text: str, anchor: str = "start", style: str = "label") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" class="{style}">{escape(text)}</text>'


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _millions(value: Decimal) -> str:
    return f"{(abs(value) / 1_000_000).quantize(Decimal('0.01')):f}"


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _scale(value: int, span: tuple[int, int], place: tuple[int, int]) -> float:
    return place[0] + (place[1] - place[0]) * (value - span[0]) / max(1, span[1] - span[0])
