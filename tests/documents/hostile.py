"""Documents that nobody would send in good faith: made from a seed, the same ones each time."""

from __future__ import annotations

import gzip
import random
import zipfile
from collections.abc import Callable
from io import BytesIO

from tests.documents.printing import as_pdf, as_submission, as_webpage

RELEASE = """Quillmark Opens Trial of QMB-17

LEEDS, Maine, May 3, 2005 - Quillmark Biosciences, Inc. (Nasdaq: QMBX) today said that it has opened a trial of QMB-17 in gout.

Revenue\t$ 250\t$ 12
Net loss\t$ (13,402)\t$ (10,260)

About Quillmark

Quillmark makes medicines for the joints.
"""
NAUGHTY = (
    "\x00", "\ufeff", "\u202e", "\U000e0001", "\ud7ff", "a\u0301" * 40, "'s" * 50, "<" * 30, "&" * 30, "&#0;", "&#x110000;", "&#147;", "\t" * 40,
    "<table>" * 20, "</td>" * 9, "<pre>", "<!--", "<![CDATA[", "<?xml ?>", "<!ENTITY a SYSTEM 'file:///etc/passwd'>&a;", "<PAGE>", "<DOCUMENT>",
    "</DOCUMENT>", "<TEXT>", "<TYPE>EX-99", "begin 644 x", "%PDF-", "stream", "endobj", "PK\x03\x04", "\x1f\x8b", "$" * 30, "(" * 30, "2024 " * 20,
    "About A " * 9, "\f\f\f", "\v\x85\u2028", "\r", "FORM 6-K\n", "SIGNATURE\n", "99.1\n", "• " * 30, "|a|" * 20, "12 34  56\n" * 9, "½" * 9,
    "Ω≈ç√∫˜µ≤≥÷", "ﷺ", "👩‍👩‍👧‍👧", "NaN", "-1e999", "colspan=99999999999", "<td colspan=-1>", "style=" + "x" * 99, "Jan 32, 2019", "\x1b[2J",
)  # fmt: skip
DEPTHS = (10, 100, 1000, 5000)


def hostile(seed: int) -> tuple[str, bytes]:
    """The name and bytes of one document."""
    rng = random.Random(seed)
    name, data = rng.choice(FORMS)(rng)
    return name, spoiled(rng, data) if rng.random() < 0.7 else data


def spoiled(rng: random.Random, data: bytes) -> bytes:
    """Bytes cut off, turned, swapped, repeated, or with what does not belong there."""
    held = bytearray(data)
    for _ in range(rng.randint(1, 12)):
        at = rng.randrange(len(held) + 1)
        match rng.randrange(6):
            case 0:
                del held[at:]
            case 1 if held:
                held[at % len(held)] = rng.randrange(256)
            case 2:
                held[at:at] = rng.choice(NAUGHTY).encode("utf-8", "surrogatepass")
            case 3:
                held[at:at] = held[at : at + rng.randrange(400)] * rng.randint(1, 20)
            case 4:
                del held[at : at + rng.randrange(200)]
            case _:
                held[at:at] = rng.randbytes(rng.randrange(60))
    return bytes(held[:400_000])


def nested(rng: random.Random) -> tuple[str, bytes]:
    """Elements in elements in elements."""
    tag = rng.choice(("div", "table><tr><td", "ul><li", "b", "font", "pre", "span", "blockquote"))
    return "x.htm", ("<html>" + f"<{tag}>" * rng.choice(DEPTHS) + RELEASE).encode()


def noise(rng: random.Random) -> tuple[str, bytes]:
    """Naughty strings, or plain chance, under any name."""
    name = rng.choice(("x.txt", "x.md", "x.htm", "x.pdf", "x.sgml", "x.zip", "x.txt.gz"))
    if rng.random() < 0.4:
        return name, rng.randbytes(rng.randrange(4000))
    return name, "".join(rng.choice(NAUGHTY) for _ in range(rng.randrange(200))).encode("utf-8", "surrogatepass")


def repeated(rng: random.Random) -> tuple[str, bytes]:
    """One string over and over."""
    unit = rng.choice(NAUGHTY)
    return rng.choice(("x.txt", "x.htm")), (RELEASE + unit * (60_000 // len(unit))).encode("utf-8", "surrogatepass")


def packed(rng: random.Random) -> tuple[str, bytes]:
    """An archive, of good names and bad."""
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in rng.sample(
            ("a.txt", "../b.txt", "/c.htm", "d/e.pdf", "con:.txt", "f.zip", "g.txt.gz"), rng.randint(0, 3)
        ):
            archive.writestr(name, RELEASE)
    return "x.zip", held.getvalue()


FORMS: tuple[Callable[[random.Random], tuple[str, bytes]], ...] = (
    lambda rng: ("x.txt", RELEASE.encode()),
    lambda rng: ("x.htm", as_webpage(RELEASE).encode()),
    lambda rng: ("x.pdf", as_pdf(RELEASE)),
    lambda rng: ("x.txt", as_submission([("8-K", "FORM 8-K"), ("EX-99.1", as_webpage(RELEASE))]).encode()),
    lambda rng: ("x.txt.gz", gzip.compress(RELEASE.encode() * rng.choice((1, 1, 500)))),
    packed,
    nested,
    noise,
    repeated,
)
