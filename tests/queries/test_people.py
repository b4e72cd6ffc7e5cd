"""Who held which office when; nobody named is not nobody there."""

from __future__ import annotations

from kg.queries.people import board_of, office_notes, people_of
from tests.queries.told_case import case


def role(node: str, person: str, status: str, title: str = ":chiefExecutiveOfficer") -> str:
    return (f"role/{node} org:member person/{person}; role/{node} org:organization organization/quillmark;"
            f"role/{node} org:role {title}; role/{node} status {status}")  # fmt: skip


def test_first_and_last_named_appointed_and_left() -> None:
    lines = people_of(
        case(
            ("2004-01-01", "Ada is chief.", role("a", "ada", ":current")),
            ("2005-01-01", "Ada is chief.", role("a", "ada", ":current")),
            ("2006-01-01", "Ada, the former chief.", role("a", "ada", ":former")),
            ("2006-02-01", "Bo is appointed.", role("b", "bo", ":appointed")),
        )
    )
    assert [(r.person.text, r.first, r.last, r.appointed.text, r.left.text, r.status.text) for r in lines] == [
        ("Ada", "2004-01-01", "2005-01-01", "", "2006-01-01", "Former"),
        ("Bo", "2006-02-01", "2006-02-01", "2006-02-01", "", "Appointed"),
    ]
    (note,) = office_notes(lines)
    assert (note.kind, note.first, note.last, note.days) == ("nobody named", "2005-01-01", "2006-02-01", 396)


def test_overlap_of_two_holders_but_not_of_two_directors() -> None:
    told = (
        ("2004-01-01", "Ada is chief.", role("a", "ada", ":current") + ";" + role("c", "ada", ":current", ":director")),
        ("2004-05-01", "Bo is chief.", role("b", "bo", ":current") + ";" + role("d", "bo", ":current", ":director")),
        ("2004-09-01", "Ada is chief.", role("a", "ada", ":current")),
    )
    notes = office_notes(people_of(case(*told)))
    assert [(n.kind, n.first, n.last) for n in notes] == [("named together", "2004-05-01", "2004-05-01")]


def test_the_board_has_directors_and_no_other_office() -> None:
    told = case(
        ("2004-01-01", "Ada is a director.", role("a", "ada", ":current", ":director")),
        ("2004-05-01", "Bo joins the board.", role("b", "bo", ":appointed", ":director")),
        ("2005-01-01", "Ada chairs the board.", role("c", "ada", ":current", ":chairman")),
        ("2006-01-01", "Bo left the board.", role("b", "bo", ":former", ":director")),
        ("2006-01-01", "Cy is chief.", role("d", "cy", ":current")),
        ("2006-01-01", "Di sits on Belu's.", role("e", "di", ":current", ":director").replace("quillmark", "belu")),
    )
    board = board_of(told, people_of(told))
    assert [(b.person.text, b.first, b.joined.text, b.left.text, b.status.text) for b in board] == [
        ("Ada", "2004-01-01", "", "", "Current"),
        ("Bo", "2004-05-01", "2004-05-01", "2006-01-01", "Former"),
    ]
    assert board[0].seats.text.startswith("Director, Chair")
