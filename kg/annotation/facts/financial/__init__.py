"""The financial figures of a release: statements, sentences, and both joined."""

from kg.annotation.facts.financial.finder import find_financials

__all__ = ["find_financials"]
