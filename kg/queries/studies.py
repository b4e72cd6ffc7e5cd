"""Each trial with all that is told of it: drugs, disease, phase, status, sites, investigators, patients, sponsors."""

from __future__ import annotations

from dataclasses import dataclass

from kg.graph.terms import Iri
from kg.queries.case import Case, Cited


@dataclass(frozen=True, slots=True)
class StudyLine:
    """One trial; of what has one value at a time the latest."""

    name: str
    drug: Cited
    beside: Cited
    indication: Cited
    phase: Cited
    status: Cited
    sites: Cited
    investigators: Cited
    patients: Cited
    sponsors: Cited
    registry: Cited
    last: str


def studies_of(case: Case) -> tuple[StudyLine, ...]:
    """Every trial of a case, by drug and name."""
    lines = [_line(case, trial) for trial in case.nodes("Trial")]
    return tuple(sorted(lines, key=lambda s: (s.drug.text.casefold(), s.name.casefold(), s.phase.text)))


def _line(case: Case, trial: Iri) -> StudyLine:
    def every(*names: str) -> Cited:
        return case.cite_all(case.told(trial, *names))

    return StudyLine(
        case.label_of(trial),
        every("intervention"),
        every("combinedWith"),
        every("indication"),
        every("phase"),
        case.cite(case.latest(trial, "status")),
        every("site"),
        every("principalInvestigator", "coInvestigator"),
        case.cite(case.latest(trial, "enrollment")),
        every("sponsor", "collaborator"),
        every("registryId"),
        max(t.last for t in case.of[trial]),
    )
