"""The IRIs of public identifiers, as their owners publish them; identifiers.org where an owner publishes none."""

from __future__ import annotations

from collections.abc import Callable

OBO = "http://purl.obolibrary.org/obo/"
RESOLVER = "https://identifiers.org/"
WRITERS: dict[str, Callable[[str], str]] = {
    "UNII": lambda code: f"{RESOLVER}unii:{code}",
    "DRUGBANK": lambda code: f"{RESOLVER}drugbank:{code}",
    "DOID": lambda code: f"{OBO}DOID_{code}",
    "MONDO": lambda code: f"{OBO}MONDO_{code}",
    "NCIT": lambda code: f"{OBO}NCIT_{code}",
    "MESH": lambda code: f"http://id.nlm.nih.gov/mesh/{code}",
    "ONCOTREE": lambda code: f"{RESOLVER}oncotree:{code}",
    "HGNC": lambda code: f"{RESOLVER}hgnc:{code}",
    "HGNC.GROUP": lambda code: f"{RESOLVER}hgnc.genegroup:{code}",
    "NCBIGene": lambda code: f"{RESOLVER}ncbigene:{code}",
    "UniProt": lambda code: f"http://purl.uniprot.org/uniprot/{code}",
    "FPLX": lambda code: f"{RESOLVER}fplx:{code}",
    "ROR": lambda code: f"https://ror.org/{code}",
    "CIK": lambda code: f"https://www.sec.gov/cgi-bin/browse-edgar?action=getcompany&CIK={code}",
    "MIC": lambda code: f"urn:iso:std:iso:10383:{code}",
}


def iri_of_curie(curie: str) -> str:
    """The IRI of a public identifier; "" for a prefix that is not listed.

    >>> iri_of_curie("DOID:1909"), iri_of_curie("MIC:XTSE")
    ('http://purl.obolibrary.org/obo/DOID_1909', 'urn:iso:std:iso:10383:XTSE')
    """
    prefix, _, code = curie.partition(":")
    writer = WRITERS.get(prefix)
    return writer(code) if writer and code else ""
