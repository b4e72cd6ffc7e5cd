"""Public identifiers as a person reads them."""

from __future__ import annotations

import re

AUTHORITIES = {"fplx": "FamPlex", "hgnc": "HGNC", "ncbigene": "NCBI Gene", "ncit": "NCIt", "oncotree": "OncoTree",
               "unii": "UNII", "drugbank": "DrugBank"}  # fmt: skip
FORMS = (
    (r".*/obo/(?P<of>[A-Za-z]+)_(?P<id>\w+)", ""),
    (r".*identifiers\.org/(?P<of>\w+)[:/](?P<id>.+)", ""),
    (r".*/mesh/(?P<id>\w+)", "MeSH"),
    (r".*/ror\.org/(?P<id>\w+)", "ROR"),
    (r".*/uniprot/(?P<id>\w+)", "UniProt"),
    (r".*[?&]CIK=(?P<id>\d+)", "SEC CIK"),
    (r"urn:iso:std:iso:10383:(?P<id>\w+)", "MIC"),
)


def public_id(iri: str) -> str:
    """Who gave an identifier, and what it is; the last part of what has no known form.

    >>> public_id("http://purl.obolibrary.org/obo/NCIT_C9305"), public_id("https://ror.org/043mz5j54")
    ('NCIt C9305', 'ROR 043mz5j54')
    """
    for form, authority in FORMS:
        if found := re.fullmatch(form, iri):
            of = authority or AUTHORITIES.get(found["of"].lower(), found["of"])
            return f"{of} {found['id']}"
    return iri.rstrip("/").rpartition("/")[2] or iri
