"""All ways to speak of deals, the more special first, and who may give grants."""

from __future__ import annotations

from kg.annotation.facts.agreement.phrases import DealRule
from kg.annotation.facts.agreement.purchases import PURCHASES
from kg.annotation.facts.agreement.rights import RIGHTS
from kg.annotation.facts.agreement.ventures import GRANTS, TOGETHER

RULES: tuple[DealRule, ...] = (*RIGHTS, *PURCHASES, *TOGETHER, *GRANTS)
FUNDERS = frozenset({"GovernmentAgency", "Nonprofit", "ResearchInstitution", ""})
