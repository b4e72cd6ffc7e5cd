"""Tables of a pipeline, as Markdown, as HTML and in the columns of old filings: what they say, and what they do not."""

from __future__ import annotations

import pytest

from kg.annotation.annotate import annotate
from kg.annotation.model import Concept, EntityType, Mention
from kg.documents import parse_filing
from kg.documents.formats import extract
from tests.annotation.release import CLOSE, HEADLINE, LEAD

TABLES = ("indication", "programme", "stage")


def told(body: str, name: str = "x.md") -> list[str]:
    """The facts that the tables of a release give: kind and values; each quoted with what it names."""
    text = extract(name, body.encode())
    filing = parse_filing(name, text, "")
    found = []
    for fact in (fact for a in annotate(filing) for fact in a.facts if fact.extractor.endswith(".table/1")):
        if fact.kind not in TABLES:
            continue
        quoted = " ".join(text[s.start : s.end] for field in fact.fields for s in field.evidence)
        named = [field.value for field in fact.fields if isinstance(field.value, Mention)]
        assert all(text[m.start : m.end] == m.text and m.text in quoted for m in named)
        assert set(named) <= {m for a in annotate(filing) for m in a.mentions}
        found.append(" | ".join([fact.kind, *(shown(field.value) for field in fact.fields)]))
    return sorted(set(found))


def shown(value: object) -> str:
    if isinstance(value, Mention):
        return value.name.lower() if value.type is EntityType.INDICATION else value.name
    return value.notation if isinstance(value, Concept) else str(value)


def release(table: str, heading: str = "Our Pipeline") -> str:
    return f"{HEADLINE}\n\n{LEAD}\n\n## {heading}\n\n{table}\n\n{CLOSE}\n"


def markdown(*rows: str) -> str:
    head, *rest = rows
    return "\n".join(f"| {row} |" for row in (head, " | ".join(["---"] * len(head.split("|"))), *rest))


def test_rows_of_drug_disease_and_stage() -> None:
    table = markdown(
        "Candidate | Indication | Phase", "**ACM-12** | Lupus | Phase 2b", "ACM-40 (oral) | Gout | Preclinical"
    )
    assert told(release(table)) == [
        "indication | ACM-12 | lupus",
        "indication | ACM-40 | gout",
        "programme | ACM-12 | lupus | phase-2",
        "programme | ACM-40 | gout | preclinical",
        "stage | ACM-12 | phase-2",
        "stage | ACM-40 | preclinical",
    ]


def test_cells_that_take_several_rows() -> None:
    page = (
        f"<html><p>{HEADLINE}</p><p>{LEAD}</p><table>"
        "<tr><th>Program<th><th>Target indication<th>Development stage<th>Rights</tr>"
        "<tr><td rowspan=2>ACM-12<td><td>Lupus<td>Phase&nbsp;3 ongoing<td>Acme</tr>"
        "<tr><td><td>Gout / asthma<td>Phase 1<td>Acme</tr>"
        f"<tr><td>ACM-40<td><td>Undisclosed<td>Preclinical<td>Belu</tr></table><p>{CLOSE}</p></html>"
    )
    assert told(page, "x.htm") == [
        "indication | ACM-12 | asthma",
        "indication | ACM-12 | gout",
        "indication | ACM-12 | lupus",
        "programme | ACM-12 | asthma | phase-1",
        "programme | ACM-12 | gout | phase-1",
        "programme | ACM-12 | lupus | phase-3",
        "programme | ACM-40 | preclinical",
        "stage | ACM-40 | preclinical",
    ]


def test_columns_of_old_filings() -> None:
    rows = "PRODUCT       INDICATION        STATUS\n-------\nACM-12        Lupus             Phase II\n"
    assert "programme | ACM-12 | lupus | phase-2" in told(release(f"<TABLE>\n<S>  <C>  <C>\n{rows}</TABLE>"))


def test_marks_under_the_stages() -> None:
    head = "Candidate | Indication | Discovery | Preclinical | Phase 1 | Phase 2 | Phase 3"
    table = markdown(
        head,
        "ACM-12 | Lupus | ● | ● | ● | ● | ",
        "ACM-40 | Gout |  |  | x |  | ",
        "ACM-77 | Asthma | ● |  |  |  | ",  # no stage that has a name
        "ACM-99 | Asthma | ● |  | ● |  | ",  # a gap
        "TRN-55 | Asthma | ● | ● | 2025 |  | ",  # a word among marks
    )
    found = told(release(table))
    assert [line for line in found if line.startswith("programme")] == [
        "programme | ACM-12 | lupus | phase-2",
        "programme | ACM-40 | gout | phase-1",
    ]


@pytest.mark.parametrize(
    ("status", "stage"),
    [
        ("Phase 2 | Enrolling", "phase-2"),
        ("Phase 2 | Planned", ""),
        ("Phase 1 | Start expected in 2026", ""),
        ("Preclinical | IND planned", "preclinical"),
        ("Phase 2-ready | ", ""),
        ("Entering Phase 2 | ", ""),
        ("Approved | ", "approved"),
        ("NDA submitted | ", "registration"),
        ("Phase 1/2 completed | Discontinued", ""),
        ("IND-enabling | ", ""),
    ],
)
def test_what_is_only_ahead_is_no_stage(status: str, stage: str) -> None:
    found = told(
        release(
            markdown("Candidate | Indication | Phase | Status", f"ACM-12 | Lupus | {status}", "ACM-40 | Gout | ? | ?")
        )
    )
    assert [line for line in found if "ACM-12" in line and not line.startswith("indication")] == (
        [f"programme | ACM-12 | lupus | {stage}", f"stage | ACM-12 | {stage}"] if stage else []
    )


@pytest.mark.parametrize(
    "table",
    [
        markdown(
            "Company | Candidate | Indication | Phase",
            "Belu Bio | ACM-12 | Lupus | Phase 2",
            "Tarn | ACM-40 | Gout | Phase 1",
        ),
        markdown(
            "Study | Drug candidate | Indication | Phase",
            "CASTLE | ACM-12 | Lupus | Phase 2",
            "TOWER | ACM-40 | Gout | Phase 1",
        ),
        markdown("Arm | Indication | Phase", "ACM-12 | Lupus | Phase 2", "ACM-40 | Gout | Phase 1"),
        markdown("Candidate | Indication | Next milestone", "ACM-12 | Lupus | Phase 2", "ACM-40 | Gout | Phase 1"),
        markdown("Candidate | Therapeutic area | Patients", "ACM-12 | Lupus | 12", "ACM-40 | Gout | 40"),
        markdown("Candidate | Indication | Phase 1 | Notes", "ACM-12 | Lupus | x | ", "ACM-40 | Gout | x | "),
        markdown("Candidate | Indication | Phase", "ACM-12 + TRN-55 | Lupus | Phase 2", "Placebo | Gout | Phase 1"),
    ],
)
def test_tables_of_something_else(table: str) -> None:
    assert told(release(table)) == []


def test_table_of_rivals() -> None:
    table = markdown("Candidate | Indication | Phase", "ACM-12 | Lupus | Phase 2", "ACM-40 | Gout | Phase 1")
    assert told(release(table, "Competitive Landscape")) == []


def test_titles_of_parts_part_the_drugs() -> None:
    page = (
        f"<html><p>{HEADLINE}</p><p>{LEAD}</p><table><tr><td>Candidate<td>Indication<td>Phase<tr><td>Oncology<td><td>"
        "<tr><td>ACM-12<td>Melanoma<td>Phase 2<tr><td><td>Sarcoma<td>Phase 1<tr><td colspan=3>Immunology"
        f"<tr><td><td>Lupus<td>Phase 1<tr><td>* See above<td><td></table><p>{CLOSE}</p></html>"
    )
    found = [line for line in told(page, "x.htm") if line.startswith("programme")]
    assert found == ["programme | ACM-12 | melanoma | phase-2", "programme | ACM-12 | sarcoma | phase-1"]


def test_whose_a_list_of_products_is() -> None:
    """A bare "Drug" heads a list of the issuer's where the words above say so."""
    table = markdown("Drug | Indication | Status", "Adalimumab | Psoriasis | Approved", "Etanercept | Gout | Approved")
    assert told(release(table, "Background")) == []
    assert told(release(table, "Available Treatments of Our Diseases")) == []
    assert "stage | Etanercept | approved" in told(release(table, "Our Products"))


@pytest.mark.parametrize(
    ("drug", "disease", "facts"),
    [
        ("ACM-5", "Gout", ["ACM-5 | gout"]),
        ("IL-5", "Asthma", []),
        ("ACM-12", "Prevention of stroke in patients with gout", ["ACM-12 | stroke"]),
        ("ACM-12", "Patients with gout", ["ACM-12 | gout"]),
        ("ACM-12", "Healthy volunteers", []),
        ("ACM-12/ACM-40", "Gout", []),
    ],
)
def test_cells(drug: str, disease: str, facts: list[str]) -> None:
    table = markdown("Candidate | Indication | Phase", f"{drug} | {disease} | Phase 1", "ACM-99 | ? | ?")
    found = [line.partition(" | ")[2] for line in told(release(table)) if line.startswith("indication")]
    assert found == facts


def test_rows_that_go_on_are_left_out() -> None:
    """What stands on a second line may say that the first is not yet so."""
    table = markdown(
        "Candidate | Indication | Phase", "ACM-12 | Lupus | Phase 2", " | | planned", "ACM-40 | Gout | Phase 1"
    )
    assert {line.split(" | ")[1] for line in told(release(table))} == {"ACM-40"}
