"""What a trial is of: the drug under study, those given with it, and the diseases, by the words around its phrase."""

from __future__ import annotations

import re

from kg.annotation.facts.trial.phrases import Phrase
from kg.annotation.model import EntityType, Mention
from kg.annotation.reading import Sentence, rule

_COMBINED = rule(
    r"(?:(?:in combination with|combined with|together with|in conjunction with|plus|\+|added to|in addition to|"
    r"used with|alongside|(?:administered|given|dosed) with|"
    r"‹D\d+› with|on top of)\s|along with\s(?!completion|enrol|results|data|updates|its |"
    r"our ))(?:the )?(?:[\w-]+ ){0,4}?(?P<drugs>{D*})"
)
_PAIR = rule(r"combination of (?:[\w-]+ ){0,3}?(?P<first>{D}) (?:and|with|plus) (?:[\w-]+ ){0,3}?(?P<second>{D*})")
# "the ACM-12 and zorvatine combination"
_JOINT = rule(r"{D} (?:and|plus|\+) (?P<drugs>{D}) (?:combination|doublet)")
_AGAINST = rule(
    r"(?:versus|vs\.?|compared (?:to|with)|comparing (?:[\w-]+ ){0,4}(?:to|with)|against|over|standard of care|"
    r"inadequately controlled with|"
    r"refractory to|failed|following|prior|previous|previously (?:treated|received)(?: with)?|approved|like|"
    r"such as|superior to|similar to|"
    r"(?:forms?|formulations?|versions?|analogue|analog|derivative|prodrug|biosimilar) of) "
    r"(?:the |an? )?(?:[\w-]+ ){0,5}?(?P<drugs>{D*})"
)
_PEOPLE = r"(?:patients|people|adults|participants|subjects|individuals|children|men|women|volunteers|those)"
_DISEASE = rule(
    r"(?:in|for|with|among|into|against|to treat|treating|as (?:an? )?(?:[\w-]+ ){0,3}(?:treatment|therapy|"
    r"vaccine) (?:for|in)|"
    r"for (?:the )?(?:treatment|prevention|management) of|^ of|:) (?:the )?"
    rf"(?:(?:[\w/,-]+ ){{0,9}}?{_PEOPLE} (?:(?:in|at|on) [\w -]{{3,30}} )?"
    r"(?:with|suffering from|who have|who had|that had|that have|having) )?"
    r"(?:(?!combination |and |which |that |or )(?:[\w/,()-]+|‹D\d+›-(?:resistant|refractory|na[iï]ve|treated|"
    r"pretreated|"
    r"experienced|ineligible|intolerant)) ){0,6}?"
    r"(?:(?:advanced|unresectable|recurrent|metastatic|relapsed|refractory|severe|moderate|chronic)(?:,| and| or|/) "
    r"(?:[\w-]+ ){0,5}?)?(?P<diseases>{I*})"
)
_HAVING = rule(
    r"(?:patients|people|adults|participants|subjects|individuals)(?: [\w-]+){0,6} (?:that|who) (?:had|"
    r"have) (?:[\w/-]+ ){0,5}?(?P<diseases>{I*})"
)
_WITH = rule(_PEOPLE + r" (?:with|suffering from|who have) (?:[\w/-]+ ){0,5}?(?P<diseases>{I*})")
_STUDYING = rule(
    r"\b(?:of|evaluating|assessing|investigating|studying|testing|examining|with|for) (?:[\w-]+ ){0,4}?(?P<drug>{D})"
)
_CLAUSE = re.compile(r"\bas well as\b|;|, while\b|\. (?=[A-Z‹])|\b(?:Meanwhile|Additionally|In addition),")
# A code that no drug is known by: who speaks of it does not mean the drug of the headline.
_CODE = re.compile(
    r"(?<![\w‹-])(?!NCT|COVID|SARS|HER|PD|CD|IL|HIV|HPV|GLP|ICH|"
    r"Q[1-4])[A-Z][A-Za-z]{1,6}-?\d{2,6}[A-Za-z]?(?![\w›])(?! (?:‹D|[Tt]rial|[Ss]tudy|[Pp]hase))"
)
_OTHERS = re.compile(
    r"\b(?:another|other|competing|competitors?|rival)(?:'s)? (?:\w+ ){0,2}?(?:compan(?:y|ies)|drugs?|products?|"
    r"candidates?|firms?|therap(?:y|ies))\b",
    re.IGNORECASE,
)
# What a drug is made of: "ACM-12 (zorvatine with smaller particles)".
_INSIDE = re.compile(r"(‹D\d+›) \((?:[^()‹›]|‹[A-Z]\d+›)*\)")
_NO_DISEASE = re.compile(r"^(?:grade|stage|class|type|cohort|phase)s?\s?[\dIV]+$", re.IGNORECASE)


def unknown_drug(text: str) -> bool:
    """Whether a sentence speaks of a drug that is not among the names, or of somebody else's."""
    return bool(_CODE.search(text) or _OTHERS.search(text))


def studied(sentence: Sentence, phrase: Phrase, before: str, after: str) -> Mention | None:
    """The drug under study: in the phrase, behind it, else before it; never one given with it or compared."""
    text = sentence.masked
    other = compared(sentence)
    behind = [m for m in sentence.named(_CLAUSE.split(after)[0]) if m.type is EntityType.DRUG and m.name not in other]
    inside = [m for m in sentence.named(text[phrase.start : phrase.end]) if m.type is EntityType.DRUG]
    if inside and not (
        behind and inside[0].text.isupper() and inside[0].text.isalpha() and _STUDYING.match(after.lstrip())
    ):
        return inside[0]
    adjacent = re.search(r"(‹D\d+›)(?:'s?)?\s$", before)
    if adjacent:
        return sentence.named(adjacent[1])[0]
    if behind:
        return behind[0]
    plain = _INSIDE.sub(r"\1", _CLAUSE.split(before)[-1])
    ahead = [m for m in sentence.named(plain) if m.type is EntityType.DRUG and m.name not in other]
    return ahead[-1] if ahead else None


def compared(sentence: Sentence) -> set[str]:
    """Names of the drugs that a sentence sets against another, or gives with it."""
    rules = (_COMBINED, _AGAINST, _JOINT)
    return {m.name for rule_ in rules for x in rule_.finditer(sentence.masked) for m in sentence.named(x["drugs"])}


def combined(sentence: Sentence, drug: Mention, text: str) -> list[Mention]:
    """The drugs that a text says are given with one."""
    against = {m.name for x in _AGAINST.finditer(text) for m in sentence.named(x["drugs"])}
    found = [m for x in _COMBINED.finditer(text) for m in sentence.named(x["drugs"])]
    found += [m for x in _PAIR.finditer(text) for m in sentence.named(x["second"])]
    found += [m for x in _JOINT.finditer(text) for m in sentence.named(x["drugs"])]
    return [m for m in found if m.name != drug.name and m.name not in against]


_IN_THOSE_WITH = re.compile(r"‹I\d+›(?: \(‹I\d+›\))? (?:in|among) (?:[\w-]+ ){0,3}?(‹I\d+›)")


# "the gout Phase 2 trial"
_BESIDE = re.compile(r"(‹I\d+›)(?: \(‹I\d+›\))? $")


def _apart(sentence: Sentence, found: list[Mention]) -> list[Mention]:
    """The diseases without those that only say who has another: "depression in cancer patients"."""
    bearers = {m.name for x in _IN_THOSE_WITH.finditer(sentence.masked) for m in sentence.named(x[1])}
    return [m for m in found if m.name not in bearers] or found if len(found) > 1 else found


_DESCRIBED = re.compile(
    r"\b(?:company|firm|developer|leader|specialist)\b.{0,400}?,? (?:today )?(?:announce[sd]?|report(?:s|ed)?|said)\b"
)


def _before(sentence: Sentence, before: str, drug: Mention | None) -> list[Mention]:
    """The diseases named last before a phrase, and not right behind another drug than that of the trial.

    What a company that announces something works on is not what its news is of.
    """
    described = _DESCRIBED.search(before)
    before = before[described.end() :] if described else before
    others = {
        x["disease"]
        for x in _OF_OTHER.finditer(before)
        if drug is not None
        and sentence.named(x["drug"])[0].name != drug.name
        and f"‹D{_place(sentence, drug)}›" in before
    }
    named = [sentence.named(x["diseases"]) for x in _DISEASE.finditer(before) if x["diseases"] not in others]
    bearer = named and len(named) > 1 and _IN_THOSE_WITH.search(before)
    return _apart(sentence, [*named[-2], *named[-1]]) if bearer else named[-1] if named else []


_OF_OTHER = rule(r"(?P<drug>{D}) (?:in|for|against) (?:[\w-]+ ){0,4}?(?P<disease>{I})")


def _place(sentence: Sentence, drug: Mention) -> int:
    """The number of a drug's first mention in a sentence, -1 where it is not named there."""
    return next((i for i, m in enumerate(sentence.mentions) if m.name == drug.name), -1)


def diseases(sentence: Sentence, phrase: Phrase, before: str, after: str, drug: Mention | None = None) -> list[Mention]:
    """The diseases of a trial: in the phrase, else behind it, else before it in the same clause."""
    found = [m for m in sentence.named(sentence.masked[phrase.start : phrase.end]) if m.type is EntityType.INDICATION]
    beside = _BESIDE.search(before)
    found = found or (sentence.named(beside[1]) if beside else [])
    near = [x for x in _DISEASE.finditer(after) if x.start() < 140]
    found = found or [m for x in near[:1] for m in sentence.named(x["diseases"])]
    found = found or [m for x in _HAVING.finditer(after) for m in sentence.named(x["diseases"])]
    found = _apart(sentence, found) or _before(sentence, before, drug)
    later = [m for x in _WITH.finditer(after) for m in sentence.named(x["diseases"])]
    found = found or (later if len({m.name for m in sentence.of_type(EntityType.INDICATION)}) == 1 else [])
    return [m for m in {m.name: m for m in found}.values() if not _NO_DISEASE.match(m.name)]
