"""The open pages on a morning that stands still."""

from pathlib import Path

import pytest

from app.kernel.db import Database
from tests import make
from tests.web.office.offices import Offices


@pytest.fixture
def open_pages(database: Database, tmp_path: Path) -> Offices:
    """A practice database, since only there the clock can be set."""
    with database.write() as session:
        make.practice(session)
    return Offices(database, tmp_path)
