"""One fact for each trial that a release speaks of.

Finds (ACM-12, melanoma, phase 2, initiated, Mercy Hospital) in "a Phase II trial of ACM-12 in melanoma has begun at
Mercy Hospital"; leaves alone "in preclinical studies", "the design of such trials" and trials of no named drug.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.annotation.facts.drug import find_drug_facts
from kg.annotation.facts.trial.arguments import combined, diseases, studied, unknown_drug
from kg.annotation.facts.trial.details import follow_up, share_sponsor, sponsored
from kg.annotation.facts.trial.draft import Draft, merge, same_trial, to_fact
from kg.annotation.facts.trial.phrases import Phrase, find_phrases, name_of
from kg.annotation.facts.trial.status import Status, hypothetical, status_of
from kg.annotation.facts.trial.topic import topic_of
from kg.annotation.model import EntityType, Fact, Field, Mention
from kg.annotation.reading import Reading, Sentence, rule
from kg.documents.model import BlockKind

SKIPPED = frozenset({BlockKind.CONTACTS, BlockKind.TICKERS, BlockKind.DATELINE})
LONGEST = 4000  # of a sentence that is read: what is longer is no prose
_PAIRED = rule(r"(?P<disease>{I})(?: \(‹I\d+›\))? at (?:the )?(?P<site>{O})")
_ENUMERATED = re.compile(
    r"\((?:\d|[a-e]|i{1,3}|iv)\)\s*((?:[^()]|\(‹[^()]*\)){8,260}?)(?=\s*(?:,|;)?\s*(?:and\s+)?\((?:\d|[a-e]|"
    r"i{1,3}|iv)\)|\.|$)"
)
_APPOSED = rule(
    r"{D},? (?:is )?(?:an?|the|our|its) (?:[\w-]+ ){0,4}?(?P<disease>{I}) (?:vaccine|drug|therapy|treatment|"
    r"candidate)"
)
_COUNT = re.compile(r"\b(two|three|four|five|2|3|4|5)\s+(?:\w+\s+){0,3}$", re.IGNORECASE)
_NUMBER = {"two": 2, "three": 3, "four": 4, "five": 5, "2": 2, "3": 3, "4": 4, "5": 5}
_CAREER = re.compile(
    r"\b(?:joining|served|career|responsible for|CMO of|previously|led the|oversaw|years of|prior to|roles?)\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:before|prior to) (?:coming to|joining)\b|\b(?:alleg\w+|class action|plaintiffs?|defendants?)\b",
    re.IGNORECASE,
)
_ANIMALS = re.compile(
    r"\b(?:(?:animal|mouse|murine|rodent|primate|humanized|xenograft|disease|preclinical) (?:[\w-]+ )?models?|"
    r"models? of|mice|rats|in vitro|in vivo)\b",
    re.IGNORECASE,
)
_IN_ANIMALS = re.compile(
    r"\b(?:in|of) (?:mice|rats|minipigs|primates|macaques|dogs|animals)\b|\bpre-?clinical models?\b"
)
_PEOPLE = re.compile(r"\b(?:patients|participants|volunteers|subjects|adults|Phase)\b", re.IGNORECASE)
_BOUNDARY = re.compile(
    r",? and (?=(?:has |is |are |plans |expects |intends |will |to |in |for |an? |the |its |our |now |"
    r"currently |recently |another |planned |ongoing |Phase)"
    r"|$)|;|, (?:with|which|followed|while|whereas|but|as well as) |, (?=(?:an?|the|its|our) (?:[\w-]+ ){0,3}$)|"
    r" as well as | before | ahead of |"
    r" (?=(?:support(?:s|ing)?|enabl(?:es|ing)|inform(?:s|ing)?|followed by|leading to|paving|prior to) )"
)
# "The first drug enters a trial, while the second, ACM-12, does not": the trial is not of ACM-12.
_OF_THE_OTHER = re.compile(r", (?:while|whereas) [^.;]{0,80}‹D\d+›")
_PREDICATE = re.compile(r"^\s?(?:is|are|was|were|has|have|had|will|continues?)\b")
_DETERMINED = re.compile(r"^.*\b(?:an?|the|its|our|their|this|another)\s", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Place:
    """A phrase in its sentence, with the words before and behind it that are its own."""

    sentence: Sentence
    phrase: Phrase
    before: str
    after: str

    @property
    def inside(self) -> str:
        """The words of the phrase."""
        return self.sentence.masked[self.phrase.start : self.phrase.end]


def find_trials(reading: Reading) -> Iterator[Fact]:
    """The trials of a release, each with all that its sentences say of it."""
    told = _told(reading)
    drafts = _collect(reading, told)
    _fill_diseases(reading, drafts, told)
    for draft in drafts:
        placed = draft.diseases() or draft.many["combined"] or draft.many["site"]
        if draft.drug is not None and (draft.phase or draft.registry or draft.name or (draft.status and placed)):
            yield to_fact(draft)
            yield from _studied_in(draft)


_Told = dict[str, dict[str, tuple[Mention, Fact]]]


def _told(reading: Reading) -> _Told:
    """The diseases that sentences on its drugs tie to each drug, with the facts that say so."""
    told: _Told = {}
    for fact in find_drug_facts(reading):
        if fact.kind == "indication":
            drug, disease = (f.value for f in fact.fields)
            if isinstance(drug, Mention) and isinstance(disease, Mention):
                told.setdefault(drug.name, {}).setdefault(disease.name, (disease, fact))
    return told


def _by_disease(sentence: Sentence, told: _Told, speaks_of: Mention | None) -> Mention | None:
    """Whom a sentence without a drug speaks of, by its disease: the only drug for it, else the one spoken of."""
    diseases_ = {m.name for m in sentence.of_type(EntityType.INDICATION)}
    if sentence.of_type(EntityType.DRUG) or not diseases_ or speaks_of is None:
        return speaks_of
    makers = [drug for drug, of in told.items() if diseases_ & set(of)]
    if len(makers) != 1 or makers[0] == speaks_of.name or speaks_of.name not in told:
        return speaks_of
    fact = next(iter(told[makers[0]].values()))[1]
    value = fact.fields[0].value
    return value if isinstance(value, Mention) else speaks_of


def _collect(reading: Reading, told: _Told) -> list[Draft]:
    topic = topic_of(reading)
    drafts: list[Draft] = []
    last: Draft | None = None
    block, group = None, list[Draft]()
    animals = False  # whether "the study" is one of animals
    spoken: dict[str, Mention] = {}  # the drugs named so far in the block: where one is, "the trial" is of it
    for sentence in reading.sentences:
        if sentence.block.kind in SKIPPED or len(sentence.masked) > LONGEST:
            continue
        if sentence.block is not block and sentence.block.kind is BlockKind.ABOUT:
            last = None
        if sentence.block is not block:
            spoken.clear()
        block = sentence.block
        phrases = find_phrases(sentence.masked)
        animals = _in_animals(sentence, phrases, animals)
        if animals and phrases:
            continue  # "the study" is of animals
        local = next(iter(spoken.values())) if len(spoken) == 1 else topic
        made = _from_sentence(sentence, _by_disease(sentence, told, _subject(sentence, local)), last)
        spoken.update({m.name: m for m in sentence.of_type(EntityType.DRUG)})
        for draft in made:
            last = _join(drafts, draft)
        if len(made) > 1:
            share_sponsor(sentence, group)
            group = [next(d for d in drafts if d is g or same_trial(d, g)) for g in made]
        elif last is not None:
            follow_up(sentence, last, bool(made) or bool(phrases))
    return drafts


def _in_animals(sentence: Sentence, phrases: Sequence[Phrase], before: bool) -> bool:
    """Whether the study that a sentence speaks of is of animals, given whether the one before it was."""
    if any(p.clinical and (p.phase or not p.plural) for p in phrases) or _PEOPLE.search(sentence.masked):
        return False
    return bool(phrases and _IN_ANIMALS.search(sentence.masked)) or before


def _join(drafts: list[Draft], draft: Draft) -> Draft:
    """The trial that a draft is of, now with what the draft says; the draft itself where it is new."""
    home = next((d for d in drafts if same_trial(d, draft)), None)
    if home is None:
        drafts.append(draft)
        return draft
    merge(home, draft)
    return home


def _studied_in(draft: Draft) -> Iterator[Fact]:
    """That a drug is studied in the diseases of its trial."""
    for name, disease in draft.many["indication"].items():
        spans = tuple(dict.fromkeys(draft.evidence[("indication", name)]))
        if draft.drug is not None:
            fields = (Field("drug", draft.drug, spans), Field("indication", disease, spans))
            yield Fact("indication", fields, "trial.indication/1", 0.9)


def _subject(sentence: Sentence, topic: Mention | None) -> Mention | None:
    """Whom a sentence that names no drug speaks of: the drug of its heading; in "About Acme", none."""
    nameless = not sentence.of_type(EntityType.DRUG)
    if topic is not None and nameless and sentence.of_type(EntityType.PERSON) and _CAREER.search(sentence.masked):
        return None  # trials that somebody ran elsewhere
    if nameless and unknown_drug(sentence.masked):
        return None
    headed = re.match(r"About (?:the )?(.+)", sentence.block.heading)
    if headed is None:
        return topic
    return topic if topic is not None and topic.text.lower() in headed[1].lower() else None


def _from_sentence(sentence: Sentence, topic: Mention | None, last: Draft | None) -> list[Draft]:
    """The trials that one sentence names, not yet joined with those named before."""
    if _ELSEWHERE.search(sentence.masked):
        return []
    drafts: list[Draft] = []
    earlier: Draft | None = None
    for place in _places(sentence):
        made = _from_phrase(place, topic, last, earlier)
        drafts.extend(made)
        earlier = made[-1] if made else earlier
    return _respectively(sentence, drafts)


def _places(sentence: Sentence) -> list[Place]:
    """The phrases of a sentence; what stands between two of them is shared out where a clause begins."""
    phrases, text = find_phrases(sentence.masked), sentence.masked
    heads, tails = [], []
    for i, phrase in enumerate(phrases):
        gap = text[phrases[i - 1].end : phrase.start] if i else text[: phrase.start]
        tail, head = _share(gap) if i else ("", gap)
        heads.append(head)
        if i:
            tails.append(tail)
    if phrases:
        tails.append(text[phrases[-1].end :])
    for i in reversed(range(len(phrases) - 1)):
        if text[phrases[i].end : phrases[i + 1].start].strip() == "and":
            heads[i + 1], tails[i] = heads[i], tails[i + 1]
    return [Place(sentence, p, h, t) for p, h, t in zip(phrases, heads, tails, strict=True)]


def _share(gap: str) -> tuple[str, str]:
    """What is said of the trial before a gap, and what of the one behind it."""
    cuts = list(_BOUNDARY.finditer(gap))
    if cuts:
        return gap[: cuts[-1].start()], gap[cuts[-1].start() :]
    if _PREDICATE.match(gap):
        comma = gap.rfind(", ")
        if comma > 0:
            return gap[:comma], gap[comma:]
        return gap, _DETERMINED.sub("", gap)
    return gap, gap


def _respectively(sentence: Sentence, drafts: list[Draft]) -> list[Draft]:
    """ "Phase 3 and Phase 2 trials in A and B, respectively": the first in A, the second in B."""
    if len(drafts) == 2 and "respectively" in sentence.masked:
        told = list(drafts[-1].many["indication"].values())
        if len(told) == 2 and drafts[0].diseases() <= drafts[1].diseases():
            for draft, disease in zip(drafts, told, strict=True):
                draft.many["indication"].clear()
                draft.add("indication", disease, sentence)
    return drafts


def _from_phrase(place: Place, topic: Mention | None, last: Draft | None, earlier: Draft | None) -> list[Draft]:
    sentence, phrase = place.sentence, place.phrase
    drug = _drug(place, topic, last, earlier)
    if drug is None or hypothetical(place.before, place.after):
        return []
    pairs = list(_PAIRED.finditer(place.after))
    known = last is not None and last.drug is not None and last.drug.name == drug.name
    several = phrase.plural and len(diseases(sentence, phrase, "", place.after)) > 1
    if phrase.phase is None and phrase.definite and known and not pairs and not several:
        return []  # "the study": of the trial named before; its sentence is read by `follow_up`
    status = status_of(place.before, place.after, place.inside)
    if (
        status is None
        and earlier is not None
        and re.fullmatch(r",? ?and (?:an?|the|its|our|in)? ?(?:an?|the)? ?", place.before)
    ):
        status = (earlier.status, 3) if earlier.status else None
    if phrase.plural and pairs:
        return [_paired(place, drug, status, m) for m in pairs]
    if phrase.listed or (phrase.phase is None and (status is None or _ANIMALS.search(sentence.masked))):
        return []
    return _made(place, drug, status)


def _drug(place: Place, topic: Mention | None, last: Draft | None, earlier: Draft | None) -> Mention | None:
    """The drug of a phrase: named around it, that of the phrase before it, or the one that the release is about."""
    phrase = place.phrase
    drug = studied(place.sentence, phrase, place.before, place.after)
    if drug is None and earlier is not None and not unknown_drug(place.before + place.after):
        drug = earlier.drug
    if drug is None:
        drug = studied(place.sentence, phrase, place.sentence.masked[: phrase.start], place.after)
    if (
        drug is None
        and (phrase.phase or phrase.definite or phrase.clinical)
        and not unknown_drug(place.sentence.masked)
        and not _OF_THE_OTHER.search(place.after)
    ):
        drug = topic
    if drug is None and phrase.definite and last is not None and phrase.phase in (None, last.phase):
        drug = last.drug
    return drug


def _made(place: Place, drug: Mention, status: Status | None) -> list[Draft]:
    sentence, phrase = place.sentence, place.phrase
    several = _enumerated(place)
    if several:
        apposed = [d for m in _APPOSED.finditer(place.before) for d in sentence.named(m["disease"])]
        return [_named(place, drug, status, apposed, text) for text in several]
    found = diseases(sentence, phrase, place.before, place.after, drug)
    apart = "program" not in place.inside
    if phrase.plural and len(found) > 1 and apart and "respectively" not in sentence.masked:
        return [_with_disease(place, drug, status, d) for d in found]
    if phrase.phase is None and (phrase.plural or "program" in place.inside):
        return []
    draft = _base(place, drug, status)
    for other in combined(sentence, drug, place.before + place.after):
        draft.add("combined", other, sentence)
    _identify(place, draft)
    for disease in found:
        draft.add("indication", disease, sentence)
    return [draft]


def _identify(place: Place, draft: Draft) -> None:
    """Number and short name right at the phrase: "the HARBOR Phase 2 trial (NCT01234567)"."""
    registry = re.match(r"[^.;]{0,50}?(NCT\s?\d{8})", place.after)
    if registry:
        draft.registry = registry[1].replace(" ", "")
        draft.note("registry_id", draft.registry, place.sentence)
    name = name_of(place.before[-60:] + place.inside + " trial", place.after)
    if name:
        draft.name = name
        draft.note("name", name, place.sentence)


def _base(place: Place, drug: Mention, status: Status | None) -> Draft:
    sentence, phase = place.sentence, place.phrase.phase
    draft = Draft(drug=drug, phase=phase, sentences=[sentence])
    draft.note("drug", drug.name, sentence)
    if phase:
        draft.note("phase", phase, sentence)
    if status:
        draft.vote(status[0], status[1] + (2 if sentence.block.kind is BlockKind.HEADLINE else 0), sentence)
    return draft


def _paired(place: Place, drug: Mention, status: Status | None, match: re.Match[str]) -> Draft:
    draft = _base(place, drug, status)
    draft.add("indication", place.sentence.named(match["disease"])[0], place.sentence)
    draft.add("site", place.sentence.named(match["site"])[0], place.sentence)
    return draft


def _with_disease(place: Place, drug: Mention, status: Status | None, disease: Mention) -> Draft:
    draft = _base(place, drug, status)
    draft.add("indication", disease, place.sentence)
    for other in combined(place.sentence, drug, place.before + place.after):
        draft.add("combined", other, place.sentence)
    sponsored(place.sentence, draft)
    return draft


def _named(place: Place, drug: Mention, status: Status | None, found: Sequence[Mention], text: str) -> Draft:
    draft = _base(place, drug, status)
    draft.name = _short(_unmask(place.sentence, text))
    draft.listed = True
    draft.note("name", draft.name, place.sentence)
    for disease in found[:1]:
        draft.add("indication", disease, place.sentence)
    return draft


def _short(text: str) -> str:
    """What tells one trial of a list from the others: its first words, without article, brackets and examples."""
    plain = re.sub(r"\s*\([^()]*\)", "", re.split(r",? (?:such as|including|who|which|that)\b|[;:]", text)[0])
    plain = re.sub(r"^(?:as |in |of |an? |the )+", "", plain)
    return plain if len(plain) <= 80 else plain[:80].rsplit(" ", 1)[0]


def _unmask(sentence: Sentence, text: str) -> str:
    return re.sub(r"‹[DITOPE](\d+)›", lambda m: sentence.mentions[int(m[1])].text, text).strip(" ,;.")


def _enumerated(place: Place) -> list[str]:
    """The parts of "three Phase 2 trials, (1) …, (2) …, and (3) …", where they are as many as it says."""
    count = _COUNT.search(place.sentence.masked[: place.phrase.start])
    parts = [m[1] for m in _ENUMERATED.finditer(place.after)]
    return parts if place.phrase.plural and count and len(parts) == _NUMBER[count[1].lower()] else []


def _made_for(reading: Reading, drug: str) -> tuple[Sentence, Mention] | None:
    """The disease of "ACM-12, a flu vaccine", and the sentence that says it."""
    for sentence in reading.sentences:
        for match in _APPOSED.finditer(sentence.masked):
            if sentence.named(match[0])[0].name == drug:
                return sentence, sentence.named(match["disease"])[0]
    return None


def _fill_diseases(reading: Reading, drafts: list[Draft], told: _Told) -> None:
    """Where the release ties a drug to one disease alone, its trials that name none are of that one."""
    for draft in drafts:
        options = told.get(draft.drug.name, {}) if draft.drug else {}
        apposed = _made_for(reading, draft.drug.name) if draft.drug and not draft.diseases() else None
        if apposed and (draft.listed or not options or apposed[1].name in options):
            draft.add("indication", apposed[1], apposed[0])
        if not draft.diseases() and len(options) == 1:
            disease, fact = next(iter(options.values()))
            if _of_another(reading, draft, fact) or draft.phase == "phase-1" and _in_healthy(draft):
                continue
            draft.many["indication"][disease.name] = disease
            draft.evidence[("indication", disease.name)] = list(fact.fields[1].evidence)


_HEALTHY = re.compile(
    r"\bhealthy (?:\w+ ){0,2}(?:volunteers|subjects|adults|participants|individuals|people|men)\b", re.IGNORECASE
)


def _in_healthy(draft: Draft) -> bool:
    """Whether a trial is said to be of people without the disease."""
    return any(_HEALTHY.search(s.masked) for s in draft.sentences)


def _of_another(reading: Reading, draft: Draft, fact: Fact) -> bool:
    """Whether what ties a drug to a disease is told of a later phase: an earlier one may have had other people."""
    places = set(fact.fields[1].evidence)
    phases = {
        p.phase for s in reading.sentences if s.span in places for p in find_phrases(s.masked) if p.phase is not None
    }
    return bool(phases) and draft.phase is not None and all(draft.phase < phase for phase in phases)
