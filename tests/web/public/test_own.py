"""我家的账: by card and PIN a household sees its own account for ten minutes, and nobody else's."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.kernel.db import Base
from app.registry.accounts.models import AuditEntry
from app.registry.cards.actions import reissue_card, report_card_lost
from app.registry.cards.models import PinTry
from app.registry.cards.pins import set_pin
from app.registry.cards.rules import with_check_digit
from app.registry.places.models import Place
from tests import make
from tests.districts import Town
from tests.make import NOW
from tests.web.browsing import TOKEN, visible
from tests.web.office.offices import Desk, Offices

PIN = "258014"
OWN = "/public/own"
WRONG = "卡号或者密码不对"
SHUT = "拿出积分卡，输卡号和取物密码"


@dataclass
class Home:
    """A household with a card and a PIN; its month is on the wall."""

    id: int
    number: str
    card: str
    code: str
    village: str


def a_home(session: Session, *, pin: str = PIN) -> Home:
    place = make.village(session)
    household = make.household(session, village=place, head="张桂兰", balance=140)
    neighbour = make.household(session, village=place, head="李来福")
    make.publicised_round(session, place, household, neighbour)
    card = make.card(session, household)
    if pin:
        committee = make.committee(session, place)
        set_pin(session, committee, household_id=household.id, pin=pin, now=NOW)
    store = make.store(session)
    make.goods(session)
    make.stock(session, store, 3)
    return Home(household.id, household.number, card.number, card.code, place.code)


@pytest.fixture
def home(open_pages: Offices) -> Home:
    with open_pages.database.write() as session:
        return a_home(session)


def opens(desk: Desk, card: str, pin: str) -> TestResponse:
    """What the browser shows after card and PIN were typed."""
    answer = desk.send(OWN, card=card, pin=pin)
    return desk.client.get(OWN) if answer.status_code == 303 else answer


def test_a_household_sees_its_points_its_month_and_what_there_is(
    open_pages: Offices, home: Home
) -> None:
    answer = opens(open_pages.at(None), home.card, PIN)

    words = visible(answer)
    assert "张**家的账" in words
    assert "现在能用 140 分" in words
    assert "更正，补加积分 +140" in words
    assert "11 月为什么是 100 分" in words
    assert "韩集店现在有 大米 5 kg 130 分" in words
    assert "对11 月的积分提异议" in words.replace("对 11", "对11")
    assert "看完了，关掉" in words
    assert "李" not in words
    assert "桂兰" not in words


def test_the_card_is_scanned_or_typed_as_people_do(open_pages: Offices, home: Home) -> None:
    wide = home.card.translate({ord("0") + n: ord("０") + n for n in range(10)})

    for card in (home.code, f"{home.card[:4]} {home.card[4:]}", wide):
        assert "现在能用" in visible(opens(open_pages.at(None), card, PIN))


def test_whether_card_or_digits_were_wrong_is_not_said(open_pages: Offices, home: Home) -> None:
    nobodys = with_check_digit(str((int(home.card[:7]) + 1) % 9_000_000 + 1_000_000))
    with open_pages.database.write() as session:
        bare = a_home(session, pin="")

    answers = [
        opens(open_pages.at(None), card, pin)
        for card, pin in [(home.card, "135790"), (nobodys, PIN), (bare.card, PIN), (home.card, "")]
    ]

    said = {visible(answer).replace(card, "") for answer in answers for card in [home.card]}
    assert {answer.status_code for answer in answers} == {422}
    assert len(said) == 1
    assert WRONG in said.pop()


@pytest.mark.parametrize("is_lost", [True, False])
def test_an_old_card_opens_nothing(open_pages: Offices, home: Home, *, is_lost: bool) -> None:
    with open_pages.database.write() as session:
        admin = make.admin(session)
        if is_lost:
            report_card_lost(session, admin, home.card, now=NOW)
        else:
            reissue_card(session, admin, home.card, now=NOW)

    assert WRONG in visible(opens(open_pages.at(None), home.code, "135790"))
    known = opens(open_pages.at(None), home.code, PIN)
    assert known.status_code == 409
    assert "挂失" in visible(known)
    assert "现在能用" not in visible(known)


def test_the_fifth_wrong_try_is_the_last_and_looks_alike_for_any_card(
    open_pages: Offices, home: Home
) -> None:
    desk = open_pages.at(None)
    nobodys = with_check_digit(str((int(home.card[:7]) + 1) % 9_000_000 + 1_000_000))

    tries = {
        card: [opens(desk, card, f"13579{n}") for n in range(5)] + [opens(desk, card, PIN)]
        for card in (home.card, nobodys)
    }

    for answers in tries.values():
        assert [answer.status_code for answer in answers] == [422] * 5 + [429]
        assert "试的次数太多了" in visible(answers[-1])


def test_an_address_may_be_wrong_ten_times(open_pages: Offices, home: Home) -> None:
    desk = open_pages.at(None)

    assert {opens(desk, f"没有{n}", PIN).status_code for n in range(10)} == {422}
    assert opens(desk, home.card, PIN).status_code == 429


@pytest.mark.both_databases
def test_tries_from_everywhere_at_once_are_counted_together(
    open_pages: Offices, home: Home
) -> None:
    desk = open_pages.at(None)
    page = desk.client.get(OWN)
    token = TOKEN.search(page.text)
    assert token

    def guess(number: int) -> int:
        client = desk.app.test_client()
        fresh = TOKEN.search(client.get(OWN).text)
        assert fresh
        # From different addresses, and with the card written differently each time.
        card = home.card[:number] + "-" + home.card[number:]
        return client.post(
            OWN, data={"csrf_token": fresh[1], "card": card, "pin": f"13579{number}"},
            environ_base={"REMOTE_ADDR": f"10.0.0.{number}"},
        ).status_code  # fmt: skip

    with ThreadPoolExecutor(8) as everybody:
        answers = list(everybody.map(guess, range(1, 9)))

    assert sorted(answers) == [422] * 5 + [429] * 3
    with open_pages.database.read() as session:
        assert session.scalar(select(func.count(PinTry.id))) == 5


def test_it_is_over_when_somebody_presses_finished(open_pages: Offices, home: Home) -> None:
    desk = open_pages.at(None)
    page = opens(desk, home.card, PIN)
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Refresh"] == f"601; url={OWN}"

    for _ in range(2):
        assert desk.send(OWN, f"{OWN}/finish").status_code == 303

    assert "别人用这部手机看不到您家的账" in desk.read(OWN)
    assert SHUT in desk.read(OWN)


def test_a_cookie_that_was_kept_or_made_opens_nothing(open_pages: Offices, home: Home) -> None:
    today = open_pages.at(None)
    opens(today, home.card, PIN)
    kept = today.client.get_cookie("jifen_own", path=OWN)
    assert kept
    assert kept.http_only
    assert kept.same_site == "Strict"

    tomorrow = open_pages.at(None, days_later=1)
    for cookie in (kept.value, "", "x", "eyJob3VzZWhvbGRfaWQiOjF9.aaaa"):
        tomorrow.client.set_cookie("jifen_own", cookie, path=OWN)
        assert SHUT in tomorrow.read(OWN)


def test_it_is_over_when_the_digits_or_the_card_change(open_pages: Offices, home: Home) -> None:
    desk, later = open_pages.at(None), NOW + timedelta(minutes=2)
    opens(desk, home.card, PIN)
    with open_pages.database.write() as session:
        committee = make.committee(session, session.get_one(Place, home.village))
        set_pin(session, committee, household_id=home.id, pin="975310", now=later)
    assert SHUT in desk.read(OWN)

    opens(desk, home.card, "975310")
    assert "现在能用" in desk.read(OWN)
    with open_pages.database.write() as session:
        report_card_lost(session, make.admin(session), home.card, now=later)
    assert SHUT in desk.read(OWN)


def test_it_gives_no_right_to_anything_else(open_pages: Offices, home: Home) -> None:
    desk = open_pages.at(None)
    opens(desk, home.card, PIN)

    for page in ("/village/", f"/village/households/{home.id}", "/district/", "/store/"):
        assert desk.status(page) == 302
    assert desk.status(f"/api/v1/households/{home.id}") == 401


def test_looking_changes_nothing_and_is_noted_once(open_pages: Offices, home: Home) -> None:
    desk = open_pages.at(None)

    def rows() -> dict[str, int]:
        with open_pages.database.read() as session:
            tables = Base.metadata.sorted_tables
            return {
                t.name: session.scalar(select(func.count()).select_from(t)) or 0 for t in tables
            }

    before = rows()
    for _ in range(3):
        opens(desk, home.card, PIN) if before == rows() else desk.read(OWN)

    assert {name for name, count in rows().items() if count != before[name]} == {"audit"}
    with open_pages.database.read() as session:
        (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.verb == "open_own_account"))
        assert (entry.object_id, entry.place_code, entry.facts) == (home.id, home.village, {})


def test_what_is_kept_for_the_household_is_said(open_pages: Offices) -> None:
    town = Town(open_pages.database, "甲")
    words = visible(opens(open_pages.at(None), town.card, PIN))

    assert "给您家留的" in words
    assert "甲李" not in words
    assert "甲张" not in words
