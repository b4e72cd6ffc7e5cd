"""Compile the reference vocabularies into the package's lexicons: `python tools/compile_lexicons.py SOURCES DATA`.

SOURCES holds the vocabularies that SOURCES_USED lists; DATA holds the hand-written files (agency.tsv, region.tsv,
stop.tsv) and receives one compressed file a kind and manifest.json. Needs the spaCy model, for its list of English
words. The same input gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from kg.lexicons.entries import Kind
from kg.lexicons.index import Row, build
from kg.lexicons.names import fold_disease, fold_name, fold_organization
from kg.lexicons.packed import FORMAT, pack
from tools.lexicons.diseases import diseases
from tools.lexicons.drugs import drugs
from tools.lexicons.organizations import organizations
from tools.lexicons.places import first_names, journals, places, surnames
from tools.lexicons.sources import Sources
from tools.lexicons.targets import targets

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
    """Compile every lexicon, and only then write them, so that a failure leaves the old ones whole."""
    sources = Sources(folder, data)
    files: dict[str, bytes] = {}
    lexicons: dict[str, dict[str, int | str]] = {}
    for kind, read, fold in COMPILED:
        names, entries = build(sources.enriched(str(kind), read(sources)), fold)
        packed = files[str(kind)] = pack(names, entries)
        counts = {"names": len(names), "entries": len(entries), "bytes": len(packed)}
        lexicons[str(kind)] = counts | {"sha256": hashlib.sha256(packed).hexdigest()}
        print(kind, counts, file=sys.stderr)
    rows = {f: sources.text(f.removesuffix(".gz")).count("\n") for f, *_ in SOURCES_USED}
    listed = [{"file": f, "source": s, "date": d, "licence": c, "lines": rows[f]} for f, s, d, c in SOURCES_USED]
    manifest = {"format": FORMAT, "lexicons": lexicons, "sources": listed}
    for name, packed in files.items():
        (data / f"{name}.xz").write_bytes(packed)
    (data / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
