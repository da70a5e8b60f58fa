"""Hostile requests to every address and every form: nothing breaks, nothing comes back raw.

Each request follows from the seed and its number; what went wrong is told with both, and with what
was sent. `python -m tests.everywhere.fuzzing SEED REQUESTS` runs it alone.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, Final
from uuid import uuid4

from werkzeug.wrappers import Response

from app.door.limits import limiter
from app.kernel.db import Database
from tests.api.calling import JSON, KEY
from tests.databases import sqlite_files
from tests.everywhere.addresses import ROLES, Address, addresses_of
from tests.everywhere.bodies import bodies_about
from tests.everywhere.expected import NOBODYS, Cell, Comes, expected
from tests.everywhere.forms import Form
from tests.everywhere.hostile import (
    MARKUP,
    RAW,
    TYPES,
    as_json,
    file_of,
    hostile,
    quoted,
    spoilt_body,
    spoilt_pairs,
    urlencoded,
)  # fmt: skip
from tests.everywhere.sides import Filled, Person
from tests.everywhere.walking import asked, forms_by_endpoint, months_of, reader_of

FORM: Final = "application/x-www-form-urlencoded"
#: How often something is sent, a page is asked for, a file is asked for, which takes long to draw.
WEIGHTS: Final = (78, 20, 2)
PACKED: Final = (".pdf", ".png", ".xlsx")
QUERIES: Final = (
    "after", "card", "card_text", "code", "day", "fresh", "from", "goods", "household", "kind",
    "month", "next", "page", "period", "q", "scheme", "show", "since", "size", "sort", "state",
    "step",
    "store", "to", "township", "user", "verb", "village", "week", "year",
)  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """A request that broke something, and what it broke."""

    seed: int
    number: int
    what: str
    request: str

    def __str__(self) -> str:
        return f"seed {self.seed}, request {self.number}: {self.what}\n  {self.request}"


class Fuzzer:
    """Sends hostile requests to the application of a filled district."""

    def __init__(self, filled: Filled, seed: int, forms: dict[str, Form]) -> None:
        """:param forms: as they stand on its pages, by the endpoint that they are sent to."""
        self._filled, self._seed, self._forms = filled, seed, forms
        filled.app.testing = False  # an exception becomes a page, as in production
        self._kinds = kinds_of(filled)
        self._bodies = bodies_about(filled.here)
        self._ids = sorted({*filled.here.values.values(), *filled.there.values.values()})
        self._client = filled.app.test_client(use_cookies=False)

    def run(self, requests: int) -> Iterator[Fault]:
        """So many requests; those that broke something."""
        for number in range(requests):
            if number % 200 == 0:
                limiter.reset()
            fault = self.send(number)
            if fault:
                yield fault

    def send(self, number: int) -> Fault | None:
        """One request, always the same for a number."""
        chance = Random(f"{self._seed}.{number}")
        (addresses,) = chance.choices(self._kinds, WEIGHTS)
        address = chance.choice(addresses)
        person = self._somebody(chance, address)
        request = self._request(chance, address, person)
        answer = self._client.open(**request)
        try:
            what = fault_in(answer)
        finally:
            answer.close()
        return Fault(self._seed, number, what, _told(address, person, request)) if what else None

    def _somebody(self, chance: Random, address: Address) -> Person:
        able = [role for role in ROLES if expected(Cell(address, role, own=True)) is Comes.IN]
        return self._filled.here.people[chance.choice(able)]

    def _request(self, chance: Random, address: Address, person: Person) -> dict[str, Any]:
        headers = dict(person.device) if address.is_api else {"Cookie": person.cookie}
        said: dict[str, Any] = {
            "path": self._path(chance, address, person),
            "method": address.method,
            "headers": headers,
        }
        if chance.random() < 0.35 or not address.writes:
            names = chance.sample(QUERIES, chance.randint(1, 4))
            said["query_string"] = "&".join(f"{name}={quoted(hostile(chance))}" for name in names)
        if not address.writes:
            return said
        if address.is_api:
            headers[KEY] = hostile(chance).strip() if chance.random() < 0.1 else str(uuid4())
            headers[KEY] = headers[KEY].encode("ascii", "ignore").decode().replace("\n", "")
        return said | self._content(chance, address, person)

    def _path(self, chance: Random, address: Address, person: Person) -> str:
        """The address with things of one's own; or of others; or with what is no thing at all."""
        side = self._filled.here if chance.random() < 0.9 else self._filled.there
        values = side.at(address, person)
        if "round_id" in values and chance.random() < 0.5:
            values["round_id"] = str(side.town.september)
        path = address.at(self._filled.app, values)
        spoils = bool(values) and chance.random() < 0.25
        if not spoils:
            return path
        name = chance.choice(sorted(values))
        return path.replace(values[name], quoted(hostile(chance)[:3000]) or "-", 1)

    def _content(self, chance: Random, address: Address, person: Person) -> dict[str, Any]:
        if chance.random() < 0.08:
            return {"data": chance.choice(RAW), "content_type": chance.choice((FORM, JSON, *TYPES))}
        if address.is_api:
            body = self._bodies.get(address.endpoint.rpartition(".")[2], {"reason": "甲"})
            return {
                "data": as_json(spoilt_body(chance, body, self._ids)),
                "content_type": JSON,
            }
        form = self._forms.get(address.endpoint) or Form(address.rule, "post")
        pairs = form.filled(person.csrf_token) or [("csrf_token", person.csrf_token)]
        spoilt = spoilt_pairs(chance, pairs, self._ids)
        files = file_of(chance, form)
        if not files:
            return {"data": urlencoded(spoilt), "content_type": FORM}
        fields: dict[str, Any] = {
            name: value.encode("utf-8", "ignore").decode()
            for name, value in spoilt
            if name.isascii()
        }
        packed = {name: (BytesIO(content), called) for name, (content, called) in files.items()}
        return {"data": fields | packed, "content_type": "multipart/form-data"}


def kinds_of(filled: Filled) -> tuple[list[Address], list[Address], list[Address]]:
    """The addresses that take something, those that show a page, those that draw a file."""
    able = [each for each in addresses_of(filled.app) if each.endpoint not in NOBODYS]
    return (
        [each for each in able if each.writes],
        [each for each in able if not each.writes and not each.rule.endswith(PACKED)],
        [each for each in able if not each.writes and each.rule.endswith(PACKED)],
    )


def fault_in(answer: Response) -> str:
    """What is wrong with an answer; nothing, as a rule."""
    if answer.status_code >= 500:
        return f"answered {answer.status_code}"
    if (answer.mimetype or "").startswith("text/"):
        text = answer.get_data(as_text=True)
        if "Traceback (most recent call last)" in text:
            return "showed a traceback"
        if answer.mimetype == "text/html" and any(markup in text for markup in MARKUP):
            return "gave markup back as it was sent"
    location = answer.headers.get("Location", "/").removeprefix("http://localhost")
    if not location.startswith("/") or location.startswith(("//", "/\\")):
        return f"led elsewhere: {location}"
    return ""


def fuzz(seed: int, requests: int, database: Database, data: Path) -> list[Fault]:
    """Fill an empty, migrated database and send so many hostile requests to an app on it."""
    filled = Filled(database, data)
    return list(Fuzzer(filled, seed, forms_of_pages(filled)).run(requests))


def forms_of_pages(filled: Filled) -> dict[str, Form]:
    """One form for each endpoint that takes one and stands on some page."""
    pages = [
        asked(filled, address, person, filled.here.at(address, person) | month)
        for address in kinds_of(filled)[1]
        if not address.is_api
        for person in (reader_of(address, filled.here),)
        for month in months_of(address, filled.here)
    ]
    return forms_by_endpoint(filled, pages)


def _told(address: Address, person: Person, request: dict[str, Any]) -> str:
    told = {name: value for name, value in request.items() if name != "headers"}
    return f"{address} as {person.role}: {told!r}"[:3000]


def main() -> int:
    """SEED and REQUESTS from the command line; the faults are printed."""
    seed, requests = int(sys.argv[1]), int(sys.argv[2])
    with sqlite_files() as files, files.fresh() as database, TemporaryDirectory() as data:
        faults = fuzz(seed, requests, database, Path(data))
    said = [f"seed {seed}: {requests} requests, {len(faults)} faults", *map(str, faults)]
    sys.stdout.write("\n".join(said) + "\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
