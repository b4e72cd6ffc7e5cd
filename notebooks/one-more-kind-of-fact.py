# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # One more kind of fact
#
# Patents are not in the vocabulary. This notebook adds them: a class, a property and a kind in `ontology/`, a finder, and the
# facts in the graph. In a checkout the same lines go into the files named in `CONTRIBUTING.md`; here they live beside it.
#
# To open it in Jupyter: `pip install jupyterlab` beside `kg`, then `jupyter lab notebooks/`.

# %%
import re
import shutil
import tempfile
from pathlib import Path

root = next(folder for folder in (Path.cwd(), *Path.cwd().parents) if (folder / "ontology" / "kinds.ttl").is_file())
work = Path(tempfile.mkdtemp())
shutil.copytree(root / "ontology", work / "ontology")

# %% [markdown]
# ## Declare it
#
# A property with its domain and range, and a kind of fact: which role is the subject, which property says the other.

# %%
PROPERTY = """
bp:patentNumber a rdf:Property ;
    rdfs:label "patent number" ;
    rdfs:comment "Number of a patent that protects a drug." ;
    rdfs:domain bp:Drug ;
    rdfs:range xsd:string ;
    rdfs:isDefinedBy <https://w3id.org/biotech-pipeline> .
"""
KIND = """
fact:patent a bp:FactKind ; skos:notation "patent" ; rdfs:label "Patent" ; rdfs:comment "A patent on a drug." ;
    bp:subjectRole "drug" ;
    bp:slot fact:patent.number ;
    rdfs:isDefinedBy <https://w3id.org/biotech-pipeline> .
fact:patent.number a bp:Slot ; bp:role "number" ; bp:predicate bp:patentNumber ; bp:required true .
"""
for name, text in (("facts.ttl", PROPERTY), ("kinds.ttl", KIND)):
    with (work / "ontology" / name).open("a", encoding="utf-8") as file:
        file.write(text)

# %% [markdown]
# ## Find it
#
# Finders work on sentences in which each mention is a token (`{D}` is a drug), so that a rule is about types, not about names. It finds
# "U.S. Patent 9,000,123 covers ACM-12" and leaves alone "a patent application for ACM-12".

# %%
from collections.abc import Iterator

from kg.annotation.facts.making import fact, negated
from kg.annotation.model import Fact
from kg.annotation.reading import Reading, rule

COVERS = rule(
    r"Patent(?: No\.?| Number)? (?P<number>\d[\d,]{5,10}\d),? (?:which )?(?:covers?|protects?|claims?) (?P<drug>{D})"
)


def find_patents(reading: Reading) -> Iterator[Fact]:
    """Each patent that is said to cover a drug."""
    for sentence in reading.sentences:
        for m in COVERS.finditer(sentence.masked):
            for drug in sentence.named(m["drug"]):
                if not negated(sentence.masked):
                    yield fact(
                        "patent", "patent.covers/1", sentence, 0.9, drug=drug, number=re.sub(r"\D", "", m["number"])
                    )


# %% [markdown]
# ## Try it on a release of your own

# %%
from kg.annotation.read import read_release
from kg.documents import parse_filing

TEXT = """Acme Therapeutics Receives Patent

CAMBRIDGE, Mass., March 3, 2015 -- Acme Therapeutics, Inc. (Nasdaq: ACME) today announced news of its drug ACM-12.

U.S. Patent 9,000,123 covers ACM-12 until 2033. A patent application for ACM-40, a second drug of Acme, is pending.

Contact:
Acme Therapeutics, Inc.
"""
filing = parse_filing("acme.txt", TEXT, "0" * 64)
readings = [reading for release in filing.releases for reading in read_release(filing, release)]
found = [one for reading in readings for one in find_patents(reading)]
for one in found:
    span = one.fields[0].evidence[0]
    print({f.role: getattr(f.value, "name", f.value) for f in one.fields}, "<-", filing.text[span.start : span.end])
assert len(found) == 1

# %% [markdown]
# ## Into the graph
#
# `write_facts` turns facts into statements by what the ontology declares: nothing else needs to know of patents. In a checkout a line in
# `FINDERS` does the rest; then add a shape, and a table of cases with as many near misses as hits.

# %%
from kg.annotation.model import EntityType
from kg.graph.facts import write_facts
from kg.graph.scene import Scene
from kg.graph.terms import Iri
from kg.ontology import ID, read_ontology

ontology = read_ontology(work / "ontology")
iris = {
    (EntityType.DRUG, f.value.name): Iri(f"{ID}drug/acm-12") for one in found for f in one.fields if f.role == "drug"
}
scene = Scene(Iri(f"{ID}release/acme-1"), filing.releases[0].issued, iris, {}, ontology)
for statement in write_facts(found, scene).statements:
    print(statement.subject, statement.predicate, statement.object)
