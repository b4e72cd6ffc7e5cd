"""The day on which a release was really issued, where its dateline and everything around it disagree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

LATE = timedelta(days=4)  # a release may be dated this long after the day it was filed: time zones, weekends
EARLY = timedelta(days=300)  # a filing seldom carries a release that is older
NEAR = timedelta(days=75)  # how near an event named in the text, or a neighbour, lies to the real day


@dataclass(frozen=True, slots=True)
class Issue:
    """`issued` is the real day; `stated` another that the text gives; `note` says why they differ, else ""."""

    issued: date | None
    stated: date | None
    note: str


def resolve_issue(
    printed: date | None,
    filed: date | None,
    named: Sequence[date] = (),
    neighbours: tuple[date | None, date | None] = (None, None),
) -> Issue:
    """The day of issue from the printed one, the filing date, days that the text names, and the releases around it.

    Only the year is ever doubted, and only where the printed day cannot be right (after the filing) or is far too old
    while the same day of an adjacent year fits the filing and something else speaks for it.
    """
    if printed is None or filed is None or filed - EARLY <= printed <= filed + LATE:
        return Issue(printed, None, "")
    for candidate in other_years(printed):
        if not filed - EARLY <= candidate <= filed + LATE:
            continue
        reasons = witnesses(candidate, printed, named, neighbours)
        if printed > filed:
            reasons = [f"the filing is dated {filed.isoformat()}", *reasons]
        if reasons:
            return Issue(candidate, printed, f"The text says {printed.isoformat()}, but {' and '.join(reasons)}.")
    return Issue(printed, None, "")


def other_years(day: date) -> list[date]:
    """The same day a year later and a year earlier, where the calendar has it."""
    days = []
    for year in (day.year + 1, day.year - 1):
        try:
            days.append(day.replace(year=year))
        except ValueError:
            continue
    return days


def witnesses(
    candidate: date, printed: date, named: Sequence[date], neighbours: tuple[date | None, date | None]
) -> list[str]:
    """What speaks for another year: a day named in the text near it, the order of the releases around it."""
    reasons = []
    near = [day for day in named if abs(day - candidate) <= NEAR and abs(day - printed) > NEAR]
    if near:
        reasons.append(f"it names {min(near, key=lambda day: abs(day - candidate)).isoformat()}")
    before, after = neighbours
    if before and before <= candidate and not before <= printed and (not after or candidate <= after):
        reasons.append(f"the release before it is of {before.isoformat()}")
    elif after and candidate <= after and abs(candidate - after) <= NEAR < abs(printed - after) and not before:
        reasons.append(f"the release after it is of {after.isoformat()}")
    return reasons
