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
# # Writing your own question
#
# A question is SPARQL with a header. Say what it answers, name its parameters, and it works from Python, from the command line
# (`kg query my-question.rq`) and, put into `ontology/queries/`, in the explorer.
#
# To open it in Jupyter: `pip install jupyterlab` beside `kg`, then `jupyter lab notebooks/`.

# %%
import tempfile
from pathlib import Path

import pandas as pd

from kg.build import build
from kg.ontology import read_question
from kg.queries.ask import answer_question
from kg.store import open_store

examples = next(folder / "examples" for folder in (Path.cwd(), *Path.cwd().parents) if (folder / "examples").is_dir())
folder = Path(tempfile.mkdtemp()) / "store"
with open_store(folder, "write") as store:
    build(sorted(path for path in examples.iterdir() if path.suffix in {".txt", ".md"}), store)

# %% [markdown]
# ## The text
#
# `$_drug` is replaced by an escaped term; the line that finds a thing by its name is always the same one. Labels and the present
# are in the default graph, what a release says in its own graph, `GRAPH ?release { … }`.

# %%
TEXT = """# title: What a drug acts on
# description: Each target of a drug, with a sentence that says so and its source.
# param: drug name required : the drug
PREFIX bp: <https://w3id.org/biotech-pipeline#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?target (MIN(?said) AS ?quote) (MIN(?file) AS ?source)
WHERE {
  ?drugIri rdfs:label|skos:altLabel ?drugIriName . FILTER(LCASE(STR(?drugIriName)) = LCASE($_drug))
  ?drugIri bp:target ?targetIri . ?targetIri rdfs:label ?target .
  GRAPH ?release {
    ?claim rdf:subject ?drugIri ; rdf:predicate bp:target ; rdf:object ?targetIri ; bp:evidence/oa:exact ?said .
    ?release dcterms:isPartOf/dcterms:source ?file .
  }
}
GROUP BY ?target
ORDER BY ?target
"""
question = read_question("targets", TEXT)
print(question.title, [p.name for p in question.parameters])

# %% [markdown]
# ## The answer, as a table

# %%
store = open_store(folder)
answer = answer_question(store, question, {"drug": "GTI-2501"})
table = pd.DataFrame(answer.rows, columns=list(answer.columns))
print(table.to_string())
assert len(table) == 1

# %% [markdown]
# ## What goes wrong, and how it is said

# %%
from kg.errors import KgError

for values in ({"drug": "GTI-25O1"}, {}):
    try:
        answer_question(store, question, values)
    except KgError as error:
        print(type(error).__name__, "-", error)
store.close()
