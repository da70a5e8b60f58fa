"""Signing in with password and phone, and setting the phone up."""

import re
from base64 import b32decode
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from app.kernel.db import Database
from app.kernel.installation import mark
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import entries
from app.registry.accounts.models import User
from app.registry.accounts.passwords import hashed
from app.registry.accounts.second_step_rules import code_of, step_at
from tests import make
from tests.web.browsing import send, signed_in, visible

PAGE = "/me/second-step"
PASSWORD = "院里种着三棵石榴树"
HASH = hashed(PASSWORD)
KEY = re.compile(r'class="ac-key">([A-Z2-7 ]+)<')
CODE = re.compile(r"<li>([a-z2-9-]{17})</li>")


@pytest.fixture
def auditor(database: Database) -> Actor:
    """An auditor without a phone yet."""
    with database.write() as session:
        found = make.auditor(session)
        make.lose_phone(session, found)
        session.get_one(User, found.user_id).password_hash = HASH
    return found


def enrol(client: FlaskClient) -> tuple[bytes, list[str]]:
    """Set the phone up as a person does; its key, and the codes for paper."""
    send(client, PAGE, password=PASSWORD)
    shown = KEY.search(client.get(PAGE).text)
    assert shown, "the key stands below the code to scan"
    key = b32decode(shown[1].replace(" ", ""))
    answer = send(client, PAGE, to=f"{PAGE}/confirm", code=digits(key))
    assert "第二步设好了" in visible(answer)
    return key, CODE.findall(answer.text)


def digits(key: bytes, steps: int = 0) -> str:
    return code_of(key, step_at(datetime.now(UTC)) + steps)


def password_only(client: FlaskClient, person: Actor) -> str:
    """Where the right password leads to."""
    answer = send(client, "/sign-in", username=person.username, password=PASSWORD, next="/me")
    return answer.location


def test_an_office_account_sets_a_phone_up_before_anything_else(
    client: FlaskClient, auditor: Actor
) -> None:
    assert password_only(client, auditor) == "/me"
    assert client.get("/district/").location == PAGE
    assert "先设好登录第二步" in visible(client.get(PAGE))

    _key, codes = enrol(client)

    assert len(codes) == 10
    assert client.get("/me").status_code == 200
    assert "还剩恢复码 10 个" in visible(client.get(PAGE))
    assert codes[0] not in client.get(PAGE).text


def test_the_password_alone_opens_nothing_then_the_digits_do(
    client: FlaskClient, auditor: Actor
) -> None:
    password_only(client, auditor)
    key, codes = enrol(client)
    phone = client.application.test_client()

    assert password_only(phone, auditor) == "/sign-in/code"
    assert phone.get("/me").status_code == 302
    wrong = send(phone, "/sign-in/code", code="000000")
    assert (wrong.status_code, "这个码不对" in visible(wrong)) == (422, True)
    # The clock may turn a half minute meanwhile: the next code counts in both.
    assert send(phone, "/sign-in/code", code=digits(key, 1)).location == "/me"
    assert "审计员" in visible(phone.get("/me"))
    other = client.application.test_client()
    password_only(other, auditor)
    assert send(other, "/sign-in/code", code=codes[0]).location == "/me"


def test_without_the_password_there_is_no_second_page(client: FlaskClient) -> None:
    assert client.get("/sign-in/code").location == "/sign-in"
    assert send(client, "/sign-in", to="/sign-in/code", code="123456").location == "/sign-in"


@pytest.mark.slow
def test_wrong_digits_are_written_down_and_make_the_stranger_wait(
    database: Database, client: FlaskClient, auditor: Actor
) -> None:
    password_only(client, auditor)
    key, _codes = enrol(client)
    thief = client.application.test_client()
    password_only(thief, auditor)

    said = [send(thief, "/sign-in/code", code="000000").status_code for _ in range(11)]

    assert said == [422] * 10 + [429]
    with database.read() as session:
        verbs = [entry.verb for entry, _name in entries(session, auditor)]
    assert verbs.count("wrong_code") == 10
    send(client, "/me", to="/sign-out")
    assert password_only(client, auditor) == "/sign-in/code"
    # The browser that is known to be his is not made to wait.
    assert send(client, "/sign-in/code", code=digits(key, 1)).location == "/me"


def test_a_wrong_password_shows_no_key(client: FlaskClient, auditor: Actor) -> None:
    signed_in(client, auditor)

    answer = send(client, PAGE, password="wrong")

    assert answer.status_code == 422
    assert "现在的密码输得不对" in visible(answer)
    assert KEY.search(client.get(PAGE).text) is None


def test_in_the_practice_district_and_in_a_village_nobody_needs_one(
    database: Database, client: FlaskClient, auditor: Actor
) -> None:
    with database.write() as session:
        mark(session, practice=True, now=make.NOW)
        scorer = make.specialist(session, make.village(session))

    assert signed_in(client, auditor).get("/me").status_code == 200
    assert signed_in(client, scorer).get("/me").status_code == 200


def test_the_office_lets_somebody_enrol_anew(database: Database, client: FlaskClient) -> None:
    with database.write() as session:
        person, boss = make.township_officer(session), make.admin(session)
    signed_in(client, boss)
    page = f"/district/settings/people/{person.user_id}"

    send(client, page, to=f"{page}/second-step")

    assert "孙镇长的第二步重设了" in visible(client.get(page))
    assert "重设第二步" not in visible(client.get(page))
