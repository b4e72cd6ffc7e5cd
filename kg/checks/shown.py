"""Evaluations, calibrations and audits as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.checks.audit import Audit, Coverage
from kg.checks.calibration import Calibration
from kg.checks.evaluate import Evaluation, Score

WIDEST = 200  # characters of a passage


def evaluation_text(found: Evaluation, show: bool = False, companies: bool = False) -> str:
    """A row for each relation, or for each company; `show` lists every missed and every extra fact above."""
    lines = []
    if show:
        lines = [f"{f.outcome:5} {f.document} {f.date} {f.relation}: {' | '.join(f.args)}" for f in found.findings]
    lines += [f"missing release: {source} {day}" for source, day in found.missing]
    scores = found.companies if companies else found.scores
    rows = [s for s in (*scores, found.micro) if s.gold or s.predicted]
    width = max(20, *(len(s.relation) for s in rows)) if rows else 20
    lines.append(
        f"{'company' if companies else 'relation':{width}} {'gold':>5} {'pred':>5} {'P':>6} {'R':>6} {'F1':>6}"
    )
    lines += [_score(s, width) for s in rows]
    lines.append(f"macro F1 {found.macro_f1:.3f}; releases {found.releases - len(found.missing)} of {found.releases}")
    return "\n".join(lines)


def _score(s: Score, width: int) -> str:
    return f"{s.relation:{width}} {s.gold:5} {s.predicted:5} {s.precision:6.2f} {s.recall:6.2f} {s.f1:6.2f}"


def calibration_text(found: Calibration) -> str:
    """A row for each decile: from which confidence to which, the mean, the share that is right, how many facts."""
    lines = [f"{'confidence':>13} {'mean':>6} {'right':>6} {'facts':>6}"]
    lines += [f"{b.low:6.2f}-{b.high:6.2f} {b.mean:6.2f} {b.right:6.2f} {b.count:6}" for b in found.bins]
    return "\n".join([*lines, f"expected calibration error {found.error:.3f} over {found.count} facts"])


def audit_text(found: Audit, limit: int) -> str:
    """Coverage of documents and kinds, then the passages by cause, at most `limit` of each."""
    return "\n".join(
        [
            *_coverage("document", found.documents),
            "",
            *_coverage("kind of fact", found.kinds),
            "",
            f"{'no fact, because':20} {'passages':>8}",
            *(f"{cause:20} {count:8}" for cause, count in found.causes),
            *_passages(found, limit),
        ]
    )


def _coverage(what: str, rows: Sequence[Coverage]) -> Iterator[str]:
    width = max(20, *(len(row.what) for row in rows)) if rows else 20
    yield f"{what:{width}} {'passages':>8} {'told':>6} {'share':>6} {'facts':>6}"
    passages, told = sum(r.passages for r in rows), sum(r.told for r in rows)
    for row in (*rows, Coverage("all", passages, told, sum(r.facts for r in rows))):
        share = "-" if row.share is None else f"{row.share:.2f}"
        yield f"{row.what:{width}} {row.passages:8} {row.told:6} {share:>6} {row.facts:6}"


def _passages(found: Audit, limit: int) -> Iterator[str]:
    for cause, count in found.causes:
        if limit:
            yield f"\n{cause}" + (f", {limit} of {count}" if count > limit else "")
        for u in [u for u in found.unread if u.cause == cause][:limit]:
            text = u.text if len(u.text) <= WIDEST else u.text[: WIDEST - 2] + " …"
            like = f" ({', '.join(u.kinds)}?)" if u.kinds else ""
            yield f"  {u.document}:{u.start}-{u.end} [{', '.join(u.names)}]{like} {text}"
