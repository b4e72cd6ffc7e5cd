"""Scores the graph against facts written by hand."""

from __future__ import annotations

import argparse
from pathlib import Path

from kg.cli.command import DONE, Command, Misuse, open_asked, print_json


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("gold", metavar="GOLD_DIR", type=Path, help="a folder of gold files (*.yaml)")
    parser.add_argument("--by", choices=("relation", "company"), default="relation", help="what the rows are")
    parser.add_argument("--calibration", action="store_true", help="how far the confidences are what is right")
    parser.add_argument("--show", action="store_true", help="list every missed and every extra fact")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")


def _run(args: argparse.Namespace) -> int:
    from dataclasses import asdict

    from kg.checks.calibration import calibrate
    from kg.checks.evaluate import evaluate
    from kg.checks.shown import calibration_text, evaluation_text

    if not args.gold.is_dir():
        raise Misuse(f"{args.gold}: expected a folder with gold files (*.yaml)")
    with open_asked(args) as store:
        if args.calibration:
            reliable = calibrate(store.quads(), args.gold)
            print_json(asdict(reliable)) if args.json else print(calibration_text(reliable))
            return DONE
        found = evaluate(store.quads(), args.gold)
    if args.json:
        parts = {"scores": found.scores, "companies": found.companies, "micro": (found.micro,)}
        scores = {name: [asdict(s) | {"f1": s.f1} for s in part] for name, part in parts.items()}
        print_json(asdict(found) | scores | {"micro": scores["micro"][0]})
    else:
        print(evaluation_text(found, args.show, args.by == "company"))
    return DONE


COMMAND = Command("evaluate", "precision, recall and F1 against facts written by hand", _add, _run)
