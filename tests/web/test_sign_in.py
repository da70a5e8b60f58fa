"""Signing in and out, as the people of the programme meet it."""

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.kernel.db import Database
from app.registry.accounts.actions import add_user, switch_off
from tests import make
from tests.web.browsing import send, signed_in, visible

PASSWORD = "院里种着三棵石榴树和一口井"


def somebody(
    session: Session,
    username: str = "13806350127",
    *,
    password: str | None = PASSWORD,
    given_ago: timedelta = timedelta(),
) -> str:
    _user, given = add_user(
        session,
        make.admin(session),
        username=username,
        name="周明霞",
        now=datetime.now(UTC) - given_ago,
        password=password,
    )
    return given


def sign_in(client: FlaskClient, username: str, password: str, **more: str) -> TestResponse:
    return send(client, "/sign-in", username=username, password=password, **more)


def test_a_person_signs_in_and_reads_his_name(database: Database, client: FlaskClient) -> None:
    with database.write() as session:
        somebody(session)

    answer = sign_in(client, "138 0635 0127", PASSWORD)

    assert (answer.status_code, answer.location) == (302, "/")
    assert "周明霞" in visible(client.get("/me"))


def test_a_wrong_password_says_so_and_keeps_the_name(
    database: Database, client: FlaskClient
) -> None:
    with database.write() as session:
        somebody(session)

    answer = sign_in(client, "13806350127", "wrong")

    assert answer.status_code == 401
    assert "登录名或密码不对" in visible(answer)
    assert 'value="13806350127"' in answer.text
    assert client.get("/me").location == "/sign-in?next=/me"


def test_an_unknown_name_gets_the_same_answer_as_a_wrong_password(
    database: Database, client: FlaskClient
) -> None:
    with database.write() as session:
        somebody(session)

    unknown, wrong = sign_in(client, "nobody", "wrong"), sign_in(client, "13806350127", "wrong")

    assert unknown.status_code == wrong.status_code == 401
    assert "登录名或密码不对" in visible(unknown)


def test_signing_in_leads_on_to_the_page_that_was_wanted(
    database: Database, client: FlaskClient
) -> None:
    with database.write() as session:
        somebody(session)

    assert sign_in(client, "13806350127", PASSWORD, next="/me").location == "/me"


def test_signing_in_never_leads_to_another_site(database: Database, client: FlaskClient) -> None:
    with database.write() as session:
        somebody(session)

    for trap in (
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
    ):
        assert sign_in(client, "13806350127", PASSWORD, next=trap).location == "/"


def test_a_one_time_password_must_be_changed_first(database: Database, client: FlaskClient) -> None:
    with database.write() as session:
        given = somebody(session, password=None)
    sign_in(client, "13806350127", given)

    assert client.get("/me").location == "/password"
    page = client.get("/password")
    assert "先换成您自己的密码" in visible(page)

    answer = send(client, "/password", old=given, new=PASSWORD, again=PASSWORD)

    assert answer.status_code == 302
    assert "密码已改好" in visible(client.get("/me"))


def test_a_one_time_password_that_waited_too_long_says_so(
    database: Database, client: FlaskClient
) -> None:
    with database.write() as session:
        given = somebody(session, password=None, given_ago=timedelta(days=14))

    answer = sign_in(client, "13806350127", given)

    assert answer.status_code == 401
    assert "这个一次性密码给了已经满 14 天，不能再用 没有登录。" in visible(answer)


def test_a_new_password_is_refused_beside_its_field(
    database: Database, client: FlaskClient
) -> None:
    with database.write() as session:
        somebody(session)
    sign_in(client, "13806350127", PASSWORD)

    short = send(client, "/password", old=PASSWORD, new="short", again="short")
    different = send(client, "/password", old=PASSWORD, new=PASSWORD + "一", again=PASSWORD)
    wrong = send(client, "/password", old="wrong", new=PASSWORD + "一", again=PASSWORD + "一")

    assert [each.status_code for each in (short, different, wrong)] == [422] * 3
    assert "至少要 12 个字" in visible(short)
    assert "两次输的新密码不一样" in visible(different)
    assert "现在的密码输得不对" in visible(wrong)


def test_changing_the_password_signs_out_every_other_browser(
    database: Database, client: FlaskClient
) -> None:
    with database.write() as session:
        somebody(session)
    elsewhere = client.application.test_client()
    for browser in (client, elsewhere):
        sign_in(browser, "13806350127", PASSWORD)

    send(client, "/password", old=PASSWORD, new=PASSWORD + "一", again=PASSWORD + "一")

    assert client.get("/me").status_code == 200
    assert elsewhere.get("/me").status_code == 302


def test_signing_out_ends_the_session(database: Database, client: FlaskClient) -> None:
    with database.write() as session:
        signed_in(client, make.admin(session))

    assert send(client, "/me", to="/sign-out").location == "/sign-in"
    assert client.get("/me").status_code == 302


def test_who_is_switched_off_is_out_at_once(database: Database, client: FlaskClient) -> None:
    with database.write() as session:
        person = make.clerk(session, make.store(session))
        boss = make.admin(session)
    signed_in(client, person)
    assert client.get("/me").status_code == 200

    with database.write() as session:
        switch_off(session, boss, username=person.username, now=make.NOW)

    assert client.get("/me").status_code == 302


@pytest.mark.slow
def test_ten_wrong_passwords_make_a_name_wait(database: Database, client: FlaskClient) -> None:
    with database.write() as session:
        somebody(session)
    stranger = client.application.test_client()

    for _ in range(10):
        assert sign_in(stranger, "13806350127", "guess").status_code == 401
    answer = sign_in(stranger, "13806350127", PASSWORD)

    assert answer.status_code == 429
    assert "试的次数太多了" in visible(answer)


@pytest.mark.slow
def test_a_stranger_who_guesses_does_not_lock_out_the_owner(
    database: Database, client: FlaskClient
) -> None:
    with database.write() as session:
        somebody(session)
    sign_in(client, "13806350127", PASSWORD)
    send(client, "/me", to="/sign-out")
    stranger = client.application.test_client()
    for _ in range(11):
        sign_in(stranger, "13806350127", "guess")

    assert sign_in(client, "13806350127", PASSWORD).location == "/"
