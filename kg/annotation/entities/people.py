"""People in clean text: full names by the evidence around them, later mentions by surname.

A run of capitalised words is a name when its surroundings say so: an honorific or a credential, an office, a verb of
speech, an appointment, a first name of the census. The statistical model's PERSON is one weak voice among these: code
names and diseases get it too. Spans hold the name alone, without honorific and credentials.

Finds "Ana-Lucía de la Cruz" in "said Ana-Lucía de la Cruz, Ph.D."; leaves "Charles Dawson Laboratories" alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files

import yaml

from kg.annotation.titles import RUN_INTO, find_titles
from kg.lexicons import lookup

_ENOUGH = 2.0


@dataclass(frozen=True, slots=True)
class PersonFound:
    """A person's name in a block; half-open offsets in its text.

    `name` is the full name without honorific and credentials, in ordinary capitals. `full` is False for a surname that
    still stands for itself; `honorific` is as printed, "" where there is none; `score` adds up the evidence.
    """

    start: int
    end: int
    name: str
    full: bool = True
    honorific: str = ""
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class _Words:
    not_names: frozenset[str]
    eponym: re.Pattern[str]
    credential: re.Pattern[str]
    honorific: re.Pattern[str]
    speech: str
    particles: str


@cache
def _words() -> _Words:
    raw = yaml.safe_load((files("kg.annotation") / "data" / "names.yaml").read_text(encoding="utf-8"))
    speech = "|".join(raw["speech"])
    credentials = "|".join(re.escape(c) for c in sorted(raw["credentials"], key=len, reverse=True))
    honorifics = "|".join(re.escape(h).replace(r"\ ", r"\s+") for h in sorted(raw["honorifics"], key=len, reverse=True))
    return _Words(
        not_names=frozenset(" ".join(raw["not_names"]).split()),
        eponym=re.compile("|".join(rf"\b{re.escape(e)}\b" for e in raw["eponyms"]), re.IGNORECASE),
        credential=re.compile(rf"(?:\s*,\s*|\s+)\(?(?:{credentials})(?![\w-])\.?\)?"),
        honorific=re.compile(rf"(?<![\w-])((?:{honorifics}|(?i:professor|prof|dr|mr|mrs|ms))\.?\s*(?:Dr\.?\s*)?)$"),
        speech=speech,
        particles="|".join(raw["particles"]),
    )


_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽ"
_TOKEN = (
    rf"(?:(?:[{_UPPER}]\.-?)+|(?:[DLO]'|Mc|Mac)?[{_UPPER}](?:[^\W\d_]|'(?!s\b|\W))*(?:-(?:[^\W\d_]|"
    rf"'(?!s\b))+)*(?:(?<=\bSt)\.)?)"
)


@cache
def _run() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?<![\w@./-])|(?<=\bInc\.)|(?<=\bLtd\.)|(?<=\bCorp\.)){_TOKEN}"
        rf"(?:\s{{1,2}}(?:\([A-Z][a-z]{{1,9}}\)\s{{1,2}})?(?:(?:{_words().particles})\s){{0,3}}{_TOKEN})*(?![\w@])"
    )


_GLUED = re.compile(rf"([A-Z][a-z]{{2,}})(?:{RUN_INTO})$")
_PIECE = re.compile(r"\S+")
_SENIOR = re.compile(r"\.?\s+(?:Vice|Director|Manager|VP|Executive)\b")  # "Ana Roe, Sr. Vice President"
_SUFFIX = re.compile(rf",?\s(?:Jr|II|III|IV|Sr(?!{_SENIOR.pattern}))\b\.?")
_CALLED = re.compile(r"\s{1,2}\([^()]{2,10}\)")  # "John (Jack) Roe"
_CAMEL = re.compile(
    r"-(?:to|of|and|in|for|the)-|^[A-Z]{2,}[a-z]|^(?!Mc|Mac|De[A-Z]|La[A-Z]|Le[A-Z]|Di[A-Z]|Du[A-Z]|Van[A-Z]|Fitz|O'|"
    r"D'|L')[^\W\d_]*[a-z][A-Z]"
)


def find_people(text: str, ner: Sequence[tuple[int, int]] = ()) -> list[PersonFound]:
    """The people named in a clean block, in order; surnames behind an honorific come with `full` False.

    `ner` are spans that a statistical model calls a person.

    >>> [p.name for p in find_people("said Dr. Ana B. Roe, PhD, CEO of Acme. Mr. Poe agreed with Zed Labs.")]
    ['Ana B. Roe', 'Poe']
    """
    titles = [(t.start, t.end) for t in find_titles(text)]
    found: list[PersonFound] = []
    for start, end in _segments(text):
        person = _weigh(text, start, end, titles, ner)
        if person:
            found.append(person)
    return found


def _segments(text: str) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words, cut at words that no name holds, with generational suffixes."""
    for run in _run().finditer(text):
        start = end = -1
        for piece in _PIECE.finditer(run[0]):
            if piece[0].startswith("(") and lookup("first_name", piece[0].strip("()")):
                continue  # "John (Jack) Roe"
            bare = piece[0].lower().rstrip(".")
            of_title = bare == "sr" and bool(_SENIOR.match(text, run.start() + piece.end()))
            glued = _GLUED.match(piece[0]) if start >= 0 else None
            if glued:
                yield from _suffixed(text, start, run.start() + piece.start() + glued.end(1))
                start = end = -1
                continue
            if (
                of_title
                or (bare in _words().not_names and not re.fullmatch(r"[A-Z]\.", piece[0]))
                or _CAMEL.search(piece[0])
            ):
                if end > start >= 0:
                    yield from _suffixed(text, start, end)
                start = end = -1
                continue
            if start < 0 and re.fullmatch(_words().particles, piece[0]):
                continue
            start = run.start() + piece.start() if start < 0 else start
            if not re.fullmatch(_words().particles, piece[0]):
                end = run.start() + piece.end()
        if end > start >= 0:
            yield from _suffixed(text, start, end)


def _suffixed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    suffix = _SUFFIX.match(text, end)
    yield start, suffix.end() if suffix and " " in text[start:end] else end


def _weigh(
    text: str, start: int, end: int, titles: Sequence[tuple[int, int]], ner: Sequence[tuple[int, int]]
) -> PersonFound | None:
    """The person that a segment names, None where the evidence is thin."""
    printed = _CALLED.sub("", text[start:end])
    tokens = re.sub(r",?\s(?:Jr|Sr|II|III|IV)\b\.?$", "", printed).split()
    if not _could_be_name(tokens) or _belongs_to_organisation(text, start, end):
        return None
    before = _words().honorific.search(text, max(0, start - 30), start)
    honorific = before[1].strip() if before else ""
    if len(tokens) == 1:
        known = honorific and not re.fullmatch(r"(?i)general|governor|captain|professor", honorific)
        return PersonFound(start, end, ordinary(text[start:end]), False, honorific, 3.0) if known else None
    score = 3.0 if honorific else 0.0
    if not honorific and _names_something_else(printed):
        return None
    score += _evidence(text, start, end, titles)
    score += 1.0 if any(a < end and start < b and b - a <= end - start + 8 for a, b in ner) else 0.0
    score += _name_evidence(tokens)
    if score < _ENOUGH:
        return None
    return PersonFound(start, end, ordinary(printed), True, honorific, score)


def _could_be_name(tokens: Sequence[str]) -> bool:
    """Whether words have the shape of a name: two to six, no code names, no camel case, a surname at the end."""
    if not 1 <= len(tokens) <= 6:
        return False
    words = [t for t in tokens if not re.fullmatch(rf"{_words().particles}|(?:[A-Z]\.-?)+|[A-Z]{{1,2}}", t)]
    upper = [t for t in tokens if len(t) > 3 and t.isupper() and "." not in t]
    mixed = upper and any(t[1:].islower() for t in tokens if len(t) > 1)
    last = tokens[-1]
    return bool(words) and not mixed and (len(last) > 1 and not last.endswith("."))


_ORGANISATION_AFTER = re.compile(
    r"(?:'s?)?\s+(?:&\s|and\s(?:Co|Company|Sons)\b|(?:(?!(?:Joins|Named|Appointed|Promoted|Elected|Succeeds|Steps|Retires|"
    r"Chief|Vice|President|Director|Resigns|Leaves|Becomes|Takes|Rejoins|Receives|Wins|Presents|As|To)\b)[A-Z][\w-]+\s+){0,2}(?:Inc|Ltd|LLC|LLP|LP|Corp|Laborator|"
    r"Labs?\b|Hospital|Institut|Foundation|Univers|Cent(?:er|re)|"
    r"School|College|Clinic|Pharma|Therapeutics|Bio|Capital|Partners|Ventures|Securities|Associates|Group|Company|"
    r"Holdings|Prize|Award|Medal|Lecture|"
    r"Memorial|Cancer|Medical|Health|Syndrome|Disease|Street|Avenue|Road|Building|Conference|Symposium|Fund|Trust|"
    r"Financial|Media|Communications|Bank|Advis[eo]rs|Research\b))"
)


def _belongs_to_organisation(text: str, start: int, end: int) -> bool:
    """Whether the words are the first part of an organisation's, prize's or place's name."""
    if re.search(r"(?:&|\bthe)\s+$", text[max(0, start - 5) : start]) or _words().eponym.search(text[start:end]):
        return True
    return bool(_ORGANISATION_AFTER.match(text, end))


_APPOINTMENT = re.compile(
    r"(?:\b(?:appointment|election|promotion|addition|hire|hiring|nomination|retirement|resignation|departure|"
    r"passing)\s+of|\b(?:appoint|welcom|nam|hir|promot|elect|recruit|nominat|thank|succeed|replac|add|tap)(?:s|es|ed|ing)?"
    r"|\b(?:led|headed|chaired|founded|co-founded|presented|authored|delivered|hosted)\s+by|\b(?:presenter|speaker|"
    r"author|moderator|contact|investigator)s?\s*:|\b(?:author|presenter|investigator)s?,?(?:\s+(?:is|are|was|"
    r"will be))?)\s+"
    r"(?:[a-z]+\s){0,2}(?:(?:[a-z.'-]+\s){2,3}and\s)?(?:Dr\.?\s|Mr\.?\s|Ms\.?\s)?$",
    re.IGNORECASE,
)


_COMES_OR_GOES = re.compile(
    r"\s+(?:(?:has|have)\s+been|was|is|will\s+be)\s+(?:[a-z]+ly\s)?(?:appointed|named|promoted|elected|hired)\b|"
    r"\s+(?:will|has|plans\s+to|intends\s+to)\s+(?:step(?:ped)?\s+down|retired?|resign(?:ed)?|succeed(?:ed)?|join(?:ed)?)\b|"
    r"\s+(?:steps\s+down|retires|resigns|resigned|succeeds|[Jj]oins|Steps\s+Down|Named|Appointed|Succeeds|Retires)\b"
)


def _evidence(text: str, start: int, end: int, titles: Sequence[tuple[int, int]]) -> float:
    """What the words around a segment say for its being a person's name."""
    score = 0.0
    after = end
    while credential := _words().credential.match(text, after):
        after = credential.end()
    if after > end:
        score += 2.5
    if any(a == after or _office_follows(text, after, a) for a, _ in titles if 0 <= a - after <= 90):
        score += 2.0
    elif any(re.fullmatch(r",?\s{1,2}", text[b:start]) for _, b in titles if b <= start):
        score += 1.5
    speech = _words().speech
    before = text[max(0, start - 26) : start]
    speaks = re.match(rf"(?:,[^,.;]{{2,90}},)?\s+(?:also\s+)?(?:{speech})\b", text[after : after + 120])
    if speaks or re.search(rf"\b(?:{speech}|according\s+to)\s+(?:Dr\.?\s+|Professor\s+)?$", before):
        score += 1.0
    if _APPOINTMENT.search(text, max(0, start - 50), start) or _COMES_OR_GOES.match(text, after):
        score += 1.0
    if any(text[after:a].isspace() for a, _ in titles if 0 < a - after < 4):
        score += 1.0
    if re.match(r"\s+and\s+(?:Dr|Mr|Ms|Mrs|Prof)\b", text[after : after + 20]):
        score += 1.0
    if re.match(
        r"\s*[,|-]?\s*(?:\+?\(?\d{1,3}\)?[\s.-]?\(?\d{3}|Tel\b|Email|E-mail|Phone|T:|[\w.+-]+@\w)",
        text[after : after + 40],
    ):
        score += 1.0
    return score


def _office_follows(text: str, after: int, title: int) -> bool:
    """Whether only a comma and an owner stand between a name and a title: "Roe, Acme's CEO"."""
    between = text[after:title]
    return bool(
        re.fullmatch(
            r"(?:\s*\([^)]*\))?(?:,|\s-|\s\||,?\swho\s(?:is|serves\sas|was))\s+(?:(?:the|a|an|our|its|former|current|"
            r"new|co-|and|one of the)\s+)*"
            r"(?:(?:the\s)?[A-Z][\w.&,-]*(?:'s?)?\s+(?:[A-Z][\w.&,-]*(?:'s?)?\s+){0,4})?(?:(?:former|current|new|"
            r"then)\s+)?",
            between,
        )
    )


def _name_evidence(tokens: Sequence[str]) -> float:
    """What the words themselves say: a first name of the census, initials."""
    score = 0.0
    if any(re.fullmatch(r"(?:[A-Z]\.-?)+|[A-Z]", t) for t in tokens[:-1]):
        score += 0.5
    firsts = [t for t in tokens[:-1] if len(t) > 2]
    if firsts and _in_lexicon("first_name", firsts[0]):
        score += 1.0
        if _in_lexicon("surname", tokens[-1]):
            score += 0.5
    return score


def _names_something_else(name: str) -> bool:
    return any(_in_lexicon(kind, name) for kind in ("place", "disease", "drug", "organization"))


@lru_cache(maxsize=16384)
def _in_lexicon(kind: str, word: str) -> bool:
    return bool(lookup(kind, word))


def name_reach(text: str, start: int, end: int) -> tuple[int, int]:
    """Where a name begins and ends together with the honorific before it and the credentials behind it.

    >>> "Dr. Ana Roe, Ph.D., MBA, spoke"[slice(*name_reach("Dr. Ana Roe, Ph.D., MBA, spoke", 4, 11))]
    'Dr. Ana Roe, Ph.D., MBA'
    """
    while credential := _words().credential.match(text, end):
        end = credential.end()
    before = _words().honorific.search(text, max(0, start - 30), start)
    return (before.start() if before else start), end


def ordinary(name: str) -> str:
    """A name with single spaces and ordinary capitals.

    >>> ordinary("JANE  O'NEIL-ROE"), ordinary("Jan van der  Poe")
    ("Jane O'Neil-Roe", 'Jan van der Poe')
    """
    words = name.split()
    if not any(len(w.strip(".,")) > 3 and w.isupper() for w in words):
        return " ".join(words)
    return " ".join(
        re.sub(r"[^\W\d_]+", lambda m: m[0].capitalize(), w) if w not in ("II", "III", "IV") else w for w in words
    )


def signed_name(page: str, start: int) -> tuple[int, int] | None:
    """Where a signer's name stands behind the "By:" at an offset of a clean page: the last time it is repeated."""
    window = page[start : start + 240]
    names = [
        (a, b)
        for a, b in _segments(window)
        if len(window[a:b].split()) > 1
        and _could_be_name(window[a:b].split())
        and not _belongs_to_organisation(window, a, b)
    ]
    if not names:
        return None
    names = [(_again_from(window, a, b), b) for a, b in names]
    first = ordinary(window[slice(*names[0])]).lower()
    a, b = [n for n in names if ordinary(window[slice(*n)]).lower() == first][-1]
    return start + a, start + b


def _again_from(window: str, start: int, end: int) -> int:
    """Where the last name begins of a run in which a signature and the name printed under it stand side by side.

    "Ana B. Roe Ana Roe" is one person's name twice.
    """
    words = [(m.start(), m[0].lower()) for m in re.finditer(r"\S+", window[start:end])]
    ends = [i for i, (_, word) in enumerate(words[:-2]) if i and word == words[-1][1]]
    return start + words[ends[-1] + 1][0] if ends else start


def name_people(texts: Sequence[str], ner: Sequence[Sequence[tuple[int, int]]] = ()) -> list[list[PersonFound]]:
    """The people of each block of a release, each under the fullest name that the release gives.

    A surname ("Dr. Roe", "Roe continued") stands for the one person of the release who has it; where two have it, or
    none, it is left out.
    """
    found = [find_people(text, ner[i] if i < len(ner) else ()) for i, text in enumerate(texts)]
    names = _fullest({p.name for people in found for p in people if p.full})
    surnames: dict[str, set[str]] = defaultdict(set)
    for full in set(names.values()):
        surnames[surname(full).lower()].add(full)
    settled = []
    for text, people in zip(texts, found, strict=True):
        named = [replace(p, name=names[p.name], full=True) for p in people if p.full]
        for p in people:
            bearers = surnames.get(p.name.lower(), set())
            if not p.full and len(bearers) == 1:
                named.append(replace(p, name=next(iter(bearers)), full=True))
        named.extend(_again(text, names, surnames, named))
        settled.append(sorted(named, key=lambda p: p.start))
    return settled


def surname(name: str) -> str:
    """The last word of a name, without "Jr." and the like."""
    return re.sub(r",?\s(?:Jr|Sr|II|III|IV)\b\.?$", "", name).split()[-1]


def _fullest(names: set[str]) -> dict[str, str]:
    """Each full name with the longest one that holds all its words and the same surname; itself where several do."""
    out = {}
    for name in names:
        words = set(re.findall(r"[^\W\d_]+", name.lower()))
        longer = [
            n
            for n in names
            if surname(n).lower() == surname(name).lower() and words < set(re.findall(r"[^\W\d_]+", n.lower()))
        ]
        out[name] = longer[0] if len(longer) == 1 else max(longer, key=len) if longer and _chain(longer) else name
    return out


def _chain(names: Sequence[str]) -> bool:
    ordered = sorted(names, key=len)
    words = [set(re.findall(r"[^\W\d_]+", n.lower())) for n in ordered]
    return all(a <= b for a, b in zip(words, words[1:], strict=False))


def _again(
    text: str, names: dict[str, str], surnames: dict[str, set[str]], taken: Sequence[PersonFound]
) -> Iterator[PersonFound]:
    """Further mentions of people known from the release: full names anywhere, bare surnames as speakers or subjects."""
    spans = [(p.start, p.end) for p in taken]
    for name, full in sorted(names.items(), key=lambda item: -len(item[0])):
        printed = r"\s+".join(re.escape(word) for word in name.split())
        for match in re.finditer(rf"(?<!\w){printed}(?!\w)", text, re.IGNORECASE):
            if not any(a < match.end() and match.start() < b for a, b in spans):
                if _belongs_to_organisation(text, match.start(), match.end()):
                    continue
                spans.append((match.start(), match.end()))
                yield PersonFound(match.start(), match.end(), full, True, "", _ENOUGH)
    for last, bearers in surnames.items():
        if len(bearers) != 1 or len(last) < 3:
            continue
        for match in re.finditer(rf"(?<![\w-]){re.escape(last)}(?![\w-])", text, re.IGNORECASE):
            free = not any(a < match.end() and match.start() < b for a, b in spans)
            if free and match[0][0].isupper() and _is_subject(text, match.start(), match.end()):
                spans.append((match.start(), match.end()))
                yield PersonFound(match.start(), match.end(), next(iter(bearers)), True, "", _ENOUGH)


def _is_subject(text: str, start: int, end: int) -> bool:
    """Whether a bare surname speaks, or opens a sentence and acts."""
    speech = _words().speech
    if re.search(rf"\b(?:{speech})\s+$", text[max(0, start - 20) : start]):
        return not re.match(r"\s+[A-Z]", text[end : end + 3])
    if re.match(rf"\s+(?:also\s+)?(?:{speech})\b", text[end : end + 30]):
        return not re.search(r"[A-Z][\w.'-]*\s+$", text[max(0, start - 20) : start])
    opens = start == 0 or re.search(r"(?:[.!?]\"?\s+|\s{2,}|,\s)$", text[max(0, start - 4) : start])
    acts = re.match(
        r"\s+(?:also\s+|currently\s+|most\s+recently\s+|previously\s+)?(?:is|was|will|has|had|brings|joins|joined|"
        r"serves|served|holds|held|received|earned|began|comes|succeeds)\b",
        text[end : end + 40],
    )
    return bool(opens and acts)
