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
def test_a_text_that_is_not_whole_is_named(tmp_path: Path) -> None:
    text = CATALOGUE.read_text("utf-8")
    for before, after in (
        ('msgstr "Sign out"', 'msgstr ""'),
        ('msgid "打印"', 'msgid "打了"'),
        ('msgid "返回"', '#, fuzzy\nmsgid "返回"'),
        ("of %(points)s", "of %(point)s"),
    ):
        assert before in text
        text = text.replace(before, after, 1)
    copy = tmp_path / "messages.po"
    copy.write_text(text, "utf-8")

    result = checked(copy)

    assert result.returncode == 1
    for complaint in (
        "no English: '退出'", "no page says this any more: '打了'", "fuzzy: '返回'",
        "unknown named placeholder 'point'",
    ):  # fmt: skip
        assert complaint in result.stdout
