"""How code reads: it says what it is for, it is small, it swallows nothing."""

import ast
from collections.abc import Iterator

from tests.tidy.reading import Definition, Finding, Function, Source

MOST_LINES_FUNCTION = 50
MOST_LINES_FILE = 300
MOST_POSITIONAL = 5


def missing_docstrings(source: Source) -> Iterator[Finding]:
    """Everything public says what it is for."""
    for node in _public_definitions(source.tree):
        if not ast.get_docstring(node):
            yield source.finding(
                node,
                f"{node.name} has no docstring",
                "a first line that says, as a sentence, what it is for; then units and refusals",
            )


def long_functions(source: Source) -> Iterator[Finding]:
    """A function fits on a screen."""
    for function in source.functions():
        lines = (function.end_lineno or function.lineno) - function.lineno + 1
        if lines > MOST_LINES_FUNCTION:
            yield source.finding(
                function,
                f"{function.name}() has {lines} lines",
                f"split it by what it does; at most {MOST_LINES_FUNCTION}, better 15",
            )


def long_files(source: Source) -> Iterator[Finding]:
    """A file has one subject."""
    lines = len(source.text.splitlines())
    if lines > MOST_LINES_FILE:
        yield Finding(
            source.path,
            MOST_LINES_FILE + 1,
            f"{lines} lines",
            f"split it by verb; at most {MOST_LINES_FILE}, better 100",
        )


def many_positional(source: Source) -> Iterator[Finding]:
    """Past five parameters, a call says which is which."""
    for function in source.functions():
        count = len(_positional_names(function) - {"self", "cls"})
        if count > MOST_POSITIONAL:
            yield source.finding(
                function,
                f"{function.name}() takes {count} positional parameters",
                "put a * before those whose order nobody can remember",
            )


def catch_alls(source: Source) -> Iterator[Finding]:
    """What we did not foresee is not swallowed."""
    for node in source.nodes():
        if isinstance(node, ast.ExceptHandler) and _catches_everything(node):
            yield source.finding(
                node,
                "catches everything",
                "name the exceptions this call is known to raise; let the others through",
            )


def _public_definitions(owner: ast.Module | ast.ClassDef) -> Iterator[Definition]:
    for node in owner.body:
        if not isinstance(node, Definition) or node.name.startswith("_"):
            continue
        # An overload and a setter are explained where the function itself stands.
        if not any(ast.unparse(d).endswith(("overload", ".setter")) for d in node.decorator_list):
            yield node
        if isinstance(node, ast.ClassDef):
            yield from _public_definitions(node)


def _positional_names(function: Function) -> set[str]:
    return {a.arg for a in (*function.args.posonlyargs, *function.args.args)}


def _catches_everything(node: ast.ExceptHandler) -> bool:
    if node.type is None:
        return True
    kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    return any(ast.unparse(kind) in {"Exception", "BaseException"} for kind in kinds)
