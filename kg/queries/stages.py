"""How far each drug of a company has come, disease by disease: ranked stages, with status apart from stage.

A trial that is only planned lifts no stage, one that was terminated keeps the stage that it reached, and an
approval counts for the drug, disease and agency that it was given for, and for nothing else. A stage that is told
of a drug as a whole is that of its disease where one disease is known of it and no trial; else it has a row of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.graph.terms import Iri
from kg.ontology import BP, ConceptTerm, load_ontology
from kg.queries.case import UNKNOWN, Case, Cited, is_concept, once
from kg.queries.told import Told

OVER = ("terminated", "suspended")
NOT_YET = ("planned",)
WHOLE = ""  # the disease of what is told of a drug as a whole


@dataclass(frozen=True, slots=True)
class PipelineLine:
    """A drug in a disease (and a territory, where one is stated).

    `stage` is the highest reached by what goes on or was completed, `highest` by anything that began, `ahead` what is
    planned beyond; `news` is the day last told of. Stages are phase labels.
    """

    drug: Cited
    indication: Cited
    territory: Cited
    stage: Cited
    highest: Cited
    status: Cited
    ahead: Cited
    partner: Cited
    news: str
    rank: int


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that says how far a drug has come in one disease: a trial, a row of a pipeline, an approval."""

    drug: Iri
    indication: Told | None
    territory: Told | None
    phase: ConceptTerm | None
    said: Told  # where the phase is told, else that there is such a thing
    status: Told | None

    @property
    def began(self) -> bool:
        """Whether it is more than planned."""
        return self.status is None or not is_concept(self.status, *NOT_YET)

    @property
    def over(self) -> bool:
        """Whether it was stopped before its end."""
        return self.status is not None and is_concept(self.status, *OVER)

    @property
    def rank(self) -> int:
        """The place of its phase, 0 where none is told."""
        return self.phase.rank if self.phase else 0

    @property
    def last(self) -> str:
        """The last day on which it was told of."""
        return max(t.last for t in (self.said, self.status, self.indication) if t)


@once
def pipeline_of(case: Case) -> tuple[PipelineLine, ...]:
    """Each drug of a case in each disease, the farthest first."""
    lines = [line for drug in case.drugs for line in _lines(case, drug)]
    return tuple(sorted(lines, key=lambda r: (-r.rank, r.drug.text.casefold(), r.indication.text, r.territory.text)))


def _lines(case: Case, drug: Iri) -> Iterator[PipelineLine]:
    groups: dict[tuple[str, str], list[Step]] = defaultdict(list)
    for step in (*_trials(case, drug), *_programmes(case, drug), *_approvals(case, drug)):
        key = str(step.indication.object) if step.indication else WHOLE
        groups[key, case.words(step.territory) if step.territory else ""].append(step)
    clinical = max((s.rank for steps in groups.values() for s in steps if s.began), default=0)
    diseases = _diseases(case, drug, groups)
    only = next(iter(diseases.values())) if len(diseases) == 1 and not groups else None
    for step in _whole(case, drug):
        if step.rank >= clinical:  # "preclinical work has shown" takes nothing from a drug that is in trials
            groups[str(only.object) if only else WHOLE, ""].append(replace(step, indication=only))
    for key, told in diseases.items():
        if not any(key == disease for disease, _ in groups):
            groups[key, ""].append(Step(drug, told, None, None, told, None))
    if not groups:
        said = case.told(drug, "developer")
        groups[WHOLE, ""] = [Step(drug, None, None, None, said[-1], None)] if said else []
    partner = partners_of(case, drug)
    last = {str(t.object): t.last for t in case.told(drug, "indication")}
    for (disease, _), steps in groups.items():
        if steps:
            line = _line(case, drug, steps, partner)
            yield replace(line, news=max(line.news, last.get(disease, "")))


def _diseases(case: Case, drug: Iri, groups: Mapping[tuple[str, str], Sequence[Step]]) -> dict[str, Told]:
    """The diseases that are told of a drug itself, without those that only name a narrower one in general words.

    "cancer" beside "lung cancer" is no disease more.
    """
    told = {str(t.object): t for t in case.told(drug, "indication")}
    names = {case.words(t).casefold() for t in told.values()}
    names |= {case.words(s.indication).casefold() for steps in groups.values() for s in steps if s.indication}
    return {key: t for key, t in told.items() if not any(n.endswith(f" {case.words(t).casefold()}") for n in names)}


def _line(case: Case, drug: Iri, steps: list[Step], partner: Cited) -> PipelineLine:
    begun = sorted((s for s in steps if s.began and s.phase), key=lambda s: (s.rank, s.last))
    going = [s for s in begun if not s.over] or begun
    planned = [s for s in steps if not s.began and s.rank > max((b.rank for b in begun), default=0)]
    shown = going[-1:] or sorted((s for s in steps if s.began), key=lambda s: s.last)[-1:] or steps[-1:]
    status = shown[0].status or max((s.status for s in steps if s.status), key=lambda t: t.last, default=None)
    rank = max((s.rank for s in begun), default=0)
    return PipelineLine(
        Cited(case.label_of(drug), tuple(sorted({p for s in steps for p in s.said.places}))),
        case.cite_all([s.indication for s in steps if s.indication][:1]),
        case.cite(next((s.territory for s in steps if s.territory), None)),
        _stage(going[-1]) if going else UNKNOWN,
        _stage(begun[-1]) if begun else UNKNOWN,
        case.cite(status),
        _stage(max(planned, key=lambda s: (s.rank, s.last))) if planned else _undated_plan(case, steps, begun),
        partner,
        max(s.last for s in steps),
        rank,
    )


def _undated_plan(case: Case, steps: list[Step], begun: list[Step]) -> Cited:
    """A planned trial of which no phase is told, where nothing else is."""
    planned = [s for s in steps if not s.began]
    return Cited("a trial, phase not told", planned[-1].said.places) if planned and not begun else UNKNOWN


def _stage(step: Step) -> Cited:
    return Cited(step.phase.label if step.phase else "", step.said.places)


def _trials(case: Case, drug: Iri) -> Iterator[Step]:
    for trial in case.at(drug, "intervention"):
        told = [t for t in case.told(trial, "intervention") if t.object == drug]
        phase = max(case.told(trial, "phase"), key=_rank, default=None)
        for disease in _or_none(case.told(trial, "indication")):
            yield Step(drug, disease, None, _phase(phase), phase or told[0], case.latest(trial, "status"))


def _programmes(case: Case, drug: Iri) -> Iterator[Step]:
    for row in case.at(drug, "drug"):
        told = [t for t in case.told(row, "drug") if t.object == drug]
        if case.names[row].type == "Programme":
            stage = case.latest(row, "stage")
            where = next(iter(case.told(row, "territory")), None)
            for disease in _or_none(case.told(row, "indication")):
                yield Step(drug, disease, where, _phase(stage), stage or told[0], case.latest(row, "status"))


def _approvals(case: Case, drug: Iri) -> Iterator[Step]:
    """Approvals that were granted: by agency, for that drug and that disease alone."""
    approved = load_ontology().concepts[BP + "approved"]
    for action in case.at(drug, "drug"):
        kinds = [t for t in case.told(action, "actionType") if is_concept(t, "approval", "acceleratedApproval")]
        status = case.latest(action, "status")
        if kinds and status and is_concept(status, "granted"):
            where = next(iter(case.told(action, "agency")), None)
            for disease in _or_none(case.told(action, "indication")):
                yield Step(drug, disease, where, approved, kinds[0], status)
    for told in case.told(drug, "approvedFor"):
        yield Step(drug, told, None, approved, told, None)


def _or_none(told: Sequence[Told]) -> Sequence[Told | None]:
    """What is told, or one None where nothing is."""
    return told or [None]


def _whole(case: Case, drug: Iri) -> Iterator[Step]:
    told = max(case.told(drug, "stage"), key=lambda t: (t.last, _rank(t)), default=None)
    if told:
        yield Step(drug, None, None, _phase(told), told, None)


def partners_of(case: Case, drug: Iri) -> Cited:
    """Who else has a part in a drug: parties to agreements on it, sponsors and collaborators of its trials."""
    found: dict[str, set[Told]] = defaultdict(set)
    for node in case.at(drug, "subject", "intervention"):
        for told in case.told(node, "party", "sponsor", "collaborator"):
            if told.object != case.iri and not (case.type == "Drug" and told.object in case.objects(drug, "developer")):
                found[case.words(told)].add(told)
    places = {p for said in found.values() for t in said for p in t.places}
    return Cited(", ".join(sorted(found, key=str.casefold)), tuple(sorted(places)))


def _phase(told: Told | None) -> ConceptTerm | None:
    found = load_ontology().concepts.get(told.object.value) if told and isinstance(told.object, Iri) else None
    return found if found and "phase" in found.schemes and found.rank else None


def _rank(told: Told) -> int:
    phase = _phase(told)
    return phase.rank if phase else 0


def phase_rank(label: str) -> int:
    """The place of a phase by its label, 0 for none."""
    return next((c.rank for c in load_ontology().concepts.values() if c.label == label and "phase" in c.schemes), 0)
