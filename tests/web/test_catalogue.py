"""The English texts are whole: nothing missing, doubtful or left over."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tidy.reading import ROOT

CATALOGUE = ROOT / "app" / "web" / "translations" / "en" / "LC_MESSAGES" / "messages.po"


def checked(catalogue: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "scripts/catalogue.py", "--check", "--file", str(catalogue)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_every_text_of_the_pages_has_its_english() -> None:
    result = checked(CATALOGUE)

    assert result.returncode == 0, f"run `make catalogue` and fill in:\n{result.stdout}"


def test_a_percent_sign_in_a_text_is_written_twice() -> None:
    texts = re.findall(r'^(?:msgstr.*)?"(.*)"$', CATALOGUE.read_text("utf-8"), re.MULTILINE)

    lone = [text for text in texts if re.search(r"%(?!\()", text.replace("%%", ""))]

    assert lone == [], "a template fills in every text: a lone % breaks its page"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ('msgstr "Sign out"', 'msgstr ""', "no English: '退出'"),
        ('msgid "退出"', 'msgid "退了"', "no page says this any more: '退了'"),
        ('msgid "退出"', '#, fuzzy\nmsgid "退出"', "fuzzy: '退出'"),
        ("of %(points)s", "of %(point)s", "unknown named placeholder 'point'"),
    ],
)
def test_a_text_that_is_not_whole_is_named(
    tmp_path: Path, before: str, after: str, complaint: str
) -> None:
    text = CATALOGUE.read_text("utf-8")
    assert before in text
    copy = tmp_path / "messages.po"
    copy.write_text(text.replace(before, after, 1), "utf-8")

    result = checked(copy)

    assert result.returncode == 1
    assert complaint in result.stdout
