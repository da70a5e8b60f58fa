"""A browser for tests that need one: Debian's Chromium, never one that Playwright downloads."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright


@contextmanager
def started_chromium() -> Iterator[Browser]:
    """Chromium, or a skipped test; on continuous integration a missing one is a failure."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        words = "no Chromium: apt-get install chromium fonts-noto-cjk"
        pytest.fail(words) if os.environ.get("CI") == "true" else pytest.skip(words)
    # As root, which is how continuous integration runs, Chromium starts without its sandbox only.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()
