"""Being signed in: seen, ended from elsewhere, and over after a time without work."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app.kernel.db import Database
from app.registry.accounts.models import User
from app.registry.accounts.profiles import choose_profile
from app.registry.accounts.sign_in_models import Browser
from app.registry.accounts.sign_in_queries import open_sign_ins
from app.registry.accounts.sign_in_rules import Profile
from app.registry.accounts.sign_ins import begin_sign_in
from app.web.browsers import browser_of
from app.words.browsers import time_words
from tests import make
from tests.house import app_on, moved_in
from tests.make import NOW
from tests.web.browsing import hidden_fields, send, signed_in, visible

PAGE = "/me/sign-ins"


class Till:
    """A clerk of a practice district with the strict rules, whose clock is moved by hand."""

    def __init__(self, database: Database, folder: Path) -> None:
        with database.write() as session:
            make.practice(session)
            choose_profile(session, make.admin(session), Profile.GB3, now=NOW)
            self.clerk = make.clerk(session, make.store(session))
            epoch = session.get_one(User, self.clerk.user_id).sessions_epoch
            self.secret = begin_sign_in(
                session, self.clerk.user_id, epoch, Browser.WINDOWS, now=NOW
            )
        self.database, self.folder = database, folder
        self.app = app_on(database, folder, fixed_now=NOW)
        self.client = self.app.test_client()
        with self.client.session_transaction() as remembered:
            remembered["_user_id"] = self.secret

    def after(self, minutes: float) -> FlaskClient:
        """The browser, so many minutes past nine."""
        later = NOW + timedelta(minutes=minutes)
        moved_in(self.app, self.database, self.folder, fixed_now=later)
        return self.client


@pytest.fixture
def till(database: Database, tmp_path: Path) -> Till:
    """The till at nine o'clock."""
    return Till(database, tmp_path)


def test_who_works_on_stays_and_who_does_nothing_is_signed_out_with_words(till: Till) -> None:
    for minutes in (4.5, 9, 13.5):
        assert till.after(minutes).get("/me").status_code == 200

    sent_away = till.after(18.5).get("/me")

    assert sent_away.location == "/sign-in?next=/me"
    assert "5 分钟没有操作，已经自动退出 请重新登录。" in visible(till.client.get("/sign-in"))
    assert "自动退出" not in visible(till.client.get("/sign-in"))
    assert till.after(0).get("/me").status_code == 302  # it does not come back


def test_a_form_that_comes_too_late_is_said_not_to_be_saved(till: Till) -> None:
    fields = hidden_fields(till.client, "/password")

    answer = till.after(6).post("/password", data=fields | {"new": "…"})

    assert answer.location == "/sign-in"
    assert "刚才填的没有保存" in visible(till.client.get("/sign-in"))


def test_reading_a_page_writes_at_most_once_a_minute(till: Till) -> None:
    for minutes in (0.5, 0.9, 1.2, 1.9):
        till.after(minutes).get("/me")

    with till.database.read() as session:
        found = open_sign_ins(session, till.clerk.user_id, 5, NOW + timedelta(minutes=2))[-1]
    assert found.seen_at == NOW + timedelta(minutes=1.2)


def test_twelve_hours_are_a_working_day(till: Till) -> None:
    with till.database.write() as session:
        choose_profile(session, make.admin(session), Profile.DEFAULT, now=NOW)
    for minutes in (119, 238, 357, 476, 595, 714):
        assert till.after(minutes).get("/me").status_code == 200

    till.after(720).get("/me")

    assert "登录满 12 个小时" in visible(till.client.get("/sign-in"))


def test_a_person_sees_where_he_is_signed_in_and_signs_out_elsewhere(
    database: Database, client: FlaskClient
) -> None:
    with database.write() as session:
        person = make.specialist(session, make.village(session))
    elsewhere = client.application.test_client()
    signed_in(client, person)
    with database.write() as session:
        secret = begin_sign_in(session, person.user_id, 1, Browser.ANDROID_PHONE, now=make.LATER)
    with elsewhere.session_transaction() as remembered:
        remembered["_user_id"] = secret

    page = visible(client.get(PAGE))
    assert "别的设备 就是这里" in page
    assert "手机 安卓" in page
    send(client, PAGE, to=f"{PAGE}/end-others")

    assert "退出了别的 1 处" in visible(client.get(PAGE))
    assert elsewhere.get("/me").status_code == 302
    assert "这里的登录已经结束" in visible(elsewhere.get("/sign-in"))


def test_signing_out_ends_it_in_the_books_too(till: Till) -> None:
    copied = till.app.test_client()
    with copied.session_transaction() as remembered:
        remembered["_user_id"] = till.secret

    send(till.client, "/me", to="/sign-out")

    assert copied.get("/me").status_code == 302


def test_the_office_signs_a_lost_phone_out(database: Database, client: FlaskClient) -> None:
    with database.write() as session:
        person = make.specialist(session, make.village(session))
        boss = make.admin(session)
    phone = signed_in(client.application.test_client(), person)
    signed_in(client, boss)
    page = f"/district/settings/people/{person.user_id}"
    assert "他现在登录着 1 处" in visible(client.get(page))

    answer = send(client, page, to=f"{page}/sign-out")

    assert answer.status_code == 303
    assert "周明霞在哪里都退出了" in visible(client.get(page))
    assert phone.get("/me").status_code == 302


@pytest.mark.parametrize(
    ("minutes", "zh", "en"),
    [
        (5, "5 分钟", "5 minutes"),
        (60, "1 个小时", "1 hour"),
        (90, "90 分钟", "90 minutes"),
        (720, "12 个小时", "12 hours"),
    ],
)
def test_a_limit_is_said_in_minutes_or_hours(minutes: int, zh: str, en: str) -> None:
    assert (time_words(minutes, "zh"), time_words(minutes, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("said", "browser"),
    [
        ("Mozilla/5.0 (Linux; Android 14; PGT-AN00) Chrome/116 Mobile", Browser.ANDROID_PHONE),
        ("Mozilla/5.0 (Linux; Android 13; BAH4-W09) Chrome/99 Safari", Browser.ANDROID_TABLET),
        ("Mozilla/5.0 (Linux; Android 12; HarmonyOS; LIO-AN00) Mobile", Browser.HARMONY),
        ("Mozilla/5.0 (Phone; OpenHarmony 5.0) ArkWeb/4.1", Browser.HARMONY),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X)", Browser.IPHONE),
        ("Mozilla/5.0 (iPad; CPU OS 17_1 like Mac OS X)", Browser.IPAD),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Edg/119", Browser.WINDOWS),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)", Browser.MAC),
        ("Mozilla/5.0 (X11; Linux x86_64)", Browser.LINUX),
        ("", Browser.OTHER),
    ],
)
def test_a_browser_is_named_as_its_owner_would(said: str, browser: Browser) -> None:
    assert browser_of(said) is browser
