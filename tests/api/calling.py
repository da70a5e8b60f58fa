"""A device with a token. Whatever it is answered must be as the interface describes itself."""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid4

import jsonschema_rs
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.door.context import House, move_in
from app.door.limits import limiter
from app.kernel.db import Database
from app.kernel.secrets import Secrets
from app.registry.accounts.actions import issue_token
from app.registry.accounts.actor import Actor
from tests import make
from tests.house import new_app
from tests.registry.households.people import put_keys

PREFIX = "/api/v1"
JSON = "application/json"
KEY = "Idempotency-Key"
Body = dict[str, Any]


class Description:
    """What an app says of its own interface."""

    def __init__(self, app: APIFlask) -> None:
        self._urls = app.url_map.bind("localhost")
        self.document: Body = app.test_client().get(f"{PREFIX}/openapi.json").get_json()

    def operation(self, method: str, path: str) -> Body:
        """How a call is described."""
        rule, _ = self._urls.match(path, method, return_rule=True)
        template = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        found: Body = self.document["paths"][template][method.lower()]
        return found

    def demand(self, schema: Body, value: object) -> None:
        """Fail unless a value is as a schema of the document has it."""
        whole = {**schema, "components": self.document["components"]}
        jsonschema_rs.Draft202012Validator(whole, validate_formats=True).validate(value)


class Device:
    """Calls the interface as one person, and checks every answer against its description."""

    def __init__(self, client: FlaskClient, description: Description, token: str) -> None:
        self._client = client
        self._description = description
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, path: str, **query: str) -> TestResponse:
        """Look at something."""
        return self.send("GET", path, query=query)

    def put(self, path: str, body: object) -> TestResponse:
        """Write something whose request id stands in its path."""
        return self.send("PUT", path, body=body)

    def post(self, path: str, body: object = None, *, key: UUID | None = None) -> TestResponse:
        """Do something, with a new request id unless one is given."""
        return self.send("POST", path, body=body, headers={KEY: str(key or uuid4())})

    def send(
        self,
        method: str,
        path: str,
        *,
        body: object = None,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> TestResponse:
        """Any request; what was accepted, and every answer, must be as described."""
        answer = self._client.open(
            PREFIX + path, method=method, query_string=query, json=body,
            headers=self.headers | dict(headers),
        )  # fmt: skip
        operation = self._description.operation(method, PREFIX + path)
        said = operation["responses"][str(answer.status_code)]["content"][JSON]["schema"]
        assert answer.mimetype == JSON
        self._description.demand(said, answer.get_json())
        if answer.status_code < 300 and body is not None:
            self._description.demand(operation["requestBody"]["content"][JSON]["schema"], body)
        return answer


class Interface:
    """The interface on a practice database whose clock stands at an instant."""

    def __init__(self, database: Database, data: Path, now: datetime = make.NOW) -> None:
        self.database, self._data = database, data
        self.app, self.description = built()
        put_keys(data / "keys")
        move_in(self.app, House(database, Secrets(data / "keys"), data, fixed_now=now))
        limiter.reset()

    def by(self, person: Actor) -> Device:
        """A device of a person, made by `make`."""
        with self.database.write() as session:
            return self.device(token_of(session, person))

    def by_nobody(self) -> Device:
        """A device without a token."""
        return self.device("")

    def device(self, token: str) -> Device:
        """A device with this token."""
        return Device(self.app.test_client(), self.description, token)

    def at(self, now: datetime) -> "Interface":
        """The same database at another time; from here on, at that time only."""
        return Interface(self.database, self._data, now)


def token_of(session: Session, person: Actor) -> str:
    """A new token of a person, made by `make`."""
    return issue_token(session, make.console(session), username=person.username, now=make.NOW)


@cache
def built() -> tuple[APIFlask, Description]:
    """One application for all tests, with its description read once.

    Each test moves it into a house of its own before the first request.
    """
    app = new_app()
    app.testing = True
    return app, Description(app)


def code_of(answer: TestResponse) -> tuple[int, str]:
    """Status and code of a refusal."""
    return answer.status_code, answer.get_json()["code"]
