"""Mechanisms that are taken out of a copy of the house, one at a time."""

import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree, ignore_patterns

from tests.tidy.reading import ROOT

COPIED = ("app", "migrations", "tests", "scripts")
LEFT_OUT = ignore_patterns("__pycache__", "benchmarks")
RED = 1  # pytest: tests ran, and some failed


@dataclass(frozen=True)
class Cut:
    """One mechanism: where it stands, what is put in its place, and which test must notice."""

    promise: str
    what: str
    file: str
    old: str
    new: str
    test: str


def cuts() -> list[Cut]:
    """All of them, in the order of the promises."""
    told = tomllib.loads((Path(__file__).parent / "cuts.toml").read_text("utf-8"))
    return [Cut(**cut) for cut in told["cut"]]


def copied_to(folder: Path) -> Path:
    """A whole copy of the house, in which one may cut."""
    for name in COPIED:
        copytree(ROOT / name, folder / name, ignore=LEFT_OUT)
    (folder / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    return folder


def is_noticed(cut: Cut, copy: Path) -> bool:
    """Whether the test goes red when the mechanism is out; the copy is whole again afterwards."""
    file = copy / cut.file
    whole = file.read_text("utf-8")
    file.write_text(whole.replace(cut.old, cut.new, 1), "utf-8")
    try:
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-x", "--databases=sqlite", cut.test],
            cwd=copy, capture_output=True, text=True, check=False,
        )  # fmt: skip
    finally:
        file.write_text(whole, "utf-8")
    return ran.returncode == RED
