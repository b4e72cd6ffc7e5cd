"""Compile the reference vocabularies into the package's lexicons: `python tools/compile_lexicons.py SOURCES DATA`.

SOURCES holds the vocabularies (the table SOURCES_USED below says which, of what date and licence); DATA holds the hand-written files
(agency.tsv, region.tsv, stop.tsv) and receives one compressed file a kind and manifest.json. The same input gives the same bytes.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from kg.lexicons.curated import read_rows
from kg.lexicons.entries import Kind, Match
from kg.lexicons.index import Name, Row, build, plain_name
from kg.lexicons.names import fold_disease, fold_name, fold_organization
from kg.lexicons.packed import FORMAT, pack

SOURCES_USED = (  # file, source, date, licence
    ("do_merged_trim.tsv.gz", "Human Disease Ontology", "2024-01-31 and 2026-08", "CC0-1.0"),
    ("mondo_2026-08_mappings_trim.tsv.gz", "MONDO Disease Ontology, mappings", "2026-08-21", "CC-BY-4.0"),
    ("ncit_disease_2018-06-08_trim.tsv.gz", "NCI Thesaurus, diseases", "2018-06-08", "CC-BY-4.0"),
    ("oncotree_2025_10_03_trim.tsv.gz", "OncoTree", "2025-10-03", "CC-BY-4.0"),
    (
        "mesh_2023_diseases_trim.tsv.gz",
        "Medical Subject Headings, diseases",
        "2023",
        "Source: National Library of Medicine",
    ),
    ("unii_2025-06_drugs_trim.tsv.gz", "FDA Substance Registration System, UNII", "2025-06", "public domain"),
    ("drugbank_open_vocabulary_2026_trim.tsv.gz", "DrugBank Open Vocabulary", "2026", "CC0-1.0"),
    ("hgnc_2024-10_protein_coding_trim.tsv.gz", "HGNC, protein-coding genes", "2024-10", "CC0-1.0"),
    ("hgnc_genegroup_2025-10.tsv.gz", "HGNC, gene groups", "2025-10", "CC0-1.0"),
    ("famplex_entities.csv.gz", "FamPlex", "2026", "CC0-1.0"),
    ("famplex_grounding_map.csv.gz", "FamPlex, grounding map", "2026", "CC0-1.0"),
    ("ror_records_v1.0-v2.9_subset.tsv.gz", "Research Organization Registry", "2026-06-23", "CC0-1.0"),
    ("ctgov_sponsor_counts.csv.gz", "ClinicalTrials.gov, sponsors", "2022", "US Government work"),
    ("universities_hipo_2026-06.tsv.gz", "Hipo university domains list", "2026-06-20", "MIT"),
    ("sec_company_tickers_2026.tsv.gz", "SEC, company tickers", "2026", "US Government work"),
    ("geonames_cities15000.tsv.gz", "GeoNames, cities of 15,000 and more", "2026-07", "CC-BY-4.0"),
    ("geonames_countries.json.gz", "GeoNames, countries", "2026-07", "CC-BY-4.0"),
    ("census1990_male_first.tsv.gz", "US Census Bureau, given names", "1990", "public domain"),
    ("census1990_female_first.tsv.gz", "US Census Bureau, given names", "1990", "public domain"),
    ("census1990_surnames.tsv.gz", "US Census Bureau, surnames", "1990", "public domain"),
    ("nicknames_1.0.1.csv.gz", "nicknames 1.0.1", "2024", "Apache-2.0"),
    ("journals_jabref_2026-06.tsv.gz", "JabRef journal abbreviations", "2026-06-23", "CC0-1.0"),
)
Table = list[dict[str, str]]


class Sources:
    """The folders to read from."""

    def __init__(self, folder: Path, written: Path):
        self.folder = folder
        self.written = written
        self.stop: dict[str, set[str]] = defaultdict(set)
        for line in (written / "stop.tsv").read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                kind, words = line.split("\t")
                self.stop[kind].update(words.split("|"))

    def text(self, stem: str) -> str:
        """The text of the one file whose name begins with `stem`."""
        (path,) = self.folder.glob(f"{stem}*.gz")
        return gzip.decompress(path.read_bytes()).decode("utf-8")

    def table(self, stem: str) -> Table:
        """The rows of a TSV file."""
        head, *lines = self.text(stem).rstrip("\n").split("\n")
        columns = head.split("\t")
        return [dict(zip(columns, line.split("\t"), strict=True)) for line in lines]

    def records(self, stem: str) -> list[list[str]]:
        """The records of a CSV file."""
        return list(csv.reader(self.text(stem).splitlines()))


def values(cell: str) -> list[str]:
    return [v.strip() for v in cell.split("|") if v.strip()]


# ---- diseases -----------------------------------------------------------------------------------------------------

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
    yield from groups.rows(lambda text, match: disease_name(text, match, sources.stop["disease"]))


def _curie(xref: str) -> str:
    prefix, _, local = xref.partition(":")
    return f"{ {'mesh': 'MESH', 'NCI': 'NCIT'}.get(prefix, prefix) }:{local}".replace(" ", "")


class Groups:
    """Records of several sources, gathered under one id each; the first label given is the label."""

    def __init__(self) -> None:
        self.labels: dict[str, str] = {}
        self.names: dict[str, dict[str, Match]] = defaultdict(dict)
        self.ids: dict[str, dict[str, None]] = defaultdict(dict)

    def add(self, root: str, label: str, others: Iterable[str], own: str = "") -> None:
        self.labels.setdefault(root, label)
        self.ids[root][root] = None
        self.ids[root][own or root] = None
        self.names[root].setdefault(label, Match.LABEL)
        for other in others:
            self.names[root].setdefault(other, Match.SYNONYM)

    def rows(self, make: Callable[[str, Match], Name | None]) -> Iterator[Row]:
        order = {"DOID": 0, "MONDO": 1, "NCIT": 2, "MESH": 3, "ONCOTREE": 4}
        for root, label in sorted(self.labels.items(), key=lambda i: (-len(self.ids[i[0]]), len(i[1]), i[1], i[0])):
            names = tuple(n for n in (make(text, match) for text, match in self.names[root].items()) if n)
            if names:
                ids = sorted(self.ids[root], key=lambda i: (order[i.partition(":")[0]], i))
                yield Row(label.replace(", NOS", ""), names, tuple(ids))


def disease_name(text: str, match: Match, stop: set[str]) -> Name | None:
    text = _QUALIFIER.sub("", text).strip()
    folded = fold_disease(text)
    words = folded.count(" ") + 1
    if (
        not folded
        or folded in stop
        or words > LONGEST
        or _INVERTED.search(text)
        or "(" in text
        or not text.isascii()
        and words < 2
    ):
        return None
    return plain_name(text, match)


# ---- drugs --------------------------------------------------------------------------------------------------------

DRUG_TAGS = {"INN", "USAN", "ORANGE BOOK", "JAN", "EMA EPAR", "PURPLE BOOK CDER", "BAN"}
_CATALOGUE = re.compile(
    r"(?:NSC|FEMA|CI|INS|E|AI3|ENT|NRB|CCRIS|HSDB|EINECS|CAS|COE|CB|USAF|FD&C|D&C|BRN|MFCD|ZINC|UNII|WLN|MLS|SMR)[ .-]?(?:NO\.?)?\s?[\d,-]+[A-Z]?"
)
_CODE = re.compile(r"[A-Z][A-Z/]{0,7}[ -]?\d{2,}(?:[-.]?[A-Z0-9]{1,6}){0,2}|\d{1,3}-[A-Z]{2,5}\d*", re.IGNORECASE)
_CHEMICAL = re.compile(
    r"\d,\d|[\[\]{};=<>'\"+]|\d'|\.(?:ALPHA|BETA|GAMMA|DELTA|OMEGA)\.|^[\d(]+-|\(\d|-\d+-|YL\)|ACID, ", re.IGNORECASE
)
_PLANT = re.compile(
    r"\b(?:WHOLE|FLOWER|LEAF|ROOT|SEED|BARK|FRUIT|OIL|BUD|EXTRACT|POLLEN|HERB|STEM|JUICE|PEEL|RHIZOME|BULB|TOP|WOOD|NUT|RESIN|SPORE|"
    r"TALLOW|FLOUR|PROTEIN ISOLATE|ALCOHOL|ESTER|POLYMER|COPOLYMER|DIMETHICONE|PEG|HYDROLYZED|GLYCERYL|STEARATE|COCOATE|ANTIGEN)\b"
)
_FORMER = re.compile(r"\s*\((?:FORMER CODE|INN|USAN|JAN|BAN|WHO|USP|NF|HUMAN|RDNA(?: ORIGIN)?)\)", re.IGNORECASE)
_SALT = re.compile(
    r" (?:hydrochloride|sodium|potassium|hcl|mesylate|sulfate|acetate|maleate|tosylate|phosphate|citrate|tartrate)$"
)


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
    stop = sources.stop["drug"]
    for row in kept:
        yield from drug_row(row, by_unii[row["unii"]], stop)
    for row in rest:
        yield from drug_row(None, [row], stop)


def is_drug(row: dict[str, str], in_drugbank: bool) -> bool:
    """Whether a substance is a drug: approved or named as one, in DrugBank, or known by a research code."""
    tags = set(values(row["source_tags"]))
    if in_drugbank or tags & DRUG_TAGS:
        return True
    if _PLANT.search(row["label"]):
        return False
    codes = [row["label"], *values(row["codes"]), *values(row["common_names"])]
    return bool(tags & {"VANDF"}) or any(_CODE.fullmatch(c) and not _CATALOGUE.fullmatch(c) for c in codes)


def drug_row(unii: dict[str, str] | None, bank: list[dict[str, str]], stop: set[str]) -> Iterator[Row]:
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
    names = tuple(n for n in (drug_name(text, match, stop) for text, match in found.values()) if n)
    if names:
        yield Row(label, names, (*ids, *(f"DRUGBANK:{row['id']}" for row in bank)))


def tidy(text: str) -> str:
    """A name of UNII, which is in capitals, as it is written: codes stay, words get one capital."""
    text = _FORMER.sub("", text)
    return text if any(c.isdigit() for c in text) or text != text.upper() or len(text) < 5 else text.capitalize()


def drug_name(text: str, match: Match, stop: set[str]) -> Name | None:
    folded = fold_name(text)
    letters = sum(c.isalpha() for c in text)
    if (
        not folded
        or folded in stop
        or letters < 2
        or len(text) > 50
        or folded.count(" ") > 4
        or _CHEMICAL.search(text)
        or _CATALOGUE.fullmatch(text)
    ):
        return None
    length = sum(c.isalnum() for c in text)
    code = any(c.isdigit() for c in text) or match is Match.CODE
    plain = " " not in text and text.isalpha()
    if length < 4:
        return Name(text, match, exact=True, short=True)
    if plain and length < 5:
        return Name(text, match, capital=True, exact=text == text.upper() and match is Match.CODE, short=True)
    return Name(text, match, capital=code or match is Match.BRAND)


# ---- targets ------------------------------------------------------------------------------------------------------

_COMPLEX = re.compile(r"family|group|complex|_")


def targets(sources: Sources) -> Iterator[Row]:
    """Genes of HGNC, then families and complexes of FamPlex and the gene groups of HGNC."""
    stop = sources.stop["target"]
    extra: dict[tuple[str, str], list[str]] = defaultdict(list)
    for text, *pairs in sources.records("famplex_grounding_map"):
        if len(pairs) > 1 and pairs[0] in ("FPLX", "HGNC"):
            extra[pairs[0], pairs[1]].append(text)
    for row in sources.table("hgnc_2024"):
        found: dict[str, Match] = {row["symbol"]: Match.LABEL}
        for column in ("name", "alias_symbols", "alias_names", "prev_symbols", "prev_names"):
            for text in values(row[column]):
                found.setdefault(text, Match.SYNONYM)
        for text in extra["HGNC", row["symbol"]]:
            found.setdefault(text, Match.SYNONYM)
        symbols = {row["symbol"], *values(row["alias_symbols"]), *values(row["prev_symbols"])}
        ids = (row["id"], *(x for x in values(row["xrefs"]) if x.startswith(("NCBIGene:", "UniProt:"))))
        yield from target_row(row["symbol"], found, ids[:3], "gene", symbols, stop)
    for (entity,) in sources.records("famplex_entities"):
        found = {entity.replace("_", " "): Match.LABEL}
        for text in extra["FPLX", entity]:
            found.setdefault(text, Match.SYNONYM)
        yield from target_row(entity.replace("_", " "), found, (f"FPLX:{entity}",), "family", set(), stop)
    for row in sources.table("hgnc_genegroup"):
        found = {row["name"]: Match.LABEL}
        for text in values(row["synonyms"]):
            found.setdefault(text, Match.SYNONYM)
        yield from target_row(row["name"], found, (f"HGNC.GROUP:{row['identifier']}",), "family", set(), stop)


def target_row(
    label: str, found: dict[str, Match], ids: tuple[str, ...], kind: str, symbols: set[str], stop: set[str]
) -> Iterator[Row]:
    names = tuple(n for n in (target_name(t, m, t in symbols, stop) for t, m in found.items()) if n)
    if names:
        yield Row(label, names, ids, kind)


def target_name(text: str, match: Match, symbol: bool, stop: set[str]) -> Name | None:
    folded = fold_name(text)
    length = sum(c.isalnum() for c in text)
    if not folded or folded in stop or len(text) > 60 or folded.count(" ") > 5 or length < 2 or _INVERTED.search(text):
        return None
    if " " in text.strip() and length > 5:
        return Name(text, match)
    digits = any(c.isdigit() for c in text)
    if length < 4:
        return Name(text, match, exact=True, short=True)
    if digits:
        return Name(text, match, capital=True)
    acronym = symbol or text == text.upper() or sum(c.isupper() for c in text) > 1
    return Name(text, match, exact=acronym, short=symbol and length < 4)


# ---- organisations ------------------------------------------------------------------------------------------------

ROR_KINDS = ("company", "healthcare", "education", "government", "nonprofit", "facility", "archive", "funder", "other")
KINDS = {"healthcare": "hospital", "education": "university", "government": "agency", "facility": "institute"}
_SEC_TAIL = re.compile(r"(?:\s*/[A-Z]{2,4}/?)+$|/ADR/?$|\\.*$")
_PERSON = re.compile(r",? (?:MD|M\.D\.?|PhD|Ph\.D\.?|MSc|MPH|RN|DO|FACS|FRCS|DDS|PharmD)\b")
_ORG_WORD = re.compile(
    r"\b(?:inc|ltd|llc|corp\w*|co|gmbh|ag|bv|plc|sa|ab|as|srl|spa|kg|pharm\w*|bio\w*|thera\w*|medic\w*|med|univ\w*|hosp\w*|instit\w*|"
    r"cent\w*|clinic\w*|health\w*|foundation|fund\w*|group|grp|network|associa\w*|societ\w*|college|school|laborator\w*|labs?|research|"
    r"sciences?|oncolog\w*|cancer|trust|council|ministry|department|national|international|technolog\w*|diagnost\w*|vaccines?|genetics|"
    r"systems?|surgical|care|company|agency|consort\w*|organi[sz]ation|academ\w*|trial\w*|study|studies|hôpit\w*|klini\w*)\b",
    re.IGNORECASE,
)
_PARENTHESIS = re.compile(r"^(.*\S)\s+\(([^()]+)\)$")


def organizations(sources: Sources) -> Iterator[Row]:
    """The hand-written agencies, ROR, SEC registrants, universities and trial sponsors; a later source adds only new names."""
    stop, seen = sources.stop["organization"], set[str]()
    agencies = [
        Row(r.label, tuple(map(as_label, r.names)), r.ids, r.kind, r.place)
        for r in read_rows(sources.written / "agency.tsv")
    ]
    written = {curie for row in agencies for curie in row.ids}
    listed = [row for row in ror(sources) if row.ids[0] not in written]
    for row in (*agencies, *listed, *sec(sources), *universities(sources), *sponsors(sources)):
        fresh = [n for n in row.names if row.ids or fold_organization(n.text) not in seen]
        names = tuple(n for n in (organization_name(n, stop) for n in fresh) if n)
        if names:
            seen.update(fold_organization(n.text) for n in names)
            yield Row(row.label, names, row.ids, row.kind, row.place)


def as_label(name: Name) -> Name:
    return Name(name.text, Match.LABEL, name.capital, name.exact, name.short)


def organization_name(name: Name, stop: set[str]) -> Name | None:
    folded = fold_organization(name.text)
    if not folded or folded.count(" ") >= 10 or len(folded) < 2 or not any(c.isalpha() for c in folded):
        return None
    single = " " not in folded
    if single and folded in stop:
        bare = fold_name(name.text) == folded
        return Name(name.text, name.match, capital=True, exact=bare and name.exact, short=True)
    lone = single and len(folded) < 4 and name.match is not Match.LABEL
    return Name(name.text, name.match, capital=True, exact=name.exact, short=name.short or lone)


def ror(sources: Sources) -> Iterator[Row]:
    for row in sources.table("ror"):
        kind = next(k for k in ROR_KINDS if k in (values(row["types"]) or ["other"]))
        names = [plain_name(row["label"], Match.LABEL)]
        names += [
            plain_name(text) for text in values(row["aliases"]) if not re.search(r"[^\x00-\u024f\u2010-\u201f]", text)
        ]
        names += [Name(text, Match.CODE, exact=True, short=True) for text in values(row["acronyms"])]
        found = [n for n in (with_parenthesis(n) for n in names)]
        curies = tuple(dict.fromkeys((f"ROR:{row['ror']}",)))
        yield Row(row["label"], tuple(found), curies, KINDS.get(kind, kind), f"{row['city']}, {row['country']}")


def with_parenthesis(name: Name) -> Name:
    """A name without the country or city that a registry puts behind it in brackets."""
    found = _PARENTHESIS.match(name.text)
    return Name(found[1], name.match, name.capital, name.exact, name.short) if found else name


_FUND = re.compile(
    r"\b(?:fund|trust|etf|portfolio|bond|income|acquisition|notes?|municipal|spdr|ishares|reit)\b", re.IGNORECASE
)


def sec(sources: Sources) -> Iterator[Row]:
    for row in sources.table("sec"):
        text = _SEC_TAIL.sub("", row["name"]).strip(" ,")
        if _FUND.search(text):
            continue
        if text == text.upper():
            text = " ".join(w.capitalize() if len(w) > 3 else w for w in text.split())
        yield Row(text, (Name(text, Match.LABEL, capital=True),), (f"CIK:{row['cik']}",), "company")


def universities(sources: Sources) -> Iterator[Row]:
    for row in sources.table("universities"):
        yield Row(row["name"], (plain_name(row["name"], Match.LABEL),), (), "university", row["country"])


def sponsors(sources: Sources) -> Iterator[Row]:
    for text, count in sources.records("ctgov")[1:]:
        if _PERSON.search(text) or (not _ORG_WORD.search(text) and int(count) < 25) or text == text.lower():
            continue
        found = _PARENTHESIS.match(text)
        names = [Name(found[1] if found else text, Match.LABEL)]
        if found and re.fullmatch(r"[A-Z][A-Za-z&-]{1,9}", found[2]):
            names.append(Name(found[2], Match.CODE, exact=True, short=True))
        yield Row(names[0].text, tuple(names), (), "")


# ---- places, people, journals -------------------------------------------------------------------------------------


def places(sources: Sources) -> Iterator[Row]:
    """Countries and their states by hand and from GeoNames, then cities, the larger first."""
    stop = sources.stop["place"]
    regions = read_rows(sources.written / "region.tsv")
    yield from regions
    listed = {i for row in regions for i in row.ids}
    for country in json.loads(sources.text("geonames_countries")).values():
        if f"ISO3166:{country['iso']}" not in listed:
            names = (Name(country["name"], Match.LABEL, capital=True),)
            yield Row(country["name"], names, (f"ISO3166:{country['iso']}",), "country", country["iso"])
    for row in sorted(sources.table("geonames_cities"), key=lambda r: -int(r["population"])):
        texts = {row["name"]: Match.LABEL}
        if int(row["population"]) >= 400_000:
            for text in values(row["alt_names_latin"]):
                if text[0].isupper() and text.isascii() and len(text) > 3 and text[1:].islower():
                    texts.setdefault(text, Match.SYNONYM)
        names = tuple(
            Name(t, m, capital=True, short=fold_name(t) in stop or len(t) < 4) for t, m in texts.items() if len(t) > 1
        )
        place = f"{row['admin1']}, {row['country']}" if row["country"] == "US" else row["country"]
        yield Row(row["name"], names, (f"GEONAMES:{row['geonameid']}",), "city", place)


def first_names(sources: Sources) -> Iterator[Row]:
    rows = sorted(
        sources.table("census1990_male") + sources.table("census1990_female"), key=lambda r: -float(r["freq_pct"])
    )
    found = dict.fromkeys(row["name"] for row in rows)
    for first, _, other in sources.records("nicknames")[1:]:
        found.update(dict.fromkeys((first.capitalize(), other.capitalize())))
    yield from people(found, sources.stop["first_name"])


def surnames(sources: Sources) -> Iterator[Row]:
    yield from people((row["name"] for row in sources.table("census1990_surnames")), sources.stop["surname"])


def people(found: Iterable[str], stop: set[str]) -> Iterator[Row]:
    for name in found:
        yield Row(name, (Name(name, Match.LABEL, capital=True, short=fold_name(name) in stop),))


def journals(sources: Sources) -> Iterator[Row]:
    """Journals; one whose name is a single word is short: "Cancer", "Blood", "Nature"."""
    stop = sources.stop["journal"]
    for row in sources.table("journals"):
        label = row["journal"].strip('"')
        names = [label, *values(row["abbreviations"])]
        if fold_name(label) not in stop and len(label) < 120:
            yield Row(
                label,
                tuple(
                    Name(n, Match.LABEL if n == label else Match.SYNONYM, capital=True, short=" " not in fold_name(n))
                    for n in names
                ),
            )


COMPILED: tuple[tuple[Kind, Callable[[Sources], Iterator[Row]], Callable[[str], str]], ...] = (
    (Kind.DRUG, drugs, fold_name),
    (Kind.DISEASE, diseases, fold_disease),
    (Kind.TARGET, targets, fold_name),
    (Kind.ORGANIZATION, organizations, fold_organization),
    (Kind.PLACE, places, fold_name),
    (Kind.FIRST_NAME, first_names, fold_name),
    (Kind.SURNAME, surnames, fold_name),
    (Kind.JOURNAL, journals, fold_name),
)


def main(folder: Path, data: Path) -> None:
    sources, lexicons = Sources(folder, data), {}
    for kind, read, fold in COMPILED:
        names, entries = build(read(sources), fold)
        packed = pack(names, entries)
        (data / f"{kind}.xz").write_bytes(packed)
        digest = hashlib.sha256(packed).hexdigest()
        lexicons[str(kind)] = {"names": len(names), "entries": len(entries), "bytes": len(packed), "sha256": digest}
        print(kind, lexicons[str(kind)], file=sys.stderr)
    listed = [{"file": f, "source": s, "date": d, "licence": licence} for f, s, d, licence in SOURCES_USED]
    manifest = {"format": FORMAT, "lexicons": lexicons, "sources": listed}
    (data / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
