"""A browser for tests that need one: Debian's Chromium, never one that Playwright downloads."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.web import gallery


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One Chromium for the tests of a file."""
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


@pytest.fixture(scope="module")
def gallery_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the gallery is served, under the content policy."""
    folder: Path = tmp_path_factory.mktemp("gallery")
    gallery.build(folder)
    with gallery.served(folder) as address:
        yield address
