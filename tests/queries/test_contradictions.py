"""What cannot both hold is flagged with its rule; news, rounding and plans are not."""

# ruff: noqa: E501 - what a sentence states reads best on one line

from __future__ import annotations

import pytest

from kg.queries.contradictions import contradictions_of
from tests.queries.told_case import Line, case

LISTED = 'listing/{0} issuer organization/quillmark; listing/{0} exchange organization/amex; listing/{0} ticker "{1}"; listing/{0} status :active'
TRIAL = "trial/harbor intervention drug/qm-1"
LOSS = (
    "observation/loss reportedBy organization/quillmark; observation/loss metric :{1}; observation/loss periodEnd 2004-06-30;"
    'observation/loss months 3; observation/loss schema:currency "USD"; observation/loss value {0}'
)
FOUND: tuple[tuple[str, str, tuple[Line, ...]], ...] = (
    (
        "identity",
        "one release gives two symbols on one exchange",
        (("2004-01-01", "Listed as QM and as QLM.", f"{LISTED.format('a', 'QM')};{LISTED.format('b', 'XLM')}"),),
    ),
    (
        "value",
        "two values of one figure",
        (
            ("2004-08-01", "A loss of 3.1 million.", LOSS.format("3100000.0", "netLoss")),
            ("2004-11-01", "A loss of 4.0 million.", LOSS.format("4000000.0", "netLoss")),
        ),
    ),
    (
        "value",
        "fewer patients later than before",
        (
            ("2004-01-01", "HARBOR has 64 patients.", f"{TRIAL}; trial/harbor enrollment 64"),
            ("2004-05-01", "HARBOR had 61 patients.", "trial/harbor enrollment 61"),
        ),
    ),
    (
        "status",
        "two values on one day",
        (
            ("2004-01-01", "HARBOR goes on.", f"{TRIAL}; trial/harbor status :ongoing"),
            ("2004-01-01 b", "HARBOR is over.", "trial/harbor status :completed"),
        ),
    ),
    (
        "status",
        "further on before than later",
        (
            ("2004-01-01", "HARBOR is over.", f"{TRIAL}; trial/harbor status :completed"),
            ("2004-05-01", "HARBOR is to begin.", "trial/harbor status :planned"),
        ),
    ),
    (
        "phase",
        "two phases of one trial",
        (
            ("2004-01-01", "HARBOR, a Phase 1 trial.", f"{TRIAL}; trial/harbor phase :phase1"),
            ("2004-05-01", "HARBOR, a Phase 3 trial.", "trial/harbor phase :phase3"),
        ),
    ),
    (
        "denial",
        "denied, and said on that day or later",
        (
            ("2004-01-01", "Not licensed.", "not agreement/a status :active"),
            ("2004-02-01", "Licensed.", "agreement/a status :active"),
        ),
    ),
    (
        "date",
        "told as past before it came",
        (("2004-01-01", "The agreement was signed on May 1.", "agreement/a signedOn 2004-05-01"),),
    ),
    (
        "value",
        "two years of foundation",
        (
            ("2004-01-01", "Founded in 1986.", 'organization/quillmark schema:foundingDate "1986"'),
            ("2005-01-01", "Founded in 1987.", 'organization/quillmark schema:foundingDate "1987"'),
        ),
    ),
)
NONE: tuple[tuple[str, tuple[Line, ...]], ...] = (
    (
        "a later status is news",
        (
            ("2004-01-01", "HARBOR goes on.", f"{TRIAL}; trial/harbor status :ongoing"),
            ("2005-01-01", "HARBOR is over.", "trial/harbor status :completed"),
        ),
    ),
    (
        "a planned number and a reached one",
        (
            ("2004-01-01", "HARBOR is expected to enroll 100 patients.", f"{TRIAL}; trial/harbor enrollment 100"),
            ("2005-01-01", "HARBOR enrolled 61.", "trial/harbor enrollment 61"),
        ),
    ),
    (
        "two trials without a name",
        (
            (
                "2004-01-01",
                "It is over.",
                "trial/trial-of-qm-1 intervention drug/qm-1; trial/trial-of-qm-1 status :completed",
            ),
            ("2004-05-01", "One is to begin.", "trial/trial-of-qm-1 status :planned"),
        ),
    ),
    (
        "the same figure, rounded",
        (
            ("2004-08-01", "3,117 thousand.", LOSS.format("3117000.0", "netLoss")),
            ("2004-11-01", "3.1 million.", LOSS.format("3100000.0", "netLoss")),
        ),
    ),
    (
        "a figure per share after a split",
        (
            ("2004-08-01", "0.45 a share.", LOSS.format("0.45", "netLossPerShare")),
            ("2005-08-01", "11.20 a share.", LOSS.format("11.2", "netLossPerShare")),
        ),
    ),
    (
        "a share and its warrant",
        (("2004-01-01", "Listed as QM and QMW.", f"{LISTED.format('a', 'QM')};{LISTED.format('b', 'QMW')}"),),
    ),
    (
        "two symbols, years apart",
        (
            ("2004-01-01", "Listed as QM.", LISTED.format("a", "QM")),
            ("2009-01-01", "Listed as XLM.", LISTED.format("b", "XLM")),
        ),
    ),
    (
        "phase 2 within phase 2/3",
        (
            ("2004-01-01", "HARBOR, Phase 2.", f"{TRIAL}; trial/harbor phase :phase2"),
            ("2004-05-01", "HARBOR, Phase 2/3.", "trial/harbor phase :phase2_3"),
        ),
    ),
    (
        "denied long after it was so",
        (
            ("2004-01-01", "Licensed.", "agreement/a status :active"),
            ("2006-02-01", "No longer licensed.", "not agreement/a status :active"),
        ),
    ),
    (
        "a day that is to come",
        (("2004-01-01", "The agreement is expected to end on May 1.", "agreement/a endedOn 2004-05-01"),),
    ),
)


@pytest.mark.parametrize(("kind", "rule", "lines"), FOUND, ids=[rule for _, rule, _ in FOUND])
def test_flagged(kind: str, rule: str, lines: tuple[Line, ...]) -> None:
    (found,) = contradictions_of(case(*lines))
    assert (found.kind, found.rule) == (kind, rule)
    assert found.one.places
    assert found.other.places
    assert found.first


@pytest.mark.parametrize(("lines"), [lines for _, lines in NONE], ids=[why for why, _ in NONE])
def test_left_alone(lines: tuple[Line, ...]) -> None:
    assert contradictions_of(case(*lines)) == ()
