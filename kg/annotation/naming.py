"""Who and what is named in a release: candidates from every finder, joined into one name for each thing.

Two passes. The first collects what is surely named somewhere in the release; the second finds every further place
where one of those names, or a short form of it, stands. Short forms hold for their release only.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from kg.annotation.abbreviations import find_abbreviations
from kg.annotation.blocks import Piece
from kg.annotation.entities import drugs
from kg.annotation.entities.coined import is_platform, is_word_of
from kg.annotation.entities.fullest import fullest_names, leading_name
from kg.annotation.entities.introduced import filing_companies, introduced_companies
from kg.annotation.entities.organizations import known_organizations
from kg.annotation.entities.short_forms import defined_terms, first_words, same_organization
from kg.annotation.found import Found, settle
from kg.annotation.model import EntityType
from kg.annotation.pipeline import Noted
from kg.lexicons import fold_disease, fold_name, lookup

Surface = tuple[EntityType, str]  # what is printed, with its type
_JOURNAL = re.compile(
    r"\b(?:Journal|Annals|Archives|Proceedings|Letters|Transactions)\s+(?:of|on|in)\s+(?:the\s+)"
    r"?[A-Z]\w+(?:\s+(?:and|of|in|the|&|[A-Z]\w+))*"
)


def _disease_key(name: str) -> str:
    """What the names of one disease share: their entry in the lexicon, else the folded name."""
    entries = [e for e in lookup("disease", name) if not e.short]
    return entries[0].id if len({e.id for e in entries}) == 1 else fold_disease(name)


_FOLDS = {EntityType.INDICATION: _disease_key, EntityType.TARGET: fold_name, EntityType.EVENT: fold_name}


@dataclass(slots=True)
class Names:
    """What each printed form stands for in this release: its full name and its kind."""

    meaning: dict[Surface, tuple[str, str]] = field(default_factory=dict)
    issuer_terms: list[str] = field(default_factory=list)  # organisations made "the Company" by definition

    def add(self, kind: EntityType, surface: str, name: str, sort: str = "") -> None:
        """Let `surface` stand for `name`, unless it already stands for something."""
        self.meaning.setdefault((kind, surface), (name, sort))


def name_pieces(pieces: Sequence[Piece], noted: Sequence[Noted], filer: str = "") -> tuple[Names, list[list[Found]]]:
    """The release's names, and for each piece its mentions (persons and coreference aside), in order and disjoint.

    `noted` is what the pipeline noted in each piece, `filer` who files the document, as printed.
    """
    first = [_candidates(p, n) for p, n in zip(pieces, noted, strict=True)]
    for piece, candidates, n in zip(pieces, first, noted, strict=True):
        if not piece.silent and not piece.shouting:
            candidates.extend(known_organizations(piece.lines, n.organizations))
            candidates.extend(introduced_companies(piece.lines, n.organizations, piece.titled))
    filing = filing_companies(["" if p.silent or p.shouting else p.lines for p in pieces], filer)
    first = [[*c, *more] for c, more in zip(first, filing, strict=True)]
    first = [[f for f in c if f.type is not EntityType.ORGANIZATION or not drugs.CODE.fullmatch(f.name)] for c in first]
    parts = {name for piece in pieces for name in _segments(piece.text)}
    first = [[f for f in c if f.type is not EntityType.ORGANIZATION or f.name not in parts] for c in first]
    names = Names()
    _learn_organizations(pieces, first, names)
    _learn_drugs(pieces, noted, names)
    _learn_abbreviations(pieces, first, names)
    out = []
    for piece, candidates in zip(pieces, first, strict=True):
        again = [] if piece.silent else _again(piece, names)
        out.append([_renamed(f, names) for f in settle([*candidates, *again])])
    out = [_without_descriptions(p, f) for p, f in zip(pieces, out, strict=True)]
    out = [[_with_site(p, f) for f in found] for p, found in zip(pieces, out, strict=True)]
    _join_bracketed_drugs(pieces, out)
    return names, _one_name_each(pieces, out)


# "our Specialty Biologics business segment": a part of whoever speaks, no company.
_SEGMENT = re.compile(
    r"\b(?:[Oo]ur|[Ii]ts|[Tt]he [Cc]ompany's)\s+((?:[A-Z][\w&-]*\s+){1,4})(?:business|operating|"
    r"reporting)\s+(?:segment|unit|division)\b"
)


def _segments(text: str) -> list[str]:
    """The names of the segments of a business that a text tells of."""
    return [re.sub(r"\s+", " ", match[1]).strip() for match in _SEGMENT.finditer(text)]


def _one_name_each(pieces: Sequence[Piece], found: list[list[Found]]) -> list[list[Found]]:
    """Diseases, targets and events under one name for all spellings: the most frequent outside capitals."""
    forms: dict[tuple[EntityType, str], Counter[str]] = defaultdict(Counter)
    for piece, mentions in zip(pieces, found, strict=True):
        for f in mentions:
            if f.type in _FOLDS:
                forms[f.type, _FOLDS[f.type](f.name)][f.name] += 0 if piece.shouting or piece.titled else 1
    best = {key: min(c, key=lambda n: (-c[n], n[:1].isupper(), n)) for key, c in forms.items()}
    best = {key: _uncapitalised(name) if key[0] is EntityType.INDICATION else name for key, name in best.items()}
    return [
        [replace(f, name=best[f.type, _FOLDS[f.type](f.name)]) if f.type in _FOLDS else f for f in mentions]
        for mentions in found
    ]


def _uncapitalised(disease: str) -> str:
    """A disease's name in the case of running text, where it is printed in capitals alone: "KIDNEY CANCER"."""
    if not disease.isupper() or not re.search(r"[A-Z]{5}", disease) or "-" in disease and " " not in disease:
        return disease
    known = [e.label for e in lookup("disease", disease) if e.label.casefold() == disease.casefold()]
    return known[0] if known else disease.lower()


def _candidates(piece: Piece, noted: Noted) -> list[Found]:
    found = noted.names()
    if piece.titled:
        found = [
            f for f in found if f.type is not EntityType.ORGANIZATION or f.weight >= 3 or f.kind not in ("Company", "")
        ]
    journals = [m.span() for m in _JOURNAL.finditer(piece.text)]
    return [
        f
        for f in found
        if f.type is not EntityType.ORGANIZATION or not any(a < f.end and f.start < b for a, b in journals)
    ]


def _learn_organizations(pieces: Sequence[Piece], found: Sequence[list[Found]], names: Names) -> None:
    forms: Counter[str] = Counter()
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for candidates in found:
        for f in settle(candidates):
            if f.type is EntityType.ORGANIZATION:
                forms[f.name] += 1
                kinds[f.name][f.kind] += 1
    full = fullest_names(forms)
    leading = leading_name(pieces, found, full)
    full.update({form: leading[word] for form in forms for word in leading if form.casefold() == word.casefold()})
    for form, name in full.items():
        names.add(EntityType.ORGANIZATION, form, name, kinds[form].most_common(1)[0][0])
    companies = {full[f] for f in forms if kinds[f].most_common(1)[0][0] == "Company"}
    for piece, candidates in zip(pieces, found, strict=True):
        for f in candidates:
            if f.type is EntityType.ORGANIZATION and f.name in full:
                terms, generic = defined_terms(piece.text, f.end)
                for term in terms:
                    names.add(EntityType.ORGANIZATION, term, full[f.name], f.kind)
                if generic:
                    names.issuer_terms.append(full[f.name])
    text = " ".join(p.text for p in pieces if not p.silent)
    for begin, name in first_words(companies, text, leading).items():
        names.add(EntityType.ORGANIZATION, begin, name, "Company")


def _learn_drugs(pieces: Sequence[Piece], noted: Sequence[Noted], names: Names) -> None:
    """Every code, mark, stem and lexicon name that the release somewhere uses as a drug's."""
    used: Counter[str] = Counter()
    plain: Counter[str] = Counter()
    platforms: Counter[str] = Counter()
    trials: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    sure: set[str] = set()
    coined: set[str] = set()
    marked: set[str] = set()  # names with a trade mark; where the word "trial" follows each time, it is the trial's
    for piece, n in zip(pieces, noted, strict=True):
        for f in n.found.get("drugs", ()):
            key = fold_name(f.name)
            forms[key][f.name] += 1 if not piece.shouting else 0
            used[key] += f.kind != "coined" and (
                drugs.is_used_as_drug(piece.text, f.start, f.end)
                or f.kind == "brand"
                and drugs.is_marked_product(piece.text, f.start, f.end)
            )
            platforms[key] += is_platform(piece.text, f.start, f.end)
            trials[key] += drugs.is_trial(piece.text, f.end)
            seen[key] += 1
            plain[key] += f.kind == "code" and drugs.is_plainly_code(piece.text, f.start, f.end)
            if f.weight >= 4:
                sure.add(key)
            if f.kind == "brand":
                marked.add(key)
            if f.kind == "coined":
                coined.add(f.name)
    proven = {key for key in forms if key in sure or used[key] or plain[key] >= 2}
    proven -= {key for key in proven if drugs.numbers_trial(next(iter(forms[key])), proven, trials[key] / seen[key])}
    proven -= {key for key in marked & proven if trials[key] == seen[key]}
    proven |= {fold_name(name) for name in coined} - _mere_words(coined, pieces, names)
    doubled = {key for key in proven if len(key) % 2 == 0 and key[: len(key) // 2] * 2 == key}  # a heading ran into it
    proven -= {key for key in doubled if key[: len(key) // 2] in forms}
    series = {drugs.series(form) for key in proven for form in forms[key]} - {""}
    for key, printed in forms.items():
        if (
            any((EntityType.ORGANIZATION, form) in names.meaning for form in printed)
            or platforms[key]
            and key not in sure
            and 2 * platforms[key] >= used[key]
        ):
            continue
        if key in proven or any(drugs.series(form) in series for form in printed):
            name = min(printed, key=lambda n: (-printed[n], n.isupper() and n.isalpha(), n))
            for form in printed:
                names.add(EntityType.DRUG, form, name)
                if form.islower() and len(form) > 6:  # as it begins a sentence or stands in a headline
                    names.add(EntityType.DRUG, form.capitalize(), name)


def _mere_words(coined: set[str], pieces: Sequence[Piece], names: Names) -> set[str]:
    """The keys of the made-up names that the release elsewhere uses otherwise."""
    text = " ".join(p.text for p in pieces if not p.shouting) if coined else ""
    companies = {form for kind, form in names.meaning if kind is EntityType.ORGANIZATION}
    return {fold_name(name) for name in coined if is_word_of(name, text, companies)}


def _learn_abbreviations(pieces: Sequence[Piece], found: Sequence[list[Found]], names: Names) -> None:
    """ "long form (SF)" makes SF stand for whatever the long form's end names."""
    for piece, candidates in zip(pieces, found, strict=True):
        if piece.silent:
            continue
        settled = settle([*candidates, *_again(piece, names)])
        for a in find_abbreviations(piece.text):
            for f in settled:
                if (
                    f.type is EntityType.INDICATION
                    and f.end == a.long_end
                    and f.start < a.long_start
                    and lookup("disease", a.long)
                ):
                    # "knee osteoarthritis (OA)": OA is osteoarthritis, and "knee OA" the whole.
                    names.add(f.type, a.short, a.long)
                    names.add(f.type, piece.text[f.start : a.long_start] + a.short, f.name)
                    break
                if (
                    f.end == a.long_end
                    and f.start <= a.long_start + 12
                    or (f.start <= a.long_start and f.end >= a.long_end)
                ):
                    meaning = names.meaning.get((f.type, f.name), (f.name, f.kind))
                    names.add(f.type, a.short, meaning[0], meaning[1])
                    break


def _again(piece: Piece, names: Names) -> list[Found]:
    """Every place where a learnt form stands; in capitals, whatever the case of the form."""
    found = []
    for kind in (EntityType.ORGANIZATION, EntityType.DRUG, EntityType.INDICATION, EntityType.TARGET, EntityType.EVENT):
        forms = sorted((s for k, s in names.meaning if k is kind), key=len, reverse=True)
        if not forms:
            continue
        flags = re.IGNORECASE if piece.shouting else 0
        pattern = "|".join(_loose(form) for form in forms)
        plural = "s?" if kind is EntityType.INDICATION else ""
        for match in re.finditer(rf"(?<![\w@./-])(?:{pattern}){plural}(?![\w@]|-\d|\.\w)", piece.text, flags):
            surface = _surface(match[0], forms)
            ticker = (
                surface is not None
                and match[0].isupper()
                and (match[0].isalpha() or kind is not EntityType.DRUG)
                and len(match[0]) < 7
                and re.search(r":\s?$", piece.text[: match.start()][-3:])
                and not _INTRODUCES.search(piece.text[: match.start()][-24:])
            )
            person = kind is EntityType.ORGANIZATION and _surname(piece.text, match)
            if surface and not ticker and not person and not _longer_name(piece.text, match.end(), kind):
                name, sort = names.meaning[kind, surface]
                found.append(Found(kind, match.start(), match.end(), name, sort, 4 if kind is EntityType.DRUG else 3))
    return found


# "Candidate: KVT": what stands behind the colon is no ticker.
_INTRODUCES = re.compile(
    r"\b(?:programs?|candidates?|assets?|products?|drugs?|compounds?|pipeline|molecules?|include|are):\s?$",
    re.IGNORECASE,
)
_TITLED = re.compile(r"\b(?:Dr|Mr|Ms|Mrs|Prof|Professor|Gen|General)\.?\s$")
_FORENAME = re.compile(r"(?<![\w'-])([A-Z][a-z]+)\s(?:[A-Z]\.?\s)?$")


def _surname(text: str, match: re.Match[str]) -> bool:
    """Whether a company's short form of one word is here a person's last name: "Larry V. Acme", "Dr. Acme"."""
    before = text[max(0, match.start() - 25) : match.start()]
    forename = _FORENAME.search(before)
    return " " not in match[0] and bool(_TITLED.search(before) or forename and lookup("first_name", forename[1]))


def _loose(form: str) -> str:
    """A form as a pattern that lets white space and the hyphen of a code vary."""
    pattern = re.escape(form).replace(r"\ ", r"\s+")
    return re.sub(r"(?<=[A-Za-z])(?:\\-|\\s\+)(?=\d)", r"[-\\s]?", pattern)


def _surface(text: str, forms: Iterable[str]) -> str | None:
    key = fold_name(text)
    return next((f for f in forms if f == text), None) or next(
        (f for f in forms if fold_name(f) == key or fold_name(f) + "s" == key), None
    )


def _longer_name(text: str, end: int, kind: EntityType) -> bool:
    """Whether a company's short form is here the beginning of another name ("Acme Ventures")."""
    return kind is EntityType.ORGANIZATION and bool(
        re.match(
            (
                r"\s(?:Ventures?|Capital|University|Hospital|Foundation|Institute|Health|Bioscience|Pharma\w*|Bio\w*|"
                r"Therapeutics)\b"
            ),
            text[end : end + 20],
        )
    )


def _renamed(found: Found, names: Names) -> Found:
    meaning = names.meaning.get((found.type, found.name))
    if not meaning:
        return found
    return replace(found, name=meaning[0], kind=meaning[1] or found.kind)


_KNOWN_BEFORE = re.compile(
    r",?\s(?:which\s(?:is\s|was\s)?)?(?:(?:formerly|previously)\s(?:(?:known|referred\sto|designated|identified|"
    r"named|called)"
    r"(?:\sas)?\s)?|also\s(?:known|referred\sto)\sas\s|(?:now\s)?(?:has|bears)\sthe\s(?:generic|nonproprietary)\sname"
    r"(?:\sof)?\s)[\"“'‘]{0,2}"
)


def _join_bracketed_drugs(pieces: Sequence[Piece], found: list[list[Found]]) -> None:
    """ "ZORVEX (zorvatinib)" and "ACM-12/Zorvex" name one drug twice: both get the name that is more frequent."""
    counts = Counter(f.name for mentions in found for f in mentions if f.type is EntityType.DRUG)
    same: dict[str, str] = {}
    shared: set[int] = set()  # mentions of a substance that is another number's too: the number in brackets is meant
    for piece, mentions in zip(pieces, found, strict=True):
        for left, right in zip(mentions, mentions[1:], strict=False):
            if left.type is right.type is EntityType.DRUG and left.name != right.name:
                between = piece.text[left.end : right.start]
                behind = piece.text[right.end : right.end + 5]
                if (
                    re.fullmatch(
                        rf"{drugs.SALT}\s{{0,6}}\([\"“'‘]{{0,2}}"
                        r"(?:formerly|also known as|previously|f/k/a|a/k/a|aka|or)?\s*",
                        between,
                    )
                    and re.match(r"[\"”'’]{0,2}\s*(?:[),]|or\b)", behind)
                    or _KNOWN_BEFORE.fullmatch(between)
                    or between == "/"
                ):
                    if left.name.islower() and _of_another_number(pieces, left.name, right.name):
                        shared.add(id(left))
                        continue
                    best, other = sorted((left.name, right.name), key=lambda n: (-counts[n], n))
                    same.setdefault(other, best)
    for i, mentions in enumerate(found):
        kept = [f for f in mentions if id(f) not in shared]
        found[i] = [replace(f, name=_follow(f.name, same)) if f.type is EntityType.DRUG else f for f in kept]


def _of_another_number(pieces: Sequence[Piece], substance: str, code: str) -> bool:
    """Whether a substance that stands before a number in brackets is elsewhere in the release another number's too."""
    other = re.compile(rf"\([\"“'‘]?({drugs.CODE.pattern})[\"”'’]?\sor\s(?:[a-z-]+\s){{0,3}}{re.escape(substance)}\b")
    behind = re.compile(rf"\b{re.escape(substance)}{drugs.SALT}\s{{1,6}}\([\"“'‘]?({drugs.CODE.pattern})[\"”'’]?\)")
    told = {m[1] for p in pieces if not p.silent for one in (other, behind) for m in one.finditer(p.text)}
    return bool(told - {code})


_OF_THE = re.compile(
    r"\s+of\s+the\s+(knee|hip|hand|spine|breast|lung|liver|kidney|bladder|prostate|pancreas|colon|skin|eye|brain|"
    r"ovary|cervix|esophagus|stomach)\b"
)


def _with_site(piece: Piece, found: Found) -> Found:
    """ "osteoarthritis of the knee" under the name "knee osteoarthritis"."""
    site = _OF_THE.match(piece.text, found.end) if found.type is EntityType.INDICATION else None
    return replace(found, end=site.end(), name=f"{site[1]} {found.name}") if site else found


_FORM = (
    r"\s+(?:pellet|tablet|capsule|implant|gel|patch|formulation|injection|spray|cream|film|salt|solution|"
    r"suspension|infusion|prodrug|analog(?:ue)?|derivative)s?\b"
)


# "ACM-12, an injectable form of zorvatine (Zorvexa)"
_FORM_OF = re.compile(
    r",?\s+(?:is\s+|which\sis\s+)?(?:an?|the|our|its)\s+(?:[\w-]+\s+){0,5}(?:form|formulation|version)s?\s+of\s+"
    r"(?:[\w-]+\s{1,4}\()?"
)
_MADE_INTO = re.compile(
    r"\s+(?:formulation|tablet|capsule|injection|infusion|implant|pellet|patch|gel|cream|spray|solution|suspension|"
    r"film)s?,?\s+"
    r"(?:called\s+)?",
    re.IGNORECASE,
)


def _says_what(found: Found, between: str) -> bool:
    """Whether a drug's name only tells what the next is: "its ketamine formulation, ACM-12", "inhibitor X"."""
    if drugs.is_class(found.name):
        return bool(re.fullmatch(r"s?\s+(?:\([A-Z]{2,5}s?\)\s+)?", between))
    return found.name.islower() and bool(_MADE_INTO.fullmatch(between))


_IN_BRACKET = re.compile(r"\([\"“'‘]{0,2}$")


def _without_descriptions(piece: Piece, found: list[Found]) -> list[Found]:
    """Mentions without the drug of "ACM-12 (preservative-free intravenous zorvatine)", which says what ACM-12 is
    made of.
    """
    kept: list[Found] = []
    for f in found:
        last = kept[-1] if kept else None
        if f.type is EntityType.DRUG and last is not None and last.type is EntityType.DRUG:
            between = piece.text[last.end : f.start]
            if _says_what(last, between):
                kept.pop()
            if re.fullmatch(r"\s{0,6}\((?:[a-z-]+\s+){1,5}", between) and re.match(
                r"[^()]{0,40}\)", piece.text[f.end :]
            ):
                continue
            if re.fullmatch(r"[\"”'’]{0,2}\s(?:or|and)\s(?:[a-z-]+\s){1,5}", between) and _IN_BRACKET.search(
                piece.text[max(0, last.start - 12) : last.start]
            ):
                continue
            if _FORM_OF.fullmatch(between):
                continue
            if re.fullmatch(r",\s+(?:an?|the|our|its)\s+(?:[\w-]+\s+){0,4}", between) and re.match(
                _FORM, piece.text[f.end :]
            ):
                continue
        kept.append(f)
    return kept


def _follow(name: str, same: dict[str, str]) -> str:
    seen = {name}
    while name in same and same[name] not in seen:
        name = same[name]
        seen.add(name)
    return name


__all__ = ["Names", "name_pieces", "same_organization"]
