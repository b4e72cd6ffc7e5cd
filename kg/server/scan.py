"""What a SPARQL text asks for, read from its tokens: calls to other services, nesting, and where USING belongs.

Oxigraph evaluates SERVICE and LOAD over the network, so both are refused here, and a worker could not reach the
network anyway. The tokens are those of SPARQL 1.1, section 19.8; where a lenient parser may see another token than the
grammar does (`1<2)SERVICE#>` is an IRI to one and a comparison to the other), both readings count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

DEEPEST = 200  # brackets inside brackets
TOKEN = re.compile(
    r"""(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
      |(?P<comment>\#[^\r\n]*)
      |(?P<text>'{3}(?:'{0,2}(?:[^'\\]|\\.))*+'{3} | "{3}(?:"{0,2}(?:[^"\\]|\\.))*+"{3}
               |'(?:[^'\\\r\n]|\\.)*+' | "(?:[^"\\\r\n]|\\.)*+")
      |(?P<name>[?$@]\w[\w-]*+ | _:[\w.·-]*+)
      |(?P<local>:(?:[\w.:·-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])++)
      |(?P<word>[^\W\d_][\w.·-]*+)
      |(?P<open>[({[])|(?P<close>[)}\]])""",
    re.VERBOSE | re.DOTALL,
)
ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
GAP = r"(?:\s|\#[^\r\n]*(?=[\r\n]))*+"
SERVICE = re.compile(rf"service{GAP}(?:silent{GAP})?(?:[?$]\w|<|[\w.·-]*:)", re.IGNORECASE)
HIDDEN = re.compile(r"[)\]].*service.*\#", re.IGNORECASE)
LOAD = re.compile(r"load\b|loadsilent", re.IGNORECASE)


def refused(text: str, update: bool) -> str:
    """Why a query or an update is not evaluated, in words for its author; "" where nothing stands against it."""
    for reading in {text, ESCAPE.sub(_unescaped, text)}:
        depth = deepest = 0
        for token in TOKEN.finditer(reading):
            kind = token.lastgroup
            if kind == "open":
                depth += 1
                deepest = max(depth, deepest)
            elif kind == "close":
                depth -= 1
            elif (kind == "word" and _calls(reading, token)) or (kind == "iri" and HIDDEN.search(token[0])):
                return "SERVICE asks another server, and this one asks nobody; query the other one yourself."
            elif update and kind == "word" and LOAD.match(token[0]):
                return "LOAD fetches from elsewhere, and this server fetches nothing; send the data with INSERT DATA."
        if deepest > DEEPEST:
            return f"The text nests {deepest} brackets; at most {DEEPEST} are evaluated."
    return ""


def _calls(text: str, word: re.Match[str]) -> bool:
    """Whether a word is, or ends in, the keyword SERVICE with what a service call has after it."""
    if "service" not in word[0].lower():
        return False
    return any(SERVICE.match(text, word.start() + found.start()) for found in re.finditer("service", word[0], re.I))


def _unescaped(found: re.Match[str]) -> str:
    code = int(found[1] or found[2], 16)
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def with_using(text: str, default: Sequence[str], named: Sequence[str]) -> str | None:
    """An update over the dataset that the Protocol's parameters name; None where the text names one itself.

    SPARQL 1.1 Protocol, section 2.2.3. DELETE WHERE, which takes no USING, is written out as DELETE and WHERE.
    """
    clause = " ".join([*(f"USING <{g}>" for g in default), *(f"USING NAMED <{g}>" for g in named)])
    out, done, depth = [], 0, 0
    previous = ""
    for token in _plain(text):
        word = token[0].upper() if token.lastgroup == "word" else ""
        depth += (token.lastgroup == "open") - (token.lastgroup == "close")
        if depth == 0 and word in ("USING", "WITH"):
            return None
        if depth == 0 and word == "WHERE":
            template = _group(text, token.end()) if previous == "DELETE" else ""
            out.append(f"{text[done : token.start()]}{template} {clause} WHERE")
            done = token.end()
        previous = word
    return "".join(out) + text[done:]


def _plain(text: str) -> Iterator[re.Match[str]]:
    return (token for token in TOKEN.finditer(text) if token.lastgroup != "comment")


def _group(text: str, start: int) -> str:
    """The first {group} after a place, brackets and all."""
    depth, begun = 0, start
    for token in TOKEN.finditer(text, start):
        if token.lastgroup == "open":
            begun = token.start() if depth == 0 else begun
            depth += 1
        elif token.lastgroup == "close":
            depth -= 1
            if depth == 0:
                return text[begun : token.end()]
    return ""
