"""A template with what it shows -> a page. All text is escaped, and cannot turn what stands around it."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kg.queries.search import type_label
from kg.server.pages.identifiers import public_id

FOLDER = Path(__file__).resolve().parents[1]
NAMES = {"Membership": "Role", "FinancialObservation": "Figure", "RegulatoryAction": "Regulatory action",
         "Release": "Release"}  # fmt: skip
# Marks that turn or embed a direction, and control characters: each is shown as what it is, a foreign body.
TURNING = (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
FOREIGN = dict.fromkeys((*range(9), 11, *range(14, 32), 0x7F, *TURNING, *range(0xD800, 0xE000)), "\ufffd") | {
    12: " ",  # a page ends; where that is worth telling, the page says so itself
    13: "",
}
SUSPECT = re.compile("[" + "".join(map(re.escape, map(chr, sorted(FOREIGN)))) + "]")  # most texts hold none of them


def page(request: Request, template: str, status: int = 200, **shown: Any) -> Response:
    """The page that a template makes."""
    text = _templates().get_template(template).render(here=request.url.path, args=dict(request.query_params), **shown)
    return HTMLResponse(text, status)


def harmless(value: Any) -> Any:
    """The same value with characters that could hide or turn text made visible, at any depth."""
    if isinstance(value, str):
        return value if isinstance(value, Markup) or not SUSPECT.search(value) else value.translate(FOREIGN)
    if isinstance(value, dict):
        return {key: harmless(v) for key, v in value.items()}
    if isinstance(value, list | tuple):
        return [harmless(v) for v in value]
    return value


def at(place: Any) -> str:
    """The address of a passage in its document."""
    return f"/document/{quote(place['document'], safe='')}#p{place['start']}"


def to(path: str) -> str:
    """The address of a thing's page."""
    return "/entity/" + quote(path, safe="/")


def link(base: str, **parameters: Any) -> str:
    """An address with those parameters that are not empty."""
    given = {name: value for name, value in parameters.items() if value not in ("", None)}
    return base + ("?" + urlencode(given) if given else "")


def day(text: str) -> str:
    """A date as a person writes it, "10 Feb 2004"; what is no date stays."""
    try:
        found = date.fromisoformat(text)
    except (TypeError, ValueError):
        return text or "undated"
    return f"{found.day} {found:%b %Y}"


def sentences(places: list[Any]) -> list[Any]:
    """The places, each sentence once, the newest first."""
    ordered = sorted(places, key=lambda p: (p["date"], p["document"]), reverse=True)
    return list({p["quote"]: p for p in reversed(ordered)}.values())[::-1]


def kind(type_: str) -> str:
    """A class as the pages name it."""
    return NAMES.get(type_) or type_label(type_)


def compile_templates() -> int:
    """Make every template ready, so that no reader waits for it; gives how many there are."""
    return len([_templates().get_template(name) for name in _templates().list_templates(extensions=["html"])])


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        finalize=harmless,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"at": at, "day": day, "kind": kind, "public_id": public_id, "sentences": sentences, "to": to}
    made.globals |= {"link": link}
    return made
