"""The text of a document with its pages: each break stands where the text has it, and in a quote it is a space."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kg.server.pages.marking import marked
from kg.server.pages.render import harmless

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)), max_size=5)


@given(st.text("ab\f", max_size=30), SPANS, st.integers(1, 9))
def test_pages_open_where_the_text_says_so(text: str, spans: list[tuple[int, int]], first: int) -> None:
    fact = {"path": "drug/a", "about": "a", "type": "Drug", "what": "w", "value": "v"}
    read: list[dict[str, Any]] = [fact | {"spans": [[s, s + n]]} for s, n in spans if s + n <= len(text)]
    pieces = marked({"shown": {"start": 0}, "text": text, "page": first, "read": read})["pieces"]
    assert "".join("\f" * (p["page"] > 0) + p["text"] for p in pieces) == text
    assert [p["page"] for p in pieces if p["page"]] == list(range(first + 1, first + 1 + text.count("\f")))
    starts = [p["start"] for p in pieces if p["first"]]
    assert sorted(starts) == sorted({start for one in read for start, _ in one["spans"]})


def test_a_page_that_ends_in_a_quote_is_a_space() -> None:
    assert harmless("one\ftwo") == "one two"
