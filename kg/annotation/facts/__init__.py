"""Finders of facts, one kind a file: each takes a `Reading` and gives the facts that it states."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kg.annotation.facts.agreement import find_agreements
from kg.annotation.facts.description import find_descriptions
from kg.annotation.facts.developer import find_developers
from kg.annotation.facts.drug import find_drug_facts
from kg.annotation.facts.expectation import find_expectations
from kg.annotation.facts.financial import find_financials
from kg.annotation.facts.financing import find_financings
from kg.annotation.facts.guidance import find_guidance
from kg.annotation.facts.listing import find_founded, find_listings
from kg.annotation.facts.outcome import find_outcomes
from kg.annotation.facts.parent import find_parents
from kg.annotation.facts.pipeline_table import find_pipeline_tables
from kg.annotation.facts.presentation import find_presentations
from kg.annotation.facts.programme import find_programmes
from kg.annotation.facts.publication import find_publications
from kg.annotation.facts.regulatory import find_regulatory
from kg.annotation.facts.risk import find_risks
from kg.annotation.facts.role import find_roles
from kg.annotation.facts.trial import find_trials
from kg.annotation.model import Fact
from kg.annotation.reading import Reading

FINDERS: tuple[Callable[[Reading], Iterable[Fact]], ...] = (
    find_developers,
    find_drug_facts,
    find_trials,
    find_outcomes,
    find_agreements,
    find_regulatory,
    find_financings,
    find_listings,
    find_founded,
    find_parents,
    find_programmes,
    find_pipeline_tables,
    find_roles,
    find_publications,
    find_presentations,
    find_financials,
    find_risks,
    find_expectations,
    find_guidance,
    find_descriptions,
)
