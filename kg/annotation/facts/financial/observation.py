"""One figure that a release reports, before figures that repeat each other are joined."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kg.annotation.model import Span
from kg.annotation.periods import Period


@dataclass(frozen=True, slots=True)
class Observation:
    """A value in full units of `currency`; `step` is the worth of its last printed digit.

    `sure` is False for a figure whose metric may be narrower than its name ("product revenue"). Evidence: `said` for
    metric and value, `dated` for the period, `priced` for the currency.
    """

    metric: str
    period: Period
    value: Decimal
    currency: str
    step: Decimal
    said: tuple[Span, ...]
    dated: tuple[Span, ...]
    priced: tuple[Span, ...]
    table: bool
    sure: bool = True
