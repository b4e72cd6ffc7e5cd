"""Which printed forms of organisations are one name in a release: the fullest stands for all.

Finds "Acme Bio, Inc." for "Acme Bio", "Acme Laboratories" for "Acme Labs"; leaves "Acme Bio" and "Acme Bank" apart.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from kg.annotation.blocks import Piece
from kg.annotation.entities.short_forms import without_legal_form
from kg.annotation.found import Found
from kg.lexicons import fold_name, lookup


def leading_name(pieces: Sequence[Piece], found: Sequence[list[Found]], full: Mapping[str, str]) -> dict[str, str]:
    """Whom the headline calls by the first word of its name: that word with the company that the lead names first."""
    titled = next((p.text for p in pieces if p.titled or p.shouting), "")
    for piece, candidates in zip(pieces, found, strict=True):
        if not (piece.silent or piece.titled or piece.shouting) and len(piece.text) > 80:
            named = (f for f in sorted(candidates, key=lambda f: f.start) if f.kind == "Company" and f.name in full)
            name = next((full[f.name] for f in named), "")
            word = name.split()[0] if name else ""
            return {word: name} if word and titled.casefold().startswith(word.casefold() + " ") else {}
    return {}


def fullest_names(forms: Counter[str]) -> dict[str, str]:
    """Each printed form with the fullest form of the same organisation: with a legal form, then the most frequent."""
    groups: dict[str, list[str]] = defaultdict(list)
    for form in forms:
        groups[fold_name(without_legal_form(form))].append(form)
    best = {k: min(v, key=lambda f: (f == without_legal_form(f), -forms[f], len(f), f)) for k, v in groups.items()}
    return {form: best[_longer(fold_name(without_legal_form(form)), form, best)] for form in forms}


def _longer(key: str, form: str, best: dict[str, str]) -> str:
    """The key of the only organisation whose name begins with this one, which has no legal form of its own; else
    the key.
    """
    bare = without_legal_form(form)
    for other, name in best.items():
        tail = without_legal_form(name)
        if len(tail) > 5 and bare != tail and bare.endswith(tail):
            lead = bare.removesuffix(tail)
            if re.search(r"[a-z'][a-z]{2}$|'s$", lead) or lookup("disease", lead.strip()):
                return other  # "TrialsAcme Bio", "Alzheimer's Disease Acme Bio": a heading ran into the name
    if form != bare or best[key] != without_legal_form(best[key]):
        return key
    longer = [k for k in best if k.startswith(key + " ") or _shortened(key, k) or _surname(key, k)]
    return longer[0] if len(longer) == 1 and not _of_its_own(form, longer[0]) else key


def _surname(key: str, other: str) -> bool:
    """Whether a folded word is the last name in a company called after a person: "roe" of "ana roe"."""
    words = other.split()
    return " " not in key and len(words) == 2 and words[1] == key and bool(lookup("first_name", words[0].capitalize()))


def _of_its_own(form: str, longer: str) -> bool:
    """Whether a name of several words is a known company's, and the longer one a part of it."""
    known = any(e.kind == "company" for e in lookup("organization", form))
    return known and len(form.split()) > 1 and len(longer.split()) > len(fold_name(form).split()) + 1


_CUT_WORD = re.compile(r"(?:pharma|bio|labs?|thera|biopharma|biotech|tech)$")


def _shortened(key: str, other: str) -> bool:
    """Whether a folded name is another with its last word cut: "acme pharma" of "acme pharmaceuticals"."""
    (*first, last), (*rest, whole) = key.split() or [""], other.split() or [""]
    cut = bool(first) and first == rest and bool(_CUT_WORD.match(last))
    return cut and last != whole and whole.startswith(last.removesuffix("s"))
