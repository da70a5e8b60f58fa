"""Nobody reads or writes beyond his place, store and role, on any address of the house (I10).

A cell is an address, a role or nobody, and one's own place or another's. What must come of it
follows from the mark of the address, the role and the place, never from what the app answers.
"""

import re
from collections.abc import Iterator
from typing import Final

import pytest

from app.registry.accounts.permissions import Role
from tests.everywhere.addresses import ROLES, addresses_of
from tests.everywhere.asking import at_the_door, came, rows_of, sent_to
from tests.everywhere.bodies import bodies_about
from tests.everywhere.expected import (
    NEEDED_TOO,
    NOBODYS,
    OF_NO_PLACE,
    Cell,
    Comes,
    came_to,
    expected,
)
from tests.everywhere.reading import texts_of
from tests.everywhere.sides import OTHER_WORD, Filled, meanings
from tests.everywhere.walking import Answer, asked

pytestmark = pytest.mark.slow

Found = dict[Cell, Comes]
#: People, goods and words of the other town; the names of places and stores are for everyone.
OTHERS: Final = re.compile(f"{OTHER_WORD}(?!村|镇|店|大车|流动超市|邻村|邻店)")
#: Whose own place it is finds nothing there, and why.
NOT_THERE: Final = {
    "account.ask_code": "nobody is half signed in",
    "watch.metrics": "its token was not told",
    "district.print_cards": "no household is chosen",
    **dict.fromkeys(("district.goods_labels", "district.all_labels"), "no goods have a code"),
    **dict.fromkeys(
        (
            "district.preview_roster",
            "district.ask_import_roster",
            "district.refused_roster_rows",
            "district.preview_assignments",
            "district.preview_places",
            "district.preview_questionnaire",
            "district.preview_scheme",
            "village.look_at_book",
            "village.book_rows_to_mend",
        ),
        "the file that was sent is of another kind",
    ),
    **dict.fromkeys(
        ("public.notice", "public.ask_objection", "public.objection_form"),
        "the open month is not on the wall",
    ),
    **dict.fromkeys(
        ("store.ask_route", "store.ask_weights", "store.ask_cancel_day"),
        "the truck is kept by another store",
    ),
    **dict.fromkeys(("store.loss_photo", "village.award_photo"), "nobody has photographed it"),
    "store.holder_photo": "nobody has scanned the card a moment ago",
    "village.second_saved": "somebody else has saved it",
}


def doors(filled: Filled) -> Iterator[tuple[Cell, Comes]]:
    """Nobody and every role before the guards of every address: how far one comes at all."""
    for address in addresses_of(filled.app):
        url = address.at(filled.app, filled.here.at(address))
        nobody = came(filled.app, address, url, sent_to(address, None), door_only=True)
        yield Cell(address, None, own=True), came_to(*nobody)
        people = [filled.here.people[role] for role in ROLES]
        for person, status in at_the_door(filled.app, address, url, people):
            yield Cell(address, person.role, own=True), came_to(status, "")


def refused_one_by_one(filled: Filled) -> Iterator[tuple[Cell, Comes]]:
    """One whom each address must refuse, with his own browser or device."""
    for nth, address in enumerate(addresses_of(filled.app)):
        out = [role for role in ROLES if expected(Cell(address, role, own=True)) is Comes.REFUSED]
        if out:
            person = filled.here.people[out[nth % len(out)]]
            url = address.at(filled.app, filled.here.at(address, person))
            status = came(filled.app, address, url, sent_to(address, person))
            yield Cell(address, person.role, own=True), came_to(*status)


def things_of_others(filled: Filled) -> Iterator[tuple[Cell, Comes]]:
    """Whoever passes the guards asks for what is another's, with a body that fits.

    A village's and a store's things are asked for by who works next door, in the same township.
    """
    bodies = bodies_about(filled.there)
    for address in addresses_of(filled.app):
        for role in ROLES:
            cell = Cell(address, role, own=False)
            named = set(meanings(address).values()) - OF_NO_PLACE
            operation = address.endpoint.rpartition(".")[2]
            if expected(cell) is Comes.MISSING and (named or operation in bodies):
                there = filled.there.people[role]
                person = filled.there.next_door.get(role) or filled.here.people[role]
                url = address.at(filled.app, filled.there.at(address, there))
                sent = sent_to(address, person, body=bodies.get(operation))
                yield cell, came_to(*came(filled.app, address, url, sent))


def lists_of(filled: Filled) -> Iterator[Answer]:
    """What names no thing in its address, as everybody but the district sees it."""
    for address in addresses_of(filled.app):
        if address.writes or address.arguments or address.mark.public:
            continue
        for role in ROLES:
            if expected(Cell(address, role, own=False)) is Comes.MISSING:
                yield asked(filled, address, filled.here.people[role], {})


def wrong(found: Found) -> dict[str, str]:
    """Where something else came of a call than must."""
    return {
        str(cell): f"{comes}, not {expected(cell)}"
        for cell, comes in found.items()
        if comes is not expected(cell)
    }


def test_the_guards_of_every_address_let_in_whom_its_mark_names_and_nobody_else(
    filled: Filled,
) -> None:
    found = {
        cell: comes for cell, comes in doors(filled) if cell.address.endpoint not in NEEDED_TOO
    } | dict(refused_one_by_one(filled))

    assert wrong(found) == {}
    assert len(found) > len(addresses_of(filled.app)) * len(ROLES)


def test_what_belongs_to_the_other_town_is_not_found_at_any_address(filled: Filled) -> None:
    before = rows_of(filled.database)

    found = dict(things_of_others(filled))

    assert wrong(found) == {}
    assert rows_of(filled.database) == before
    assert len(found) > 600


def test_an_address_that_nobody_may_call_is_known(own: Filled) -> None:
    called = {
        address.endpoint
        for address in addresses_of(own.app)
        if any(expected(Cell(address, role, own=True)) is Comes.IN for role in ROLES)
    }

    assert {address.endpoint for address in addresses_of(own.app)} - called == NOBODYS


def test_whose_own_place_it_is_reads_every_address(answers: list[Answer]) -> None:
    refused = {
        answer.address.endpoint
        for answer in answers
        if came_to(answer.status, answer.headers.get("Location", "")) is not Comes.IN
    }

    assert refused - NOT_THERE.keys() == set()
    assert len({answer.address for answer in answers}) > 330


def test_no_list_and_no_page_shows_a_name_of_the_other_town(
    own: Filled, answers: list[Answer]
) -> None:
    below = [
        answer
        for answer in (*lists_of(own), *answers)
        if answer.person.role is not Role.DISTRICT_ADMIN and not answer.address.mark.public
    ]

    shown = {str(answer): OTHERS.findall(texts_of(answer)) for answer in below}
    assert {at for at, names in shown.items() if names} == set()
    assert len(shown) > 350
