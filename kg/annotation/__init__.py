"""Releases to mentions and facts, every one with its place in the source.

`kg.annotation.annotate.annotate` does it; it is not imported here, because it loads the statistical model's library.
"""

from kg.annotation.model import Annotation, EntityType, Fact, Mention

__all__ = ["Annotation", "EntityType", "Fact", "Mention"]
