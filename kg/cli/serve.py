"""Starts the server."""

from __future__ import annotations

import argparse
import os
import sys

from kg.cli.command import DONE, WRONG_USE, Command, Misuse, open_asked, store_folder
from kg.errors import StoreLocked

HELP = """Serve the graph until interrupted. It only reads, and answers this machine alone, unless told otherwise.
With --writable, updates need the token in $KG_TOKEN; without one a token is made and shown."""


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, metavar="N", help="where to listen (8000)")
    parser.add_argument(
        "--host", default="127.0.0.1", metavar="ADDRESS", help="the interface (127.0.0.1: this machine)"
    )
    parser.add_argument("--name", action="append", default=[], metavar="HOST", help="another name it is called by")
    parser.add_argument("--origin", action="append", default=[], metavar="URL", help="a site whose scripts may ask")
    parser.add_argument("--timeout", type=float, default=10.0, metavar="SECONDS", help="the longest query (10)")
    parser.add_argument("--workers", type=int, default=4, metavar="N", help="queries at a time (4)")
    parser.add_argument("--writable", action="store_true", help="take updates from those who have the token")


def _run(args: argparse.Namespace) -> int:
    import logging
    import secrets
    from dataclasses import replace

    from kg.server.run import make_server
    from kg.server.settings import Limits, Settings
    from kg.server.snapshot import is_written

    if not 0 < args.port < 65536:
        raise Misuse(f"--port {args.port}: expected a number from 1 to 65535")
    if args.timeout <= 0 or args.workers < 1:
        raise Misuse("--timeout and --workers must be positive")
    told_token = os.environ.get("KG_TOKEN", "")
    if args.writable and args.log == "json" and not told_token:
        raise Misuse("--writable with JSON logs needs $KG_TOKEN: a token that is made up would stand in the log")
    folder = store_folder(args)
    open_asked(args).close()  # says what is wrong with the store before anything listens
    if is_written(folder):
        raise StoreLocked(folder, "another process is writing to the store; wait until it is done")
    settings = Settings(
        folder=folder.resolve(),
        host=args.host,
        port=args.port,
        sparql_workers=args.workers,
        token=(told_token or secrets.token_urlsafe(24)) if args.writable else "",
        hosts=tuple(args.name),
        origins=tuple(args.origin),
        limits=replace(Limits(), deadline=args.timeout),
    )
    if args.log == "json":
        logging.getLogger(__name__).info("serving", extra={"host": args.host, "port": args.port})
    else:
        where = f"http://{args.host}:{args.port}/"
        print(f"{where} shows the graph, …/sparql answers queries; Ctrl-C ends it", file=sys.stderr)
    if args.writable and not told_token:
        print(f"updates need the token {settings.token}", file=sys.stderr)
    server = make_server(settings)
    try:
        server.run()
    except KeyboardInterrupt:  # how a server ends
        return DONE
    except SystemExit:  # uvicorn has logged why
        return WRONG_USE
    return DONE if server.started else WRONG_USE


COMMAND = Command("serve", "SPARQL, a JSON API and pages, on this machine", _add, _run, HELP)
