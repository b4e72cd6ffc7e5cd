"""Seats on boards: who joins a board, sits on it, chairs it or leaves it.

Finds (Ana Roe, Acme, Director, appointed) in "Ana Roe has joined Acme's board"; leaves "the board met Ana Roe" alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.annotation import office_rules as rules
from kg.annotation.model import Mention
from kg.annotation.offices import ORG, B, P, Shape, T
from kg.annotation.roles import Context, Role, appointer_is_unread, is_biography, succeeded
from kg.annotation.titles import board_member


def board_roles(shape: Shape, context: Context) -> Iterator[Role]:
    """The seats that a sentence gives, tells of or takes away."""
    for rule in rules.BOARDS:
        for match in rule.pattern.finditer(shape.text):
            if rules.UNSURE.search(shape.text, 0, match.start()) or appointer_is_unread(shape, match):
                continue
            people = shape.mentions(*match.span("p"), P)
            people += shape.mentions(*match.span("more"), P) if match.groupdict().get("more") else []
            roles = seats(shape, match, people, rule, context)
            yield from roles
            if rule.status == "appointed":
                yield from succeeded(shape, roles)
            more = rules.AND_BOARD.match(shape.text, match.end())
            if more and roles:
                yield from seats(shape, more, people, rule, context)


def seats(
    shape: Shape, match: re.Match[str], people: Sequence[Mention], rule: rules.Rule, context: Context
) -> list[Role]:
    """The seats of people on the board that a match names; none where its organisation stays unread."""
    board = next(i for i in range(match.end() - 1, match.start() - 1, -1) if shape.text[i] == B)
    owners = shape.mentions(*match.span("ol"), ORG) if match["ol"] else []
    owners = owners or (shape.mentions(*match.span("o"), ORG) if match["o"] else [])
    chairs = match.groupdict().get("chairs")
    if chairs == T and getattr(shape.items[match.start("chairs")].title, "notation", "") != "Chair":
        return []
    advises = "advisory" in shape.items[board].board.lower() and ORG not in shape.text[: match.start()]
    if not owners and not match["of"] and context.issuer:
        owners = [context.issuer] if rule.status == "appointed" or rule.name == "leaving" or advises else []
    if rule.status == "appointed" and _is_past_board(shape, match, owners, context):
        return []
    title = board_member(shape.items[board].board)
    if match.groupdict().get("observer"):
        title = "Board Observer"
    elif chairs:
        title = "Chair" if title == "Director" else f"Chair of the {title.removesuffix(' Member')}"
    owners = [o for o in owners if o.kind != "StockExchange"]
    return [Role(person, owner, title, rule.status, rule.name) for person in people for owner in owners]


def _is_past_board(shape: Shape, match: re.Match[str], owners: Sequence[Mention], context: Context) -> bool:
    year = rules.PAST_YEAR.match(shape.text, match.end())
    if year and context.year and int(year[1]) < context.year - 1:
        return True
    roles = [Role(o, o, "", "", "") for o in owners]
    return is_biography(shape, match, roles, context)
