"""Sending a file as a person does: choose it on a page, look at what it would do."""

from io import BytesIO

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.browsing import hidden_fields


def upload(client: FlaskClient, page: str, content: bytes, name: str) -> TestResponse:
    """Choose a file on a page and go where that leads."""
    return upload_with(client, page, content, name)


def upload_with(
    client: FlaskClient, page: str, content: bytes, name: str, **more: str
) -> TestResponse:
    """The same, with other fields of the form."""
    fields = hidden_fields(client, page) | {"file": (BytesIO(content), name)} | more
    return client.post(page, data=fields, content_type="multipart/form-data", follow_redirects=True)


def looked_at(response: TestResponse) -> str:
    """The address of the page that shows what a file would do."""
    return response.request.path
