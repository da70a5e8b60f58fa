"""No form of another site is taken anywhere: every one carries the word of its session."""

from http import HTTPStatus
from typing import Final
from uuid import uuid4

import pytest

from app.registry.accounts.permissions import Role
from tests.everywhere.addresses import Address, addresses_of
from tests.everywhere.asking import rows_of
from tests.everywhere.expected import NOBODYS
from tests.everywhere.sides import Filled, Person
from tests.everywhere.walking import Answer, reader_of

pytestmark = pytest.mark.slow

#: Nothing here takes a form without its word; whoever adds one says why.
WITHOUT_WORD: Final[frozenset[str]] = frozenset()


def forms_addresses(filled: Filled) -> list[Address]:
    """Every address that takes a form."""
    return [
        address
        for address in addresses_of(filled.app)
        if address.writes and not address.is_api
        if address.endpoint not in WITHOUT_WORD | NOBODYS
    ]


def without_word(filled: Filled, address: Address, word: str) -> int:
    """How an address answers somebody signed in whose form carries no word, or another's."""
    person = reader_of(address, filled.here)
    url = address.at(filled.app, filled.here.at(address, person))
    fields = {"request_id": str(uuid4())} | ({"csrf_token": word} if word else {})
    return person.browser.open(url, method=address.method, data=fields).status_code


def test_a_form_without_its_word_is_refused_at_every_address(own: Filled) -> None:
    addresses = forms_addresses(own)
    before = rows_of(own.database)

    taken = {
        str(address): status
        for address in addresses
        if (status := without_word(own, address, "")) != HTTPStatus.BAD_REQUEST
    }

    assert taken == {}
    assert rows_of(own.database) == before
    assert len(addresses) > 150


def test_the_word_of_somebody_else_is_no_word(own: Filled) -> None:
    address = next(each for each in forms_addresses(own) if each.endpoint == "account.save_deputy")
    stranger: Person = own.there.people[reader_of(address, own.here).role]

    assert without_word(own, address, stranger.csrf_token) == HTTPStatus.BAD_REQUEST


def test_a_part_of_a_form_without_a_name_is_refused(own: Filled) -> None:
    person = own.here.people[Role.DISTRICT_ADMIN]
    token = f'--b\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{person.csrf_token}'
    nameless = "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n"

    answer = person.browser.post(
        "/me/large-type", data=f"{token}\r\n{nameless}",
        content_type="multipart/form-data; boundary=b",
    )  # fmt: skip

    assert answer.status_code == HTTPStatus.BAD_REQUEST


def test_every_form_that_writes_on_any_page_carries_its_word(answers: list[Answer]) -> None:
    forms = [(answer, form) for answer in answers for form in answer.forms]

    assert [str(at) for at, form in forms if form.method == "post" and not form.has_token] == []
    assert [str(at) for at, form in forms if form.method == "get" and form.has_token] == []
    assert len([form for _, form in forms if form.method == "post"]) > 300
