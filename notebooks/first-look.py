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
# # A first look
#
# Build a graph from the example documents, see what it holds, ask it a question, and read the sentence behind an answer.
#
# To open it in Jupyter: `pip install jupyterlab` beside `kg`, then `jupyter lab notebooks/`.

# %%
import tempfile
from pathlib import Path

from kg.build import build
from kg.store import open_store

examples = next(folder / "examples" for folder in (Path.cwd(), *Path.cwd().parents) if (folder / "examples").is_dir())
documents = sorted(path for path in examples.iterdir() if path.suffix in {".txt", ".md"})
folder = Path(tempfile.mkdtemp()) / "store"
with open_store(folder, "write") as store:
    report = build(documents, store)
print(f"{report.documents} documents, {report.releases} releases, {report.entities} entities, {report.facts} facts")

# %% [markdown]
# ## What is in it
#
# The default graph holds the present: each statement once. Every release is a named graph of its own, with the claims and the
# passages that back them.

# %%
store = open_store(folder)
for kind, count in store.select(
    "SELECT ?type (COUNT(?x) AS ?n) { ?x a ?type } GROUP BY ?type ORDER BY DESC(?n) LIMIT 12"
).rows:
    print(f"{count.value:>6}  {kind.value.rpartition('#')[2]}")

# %% [markdown]
# ## A question, and the sentence behind its answer

# %%
from kg.queries import questions

for row in questions.pipeline(store, "Lorus Therapeutics")[:3]:
    print(row.drug, "|", row.indication, "|", row.phase, "|", row.status)
    print(f"    “{row.quote}” ({row.source}, {row.date})")

# %% [markdown]
# ## The same as of an earlier day
#
# Nothing that was issued later counts.

# %%
for row in questions.pipeline(store, "Lorus Therapeutics", as_of="2003-12-31"):
    print(row.date, row.drug, row.phase, row.status)
store.close()
