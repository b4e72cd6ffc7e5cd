"""One fact for each deal of a release, with what the sentences about it say of money.

Finds (license, Acme gives Beta ACM-12, milestones of $12 million) in "Acme licensed ACM-12 to Beta" and the sentence
behind it; leaves alone "Acme may seek partners", "a licensed physician", and the partners of others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.annotation.clean import clean
from kg.annotation.facts.agreement.deal import Deal, fact_of, merge
from kg.annotation.facts.agreement.plain import plain
from kg.annotation.facts.agreement.rules import FUNDERS, RULES
from kg.annotation.facts.agreement.terms import EXCLUSIVE, add_terms
from kg.annotation.facts.financial.currency import plain_dollar
from kg.annotation.facts.making import negated
from kg.annotation.gate import Gate
from kg.annotation.model import EntityType, Fact, Mention
from kg.annotation.reading import Reading, Sentence, rule
from kg.documents.model import BlockKind

_HOPED = re.compile(
    (
        r"\b(?:(?-i:may)|might|could|would|seek(?:s|ing)?|if|potential(?:ly)?|discussions?|negotiat\w+"
        r"|looking (?:for|to)"
        r"|hopes?|ability to|plans? to|intends? to|expects? to|evaluating|exploring|whether|opportunit\w+"
        r"|should)\b[^.;]{0,60}$"
    ),
    re.IGNORECASE,
)
_ENDED = re.compile(
    r"\b(?:terminat(?:e|ed|es|ing|ion)|expired|ended|ends|no longer|regain\w*|re-?acquir\w+"
    r"|return(?:s|ed)? [^;]{0,40}rights|relinquish\w*)\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    (
        r"\b(?<!went on )(?:letter of intent|non-binding|term sheet|memorandum of understanding|definitive agreement"
        r" to acquire|proposed|pending|to acquire|to be acquired|will be acquired|will acquire|agreed to|expected to"
        r" close)\b"
    ),
    re.IGNORECASE,
)
_DOUBLE = re.compile(
    (
        r"\b(?:licen[sc](?:e|ing)|distribution|supply|manufacturing|collaboration|option)(?: and |/|,"
        r" )(?:licen[sc](?:e|ing)|distribution|supply|manufacturing|collaboration)\b"
    ),
    re.IGNORECASE,
)
_OVER = re.compile(
    r"[^;.‹›]{0,20} (?:was|were|has been|have been) (?:mutually )?(?:terminated|ended|discontinued)\b"
    r"|[^;.‹›]{0,10} expired"
)
_CAREER = re.compile(
    r"\b(?:led|leading|oversaw|served|serving|worked|negotiated|career|experience|joined|prior to|held|responsible"
    r"|instrumental|spearheaded|track record|founder|co-founded|previously)\b"
)
_SPEAKS = re.compile(
    r"\b(?:agreement|licen[sc]e|termination|deal|transaction|collaboration|payments?|acquisition|merger|contract"
    r"|grant|award)\b",
    re.IGNORECASE,
)
# "Under the terms of the agreement, …" takes up the deal told last; "had previously announced …" does not put it aside.
_UNDER = re.compile(
    r"(?:Under|Pursuant to|As part of|In (?:exchange|return|consideration) for|Upon (?:signing|execution) of|As"
    r" consideration for)"
    r" (?:the |this |its )?(?:terms of )?(?:the |this )?(?:[\w-]+ ){0,4}?(?:agreement|licen[sc]e|deal|collaboration"
    r"|transaction|contract)\b"
)
_EARLIER = re.compile(
    r"\b(?:had )?(?:previously|earlier) (?:announced|entered|signed)|\bfollowing an earlier\b", re.IGNORECASE
)
_RIVAL = re.compile(r"\b(?:compet|rival|compar)", re.IGNORECASE)
_MEANT = re.compile(r"\b(?:plans?|bid|offer|intention|proposal) (?:of|by|for) ‹O|\b(?:bid|offer|wants?|hopes?) to\b")
_NEXT = rule(r" (?:for|in) (?:the )?(?:treatment of )?{I}(?: \({I}\))?,? and (?P<drug>{D*})")
# "Acme's subsidiary Belu": it is Belu that signs
_OWNED = re.compile(r"‹O\d+›'s? (?:[\w-]+ ){0,4}?(?:subsidiary|affiliate|unit|division),? (?P<sub>‹O\d+›)")
_GATE = Gate(one.pattern for one in RULES)
_QUIET = frozenset({BlockKind.CONTACTS, BlockKind.TICKERS, BlockKind.DATELINE})


@dataclass(slots=True)
class _Talk:
    """The deals of a release while its sentences are read, and which of them is spoken of."""

    deals: dict[tuple[str, tuple[str, ...]], Deal] = field(default_factory=dict)
    last: Deal | None = None  # the deal in hand, while it is
    recent: Deal | None = None  # the deal that was in hand last
    since: int = 0  # sentences since one that told of a deal
    loose: list[Sentence] = field(default_factory=list)  # about no deal told before them

    def take(self, sentence: Sentence, told: Sequence[Deal]) -> None:
        """Takes up what a sentence tells of deals, new or known."""
        drugs = {} if _RIVAL.search(sentence.masked) else {m.name: m for m in sentence.of_type(EntityType.DRUG)}
        for deal in told:
            if not deal.subjects and len(drugs) == len(told) == 1 and deal.type not in ("acquisition", "merger"):
                deal.subjects = dict(drugs)
            key = (deal.type, tuple(sorted(deal.parties if len(deal.parties) > 1 else [*deal.parties, *deal.subjects])))
            home = self.deals.setdefault(key, deal)
            if home is not deal:
                merge(home, deal)
            if self.last is None or not _EARLIER.search(sentence.text):
                self.last = self.recent = home

    def target(self, sentence: Sentence, made: bool) -> Deal | None:
        """The deal that the terms in a sentence are of, if any."""
        kind = sentence.block.kind
        self.since = 0 if made else self.since + (sentence.speaker is None and kind is not BlockKind.QUOTE)
        if self.since > 4 or kind in (BlockKind.ABOUT, BlockKind.HEADING) and not made:
            self.last = None
        under = kind is not BlockKind.ABOUT and bool(_UNDER.match(sentence.text))
        if self.last is None and under:
            self.last, self.since = self.recent, 0
        found = _about(sentence, self.last, self.deals, made or under and self.since == 1)
        if found is not None and _SPEAKS.search(sentence.text):
            self.since = 0
        if found is None and kind not in (BlockKind.HEADLINE, BlockKind.SUBHEADLINE, BlockKind.ABOUT):
            self.loose.append(sentence)
        return found

    def between(self, sentence: Sentence) -> Deal | None:
        """The one deal whose parties are all the companies that a sentence names."""
        named = {m.name for m in sentence.of_type(EntityType.ORGANIZATION) if m.kind in ("Company", "")}
        fitting = [d for d in self.deals.values() if len(named) > 1 and named == set(d.parties)]
        return fitting[0] if len(fitting) == 1 else None


def find_agreements(reading: Reading) -> Iterator[Fact]:
    """The deals of a release, each once for its type and parties."""
    talk = _Talk()
    dollar = plain_dollar(clean(reading.text[reading.release.start : reading.release.end]))
    code = dollar.code if dollar else None
    for sentence in reading.sentences:
        if sentence.block.kind in _QUIET:
            continue
        made = [] if _life(sentence) else _all_deals(sentence, reading.issuer)
        talk.take(sentence, _best(made))
        target = talk.target(sentence, bool(made))
        if target is not None:
            add_terms(sentence, plain(sentence), target, code)
    for sentence in talk.loose:
        home = talk.between(sentence)
        if home is not None:
            add_terms(sentence, plain(sentence), home, code)
    for deal in _joined(list(talk.deals.values())):
        _from_institution(deal)
        yield fact_of(deal)


def _all_deals(sentence: Sentence, issuer: Mention | None) -> list[Deal]:
    """What the rules find in a sentence, of which few have words that the sentence has."""
    text = plain(sentence)
    return [deal for number in _GATE.open_for(text) for deal in _deals(sentence, text, number, issuer)]


def _deals(sentence: Sentence, text: str, number: int, issuer: Mention | None) -> Iterator[Deal]:
    one = RULES[number]
    for match in one.pattern.finditer(text):
        if (
            negated(match[0])
            or _HOPED.search(text[: match.start() + 30][-90:].rstrip(" ."))
            and one.type != "acquisition"
            or _HOPED.search(match[0][:60])
            or _MEANT.search(text[max(0, match.start() - 25) : match.end()])
        ):
            continue
        groups = match.groupdict()
        first = (
            next((m for m in sentence.named(groups.get("a")) if m.kind != "StockExchange"), None)
            or _subject(sentence, text[: match.start()])
            or issuer
        )
        others = sentence.named(groups.get("b"))
        if first is None or not _could_agree(first, one.type):
            continue
        if (
            one.type != "grant"
            and first.kind not in ("Company", "")
            and not any(m.kind in ("Company", "") for m in others)
        ):
            continue
        drugs = [d for key in ("drug", "drug2") for d in sentence.named(groups.get(key)) if d.type is EntityType.DRUG]
        for other in others or (None,):
            if (
                other is None
                and not drugs
                or other is not None
                and (_same(first, other) or not _could_agree(other, one.type))
            ):
                continue
            gives = first if one.gives == "a" else other if one.gives == "b" and one.type == "license" else None
            takes = other if one.gives == "a" else first if one.gives == "b" and one.type == "license" else None
            parties = {m.name: m for m in (first, other) if m is not None}
            exclusive = EXCLUSIVE.search(match[0])
            more = _NEXT.match(text[match.end() :]) if drugs and match[0].endswith("›") else None
            drugs = [*drugs, *(sentence.named(more["drug"]) if more else [])]
            deal = Deal(
                _kind(one.type, match[0]),
                parties,
                gives,
                takes,
                [sentence.span],
                sentence.voice,
                {d.name: d for d in drugs},
                rule=f"agreement.{one.type}.{number}/{one.version}",
            )
            deal.exclusive = not exclusive[1] if exclusive else None
            deal.headed = sentence.block.kind in (BlockKind.HEADLINE, BlockKind.SUBHEADLINE)
            behind = text[match.end() : match.end() + 50]
            ended = _ENDED.search(match[0]) or _OVER.match(behind)
            deal.status = (
                "ended"
                if ended
                else "planned"
                if _PLANNED.search(text[max(0, match.start() - 20) : match.end()] + behind)
                else "active"
            )
            deal.double = bool(_DOUBLE.search(match[0]))
            yield deal


def _kind(type_: str, said: str) -> str:
    """The type of a deal by its own words: who develops and commercializes together, collaborates."""
    joint = re.search(r"\bcollaborat|\balliance\b|\bdevelopment(?:,| and)", said, re.IGNORECASE)
    sold = re.search(r"\bdistribut|\bsell\b|\bsales?\b|\bpromot|\bmarketing (?:agreement|rights)", said, re.IGNORECASE)
    return "collaboration" if type_ == "distribution" and joint and not sold else type_


def _same(one: Mention, other: Mention) -> bool:
    """Whether two mentions may be one organisation: the same name, or the same first word."""
    first, second = (re.split(r"[\s,]", m.name)[0].casefold() for m in (one, other))
    return one.name == other.name or first == second and first not in ("university", "the", "national", "institute")


def _life(sentence: Sentence) -> bool:
    """Whether a sentence tells what someone did in other posts."""
    told = sentence.of_type(EntityType.PERSON) or re.match(r"(?:She|He|Dr|Mr|Ms|Mrs)\b", sentence.masked)
    return bool(told and sentence.speaker is None and _CAREER.search(sentence.masked))


def _from_institution(deal: Deal) -> None:
    """A licence between a company and a university or a public body is the company's to take."""
    if deal.type not in ("license", "option") or deal.gives or deal.takes or len(deal.parties) != 2:
        return
    company, other = sorted(deal.parties.values(), key=lambda m: m.kind not in ("Company", ""))
    if company.kind in ("Company", "") and other.kind in (
        "ResearchInstitution",
        "GovernmentAgency",
        "Nonprofit",
        "HealthcareSite",
    ):
        deal.gives, deal.takes = other, company


def _subject(sentence: Sentence, lead: str) -> Mention | None:
    """The first company of the first part of a sentence."""
    before = [m for m in sentence.named(lead) if m.type is EntityType.ORGANIZATION and m.kind in ("Company", "")]
    owned = _OWNED.search(lead)
    return sentence.named(owned["sub"])[0] if owned else before[0] if before else None


def _could_agree(org: Mention, kind: str) -> bool:
    if org.type is not EntityType.ORGANIZATION or org.kind == "StockExchange":
        return False
    if kind in ("acquisition", "merger", "supply", "manufacturing", "distribution"):
        return org.kind in ("Company", "")
    if kind == "grant":
        return not re.search(r"Food and Drug|Medicines Agency|Securities", org.name)
    return not (org.kind == "GovernmentAgency" and re.search(r"Food and Drug|Medicines Agency|Securities", org.name))


def _best(made: list[Deal]) -> list[Deal]:
    """Of several deals of one sentence between the same parties, the first of the table, which is the most special."""
    kept: dict[tuple[str, ...], Deal] = {}
    doubles: list[Deal] = []
    for deal in made:
        key = tuple(sorted(deal.parties))
        if key not in kept:
            kept[key] = deal
        elif kept[key].type == deal.type:
            merge(kept[key], deal)
        elif deal.double and not (
            deal.type == "collaboration" and kept[key].type in ("clinical-trial", "co-development")
        ):
            doubles.append(deal)
    return [
        d for d in [*kept.values(), *doubles] if d.type != "grant" or any(p.kind in FUNDERS for p in d.parties.values())
    ]


def _joined(deals: list[Deal]) -> list[Deal]:
    """The deals, those of one party put into the one deal of two that can be meant."""
    full = [d for d in deals if len(d.parties) > 1]
    out = list(full)
    for lone in (d for d in deals if len(d.parties) == 1):
        fitting = [
            d
            for d in full
            if d.type == lone.type and set(lone.parties) < set(d.parties) and (set(d.subjects) & set(lone.subjects))
        ]
        if len(fitting) == 1:
            merge(fitting[0], lone)
        elif not fitting:
            out.append(lone)
    return out


def _about(
    sentence: Sentence, last: Deal | None, deals: dict[tuple[str, tuple[str, ...]], Deal], made: bool
) -> Deal | None:
    """The deal that a sentence about money speaks of: the one it names, else the last, while it is in hand."""
    if last is None:
        return None
    if made:
        return last
    named = {m.name for m in sentence.of_type(EntityType.ORGANIZATION) if m.kind in ("Company", "")}
    fitting = [d for d in deals.values() if named & set(d.parties)]
    if named - set(last.parties):
        fitting = [d for d in fitting if not named - set(d.parties)]
        return fitting[0] if len(fitting) == 1 else None
    if last in fitting or not fitting and _SPEAKS.search(sentence.text):
        return last
    return fitting[-1] if len(fitting) == 1 else None
