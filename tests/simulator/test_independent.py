"""The model foretells by itself: what knows the rules of the house is used for acting only."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tidy.reading import ROOT

MODEL = "app.simulator.model"
OPERATIONS = sorted((ROOT / "app/simulator/operations").glob("[a-z]*.py"))
SLICES = ("app.changes", "app.ledger", "app.registry", "app.reports", "app.scoring", "app.shop")
# Where an operation speaks with the house; what is foretold and booked stands elsewhere.
SPEAKS = {"act", "learn", "stock_lines"}


def rules_of(tree: ast.Module) -> set[str]:
    """The functions and classes of the slices that a file knows."""
    return {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(SLICES)
        for alias in node.names
    }


def used_in(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Each function with the names that it looks up."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for statement in function.body:
                for node in ast.walk(statement):
                    if isinstance(node, ast.Name):
                        yield function.name, node.id


@pytest.mark.parametrize("path", OPERATIONS, ids=lambda path: path.stem)
def test_only_what_acts_knows_the_house(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    rules = rules_of(tree)

    told = {(where, name) for where, name in used_in(tree) if name in rules}

    assert {where for where, _ in told} <= SPEAKS, told


def test_the_model_imports_nothing_of_the_house() -> None:
    imported = {
        node.module or ""
        for path in (ROOT / "app/simulator/model").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom)
    }

    assert MODEL + ".state" in imported, "the files are read"
    assert {name for name in imported if name.startswith("app") and MODEL not in name} == set()
