"""Organisations and what kind they are: by legal form, by the words that such names are built with, by short lists
of agencies.

Finds "Acme Therapeutics, Inc." (Company) in "… said Acme Therapeutics, Inc. today"; leaves "Phase II Clinical Trial
Center Stage" alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.annotation.found import Found
from kg.annotation.model import EntityType
from kg.lexicons import find_longest, lookup

_WORD = (
    r"(?:(?<=[a-z]\s)(?:[A-Z]\.){2}(?=\s[A-Z][a-z]+\s(?:Cancer|Medical|Hospital|Clinic|Institute|Research)\b)|"
    r"[A-Z][\w'+\-]*(?:\.[A-Z]\w*)*|[a-z]{1,3}[A-Z][\w\-]*|\d{1,2}[A-Z][\w\-]*|(?:[A-Z]\.){1,3}|St\.)"
)
# "Acme (Holdings) Inc.", "Acme (Shanghai) Biotech Co."
_INSIDE = (
    r"\s\([A-Z][A-Za-z. ]{1,16}\)(?=\s(?:Inc|Ltd|Limited|LLC|Co|Corp|Corporation|GmbH|Pty|Pte|AG|S\.?A|B\.?V|"
    r"Holdings?|"
    r"Group|Pharma\w*|Bio\w*|Therapeutics|Medical|Sciences|Technolog\w+|Capital|Company)\b)"
)
_SEQUENCE = re.compile(
    rf"(?:(?<![\w@./-])|(?<=[-/)]-)){_WORD}(?:(?:\s?&\s?|,?\s+(?:of|for|the|de|del|della|di|du|der|des|von|van|and|at|y|e)"
    rf"\s+(?:the\s+)?|\s?,\s+|\s+){_WORD}|{_INSIDE})*\.?"
)

_LEGAL = re.compile(
    r",?\s+(?:Inc|Incorporated|Ltd|Limited|LLC|L\.L\.C|PLC|plc|Plc|Corp|Corporation|GmbH|AG|S\.?A\.?S?|N\.?V|B\.?V|"
    r"AB|A/S|ASA|Oyj?|S\.?p\.?A|S\.?r\.?l|"
    r"K\.?K|Co|Company|Pty|LP|L\.P|LLP|SE|KGaA|AS|Sdn|Bhd|Pte|ApS|e?hf|Kft|Zrt|Nyrt|SARL|S\.?L\.?U|ULC|PBC|Pvt|"
    r"OÜ|Ltda|"
    r"d\.o\.o|s\.r\.o|SAPA|PJSC)\b(?!-)\.?(?:,?\s+(?:Ltd|Limited|Inc|LLC|KGaA|Bhd|LP)"
    r"\b\.?)*"
)
_COMPANY_WORDS = (
    "Therapeutics|Pharmaceuticals?|Pharma|Biosciences?|BioSciences?|Biotech|Biotechnology|Biotechnologies|"
    "BioPharma|Biopharma|Biopharmaceuticals?|"
    "BioPharmaceuticals?|Biologics|Biomedica|Biomedicines?|Biosystems|BioTherapeutics|Biotherapeutics|Laboratories|"
    "Labs|Genetics|Genomics|Medicines|Lifesciences|"
    "Immunotherapeutics|Immunotherapies|Diagnostics|Vaccines|Ventures?|Capital|Partners|Securities|Holdings?|"
    "Communications|Technologies|Radiopharmaceuticals|"
    "Oncology|Neurosciences?|Neuro|Therapies|Bio|Ophthalmics|Biopharm|Pharmacy|Pharmacal|Molecular|Biochemicals?|"
    "Healthcare|Bank|Advisors|Associates|Robotics|Devices|Biomed|Bioscience|Dermatology|Interventional|Biocare|Biogroup|"
    "Biolabs|BioLabs|Nutraceuticals|Investors|Management|Enterprises|Industries|Insights"
)
_COMPANY_END = re.compile(rf"^(?:{_COMPANY_WORDS})$")
_COMPANY_FRAGMENT = re.compile(
    r"(?:^[A-Z]\w*(?:Bio|Pharm|Gen|Thera|Med|Onc|Cell|Vax|Immun)\w*$)|(?:\w{2,}(?:Rx|Tx|Dx|gen|gene|vax|bio|pharma|"
    r"therapeutics|biotech)$)"
)
_SITE = re.compile(
    r"\b(?:Hospitals?|Clinics?|Medical\s+Cent(?:er|re)s?|Cancer\s+Cent(?:er|re)s?|Infirmary|Health\s+System|"
    r"Health\s+Cent(?:er|re)|Medical\s+Group|"
    r"Research\s+Cent(?:er|re)|Regional\s+Cancer\s+Cent(?:er|re)|Comprehensive\s+Cancer\s+Cent(?:er|re)|"
    r"Health\s+Sciences\s+Cent(?:er|re)|Diabetes\s+Cent(?:er|re)|Health)\b"
)
_RESEARCH = re.compile(
    r"\b(?:University|Universit[àéätu]\w*|Institut(?!ional)\w*|Universidad|College|School|Academy|Laborator(?:y|ies)|"
    r"Facult(?:y|é)|Polytechnic|Karolinska|MIT|Inserm|INSERM|CNRS)\b"
)
_GOVERNMENT = re.compile(
    r"\b(?:Administration|Agency|Ministry|Department\s+of\s+(?:Health|Defense|Energy|Veterans)|Commission|"
    r"National\s+Institutes?\s+of|Centers\s+for\s+Disease|Authority|Bureau|Government)\b"
)
_NONPROFIT = re.compile(
    r"\b(?:Foundation|Society|Association|Federation|Charity|Trust|Alliance|Coalition|Network|League|College\s+of|"
    r"Council|Union|Organi[sz]ation|Consortium|Fund|Initiative)\b"
)
_INSTITUTION_WORD = re.compile(
    r"^(?:Hospitals?|Clinics?|Cent(?:er|re)s?|Universit\w+|Institut(?!ional)\w*|College|School|Academy|Laboratory|"
    r"Foundation|Society|Association|Federation|Alliance|Agency|"
    r"Administration|Ministry|Authority|Infirmary|Polytechnic|Consortium|Council|Trust|Organi[sz]ation|Coalition|"
    r"Network|League|System|Group|Fund)$"
)
_HEAD_FIRST = re.compile(
    r"^(?:University|Universit[àéä]\w*|Universidad|Institutes?|Centers?|Centre|College|School|Academy|Ministry|"
    r"Department|Division|Hospital|Society|Association|Foundation|Faculty)$"
)
# "Mercy Hospital for Phase 2 Trial": what it is to do there, not its name.
_PURPOSE = re.compile(
    r"^(?:Phase|Trials?|Stud(?:y|ies)|Clinical|Treatment|Use|Development|Next\S*|Novel|First|Patients|its|a|an)$"
)
# Words that begin a sentence, a title or a heading and are no part of a name that follows them.
_LEADING = re.compile(
    r"^(?:[\w.'-]+-[Bb]ased|The|This|That|These|In|At|With|For|From|By|To|On|Under|As|And|But|Both|When|While|After|Before|Since|"
    r"Through|If|Our|Its|Their|His|Her|We|It|Dr\.?|Mr\.?|Ms\.?|Mrs\.?|Prof\.?|"
    r"Professor|CEO|CFO|COO|CSO|CMO|CTO|President|Chairman|Chairwoman|Chair|Director|Vice|Senior|Executive|Officer|"
    r"Chief|Contact|Contacts|About|Company|Investor|Media|Relations|"
    r"Scientists|Researchers|Investigators|Additionally|However|Today|Also|January|February|March|April|May|June|"
    r"July|August|September|October|November|December|Monday|Tuesday|Wednesday|"
    r"Thursday|Friday|Source|SOURCE|Co-?[Ff]ounder|Founder|Former|Formerly|Former|Managing|Partner|Principal|"
    r"Announces|Contact:|Statement|Safe|Note|All|Any|Each|Other|Such|Together|Leading|Acting|"
    r"Following|Based|Headquartered|Founded|Visit|Join|See|Dear|Phase|Study|Trial|Subsidiary|Collaboration|"
    r"Agreement|Partnership|License|Licensing|Between|Why|How|What|Meet|Is|Are|Can|Could|Acquires?|Acquired|"
    r"Acquiring|"
    r"Buys?|Buying|Merges?|Merging|Sells?|Completes?|Closes?|Signs?|Enters?|Selects?|Engages?|Welcomes?|Hires?)$"
)
# "Acme Pharma Announces Institutional Financing", "Boston-based Acme Fund": what stands before is not in the name.
_BORDER = re.compile(
    r"(?:Announces?|Announced|Reports|Receives|Appoints|Presents|Provides|Raises|Initiates|From|With)$|[\w.'-]+-[Bb]ased$"
)
_TASK = re.compile(r"(?:Alliance|Portfolio|Project|Product|Program|Asset|Risk|Supply|Quality|Data|Brand)\s+Management$")
_INITIAL = re.compile(r"[A-Z]\.?$")
NOT_A_NAME = re.compile(
    r"^(?:(?:Clinical|Scientific|Medical|Board|Annual|Quarterly|Financial|Corporate|Business|Drug|Research|"
    r"Development|General|Administrative|Special|Executive|Advisory|Audit|Nominating|"
    r"Compensation|Management|Strategic|Investor|Media|Public|Private|Forward|Looking|Forward-Looking|New|Global|"
    r"International|National|Health|Healthcare|Oncology|Capital|Holdings|"
    r"Partners|Associates|Medical|Molecular|Technologies|Group|Company|Center|Centre|Health|System|Network|Fund|"
    r"Trust|Management|Initiative|Organization|Council|Authority|Administration|Cancer|Bio|Pharma|Devices|"
    r"Biotechnology|Biotech|Pharmaceuticals?|Therapeutics|Vaccines?|Diagnostics|Neuro|Dermatology|Genetics|"
    r"Genomics|Laboratories|Labs|Laboratory|School|University|Institute|Foundation|Hospital|Clinic|College|Academy|"
    r"Society|Association|the|of|and|for|&|The|A|An|Commission|Government|Agency|Department|Robotics|Insights|"
    r"Industries|Enterprises|Advisors|Ventures?|Securities|Communications|Life|Sciences?|Human|Services|Care|"
    r"Patient|Patients|Safety|Treatment|Therapies|Therapy|Gene|Cell|Immunotherapies)\s?)+$"
)

# "its Kelvox Biologics License Application"
_APPLICATION = re.compile(r"Biologics\s+Licen[sc]e\s+Applications?\b")


def find_organizations(text: str) -> list[Found]:
    """Names with a legal form, or built as the names of companies, institutions, agencies and societies are."""
    found: list[Found] = []
    for sequence in _SEQUENCE.finditer(text):
        found.extend(_in_sequence(text, sequence.start(), sequence.end()))
    return found


_KINDS = {
    "company": "Company",
    "university": "ResearchInstitution",
    "institute": "ResearchInstitution",
    "hospital": "HealthcareSite",
    "agency": "GovernmentAgency",
    "nonprofit": "Nonprofit",
}
_COMMON_WORD = re.compile(
    r"^(?:Public|Health|Solutions?|Immune|Response|National|Academy|Global|Partners|Science|Sciences|Technology|New|"
    r"Frontiers?|Breast|Cancer|Research|European|Union|Government|of|and|&|for|the|United|States|America|Stem|Cell|"
    r"Gene|Clinical|Medical|Drug|Development|Life|First|Total|Access|Lead|Progress|Strategy|Target|Impact|Horizon|"
    r"Pioneer|Alliance|Vaccine|Therapeutics|Phase|Dynamic|Senior|Emergency|Breakthrough|Innovation|Discovery|Board|"
    r"Committee|Group|"
    r"International|American|World|Center|Care|Human|Services|Management|Capital|Market|Markets|Company|Corporate|"
    r"Business|University|Institute|Hospital|State|Series|Vision|Quality|Safety|Data|Digital|Precision|Advanced|"
    r"Novel|Patient|Patients)$"
)


def known_organizations(text: str, guesses: Sequence[tuple[int, int]]) -> Iterator[Found]:
    """Organisations that the lexicon knows: of several words, or of one that the model too takes for an
    organisation.
    """
    for hit in find_longest("organization", text):
        printed = text[hit.start : hit.end]
        words = re.findall(r"[^\s,]+", printed)
        kind = next((e.kind for e in hit.entries if e.kind in _KINDS), "")
        if not printed[0].isupper() or all(_COMMON_WORD.match(w) for w in words) or all(e.short for e in hit.entries):
            continue
        if len(words) == 1:
            guessed = any(a <= hit.start and hit.end <= b for a, b in guesses)
            sure = (
                kind == "company"
                and guessed
                and len(printed) > 4
                and not printed.isupper()
                and not lookup("disease", printed)
                and not lookup("drug", printed)
                and not lookup("place", printed)
            )
            if not sure:
                continue
        elif not (kind and (words[-1][0].isupper() or words[-1][0].isdigit())):
            continue
        yield _found(text, hit.start, hit.end, _KINDS[kind], 1)


def _in_sequence(text: str, start: int, end: int) -> Iterator[Found]:
    """The organisations in one run of capitalised words, which may list several."""
    at = start
    for legal in _LEGAL.finditer(text, start):
        if legal.start() > end:
            break
        if legal.start() <= at:
            continue
        begin = _company_start(text, at, legal.start())
        if begin < legal.start() and not NOT_A_NAME.match(text[begin : legal.start()].strip(" ,")):
            yield _found(text, begin, _trim_stop(text, legal.end()), "Company", 3)
        at = legal.end()
    for piece_start, piece_end in _pieces(text, at, end):
        found = _institution(text, piece_start, piece_end) or _company(text, piece_start, piece_end)
        if found:
            yield found


def _trim_stop(text: str, end: int) -> int:
    """Without a stop that ends the sentence rather than the legal form: a form is quoted without it."""
    return (
        end - 1
        if text[end - 1] == "."
        and not re.search(r"(?:Inc|Ltd|Corp|Co|S\.A|N\.V|B\.V|L\.P|L\.L\.C|S\.p\.A|K\.K)\.$", text[:end])
        else end
    )


def _words(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    return (
        [(m.start(), m.end(), m[0]) for m in re.finditer(r"[^\s,]+", text[:end]) if m.start() >= start]
        if start < end
        else []
    )


def _company_start(text: str, start: int, stop: int) -> int:
    """Where a company's name begins, that ends before its legal form at `stop`: at the last list border or leading
    word.
    """
    begin = start
    for word_start, word_end, word in _tokens(text, start, stop):
        before = text[max(start, word_start - 2) : word_start]
        if (
            _LEADING.match(word)
            or word in ("of", "for", "at", "the")
            or word == "and"
            or ("," in before and word_start > start)
        ):
            begin = word_end if _LEADING.match(word) or word in ("of", "for", "at", "the", "and") else word_start
            while begin < stop and text[begin] in " ,":
                begin += 1
    return begin


def _tokens(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    for match in re.compile(r"[^\s,]+").finditer(text, start, end):
        yield match.start(), match.end(), match[0]


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A run cut at the places where one name ends and another begins: commas and "and" between complete names."""
    words = list(_tokens(text, start, end))
    first = 0
    for i, (word_start, _, word) in enumerate(words):
        comma = i > 0 and "," in text[words[i - 1][1] : word_start]
        if _BORDER.match(word):
            if i > first and not word.lower().endswith("based"):
                yield words[first][0], words[i - 1][1]
            first = i + 1
        elif (
            word == "at"
            and i > first
            and not (
                words[first][2].startswith("Univ")
                and i - first <= 4
                and words[i + 1 : i + 2]
                and words[i + 1][2] != "the"
            )
        ):
            yield words[first][0], words[i - 1][1]
            first = i + 1
        elif i > first and (
            (word == "and" and (_complete(words[first:i]) or _begins_another(words, i)))
            or (comma and not _continues(words[first:i], word))
        ):
            yield words[first][0], words[i - 1][1]
            first = i + (word == "and")
    if first < len(words):
        yield words[first][0], words[-1][1]


def _complete(words: list[tuple[int, int, str]]) -> bool:
    """Whether the words so far already make a name by their last word ("Acme Therapeutics", "Mercy Hospital")."""
    last = words[-1][2].rstrip(".")
    return bool(len(words) > 1 and (_COMPANY_END.match(last) or _INSTITUTION_WORD.match(last))) or any(
        _HEAD_FIRST.match(w) and i + 2 < len(words) for i, (_, _, w) in enumerate(words)
    )


def _begins_another(words: list[tuple[int, int, str]], at: int) -> bool:
    """Whether "and" joins two names: "Acme and the University of Lund", not "School of Law and the Institute of X"."""
    following = [w for _, _, w in words[at + 1 : at + 4]]
    return (
        len(following) == 3
        and following[0].lower() == "the"
        and bool(_HEAD_FIRST.match(following[1]))
        and following[2] in ("of", "for")
        and not any(_HEAD_FIRST.match(w) for _, _, w in words[:at])
    )


def _continues(words: list[tuple[int, int, str]], word: str) -> bool:
    """Whether a word behind a comma still belongs to the name: "University of California, Davis Cancer Center"."""
    return bool(words and _HEAD_FIRST.match(words[0][2]) and words[0][2].startswith("Univ") and len(words) >= 3)


def _institution(text: str, start: int, end: int) -> Found | None:
    words = list(_tokens(text, start, end))
    while words and (_LEADING.match(words[0][2]) or words[0][2] in ("the", "of", "and", "for", "at")):
        words.pop(0)
    if not words:
        return None
    long = len(words) > 3
    last = max(
        (i for i, (_, _, w) in enumerate(words) if _INSTITUTION_WORD.match(re.sub(r"'s$|\.+$", "", w))), default=-1
    )
    heads = [
        i
        for i, (_, _, w) in enumerate(words)
        if _HEAD_FIRST.match(w)
        and i + 2 < len(words)
        and words[i + 1][2] in ("of", "for")
        and not (words[i + 1][2] == "for" and _PURPOSE.match(words[i + 2][2]))
    ]
    if last < 1 and not heads:
        return None
    begin = _behind_person(words, last)
    stop = _stop_of_head_first(words) if heads and (last <= heads[-1]) else words[last][1]
    name = text[begin:stop]
    if (
        (NOT_A_NAME.match(re.sub(r"[,\s]+", " ", name)) and not long)
        or len(name.split()) > 14
        or re.search(r"\bHead of\b", name)  # "Global Head of Alliance Management"
    ):
        return None
    kind = _kind(name)
    return _found(text, begin, stop, kind, 2) if kind else None


def _behind_person(words: list[tuple[int, int, str]], last: int) -> int:
    """Where the name begins: behind "of" where what stands before is a person ("Sven Aaberg of Eastmark Hospital")."""
    for i, (_, _, word) in enumerate(words[: max(last, 0)]):
        if (
            word == "of"
            and 1 <= i <= 3
            and lookup("first_name", words[0][2])
            and not any(_INSTITUTION_WORD.match(w) for _, _, w in words[:i])
        ):
            return words[i + 2][0] if words[i + 1][2] == "the" else words[i + 1][0]
    return words[0][0]


def _stop_of_head_first(words: list[tuple[int, int, str]]) -> int:
    """The end of "University of Florida", "Institute for Drug Development": the run as a whole."""
    while len(words) > 1 and (words[-1][2] in ("of", "for", "and", "the", "at", "in") or _INITIAL.match(words[-1][2])):
        words = words[:-1]  # "the University of Florida R. Roe College"
    return words[-1][1]


def _kind(name: str) -> str:
    if _GOVERNMENT.search(name):
        return "GovernmentAgency"
    if _SITE.search(name):
        return "HealthcareSite"
    if _RESEARCH.search(name):
        return "ResearchInstitution"
    if _NONPROFIT.search(name):
        return "Nonprofit"
    return "ResearchInstitution" if re.search(r"\bCent(?:er|re)\b", name) else ""


def _company(text: str, start: int, end: int) -> Found | None:
    """A name that ends in a word that companies end in: "Acme Therapeutics", "Beta Venture Partners"."""
    words = list(_tokens(text, start, end))
    while words and (_LEADING.match(words[0][2]) or words[0][2] in ("the", "of", "and", "for", "at", "&")):
        words.pop(0)
    last = max((i for i, (_, _, w) in enumerate(words) if _COMPANY_END.match(re.sub(r"'s$|[.,']+$", "", w))), default=0)
    first = max(
        (
            i + 1
            for i, (_, _, w) in enumerate(words[:last])
            if w in ("of", "for", "at", "and", "the") or _LEADING.match(w) or w.endswith("'s")
        ),
        default=0,
    )
    if last and words[last][2] == "Partners" and re.match(r"\s+(?:[Ww]ith|[Oo]n)\b", text[words[last][1] :]):
        last -= 1  # "Acme Bio Partners with Belu"
    if last <= first or last - first > 5 or _APPLICATION.match(text, words[last][0]):
        return None
    begin, stop = words[first][0], words[last][1]
    name = re.sub(r"'s$|[.,']+$", "", text[begin:stop])
    if NOT_A_NAME.match(name) or re.search(r"'s\b", name) or _TASK.match(name):
        return None
    return _found(text, begin, begin + len(name), "Company", 2)


def _found(text: str, start: int, end: int, kind: str, weight: int) -> Found:
    end = start + len(text[start:end].rstrip(" ,"))
    if weight < 3:
        end = start + len(text[start:end].rstrip("."))
    end -= 2 if text[start:end].endswith("'s") else 0
    end = start + len(text[start:end].rstrip("'"))
    name = re.sub(r"\s+", " ", text[start:end])
    return Found(EntityType.ORGANIZATION, start, end, name, kind, weight)
