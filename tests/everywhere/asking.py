"""Calling an address without the pages that say no: quick, and as deep as one wants."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final
from uuid import uuid4

from flask import Flask
from sqlalchemy import select
from werkzeug.exceptions import HTTPException

import app.tables
from app.door.context import acts
from app.door.routes import admit
from app.door.statuses import status_of
from app.kernel.db import Database
from app.kernel.errors import Refusal
from tests.api.calling import KEY, Body
from tests.everywhere.addresses import Address
from tests.everywhere.sides import Person

#: What a view reads before it looks whose things they are: without it nothing would be looked up.
FIELDS: Final[dict[str, dict[str, str]]] = {
    "store.close": {"day": "2026-11-20"},
    "store.unshare_goods": {"goods": "rice"},
    "township.report_lost": {"card": "10000001"},
    "township.reissue": {"card": "10000001"},
}


def sent_to(address: Address, person: Person | None, body: Body | None = None) -> dict[str, Any]:
    """What a request carries besides its address: who sends it, and a form or a body."""
    if address.is_api:
        key = {KEY: str(uuid4())} if address.writes else {}
        return {"headers": {**(person.device if person else {}), **key}, "json": body}
    headers = {"Cookie": person.cookie} if person else {}
    hidden = {"csrf_token": person.csrf_token if person else "", "request_id": str(uuid4())}
    fields = hidden | FIELDS.get(address.endpoint, {})
    return {"headers": headers, "data": fields if address.writes else None}


def came(
    to: Flask, address: Address, url: str, sent: dict[str, Any], *, door_only: bool = False
) -> tuple[int, str]:
    """Status and next address, as the guards and the view have it.

    :param door_only: go no further than the guards: 200 when they let one in.
    """
    with to.test_request_context(url, method=address.method, **sent):
        try:
            said = to.preprocess_request()
            if said is None:
                said = "" if door_only else to.dispatch_request()
            response = to.make_response(said)
        except Refusal as refusal:
            return status_of(type(refusal)), ""
        except HTTPException as error:
            return error.code or 0, ""
    response.close()
    return response.status_code, response.headers.get("Location", "")


def at_the_door(
    to: Flask, address: Address, url: str, people: list[Person]
) -> Iterator[tuple[Person, int]]:
    """How far each of these people comes at the guards of an address: 200 is in.

    The guards that know who it is; those that read a cookie or a token are asked by `came`.
    """
    view = to.view_functions[address.endpoint]
    with to.test_request_context(url, method=address.method):
        desk = to.before_request_funcs.get(address.endpoint.rpartition(".")[0], [])
        for person in people:
            try:
                acts(person.actor)
                admit(view, person.actor)
                for guard in desk:
                    guard()
            except Refusal as refusal:
                yield person, status_of(type(refusal))
            else:
                yield person, 200


def rows_of(database: Database) -> dict[str, Counter[str]]:
    """Every row of every table, to see whether anything has changed."""
    with database.read() as session:
        return {
            table.name: Counter(str(tuple(row)) for row in session.execute(select(table)))
            for table in app.tables.metadata.sorted_tables
        }
