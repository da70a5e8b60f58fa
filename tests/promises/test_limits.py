"""docs/limits.md says what the program does."""

import re
from importlib import import_module

import pytest

from tests.tidy.reading import ROOT

ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \| `([\w.]+)\.(\w+)` \|$", re.MULTILINE)
ROWS = ROW.findall((ROOT / "docs/limits.md").read_text("utf-8"))


@pytest.mark.parametrize(("what", "most", "module", "name"), ROWS, ids=[row[0] for row in ROWS])
def test_a_limit_is_the_one_that_is_written_down(
    what: str, most: str, module: str, name: str
) -> None:
    assert str(getattr(import_module(module), name)) == most, what


def test_no_row_is_overlooked() -> None:
    page = (ROOT / "docs/limits.md").read_text("utf-8")

    assert len(ROWS) == len(re.findall(r"^\| .*`", page, re.MULTILINE)) > 30
