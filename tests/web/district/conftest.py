"""The district's office, signed in."""

import pytest
from flask.testing import FlaskClient

from app.kernel.db import Database
from tests import make
from tests.web.browsing import signed_in


@pytest.fixture
def office(database: Database, client: FlaskClient) -> FlaskClient:
    """Somebody of the district's office at the PC."""
    with database.write() as session:
        return signed_in(client, make.admin(session))


@pytest.fixture
def audit(database: Database, client: FlaskClient) -> FlaskClient:
    """An auditor of the whole district, at another PC."""
    with database.write() as session:
        return signed_in(client.application.test_client(), make.auditor(session))
