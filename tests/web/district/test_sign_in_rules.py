"""登录规定: chosen by the office, felt by everybody who signs in or chooses a password."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.kernel.db import Database
from app.registry.accounts.models import User
from app.registry.accounts.passwords import hashed
from app.registry.accounts.profiles import choose_profile
from app.registry.accounts.sign_in_rules import Profile
from tests import make
from tests.web.browsing import send, signed_in, visible

SETTINGS = "/district/settings"
PASSWORD = "院里种着三棵石榴树和一口井"


def strict(office: FlaskClient) -> None:
    send(office, SETTINGS, to=f"{SETTINGS}/sign-in-rules", profile="gb3")


def test_the_office_chooses_the_strict_rules_and_people_read_what_they_ask(
    office: FlaskClient,
) -> None:
    assert "登录规定 平常" in visible(office.get(SETTINGS))
    assert "天换一次" not in visible(office.get("/password"))

    strict(office)

    assert "登录规定 严（等保三级）" in visible(office.get(SETTINGS))
    words = visible(office.get("/password"))
    assert "至少有 3 种。 90 天换一次。" in words
    assert "15 分钟没有操作" in visible(office.get("/me/sign-ins"))


def test_what_is_no_profile_is_refused(office: FlaskClient) -> None:
    answer = send(office, SETTINGS, to=f"{SETTINGS}/sign-in-rules", profile="none")

    assert answer.status_code == 422
    assert "登录规定 平常" in visible(office.get(SETTINGS))


def test_an_old_password_is_changed_before_anything_else(
    database: Database, client: FlaskClient
) -> None:
    with database.write() as session:
        person = make.specialist(session, make.village(session))
        user = session.get_one(User, person.user_id)
        user.password_hash, user.password_set_at = hashed(PASSWORD), make.NOW - timedelta(days=3650)
        choose_profile(session, make.admin(session), Profile.GB3, now=make.NOW)
    signed_in(client, person)

    assert client.get("/me").location == "/password"
    assert "密码用满 90 天了" in visible(client.get("/password"))
    same = send(client, "/password", old=PASSWORD, new=PASSWORD, again=PASSWORD)
    assert same.status_code == 422
    new = "Yunhe dongbian di san jia"
    assert send(client, "/password", old=PASSWORD, new=new, again=new).status_code == 302

    assert client.get("/me").status_code == 200


@pytest.mark.slow
def test_five_wrong_passwords_make_a_stranger_wait(database: Database, office: FlaskClient) -> None:
    strict(office)
    with database.write() as session:
        person = make.specialist(session, make.village(session))
        session.get_one(User, person.user_id).password_hash = hashed(PASSWORD)
    his = office.application.test_client()
    send(his, "/sign-in", username=person.username, password=PASSWORD)
    send(his, "/me", to="/sign-out")
    stranger = office.application.test_client()

    said = [
        send(stranger, "/sign-in", username=person.username, password="guess").status_code
        for _ in range(6)
    ]

    assert said == [401] * 5 + [429]
    # The browser that is known to be his counts for itself.
    assert send(his, "/sign-in", username=person.username, password=PASSWORD).location == "/"
