"""What regulators were asked and what they granted, drug by drug."""

from __future__ import annotations

from kg.annotation.facts.regulatory.finder import find_regulatory

__all__ = ["find_regulatory"]
