"""Asks a person about the pairs that no rule decides, and takes judgements of entities and facts back or down."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
import textwrap
from itertools import zip_longest
from typing import TYPE_CHECKING

from kg.cli.command import DONE, FINDINGS, Command, Misuse, print_json, store_asked

if TYPE_CHECKING:
    from kg.queries.judging import OpenPair, Side
    from kg.store import Store

HELP = """Walk the pairs of entities that no rule decides, with the quotes of both side by side, and judge them. Every
judgement is a line in STORE/judgements.jsonl, and can be undone. Entities are named by the end of their IRI
("drug/qb-77"), facts by the key that --facts prints."""
ASKED = "[s]ame  [d]ifferent  [enter] later  [q]uit > "
WIDTH = 56  # of each of the two columns


def _add(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--list", action="store_true", help="list the open pairs and judge none")
    what.add_argument("--same", nargs=2, metavar=("ONE", "OTHER"), help="two entities are one")
    what.add_argument("--different", nargs=2, metavar=("ONE", "OTHER"), help="two entities are not one")
    what.add_argument("--facts", metavar="NAME", help="list the facts that name something, the least sure first")
    what.add_argument("--wrong", metavar="FACT", help="a fact is wrong; it stays on record as a claim")
    what.add_argument("--right", metavar="FACT", help="a fact is right")
    what.add_argument("--undo", action="store_true", help="take back the last judgement")
    parser.add_argument("--role", default="", help="with --wrong: the argument that is wrong, as --facts names it")
    parser.add_argument("--kind", default="", help="with --wrong: what kind of error it is")
    parser.add_argument("--by", default=os.environ.get("KG_JUDGE", ""), help="who judges; $KG_JUDGE, else the user")
    parser.add_argument("--json", action="store_true", help="print lists as JSON")


def _run(args: argparse.Namespace) -> int:
    from kg.build import write_graphs
    from kg.store import open_store

    if args.list or args.facts is not None:
        with open_store(store_asked(args)) as store:
            return _list(args, store)
    open_store(store_asked(args)).close()  # no store is made for nothing
    with open_store(store_asked(args), "write") as store:
        if args.undo:
            from kg.queries.judging import undo_last

            last = undo_last(store, _judge(args), _now())
            print(f"undone: {_tail(last.left)} and {_tail(last.right)} are {last.verdict}")
        elif args.wrong or args.right:
            _judge_fact(args, store)
        elif args.same or args.different:
            _judge_pair(args, store)
        else:
            _walk(args, store)
        write_graphs(store)
    return DONE


def _list(args: argparse.Namespace, store: Store) -> int:
    from dataclasses import asdict

    from kg.queries.judging import known_facts, ledger_of, open_pairs
    from kg.resolution.ledger import load_ledger
    from kg.resolution.verdicts import verdicts_of

    if args.facts is not None:
        facts = list(known_facts(store, args.facts, verdicts_of(load_ledger(ledger_of(store)))))
        if args.json:
            print_json([asdict(fact) for fact in facts])
        else:
            for fact in facts:
                said = ", ".join(f"{role}: {value}" for role, value in fact.said)
                print(f"{fact.key}  {fact.confidence:.2f} {fact.verdict}\n  {fact.kind}: {said}")
                print(*(f"    > {quote}" for quote in fact.quotes), sep="\n")
        return DONE
    pairs = list(open_pairs(store))
    if args.json:
        print_json([asdict(pair) for pair in pairs])
    else:
        for pair in pairs:
            print(f"{pair.judgement.score:.2f}  {_tail(pair.left.iri)}  {_tail(pair.right.iri)}")
            print(textwrap.fill("; ".join(pair.judgement.reasons), 112, initial_indent="      "))
    return FINDINGS if pairs else DONE


def _judge_pair(args: argparse.Namespace, store: Store) -> None:
    from kg.queries.judging import full_iri, known_iris, ledger_of
    from kg.resolution.judgement import Verdict, judged
    from kg.resolution.ledger import append

    one, other = (full_iri(name) for name in args.same or args.different)
    known = known_iris(store)
    for iri in (one, other):
        if iri not in known:
            raise Misuse(f"{iri} is no entity of the store; expected e.g. drug/qb-77, as `kg judge --list` names them")
    if one == other:
        raise Misuse(
            f"{_tail(one)} is one entity; expected two. What two companies name alike is parted by naming one of them:"
            f" --different {_tail(one)} {_tail(one)}~harbour-pharma"
        )
    append(
        ledger_of(store),
        judged(one, other, Verdict.SAME if args.same else Verdict.DIFFERENT, _judge(args), _now()),
    )


def _judge_fact(args: argparse.Namespace, store: Store) -> None:
    from kg.queries.judging import full_iri, known_facts, ledger_of
    from kg.resolution.judgement import Judgement, Verdict
    from kg.resolution.ledger import append

    fact = next((f for f in known_facts(store, "", {}) if full_iri(f.key) == full_iri(args.wrong or args.right)), None)
    if fact is None:
        raise Misuse(f"{args.wrong or args.right} is no fact of the store; `kg judge --facts NAME` lists them")
    roles = sorted({role for role, _ in fact.said})
    if args.role and args.role not in roles:
        raise Misuse(f"--role {args.role}: that {fact.kind} has {', '.join(roles)}")
    verdict = Verdict.WRONG if args.wrong else Verdict.RIGHT
    kind = (args.kind,) if args.kind else ()
    said = Judgement(full_iri(fact.key), args.role, verdict, 1.0, kind, _judge(args), _now())
    append(ledger_of(store), said)


def _walk(args: argparse.Namespace, store: Store) -> None:
    from kg.queries.judging import ledger_of, open_pairs
    from kg.resolution.judgement import Verdict, judged
    from kg.resolution.ledger import append

    pairs = list(open_pairs(store))
    verdicts = {"s": Verdict.SAME, "d": Verdict.DIFFERENT}
    for number, pair in enumerate(pairs, start=1):
        print(f"\n{number} of {len(pairs)}, {pair.judgement.score:.2f}: " + "; ".join(pair.judgement.reasons))
        print(_columns(pair))
        answer = _ask()
        if answer == "q":
            return
        if answer in verdicts:
            append(ledger_of(store), judged(*pair.judgement.pair, verdicts[answer], _judge(args), _now()))
    print(f"{len(pairs)} pairs seen", file=sys.stderr)


def _ask() -> str:
    print(ASKED, end="", flush=True)
    line = sys.stdin.readline()
    return line.strip().lower()[:1] if line else "q"


def _columns(pair: OpenPair) -> str:
    left, right = _lines(pair.left), _lines(pair.right)
    return "\n".join(f"  {a:<{WIDTH}}  {b}".rstrip() for a, b in zip_longest(left, right, fillvalue=""))


def _lines(side: Side) -> list[str]:
    lines = [_tail(side.iri), *textwrap.wrap(" / ".join(side.names), WIDTH)]
    for quote in side.quotes:
        lines += textwrap.wrap(quote, WIDTH, initial_indent="> ", subsequent_indent="  ")
    return lines


def _tail(iri: str) -> str:
    return iri.partition("/id/")[2] or iri


def _judge(args: argparse.Namespace) -> str:
    """Who judges; never a rule."""
    name = args.by.strip() or getpass.getuser()
    return f"person {name}" if name == "rule" else name


def _now() -> str:
    from datetime import UTC, datetime

    return datetime.now(UTC).isoformat(timespec="seconds")


COMMAND = Command("judge", "judge what no rule decides, and undo", _add, _run, HELP)
