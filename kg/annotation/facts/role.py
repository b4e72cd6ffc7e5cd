"""Roles: a person, an organisation, a title, and whether it is held, was held or is newly given.

Finds (Ana Roe, Acme Bio, Chief Executive Officer, current) in "said Ana Roe, CEO of Acme Bio"; leaves "the CEO of Acme
Bio met Ana Roe" alone. Organisations are read by grammar ("of X", "X's CEO"); an office with none named is the issuer's
only where no other can be meant. A principal investigator holds an office of a trial, not of an organisation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.annotation import office_rules as rules
from kg.annotation.facts.seats import board_roles, seats
from kg.annotation.model import Concept, EntityType, Fact, Field, Mention, Span, Voice
from kg.annotation.offices import ORG, UNREAD_TAIL, Antecedent, P, Post, Shape, is_seat, read_posts, shape_of
from kg.annotation.reading import Reading, Sentence
from kg.annotation.roles import Context, Role, appointer_is_unread, former, is_biography, succeeded
from kg.documents.model import BlockKind

_Key = tuple[str, str, str, str]  # a role by person, organisation, title and status


def find_roles(reading: Reading) -> Iterator[Fact]:
    """The roles that a release states, each once, with every sentence that states it."""
    told: dict[_Key, list[tuple[Role, Sentence]]] = {}
    year = reading.release.issued.year if reading.release.issued else 0
    for at, sentence in enumerate(reading.sentences):
        if len(sentence.text) > _LONGEST or not _OFFICE_WORD.search(sentence.text):
            continue
        previous = _previous(reading.sentences, at)
        shape = shape_of(sentence.text, sentence.start, sentence.mentions, _antecedents(sentence, previous))
        before = tuple(m for s in previous if s.block is sentence.block for m in s.mentions)
        for role in _read(shape, sentence.block.kind, Context(reading.issuer, year, before)):
            key = (role.person.name, role.organization.name, role.title, role.status)
            told.setdefault(key, []).append((role, sentence))
    _add_predecessors(reading.sentences, told)
    for key, places in told.items():
        stays = any(r.rule == "continuing" for r, _ in places)
        if all(r.assumed for r, _ in places) and any(_is_elsewhere(key, o) for o in told if not told[o][0][0].assumed):
            continue
        if key[3] == "current" and ((*key[:3], "appointed") in told or (*key[:3], "former") in told) and not stays:
            continue
        if key[3] == "former" and any(r.rule == "continuing" for r, _ in told.get((*key[:3], "current"), ())):
            continue  # "was CFO from 2002 to 2010 and will continue to serve as CFO"
        evidence = tuple(dict.fromkeys(s.span for _, s in places))
        voice = Voice.BOILERPLATE if all(s.voice is Voice.BOILERPLATE for _, s in places) else Voice.COMPANY
        yield role_fact(places[0][0], evidence, voice)


def _add_predecessors(sentences: Sequence[Sentence], told: dict[_Key, list[tuple[Role, Sentence]]]) -> None:
    """Who held an office before somebody whom another sentence gives it: "Ms. Roe succeeds Mr. Poe, who retires"."""
    for sentence in sentences:
        match = rules.SUCCEEDS.search(sentence.masked)
        if not match:
            continue
        (new,), (old,) = sentence.named(match["new"]), sentence.named(match["old"])
        given = [p for key, p in told.items() if key[0] == new.name and key[3] == "appointed"]
        if len(given) != 1 or old.name == new.name:
            continue
        role, place = given[0][0]
        before = former(role, old)
        key = (old.name, before.organization.name, before.title, "former")
        if key not in told:
            told[key] = [(replace(before, rule="succession"), place), (before, sentence)]


def _is_elsewhere(key: tuple[str, str, str, str], other: tuple[str, str, str, str]) -> bool:
    """Whether another role is the same office of the same person at another organisation."""
    return key[0] == other[0] and key[1] != other[1] and key[2:] == other[2:]


_LONGEST = 3000  # what is longer is a list that lost its stops; rules over asides are quadratic in its names

_OFFICE_WORD = re.compile(
    r"\b(?:C[A-Z]O|[SEA]?VP|GM|CHRO|chief|president|(?:co-|vice-)?chair\w*|director|(?:co-?)?founder|professor|head|"
    r"officer|counsel|secretary|treasurer|"
    r"comptroller|controller|partner|principal|boards?|dean|manager|advis[eo]r|fellow|residence|trustee|provost|"
    r"chancellor|scientist|consultant|(?:co-?)?founded)\b|\bC[A-Z]O[A-Z][\w.]{0,30}@",
    re.IGNORECASE,
)


def _previous(sentences: Sequence[Sentence], at: int) -> list[Sentence]:
    """The sentences of the same block before one, and those of the block before it."""
    out: list[Sentence] = []
    blocks = {id(sentences[at].block)}
    for sentence in reversed(sentences[:at]):
        blocks.add(id(sentence.block))
        if len(blocks) > 2:
            break
        out.append(sentence)
    return out[::-1]


def role_fact(role: Role, evidence: tuple[Span, ...], voice: Voice) -> Fact:
    """The fact that a role is, with the passages that state it."""
    return Fact(
        kind="role",
        fields=(
            Field("person", role.person, evidence),
            Field("organization", role.organization, evidence),
            Field("title", Concept("title", role.title), evidence),
            Field("status", Concept("role-status", role.status), evidence),
        ),
        extractor=f"role.{role.rule}/1",
        confidence=0.95 if role.rule in ("apposition", "signature") else 0.9,
        voice=voice,
    )


def _antecedents(sentence: Sentence, previous: Sequence[Sentence]) -> Antecedent:
    """Whom "she" stands for: the one person named before it in the block, else the subject of the sentence before.

    A block that opens with a pronoun carries on from the block before. Inside a quotation it stays open: the speaker is
    not meant.
    """
    block = [s for s in previous if s.block is sentence.block]
    quoted = sum(s.text.count('"') for s in block)

    def stands_for(at: int) -> Mention | None:
        if (quoted + sentence.text.count('"', 0, at)) % 2:
            return None
        here = [m for m in sentence.of_type(EntityType.PERSON) if m.end - sentence.start <= at]
        earlier = [m for s in (block or previous) for m in s.of_type(EntityType.PERSON)]
        people = [*earlier, *here]
        if len({m.name for m in people}) == 1:
            return people[0]
        if len({m.name for m in here}) == 1 and here[0].start - sentence.start <= 8:
            return here[0]
        last = block[-1].of_type(EntityType.PERSON) if block else []
        if not here and len({m.name for m in last}) == 1 and last[0].start - block[-1].start <= 8:
            return last[0]
        return None

    return stands_for


def _read(shape: Shape, kind: BlockKind, context: Context) -> Iterator[Role]:
    """The roles of one sentence."""
    if P not in shape.text:
        return
    if kind is BlockKind.CONTACTS:
        yield from _contact_roles(shape, context)
        return
    used: set[int] = set()
    yield from _founders(shape)
    yield from _followers(shape, context, used)
    yield from _stated_roles(shape, context, used)
    yield from board_roles(shape, context)
    yield from _apposed_roles(shape, context, used)
    yield from _bracketed_roles(shape, context, used)
    yield from _prefixed_roles(shape, context, used)


def _founders(shape: Shape) -> Iterator[Role]:
    """Who founded an organisation, where it "was founded by" somebody."""
    for pattern in (rules.FOUNDED_BY, rules.FOUNDED, rules.FOUNDED_FIRST, rules.FOUNDED_LATE):
        for match in pattern.finditer(shape.text):
            for person in shape.mentions(*match.span("p"), P):
                for organization in shape.mentions(*match.span("o"), ORG):
                    if organization.kind in ("Company", ""):
                        title = "Co-Founder" if match["co"] else "Founder"
                        yield Role(person, organization, title, "current", "founder")


# --- offices that a verb or a noun gives: "appointed", "served as", "resignation of" ---------------------------------


def _stated_roles(shape: Shape, context: Context, used: set[int]) -> Iterator[Role]:
    for rule in rules.BEFORE_POSTS:
        for match in rule.pattern.finditer(shape.text):
            if any(rules.UNSURE.search(shape.text, 0, at) for at in (match.start(), match.start("p"))):
                continue
            if rule.name == "appointment" and appointer_is_unread(shape, match):
                continue
            roles, end = _posts_behind(shape, match, rule, context, used)
            yield from roles
            yield from _seat_too(shape, end, roles, rule, context)
            while roles and rule.status == "appointed" and (more := rules.AND_ANOTHER.match(shape.text, end)):
                roles, end = _posts_behind(shape, more, rule, context, used)
                yield from roles


def _seat_too(shape: Shape, end: int, roles: Sequence[Role], rule: rules.Rule, context: Context) -> Iterator[Role]:
    """The seat named behind an office that somebody holds: "our CEO and a member of our Board"."""
    match = rules.AND_SEAT.match(shape.text, end) if roles else None
    if match and rule.status != "former":
        people = list({r.person.name: r.person for r in roles}.values())
        houses = {r.organization.name for r in roles}
        beside = seats(shape, match, people, rule, context)
        yield from (s for s in beside if match["o"] or match["ol"] or s.organization.name in houses)


def _posts_behind(
    shape: Shape, match: re.Match[str], rule: rules.Rule, context: Context, used: set[int]
) -> tuple[list[Role], int]:
    """The roles made of a rule's people and the titles behind its match (then used), and where those end."""
    posts, end = read_posts(shape, match.end())
    posts = [p for p in posts if p.at not in used]
    follows = _name_follows(shape, end)
    if not posts or (follows and not follows["comma"]) or not _timely(shape, end, rule.status, context):
        return [], end
    if rule.after and not rule.after.match(shape.text, end):
        return [], end
    named = shape.mentions(*match.span("o"), ORG) if match.groupdict().get("o") else []
    if rule.name == "past" and named:
        posts = _housed(shape, end, posts, tuple(named))
    default = named[0] if named else _default(shape, match, context, rule.name)
    roles = list(_roles_of(shape.mentions(*match.span("p"), P), posts, default, rule))
    if rule.status == "appointed":
        if is_biography(shape, match, roles, context):
            return [], end
        roles.extend(succeeded(shape, roles))
    if rule.name == "succession" and (old := shape.mentions(*match.span("old"), P)):
        roles.extend([former(role, old[0]) for role in roles])
    if rule.name == "leaving":
        roles.extend(_successors(shape, end, roles))
    used.update(p.at for p in posts)
    return roles, end


def _housed(shape: Shape, end: int, posts: list[Post], owners: tuple[Mention, ...]) -> list[Post]:
    """The posts, where those without a house have their `owners`, unless an unread one stands behind them."""
    if not owners or UNREAD_TAIL.match(shape.text, end):
        return posts
    return [p if p.organizations or p.own else replace(p, organizations=owners, unclear=False) for p in posts]


def _name_follows(shape: Shape, end: int) -> re.Match[str] | None:
    """A name right behind an office, with its comma; none behind "Acme Inc.", where a sentence may have ended."""
    last = shape.items[end - 1].mention if end - 1 in shape.items else None
    if last and last.type is EntityType.ORGANIZATION and last.text.endswith("."):
        return None
    return re.compile(rf"(?P<comma>,)?\s(?P<p>{P})").match(shape.text, end)


def _timely(shape: Shape, end: int, status: str, context: Context) -> bool:
    """Whether no year behind the office says that an appointment is old news."""
    year = rules.PAST_YEAR.match(shape.text, end)
    return status != "appointed" or not year or not context.year or int(year[1]) >= context.year - 1


def _default(shape: Shape, match: re.Match[str], context: Context, rule: str) -> Mention | None:
    """The organisation of an office that names none: who appoints, where the sentence tells, else the issuer."""
    if rule == "past":
        return None
    subject = re.match(rf"(?:[^{P}]{{0,40}}:\s)?(?:The\s)?({ORG})", shape.text)
    if rule == "appointment" and subject and subject.start(1) < match.start():
        return shape.items[subject.start(1)].mention
    return context.issuer


def _roles_of(
    people: Sequence[Mention], posts: Sequence[Post], default: Mention | None, rule: rules.Rule
) -> Iterator[Role]:
    for post in posts:
        organizations = post.organizations or ((default,) if default and not post.unclear and _is_own(post) else ())
        for person in people:
            for organization in organizations:
                if organization.kind != "StockExchange":
                    yield Role(
                        person,
                        organization,
                        post.title.notation,
                        _status(post, rule.status),
                        rule.name,
                        not post.organizations,
                    )


def _is_own(post: Post) -> bool:
    """Whether an office that names no organisation may be the default one's."""
    seat = is_seat(post.title) or post.title.notation in ("Chair", "Executive Chair")
    return bool(post.own) or post.title.executive or seat


def _status(post: Post, status: str) -> str:
    if status == "former":
        return status
    return post.status if post.status == "former" or (post.status == "appointed" and status == "current") else status


def _successors(shape: Shape, end: int, roles: Sequence[Role]) -> Iterator[Role]:
    """Who is named behind a departure as the one who follows in the same office."""
    match = rules.SUCCEEDED_BY.search(shape.text, end)
    if match and len({(r.organization.name, r.title) for r in roles}) == 1:
        for person in shape.mentions(*match.span("p"), P):
            yield replace(roles[0], person=person, status="appointed", rule="succession")


def _followers(shape: Shape, context: Context, used: set[int]) -> Iterator[Role]:
    """Who leaves an office and who follows in it: "Ana Roe will be succeeded as CEO by Al Poe"."""
    for match in rules.FOLLOWED.finditer(shape.text):
        posts, end = read_posts(shape, match.end())
        after = rules.FOLLOWER.match(shape.text, end)
        if not posts or not after:
            continue
        used.update(p.at for p in posts)
        old, new = shape.mentions(*match.span("old"), P), shape.mentions(*after.span("p"), P)
        yield from _roles_of(old, posts, context.issuer, rules.FOLLOWED_BY)
        yield from _roles_of(new, posts, context.issuer, rules.FOLLOWING)


# --- offices beside a name: "Ana Roe, CEO of X", "X's CEO Ana Roe" ---------------------------------------------------


def _apposed_roles(shape: Shape, context: Context, used: set[int]) -> Iterator[Role]:
    for match in rules.BESIDE.pattern.finditer(shape.text):
        posts, end = read_posts(shape, match.end())
        posts = [p for p in posts if p.at not in used]
        if not posts or not rules.AFTER_APPOSED.match(shape.text, end):
            continue
        used.update(p.at for p in posts)
        person = shape.items[match.start()].mention
        if person:
            rule = rules.BESIDE_GONE if rules.GONE.match(shape.text, end) else rules.BESIDE
            yield from _roles_of([person], posts, context.issuer, rule)


def _bracketed_roles(shape: Shape, context: Context, used: set[int]) -> Iterator[Role]:
    """Offices in brackets behind a name: "Ana Roe (CEO) and Al Poe (CFO of Belu)"."""
    for match in rules.BRACKETED.finditer(shape.text):
        posts, end = read_posts(shape, match.end())
        posts = [p for p in posts if p.at not in used]
        if posts and shape.text[end : end + 1] == ")" and _issuer_is_topic(shape, match.start(), posts, context):
            used.update(p.at for p in posts)
            yield from _roles_of(
                shape.mentions(match.start(), match.end(), P), posts, context.issuer, rules.IN_BRACKETS
            )


def _prefixed_roles(shape: Shape, context: Context, used: set[int]) -> Iterator[Role]:
    before: tuple[int, tuple[Mention, ...]] = (-1, ())  # where the office before this one ends, and whose it is
    for match in rules.IN_FRONT.pattern.finditer(shape.text):
        posts, end = read_posts(shape, match.start())
        posts = [p for p in posts if p.at not in used]
        follows = _name_follows(shape, end)
        if not posts or not follows or rules.THEN.search(shape.text, 0, match.start()):
            continue
        owners = _led(shape, match.start(), before)
        posts = _housed(shape, end, posts, owners)
        rule = _in_front(shape, match.start(), posts, follows.end())
        known = rule is not rules.IN_FRONT or posts[0].status == "appointed" and is_seat(posts[0].title)
        if not known and not _stands_before(shape, posts, bool(follows["comma"]), follows.end()):
            continue
        if not _issuer_is_topic(shape, match.start(), posts, context):
            continue
        used.update(p.at for p in posts)
        roles = list(_roles_of(shape.mentions(*follows.span("p"), P), posts, context.issuer, rule))
        before = (follows.end(), tuple({r.organization.name: r.organization for r in roles}.values()))
        yield from roles


def _led(shape: Shape, at: int, before: tuple[int, tuple[Mention, ...]]) -> tuple[Mention, ...]:
    """Whose an office is that names no house: the subject's that is "led by" it, or that of the office before.

    "Belu Bio is led by CEO Ana Roe and CFO Al Poe", "Belu Bio CEO Ana Roe and director Al Poe".
    """
    end, owners = before
    if 0 <= end <= at and rules.ONWARD.fullmatch(shape.text, end, at):
        return owners
    subject = re.match(rf"(?:The\s)?({ORG})\s", shape.text)
    if subject and rules.LED_BY.search(shape.text, 0, at):
        return tuple(shape.mentions(*subject.span(1), ORG))
    return ()


def _in_front(shape: Shape, at: int, posts: Sequence[Post], end: int) -> rules.Rule:
    """Whether the words before an office and its name give or take it; "welcomes CEO Ana Roe to its board" does not."""
    if any(p.organizations for p in posts) and shape.text[at] != ORG or rules.TO_BOARD.match(shape.text, end):
        return rules.IN_FRONT
    if rules.LOST.search(shape.text, 0, at):
        return rules.IN_FRONT_LOST
    return rules.IN_FRONT_GIVEN if rules.GIVEN.search(shape.text, 0, at) else rules.IN_FRONT


def _issuer_is_topic(shape: Shape, at: int, posts: Sequence[Post], context: Context) -> bool:
    """Whether "CEO Ana Roe" can be the issuer's: no other company was the last one named in the block."""
    if all(p.organizations or p.own for p in posts):
        return True
    named = [*context.before, *shape.mentions(0, at, ORG)]
    companies = [m for m in named if m.type is EntityType.ORGANIZATION and m.kind in ("Company", "")]
    return not companies or context.issuer is None or companies[-1].name == context.issuer.name


def _stands_before(shape: Shape, posts: Sequence[Post], comma: bool, end: int) -> bool:
    """Whether titles belong to the name behind them: "Acme's CEO, Ana Roe, said", not "President Roe" (of what?)."""
    owned = all(p.organizations or p.own for p in posts)
    if not owned and (
        not posts[0].title.executive or (len(posts) == 1 and not re.match("(?:\\w+ )?Chief ", posts[0].title.notation))
    ):
        return False
    before = shape.text[: posts[0].at]
    return not comma or (
        bool(re.match(r"[,.;:)\"]|$|\s[a-z]", shape.text[end:])) and not re.search(rf"{P},?\s[^{P}]{{0,12}}$", before)
    )


# --- contacts --------------------------------------------------------------------------------------------------------


def _contact_roles(shape: Shape, context: Context) -> Iterator[Role]:
    """Names with a title in a contact block; the organisation is beside them, or the issuer when no other is near."""
    for match in rules.IN_CONTACTS.pattern.finditer(shape.text):
        posts, end = read_posts(shape, match.end())
        behind = re.match(rf"[\s,|-]{{0,3}}({ORG})", shape.text[end:])
        if behind:
            named = shape.mentions(end, end + behind.end(), ORG)
            posts = [replace(p, organizations=p.organizations or tuple(named), unclear=False) for p in posts]
        beside = shape.mentions(*match.span("before"), ORG) if match["before"] else []
        nearest = [
            m for m in (*context.before, *shape.mentions(0, match.start(), ORG)) if m.type is EntityType.ORGANIZATION
        ]
        default = beside[0] if beside else context.issuer
        if not beside and nearest and context.issuer and nearest[-1].name != context.issuer.name:
            default = None
        yield from _roles_of(shape.mentions(*match.span("p"), P), posts, default, rules.IN_CONTACTS)
