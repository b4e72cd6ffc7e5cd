"""Agreements: who agreed with whom on what kind of deal, about which drug, for how much."""

from __future__ import annotations

from kg.annotation.facts.agreement.finder import find_agreements

__all__ = ["find_agreements"]
