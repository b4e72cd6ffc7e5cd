"""The sections of a dossier: each a question about a case, and the table of its answer."""

from __future__ import annotations

from kg.queries.case import Case
from kg.queries.deals import deals_of
from kg.queries.differences import Change
from kg.queries.kept import promises_of
from kg.queries.money import figures_of, guidance_of, runway_of
from kg.queries.oddities import all_contradictions
from kg.queries.partnership import ties_of
from kg.queries.people import board_of, office_notes, people_of
from kg.queries.products import products_of
from kg.queries.quiet import MONTHS, silence_of
from kg.queries.stages import pipeline_of
from kg.queries.studies import studies_of
from kg.queries.support import support_of
from kg.queries.timeline import timeline_of
from kg.queries.wording import wording_of
from kg.reports.model import Column, Report, Sheet
from kg.reports.tables import sheet
from kg.store import Store

COMPANY = ("Organization",)
MOST_SUPPORT = 60
C = Column


def pipeline(case: Case, store: Store) -> tuple[Sheet, ...]:
    """Drug by disease, with stage, status, partner and last news."""
    columns = (
        C("Drug", "drug"),
        C("Indication", "indication"),
        C("Territory", "territory", "not stated"),
        C("Stage", "stage"),
        C("Highest", "highest"),
        C("Status last told", "status"),
        C("Planned", "ahead", "none told"),
        C("Partner", "partner", "none told"),
        C("Last news", "news"),
    )
    says = (
        "Stage is the highest phase that goes on or was completed, Highest the highest that began. What is only "
        "planned, and an approval of another product, count for neither. A stage told of the drug alone stands with "
        "its disease where one disease is told of it and no trial, else in a row of its own."
    )
    drugs = (
        C("Drug", "drug"),
        C("Also called", "names", "—"),
        C("Modality", "modality"),
        C("Target", "target"),
        C("Analogue of", "analogue", "—"),
        C("Indications", "indications"),
        C("Approved for", "approved", "none told"),
        C("Partner", "partner", "none told"),
        C("First told", "first"),
        C("Last told", "last"),
    )
    trials = (
        C("Trial", "name"),
        C("Drug", "drug"),
        C("With", "beside", "none told"),
        C("Indication", "indication"),
        C("Phase", "phase"),
        C("Status", "status"),
        C("Sites", "sites"),
        C("Investigators", "investigators"),
        C("Patients", "patients"),
        C("Sponsors and collaborators", "sponsors"),
        C("Registry", "registry"),
        C("Last told", "last"),
    )
    return (
        sheet("pipeline", "Pipeline", says, columns, pipeline_of(case)),
        sheet("drugs", "Drugs", "Each drug with all that is told of it.", drugs, products_of(case)),
        sheet("trials", "Trials", "Each trial with all that is told of it.", trials, studies_of(case)),
    )


def timeline(case: Case, store: Store) -> tuple[Sheet, ...]:
    """Every event, with the day it happened where that is told."""
    columns = (
        C("Told", "told"),
        C("Happened", "happened", "day not told"),
        C("Kind", "kind"),
        C("About", "about"),
        C("Event", "event"),
    )
    return (
        sheet("timeline", "Timeline", "Told is the day of the first release that says so.", columns, timeline_of(case)),
    )


def deals(case: Case, store: Store) -> tuple[Sheet, ...]:
    """Agreements, with what is fixed apart from what may come."""
    columns = (
        C("Partner", "partner"),
        C("Type", "type"),
        C("We are", "role", "party"),
        C("Subject", "subject"),
        C("Territory", "territory"),
        C("Exclusive", "exclusive"),
        C("Upfront and equity", "fixed"),
        C("Conditional", "conditional"),
        C("Total as stated", "total"),
        C("Royalties", "royalties"),
        C("Status", "status"),
        C("Signed", "signed"),
        C("First told", "first"),
        C("Last told", "last"),
    )
    says = "Conditional are milestones and whatever is stated as “up to”: nothing says it was received."
    ties = (C("Partner", "one"), C("And", "other"), C("Joined by", "kind"), C("Over", "over"))
    told = (
        "Deals and trials in which two partners have a part, deals of theirs without us, and drugs that both work on."
    )
    made = sheet("deals", "Deals", says, columns, deals_of(case))
    if case.type not in COMPANY:
        return (made,)
    return made, sheet("partner-ties", "Between partners", told, ties, ties_of(case, store))


def people(case: Case, store: Store) -> tuple[Sheet, ...]:
    """Offices, and where they overlap or nobody is named."""
    lines = people_of(case)
    columns = (
        C("Person", "person"),
        C("Office", "title"),
        C("At", "organization"),
        C("Status last told", "status"),
        C("First named", "first"),
        C("Last named", "last"),
        C("Appointment told", "appointed", "not told"),
        C("Departure told", "left", "not told"),
    )
    board = (
        C("Person", "person"),
        C("Seat", "seats"),
        C("Status last told", "status"),
        C("Appointment told", "joined", "not told"),
        C("First named", "first"),
        C("Last named", "last"),
        C("Departure told", "left", "not told"),
    )
    notes = (
        C("What", "kind"),
        C("Office", "title"),
        C("From", "first"),
        C("To", "last"),
        C("Days", "days"),
        C("Who", "who"),
    )
    return (
        sheet("people", "People", "First and last named: by releases that call the person so.", columns, lines),
        sheet(
            "board",
            "Board",
            "Directors, as far as releases name them: who is not named may sit there too.",
            board,
            board_of(case, lines),
        ),
        sheet(
            "office-notes",
            "Overlaps and gaps",
            "“Nobody named” is a stretch without a release that names a holder, not a vacancy.",
            notes,
            office_notes(lines),
        ),
    )


def money(case: Case, store: Store) -> tuple[Sheet, ...]:
    """Runway with its inputs, management's own words, and every figure."""
    figures = figures_of(case)
    runway = (
        C("At", "end"),
        C("Cash", "cash"),
        C("Spent", "spent"),
        C("In months", "period"),
        C("A month", "monthly"),
        C("Currency", "currency"),
        C("Lasts months", "months"),
        C("Until", "until"),
        C("Formula", "formula"),
        C("Stands in for cash used", "proxy", "—"),
    )
    words = (
        C("Told", "told"),
        C("Management says", "says"),
        C("Until", "until", "no day"),
        C("Months", "months", "not told"),
    )
    all_ = (
        C("Figure", "label"),
        C("Period ends", "end"),
        C("Months", "months"),
        C("Currency", "currency"),
        C("Value", "cited"),
        C("Told", "told"),
    )
    return (
        sheet(
            "runway",
            "Runway",
            "Cash ÷ (cash used in operations ÷ months). Worked out, not told: each input is quoted.",
            runway,
            runway_of(figures),
        ),
        sheet(
            "guidance",
            "Management's own words",
            "Guidance on how long the cash lasts, and going-concern language.",
            words,
            guidance_of(case),
        ),
        sheet("figures", "Reported figures", "In full units; 0 months is a balance on the day.", all_, figures),
    )


def contradictions(case: Case, store: Store) -> tuple[Sheet, ...]:
    """What cannot both hold."""
    columns = (
        C("Kind", "kind"),
        C("About", "about"),
        C("What", "what"),
        C("One", "one"),
        C("Other", "other"),
        C("Both from", "first"),
        C("to", "last"),
        C("Rule", "rule"),
    )
    says = "Flagged, gravest first; nothing is resolved here."
    return (sheet("contradictions", "Contradictions", says, columns, all_contradictions(case, store)),)


def promises(case: Case, store: Store) -> tuple[Sheet, ...]:
    """What was foretold, and what became of it."""
    columns = (
        C("Promised", "promised"),
        C("What", "matter"),
        C("About", "about"),
        C("As told", "says"),
        C("Earliest", "earliest", "no day"),
        C("Latest", "latest", "no day"),
        C("Outcome", "outcome"),
        C("Days", "days", "—"),
        C("Became", "became", "nothing told"),
        C("On", "on", "—"),
    )
    says = (
        "Days count from the latest day to the first release that tells of it. “No news”: no release here tells more."
    )
    return (sheet("promises", "Promises", says, columns, promises_of(case)),)


def silence(case: Case, store: Store) -> tuple[Sheet, ...]:
    """What is no longer spoken of."""
    columns = (
        C("Kind", "kind"),
        C("What", "what"),
        C("Last mentioned", "last"),
        C("Months before the latest", "months"),
        C("Releases since", "releases_since"),
        C("Speaking of others", "speaking_since"),
        C("What is told", "says"),
    )
    says = f"Last mentioned more than {MONTHS} months before the latest release, while the company speaks of others."
    return (sheet("silence", "Silence", says, columns, silence_of(case)),)


def wording(case: Case, store: Store) -> tuple[Sheet, ...]:
    """How the company's words about itself drift."""
    columns = (
        C("Day", "day"),
        C("Where", "where"),
        C("Kind", "kind"),
        C("Change", "change"),
        C("Before", "before", "—"),
        C("After", "after", "—"),
    )
    return (
        sheet(
            "wording",
            "Wording drift",
            "The “About” paragraph and pipeline tables, release by release.",
            columns,
            wording_of(case),
        ),
    )


def support(case: Case, store: Store) -> tuple[Sheet, ...]:
    """How many independent voices stand behind what is told more than once."""
    columns = (
        C("About", "about"),
        C("What", "what"),
        C("Value", "value"),
        C("Places", "places"),
        C("Wordings", "wordings"),
        C("Voices", "voices"),
        C("Belief", "belief"),
    )
    says = (
        f"The same text in several places, and one publisher, are one voice. The {MOST_SUPPORT} best supported "
        "statements that stand in more than one place."
    )
    return (sheet("support", "Independent support", says, columns, support_of(case)[:MOST_SUPPORT]),)


def changes(found: tuple[Change, ...], first: str, last: str) -> Sheet:
    """What changed between two days."""
    columns = (
        C("Kind", "kind"),
        C("What", "what"),
        C("About", "about"),
        C("Before", "before", "—"),
        C("After", "after", "—"),
        C("Told", "day"),
    )
    return sheet(
        "changes", f"Changes from {first} to {last}", "New, advanced, ended, slipped, renamed.", columns, found
    )


REPORTS: tuple[Report, ...] = (
    Report("pipeline", "Pipeline", pipeline),
    Report("timeline", "Timeline", timeline),
    Report("deals", "Deals", deals),
    Report("people", "People", people, COMPANY),
    Report("money", "Money", money, COMPANY),
    Report("contradictions", "Contradictions", contradictions),
    Report("promises", "Promises", promises),
    Report("silence", "Silence", silence, COMPANY),
    Report("wording", "Wording drift", wording, COMPANY),
    Report("support", "Independent support", support),
)
