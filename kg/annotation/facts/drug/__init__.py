"""What a release says of a drug itself: kind of treatment, target, disease, approval, parent compound, stage."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from kg.annotation.facts.drug.analogue import analogues
from kg.annotation.facts.drug.approval import approvals
from kg.annotation.facts.drug.indication import indications
from kg.annotation.facts.drug.modality import modalities
from kg.annotation.facts.drug.phase import PHASE, phase_notation
from kg.annotation.facts.drug.stage import both_stages, never_clinical, stages
from kg.annotation.facts.drug.target import targets
from kg.annotation.model import EntityType, Fact
from kg.annotation.reading import Reading, Sentence

RELATIONS: tuple[Callable[[Sentence], Iterable[Fact]], ...] = (
    modalities,
    targets,
    analogues,
    approvals,
    stages,
    indications,
)


def find_drug_facts(reading: Reading) -> Iterator[Fact]:
    """Modality, target, indication, approval, parent and stage, sentence by sentence."""
    for sentence in reading.sentences:
        if any(m.type is EntityType.DRUG for m in sentence.mentions):
            for relation in RELATIONS:
                yield from relation(sentence)
    yield from both_stages(reading)
    yield from never_clinical(reading)


__all__ = ["PHASE", "find_drug_facts", "phase_notation"]
