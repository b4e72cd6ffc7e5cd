"""Offices in a sentence: titles and their organisations, read from the order of people, organisations, titles, boards.

A sentence becomes a `Shape`: single white space, and one character for each person (`P`), organisation (`ORG`), title
(`T`) and board (`B`). Rules over a shape are rules over grammar, not over names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from kg.annotation.entities.people import name_reach
from kg.annotation.model import EntityType, Mention
from kg.annotation.titles import TitleFound, find_titles

P, ORG, T, B = "\ue000", "\ue001", "\ue002", "\ue003"
ANY = P + ORG + T + B


@dataclass(frozen=True, slots=True)
class Item:
    """What a character of a shape stands for: a mention, a title or a board (its printed name)."""

    mention: Mention | None = None
    title: TitleFound | None = None
    board: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """A sentence with placeholders, and what stands at each of their offsets."""

    text: str
    items: dict[int, Item]

    def mentions(self, start: int, end: int, letter: str) -> list[Mention]:
        """The people or organisations whose placeholders stand in a stretch of the shape."""
        found = (self.items[i].mention for i in range(start, end) if self.text[i] == letter)
        return [m for m in found if m is not None]


@dataclass(frozen=True, slots=True)
class Post:
    """A title as held somewhere; no organisations where the words name none, `own` where they say "its" or "our".

    `at` is the offset of its title in the shape; `status` is "former", "current" or "appointed" where a word before it
    says so, else "". `unclear` marks an office whose organisation is printed but not read.
    """

    at: int
    title: TitleFound
    organizations: tuple[Mention, ...] = ()
    own: str = ""
    status: str = ""
    unclear: bool = False


Antecedent = Callable[[int], Mention | None]

_BOARD = re.compile(
    r"(?:(?:scientific|clinical|medical|strategic|business|industry|international|"
    r"corporate)\s(?:and\s\w+\s)?){0,3}(?:advisory\s)?"
    r"boards?(?:\sof\s(?:directors|trustees|managers|governors))?\b(?!-)",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"(?<![\w'])(?:[Hh]e|[Ss]he)(?![\w'])|(?:^|(?<=[.!?] ))(?:His|Her)(?= )")


def shape_of(text: str, start: int, mentions: Sequence[Mention], antecedent: Antecedent) -> Shape:
    """The shape of a sentence that begins at `start` of the source.

    `antecedent` gives whom a pronoun at an offset of `text` stands for, None where that is unclear.
    """
    pieces: list[str | Item] = []
    at = 0
    for mention in mentions:
        if mention.type not in (EntityType.PERSON, EntityType.ORGANIZATION):
            continue
        a, b = mention.start - start, mention.end - start
        if mention.type is EntityType.PERSON:
            a, b = name_reach(text, a, b)
        if a < at:
            continue
        pieces.extend(_literal(text, at, a, antecedent))
        pieces.append(Item(mention))
        at = b
    pieces.extend(_literal(text, at, len(text), antecedent))
    return _titled(*_joined(pieces))


def _literal(text: str, start: int, end: int, antecedent: Antecedent) -> Iterator[str | Item]:
    """A stretch without mentions, its pronouns resolved where they can be."""
    at = start
    for match in _PRONOUN.finditer(text, start, end):
        person = antecedent(match.start())
        if person is None:
            continue
        yield text[at : match.start()]
        yield Item(person)
        if match[0] in ("His", "Her"):
            yield "'s"
        at = match.end()
    yield text[at:end]


def _joined(pieces: Sequence[str | Item]) -> tuple[str, dict[int, Item]]:
    out, items = "", {}
    for piece in pieces:
        if isinstance(piece, str):
            out += re.sub(r"\s+", " ", piece) if not out.endswith(" ") else re.sub(r"\s+", " ", piece).lstrip()
            continue
        items[len(out)] = piece
        out += P if piece.mention and piece.mention.type is EntityType.PERSON else ORG
    return out, items


def _titled(text: str, items: dict[int, Item]) -> Shape:
    """The shape with titles, and then boards, as placeholders too."""
    text, items = _replaced(text, items, [(t.start, t.end, Item(title=t)) for t in find_titles(text)], T)
    boards = [(m.start(), m.end(), Item(board=m[0])) for m in _BOARD.finditer(text)]
    return Shape(*_replaced(text, items, boards, B))


def _replaced(
    text: str, items: dict[int, Item], found: Sequence[tuple[int, int, Item]], letter: str
) -> tuple[str, dict[int, Item]]:
    out, moved, at = "", {}, 0
    for start, end, item in [*found, (len(text), len(text), None)]:
        moved.update({len(out) + i - at: items[i] for i in items if at <= i < start})
        out += text[at:start]
        if item is not None:
            moved[len(out)] = item
            out += letter
        at = end
    return out, moved


_STATUS = (
    r"(?:former|then|previous|past|ex|late|retired|current|currently|present|new|newly appointed|newly-appointed|"
    r"incoming|outgoing|longtime|long-time|recently appointed)"
)
_POST = re.compile(
    rf"(?:(?:the|a|an|one of|also|both|as|being)\s)*(?P<early>{_STATUS}[\s-])?(?-i:[a-z]+(?:-[a-z]+)+\s)?"
    rf"(?:(?P<own>our|its|their|his|her|my|company(?:'s)?|the\scompany's)\s|"
    rf"(?:the\s)?(?P<owner>{ORG})(?:'s?)?\s(?:\([^()]{{1,40}}\)\s)?)?(?P<status>{_STATUS}[\s-])*"
    rf"(?P<chair>(?-i:(?:[A-Z][\w.&'’-]*\s){{1,5}}))?{T}"
    rf"(?:\s\([^(){ANY}]{{1,30}}\))?"
    rf"(?:\s(?:positions?|roles?))?"
    rf"(?P<tail>(?:\sto\s(?:the\s)?(?={ORG})|\s(?:of|at|for|with|in|within)\s|\s@\s)(?:(?:both|the|a|an|its|their|"
    rf"our)\s)*(?-i:(?!and\b|who\b|where\b|which\b)[a-z-]+\s){{0,4}}"
    rf"(?P<orgs>{ORG}(?:\s\([^()]*\))?(?:(?:(?:,\s(?:and\s)?|\sand\s){ORG})*(?:,?\sand\s(?:the\s)?{ORG})(?=\s?[,.;)]|"
    rf"$))?))?",
    re.IGNORECASE,
)
_COMMA_TAIL = re.compile(
    rf"(?:,\s|\s-\s|\s)(?:the\s)?(?P<orgs>{ORG})(?=\s?(?:[,.;:\")]|$|said|stated|commented|added|noted|and\b|will|"
    rf"in\s[A-Z]))",
    re.IGNORECASE,
)
_UNIT_TAIL = re.compile(
    rf"\s(?:at|of|in)\sthe\s(?:[A-Z][\w&'-]*\s|of\s|and\s|for\s|&\s){{1,9}}(?:within|at|"
    rf"of)\s(?:the\s)?(?P<orgs>{ORG})|\s(?:at|of|in)\sthe\s(?:[A-Z][\w&'-]*\s?|of\s|and\s|for\s|"
    rf"&\s){{1,9}},\s(?:the\s)?(?P<more>{ORG})"
)
_SEPARATOR = re.compile(
    r"\s?(?:,\s?(?:and|&|as well as|plus)\s|;\s(?:and\s)?|,\s|\s(?:and|&|as well as|plus)\s|\s?/\s?|\s-\s|"
    r"\s\|\s)(?:(?:before\sthat|prior\sto\sthat|previously),?\s)?(?:as\s|is\s)?",
    re.IGNORECASE,
)
UNREAD_TAIL = re.compile(
    r"\s(?:of|at|for(?!\s(?:the\s(?:past|last)|more|over|nearly|almost|\d|"
    rf"personal|family|health|medical|other|an?\s(?:interim|transition|period)))|with|within)\s(?!the\scompany\b|{P})|'s|"
    r",\s(?:at|with)\s(?:the\s)?(?-i:[A-Z])|"
    r",\s(?:the\s)?(?-i:[A-Z][\w&.'-]+(?:\s(?:[A-Z][\w&.'-]*|of|and|for|&))*)\s?(?:[.,;:)\"]|$)",
    re.IGNORECASE,
)


def read_posts(shape: Shape, at: int) -> tuple[list[Post], int]:
    """The titles listed from an offset on, each with its organisations, and where the list ends.

    "CEO and CFO of X, and President of Y": the organisation behind a title holds for those before it that have none.
    ([], at) where no title stands there.
    """
    posts: list[Post] = []
    end, former = at, ""
    while match := _POST.match(shape.text, end if not posts else _after_separator(shape.text, end)):
        where = shape.text.index(T, match.start())
        title = shape.items[where].title
        if title is None or match["chair"] and "Professor" not in title.notation:
            break  # chairs are named after people, other offices are not
        said = _status(match["early"] or match["status"])
        former = said or former
        owner = shape.mentions(*match.span("owner"), ORG) if match["owner"] else []
        orgs = shape.mentions(*match.span("orgs"), ORG) if match["orgs"] else []
        if not orgs and not owner and not match["own"] and not _next_post(shape.text, match.end()):
            comma = _COMMA_TAIL.match(shape.text, match.end())
            if comma:
                orgs = shape.mentions(*comma.span("orgs"), ORG)
                end = comma.end()
            elif unit := _unit_tail(shape, title, match.end()):
                orgs, end = unit
            else:
                end = match.end()
        else:
            end = match.end()
        unclear = not orgs and not owner and bool(UNREAD_TAIL.match(shape.text, end))
        posts.append(Post(where, title, tuple(orgs or owner), (match["own"] or "").lower(), former, unclear))
        if orgs:
            posts = _spread(posts, tuple(orgs))
            former = ""
    return _inherited(posts), end


def _unit_tail(shape: Shape, title: TitleFound, at: int) -> tuple[list[Mention], int] | None:
    """The house behind a part of it that is no mention, for titles that lead no unit ("Professor at Y within X")."""
    match = _UNIT_TAIL.match(shape.text, at)
    if not match or not re.search(r"professor|fellow|scientist|lecturer", title.notation, re.IGNORECASE):
        return None
    return shape.mentions(match.start(), match.end(), ORG), match.end()


def _after_separator(text: str, at: int) -> int:
    separator = _SEPARATOR.match(text, at)
    return separator.end() if separator else len(text)


def _next_post(text: str, at: int) -> bool:
    return bool(_POST.match(text, _after_separator(text, at)))


def _status(word: str | None) -> str:
    if not word:
        return ""
    word = word.strip(" -").lower()
    if word in ("former", "then", "previous", "past", "ex", "late", "retired", "outgoing"):
        return "former"
    return (
        "appointed"
        if word in ("new", "newly appointed", "newly-appointed", "incoming", "recently appointed")
        else "current"
    )


def _spread(posts: list[Post], orgs: tuple[Mention, ...]) -> list[Post]:
    """The posts, where those without an organisation of their own take the one behind the last."""
    return [
        p if p.organizations or p.own else Post(p.at, p.title, orgs, "", p.status, p.unclear and p is not posts[-1])
        for p in posts
    ]


def is_seat(title: TitleFound) -> bool:
    """Whether a title is a seat on a board in so many words: "board member", "independent director", not "Director"."""
    words = r"(?:Lead )?(?:Independent|Non-?[Ee]xecutive)(?: Independent| Non-?[Ee]xecutive)? Director"
    return (
        title.notation == "Director"
        and title.end - title.start > len("Director")
        or bool(re.fullmatch(words, title.notation))
    )


def _inherited(posts: list[Post]) -> list[Post]:
    """The posts, where those without an organisation take that of the ones before them ("Acme's President and CEO")."""
    out: list[Post] = []
    for post in posts:
        if (
            out
            and not post.organizations
            and not post.own
            and not post.unclear
            and (out[-1].organizations or out[-1].own)
        ):
            post = Post(post.at, post.title, out[-1].organizations, out[-1].own, post.status or out[-1].status)
        out.append(post)
    homeless = [p for p in out if not p.organizations and not p.own]
    if any(p.unclear or not (p.title.executive or is_seat(p.title)) for p in homeless):
        # "Director of Research and Professor, <a house that was not read>": neither office is the issuer's for sure
        return [replace(p, unclear=True) if p in homeless else p for p in out]
    return out
