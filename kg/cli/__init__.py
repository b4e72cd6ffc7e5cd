"""The command line: each command parses, opens a store, calls one function and prints what it gives.

Results go to stdout, progress and logs to stderr. Exit codes: 0 done, 1 findings (rejected documents, a store that does
not verify), 2 not done (wrong use, a full disk). Heavy libraries are imported inside the command that needs them:
`kg --help` is quick.
"""

from kg.cli.command import DONE, FINDINGS, INTERRUPTED, WRONG_USE
from kg.cli.program import main

__all__ = ["DONE", "FINDINGS", "INTERRUPTED", "WRONG_USE", "main"]
