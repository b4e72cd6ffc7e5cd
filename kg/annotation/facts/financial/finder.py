"""Finds what a release says of its issuer's figures: results, balances, shares."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain

from kg.annotation.clean import clean
from kg.annotation.facts.financial.currency import plain_dollar
from kg.annotation.facts.financial.joined import join_observations
from kg.annotation.facts.financial.observation import Observation
from kg.annotation.facts.financial.prose import Passage, Setting, read_sentence
from kg.annotation.facts.financial.statement import read_statements
from kg.annotation.model import Concept, EntityType, Fact, Field, Mention, Span
from kg.annotation.periods import find_calendar, find_cut
from kg.annotation.reading import Reading, Sentence
from kg.documents.model import BlockKind

_LONGEST = 4000  # characters of a sentence; a longer one is a table or a list that lost its lines
_READ = frozenset({BlockKind.PROSE, BlockKind.LIST_ITEM, BlockKind.QUOTE})

_REPORTER = re.compile(r"(?P<who>\b[A-Z][\w-]+)\s(?:reported|posted|recorded|generated|held|ended)\b")
_OURS = frozenset({"Company", "Corporation", "Group", "We", "It"})


def find_financials(reading: Reading) -> Iterator[Fact]:
    """Each figure of the issuer with its metric, period and currency, once.

    Finds "Net loss for the year ended June 30, 2020 was $4.1 million"; leaves alone "expenses fell by $2 million" and
    "analysts expect revenue of $50 million in 2021".
    """
    if reading.issuer is None:
        return
    release = reading.release
    text = clean(reading.text[release.start : release.end])
    dollar = plain_dollar(text, release.start)
    fiscal = find_calendar(text)
    said = (Span(release.start + fiscal.start, release.start + fiscal.end),) if fiscal else ()
    setting = Setting(dollar, fiscal, _widen(said, reading.sentences))
    passages = _passages(reading.sentences, reading.issuer)
    seen = chain(
        read_statements(release.blocks, reading.text, dollar),
        (found for passage in passages for found in read_sentence(passage, setting)),
    )
    reported = _widen((Span(reading.issuer.start, reading.issuer.end),), reading.sentences)
    for observation in join_observations(seen):
        yield _fact(observation, reading.issuer, reported, reading.sentences)


def _passages(sentences: Sequence[Sentence], issuer: Mention) -> Iterator[Passage]:
    """Sentences of the body that speak of the issuer; one that breaks off inside a date goes on in the next."""
    for i, sentence in enumerate(sentences):
        if sentence.block.kind not in _READ or len(sentence.text) > _LONGEST or _of_another(sentence, issuer):
            continue
        text = sentence.text
        spans: tuple[Span, ...] = (Span(sentence.start, sentence.end),)
        following = sentences[i + 1] if i + 1 < len(sentences) else None
        if following and find_cut(text) and re.match(r"\d{1,2},?\s+\d{4}\b", following.text):
            text += " " * (following.start - sentence.end) + following.text
            spans = (*spans, Span(following.start, following.end))
        yield Passage(text, sentence.start, spans)


def _of_another(sentence: Sentence, issuer: Mention) -> bool:
    """Whether the first organisation of a sentence is another one, and not there as somebody's object ("from Acme")."""
    first = next(
        (m for m in sentence.mentions if m.type is EntityType.ORGANIZATION and m.kind != "StockExchange"), None
    )
    own = first is not None and first.name == issuer.name
    if not own and any(
        m["who"] not in _OURS and m["who"] not in issuer.name for m in _REPORTER.finditer(sentence.text)
    ):
        return True
    if first is None or own:
        return False
    before = sentence.text[: first.start - sentence.start]
    return not re.search(r"\b(?:from|by|with|to|of|under|for|and|in|the|via|through)\s(?:the\s)?$", before, re.I)


def _widen(spans: Sequence[Span], sentences: Sequence[Sentence]) -> tuple[Span, ...]:
    """The sentences in which the spans lie; a span outside of every sentence (a cell, a unit line) as it is."""
    out: list[Span] = []
    for span in spans:
        at = bisect_right(sentences, span.start, key=lambda s: s.start) - 1
        inside = at >= 0 and span.end <= sentences[at].end
        out.append(Span(sentences[at].start, sentences[at].end) if inside else span)
    return tuple(dict.fromkeys(out))


def _fact(seen: Observation, issuer: Mention, reported: tuple[Span, ...], sentences: Sequence[Sentence]) -> Fact:
    said = seen.said if seen.table else _widen(seen.said, sentences)
    return Fact(
        kind="financial",
        fields=(
            Field("organization", issuer, tuple(dict.fromkeys(said + reported))),
            Field("metric", Concept("metric", seen.metric), said),
            Field("end", seen.period.ends, seen.dated),
            Field("months", seen.period.months, seen.dated),
            Field("value", seen.value, said),
            Field("currency", seen.currency, _widen(seen.priced, sentences)),
        ),
        extractor="financial.statement/1" if seen.table else "financial.sentence/1",
        confidence=0.97 if seen.table else 0.93,
    )
