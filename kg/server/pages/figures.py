"""A company's figures as a table: metrics down, periods across."""

from __future__ import annotations

from typing import Any

Json = Any


def pivot(items: list[Json]) -> Json:
    """Columns (the newest period first) and rows of cells; a cell is a value with its currency and place, or None."""
    cells: dict[tuple[str, str], Json] = {}
    for item in items:
        lines = {line["predicate"]: line["values"][0] for line in item["lines"] if line["values"]}
        if "value" not in lines or "metric" not in lines:
            continue
        end, months = (lines[n]["text"] if n in lines else "" for n in ("periodEnd", "months"))
        currency = lines["currency"]["text"] if "currency" in lines else ""
        column = f"{end}|{months.zfill(2)}"
        cells[lines["metric"]["text"], column] = {
            "value": lines["value"]["text"],
            "currency": currency,
            "place": lines["value"]["places"][0],
            "path": item["path"],
        }
    columns = sorted({column for _, column in cells}, reverse=True)
    metrics = sorted({metric for metric, _ in cells})
    return {
        "columns": [_column(c) for c in columns],
        "rows": [{"metric": m, "cells": [cells.get((m, c)) for c in columns]} for m in metrics],
    }


def _column(key: str) -> Json:
    end, _, months = key.partition("|")
    number = months.lstrip("0")
    return {"end": end, "period": f"{number} month{'' if number == '1' else 's'}" if number else "at that day"}
