"""The page: nothing from outside, everything escaped, the same bytes every time."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.views.layers import layered
from kg.views.page import COLOURS, page
from kg.views.picture import Picture, draw, shorten
from tests.views.invented import graph_of, norvik, said

NASTY = (
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    '"><a href="javascript:alert(1)">x</a>',
    "<!--<script>",
    "{{data}}",
    "\u2028alert(1)//",
    "' onmouseover='alert(1)",
)


class Outline(HTMLParser):
    """Every tag with its attributes, and what scripts hold."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.data = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][1].get("id") == "data":
            self.data += data


def picture() -> Picture:
    return draw(norvik(), "Norvik Biosciences Inc.", "o:norvik")


def test_nothing_is_fetched_from_outside() -> None:
    text = page(picture())
    outline = Outline(text)
    for tag, attributes in outline.tags:
        assert tag not in ("link", "iframe", "object", "embed", "base")
        assert not {"src", "href", "srcset", "action"} & set(attributes), (tag, attributes)
    style = text[text.index("<style>") : text.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style
    assert "sourceMappingURL" not in text
    assert "default-src 'none'" in text


def test_equal_graphs_give_equal_bytes() -> None:
    assert page(picture()) == page(picture())
    assert page(layered(picture())) == page(layered(picture()))


@pytest.mark.parametrize("nasty", NASTY)
def test_names_and_quotes_cannot_become_markup(nasty: str) -> None:
    graph = graph_of({"d": (nasty, "Drug"), "o": ("Norvik", nasty)}, [("d", "developer", "o")])
    more = {"predicate": nasty, "label": nasty, "asserted": True, "statement": said(nasty, nasty, nasty, nasty)}
    graph.add_edge("d", "o", key="2", **more)
    clean = [(t, set(a)) for t, a in Outline(page(draw(graph_of({"d": ("x", "Drug")}, []), "t", "d"))).tags]
    text = page(draw(graph, nasty, "d"))
    assert [(t, set(a)) for t, a in Outline(text).tags] == clean
    assert nasty in json.loads(Outline(text).data)["names"].values()


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=40))
def test_any_name_survives_the_page(name: str) -> None:
    graph = graph_of({"d": (name, "Drug")}, [])
    data = json.loads(Outline(page(draw(graph, "title", "d"))).data)
    assert data["names"]["d"] == (name or "d")


def test_a_page_that_ends_in_a_quote_is_a_space() -> None:
    graph = graph_of({"d": ("x", "Drug"), "o": ("Norvik", "Organization")}, [])
    more = {"predicate": "developer", "label": "developer", "asserted": True}
    graph.add_edge("d", "o", key="2", **more, statement=said("x", "developer", "Norvik", "one\ftwo"))
    assert json.loads(Outline(page(draw(graph, "title", "d"))).data)["quotes"] == ["one two"]


def test_roles_and_listings_become_edges() -> None:
    drawn = picture()
    assert not {"Membership", "Listing"} & {n.type for n in drawn.nodes}
    labels = {(e.source, e.target): e.label for e in drawn.edges}
    assert labels["p:lund", "o:norvik"] == "Chief Executive Officer"
    assert labels["p:moe", "o:norvik"] == "Chief Financial Officer (former)"
    assert labels["o:norvik", "o:tsx"] == "NVK"


def test_parallel_edges_do_not_lie_on_each_other() -> None:
    bends = [e.bend for e in picture().edges if (e.source, e.target) == ("d:0", "i:0")]
    assert len(bends) == len(set(bends)) == 2


def test_a_large_graph_is_capped_with_a_note() -> None:
    nodes = {f"d:{i}": (f"D-{i}", "Drug") for i in range(400)} | {"o": ("Norvik", "Organization")}
    drawn = draw(graph_of(nodes, [(f"d:{i}", "developer", "o") for i in range(400)]), "t", "o", limit=300)
    assert len(drawn.nodes) == 300
    assert "101 of 401" in drawn.note
    assert {e.source for e in drawn.edges} <= {n.id for n in drawn.nodes}
    assert any(n.id == "o" for n in drawn.nodes)


def test_layers_put_the_company_left_of_drugs_left_of_diseases() -> None:
    places = {n.id: n for n in layered(picture()).nodes}
    xs = [places[i].x for i in ("o:norvik", "d:0", "t:0", "i:0")]
    assert None not in xs
    assert xs == sorted(xs, key=lambda x: x or 0.0)
    assert len({(n.x, n.y) for n in places.values()}) == len(places)


def test_several_titles_are_one_edge_with_a_line_each() -> None:
    graph = norvik()
    graph.add_node(
        "m:2", label="x", type="Membership", values={"role": "President", "status": "Current"}, statements=()
    )
    for predicate, target in (("member", "p:lund"), ("organization", "o:norvik")):
        more = {"predicate": predicate, "label": predicate, "asserted": True, "statement": said("x", predicate, target)}
        graph.add_edge("m:2", target, **more)
    labels = [e.label for e in draw(graph, "t", "o:norvik").edges if e.source == "p:lund"]
    assert labels == ["Chief Executive Officer\nPresident"]


def test_what_is_not_asserted_is_dashed_and_says_so() -> None:
    graph = graph_of({"d": ("D-1", "Drug"), "i": ("psoriasis", "Indication")}, [])
    statement = replace(said("D-1", "indication", "psoriasis"), stance="possible")
    graph.add_edge("d", "i", predicate="indication", label="indication", asserted=False, statement=statement)
    (edge,) = json.loads(Outline(page(draw(graph, "t", "d"))).data)["edges"]
    assert edge["dashes"]
    assert edge["label"] == "indication (possible)"


def test_short_labels_are_short() -> None:
    for label in ("x" * 90, "a phase 2 trial of a thing in a disease that has a long name", "ok"):
        assert max(len(line) for line in shorten(label).split("\n")) <= 40
        assert len(shorten(label)) <= 44
    assert re.fullmatch("ok", shorten("ok"))


def test_the_page_looks_as_the_explorer_does(root: Path) -> None:
    def colours(css: str, theme: str) -> dict[str, str]:
        block = css[css.index(theme) :]
        return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+)", block[: block.index("}")]))

    own, explorer = ((root / "kg" / name).read_text("utf-8") for name in ("views/page.css", "server/static/style.css"))
    for theme in (":root {", ':root[data-theme="dark"]'):
        mine, theirs = colours(own, theme), colours(explorer, theme)
        assert mine
        assert mine == {name: theirs[name] for name in mine}
    light = colours(explorer, ":root {")
    assert {t: light[t.lower()] for t in COLOURS} == COLOURS


@pytest.mark.parametrize(
    ("stance", "dashes"), [("", False), ("intended", [8, 5]), ("possible", [2, 5]), ("negated", [2, 5])]
)
def test_lines_tell_how_sure_it_is(stance: str, dashes: object) -> None:
    graph = graph_of({"d": ("D-1", "Drug"), "i": ("psoriasis", "Indication")}, [])
    statement = replace(said("D-1", "indication", "psoriasis"), stance=stance)
    graph.add_edge("d", "i", predicate="indication", label="indication", asserted=not stance, statement=statement)
    (edge,) = json.loads(Outline(page(draw(graph, "t", "d"))).data)["edges"]
    assert edge["dashes"] == dashes
