"""Habits of style.md that a linter does not hold."""

from __future__ import annotations

import ast

import pytest

from tests.contracts.source import Module, modules

VAGUE = {"utils", "util", "helpers", "helper", "common", "core", "base", "misc", "manager", "handler", "info"}


def by_kind(name: str) -> tuple[bool, bool, str]:
    """Constants, then classes, then functions: the order that ruff's RUF022 writes."""
    return not name.isupper(), not name[0].isupper(), name


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
class TestModule:
    def test_all_is_sorted(self, module: Module) -> None:
        for node in module.tree.body:
            if isinstance(node, ast.Assign) and any(
                isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets
            ):
                names = ast.literal_eval(node.value)
                assert list(names) == sorted(names, key=by_kind)
                assert len(set(names)) == len(names)

    def test_prints_only_in_the_command_line(self, module: Module) -> None:
        calls = [
            node.lineno
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
        ]
        assert module.layer == "cli" or not calls

    def test_what_is_public_says_what_it_gives(self, module: Module) -> None:
        public = [
            node
            for node in module.tree.body
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_")
        ]
        silent = [node.name for node in public if not ast.get_docstring(node)]
        assert not silent
        assert len((ast.get_docstring(module.tree) or "").split()) > 2 or not module.tree.body  # "TODO" says nothing

    def test_name_says_a_thing(self, module: Module) -> None:
        assert not VAGUE & set(module.name.split("."))

    def test_logging_is_set_up_only_in_the_command_line(self, module: Module) -> None:
        calls = {ast.unparse(node.func) for node in ast.walk(module.tree) if isinstance(node, ast.Call)}
        assert module.layer == "cli" or not calls & {"logging.basicConfig", "basicConfig", "logging.config.dictConfig"}
