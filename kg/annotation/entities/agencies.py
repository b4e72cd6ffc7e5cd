"""Public bodies that are named by initials or a usual short name: data/agencies.tsv."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

from kg.annotation.found import Found
from kg.annotation.model import EntityType


@lru_cache(maxsize=1)
def agencies() -> dict[str, tuple[str, str]]:
    """Each usual name with the full name and the kind of body."""
    rows = (files("kg.annotation") / "data" / "agencies.tsv").read_text(encoding="utf-8").splitlines()
    cells = (row.split("\t") for row in rows if row and not row.startswith("#"))
    return {short: (full, kind) for short, full, kind in cells}


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    names = sorted(agencies(), key=len, reverse=True)
    return re.compile(
        r"(?<![\w.-])(?:"
        + "|".join(re.escape(n).replace(r"\ ", r"\s+") for n in names)
        + r")(?![\w])(?!\s+of\s+(?:Canada|China|India|Thailand))"
    )


def find_agencies(text: str) -> list[Found]:
    """Agencies named in a clean text, under their full names."""
    found = []
    for match in _pattern().finditer(text):
        full, kind = agencies()[re.sub(r"\s+", " ", match[0])]
        found.append(Found(EntityType.ORGANIZATION, match.start(), match.end(), full, kind, 3))
    return found
