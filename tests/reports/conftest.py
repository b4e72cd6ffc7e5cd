"""The graph of the examples, built once, and one of a filing that speaks against itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.build import build
from kg.store import Store, open_store

ODD = """FORM 6-K SECURITIES AND EXCHANGE COMMISSION

Washington, D.C. 20549

Report of Foreign Issuer

For the fiscal year ended June 30, 2011

Quillmark Biologics Inc.

(Translation of registrant's name into English)

SIGNATURES

Pursuant to the requirements of the Securities Exchange Act of 1934, the registrant has duly caused this report to be
signed on its behalf by the undersigned.

Quillmark Biologics Inc.

Date: February 14, 2011

By: Ada Norling, Chief Financial Officer

QUILLMARK BIOLOGICS REPORTS SECOND QUARTER RESULTS

TORONTO, February 11, 2011 - Quillmark Biologics Inc. ("Quillmark") today reported results for the three and six
months ended
December 31, 2010.

General and administrative expenses for the three months ended December 31, 2010 were $1.2 million compared to $1.5
million for
the three months ended December 31, 2009.

The lower net loss is due to lower general and administrative expenses of ${change} thousand.

About Quillmark

Quillmark Biologics Inc. develops medicines for diseases of the ear. Quillmark has completed one Phase I and one
Phase {phase} trial.
"""


@pytest.fixture(scope="session")
def examples_folder(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    folder = tmp_path_factory.mktemp("reports") / "store"
    documents = sorted(p for p in (root / "examples").iterdir() if p.suffix in (".txt", ".md"))
    with open_store(folder, "write") as store:
        build(documents, store)
    return folder


@pytest.fixture
def examples(examples_folder: Path) -> Iterator[Store]:
    with open_store(examples_folder) as store:
        yield store


def odd_store(folder: Path, change: str, phase: str) -> Path:
    """The store of the odd filing with one change and one phase."""
    source = folder / "quillmark-6k.txt"
    source.write_text(ODD.format(change=change, phase=phase), encoding="utf-8")
    with open_store(folder / "store", "write") as store:
        build([source], store)
    return folder / "store"
