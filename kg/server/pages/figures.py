"""A company's figures as a table: metrics down, periods across."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

Json = Any


def pivot(items: list[Json]) -> Json:
    """Columns (the newest period first) and rows of cells; each cell is its values, those told last first.

    A value has its currency and place; there are several where releases disagree, and none where nothing was told.
    """
    cells: dict[tuple[str, str], list[Json]] = defaultdict(list)
    for item in items:
        lines = {line["predicate"]: line["values"][0] for line in item["lines"] if line["values"]}
        if "value" not in lines or "metric" not in lines:
            continue
        end, months = (lines[n]["text"] if n in lines else "" for n in ("periodEnd", "months"))
        currency = lines["currency"]["text"] if "currency" in lines else ""
        column = f"{end}|{months.zfill(2)}"
        said = {"value": lines["value"]["text"], "currency": currency, "place": lines["value"]["places"][0]}
        cells[lines["metric"]["text"], column].append(said | {"path": item["path"]})
    cells = {key: _distinct(said) for key, said in cells.items()}
    columns = sorted({column for _, column in cells}, reverse=True)
    metrics = sorted({metric for metric, _ in cells})
    return {
        "columns": [_column(c) for c in columns],
        "rows": [{"metric": m, "cells": [cells.get((m, c), []) for c in columns]} for m in metrics],
    }


def _distinct(said: list[Json]) -> list[Json]:
    """Each value once, as told last."""
    ordered = sorted(said, key=lambda v: (v["place"]["date"], v["value"]))
    return list({(v["value"], v["currency"]): v for v in ordered}.values())[::-1]


def _column(key: str) -> Json:
    end, _, months = key.partition("|")
    number = months.lstrip("0")
    return {"end": end, "period": f"{number} month{'' if number == '1' else 's'}" if number else "at that day"}
