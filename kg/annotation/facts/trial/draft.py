"""A trial while it is being put together: what each sentence adds, and whether two sentences speak of one trial."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.annotation.model import Concept, Fact, Field, Mention, Span, Value, Voice
from kg.annotation.reading import Sentence

ROLES = ("combined", "indication", "sponsor", "collaborator", "site", "principal_investigator", "co_investigator")


SURE = 7  # the weight of words that leave no doubt of a status


@dataclass(slots=True)
class Draft:
    """One trial of a release. Every value keeps the sentences that gave it."""

    drug: Mention | None = None
    phase: str | None = None
    registry: str | None = None
    name: str | None = None
    enrollment: int | None = None
    many: dict[str, dict[str, Mention]] = field(default_factory=lambda: {role: {} for role in ROLES})
    votes: dict[str, int] = field(default_factory=dict)
    evidence: dict[tuple[str, str], list[Span]] = field(default_factory=dict)
    sentences: list[Sentence] = field(default_factory=list)
    listed: bool = False  # one of an enumeration: it takes in nothing but what says so

    def note(self, role: str, value: str, sentence: Sentence) -> None:
        """Keep a sentence as evidence of one value of a role."""
        self.evidence.setdefault((role, value), []).append(sentence.span)

    def add(self, role: str, mention: Mention, sentence: Sentence) -> None:
        """Give the trial one more drug, disease, site or person."""
        self.many[role].setdefault(mention.name, mention)
        self.note(role, mention.name, sentence)

    def vote(self, status: str, weight: int, sentence: Sentence) -> None:
        """Count a sentence for a status."""
        self.votes[status] = self.votes.get(status, 0) + weight
        self.note("status", status, sentence)

    @property
    def status(self) -> str | None:
        """The status with most weight; what is known to run or to be over is no longer planned."""
        votes = dict(self.votes)
        if not votes:
            return None
        known = ("initiated", "ongoing", "completed", "terminated", "suspended")
        if "planned" in votes and any(votes.get(s, 0) >= 4 for s in known):
            votes.pop("planned")
        order = ("terminated", "suspended", "initiated", "ongoing", "completed", "planned")
        return max(votes, key=lambda s: (votes[s], -order.index(s)))

    def diseases(self) -> set[str]:
        """Names of its diseases."""
        return set(self.many["indication"])


def same_trial(left: Draft, right: Draft) -> bool:
    """Whether two drafts can be one trial: nothing that both give differs."""
    if left.listed or right.listed:
        return left.listed and right.listed and left.name == right.name
    if left.registry and right.registry:
        return left.registry == right.registry
    if left.name and right.name and left.name != right.name:
        return False
    if (left.drug is None) != (right.drug is None) or (left.drug and right.drug and left.drug.name != right.drug.name):
        return False
    if left.phase and right.phase and left.phase != right.phase:
        return False
    if left.diseases() and right.diseases() and not _related(left.diseases(), right.diseases()):
        return False
    if left.enrollment and right.enrollment and left.enrollment != right.enrollment:
        return False
    if _apart_in_time(left, right) or _apart_in_time(right, left):
        return False
    sites = left.many["site"], right.many["site"]
    return not (sites[0] and sites[1] and not set(sites[0]) & set(sites[1]) and not left.name)


def _apart_in_time(one: Draft, other: Draft) -> bool:
    """Whether one draft tells of a trial that is over, or only planned, and the other of another that runs."""
    if other.status == "planned" and one.status and one.status != "planned":
        return one.phase is None or other.phase is None or one.status in ("completed", "terminated")
    unplaced = not (one.diseases() and other.diseases())
    if one.phase is None and one.status == "completed" and other.phase and other.status == "ongoing" and unplaced:
        return True
    return one.votes.get("completed", 0) >= SURE and other.votes.get("initiated", 0) >= 4


def _related(left: set[str], right: set[str]) -> bool:
    """Whether one disease is the other, or named by the last words of it."""
    for a in left:
        for b in right:
            x, y = a.lower(), b.lower()
            if x == y or x.endswith(" " + y) or y.endswith(" " + x) or x.rstrip("s") == y.rstrip("s"):
                return True
    return False


def merge(into: Draft, other: Draft) -> None:
    """Let one draft take in another."""
    into.drug = into.drug or other.drug
    into.phase = into.phase or other.phase
    into.registry = into.registry or other.registry
    into.name = into.name or other.name
    into.enrollment = into.enrollment or other.enrollment
    for role in ROLES:
        for name, mention in other.many[role].items():
            into.many[role].setdefault(name, mention)
    for status, weight in other.votes.items():
        into.votes[status] = into.votes.get(status, 0) + weight
    for key, spans in other.evidence.items():
        into.evidence.setdefault(key, []).extend(spans)
    into.sentences.extend(other.sentences)


def to_fact(draft: Draft) -> Fact:
    """The finished trial; each argument with the sentences that gave it."""
    fields: list[Field] = []

    def put(role: str, value: Value, key: str) -> None:
        spans = draft.evidence.get((role, key)) or [s.span for s in draft.sentences]
        fields.append(Field(role, value, tuple(dict.fromkeys(spans))))

    if draft.drug is not None:
        put("drug", draft.drug, draft.drug.name)
    for role in ROLES:
        for name, mention in draft.many[role].items():
            put(role, mention, name)
    if draft.phase:
        put("phase", Concept("phase", draft.phase), draft.phase)
    if draft.status:
        put("status", Concept("trial-status", draft.status), draft.status)
    if draft.enrollment:
        put("enrollment", draft.enrollment, str(draft.enrollment))
    if draft.registry:
        put("registry_id", draft.registry, draft.registry)
    if draft.name:
        put("name", draft.name, draft.name)
    outside = draft.sentences and all(s.voice is Voice.QUOTED for s in draft.sentences)
    return Fact("trial", tuple(fields), "trial/1", 0.85, voice=Voice.QUOTED if outside else draft.sentences[0].voice)
