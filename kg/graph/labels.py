"""A short name for each node, for people: "Phase 2 trial of ACM-12 in melanoma"."""

from __future__ import annotations

from collections.abc import Callable

from kg.annotation.model import Value
from kg.graph.nodes import Cluster, values
from kg.graph.scene import Scene

Say = Callable[..., str]


def label_of(cluster: Cluster, scene: Scene) -> str:
    """The name of a node, in words of the release that tells of it."""

    def say(role: str, joint: str = ", ") -> str:
        names: list[Value] = values(cluster.facts, role)
        return joint.join(sorted(dict.fromkeys(scene.name(value) for value in names)))

    words = LABELS[cluster.kind](say)
    return " ".join(words.split()) or cluster.kind


def _trial(say: Say) -> str:
    if say("name"):
        return say("name", " / ")
    phase = say("phase", " / ")
    kind = "Preclinical study" if phase.lower() == "preclinical" else f"{phase} trial" if phase else "Trial"
    return f"{kind} of {say('drug', ' + ')}{_after(' + ', say('combined', ' + '))}{_after(' in ', say('indication'))}"


def _role(say: Say) -> str:
    return f"{say('person')}: {say('title')}{_after(', ', say('organization'))}"


def _agreement(say: Say) -> str:
    named = {name for role in ("party", "licensor", "licensee") for name in say(role, "\n").split("\n")}
    kind = say("type")
    if not kind.lower().endswith(("agreement", "acquisition", "merger", "grant")):
        kind += " agreement"
    parties = " / ".join(sorted(named - {""}))
    return f"{kind[:1].upper()}{kind[1:]}{_after(': ', parties)}{_after(' on ', say('subject'))}"


def _regulatory(say: Say) -> str:
    return f"{say('action')}: {say('drug')}{_after(' for ', say('indication'))}{_after(', ', say('agency'))}"


def _financing(say: Say) -> str:
    amount = f": {say('currency')} {say('amount')}" if say("amount") else ""
    return f"{say('type')} of {say('issuer')}{amount}"


def _listing(say: Say) -> str:
    return f"{say('issuer')} on {say('exchange')}{_after(': ', say('ticker'))}"


def _presentation(say: Say) -> str:
    return f"Presentation{_after(' on ', say('drug'))} at {say('event')}"


def _financial(say: Say) -> str:
    months = say("months")
    period = f"on {say('end')}" if months == "0" else f"in {months} months to {say('end')}"
    return f"{say('metric')} of {say('organization')} {period}"


def _outcome(say: Say) -> str:
    return f"Outcome{_after(' of ', say('trial') or say('drug'))}{_after(': ', say('endpoint'))}"


def _programme(say: Say) -> str:
    where = f"{_after(' in ', say('indication'))}{_after(', ', say('territory'))}"
    return f"{say('drug')}{where}{_after(': ', say('holder'))}"


def _expectation(say: Say) -> str:
    about = " ".join(filter(None, (say("phase"), say("drug", " + "))))
    return f"Expected by {say('latest')}: {say('matter')}{_after(', ', about)}{_after(' in ', say('indication'))}"


def _guidance(say: Say) -> str:
    return f"Cash {'enough' if say('sufficient') == 'true' else 'not enough'} until {say('latest')}"


def _after(joint: str, words: str) -> str:
    return joint + words if words else ""


LABELS: dict[str, Callable[[Say], str]] = {
    "programme": _programme,
    "trial": _trial,
    "role": _role,
    "agreement": _agreement,
    "regulatory": _regulatory,
    "financing": _financing,
    "listing": _listing,
    "publication": lambda say: str(say("title")),
    "presentation": _presentation,
    "financial": _financial,
    "outcome": _outcome,
    "expectation": _expectation,
    "guidance": _guidance,
}
