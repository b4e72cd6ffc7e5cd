"""A graph opened for Python: the questions as methods with typed rows, and the same quads as an rdflib Dataset."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from kg.queries import questions as asked
from kg.queries.ask import ask
from kg.queries.model import Answer
from kg.queries.names import Named, find_named
from kg.queries.neighbourhood import neighbourhood
from kg.queries.ways import path_between
from kg.store import Store, open_store

if TYPE_CHECKING:
    import networkx as nx
    from rdflib import Dataset


def open_graph(folder: Path | str) -> Graph:
    """The graph in a store's folder, to read as it stands now; `kg.open` for short.

    Raises as `open_store` does. Close it, or use it in a `with` statement.
    """
    return Graph(open_store(folder))


class Graph:
    """An open graph. Things are called by any of their names; days are ISO dates, "" for today.

    Methods raise `UnknownName`, with the nearest names, for what the graph does not hold.
    """

    def __init__(self, store: Store):
        self.store = store
        self._dataset: Dataset | None = None

    def __enter__(self) -> Graph:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the folder; the dataset cannot be asked after that."""
        self._dataset = None
        self.store.close()

    @property
    def dataset(self) -> Dataset:
        """The quads as an rdflib Dataset: the default graph is the present, each release a graph of its own.

        SPARQL is answered by Oxigraph, so give `dataset.query` the text of a query: one prepared by rdflib would be
        answered by rdflib's own engine, hundreds of times slower, and raises QueryError instead.
        """
        if self._dataset is None:
            from kg.queries.dataset import dataset_of

            self._dataset = dataset_of(self.store)
        return self._dataset

    def ask(self, question: str, as_of: str = "", **parameters: str) -> Answer:
        """The answer to any named question (`kg query --list`), as columns and rows."""
        return ask(self.store, question, parameters, as_of)

    def find(self, name: str) -> Named:
        """The thing of that name, with its IRI."""
        return find_named(self.store, name)

    def neighbourhood(self, name: str, depth: int = 1, as_of: str = "") -> nx.MultiDiGraph[str]:
        """What lies within some steps of a thing, with a quote on every edge."""
        return neighbourhood(self.store, self.find(name).iri, depth, as_of=as_of)

    def path(self, one: str, other: str, as_of: str = "") -> nx.MultiDiGraph[str] | None:
        """The shortest way from one thing to another over asserted facts; None where there is none."""
        return path_between(self.store, self.find(one).iri, self.find(other).iri, as_of)

    # ---- the questions, typed ---------------------------------------------------------------------------------------

    def pipeline(self, company: str, as_of: str = "") -> tuple[asked.PipelineRow, ...]:
        """A company's drugs and trials as last stated by a day, the farthest on first."""
        return asked.pipeline(self.store, company, as_of)

    def changes(self, company: str, since: str, until: str = "") -> tuple[asked.Change, ...]:
        """What is new of a company in releases after `since` and up to `until`."""
        return asked.changes(self.store, company, since, until)

    def history(self, drug: str, as_of: str = "") -> tuple[asked.HistoryRow, ...]:
        """All that was ever said of a drug, oldest first."""
        return asked.history(self.store, drug, as_of)

    def partners(self, company: str) -> tuple[asked.Partnership, ...]:
        """A company's agreements by partner."""
        return asked.partners(self.store, company)

    def offices(self, company: str = "", person: str = "", as_of: str = "") -> tuple[asked.Office, ...]:
        """Who held which office when, of a company, a person or both."""
        return asked.offices(self.store, company, person, as_of)

    def trials(self, **fitting: str) -> tuple[asked.TrialRow, ...]:
        """Trials that fit all that is asked: phase, status, site, investigator, drug, indication, company."""
        return asked.trials(self.store, **fitting)

    def disagreements(self, about: str = "", as_of: str = "") -> tuple[asked.Disagreement, ...]:
        """What cannot both hold, of a company or drug or of all companies, the gravest first."""
        return asked.disagreements(self.store, about, as_of)

    def cash(self, company: str) -> tuple[asked.CashRow, ...]:
        """Cash, burn and runway by period."""
        return asked.cash(self.store, company)

    def promises(self, company: str, as_of: str = "") -> tuple[asked.PromiseRow, ...]:
        """What a company said would come, and what became of it."""
        return asked.promises(self.store, company, as_of)

    def expectations(self, company: str, as_of: str = "") -> tuple[asked.ExpectationRow, ...]:
        """What a company says is to come by when, oldest first."""
        return asked.expectations(self.store, company, as_of)

    def guidance(self, company: str, as_of: str = "") -> tuple[asked.GuidanceRow, ...]:
        """How long a company says its money lasts, oldest first."""
        return asked.guidance(self.store, company, as_of)

    def wording(self, company: str, as_of: str = "") -> tuple[asked.WordingRow, ...]:
        """Each sentence of a company's own description, with its days."""
        return asked.wording(self.store, company, as_of)

    def support(self, drug: str, as_of: str = "") -> tuple[asked.SupportRow, ...]:
        """How many releases, wordings and publishers stand behind each statement about a drug."""
        return asked.support(self.store, drug, as_of)

    def silence(self, company: str, as_of: str = "") -> tuple[asked.Silence, ...]:
        """What a company has not spoken of for more than a year, the longest silence first."""
        return asked.silence(self.store, company, as_of)

    def mentions(self, company: str, as_of: str = "") -> tuple[asked.Mention, ...]:
        """When each drug of a company was last mentioned, the longest ago first."""
        return asked.mentions(self.store, company, as_of)
