"""Partners are joined by what they share, and not by being partners."""

from __future__ import annotations

from pathlib import Path

from kg.queries.partnership import ties_of
from kg.store import open_store
from tests.queries.told_case import case

OURS = (
    "agreement/{0} party organization/quillmark; agreement/{0} party organization/{1}; agreement/{0} subject drug/{2}"
)


def ties(folder: Path, *lines: tuple[str, str, str]) -> list[tuple[str, str, str, str]]:
    with open_store(folder / "store", "write") as store:
        return [(t.one, t.other, t.kind, t.over.text) for t in ties_of(case(*lines), store)]


def test_a_deal_of_three_joins_two_partners(tmp_path: Path) -> None:
    three = OURS.format("a", "belu", "qm-1") + "; agreement/a party organization/halden"
    assert ties(tmp_path, ("2004-01-01", "All three.", three)) == [("Belu", "Halden", "agreement", "A")]


def test_two_deals_join_nobody_unless_over_one_drug(tmp_path: Path) -> None:
    own = "drug/qm-1 developer organization/quillmark; drug/qm-2 developer organization/quillmark"
    apart = (
        ("2004-01-01", "One.", f"{own}; {OURS.format('a', 'belu', 'qm-1')}"),
        ("2004-02-01", "Two.", OURS.format("b", "halden", "qm-2")),
    )
    assert ties(tmp_path / "a", *apart) == []
    both = (apart[0], ("2004-02-01", "Two.", OURS.format("b", "halden", "qm-1")))
    assert ties(tmp_path / "b", *both) == [("Belu", "Halden", "drug", "QM-1")]
