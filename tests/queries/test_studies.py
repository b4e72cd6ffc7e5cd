"""Each trial with all that is told of it, and nothing that is not."""

from __future__ import annotations

from kg.queries.studies import studies_of
from tests.queries.told_case import case


def test_the_latest_status_and_every_site() -> None:
    (line,) = studies_of(
        case(
            (
                "2004-01-01",
                "It begins at Mercy.",
                "trial/x intervention drug/qm-1; trial/x status :initiated; trial/x site organization/mercy",
            ),
            (
                "2004-06-01",
                "It goes on at Hope.",
                "trial/x status :ongoing; trial/x site organization/hope; trial/x enrollment 40",
            ),
        )
    )
    assert (line.status.text, line.sites.text, line.patients.text, line.last) == (
        "Ongoing",
        "Mercy, Hope",
        "40",
        "2004-06-01",
    )
    assert not any((line.phase, line.registry, line.investigators))
