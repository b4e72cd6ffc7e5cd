"""The questions as functions: one for each file of `ontology/queries`, with a dataclass for a row of its answer.

Texts are "" and numbers None where the graph has nothing; dates are ISO dates.
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from kg.queries.ask import ask
from kg.queries.model import Answer
from kg.store import Store

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class PipelineRow:
    """A drug, or a trial of it, as last stated."""

    drug: str
    indication: str
    phase: str
    status: str
    date: str
    quote: str
    source: str


@dataclass(frozen=True, slots=True)
class Change:
    """A statement that is new, with the value that it replaces."""

    date: str
    about: str
    what: str
    before: str
    after: str
    quote: str
    source: str


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One statement about a drug or what belongs to it, with its stance."""

    date: str
    about: str
    what: str
    value: str
    polarity: str
    certainty: str
    voice: str
    quote: str
    source: str


@dataclass(frozen=True, slots=True)
class Partnership:
    """One other party to an agreement, with one of its payments; `amount` in full units of `currency`."""

    partner: str
    type: str
    drugs: str
    payment: str
    amount: Decimal | None
    currency: str
    up_to: bool | None
    status: str
    date: str
    quote: str
    source: str


@dataclass(frozen=True, slots=True)
class Office:
    """A person's title at an organisation, as one release states it."""

    person: str
    title: str
    organization: str
    status: str
    date: str
    quote: str
    source: str


@dataclass(frozen=True, slots=True)
class TrialRow:
    """A trial as last stated; several indications, sites and investigators are joined by commas."""

    drug: str
    indications: str
    phase: str
    status: str
    sites: str
    investigators: str
    enrollment: Decimal | None
    date: str
    quote: str
    source: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two statements that cannot both be right; quotes are "" where a release's own date is in doubt: `why` tells."""

    about: str
    what: str
    kind: str
    value1: str
    date1: str
    quote1: str
    source1: str
    value2: str
    date2: str
    quote2: str
    source2: str
    why: str


@dataclass(frozen=True, slots=True)
class CashRow:
    """A balance, what was spent in `months` months that end with it, and how long it lasts at that rate."""

    period_end: str
    balance: str
    cash: Decimal | None
    currency: str
    spending: str
    burn: Decimal | None
    months: Decimal | None
    runway_months: Decimal | None
    cash_quote: str
    burn_quote: str
    source: str


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """What was said to be coming by when, and what became of it; `days` as in `kg.queries.kept.PromiseLine`."""

    promised: str
    about: str
    what: str
    value: str
    earliest: str
    latest: str
    outcome: str
    days: Decimal | None
    became: str
    on: str
    quote: str
    source: str
    later_quote: str
    later_source: str


@dataclass(frozen=True, slots=True)
class Silence:
    """A drug, trial or partner that is no longer spoken of, and the last word on it."""

    kind: str
    about: str
    last_mentioned: str
    months: Decimal | None
    releases_since: Decimal | None
    says: str
    quote: str
    source: str


@dataclass(frozen=True, slots=True)
class Mention:
    """When a drug was last mentioned."""

    drug: str
    last_mentioned: str
    releases_since: Decimal | None
    quote: str
    source: str


@dataclass(frozen=True, slots=True)
class ExpectationRow:
    """Something that a company says is to come, with the first and last day that its words may mean."""

    date: str
    matter: str
    drugs: str
    earliest: str
    latest: str
    quote: str
    source: str


@dataclass(frozen=True, slots=True)
class GuidanceRow:
    """Whether management says that the cash is enough, and until when."""

    date: str
    sufficient: bool | None
    earliest: str
    latest: str
    quote: str
    source: str


@dataclass(frozen=True, slots=True)
class WordingRow:
    """A sentence of a company's own description, with the first and last day and how many releases have it."""

    first: str
    last: str
    releases: Decimal | None
    quote: str
    source: str


@dataclass(frozen=True, slots=True)
class SupportRow:
    """A statement about a drug, with the numbers of releases, wordings and publishers behind it."""

    what: str
    value: str
    releases: Decimal | None
    wordings: Decimal | None
    publishers: Decimal | None
    quote: str
    source: str


def pipeline(store: Store, company: str, as_of: str = "") -> tuple[PipelineRow, ...]:
    """A company's drugs and trials as last stated by a day, the farthest on first."""
    return rows(PipelineRow, ask(store, "pipeline", {"company": company}, as_of))


def changes(store: Store, company: str, since: str, until: str = "") -> tuple[Change, ...]:
    """What is new of a company in releases after `since` and up to `until`."""
    return rows(Change, ask(store, "changes", {"company": company, "from": since, "to": until}))


def history(store: Store, drug: str, as_of: str = "") -> tuple[HistoryRow, ...]:
    """All that was ever said of a drug, oldest first."""
    return rows(HistoryRow, ask(store, "history", {"drug": drug}, as_of))


def partners(store: Store, company: str) -> tuple[Partnership, ...]:
    """A company's agreements by partner."""
    return rows(Partnership, ask(store, "partners", {"company": company}))


def offices(store: Store, company: str = "", person: str = "", as_of: str = "") -> tuple[Office, ...]:
    """Who held which office when, of a company, a person or both."""
    return rows(Office, ask(store, "offices", {"company": company, "person": person}, as_of))


def trials(store: Store, **fitting: str) -> tuple[TrialRow, ...]:
    """Trials that fit all that is asked: phase, status, site, investigator, drug, indication, company."""
    return rows(TrialRow, ask(store, "trials", fitting))


def mentions(store: Store, company: str, as_of: str = "") -> tuple[Mention, ...]:
    """When each drug of a company was last mentioned, the longest ago first."""
    return rows(Mention, ask(store, "mentions", {"company": company}, as_of))


def disagreements(store: Store, about: str = "", as_of: str = "") -> tuple[Disagreement, ...]:
    """What cannot both hold, of a company or drug or of all companies, the gravest first."""
    return rows(Disagreement, ask(store, "disagreements", {"about": about}, as_of))


def cash(store: Store, company: str) -> tuple[CashRow, ...]:
    """Cash, burn and runway by period."""
    return rows(CashRow, ask(store, "cash", {"company": company}))


def promises(store: Store, company: str, as_of: str = "") -> tuple[PromiseRow, ...]:
    """What a company said would come, and what became of it."""
    return rows(PromiseRow, ask(store, "promises", {"company": company}, as_of))


def silence(store: Store, company: str, as_of: str = "") -> tuple[Silence, ...]:
    """What a company has not spoken of for more than a year, the longest silence first."""
    return rows(Silence, ask(store, "silence", {"company": company}, as_of))


def expectations(store: Store, company: str, as_of: str = "") -> tuple[ExpectationRow, ...]:
    """What a company says is to come by when, oldest first."""
    return rows(ExpectationRow, ask(store, "expectations", {"company": company}, as_of))


def guidance(store: Store, company: str, as_of: str = "") -> tuple[GuidanceRow, ...]:
    """How long a company says its money lasts, oldest first."""
    return rows(GuidanceRow, ask(store, "guidance", {"company": company}, as_of))


def wording(store: Store, company: str, as_of: str = "") -> tuple[WordingRow, ...]:
    """Each sentence of a company's own description, with its days."""
    return rows(WordingRow, ask(store, "wording", {"company": company}, as_of))


def support(store: Store, drug: str, as_of: str = "") -> tuple[SupportRow, ...]:
    """How many releases, wordings and publishers stand behind each statement about a drug."""
    return rows(SupportRow, ask(store, "support", {"drug": drug}, as_of))


def rows(cls: type[Row], answer: Answer) -> tuple[Row, ...]:
    """The rows of an answer as dataclasses; its columns must be their fields."""
    names = [snake(column) for column in answer.columns]
    return tuple(cls(**_fitted(cls, dict(zip(names, row, strict=True)))) for row in answer.rows)


def _fitted(cls: type[Any], values: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for field in dataclasses.fields(cls):
        value = values[field.name]
        if field.type == "str":
            made[field.name] = "" if value is None else str(value)
        elif isinstance(value, bool) or value is None:
            made[field.name] = value
        else:
            made[field.name] = Decimal(value) if value != "" else None
    return made


def snake(column: str) -> str:
    """A column's name as a field's.

    >>> snake("runwayMonths")
    'runway_months'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", column).lower()
