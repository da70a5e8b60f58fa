"""docs/asvs.md has a row for every requirement of level 2, and what it names is there."""

import re

import pytest

from tests.tidy.reading import ROOT

PAGE = (ROOT / "docs/asvs.md").read_text("utf-8")
# How many requirements of levels 1 and 2 each section of ASVS 5.0.0 has; they count from 1.
SECTIONS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1,
    "3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4,
    "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3, "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5,
    "6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2,
    "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4,
    "11.5": 1, "11.6": 1, "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1, "13.2": 5, "13.3": 2,
    "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1,
    "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3,
}  # fmt: skip
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([12]) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
NAMED = re.compile(
    r"`((?:app|docs|deploy|requirements|tests)[\w./-]*|pyproject\.toml)(?:::(\w+))?`"
)


def test_every_requirement_has_its_row_once() -> None:
    wanted = [f"{section}.{n}" for section, most in SECTIONS.items() for n in range(1, most + 1)]

    assert [row[0] for row in ROW.findall(PAGE)] == wanted
    assert re.findall(r"^## V(\d+) ", PAGE, re.MULTILINE) == [str(n) for n in range(1, 18)]


@pytest.mark.parametrize("section", ["V10 OAuth and OIDC", "V17 WebRTC"])
def test_a_chapter_without_rows_says_why(section: str) -> None:
    assert f"## {section}\n\nDoes not apply: no" in PAGE


def test_every_row_has_evidence_or_says_that_there_is_none() -> None:
    words = ("not shown", "does not apply", "not tried", "as 1", "as 3", "no such")
    bare = [
        number
        for number, _, _, evidence in ROW.findall(PAGE)
        if not NAMED.search(evidence) and not any(word in evidence for word in words)
    ]

    assert bare == []


def test_what_is_named_is_there() -> None:
    named = set(NAMED.findall(PAGE))

    assert len(named) > 80
    assert [path for path, _ in named if not (ROOT / path).exists()] == []
    missing = [
        f"{path}::{test}"
        for path, test in named
        if test and f"def {test}(" not in (ROOT / path).read_text("utf-8")
    ]
    assert missing == []
