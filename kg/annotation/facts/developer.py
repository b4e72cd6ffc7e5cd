"""Who develops, owns or holds rights to a drug.

Finds (ACM-12, Acme) in "Acme's lead candidate, ACM-12", "Acme is developing ACM-12"; leaves alone the
standard drugs that a trial combines or compares with.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from kg.annotation.entities.drugs import CODE, series
from kg.annotation.facts.making import comparator, fact, negated
from kg.annotation.model import EntityType, Fact, Mention, Voice
from kg.annotation.reading import Reading, Sentence, rule
from kg.lexicons import lookup

_NOUN = (
    r"(?:drugs?|compounds?|candidates?|product candidates?|drug candidates?|products?|programs?|programmes?|"
    r"assets?|therap(?:y|ies)|vaccines?(?: candidates?)?|inhibitors?|antibod(?:y|ies)|treatments?|agents?|platform|"
    r"pipeline|portfolio|molecules?|ADC|conjugates?|medications?|immunotherap(?:y|ies)|therapeutics?|"
    r"treatment candidates?|formulations?|small molecules?|medicines?)"
)
_WORD = r"(?:[\w/,-]+|(?:[\w/-]+-)?‹[IT]\d+›(?:-[\w-]+)?)"  # "anti-CD74", "CDK2/9", "gout"
_RULES = [
    # "Acme's lead candidate, ACM-12"; "our antisense drug ACM-12"; "Acme's ACM-12 and ACM-14"
    rule(
        rf"(?P<org>{{O}})(?:'s?)? (?:{_WORD} ){{0,8}}?{_NOUN},? (?:candidates?,? |called |known as |including |"
        rf"namely |such as |for {{I}}, |\()?(?:the )?(?P<drug>{{D*}})"
    ),
    rule(r"(?P<org>{O})'s? (?:[\w/-]+ ){0,5}?(?P<drug>{D*})"),
    # "ACM-12, Acme's lead asset"; "ACM-12 is our first product"
    rule(
        rf"(?P<drug>{{D*}}),? (?:is |are |as |remains )?(?:one of |"
        rf"the )?(?P<org>{{O}})(?:'s?)? (?:{_WORD} ){{0,8}}?{_NOUN}"
    ),
    # "Acme is developing / announced results of / initiated a trial of ACM-12"
    rule(
        r"(?P<org>{O})(?:'s)?(?: \([^()]{0,80}\))?,? (?:\([^()]*\) )?(?:[\w,-]+ ){0,12}?(?:is |are |has been |"
        r"today )?(?:developing|develops|advancing|owns|holds|discovered|acquired|licensed|in-licensed|created|"
        r"markets|sells|commerciali[sz]es|manufactures|introduced|introduces|launched|launches|unveiled|unveils) "
        r"(?:(?:[\w/,-]+|‹[IT]\d+›) ){0,16}?(?P<drug>{D*})"
    ),
    rule(
        r"(?:(?P<other>{O})(?: \([^()‹›]{0,60}\))? and )?(?P<org>{O})[^‹›]{0,120}?\b"
        r"(?:announced|reports?|reported|presented|presents?|initiated|initiates|"
        r"completed|completes|announces?|received?|receives|publish\w*)\b[^‹›]{0,160}? (?:of|for|with|on|from|"
        r"describing|to)(?: the| its)? (?:[\w/-]+ ){0,6}?(?P<drug>{D*})"
    ),
    rule(
        r"(?P<org>{O})(?: \([^()]{0,60}\))?,?(?: is)? an? [^;‹›]{0,120}?(?:company|subsidiary|"
        r"firm)[^;‹›]{0,80}?(?:seeking|developing|advancing)[^;]{0,60}?(?P<drug>{D*})"
    ),
    rule(
        r"(?P<drug>{D*})[^.;‹›]{0,60}? (?:developed|owned|discovered|being developed|marketed|manufactured|"
        r"acquired|in-licensed) by (?P<org>{O})"
    ),
]
# "our portfolio of drugs against gout, including ACM-12"; "Acme has two programs: ACM-12 for gout and ACM-14 for lupus"
_LISTED = (
    rule(
        r"(?P<org>{O})(?:'s?)? (?:[\w/,-]+ ){0,6}?(?:pipeline|portfolio|franchise|programs?|candidates|products|"
        r"assets)\b(?:[^.;‹›]|‹[IT]\d+›){0,110}?(?:,| \() ?(?:including|such as|led by|namely) (?:the )?(?P<drug>{D*})"
    ),
    rule(
        r"(?P<org>{O})(?:'s?)?(?: \([^()]{1,60}\))?,? (?:[\w/,-]+ ){0,10}?(?:programs?|candidates?|assets?|products?|"
        r"drugs|compounds|therapies|molecules|pipeline)(?: (?:are|include|includes))?(?::| -| –| —) ?"
        r"(?P<drug>{D}(?:(?:[^.;‹›]|‹[ITO]\d+›){0,60}?(?:,| and|, and) ‹D\d+›(?= for| in| to|,|\.|;| \()){0,5})"
    ),
)
LISTED = 8  # the rank of what they find


def find_developers(reading: Reading) -> Iterator[Fact]:
    """Each drug of the release with the organisation that a sentence ties it to."""
    found: _Found = {}
    own = _own_drugs(reading)
    for rank, sentence, drug, org in (*_tied(reading, own), *_of_the_only_drug(reading)):
        key = (drug.name, org.name)
        if key not in found or rank < found[key][0]:
            found[key] = (rank, sentence, drug, org)
    claimed = {drug for drug, _ in found}
    for drug, sentence in _first_told(reading, own - claimed):
        if reading.issuer is not None:
            found[drug.name, reading.issuer.name] = (6, sentence, drug, reading.issuer)
    found.update(_of_same_series(reading, own, found))
    for rank, sentence, drug, org in found.values():
        yield fact(
            "developer", f"developer.{rank}/1", sentence, 0.95 - 0.03 * min(rank, 7), drug=drug, organization=org
        )


def _tied(reading: Reading, own: set[str]) -> Iterator[tuple[int, Sentence, Mention, Mention]]:
    """Every place where a rule ties a drug to a company, with the rule's rank."""
    estranged = _not_in_headline(reading)
    for sentence in reading.sentences:
        masked = _companies_only(sentence)
        for rank, pattern in (*enumerate(_RULES), *((LISTED, listed) for listed in _LISTED)):
            for match in pattern.finditer(masked):
                org = sentence.named(match["org"])[0]
                if rank in (3, 4) and _VENTURE.search(masked[: match.start("org")]):
                    continue  # "a joint venture of A and B, announced": whose news it is stands before
                if org.kind not in ("Company", "") or negated(match[0]) or not _plausible(match[0]):
                    continue
                if estranged and org.coreferent and org.name == estranged and _other_spoken_of(reading, sentence, org):
                    continue
                for drug in sentence.named(match["drug"]):
                    if (
                        drug.type is EntityType.DRUG
                        and _believed(match[0], rank, drug, own)
                        and not (drug.name.islower() and _is_component(reading, drug))
                    ):
                        yield rank, sentence, drug, org
                        if with_it := _announcing_too(sentence, match):
                            yield rank, sentence, drug, with_it


# "Acme announced results of its Phase 3 trial of zorvatinib", "the NDA for zorvatinib"
_ANNOUNCED = rule(
    r"(?P<org>{O})(?: \([^()]{0,60}\))?,?[^;‹›]{0,120}?\b(?:announce[sd]?|announcement|report(?:s|ed)?|said|says|"
    r"initiated|"
    r"completed|submitted|filed|received)\b(?:[^.;‹›]|‹[OIE]\d+›){0,120}?\b(?:trials?|stud(?:y|ies)|application|"
    r"NDA|BLA|MAA|"
    r"IND|designation|status)(?: \([^()]{2,8}\)|, [A-Z][\w -]{2,20},)? (?:of|for|evaluating|testing|with|to|on) "
    r"(?:its |the )?(?:[\w-]+ ){0,2}?(?P<drug>{D})"
)
_MEASURING = re.compile(
    r"\b(?:tests?|assays?|diagnostics?|devices?|biomarkers?|generic|competitor|versus|compar\w+|combin\w+)\b", re.I
)


def _of_the_only_drug(reading: Reading) -> Iterator[tuple[int, Sentence, Mention, Mention]]:
    """The one drug of a release, where the issuer tells of trials or applications of it, though its name is generic."""
    names = {m.name for _, m in reading.mentions(EntityType.DRUG)}
    if len(names) != 1 or reading.issuer is None:
        return
    if any(_MEASURING.search(s.masked) for s in reading.sentences[:4]):
        return
    for sentence in reading.sentences:
        for match in _ANNOUNCED.finditer(_companies_only(sentence)):
            org, drug = sentence.named(match["org"])[0], sentence.named(match["drug"])[0]
            if org.name == reading.issuer.name and not negated(match[0]) and _plausible(match[0]):
                yield 6, sentence, drug, org


_TERMS = re.compile(
    r"\b(?:agreements?|licen[sc]\w*|options?|acqui\w+|merg\w+|offering|transaction|rights)\b", re.IGNORECASE
)


def _announcing_too(sentence: Sentence, match: re.Match[str]) -> Mention | None:
    """Who announces results together with the company of a match; the parties to a deal do not share what it is on."""
    other = sentence.named(match.groupdict().get("other"))
    joint = other and other[0].kind in ("Company", "") and not _TERMS.search(match[0])
    return other[0] if joint else None


def _believed(piece: str, rank: int, drug: Mention, own: set[str]) -> bool:
    """Whether a rule's words are enough for this drug: a generic name may only be compared with."""
    claimed = _claimed(piece, rank)
    if drug.name.islower() and own and not claimed:
        return False
    if rank in (3, 4) and drug.name not in own:
        return claimed
    if rank == 1 and drug.name not in own and re.search(r"\b(?:patients|people|after|against|receiving)\b", piece):
        return False  # "Acme's test in patients on zorvatinib"
    return rank not in (0, 1, 2) or drug.name in own or _possessed(piece)


_Found = dict[tuple[str, str], tuple[int, Sentence, Mention, Mention]]


_GIVEN_UP = re.compile(
    r"\b(?:sold|returned|divest\w+|rivals?|competitors?|compet\w+|transferred|assigned)\b", re.IGNORECASE
)


def _of_same_series(reading: Reading, own: set[str], found: _Found) -> _Found:
    """Numbered drugs that nobody is said to develop, with the one company that develops the others of their series."""
    owners: dict[str, dict[str, Mention]] = defaultdict(dict)
    for (name, owner_name), (_, _, _, one) in found.items():
        if series(name):
            owners[series(name)][owner_name] = one
    claimed = {drug for drug, _ in found}
    out: _Found = {}
    for sentence, drug in reading.mentions(EntityType.DRUG):
        owner = owners.get(series(drug.name), {})
        if negated(sentence.masked) or _GIVEN_UP.search(sentence.masked):
            continue
        if drug.name in own - claimed and len(owner) == 1 and not drug.coreferent:
            (org,) = owner.values()
            out.setdefault((drug.name, org.name), (7, sentence, drug, org))
    return out


_WORK = re.compile(
    r"\b(?:trials?|stud(?:y|ies)|clinical|preclinical|pre-clinical|development|programs?|candidates?|compounds?|data|"
    r"results|efficacy|safety|designation|patients)\b",
    re.IGNORECASE,
)


def _first_told(reading: Reading, names: set[str]) -> Iterator[tuple[Mention, Sentence]]:
    """The first sentence in which the issuer tells of work on a numbered drug that no sentence ties to anybody."""
    done: set[str] = set()
    mentions = Counter(m.name for _, m in reading.mentions(EntityType.DRUG))
    most = max(mentions.values(), default=0)
    sold = _sold(reading)
    for sentence in reading.sentences:
        others = [
            m
            for m in sentence.of_type(EntityType.ORGANIZATION)
            if m.kind in ("Company", "") and reading.issuer and m.name != reading.issuer.name
        ]
        if sentence.voice is Voice.QUOTED or others or not _WORK.search(sentence.masked):
            continue
        if _not_in_headline(reading) and reading.issuer and _other_spoken_of(reading, sentence, reading.issuer):
            continue
        for drug in sentence.of_type(EntityType.DRUG):
            if (
                drug.name in names - done
                and not drug.coreferent
                and _plausible(sentence.masked)
                and not _others_work(sentence, drug)
                and (CODE.fullmatch(drug.name) or not lookup("drug", drug.name) or mentions[drug.name] >= 3)
                and not (drug.name in sold and mentions[drug.name] < most)
            ):
                done.add(drug.name)
                yield drug, sentence


_ON_SALE = re.compile(r"\b(?:approved|uptake|sales|blockbuster|launched)\b", re.IGNORECASE)


def _sold(reading: Reading) -> set[str]:
    """Names without a number, outside the headline, of which the release says that they are on the market."""
    headline = reading.release.headline.lower()
    told = {m.name for s, m in reading.mentions(EntityType.DRUG) if _ON_SALE.search(s.masked)}
    return {name for name in told if not CODE.fullmatch(name) and name.lower() not in headline}


_CAREER = rule(r"{P}[^.;]{0,60}?, who\b[^.;]{0,160}$")
# "Belmont's ACM-12", "Belmont's Phase 2 trial of ACM-12": whoever that is, it is somebody else.
_SOMEBODYS = re.compile(
    r"(?<![\w‹])(?!Today|Yesterday|World|Company|Parkinson|Alzheimer|Crohn)[A-Z][\w&.-]+['’]s (?:[\w/-]+ ){0,4}?"
    r"(?:(?:Phase|trial|study|program|programme|candidate|drug|compound|product)s?\b(?: [\w/-]+){0,5} )?"
    r"(?:‹D\d+›,? \(?(?:formerly|previously|also|now) (?:\w+ ){0,3})?$"
)


def _others_work(sentence: Sentence, drug: Mention) -> bool:
    """Whether a drug is what another is measured against, or somebody's work in former years."""
    before = sentence.masked[: sentence.masked.find(f"‹D{sentence.mentions.index(drug)}›")]
    return comparator(before) or bool(_CAREER.search(before) or _SOMEBODYS.search(before))


_LEADING = re.compile(
    r"\b(?:lead|leading|flagship|proprietary|investigational|first|main|its|our|own) (?:[\w-]+ ){0,5}?"
    r"(?:candidates?|assets?|programs?|compounds?|drugs?|products?|molecules?),? ?\(?(?:called |known as |"
    r"named )?‹D\d+›$",
    re.IGNORECASE,
)
_MAKING = re.compile(
    r"\b(?:developing|develops|advancing|owns|discovered|markets|sells|manufactures) (?!.*\b(?:with|for|of)\b)",
    re.IGNORECASE,
)


def _claimed(piece: str, rank: int) -> bool:
    """Whether the words make even a substance without a number or mark somebody's own."""
    return bool(_LEADING.search(piece)) or rank == 3 and bool(_MAKING.search(piece))


def _companies_only(sentence: Sentence) -> str:
    """The masked text with agencies, exchanges and hospitals as plain words: nothing is developed by them."""
    kinds = {i: m.kind for i, m in enumerate(sentence.mentions) if m.type is EntityType.ORGANIZATION}
    return _ORGANIZATION.sub(lambda m: m[0] if kinds[int(m[1])] in ("Company", "") else "agency", sentence.masked)


_ORGANIZATION = re.compile(r"‹O(\d+)›")


def _is_component(reading: Reading, drug: Mention) -> bool:
    """Whether a substance is only what a product is made from: "ketamine analog", "zorvatine-based"."""
    return bool(
        re.match(
            r"[\s-](?:analog|derivative|prodrug|based|like|free|loaded|induced|containing)",
            reading.text[drug.end : drug.end + 14],
        )
    )


def _not_in_headline(reading: Reading) -> str:
    """The issuer's name where the headline does not hold it, as in articles on several companies; else ""."""
    if reading.issuer is None:
        return ""
    first = reading.issuer.name.split()[0].lower().strip(",.'’s")
    return "" if first in reading.release.headline.lower() else reading.issuer.name


def _other_spoken_of(reading: Reading, sentence: Sentence, org: Mention) -> bool:
    """Whether the last company that was named before a sentence is another one."""
    named = [
        m
        for s in reading.sentences
        if s.start < sentence.start
        for m in s.of_type(EntityType.ORGANIZATION)
        if not m.coreferent and m.kind in ("Company", "")
    ]
    return bool(named) and named[-1].name != org.name


_MARK = re.compile(r"\s?(?:®|\(R\)|\(TM\)|™|\[®\])")


def _around(reading: Reading, drug: Mention) -> str:
    return reading.text[drug.end : drug.end + 5]


def _own_drugs(reading: Reading) -> set[str]:
    """Drugs that carry a company's number or mark rather than a generic name, and so are somebody's in the release."""
    own = set()
    for _, drug in reading.mentions(EntityType.DRUG):
        known = any(e.match in ("label", "synonym", "brand") for e in lookup("drug", drug.name))
        if CODE.fullmatch(drug.name) or drug.name[:1].isupper() and (not known or _MARK.match(_around(reading, drug))):
            own.add(drug.name)
    return own


_VENTURE = re.compile(r"\b(?:joint venture|between|partnership|alliance)\b[^.;]{0,80}\b(?:and|with) $")


def _possessed(piece: str) -> bool:
    return bool(re.match(r"‹O\d+›'s?\s", piece)) or bool(re.search(r"‹O\d+›'s? (?:[\w/,-]+ ){0,8}\w+$", piece))


def _plausible(piece: str) -> bool:
    """Whether nothing in the stretch says that the drug is only compared or combined with."""
    return not re.search(
        r"\b(?:combination|combined|versus|compared|vs|plus|competitor|similar to|approved (?:mRNA|vaccine))\b",
        piece,
        re.IGNORECASE,
    )


def by_drug(facts: list[Fact]) -> dict[str, list[Fact]]:
    """Developer facts by drug."""
    out: dict[str, list[Fact]] = defaultdict(list)
    for one in facts:
        value = one.fields[0].value
        if isinstance(value, Mention):
            out[value.name].append(one)
    return out
