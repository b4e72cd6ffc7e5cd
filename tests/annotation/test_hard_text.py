"""Text that no company writes: it must neither stop a build nor bring facts."""

from __future__ import annotations

import time

import pytest

from kg.annotation.annotate import annotate
from kg.documents import parse_filing

LEAD = (
    "Quellon Announces Phase 2 Trial of QLN-12\n\nBOSTON, March 4, 2025 - Quellon, Inc. (Nasdaq: QLLN) today "
    "announced the start of a Phase 2 trial of QLN-12 in gout.\n\n"
)
SIZE = 64 * 1024
DEADLINE = 60.0  # seconds; a tenth is usual, rules that backtrack would need many minutes


@pytest.mark.parametrize(
    "unit",
    ["a", "(", "()", '"', "A ", "QLN-12, ", "QLN-12 and ", "(QLN-12) ", "Phase 2 trial of QLN-12 ", "x; ", "gout, ",
     "123,", "anti-", "agreement with Quellon ", '"Quellon said ', "University of ", "A\n", "|a|b|\n", "CEO of "],
)  # fmt: skip
def test_long_repetition_ends_and_brings_no_facts(unit: str) -> None:
    plain = [f for a in annotate(parse_filing("lead.txt", LEAD, "0" * 64)) for f in a.facts]
    begun = time.monotonic()
    text = LEAD + (unit * SIZE)[:SIZE] + "\n"
    found = [f for a in annotate(parse_filing("long.txt", text, "0" * 64)) for f in a.facts]
    assert time.monotonic() - begun < DEADLINE
    assert len(found) <= len(plain) + 1, [f.kind for f in found]
