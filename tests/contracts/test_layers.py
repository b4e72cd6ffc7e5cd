"""The import order of the house: left may never import right."""

from __future__ import annotations

import pytest

from tests.contracts.source import Module, imports, modules

ORDER = (
    "errors",
    "disk",
    "confine",
    "forks",
    "ontology",
    "lexicons",
    "documents",
    "annotation",
    "resolution",
    "graph",
    "store",
    "build",
    "queries",
    "checks",
    "views",
    "reports",
    "server",
    "cli",
    "__main__",
)

# Libraries with one door: only these layers may import them.
DOORS = {
    "pyoxigraph": {"kg.store"},
    "oxrdflib": {"kg.queries.dataset"},
    "spacy": {"kg.annotation"},
    "thinc": {"kg.annotation"},
    "pyvis": {"kg.views"},
    "argparse": {"kg.cli"},
}


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_imports_only_what_stands_to_its_left(module: Module) -> None:
    if module.name == "kg":
        return  # the front door re-exports from every layer
    assert module.layer in ORDER, f"{module.name} has no place in the order; add its layer to ORDER and to design"
    rank = ORDER.index(module.layer)
    for name, line in imports(module):
        parts = name.split(".")
        if parts[0] != "kg" or parts[1:] == ["__version__"]:
            continue
        assert parts[1] in ORDER if parts[1:] else False, f"{module.path.name}:{line} imports the front door, {name}"
        assert ORDER.index(parts[1]) <= rank, f"{module.path.name}:{line}: {module.name} may not import {name}"


@pytest.mark.parametrize("library", DOORS)
def test_a_library_has_one_door(library: str) -> None:
    doors = DOORS[library]
    strangers = [
        f"{module.path.name}:{line}"
        for module in modules()
        for name, line in imports(module)
        if name.split(".")[0] == library and not any(f"{module.name}.".startswith(f"{door}.") for door in doors)
    ]
    assert not strangers, f"only {', '.join(sorted(doors))} may import {library}"


def test_no_module_takes_part_in_a_cycle() -> None:
    """Also inside a layer, where the order does not help."""
    names = {module.name for module in modules()}

    def target(name: str) -> str | None:
        while name and name not in names:
            name = name.rpartition(".")[0]
        return name or None

    edges = {
        module.name: {found for name, _ in imports(module) if (found := target(name)) and found != module.name}
        for module in modules()
    }
    for package in [module.name for module in modules() if module.path.name == "__init__.py"]:
        for name in edges:  # a module that imports a package's sibling is no cycle with the package's own front door
            if name.startswith(f"{package}."):
                edges[name].discard(package)
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail, name))
        if name not in done:
            for other in sorted(edges[name]):
                visit(other, (*trail, name))
            done.add(name)

    for name in sorted(edges):
        visit(name, ())
