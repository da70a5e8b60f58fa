"""What a house rule looks at, and what it says when it is broken."""

import ast
import subprocess
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

Function = ast.FunctionDef | ast.AsyncFunctionDef
Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Finding:
    """One place where a house rule is broken, and the way out."""

    path: str
    line: int
    what: str
    instead: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}\n    instead: {self.instead}"


@dataclass(frozen=True)
class Source:
    """One Python file: where it stands, from the root, and what it says."""

    path: str
    text: str
    tree: ast.Module

    @classmethod
    def of(cls, path: str, text: str) -> "Source":
        """A file that need not exist, for rules to be tried on."""
        return cls(path, text, ast.parse(text, path))

    def is_in(self, *places: str) -> bool:
        """Does the file stand at, or below, one of these places?"""
        return any(self.path == place or self.path.startswith(f"{place}/") for place in places)

    def nodes(self) -> Iterator[ast.AST]:
        """Every node of the file."""
        return ast.walk(self.tree)

    def attributes(self) -> Iterator[ast.Attribute]:
        """Every `thing.name` of the file."""
        return (node for node in self.nodes() if isinstance(node, ast.Attribute))

    def calls(self) -> Iterator[ast.Call]:
        """Every call of the file."""
        return (node for node in self.nodes() if isinstance(node, ast.Call))

    def functions(self) -> Iterator[Function]:
        """Every function and method of the file, at any depth."""
        return (node for node in self.nodes() if isinstance(node, Function))

    def finding(self, node: ast.AST, what: str, instead: str) -> Finding:
        """The rule is broken at this node."""
        return Finding(self.path, getattr(node, "lineno", 1), what, instead)


Rule = Callable[[Source], Iterable[Finding]]


def demand_none(findings: Iterable[Finding]) -> None:
    """Fail with the findings one below the other, and nothing else around them."""
    lines = [str(finding) for finding in findings]
    if lines:
        pytest.fail("\n".join(lines), pytrace=False)


@cache
def python_sources() -> list[Source]:
    """Every Python file of app/."""
    return [Source.of(path, text) for path, text in texts("app", "**/*.py").items()]


def texts(folder: str, pattern: str) -> dict[str, str]:
    """What stands in the files of a folder, by path from the root."""
    files = sorted((ROOT / folder).glob(pattern))
    return {file.relative_to(ROOT).as_posix(): file.read_text("utf-8") for file in files}


def committed_texts() -> dict[str, str]:
    """What stands in every text file that git knows."""
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    )
    files = [ROOT / name for name in listing.stdout.split("\0") if name]
    contents = {file: file.read_bytes() for file in files if file.is_file()}
    return {
        file.relative_to(ROOT).as_posix(): content.decode("utf-8", "replace")
        for file, content in contents.items()
        if b"\0" not in content
    }
