"""What was sent before a backup was put back does not act a second time after it (promise I6)."""

from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.api.requests import EPOCH_HEADER
from app.backups.making import Home, Shelf
from app.backups.putting_back import put_back
from app.kernel.db import Database
from app.registry.accounts.models import User
from app.registry.accounts.passwords import hashed
from app.registry.accounts.second_step import replace_recovery_codes
from app.registry.places.models import Store
from app.registry.workdays.queries import work_calendar
from tests import make
from tests.api.calling import Body, Device, Interface, code_of
from tests.api.town import shop, standing, town
from tests.backups.conftest import empty_database
from tests.backups.places import backed_up
from tests.databases import SqliteFiles
from tests.house import app_on, moved_in
from tests.web.browsing import hidden_fields, send, visible
from tests.web.test_sign_in import PASSWORD, sign_in

YEAR = "/district/settings/workdays/year"


@pytest.fixture
def databases(sqlite: SqliteFiles) -> SqliteFiles:
    return sqlite


@pytest.fixture
def interface(database: Database, tmp_path: Path) -> Interface:
    with database.write() as session:
        make.practice(session)
    return Interface(database, tmp_path / "data")


def resent(till: Device, path: str, basket: Body, epoch: str = "") -> TestResponse:
    """A redemption sent with the epoch in which it was made."""
    headers = {EPOCH_HEADER: epoch} if epoch else {}
    return till.send("PUT", path, body=basket, headers=headers)


def test_a_redemption_that_the_backup_does_not_know_is_not_carried_out_again(
    interface: Interface, shelf: Shelf, key: Path, elsewhere: Home, tmp_path: Path
) -> None:
    place = town(interface)
    basket = place.basket(shop(place, rice=10), rice=1)
    with interface.database.write() as session:
        store = session.scalars(select(Store).where(Store.code == place.store)).one()
        clerk, office = make.clerk(session, store), make.admin(session)
    till = interface.by(clerk)
    known, lost, fresh = (f"/redemptions/{uuid4()}" for _ in range(3))
    answered = till.put(known, basket)
    path = backed_up(Home(interface.database, tmp_path / "data"), shelf)
    till.put(lost, basket)

    done = put_back(path, key, elsewhere, now=make.NOW)

    there = Interface(elsewhere.database, elsewhere.data)
    assert code_of(till.put(lost, basket)) == (401, "token_invalid")
    renewed = there.by(clerk)
    assert renewed.get("/me").get_json()["epoch"] == done.epoch
    assert code_of(resent(renewed, lost, basket)) == (409, "request_from_before")
    assert code_of(resent(renewed, lost, basket, "0" * 16)) == (409, "request_from_before")
    assert resent(renewed, known, basket).get_json() == answered.get_json()
    assert standing(replace(place, clerk=renewed, district=there.by(office))) == (370, 9)
    assert resent(renewed, fresh, basket, done.epoch).status_code == 201


def test_the_same_backup_put_back_twice_begins_two_epochs(
    home: Home, shelf: Shelf, key: Path, elsewhere: Home, tmp_path: Path
) -> None:
    path = backed_up(home, shelf)
    first = put_back(path, key, elsewhere, now=make.NOW)

    with empty_database(home.database, tmp_path / "again.sqlite3") as empty:
        second = put_back(path, key, Home(empty, tmp_path / "again"), now=make.NOW)

    assert len({"", first.epoch, second.epoch}) == 3


def test_a_form_opened_before_is_refused_with_words_and_everybody_signs_in_again(
    home: Home, shelf: Shelf, key: Path, elsewhere: Home
) -> None:
    with home.database.write() as session:
        office = make.admin(session)
        session.get_one(User, office.user_id).password_hash = hashed(PASSWORD)
        codes = replace_recovery_codes(session, office, password=PASSWORD, now=make.NOW)
    here = app_on(home.database, home.data)
    browser = here.test_client()
    sign_in(browser, office.username, PASSWORD)
    send(browser, "/sign-in/code", code=codes[0])
    form = hidden_fields(browser, YEAR) | {"year": "2027", "off": "1-1", "worked": ""}
    path = backed_up(home, shelf)

    put_back(path, key, elsewhere, now=make.NOW)
    moved_in(here, elsewhere.database, elsewhere.data)

    answer = browser.post(YEAR, data=form)
    assert answer.status_code == 409
    assert "账已经用备份恢复到 2026-11-20 09:00" in visible(answer)
    assert sign_in(browser, office.username, PASSWORD).location == "/sign-in/code"
    assert send(browser, "/sign-in/code", code=codes[1]).location == "/"
    assert browser.post(YEAR, data=form).status_code == 400
    with elsewhere.database.read() as session:
        assert 2027 not in work_calendar(session).years
    assert send(browser, YEAR, year="2027", off="1-1", worked="").status_code == 303
