"""Short forms of organisations: defined terms, first words, initials; each for one release only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from kg.lexicons import fold_name, lookup

_DEFINED = re.compile(r"^\s{0,3}(?:,\s)?\((?P<inside>[^()]{0,120}(?:\([^()]{0,60}\)[^()]{0,60})?)\)")
_TERM = re.compile(
    r"(?<!:)(?<!:\s)[\"']{1,2}\s?(?P<the>[Tt]he\s+)?(?P<term>[A-Za-z][\w&.+' -]{0,40}?)\s?[\"']{1,2}(?=[\s,;)]|$|or)"
)
GENERIC = re.compile(
    (
        r"^(?:company|corporation|group|issuer|registrant|partnership|fund|trust|bank|we|us|our|purchaser|buyer|"
        r"seller|licensee|licensor|parent|subsidiary|firm|offering|notes|shares|agreement|transaction|merger|"
        r"acquisition)$"
    ),
    re.IGNORECASE,
)
_LEGAL = re.compile(
    (
        r",?\s+(?:Inc|Incorporated|Ltd|Limited|LLC|L\.L\.C|PLC|plc|Plc|Corp|Corporation|GmbH|AG|S\.?A\.?S?|N\.?V|"
        r"B\.?V|AB|A/S|ASA|Oyj?|S\.?p\.?A|S\.?r\.?l|K\.?K|Co|Company|Pty|LP|L\.P|LLP|SE|KGaA|AS|Sdn|Bhd|Pte|ApS|e?hf|"
        r"Kft|Zrt|Nyrt|SARL|S\.?L\.?U|ULC|PBC|Pvt|OÜ|Ltda|d\.o\.o|s\.r\.o|SAPA|PJSC)"
        r"\.?(?=$|[\s,])"
    ),
    re.IGNORECASE,
)
_PLAIN = frozenset(
    "american national first global advanced international united general new north south east west eastern "
    "western northern southern central pacific atlantic canadian european british german japanese chinese royal "
    "applied universal standard premier prime alpha beta gamma delta omega advance life health medical cancer "
    "clinical science gene cell molecular bio pharma biotech therapeutics pharmaceuticals the institute university "
    "center "
    "centre hospital college school department ministry society association foundation food drug us u.s. uk eu "
    "capital venture ventures partners media investor cambridge oxford boston columbia harvard stanford target "
    "impact vision precision immune nature novel smart modern total one hope care key core public private human "
    "animal plant world city state federal regional community children women".split()
)


def without_legal_form(name: str) -> str:
    """ "Acme Therapeutics, Inc." as "Acme Therapeutics"."""
    previous = None
    while previous != name:
        previous, name = name, _LEGAL.sub("", name).strip(" ,.")
    return name or (previous or "")


def defined_terms(text: str, end: int) -> tuple[list[str], bool]:
    """Names given in the bracket behind an organisation, and whether it is also made "the Company"."""
    match = _DEFINED.match(text[end : end + 220])
    names, generic = _initials(match["inside"], text[max(0, end - 120) : end]) if match else [], False
    while (
        match
        and not re.search(r"[\"']", match["inside"])
        and _DEFINED.match(text[end + match.end() : end + match.end() + 220])
    ):
        end += match.end()  # "(Nasdaq: ACME) ("Acme" or the "Company")"
        match = _DEFINED.match(text[end : end + 220])
    if not match:
        return names, False
    for term in _TERM.finditer(match["inside"]):
        if GENERIC.match(term["term"].strip()):
            generic = True
        elif term["term"][0].isupper() and len(term["term"].strip()) > 1:
            names.append(term["term"].strip())
    return names, generic


def _initials(inside: str, before: str) -> list[str]:
    """The short form that a bracket behind a name holds without quotation marks: "(ECF)", "(Nasdaq: LSBC)".

    A ticker is one only where it is made of the initials of the name's words, the last included.
    """
    bare = re.fullmatch(r"\s*([A-Z][A-Za-z]{1,9})\s*", inside)
    if bare and _initials_of(bare[1], before):
        return [bare[1]]
    ticker = re.match(r"[^:]{2,40}:\s?([A-Z]{3,5})\b", inside)
    capitals = ["".join(c for c in name if c.isupper()) for name in (before, without_legal_form(before))]
    return [ticker[1]] if ticker and any(c.endswith(ticker[1]) for c in capitals) else []


def _initials_of(short: str, before: str) -> bool:
    """Whether a bare word in brackets could be made of the words before it: initials, or their beginning."""
    words = re.findall(r"[A-Za-z][\w']*", before)
    upper = "".join(c for c in short if c.isupper())
    initials = "".join(w[0] for w in words if w[0].isupper())
    return len(short) > 1 and (
        upper.lower() in initials.lower() or any(w.lower().startswith(short.lower()) for w in words)
    )


def first_words(names: Iterable[str], text: str, leading: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    """Beginnings of company names that can stand for them: {"Acme Labs": "Acme Labs, Inc.", "Acme": "Acme Labs, Inc."}.

    A beginning that two of the names share stands for neither, unless it is one of them in full, or `leading`, the
    word that the headline opens with, says which. A beginning that is also a place or a first name counts only where
    `text`, the whole release, makes it do what companies do.
    """
    full = {without_legal_form(n): n for n in sorted(names, key=len)}
    short: dict[str, set[str]] = {}
    for bare, name in full.items():
        words = bare.split()
        for count in range(len(words) - 1, 0, -1):
            begin = " ".join(words[:count])
            if _distinctive(words[:count]) or (count == 1 and len(words[0]) > 3 and _acts(words[0], text)):
                short.setdefault(begin, set()).add(name)
    out = {begin: next(iter(owners)) for begin, owners in short.items() if len(owners) == 1}
    out.update({word: name for word, name in leading.items() if name in short.get(word, ())})
    out.update(full)
    return out


def _acts(word: str, text: str) -> bool:
    """Whether a word is used as a company's name: "Acme's pipeline", "Acme is developing"."""
    verbs = (
        r"(?:is|has|will|announced|believes|expects|plans|continues|intends|received|reported|completed|cautions|"
        r"undertakes|recently|executed|assumes)"
    )
    owned = (
        r"(?:lead|pipeline|board|common|product|business|management|proprietary|goal|mission|clinical|ability|plans)"
    )
    acting = rf"(?<![\w] ){re.escape(word)}(?:'s\s{owned}|\s{verbs}\b)"
    return word.lower() not in _PLAIN and bool(re.search(acting, text))


def _distinctive(words: list[str]) -> bool:
    if len(words) > 1:
        return not all(w.lower() in _PLAIN for w in words) and words[-1].lower() not in ("of", "and", "for", "the", "&")
    word = words[0]
    coined = any(c.isupper() for c in word[1:]) or any(c.isdigit() for c in word)
    if word.lower() in _PLAIN or len(word) < 3:
        return False
    return coined or not (lookup("place", word) or lookup("first_name", word) and len(word) < 6)


def same_organization(left: str, right: str) -> bool:
    """Whether two names differ by nothing but legal form, case and punctuation."""
    return fold_name(without_legal_form(left)) == fold_name(without_legal_form(right))
