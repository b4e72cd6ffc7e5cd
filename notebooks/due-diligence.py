# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#       jupytext_version: 1.19.6
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Due diligence on a small company
#
# Tarnwick Pharmaceuticals is invented; its releases lie in `examples/`. The steps are those one would take with a real one:
# what is in the pipeline, who pays for it, who runs it, how long the cash lasts, what was promised, and where its own
# releases disagree. Every answer comes with the sentence that says so.
#
# To open it in Jupyter: `pip install jupyterlab` beside `kg`, then `jupyter lab notebooks/`.

# %%
import tempfile
from pathlib import Path

from kg.build import build
from kg.queries import questions
from kg.store import open_store

examples = next(folder / "examples" for folder in (Path.cwd(), *Path.cwd().parents) if (folder / "examples").is_dir())
documents = sorted(path for path in examples.iterdir() if path.suffix in {".txt", ".md"})
folder = Path(tempfile.mkdtemp()) / "store"
with open_store(folder, "write") as store:
    report = build(documents, store)
print(f"{report.documents} documents, {report.releases} releases, {report.entities} entities, {report.facts} facts")

# %% [markdown]
# ## The pipeline, then and now
#
# `as_of` leaves out whatever was issued later: what an investor could know before the offering of June 2019, and after the
# application of August 2020.

# %%
company = "Tarnwick Pharmaceuticals"
store = open_store(folder)
for day in ("2019-06-11", ""):
    print(f"--- {day or 'latest'}")
    for row in questions.pipeline(store, company, as_of=day):
        print(f"{row.drug:12} {row.indication:28} {row.phase:10} {row.status:10} {row.date}")

# %% [markdown]
# ## Partners and money

# %%
for deal in questions.partners(store, company):
    amount = f"{deal.amount:,} {deal.currency}" if deal.amount is not None else ""
    print(f"{deal.partner}: {deal.type}, {deal.drugs}, {deal.payment} {amount}")
    print(f"    “{deal.quote}” ({deal.source}, {deal.date})")

# %% [markdown]
# ## Who holds which office

# %%
for office in questions.offices(store, company=company):
    print(f"{office.date}  {office.person:20} {office.title:34} {office.status}")

# %% [markdown]
# ## How long the cash lasts
#
# A balance, the loss of the period that ends with it, and the months that the one covers at the rate of the other.

# %%
for cash in questions.cash(store, company):
    print(cash.period_end, cash.cash, cash.currency, cash.burn, "in", cash.months, "months; runway", cash.runway_months)

# %% [markdown]
# ## Promises and contradictions
#
# HARBOR had 64 patients in May 2019 and 61 in December: one of the two sentences is wrong, or three patients were never treated. Ask.

# %%
for promise in questions.promises(store, company):
    print(f"{promise.promised} {promise.about}: {promise.value} -> {promise.outcome} {promise.became} {promise.on}")
for pair in questions.disagreements(store, company):
    print(f"{pair.about}, {pair.what}: {pair.value1} ({pair.source1}) against {pair.value2} ({pair.source2})")

# %% [markdown]
# ## The same with SPARQL and pandas
#
# Every question is a text in `ontology/queries/`; your own is one too.

# %%
import pandas as pd

from kg.queries.ask import answer_text

answer = answer_text(
    store,
    """
SELECT ?drug ?phase ?status { ?t a bp:Trial ; bp:intervention/rdfs:label ?drug
  OPTIONAL { ?t bp:phase/rdfs:label ?phase } OPTIONAL { ?t bp:status/rdfs:label ?status } } ORDER BY ?drug ?phase""",
)
trials = pd.DataFrame(answer.rows, columns=list(answer.columns))
print(trials.fillna("unknown").groupby(["drug", "phase"]).size().to_string())

# %% [markdown]
# ## Who stands in the middle
#
# The graph around a company, as networkx has it: betweenness says through whom most shortest ways lead.

# %%
import networkx as nx

from kg.queries.names import find_named
from kg.queries.neighbourhood import neighbourhood

around = neighbourhood(store, find_named(store, company).iri, depth=2)
between = nx.betweenness_centrality(nx.Graph(around))
for node, share in sorted(between.items(), key=lambda pair: (-pair[1], pair[0]))[:5]:
    print(f"{share:.3f}  {around.nodes[node]['label']}")

# %% [markdown]
# ## A picture: what was told when

# %%
import matplotlib

matplotlib.use("Agg")  # in a notebook server, leave this line out
import matplotlib.pyplot as plt

from kg.queries.case import open_case
from kg.queries.timeline import timeline_of

case = open_case(store, company, "Organization")
events = pd.DataFrame(
    [(pd.Timestamp(row.told), row.kind) for row in timeline_of(case) if row.told], columns=["day", "kind"]
)
figure, axes = plt.subplots(figsize=(8, 3))
axes.plot(events["day"], events["kind"], "o")
axes.set_title(f"What {company} told when")
figure.savefig(folder.parent / "timeline.png")
print((folder.parent / "timeline.png").stat().st_size > 0)

# %% [markdown]
# ## The dossier
#
# All of it on one page, each value with the number of its sentence; `kg report company` writes the same.

# %%
from kg.reports.dossier import make_dossier
from kg.reports.html import as_html
from kg.reports.notes import make_notes

dossier = make_dossier(store, "company", company)
page = as_html(dossier, make_notes(dossier, store))
(folder.parent / "dossier.html").write_text(page, encoding="utf-8")
for _, title, sheets in dossier.sections:
    print(f"{title:20} {sum(len(sheet.rows) for sheet in sheets)} rows")

# %% [markdown]
# ## One drug from the first word to the last

# %%
for said in questions.history(store, "velcastinib"):
    print(f"{said.date}  {said.what:14} {said.value:40} {said.source}")
store.close()
