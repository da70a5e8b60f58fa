"""Everybody of the practice district follows the links that he finds: no person's number is shown.

The numbers are those of the district itself, opened with its keys (promise I11).
"""

import re
from collections import Counter, deque
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from urllib.parse import urljoin, urlsplit

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.exceptions import HTTPException

from app.demo.staff import PASSWORD
from app.kernel.db import Database
from app.kernel.keyring import keys_numbered
from app.kernel.secrets import Secrets
from app.registry.households.models import Household, Member
from app.registry.households.sealing import open_id, phone_binding
from tests import house
from tests.databases import SqliteFiles
from tests.demo.test_demo import load
from tests.everywhere.reading import logged, words_in
from tests.make import NOW
from tests.soak.size import TIMES, counted
from tests.web.browsing import send

pytestmark = pytest.mark.slow

LOGINS: Final = (
    "", "specialist", "cadre", "committee", "township", "clerk", "manager", "district", "auditor",
)  # fmt: skip
#: Of the pages of one address so many: lists go on for ever.
MOST_OF_ONE: Final = TIMES
#: So many digits in a row name one person.
TELLING: Final = 11
DIGITS: Final = re.compile(r"\d{11,}[Xx]?")
BETWEEN: Final = re.compile(r"(?<=\d)[ \-](?=\d)")


class Links(HTMLParser):
    """Where a page leads to, and what it is made of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A link, a picture, a file."""
        self.found += [value for name, value in attrs if name in {"href", "src"} and value]


class District:
    """The practice district, served, and every personal number in it."""

    def __init__(self, database: Database, data: Path) -> None:
        """:param data: a folder for its pictures and keys."""
        secrets = Secrets(data / "keys")
        load(database, secrets, data)
        self.app: APIFlask = house.app_on(database, data, fixed_now=NOW)
        self.endpoints: Counter[str] = Counter()
        with database.read() as session:
            numbers = {open_id(session, each, secrets) for each in session.scalars(select(Member))}
            for home in session.scalars(select(Household)):
                if home.phone_sealed:
                    keys = keys_numbered(session, secrets, home.phone_key)
                    numbers.add(keys.open(home.phone_sealed, phone_binding(home.number)))
        self.numbers: Final = numbers
        self.telling: Final = {part for number in numbers for part in parts_of(number)}

    def shown_in(self, text: str) -> set[str]:
        """Parts of personal numbers in a text, also of those that are read out in groups."""
        runs = {*DIGITS.findall(text), *DIGITS.findall(BETWEEN.sub("", text))}
        return {part for run in runs for part in parts_of(run)} & self.telling

    def visits(self, login: str) -> Iterator[tuple[str, set[str]]]:
        """What somebody comes to by following links: each address, and which numbers it shows."""
        client = self._signed_in(login)
        seen: Counter[str] = Counter()
        waiting = deque(["/", "/public/"])
        known = set(waiting)
        while waiting:
            address = waiting.popleft()
            endpoint = self._endpoint_of(address)
            if endpoint in {None, "static"} or seen[str(endpoint)] == MOST_OF_ONE:
                continue
            seen[str(endpoint)] += 1
            answer = client.get(address)
            assert answer.status_code < 500, address
            yield address, self.shown_in(words_in(answer.headers, answer.data))
            led_to = [answer.location or ""]
            if answer.mimetype == "text/html":
                led_to += Links(answer.text).found
            for link in (urljoin(address, each) for each in led_to):
                if link not in known:
                    known.add(link)
                    waiting.append(link)
        self.endpoints += seen

    def _signed_in(self, login: str) -> FlaskClient:
        client = self.app.test_client()
        if login:
            answer = send(client, "/sign-in", username=login, password=PASSWORD)
            assert answer.status_code == 302, login
        return client

    def _endpoint_of(self, address: str) -> str | None:
        place = urlsplit(address)
        if place.netloc:
            return None
        try:
            return str(self.app.url_map.bind("localhost").match(place.path)[0])
        except HTTPException:
            return None


def parts_of(number: str) -> set[str]:
    """Each run of so many digits in it as names one person."""
    return {number[start : start + TELLING] for start in range(len(number) - TELLING + 1)}


@pytest.fixture(scope="module")
def district(sqlite: SqliteFiles, tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    """Loaded once."""
    with sqlite.fresh("371597") as database:
        yield District(database, tmp_path_factory.mktemp("data"))


def test_no_link_leads_to_anybodys_number(district: District) -> None:
    with logged() as lines:
        shown = {
            f"{address} as {login or 'nobody'}": numbers
            for login in LOGINS
            for address, numbers in district.visits(login)
        }

    assert {at: numbers for at, numbers in shown.items() if numbers} == {}
    assert district.shown_in("\n".join(lines)) == set()
    counted(len(shown))
    assert len(shown) > 250
    assert len(district.endpoints) > 120


def test_a_number_that_is_shown_is_found(district: District) -> None:
    number = max(district.numbers, key=len)

    assert district.shown_in(f"身份证 {number}。")
    assert district.shown_in(f"{number[:6]} {number[6:14]} {number[14:]}")
    assert not district.shown_in(f"{number[:6]}********{number[14:]}")
