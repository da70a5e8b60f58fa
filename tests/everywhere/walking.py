"""A visit to every address that shows something, by somebody whose own place it is about."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from werkzeug.datastructures import Headers
from werkzeug.exceptions import HTTPException

from tests.everywhere.addresses import ROLES, Address, addresses_of
from tests.everywhere.expected import NOBODYS, Cell, Comes, expected
from tests.everywhere.forms import Form, forms_of
from tests.everywhere.sides import Filled, Person, Side, Values

HTML: Final = "text/html"
#: What an address asks for besides its own words: a page without it only says what is missing.
ASKED: Final[dict[str, Values]] = {
    "store.till": {"card": "code"},
    "store.pin": {"card": "code"},
    "store.facing": {"card": "code"},
    "api_stock": {"store": "store_code"},
    "api_stock_papers": {"store": "store_code"},
    "district.fresh_cards": {"since": "1"},
}


@dataclass(frozen=True, eq=False)
class Answer:
    """What an address answered."""

    address: Address
    person: Person
    status: int
    headers: Headers
    body: bytes

    @property
    def forms(self) -> list[Form]:
        """The forms on the page, if it is one."""
        is_page = self.headers.get("Content-Type", "").startswith(HTML)
        return forms_of(self.body.decode()) if is_page else []

    def __str__(self) -> str:
        return f"{self.address} as {self.person.role}"


def walked(filled: Filled) -> Iterator[Answer]:
    """Every address of one town that shows something, once for each month that it can be about."""
    side = filled.here
    for address in addresses_of(filled.app):
        if address.writes:
            continue
        if address.endpoint in NOBODYS:
            continue
        person = reader_of(address, side)
        for change in months_of(address, side):
            yield asked(filled, address, person, side.at(address, person) | change)


def months_of(address: Address, side: Side) -> list[Values]:
    """The month on the wall; and the one that is open, in which other things can be done."""
    if "round_id" not in address.arguments:
        return [{}]
    return [{}, {"round_id": str(side.town.september)}]


def reader_of(address: Address, side: Side) -> Person:
    """Somebody who is let in: of several the next each time, so that all of them read."""
    able = [role for role in ROLES if expected(Cell(address, role, own=True)) is Comes.IN]
    assert able, f"nobody may call {address}"
    return side.people[able[sum(address.rule.encode()) % len(able)]]


def asked(filled: Filled, address: Address, person: Person, values: Values) -> Answer:
    """One visit."""
    blueprint = address.endpoint.partition(".")[0]
    named = ASKED.get(address.endpoint, ASKED.get(blueprint, {}))
    query = {name: filled.here.values.get(value, value) for name, value in named.items()}
    headers = person.device if address.is_api else {}
    said = person.browser.get(address.at(filled.app, values), query_string=query, headers=headers)
    try:
        return Answer(address, person, said.status_code, said.headers, said.data)
    finally:
        said.close()


def forms_by_endpoint(filled: Filled, answers: list[Answer]) -> dict[str, Form]:
    """For each address that takes a form, one as it stands on a page."""
    urls = filled.app.url_map.bind("localhost")
    found: dict[str, Form] = {}
    for answer in answers:
        for form in answer.forms:
            if form.method == "post":
                path = (form.action or "").partition("?")[0]
                try:
                    endpoint, _ = urls.match(path, "POST")
                except HTTPException as error:
                    raise AssertionError(f"{answer} has a form that leads nowhere") from error
                found.setdefault(endpoint, form)
    return found
