"""Learned finders against the rules, on releases of companies that they were not trained on.

    python -m tools.learn [--shared ../shared] [--cache DIR] [--folds 5]

Prints the tables of docs/learning.md. Readings and trained models are kept in the cache folder: remove it when the
rules have changed. On two cores the relations take some ten minutes, the names a quarter of an hour more.
"""

from __future__ import annotations

import argparse
import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import spacy
from spacy.language import Language

from kg.annotation.model import Annotation, EntityType
from kg.checks.evaluate import Evaluation, Score
from kg.checks.fold import fold
from kg.checks.gold import GoldRelease, Names
from tools.learn.adding import adding, annotate_with
from tools.learn.names import Name, perfect_names, seen_names, train
from tools.learn.pairs import RELATIONS, Relation, gold_release, pairs
from tools.learn.relations import Guess, fact_of, guesses
from tools.learn.scoring import Found, score, with_facts
from tools.learn.texts import ROOT, Company, Text, companies, read_texts
from tools.learn.thresholds import chosen

PRECISIONS = (0.95, 0.90)
SCORED = {"trial": "trial_status"}  # the line of the score that tells of a relation, where it has another name


@dataclass(frozen=True, slots=True)
class Stage:
    """What every part of the experiment works on; `plain` is how the rules alone score."""

    texts: Sequence[Text]
    firms: Sequence[Company]
    shared: Path
    plain: Evaluation

    def row(self, what: str, relation: str, instead: Found) -> str:
        """A line of a table: how a relation and all relations score with these readings."""
        done = score(self.texts, instead, self.shared) if instead else self.plain
        of = next((s for s in done.scores if s.relation == relation), done.micro)
        return f"| {what} | {_figures(of)} | {_figures(done.micro)} |"


def _figures(of: Score) -> str:
    return f"{round(of.recall * of.gold)} of {of.gold} | {of.precision:.3f} | {of.recall:.3f} | {of.f1:.3f}"


def main() -> int:
    """0 when the tables are printed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--cache", type=Path, default=ROOT / "bench" / "learn")
    parser.add_argument("--folds", type=int, default=5, help="parts of the companies, for the names")
    options = parser.parse_args()
    logging.getLogger("kg").setLevel(logging.ERROR)
    shared = options.shared.resolve()
    texts = read_texts(shared, options.cache)
    firms = companies(texts, shared)
    stage = Stage(texts, firms, shared, score(texts, {}, shared))
    gold = [text for text in texts if text.gold is not None]
    print(f"{len(texts)} documents, {len(gold)} with gold facts, of {len(firms)} companies\n")
    for relation in RELATIONS:
        try_relation(stage, relation)
    try_names(stage, options.folds, options.cache)
    return 0


def try_relation(stage: Stage, relation: Relation) -> None:
    """Print what a classifier of pairs is worth for one relation."""
    line = SCORED.get(relation.name, relation.name)
    found = pairs(relation, stage.texts)
    print(f"\n### {relation.name}: {len(found)} pairs, {sum(p.gold is not None for p in found)} in gold releases\n")
    print(stage.row("rules", line, {}), flush=True)
    made: list[Guess] = []
    for distant, what in ((False, "gold"), (True, "gold and distant")):
        made = guesses(relation, found, stage.firms, distant)
        alone = told(without(stage.texts, relation.name), chosen(made, PRECISIONS[0]), relation)
        print(stage.row(f"learned ({what}), {PRECISIONS[0]}", line, alone))
        for precision in PRECISIONS:
            more = chosen([g for g in made if g.open], precision)
            what_more = f"rules + {sum(g.right for g in more)} right of {len(more)} learned ({what}), {precision}"
            print(stage.row(what_more, line, told(stage.texts, more, relation) if more else {}), flush=True)
    ideal = [g for g in made if g.open and g.right]
    print(stage.row(f"rules + {len(ideal)} of a classifier that never errs", line, told(stage.texts, ideal, relation)))
    ranked = sorted((g for g in made if g.open), key=lambda g: -g.score)
    best = ", ".join(f"{sum(g.right for g in ranked[:n])} of {n}" for n in (10, 20, 40, 80) if n <= len(ranked))
    print(f"\nOf the {len(ranked)} that the rules leave open, {len(ideal)} right; right among the likeliest: {best}")


def told(texts: Iterable[Text], added: Sequence[Guess], relation: Relation) -> Found:
    """The readings with the facts of some guesses."""
    facts = [(g.pair.key[0], g.pair.key[1], fact_of(relation, g)) for g in added]
    return with_facts((text for text in texts if text.gold is not None), facts)


def without(texts: Iterable[Text], kind: str) -> list[Text]:
    """The texts without what the rules find of a kind."""
    return [replace(t, found=tuple(_without(one, kind) for one in t.found)) for t in texts]


def _without(one: Annotation, kind: str) -> Annotation:
    return replace(one, facts=tuple(fact for fact in one.facts if fact.kind != kind))


@dataclass(frozen=True, slots=True)
class Seen:
    """A name that a model saw in a release of a company that it was not trained on; `right` where gold has it so,
    `needed` where a required fact does.
    """

    company: str
    text: Text
    name: Name
    right: bool
    needed: bool

    @property
    def score(self) -> float:
        """How far it can be believed."""
        return self.name.score


def try_names(stage: Stage, folds: int, cache: Path) -> None:
    """Print what a model of names is worth: right names, and what the rules then make of them."""
    seen = [one for part in range(folds) for one in _of_part(stage, stage.firms[part::folds], cache / f"ner{part}")]
    new = [s for s in seen if s.name.new]
    print(f"\n### names: {len(seen)} seen by ner, {len(new)} of them where the rules name nothing\n")
    for kind, count in sorted(Counter(s.name.type for s in new).items()):
        of = [s for s in new if s.name.type is kind]
        print(f"{kind}: {count} new, {sum(s.right for s in of)} in gold, {sum(s.needed for s in of)} needed")
    print("\n" + stage.row("rules", "", {}))
    drugs = [s for s in new if s.name.type is EntityType.DRUG]
    for what, some in ((f"all {len(new)} new names", new), (f"the {len(drugs)} new drugs", drugs)):
        print(stage.row(f"rules + {what}", "", renamed((s.text, s.name) for s in some)), flush=True)
    for precision in PRECISIONS:
        some = chosen(new, precision)
        what = f"rules + {len(some)} new names, {sum(s.right for s in some)} in gold, {precision}"
        print(stage.row(what, "", renamed((s.text, s.name) for s in some)), flush=True)
    ideal = [(text, name) for text in stage.texts for name in perfect_names(text)]
    print(stage.row(f"rules + the {len(ideal)} names that gold needs and the rules miss", "", renamed(ideal)))


def _of_part(stage: Stage, part: Sequence[Company], folder: Path) -> list[Seen]:
    nlp = _model(stage, part, folder)
    return [
        Seen(firm.names[0], text, name, *_judge(name, gold_release(text.gold, reading), text))
        for firm in part
        for text in firm.texts
        for reading in text.readings
        for name in seen_names(nlp, reading)
    ]


def _model(stage: Stage, part: Sequence[Company], folder: Path) -> Language:
    if folder.is_dir():
        return spacy.load(folder)
    texts = list(stage.texts)
    for firm in part:
        texts = firm.strangers(texts)
    nlp = train(texts)
    nlp.to_disk(folder)
    return nlp


def _judge(name: Name, release: GoldRelease | None, text: Text) -> tuple[bool, bool]:
    """Whether gold knows the name as one of its type, and whether a required fact of the release needs it."""
    entities = text.gold.entities if text.gold else ()
    same = [n for kind, n in entities if kind == name.type.value and fold(name.surface, n.folding) in n.names]
    needed = {a for f in release.facts if f.required for a in f.args if isinstance(a, Names)} if release else set()
    return bool(same), any(n in needed for n in same)


def renamed(names: Iterable[tuple[Text, Name]]) -> Found:
    """What the rules read in texts whose names they know."""
    by_text: dict[Path, tuple[Text, list[Name]]] = {}
    for text, name in names:
        by_text.setdefault(text.path, (text, []))[1].append(name)
    with adding() as adder:
        read: Mapping[str, tuple[Annotation, ...]] = {
            text.path.name: annotate_with(text, some, adder) for text, some in by_text.values()
        }
    return read


if __name__ == "__main__":
    raise SystemExit(main())
