"""Money that the issuer raises: offerings, placements, rounds, loans, grants.

Finds "Acme today announced the closing of its $20 million registered direct offering"; leaves alone "she raised over $200 million
in her career", "priced at-the-market under Nasdaq rules" and what other companies raise.
"""

# ruff: noqa: E501, ISC004 - a pattern reads best on a line of its own

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.annotation.clean import clean
from kg.annotation.facts.financial.currency import Currency, plain_dollar
from kg.annotation.facts.making import evidence_of
from kg.annotation.model import Certainty, Concept, EntityType, Fact, Field, Mention
from kg.annotation.money import Money, find_money
from kg.annotation.reading import Reading, Sentence, rule
from kg.documents.model import BlockKind

_READ = frozenset({BlockKind.HEADLINE, BlockKind.SUBHEADLINE, BlockKind.PROSE, BlockKind.LIST_ITEM})
_LONGEST = 4000  # characters of a sentence that is still one
_ROUND = r"series\s(?P<series>[a-h])(?:[-\s]?\d)?\s(?:\w+\s){0,3}(?:financing|round|funding|extension|preferred\s(?:stock\s)?financing)"
_TYPES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.I))
    for name, pattern in (
        ("registered-direct", r"\bregistered\sdirect\s(?:offering|placement|financing)"),
        ("initial-public-offering", r"\binitial\spublic\soffering|\bIPO\b"),
        ("rights-offering", r"\brights\s(?:offering|issue)\b"),
        ("public-offering", r"\b(?:public|follow-on|bought\sdeal)\s(?:offering|financing)|\bbought\sdeal\b"),
        ("series", rf"\b{_ROUND}"),
        ("seed", r"\bseed\s(?:financing|round|funding)"),
        ("at-the-market", r"(?<!priced\s)\b(?:at[-\s]the[-\s]market|ATM)\s(?:equity\s)?(?:offering\s)?(?:program|facility|offering|sales|agreement)"),
        ("equity-line", r"\b(?:equity\sline(?:\sof\scredit)?|ELOC|(?:committed|standby)\sequity\s(?:financing|purchase|line|facility)(?:\s(?:agreement|facility))?|SEPA)\b"
                        r"|\bcommon\sstock\spurchase\sagreement\b(?=.{0,400}\bcommitted\sto\s(?:purchase|buy)\b)"
                        r"|\btranches?\s(?:under|of)\s(?:an?|the)\s(?:[$\w.,]+\s){1,4}purchase\sagreement"),
        ("private-placement", r"(?<!concurrent\s)\bprivate\splacement(?!\s(?:warrants|memorandum|agents?))|\bPIPE\s(?:financing|transaction)"
                              r"|\b(?:strategic|equity|million)\sinvestment\s(?:(?:\w+\s){0,4}from|in)\b"),
        ("convertible-notes", r"\bconvertible\s(?:promissory\s|loan\s)?(?:notes?|debentures?)\b"),
        ("warrant-exercise", r"\b(?:exercise\sof\s(?:\w+\s){0,3}warrants|warrant\s(?:exercises?|inducement))\b"),
        ("loan", r"\b(?:term\sloan|loan\s(?:agreement|facility)|credit\sfacility|venture\sdebt|debt\s(?:financing|facility))"),
        ("grant", r"\b(?:awarded|received|receives|secured|secures|wins|won)\b(?:[^.;]|\.\d){0,70}\bgrant(?:\s(?:award|funding|from|of|to)\b|s?[\s,.]|$)"),
    )
)  # fmt: skip
_OFFERINGS = frozenset({"registered-direct", "public-offering", "initial-public-offering", "private-placement"})
_CLOSED = re.compile(
    r"\b(?:clos(?:ed|es|ing)|complet(?:ed|es|ion)|rais(?:ed|es)|secur(?:ed|es)|received(?!\scommitments)|receives|awarded|(?<!be\s)sold|successfully\splaced|wins|won|has\sissued|"
    r"dr(?:awn|ew)\sdown|borrowed|issued\s(?:an?\s|approximately\s)*(?:US)?(?=\$)|made(?=.{0,50}\binvestment\sin\b))",
    re.I,
)
_ANNOUNCED = re.compile(r"\b(?:announc\w+|entered\sinto|pric(?:ed|es|ing)|agreed|to\sraise|signed|executed)\b", re.I)
_PLANNED = re.compile(
    r"\b(?:propos\w+|intends?|plans?|launch\w*|commenc\w+|may|expects?\sto|fil(?:ed|ing)\s(?:a|for)|contemplat\w+|exploring|planned)\b",
    re.I,
)
_NOT_OURS = re.compile(
    r"\b(?:he|she|his|her|career|prior\sroles?|previously\sserved|shall\snot\sconstitute|not\san\soffer|years\sof\sexperience|no\sassurance|"
    r"restricted\sshare|stock\soptions|RSUs?|designation|patents?|expected\sto\slist|last\syear)\b",
    re.I,
)
_WARRANTS = re.compile(r"\bwarrants?\sto\spurchase\b(?!.{0,300}\bregistered\sdirect)", re.I)
_PRICE = re.compile(r"\s?(?:per|/)\s?(?:common\s)?(?:share|unit|warrant|FT|flow)|\s(?:per|each)\b", re.I)
_BEFORE = re.compile(
    r"\b(?P<word>(?:(?:aggregate|total)\s)?(?:gross\s)?proceeds|rais(?:e|ed|es|ing)|secur(?:ed|es|ing)|financing|offering|placement|grant|loan|facility|funding|investment|line\sof\scredit|equity\sline)"
    r"(?:\s(?!net\b)[\w'-]+(?:,(?=\s(?:LLC|Inc|Ltd|LP)))?){0,8}\s(?:of|for|totaling|be|were|was|approximately|an?\saggregate\sof)?\s?(?:up\sto\s|approximately\s|about\s|over\s|nearly\s|more\sthan\s|an?\s)*$"
    r"|\bcommitted\sto\s(?:purchase|buy)\sup\sto\s(?:an\saggregate\sof\s)?$"
    r"|\b(?P<verb>rais(?:e|ed|es|ing)|secur(?:ed|es|ing)|to\sraise|dr(?:awn|ew)\sdown|borrowed)\s(?:up\sto\s|approximately\s|about\s|over\s|nearly\s|more\sthan\s|an?\s(?:additional\s)?)*$",
    re.I,
)
_AFTER = re.compile(
    r"[\s-](?:(?:non-brokered|underwritten|upsized|oversubscribed|of|in|aggregate|raised|ATM|at-the-market|its|an|initial|public|registered|direct|private|gross|through|via|equity|term|series|strategic|the|from|\w)\s){0,12}"
    r"(?:offering|financing|placement|proceeds|round|grant|loan|ipo|facility|investment|funding|program|purchase\sagreement|ELOC|"
    r"line\sof\scredit|equity\sline|(?:convertible\s)?(?:promissory\s)?(?:notes?|debentures?))\b"
    r"|\sfrom\sthe\sexercise\sof\b|\s(?:of|in)\sconvertible\s",
    re.I,
)
_PROCEEDS = re.compile(r"\bgross\sproceeds\b", re.I)
# "Belu Ventures, Tarn Capital and existing investor Halden Fund", with names between that nobody knows.
_SEVERAL = (
    r"(?P<who>‹O\d+›(?:(?: \([^()]{1,60}\))?(?:,? and|,| as well as|,? along with|,? together with)(?: (?:the|new|existing|current|returning|"
    r"other|fellow|its|investors?|shareholders?|venture|arm|of),?){0,4} (?:(?-i:[A-Z][\w.]*),? ){0,2}(?:[\w.]+-based )?(?:‹O\d+›|(?-i:[A-Z0-9])[^‹›,.;]{1,40}(?=,| and\b|[.;]|$))){0,20})"
)
_BASED = r"(?:(?:(?-i:[A-Z][\w.]*),? ){0,3}[\w.]+-based )?"
_INVESTORS = tuple(
    rule(pattern)
    for pattern in (
        rf"\b(?:co-?)?led (?:jointly )?by (?:(?:the|an?|new|existing|strategic|lead|healthcare|specialist|life sciences?|investors?|investment firms?),? ){{0,4}}"
        rf"{_BASED}{_SEVERAL}",
        rf"\b(?:participation|participated|support|backing|commitments?|contributions?) (?:from|by|of|included) (?:[a-z][\w-]* ){{0,5}}?(?:investors?,? ?)?(?:including |such as )?{_SEVERAL}",
        rf"\b(?:investors?|shareholders?|syndicate|participants)\b[^.;‹›]{{0,50}}?,? (?:includ(?:e|es|ed|ing)|were|are|comprising|such as) (?:[a-z][\w-]* ){{0,4}}?{_SEVERAL}",
        rf"\bjoined by (?:[a-z][\w-]* ){{0,5}}?(?:including )?{_SEVERAL}",
        rf"{_SEVERAL}(?: also)? (?:co-?led|participated in|invested in|joined) (?:the|this) (?:[\w-]+ ){{0,3}}(?:round|financing|placement|offering|investment)",
        r"(?P<who>{O})(?: \([^()]{1,60}\))? (?:has |have )?(?:made|makes|completed|agreed to make) [^‹›;.]{0,20}?(?:\$[\d.,]+ \w+ )?"
        r"[^‹›;.]{0,40}?investment in ‹O",
        r"(?:investments?|funding|financing|round|placement|offering|grant|award|loan|facility|credit agreement|loan agreement|security agreement|"
        r"purchase agreement)(?: was| were)? (?:from|by|with)(?: the| existing| new| current| certain| lead)*(?: investors?,?(?: including)?)? "
        r"?(?P<who>{O*})",
    )
)
_RAISING = re.compile(
    r"\b(?:round|financing|placement|offering|investments?|investors?|syndicate|loan|facility|funding)\b", re.I
)
_AGENT = re.compile(r"\b(?:agents?|underwriters?|bookrunners?|advis[eo]rs?|counsel|book-running|manager)\b", re.I)


@dataclass(frozen=True, slots=True)
class _Raise:
    """A financing as one sentence tells it."""

    kind: str
    status: str
    sentences: tuple[Sentence, ...]
    amount: Money | None = None
    investors: tuple[Mention, ...] = ()


def find_financings(reading: Reading) -> Iterator[Fact]:
    """Each financing of the issuer, with amount, currency and investors where they are said."""
    issuer = reading.issuer
    if issuer is None:
        return
    release = reading.release
    dollar = plain_dollar(clean(reading.text[release.start : release.end]), release.start)
    told = [one for s in reading.sentences if s.block.kind in _READ and _by(s, issuer) for one in _read(s)]
    merged = _merge(told)
    if len(merged) == 1 and merged[0].amount is None:
        merged = [_with_proceeds(merged[0], reading.sentences)]
    if len(merged) == 1:
        merged = [_with_investors(merged[0], reading.sentences)]
    for one in merged:
        yield _fact(one, issuer, dollar)


def _by(sentence: Sentence, issuer: Mention) -> bool:
    """Whether the issuer is the first company that the sentence names, or it names none."""
    first = next(
        (m for m in sentence.mentions if m.type is EntityType.ORGANIZATION and m.kind != "StockExchange"), None
    )
    if first is None or first.name == issuer.name:
        return True
    before, after = sentence.text[: first.start - sentence.start], sentence.text[first.end - sentence.start :]
    invests = re.search(
        r"\binvestment\sin\s(?:the\s)?$", after[: _until(sentence, issuer) - first.end + sentence.start]
    )
    return bool(invests or re.search(r"\b(?:from|by|with)\s(?:the\s)?$", before, re.I))


def _until(sentence: Sentence, issuer: Mention) -> int:
    """Where the issuer is named in a sentence's text; its end where it is not."""
    return next((m.start - sentence.start for m in sentence.mentions if m.name == issuer.name), len(sentence.text))


def _read(sentence: Sentence) -> Iterator[_Raise]:
    text = " ".join(sentence.text.split())
    if len(text) > _LONGEST or _NOT_OURS.search(text):
        return
    warrants = _WARRANTS.search(text)
    for name, pattern in _TYPES:
        m = pattern.search(text)
        if m is None or warrants and (m.start() > warrants.start() or name not in _OFFERINGS):
            continue
        status = _status(text[: m.end() + 40] if name != "grant" else text)
        if status:
            kind = f"series-{m['series'].lower()}" if name == "series" else name
            second = any(other != name and p.search(text[: m.start()]) for other, p in _TYPES)
            amount = None if _shared(text[m.end() :], name) else _amount(text[m.start() :] if second else text)
            if name == "warrant-exercise" and amount is None:
                return  # shares that may be bought some day
            yield _Raise(kind, status, (sentence,), amount, _investors(sentence))
            return  # the first type in the list is the narrowest


def _shared(rest: str, name: str) -> bool:
    """Whether a second kind of financing is named beside the first ("through an IPO and a private placement")."""
    return any(
        other != name and (m := p.search(rest)) and re.match(r".{0,25}\band\b", rest[: m.start()])
        for other, p in _TYPES
    )


def _status(text: str) -> str:
    """Where the raising stands by the words before and around its name; "" where nothing says that it is under way."""
    if _PLANNED.search(text):
        return "planned"
    if _CLOSED.search(text) and not re.search(r"\bclosing\b.{0,40}\b(?:expected|subject\sto)\b", text, re.I):
        return "closed"
    return "announced" if _ANNOUNCED.search(text) else ""


def _amount(text: str) -> Money | None:
    """The sum raised: the aggregate where one is called so; never a price, a fee or net proceeds."""
    best: Money | None = None
    for money in find_money(text):
        before = text[max(0, money.start - 110) : money.start]
        said = _BEFORE.search(before)
        if (
            _PRICE.match(text, money.end)
            or money.amount < 10_000
            or re.search(r"\bnet\sproceeds\b|\btotal\sraised\sto\b", before[-60:], re.I)
        ):
            continue
        if said and (said["word"] or "").lower().startswith(("aggregate", "total aggregate")):
            return money
        if best is None and (said or _AFTER.match(text, money.end)):
            best = money
    return best


def _investors(sentence: Sentence) -> tuple[Mention, ...]:
    if _AGENT.search(sentence.masked):
        return ()
    hits = [hit["who"] for pattern in _INVESTORS for hit in pattern.finditer(sentence.masked)]
    found = {m.name: m for who in hits for m in sentence.named(who)}
    return tuple(m for m in found.values() if not m.coreferent and m.kind != "StockExchange")


def _with_investors(one: _Raise, sentences: Sequence[Sentence]) -> _Raise:
    """The investors from every sentence about the raise, where the release tells of one financing only."""
    for sentence in sentences:
        if sentence.block.kind not in _READ or sentence in one.sentences or not _RAISING.search(sentence.masked):
            continue
        if _NOT_OURS.search(sentence.text) or not (more := _investors(sentence)):
            continue
        known = {m.name for m in one.investors}
        new = tuple(m for m in more if m.name not in known)
        one = replace(
            one, investors=one.investors + new, sentences=(*one.sentences, sentence) if new else one.sentences
        )
    return one


def _merge(told: Sequence[_Raise]) -> list[_Raise]:
    """One raise for each kind and amount; one without an amount joins that of its kind."""
    ranks = ("planned", "announced", "closed")
    out: list[_Raise] = []
    for one in sorted(told, key=lambda r: r.amount is None):
        twin = next((o for o in out if o.kind == one.kind and _same_amount(o, one)), None)
        if twin is None:
            out.append(one)
            continue
        status = max(twin.status, one.status, key=ranks.index)
        joined = replace(
            twin,
            status=status,
            sentences=twin.sentences + one.sentences,
            investors=tuple({m.name: m for m in twin.investors + one.investors}.values()),
        )
        out[out.index(twin)] = joined
    return out


def _same_amount(a: _Raise, b: _Raise) -> bool:
    if a.amount is None or b.amount is None:
        return True
    return abs(a.amount.amount - b.amount.amount) <= max(a.amount.step, b.amount.step)


def _with_proceeds(one: _Raise, sentences: Sequence[Sentence]) -> _Raise:
    """The amount from the sentence on gross proceeds, where the release tells of one financing only."""
    for sentence in sentences:
        text = " ".join(sentence.text.split())
        if sentence.block.kind in _READ and _PROCEEDS.search(text) and (amount := _amount(text)):
            return replace(one, amount=amount, sentences=(*one.sentences, sentence))
    return one


def _fact(one: _Raise, issuer: Mention, dollar: Currency | None) -> Fact:
    evidence = evidence_of(one.sentences)
    roles = [
        Field("issuer", issuer, evidence),
        Field("type", Concept("financing-type", one.kind), evidence),
        Field("status", Concept("financing-status", one.status), evidence),
    ]
    code = one.amount and (one.amount.currency or (dollar.code if dollar else None))
    if one.amount and code:
        roles += [Field("amount", one.amount.amount, evidence), Field("currency", code, evidence)]
    roles += [Field("investor", who, evidence) for who in one.investors if who.name != issuer.name]
    return Fact(
        "financing",
        tuple(roles),
        f"financing.{one.kind}/1",
        0.85,
        certainty=Certainty.STATED,
        voice=one.sentences[0].voice,
    )
