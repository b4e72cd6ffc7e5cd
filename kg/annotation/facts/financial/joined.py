"""Figures that say the same, made one: the most precise value, with the passages of all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from kg.annotation.facts.financial.observation import Observation
from kg.annotation.model import Span


def join_observations(seen: Iterable[Observation]) -> Iterator[Observation]:
    """One observation for each metric, period and currency.

    Where a sentence rounds what a statement prints, the finer value stays and both are quoted. Where two disagree,
    the statement is right; without one, none is taken.
    """
    groups: defaultdict[tuple[object, ...], list[Observation]] = defaultdict(list)
    for one in seen:
        groups[one.metric, one.period, one.currency].append(one)
    for group in groups.values():
        yield from _join(group)


def _join(group: list[Observation]) -> Iterator[Observation]:
    ranked = sorted(group, key=lambda o: (not o.sure, o.step))
    tables = [o for o in ranked if o.table]
    best = ranked[0]
    agreeing = [o for o in ranked if agree(best, o)]
    if len(agreeing) < len([o for o in ranked if o.sure]):
        if not tables or not all(agree(tables[0], o) for o in tables):
            return
        best = tables[0]
        agreeing = [o for o in ranked if agree(best, o)]
    yield replace(
        best,
        said=_all(o.said for o in agreeing),
        dated=_all(o.dated for o in agreeing),
        priced=_all(o.priced for o in agreeing),
    )


def _all(parts: Iterable[tuple[Span, ...]]) -> tuple[Span, ...]:
    return tuple(dict.fromkeys(x for part in parts for x in part))


def agree(a: Observation, b: Observation) -> bool:
    """Whether two values are one but for rounding.

    Statements in thousands and sentences in millions may each round their own way, so that a whole step may lie
    between.
    """
    step = max(a.step, b.step)
    return abs(a.value - b.value) <= step * Decimal("1.01") if a.step != b.step else a.value == b.value
