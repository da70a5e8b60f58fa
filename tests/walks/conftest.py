"""Whole stories in a real browser: the application on a real server, on an SQLite file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from app.reports.verify import checks
from tests.databases import SqliteFiles
from tests.serving import Site, served


@pytest.fixture
def site(sqlite: SqliteFiles, tmp_path: Path, chromium: Browser) -> Iterator[Site]:
    """The application, running on an empty district; afterwards its books must agree."""
    with sqlite.fresh() as database, served(database, tmp_path, chromium) as running:
        yield running
        with database.read() as session:
            bad = [(check.name, check.bad) for check in checks(session) if check.bad]
        assert not bad, f"jifen verify found: {bad}"
