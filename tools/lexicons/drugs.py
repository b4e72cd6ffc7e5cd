"""Drugs of UNII and DrugBank."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from kg.lexicons.entries import Match
from kg.lexicons.index import Name, Row
from kg.lexicons.names import fold_disease, fold_name, fold_organization, singular
from tools.lexicons.diseases import diseases
from tools.lexicons.organizations import ror, sec
from tools.lexicons.sources import Sources, values

DRUG_TAGS = {"INN", "USAN", "ORANGE BOOK", "JAN", "EMA EPAR", "PURPLE BOOK CDER", "BAN"}
_CATALOGUE = re.compile(
    r"(?:NSC|FEMA|CI|INS|E|AI3|ENT|NRB|CCRIS|HSDB|EINECS|CAS|COE|CB|USAF|FD&C|D&C|BRN|MFCD|ZINC|UNII|WLN|MLS|SMR)"
    r"[ .-]?(?:NO\.?)?\s?[\d,-]+[A-Z]?"
)
_CODE = re.compile(r"[A-Z][A-Z/]{0,7}[ -]?\d{2,}(?:[-.]?[A-Z0-9]{1,6}){0,2}|\d{1,3}-[A-Z]{2,5}\d*", re.IGNORECASE)
_CHEMICAL = re.compile(
    r"\d,\d|[\[\]{};=<>'\"+]|\d'|\.(?:ALPHA|BETA|GAMMA|DELTA|OMEGA)\.|^[\d(]+-|\(\d|-\d+-|YL\)|ACID, ", re.IGNORECASE
)
_PLANT = re.compile(
    r"\b(?:WHOLE|FLOWER|LEAF|ROOT|SEED|BARK|FRUIT|OIL|BUD|EXTRACT|POLLEN|HERB|STEM|JUICE|PEEL|RHIZOME|BULB|TOP|WOOD|NUT|RESIN|"
    r"SPORE|TALLOW|FLOUR|PROTEIN ISOLATE|ALCOHOL|ESTER|POLYMER|COPOLYMER|DIMETHICONE|PEG|HYDROLYZED|GLYCERYL|STEARATE|"
    r"COCOATE|ANTIGEN)\b"
)
_FORMER = re.compile(r"\s*\((?:FORMER CODE|INN|USAN|JAN|BAN|WHO|USP|NF|HUMAN|RDNA(?: ORIGIN)?)\)", re.IGNORECASE)
_ANTIGEN = re.compile(r"cd\d+[a-z]?|.* (?:ligand|receptor|antigen)|(?:cd|il|pd)\d* ?\d+ ligand")
_VIRUS = re.compile(r"virus(?: vaccine)?$|cov2$")


def drugs(sources: Sources) -> Iterator[Row]:
    """UNII and DrugBank, merged by UNII, or by label where a DrugBank record has none."""
    bank = sources.table("drugbank")
    by_unii: dict[str, list[dict[str, str]]] = defaultdict(list)
    loose: list[dict[str, str]] = []
    for row in bank:
        uniis = [x[5:] for x in values(row["xrefs"]) if x.startswith("UNII:")]
        (by_unii[uniis[0]] if uniis else loose).append(row)
    labels: dict[str, str] = {}
    kept = [row for row in sources.table("unii") if is_drug(row, row["unii"] in by_unii)]
    known = {row["unii"] for row in kept}
    for row in kept:
        for name in (*(b["label"] for b in by_unii[row["unii"]]), row["label"]):
            labels.setdefault(fold_name(name), row["unii"])
    orphans = [row for unii, rows in by_unii.items() if unii not in known for row in rows] + loose
    rest: list[dict[str, str]] = []
    for row in orphans:
        same = labels.get(fold_name(row["label"]))
        (by_unii[same] if same in known else rest).append(row)
    shared = Shared(sources)
    for row in kept:
        yield from drug_row(row, by_unii[row["unii"]], shared)
    for row in rest:
        yield from drug_row(None, [row], shared)


def is_drug(row: dict[str, str], in_drugbank: bool) -> bool:
    """Whether a substance is a drug: approved or named as one, in DrugBank, or known by a research code."""
    tags = set(values(row["source_tags"]))
    if in_drugbank or tags & DRUG_TAGS:
        return True
    if _PLANT.search(row["label"]):
        return False
    codes = [row["label"], *values(row["codes"]), *values(row["common_names"])]
    return bool(tags & {"VANDF"}) or any(_CODE.fullmatch(c) and not _CATALOGUE.fullmatch(c) for c in codes)


def drug_row(unii: dict[str, str] | None, bank: list[dict[str, str]], shared: Shared) -> Iterator[Row]:
    """The row of a substance, if a name of it is left."""
    found: dict[str, tuple[str, Match]] = {}

    def add(text: str, match: Match) -> None:
        found.setdefault(fold_name(text), (text, match))

    label = bank[0]["label"] if bank else tidy(unii["label"] if unii else "")
    add(label, Match.LABEL)
    ids = [f"UNII:{unii['unii']}"] if unii else [x for x in values(bank[0]["xrefs"]) if x.startswith("UNII:")]
    tags: set[str] = set()
    if unii:
        tags = set(values(unii["source_tags"]))
        add(tidy(unii["label"]), Match.LABEL)
        for text in values(unii["official_names"]):
            add(tidy(text), Match.SYNONYM)
        for text in values(unii["codes"]):
            if not _CATALOGUE.fullmatch(text):
                add(_FORMER.sub("", text), Match.CODE)
        if bank or tags & DRUG_TAGS or len(values(unii["brand_names"])) < 4:
            for text in values(unii["brand_names"]):
                add(tidy(text), Match.BRAND)
        for text in values(unii["common_names"]):
            add(tidy(text), Match.CODE if _CODE.fullmatch(text) else Match.SYNONYM)
    for row in bank:
        for text in (row["label"], *values(row["synonyms"])):
            text = _FORMER.sub("", text)
            add(text, Match.CODE if _CODE.fullmatch(text) else Match.SYNONYM)
    official = {fold_name(text) for text in (unii["label"], *values(unii["official_names"]))} if unii else set()
    tagged = official if tags & DRUG_TAGS else set()
    names = tuple(n for key, (text, match) in found.items() if (n := drug_name(text, match, shared, key in tagged)))
    if names:
        yield Row(label, names, (*ids, *(f"DRUGBANK:{row['id']}" for row in bank)))


def tidy(text: str) -> str:
    """A name of UNII, which is in capitals, as it is written: codes stay, words get one capital."""
    text = _FORMER.sub("", text)
    return text if any(c.isdigit() for c in text) or text != text.upper() or len(text) < 5 else text.capitalize()


class Shared:
    """The names that a drug's may be confused with."""

    def __init__(self, sources: Sources):
        self.stop = sources.stop["drug"]
        self.weak = sources.stop["drug:weak"]
        self.keep = sources.stop["drug:keep"]
        self.english = sources.english
        self.diseases = {fold_disease(name.text) for row in diseases(sources) for name in row.names}
        genes = sources.table("hgnc_2024")
        columns = ("symbol", "name", "alias_symbols", "alias_names", "prev_symbols")
        self.symbols = {fold_name(s) for gene in genes for column in columns for s in values(gene[column])}
        companies = (row for row in (*sec(sources), *ror(sources)) if row.kind == "company")
        self.companies = {fold_organization(row.label) for row in companies}

    def ordinary(self, folded: str, tagged: bool) -> bool:
        """Whether a name is an English word rather than a drug's: a noun that no register names, or any other word."""
        last = singular(folded)
        if folded in self.stop or last in self.stop:
            return True
        if folded in self.keep or folded in self.weak or " " in folded:
            return False
        noun = last in self.english.nouns or folded in self.english.nouns
        return last in self.english.others or (noun and not tagged)


def drug_name(text: str, match: Match, shared: Shared, tagged: bool) -> Name | None:
    """A name of a drug as it may stand in running text, or None: chemical, of a catalogue, or an ordinary word."""
    folded, letters = fold_name(text), sum(c.isalpha() for c in text)
    long = len(text) > 50 or folded.count(" ") > 4
    if letters < 2 or long or _CHEMICAL.search(text) or _CATALOGUE.fullmatch(text) or shared.ordinary(folded, tagged):
        return None
    if not tagged and (fold_disease(text) in shared.diseases or _VIRUS.search(folded)):
        return None
    length = sum(c.isalnum() for c in text)
    code = any(c.isdigit() for c in text) or match is Match.CODE
    plain = " " not in text and text.isalpha()
    doubtful = folded in shared.weak or (folded in shared.symbols and not tagged) or _ANTIGEN.fullmatch(folded)
    if doubtful or (not tagged and folded in shared.companies):
        return Name(text, match, capital=code, exact=length < 4, short=True)
    if length < 4:
        return Name(text, match, exact=True, short=True)
    if plain and length < 5:
        return Name(text, match, capital=True, exact=match is Match.CODE, short=True)
    shouted = plain and length < 6 and match is Match.CODE
    return Name(text, match, capital=code or match is Match.BRAND, exact=shouted, short=shouted)
