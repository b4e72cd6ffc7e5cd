from __future__ import annotations

import pytest

from kg.documents.about import heading_end


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("About QuillmarkQuillmark Biosciences makes pills.", "About Quillmark"),
        ("About Quillmark Quillmark Biosciences makes pills.", "About Quillmark"),
        ("About Quillmark & Its Field Quillmark makes pills.", "About Quillmark & Its Field"),
        ("About Quillmark, Inc. Quillmark, Inc. makes pills.", "About Quillmark, Inc."),
        ("About QuillmarkFounded in 1998, Quill makes pills.", "About Quillmark"),
        ("About the HARROW Trial The trial is open.", "About the HARROW Trial"),
        ("About Quillmark: We make pills.", "About Quillmark"),
        ("About Gout\nPeople hurt.", "About Gout"),
        ("ABOUT QUILLMARK LTD:Quillmark makes pills.", "ABOUT QUILLMARK LTD:"),
    ],
)
def test_heading(text: str, heading: str) -> None:
    assert text[: heading_end(text)] == heading


@pytest.mark.parametrize("text", ["About Quillmark", "About ten people came.", "Quillmark makes pills.", ""])
def test_no_heading(text: str) -> None:
    assert heading_end(text) == 0
