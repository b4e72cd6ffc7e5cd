"""Each drug once, with every name and nothing that is only another's."""

# ruff: noqa: E501 - what a sentence states reads best on one line

from __future__ import annotations

from dataclasses import replace

from kg.queries.products import products_of
from tests.queries.told_case import case, thing


def test_a_drug_with_what_it_is() -> None:
    told = case(
        ("2004-01-01", "QM-1, an antisense drug of Quillmark.", "drug/qm-1 developer organization/quillmark; drug/qm-1 modality :antisense"),
        ("2004-02-01", "QM-1 (quillmotide) is like QM-0.", "drug/qm-1 analogueOf drug/qm-0; drug/qm-1 indication indication/gout"),
        ("2004-03-01", "QM-1 is no antibody.", "not drug/qm-1 modality :antibody"),
    )  # fmt: skip
    aliases = {thing("drug/qm-1"): ("QM-1", "QM", "quillmotide", "quillmotide sodium")}
    (line,) = products_of(replace(told, aliases=aliases))
    assert (line.drug.text, line.modality.text, line.analogue.text) == ("QM-1", "Antisense", "QM-0")
    assert (line.indications.text, line.approved.text, line.first, line.last) == (
        "Gout",
        "",
        "2004-01-01",
        "2004-02-01",
    )
    assert line.names.text == "quillmotide"
