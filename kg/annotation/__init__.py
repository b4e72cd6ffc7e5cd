"""Releases to mentions and facts, every one with its place in the source."""

from kg.annotation.annotate import annotate
from kg.annotation.model import Annotation, EntityType, Fact, Mention

__all__ = ["Annotation", "EntityType", "Fact", "Mention", "annotate"]
