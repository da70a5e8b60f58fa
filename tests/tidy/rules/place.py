"""What may stand where: imports at the top, Flask in the pages, Chinese in words and templates."""

import ast
import re
from collections.abc import Iterator

from tests.tidy.reading import Finding, Source

SLICES = (
    "app/kernel",
    "app/registry",
    "app/ledger",
    "app/scoring",
    "app/shop",
    "app/giving",
)
BELOW_THE_PAGES = (*SLICES, "app/reports", "app/words", "app/papers", "app/demo")
CHINESE_IS_SUBJECT = (
    "app/registry/households/roster",  # header words, and village names as clerks shorten them
    "app/scoring/books/written.py",  # answers and days as people write them
    "app/registry/households/names.py",  # surnames that are read otherwise than the dictionary says
)
WEB_PACKAGES = re.compile(r"^(flask|flask_\w+|apiflask|werkzeug|wtforms)$")
HAN = re.compile("[\u3400-\u9fff]")


def late_imports(source: Source) -> Iterator[Finding]:
    """Imports stand at the top of the file."""
    for function in source.functions():
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield source.finding(
                    node,
                    f"import inside {function.name}()",
                    "import at the top; if that makes a cycle, move the function to the wing "
                    "that owns its subject",
                )


def flask_below_the_pages(source: Source) -> Iterator[Finding]:
    """The domain does not know that it is on the web."""
    if not source.is_in(*BELOW_THE_PAGES):
        return
    for node in source.nodes():
        for name in filter(WEB_PACKAGES.match, _imported_packages(node)):
            yield source.finding(
                node,
                f"imports {name} below the pages",
                "take what you need as an argument; app/web, app/api or app/cli passes it",
            )


def chinese_in_slices(source: Source) -> Iterator[Finding]:
    """Slices speak in codes; sentences stand in words/ and in templates."""
    if not source.is_in(*SLICES) or source.is_in(*CHINESE_IS_SUBJECT):
        return
    docstrings = {id(node.value) for node in source.nodes() if isinstance(node, ast.Expr)}
    for node in source.nodes():
        if isinstance(node, ast.Constant) and id(node) not in docstrings and _is_chinese(node):
            yield source.finding(
                node,
                f"Chinese text {node.value!r} in a slice",
                "raise or return a code; app/words has the sentence for it",
            )


def _imported_packages(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name.partition(".")[0] for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module.partition(".")[0]]
    return []


def _is_chinese(node: ast.Constant) -> bool:
    return isinstance(node.value, str) and HAN.search(node.value) is not None
