"""Who sits in an office, on which day, and what he reads and sends there."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path

from apiflask import APIFlask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.kernel.db import Database
from app.kernel.secrets import Secrets
from app.registry.accounts.actor import Actor
from tests import make
from tests.house import app_on
from tests.statements import count_statements
from tests.web.browsing import hidden_fields, signed_in, visible


@dataclass
class Offices:
    """The house on the test's database; `make.NOW` unless so many days later."""

    database: Database
    folder: Path

    @property
    def secrets(self) -> Secrets:
        """The keys of this house."""
        return Secrets(self.folder / "keys")

    @contextmanager
    def arrange(self) -> Iterator[Session]:
        """A writing unit whose objects may be read when it is over."""
        with self.database.write() as session:
            session.expire_on_commit = False
            yield session

    def at(self, person: Actor | None, *, days_later: int = 0) -> "Desk":
        """The desk of a person; of nobody, who has not signed in."""
        app = app_on(self.database, self.folder, fixed_now=make.NOW + timedelta(days=days_later))
        client = app.test_client()
        return Desk(app, signed_in(client, person) if person else client)


@dataclass
class Desk:
    """A browser in an office."""

    app: APIFlask
    client: FlaskClient

    def read(self, page: str) -> str:
        """The words of a page that must be there."""
        response = self.client.get(page)
        assert response.status_code == 200, (page, response.status_code)
        return visible(response)

    def html(self, page: str) -> str:
        """A page as it was sent."""
        return self.client.get(page).text

    def status(self, page: str) -> int:
        """How a page answers."""
        return self.client.get(page).status_code

    def send(self, page: str, to: str = "", *, times: int = 1, **fields: object) -> TestResponse:
        """Fill in the form of a page and send it, as often as somebody clicks; the last answer."""
        filled = hidden_fields(self.client, page) | fields
        answers = [self.client.post(to or page, data=filled) for _ in range(times)]
        return answers[-1]

    def sent(self, page: str, to: str = "", *, times: int = 1, **fields: object) -> str:
        """The words of the page that follows when all went well."""
        answer = self.send(page, to, times=times, **fields)
        assert answer.status_code == 302, visible(answer)
        return self.read(answer.location)

    def statements(self, page: str) -> int:
        """How many SQL statements a page takes, once the house is warm."""
        self.read(page)
        with count_statements() as sent:
            self.read(page)
        return len(sent)

    def rows(self, page: str) -> list[tuple[object, ...]]:
        """The rows of an exported workbook, from its head row on."""
        book = load_workbook(BytesIO(self.client.get(page).data), read_only=True)
        values = list(book.worksheets[0].iter_rows(values_only=True))
        return [row for row in values if sum(cell is not None for cell in row) > 1]
