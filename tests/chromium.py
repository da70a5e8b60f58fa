"""A browser for tests that need one: Debian's Chromium, never one that Playwright downloads."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pytest
from playwright.sync_api import Browser, sync_playwright

# The first draws the same pages without a window around them, in a quarter less time.
NAMES: Final = ("chromium-headless-shell", "chromium", "chromium-browser")


@contextmanager
def started_chromium() -> Iterator[Browser]:
    """Chromium, or a skipped test; on continuous integration a missing one is a failure."""
    path = _path()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_arguments())
        yield browser
        browser.close()


@contextmanager
def another_chromium(first: Browser, *arguments: str) -> Iterator[Browser]:
    """A second one beside the first, with further arguments; Playwright runs once a process."""
    browser = first.browser_type.launch(executable_path=_path(), args=[*_arguments(), *arguments])
    yield browser
    browser.close()


def _path() -> str:
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is not None:
        return path
    words = "no Chromium: apt-get install chromium fonts-noto-cjk"
    if os.environ.get("CI") == "true":
        pytest.fail(words)
    pytest.skip(words)


def _arguments() -> list[str]:
    # As root, which is how continuous integration runs, Chromium starts without its sandbox only.
    return ["--no-sandbox"] if os.geteuid() == 0 else []
