"""The offices on a morning that stands still."""

from pathlib import Path

import pytest

from app.kernel.db import Database
from tests import make
from tests.registry.households.people import put_keys
from tests.web.office.offices import Offices


@pytest.fixture
def offices(database: Database, tmp_path: Path) -> Offices:
    """A practice database, since only there the clock can be set."""
    with database.write() as session:
        make.practice(session)
    put_keys(tmp_path / "keys")
    return Offices(database, tmp_path)
