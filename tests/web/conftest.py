"""The gallery of all parts, for tests that look at it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web import gallery


@pytest.fixture(scope="module")
def gallery_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the gallery is served, under the content policy."""
    folder: Path = tmp_path_factory.mktemp("gallery")
    gallery.build(folder)
    with gallery.served(folder) as address:
        yield address
