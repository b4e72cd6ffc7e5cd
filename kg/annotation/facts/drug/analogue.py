"""The compound that a drug is a derivative or an analogue of."""

from __future__ import annotations

from collections.abc import Iterator

from kg.annotation.facts.making import fact, negated
from kg.annotation.model import Fact
from kg.annotation.reading import Sentence, rule

_KIN = r"(?:analog(?:ue)?|derivative|prodrug|metabolite|enantiomer|isomer|ester|deuterated (?:form|version))"
_RULES = (
    rule(
        r"(?P<parent>{D})(?: \(‹D\d+›\))? (?:analog(?:ue)?|derivative|prodrug),? (?:called |known as |"
        r"named )?(?P<drug>{D})"
    ),
    rule(
        r"(?P<drug>{D}),? (?:is |was )?(?:an?|the|our|its) (?:[\w-]+,? ){0,5}?(?P<parent>{D})(?: \(‹D\d+›\))? "
        r"(?:analog(?:ue)?|derivative|prodrug)"
    ),
    rule(
        rf"(?P<drug>{{D}}),? (?:is |was )?(?:an?|the|our|its) (?:[\w-]+,? ){{0,6}}?{_KIN} of "
        r"(?:the (?:[\w-]+ ){0,3}?)?(?P<parent>{D})"
    ),
)


def analogues(sentence: Sentence) -> Iterator[Fact]:
    """Parent compounds: "ACM-12 is an analogue of zorvatine"."""
    for pattern in _RULES:
        for match in pattern.finditer(sentence.masked):
            drug, parent = sentence.named(match["drug"])[0], sentence.named(match["parent"])[0]
            if drug.name != parent.name and not negated(match[0]):
                yield fact("analogue_of", "drug.analogue/1", sentence, 0.92, drug=drug, parent=parent)
