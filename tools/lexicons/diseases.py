"""Diseases of DO, MONDO, NCIt, MeSH and OncoTree."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator

from kg.lexicons.entries import Match
from kg.lexicons.index import Name, Row, plain_name
from kg.lexicons.names import fold_disease, singular
from tools.lexicons.sources import Sources, values

LONGEST = 8
_QUALIFIER = re.compile(r"\((?:disorder|disease|finding|morphologic abnormality)\)|,? NOS\b|\[.*?\]", re.IGNORECASE)
_INVERTED = re.compile(r", |; ")


def diseases(sources: Sources) -> Iterator[Row]:
    """DO, MONDO, NCIt, MeSH and OncoTree, merged where MONDO or DO says that they are the same."""
    groups = Groups()
    owner: dict[str, str] = {}  # an id of another source -> the MONDO or DO id that it is the same as
    for row in sources.table("mondo"):
        xrefs = [x for x in map(_curie, values(row["xrefs"])) if x.startswith(("DOID:", "NCIT:", "MESH:", "ONCOTREE:"))]
        groups.add(row["id"], row["label"], values(row["labels_of_exact_matches"]))
        for xref in xrefs:
            owner.setdefault(xref, row["id"])
    do = [row for row in sources.table("do_merged") if not row["label"].startswith("obsolete")]
    named = Counter(x for row in do for x in map(_curie, values(row["xrefs"])))
    for row in do:
        root = owner.get(row["id"], row["id"])
        groups.add(root, row["label"], values(row["synonyms"]), row["id"])
        groups.prefer(root, row["label"])
        for xref in map(_curie, values(row["xrefs"])):
            if named[xref] == 1 and xref.startswith(("NCIT:", "MESH:")):
                owner.setdefault(xref, root)
    for row in sources.table("ncit"):
        groups.add(owner.get(row["id"], row["id"]), row["label"], values(row["synonyms"]), row["id"])
    for row in sources.table("mesh_2023"):
        curie, trees = f"MESH:{row['id']}", values(row["tree_numbers"])
        if any(t.startswith(("C23.888", "F03")) or not t.startswith(("C22", "C23", "C25", "C26")) for t in trees):
            groups.add(owner.get(curie, curie), row["label"], values(row["entry_terms"]), curie)
    for row in sources.table("oncotree"):
        if row["parent"] not in ("", "TISSUE"):
            codes = [c for c in map(_curie, values(row["xrefs"])) if c in owner]
            root = owner.get(row["id"]) or (owner[codes[0]] if codes else row["id"])
            groups.add(root, row["label"], [], row["id"])
    yield from groups.rows(lambda text, match: disease_name(text, match, sources))


def _curie(xref: str) -> str:
    prefix, _, local = xref.partition(":")
    return f"{ {'mesh': 'MESH', 'NCI': 'NCIT'}.get(prefix, prefix) }:{local}".replace(" ", "")


class Groups:
    """Records of several sources, gathered under one id each; the first label given is the label."""

    def __init__(self) -> None:
        self.labels: dict[str, str] = {}
        self.preferred: set[str] = set()
        self.names: dict[str, dict[str, Match]] = defaultdict(dict)
        self.ids: dict[str, dict[str, None]] = defaultdict(dict)

    def add(self, root: str, label: str, others: Iterable[str], own: str = "") -> None:
        self.labels.setdefault(root, label)
        self.ids[root][root] = None
        self.ids[root][own or root] = None
        self.names[root].setdefault(label, Match.LABEL)
        for other in others:
            self.names[root].setdefault(other, Match.SYNONYM)

    def prefer(self, root: str, label: str) -> None:
        """Make a label the one that is shown, unless another was preferred before."""
        if root not in self.preferred:
            self.preferred.add(root)
            self.labels[root] = label
            self.names[root][label] = Match.LABEL

    def rows(self, make: Callable[[str, Match], Name | None]) -> Iterator[Row]:
        order = {"DOID": 0, "MONDO": 1, "NCIT": 2, "MESH": 3, "ONCOTREE": 4}
        for root, label in sorted(self.labels.items(), key=lambda i: (-len(self.ids[i[0]]), len(i[1]), i[1], i[0])):
            names = tuple(n for n in (make(text, match) for text, match in self.names[root].items()) if n)
            if names:
                ids = sorted(self.ids[root], key=lambda i: (order[i.partition(":")[0]], i))
                yield Row(label.replace(", NOS", ""), names, tuple(ids))


def disease_name(text: str, match: Match, sources: Sources) -> Name | None:
    """A name of a disease as it may stand in running text, or None: inverted, long, or no more than ordinary words."""
    text = _QUALIFIER.sub("", text).strip()
    folded = fold_disease(text)
    words = folded.split()
    if not folded or len(words) > LONGEST or _INVERTED.search(text) or "(" in text or not (text.isascii() or words[1:]):
        return None
    weak = folded in sources.stop["disease:weak"]
    generic = set(map(singular, words)) <= sources.stop["disease:generic"]
    if folded in sources.stop["disease"] or (generic and not weak):
        return None
    if folded in sources.english.others and folded not in sources.stop["disease:keep"] and not text.isupper():
        return None
    name = plain_name(text, match)
    weak = weak or (name.exact and text.lower() in sources.english)
    return Name(name.text, match, name.capital, name.exact, short=True) if weak else name
