"""The interface of a practice district, its clock standing at `make.NOW`."""

from pathlib import Path

import pytest

from app.kernel.db import Database
from tests import make
from tests.api.calling import Interface


@pytest.fixture
def interface(database: Database, tmp_path: Path) -> Interface:
    """The interface; arrange with `interface.database.write()`."""
    with database.write() as session:
        make.practice(session)
    return Interface(database, tmp_path)
