"""One fact for each trial that a release speaks of.

Finds (ACM-12, melanoma, phase 2, initiated, Mercy Hospital) in "a Phase II trial of ACM-12 in melanoma has begun at Mercy Hospital";
leaves alone "in preclinical studies", "the design of such trials" and trials of no named drug.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from kg.annotation.facts.drug import find_drug_facts
from kg.annotation.facts.trial.draft import Draft, merge, same_trial, to_fact
from kg.annotation.facts.trial.phrases import NCT, Phrase, enrollment_of, find_phrases, name_of, status_of
from kg.annotation.model import EntityType, Fact, Field, Mention
from kg.annotation.reading import Reading, Sentence, rule
from kg.documents.model import BlockKind

_COMBINED = rule(r"(?:in combination with|combined with|together with|in conjunction with|plus|added to|along with|in addition to|used with|alongside|‹D\d+› with|on top of) (?:the )?(?:[\w-]+ ){0,4}?(?P<drugs>{D*})")
_PAIR = rule(r"combination of (?:[\w-]+ ){0,3}?(?P<first>{D}) (?:and|with|plus) (?:[\w-]+ ){0,3}?(?P<second>{D*})")
_AGAINST = rule(r"(?:versus|vs\.?|compared (?:to|with)|comparing (?:[\w-]+ ){0,4}(?:to|with)|against|over|standard of care|inadequately controlled with|refractory to|failed|following|prior|previous|previously (?:treated|received)(?: with)?|approved|like|such as) (?:the |an? )?(?:[\w-]+ ){0,5}?(?P<drugs>{D*})")
_DISEASE = rule(
    r"(?:in|for|with|among|to treat|treating|as (?:an? )?(?:[\w-]+ ){0,3}(?:treatment|therapy|vaccine) (?:for|in)|for (?:the )?(?:treatment|prevention|management) of|:) (?:the )?(?:(?:[\w/,-]+ ){0,9}?(?:patients|people|adults|participants|subjects|individuals|children|men|women|volunteers|those) (?:(?:in|at|on) [\w -]{3,30} )?(?:with|suffering from|who have|who had|that had|that have|having) )?(?:(?!combination |and |which |that |or )[\w/,()-]+ ){0,6}?(?P<diseases>{I*})"
)
_HAVING = rule(r"(?:patients|people|adults|participants|subjects|individuals)(?: [\w-]+){0,6} (?:that|who) (?:had|have) (?:[\w/-]+ ){0,5}?(?P<diseases>{I*})")
_AT = rule(r"(?:\bat|conducted (?:at|by)|in collaboration with investigators at|located at|opened at|site,?) (?:the )?(?:[\w-]+ ){0,2}?(?P<sites>{O*})")
_WHERE = rule(r"(?P<sites>{O})(?:,? (?:in|of) [A-Z][\w .]+)?,? where the (?:study|trial)")
_PAIRED = rule(r"(?P<disease>{I})(?: \(‹I\d+›\))? at (?:the )?(?P<site>{O})")
_SPONSOR = rule(r"(?:(?:sponsored|funded and sponsored)(?: and \w+)? by (?:the )?(?:US |U\.S\. |United States )?(?P<a>{O})|(?P<b>{O})[- ]sponsored|with (?P<c>{O}) sponsorship|sponsor of the (?:study|trial),? (?:the )?(?P<d>{O})|(?P<e>{O}),? (?:is|will be|as) the sponsor)")
_COLLABORATOR = rule(r"in collaboration with (?:the )?(?P<org>{O})")
_PRINCIPAL = rule(r"(?:\b(?:leading |lead )?(?:principal|lead|chief|coordinating) investigators?(?: (?:for|of|on|in) [^.;‹›]{0,60}?)?,?(?: is| will be| are|,)? (?:Drs?\.? |Professor |Prof\.? )?(?P<a>{P*})|(?P<b>{P})(?:, [A-Z][\w.]+)*,? (?:is |will be |serves as |was )?(?:the |an? |our )?(?:[\w-]+ ){0,2}?(?:principal|lead|chief|coordinating) investigator)")
_CO = rule(r"\bco-?(?:principal )?investigators?(?: (?:for|of|on|in) [^.;‹›]{0,60}?)?,?(?: is| will be| are|,)? (?:Drs?\.? )?(?P<a>{P*})")
_ENUMERATED = re.compile(r"\((?:\d|[a-e]|i{1,3}|iv)\)\s*((?:[^()]|\(‹[^()]*\)){8,260}?)(?=\s*(?:,|;)?\s*(?:and\s+)?\((?:\d|[a-e]|i{1,3}|iv)\)|\.|$)")
_APPOSED = rule(r"{D},? (?:is )?(?:an?|the|our|its) (?:[\w-]+ ){0,4}?(?P<disease>{I}) (?:vaccine|drug|therapy|treatment|candidate)")
_COUNT = re.compile(r"\b(two|three|four|five|2|3|4|5)\s+(?:\w+\s+){0,3}$", re.IGNORECASE)
_NUMBER = {"two": 2, "three": 3, "four": 4, "five": 5, "2": 2, "3": 3, "4": 4, "5": 5}


def find_trials(reading: Reading) -> Iterator[Fact]:
    """The trials of a release, each with all that its sentences say of it."""
    topic = _topic(reading)
    drafts: list[Draft] = []
    last: Draft | None = None
    block, group = None, list[Draft]()
    for sentence in reading.sentences:
        subject = _subject(sentence, topic)
        if sentence.block.kind in (BlockKind.CONTACTS, BlockKind.TICKERS, BlockKind.DATELINE):
            continue
        if sentence.block is not block and sentence.block.kind is BlockKind.ABOUT:
            last = None
        block = sentence.block
        made = _from_sentence(sentence, subject, last)
        for draft in made:
            home = next((d for d in drafts if same_trial(d, draft)), None)
            if home is None:
                drafts.append(draft)
                last = draft
            else:
                merge(home, draft)
                last = home
        if len(made) > 1:
            _share_sponsor(sentence, group)
            group = [next(d for d in drafts if d is g or same_trial(d, g)) for g in made]
        elif last is not None:
            _follow_up(sentence, last, bool(made) or bool(find_phrases(sentence.masked)))
    _fill_diseases(reading, drafts)
    for draft in drafts:
        if draft.drug is not None and (draft.phase or draft.registry or draft.name or (draft.status and (draft.diseases() or draft.many["combined"] or draft.many["site"]))):
            yield to_fact(draft)
            yield from _studied_in(draft)


def _studied_in(draft: Draft) -> Iterator[Fact]:
    """That a drug is studied in the diseases of its trial."""
    for name, disease in draft.many["indication"].items():
        spans = tuple(dict.fromkeys(draft.evidence[("indication", name)]))
        if draft.drug is not None:
            yield Fact("indication", (Field("drug", draft.drug, spans), Field("indication", disease, spans)), "trial.indication/1", 0.9)


def _topic(reading: Reading) -> Mention | None:
    """The drug that the release is about: in its headline, or the one named most by far."""
    counts = Counter(m.name for _, m in reading.mentions(EntityType.DRUG) if not m.coreferent)
    first = {m.name: m for _, m in reversed(list(reading.mentions(EntityType.DRUG)))}
    headline = [m for s, m in reading.mentions(EntityType.DRUG) if s.block.kind is BlockKind.HEADLINE]
    if len({m.name for m in headline}) == 1:
        return headline[0]
    ranked = counts.most_common(2)
    if ranked and (len(ranked) == 1 or ranked[0][1] >= 3 * ranked[1][1]):
        return first[ranked[0][0]]
    return None


_CAREER = re.compile(r"\b(?:joining|served|career|responsible for|CMO of|previously|led the|oversaw|years of|prior to|roles?)\b", re.IGNORECASE)


def _subject(sentence: Sentence, topic: Mention | None) -> Mention | None:
    """Whom a sentence that names no drug speaks of: the drug of its heading; in "About Acme", none."""
    if topic is not None and sentence.of_type(EntityType.PERSON) and not sentence.of_type(EntityType.DRUG) and _CAREER.search(sentence.masked):
        return None  # trials that somebody ran elsewhere
    headed = re.match(r"About (?:the )?(.+)", sentence.block.heading)
    if headed is None:
        return topic
    return topic if topic is not None and topic.text.lower() in headed[1].lower() else None


def _from_sentence(sentence: Sentence, topic: Mention | None, last: Draft | None) -> list[Draft]:
    """The trials that one sentence names, not yet joined with those named before."""
    phrases = [p for p in find_phrases(sentence.masked)]
    drafts: list[Draft] = []
    for i, phrase in enumerate(phrases):
        before = sentence.masked[phrases[i - 1].end if i else 0 : phrase.start]
        after = sentence.masked[phrase.end : phrases[i + 1].start if i + 1 < len(phrases) else len(sentence.masked)]
        drafts.extend(_from_phrase(sentence, phrase, (before, after), topic, last))
    return drafts


def _from_phrase(sentence: Sentence, phrase: Phrase, around: tuple[str, str], topic: Mention | None, last: Draft | None) -> list[Draft]:
    before, after = around
    drug = _studied(sentence, phrase, before, after) or (topic if phrase.phase or phrase.definite or phrase.clinical else None)
    if drug is None and phrase.definite and last is not None and phrase.phase in (None, last.phase):
        drug = last.drug
    if drug is None:
        return []
    pairs = list(_PAIRED.finditer(after))
    if phrase.phase is None and phrase.definite and not pairs and last is not None and last.drug is not None and last.drug.name == drug.name:
        return []  # "the study": of the trial named before; its sentence is read by `_follow_up`
    status = status_of(before, after, sentence.masked[phrase.start : phrase.end])
    if phrase.plural and pairs:
        return [_paired(sentence, phrase, drug, status, m) for m in pairs]
    if phrase.listed:
        return []
    if phrase.phase is None and status is None:
        return []
    draft = _base(sentence, phrase, drug, status)
    _combine(sentence, draft, before + after)
    diseases = _diseases(sentence, phrase, before, after)
    if phrase.plural and phrase.phase is None and len(diseases) > 1:
        return [_with_disease(sentence, phrase, drug, status, d) for d in diseases]
    several = _enumerated(sentence, phrase, after)
    if several:
        apposed = [d for m in _APPOSED.finditer(before) for d in sentence.named(m["disease"])]
        return [_named(sentence, phrase, drug, status, apposed, text) for text in several]
    _identify(sentence, draft, before[-60:] + sentence.masked[phrase.start : phrase.end], after)
    for disease in diseases:
        draft.add("indication", disease, sentence)
    if phrase.plural and phrase.phase is None:
        return []
    return [draft]


def _identify(sentence: Sentence, draft: Draft, upto: str, after: str) -> None:
    """Number and short name right at the phrase: "the HARBOR Phase 2 trial (NCT01234567)"."""
    registry = re.match(r"[^.;]{0,50}?(NCT\s?\d{8})", after)
    if registry:
        draft.registry = registry[1].replace(" ", "")
        draft.note("registry_id", draft.registry, sentence)
    name = name_of(upto + " trial")
    if name:
        draft.name = name
        draft.note("name", name, sentence)


def _base(sentence: Sentence, phrase: Phrase, drug: Mention, status: tuple[str, int] | None) -> Draft:
    draft = Draft(drug=drug, phase=phrase.phase, sentences=[sentence])
    draft.note("drug", drug.name, sentence)
    if phrase.phase:
        draft.note("phase", phrase.phase, sentence)
    if status:
        weight = status[1] + (2 if sentence.block.kind is BlockKind.HEADLINE else 0)
        draft.vote(status[0], weight, sentence)
    return draft


def _paired(sentence: Sentence, phrase: Phrase, drug: Mention, status: tuple[str, int] | None, match: re.Match[str]) -> Draft:
    draft = _base(sentence, phrase, drug, status)
    draft.add("indication", sentence.named(match["disease"])[0], sentence)
    draft.add("site", sentence.named(match["site"])[0], sentence)
    return draft


def _with_disease(sentence: Sentence, phrase: Phrase, drug: Mention, status: tuple[str, int] | None, disease: Mention) -> Draft:
    draft = _base(sentence, phrase, drug, status)
    draft.add("indication", disease, sentence)
    _sponsored(sentence, draft)
    return draft


def _named(sentence: Sentence, phrase: Phrase, drug: Mention, status: tuple[str, int] | None, diseases: list[Mention], text: str) -> Draft:
    draft = _base(sentence, phrase, drug, status)
    draft.name = _unmask(sentence, text)[:80]
    draft.listed = True
    draft.note("name", draft.name, sentence)
    for disease in diseases[:1]:
        draft.add("indication", disease, sentence)
    return draft


def _unmask(sentence: Sentence, text: str) -> str:
    return re.sub(r"‹[DITOPE](\d+)›", lambda m: sentence.mentions[int(m[1])].text, text).strip(" ,;.")


def _enumerated(sentence: Sentence, phrase: Phrase, after: str) -> list[str]:
    """The parts of "three Phase 2 trials, (1) …, (2) …, and (3) …", where they are as many as it says."""
    count = _COUNT.search(sentence.masked[: phrase.start])
    parts = [m[1] for m in _ENUMERATED.finditer(after)]
    return parts if phrase.plural and count and len(parts) == _NUMBER[count[1].lower()] else []


def _studied(sentence: Sentence, phrase: Phrase, before: str, after: str) -> Mention | None:
    """The drug under study: in the phrase, behind it, else before it; never one that it is combined or compared with."""
    other = {m.name for pattern in (_COMBINED, _AGAINST) for x in pattern.finditer(sentence.masked) for m in sentence.named(x["drugs"])}
    inside = sentence.named(sentence.masked[phrase.start : phrase.end])
    if any(m.type is EntityType.DRUG for m in inside):
        return next(m for m in inside if m.type is EntityType.DRUG)
    adjacent = re.search(r"(‹D\d+›)(?:'s?)?\s$", before)
    if adjacent:
        return sentence.named(adjacent[1])[0]
    behind = [m for m in sentence.named(re.split(r"\bas well as\b|;|, while\b", after)[0]) if m.type is EntityType.DRUG and m.name not in other]
    if behind:
        return behind[0]
    ahead = [m for m in sentence.named(re.split(r"\bas well as\b|;|, while\b", before)[-1]) if m.type is EntityType.DRUG and m.name not in other]
    return ahead[-1] if ahead else None


def _combine(sentence: Sentence, draft: Draft, text: str) -> None:
    against = {m.name for x in _AGAINST.finditer(text) for m in sentence.named(x["drugs"])}
    found = [m for x in _COMBINED.finditer(text) for m in sentence.named(x["drugs"])]
    found += [m for x in _PAIR.finditer(text) for m in sentence.named(x["second"])]
    for drug in found:
        if draft.drug and drug.name != draft.drug.name and drug.name not in against:
            draft.add("combined", drug, sentence)


def _diseases(sentence: Sentence, phrase: Phrase, before: str, after: str) -> list[Mention]:
    inside = [m for m in sentence.named(sentence.masked[phrase.start : phrase.end]) if m.type is EntityType.INDICATION]
    near = [x for x in _DISEASE.finditer(after) if x.start() < 140]
    found = inside or [m for x in near[:1] for m in sentence.named(x["diseases"])]
    found = found or [m for x in _HAVING.finditer(after) for m in sentence.named(x["diseases"])]
    if not found:
        found = [m for x in list(_DISEASE.finditer(before))[-1:] for m in sentence.named(x["diseases"])]
    return list({m.name: m for m in found}.values())


def _follow_up(sentence: Sentence, trial: Draft, made: bool) -> None:
    """What a sentence adds to the trial in hand: people, sites, sponsor, size, number, name."""
    text = sentence.masked
    speaks = made or re.search(r"\b(?:trial|study|investigator|patients|participants|enroll\w*|sponsor\w*)\b", text)
    if not speaks:
        return
    for pattern, role in ((_CO, "co_investigator"), (_PRINCIPAL, "principal_investigator")):
        for match in pattern.finditer(text):
            for person in [p for g in match.groups() for p in sentence.named(g)]:
                if person.name not in trial.many["co_investigator"]:
                    trial.add(role, person, sentence)
    for pattern in (_AT, _WHERE):
        for match in pattern.finditer(text):
            for site in sentence.named(match["sites"]):
                if site.kind in ("HealthcareSite", "ResearchInstitution") and (made or "where the" in match[0]):
                    trial.add("site", site, sentence)
    _sponsored(sentence, trial)
    _numbers(sentence, trial, made)
    if not made:
        _later_status(sentence, trial)


def _sponsored(sentence: Sentence, trial: Draft) -> None:
    for match in _SPONSOR.finditer(sentence.masked):
        for org in [o for g in match.groups() for o in sentence.named(g)]:
            trial.add("sponsor", org, sentence)
        partner = _COLLABORATOR.search(sentence.masked, match.end())
        if partner:
            trial.add("collaborator", sentence.named(partner["org"])[0], sentence)


def _numbers(sentence: Sentence, trial: Draft, made: bool) -> None:
    registry = NCT.search(sentence.text)
    if registry and trial.registry is None and not re.search(r"NCT", sentence.masked[: sentence.masked.find("NCT")]) and not trial.listed:
        trial.registry = registry[0].replace(" ", "")
        trial.note("registry_id", trial.registry, sentence)
    size = enrollment_of(sentence.masked)
    if size and trial.enrollment is None and (made or re.search(r"\b(?:trial|study)\b", sentence.masked)):
        trial.enrollment = size
        trial.note("enrollment", str(size), sentence)


def _share_sponsor(sentence: Sentence, group: list[Draft]) -> None:
    """"The three remaining trials … with Zed sponsorship": the ones told before have that sponsor too."""
    if re.search(r"\bremaining\b", sentence.masked):
        for draft in group:
            _sponsored(sentence, draft)


def _later_status(sentence: Sentence, trial: Draft) -> None:
    """Status told of "the study" in a sentence of its own."""
    for match in re.finditer(r"\b(?:the|this|our) (?:[\w-]+ )?(?:trial|study)\b", sentence.masked, re.IGNORECASE):
        status = status_of("", sentence.masked[match.end() :])
        if status:
            trial.vote(status[0], 1, sentence)
            return


def _made_for(reading: Reading, drug: str) -> tuple[Sentence, Mention] | None:
    """The disease of "ACM-12, a flu vaccine", and the sentence that says it."""
    for sentence in reading.sentences:
        for match in _APPOSED.finditer(sentence.masked):
            if sentence.named(match[0])[0].name == drug:
                return sentence, sentence.named(match["disease"])[0]
    return None


def _fill_diseases(reading: Reading, drafts: list[Draft]) -> None:
    """Where the release ties a drug to one disease alone, its trials that name none are of that one."""
    told: dict[str, dict[str, tuple[Mention, Fact]]] = {}
    for fact in find_drug_facts(reading):
        if fact.kind == "indication":
            drug, disease = (f.value for f in fact.fields)
            if isinstance(drug, Mention) and isinstance(disease, Mention):
                told.setdefault(drug.name, {}).setdefault(disease.name, (disease, fact))
    for draft in drafts:
        options = told.get(draft.drug.name, {}) if draft.drug else {}
        apposed = _made_for(reading, draft.drug.name) if draft.drug and draft.listed else None
        if not draft.diseases() and apposed:
            draft.add("indication", apposed[1], apposed[0])
        if not draft.diseases() and len(options) == 1:
            disease, fact = next(iter(options.values()))
            draft.many["indication"][disease.name] = disease
            draft.evidence[("indication", disease.name)] = list(fact.fields[1].evidence)
