"""Releases made of the blocks of others, as many as are wanted: `python tools/recombine.py FOLDER COUNT [SOURCE...]`.

Each begins as one source does and ends as it does; between stand blocks of several. Companies, code names and trial
numbers have other names in each group of documents, as if each group were of another company; the same seed gives the
same bytes.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
A_COMPANY = 20  # documents
WORDS = 450  # about so many a document
LONGEST = 250  # words of a block that is taken
HEAD, TAIL = 2, 1  # blocks with which a release begins and ends
FORM = (
    r"(?:Therapeutics|Pharmaceuticals?|Pharma|Biosciences|Biotech\w*|Biopharma\w*|Laboratories|Inc|Ltd|Corp|Limited)\b"
)
COMPANY = re.compile(rf"\b([A-Z][\w&]{{3,}}) (?={FORM})")
CODE = re.compile(r"\b([A-Z]{2,5})(-?)(\d{2,5})\b")
NUMBER = re.compile(r"\bNCT\d{8}\b")
CONSONANTS, VOWELS = "bcdfghklmnprstvwz", "aeiou"


def default_sources() -> list[Path]:
    """The shared unlabelled releases where they are, else the examples."""
    shared = ROOT.parent / "shared" / "corpus" / "unlabelled"
    return texts_at(shared if shared.is_dir() else ROOT / "examples")


def texts_at(folder: Path) -> list[Path]:
    """The plain texts in a folder, sorted."""
    return sorted(path for path in folder.iterdir() if path.suffix in {".txt", ".md"})


def recombine(sources: Sequence[Path], folder: Path, count: int, seed: int = 7) -> int:
    """Write so many documents into a folder; gives the number of words in them."""
    folder.mkdir(parents=True, exist_ok=True)
    blocks = [found for path in sources if len(found := blocks_of(path)) > HEAD + TAIL]
    words = 0
    for number in range(count):
        chance = random.Random(f"{seed} {number}")
        text = renamed(draw(blocks, chance), f"{seed} {number // A_COMPANY}")
        words += len(text.split())
        (folder / f"{number:06}.txt").write_text(text, encoding="utf-8")
    return words


def blocks_of(path: Path) -> list[str]:
    """The blocks of a text: what blank lines part."""
    text = path.read_text(encoding="utf-8", errors="replace")
    return [b for block in re.split(r"\n\s*\n", text) if (b := block.strip()) and len(b.split()) <= LONGEST]


def draw(sources: Sequence[Sequence[str]], chance: random.Random) -> str:
    """One release: head and tail of one source, and between them blocks of it and of two others."""
    own, *others = (chance.choice(sources) for _ in range(3))
    body = [*own[HEAD:-TAIL], *(block for other in others for block in other[HEAD:-TAIL])]
    chance.shuffle(body)
    taken, words = [], 0
    for block in body:
        if words >= WORDS:
            break
        taken.append(block)
        words += len(block.split())
    return "\n\n".join([*own[:HEAD], *taken, *own[-TAIL:]]) + "\n"


def renamed(text: str, company: str) -> str:
    """A text with other names for its companies, code names and trial numbers: the same ones throughout a company."""
    names = {name for name in COMPANY.findall(text) if not name.isupper()}
    for name in sorted(names, key=lambda n: (-len(n), n)):
        other = _word(name, random.Random(f"{company} {name}"))
        text = re.sub(rf"\b{re.escape(name)}\b", other, text)
        text = re.sub(rf"\b{re.escape(name.upper())}\b", other.upper(), text)
    text = CODE.sub(lambda m: _code(m, company), text)
    return NUMBER.sub(lambda m: f"NCT{random.Random(f'{company} {m[0]}').randrange(10**7, 10**8)}", text)


def _word(name: str, chance: random.Random) -> str:
    """A word of the same length that can be spoken."""
    made = "".join(chance.choice((CONSONANTS, VOWELS)[at % 2]) for at in range(len(name)))
    return made.capitalize()


def _code(found: re.Match[str], company: str) -> str:
    """Another code name of the same form; "COVID-19" and the like are not known to be none, and change too."""
    chance = random.Random(f"{company} {found[0]}")
    letters = "".join(chance.choice(CONSONANTS).upper() for _ in found[1])
    return f"{letters}{found[2]}{chance.randrange(10 ** (len(found[3]) - 1), 10 ** len(found[3]))}"


def main() -> None:
    """Write the documents that the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("sources", nargs="*", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    words = recombine(options.sources or default_sources(), options.folder, options.count, options.seed)
    print(f"{options.count:,} documents, {words:,} words")


if __name__ == "__main__":
    main()
