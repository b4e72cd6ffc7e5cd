"""Judged rows -> the table of confidences that annotation gives its facts (`kg.annotation.confidence`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kg.annotation.confidence import ALL, Share, kind_row, rule_name, share_of
from kg.checks.calibration import Calibration, Judgement, reliability

WEIGHT = 20  # how many examples the share of the wider group counts for; fewer did worse in cross-validation
SUREST = 0.99  # there is always something that gold does not show
FOLDS = 5


def count_shares(judgements: Iterable[Judgement]) -> dict[str, Share]:
    """The share of right rows of all facts, of each kind and of each rule, by name.

    Each is an m-estimate with the share of the wider group as its prior; that of all facts is Laplace's.
    """
    right: Counter[tuple[str, str]] = Counter()
    count: Counter[tuple[str, str]] = Counter()
    for one in judgements:
        for group in (("", ALL), (ALL, kind_row(one.kind)), (kind_row(one.kind), rule_name(one.extractor))):
            count[group] += 1
            right[group] += one.right
    shares = {ALL: Share(ALL, round((right["", ALL] + 1) / (count["", ALL] + 2), 3), count["", ALL])}
    widest_first = sorted(count, key=lambda group: (group[0] not in ("", ALL), -count[group], group))
    for wider, name in widest_first:
        if name not in shares:  # a rule of several kinds is that of the kind it mostly gives
            share = (right[wider, name] + WEIGHT * shares[wider].confidence) / (count[wider, name] + WEIGHT)
            shares[name] = Share(name, min(round(share, 3), SUREST), count[wider, name])
    return shares


def confident(judgements: Iterable[Judgement], shares: Mapping[str, Share]) -> Iterator[Judgement]:
    """The judgements as if their facts had the confidences of a table."""
    for one in judgements:
        yield replace(one, confidence=share_of(one.extractor, one.kind, shares).confidence)


def cross_validated(judgements: Sequence[Judgement]) -> Calibration:
    """The reliability of confidences counted on other documents than those that they are held against."""
    documents = sorted({one.document for one in judgements})
    pairs: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        held = set(documents[fold::FOLDS])
        shares = count_shares(one for one in judgements if one.document not in held)
        pairs += [(j.confidence, j.right) for j in confident((o for o in judgements if o.document in held), shares)]
    return reliability(pairs)


def table(shares: Mapping[str, Share]) -> Iterator[str]:
    """The lines of the table: all facts, kinds, rules."""
    order = sorted(shares.values(), key=lambda s: (s.name != ALL, not s.name.startswith(kind_row("")), s.name))
    return (f"{share.name}\t{share.confidence:.3f}\t{share.count}\n" for share in order)
