"""Finding who is at the till."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.kernel.db import Database
from app.registry.accounts.models import AuditEntry
from app.registry.cards.actions import report_card_lost
from app.registry.cards.rules import with_check_digit
from tests import make
from tests.told import told
from tests.web.browsing import send, signed_in, visible
from tests.web.store.stalls import Stall, stall


@pytest.fixture
def place(database: Database, client: FlaskClient) -> Stall:
    made = told(database, stall)
    signed_in(client, made.clerk)
    return made


def test_a_clerk_starts_with_the_card(client: FlaskClient, place: Stall) -> None:
    assert client.get("/store/").location == f"/store/{place.code}/card"

    page = client.get(f"/store/{place.code}/card")
    assert "请扫积分卡" in visible(page)
    assert "autofocus data-scan" in page.text


def test_a_manager_starts_with_the_stores_day(client: FlaskClient, place: Stall) -> None:
    signed_in(client, place.manager)

    assert client.get("/store/").location == f"/store/{place.code}/"
    assert "今天用分 0 分" in visible(client.get(f"/store/{place.code}/"))


def test_somebody_of_several_stores_chooses_one(database: Database, client: FlaskClient) -> None:
    with database.write() as session:
        make.store(session, name="韩集店")
        make.store(session, name="北城店")
        admin = make.admin(session)
    signed_in(client, admin)

    assert "韩集店 进店 北城店 进店" in visible(client.get("/store/"))


@pytest.mark.parametrize("written", ["{0}{1}", " {0}{1}\n", "{0} {1}", "{0}-{1}"])
def test_a_card_is_found_however_it_was_typed(
    client: FlaskClient, place: Stall, written: str
) -> None:
    text = written.format(place.card[:4], place.card[4:])

    page = client.get(f"/store/{place.code}/till", query_string={"card": text})

    assert "张桂兰" in visible(page)
    assert "现有 186 分" in visible(page)


def test_full_width_digits_are_digits(client: FlaskClient, place: Stall) -> None:
    wide = place.card.translate({ord("0") + n: ord("０") + n for n in range(10)})

    page = client.get(f"/store/{place.code}/till", query_string={"card": wide})

    assert "张桂兰" in visible(page)


def test_a_slip_of_the_hand_is_told_by_the_check_digit(client: FlaskClient, place: Stall) -> None:
    wrong = place.card[:7] + str((int(place.card[7]) + 1) % 10)

    page = client.get(f"/store/{place.code}/till", query_string={"card": wrong})

    assert page.status_code == 422
    assert f"卡号 {wrong} 不对" in visible(page)
    assert "data-scan" in page.text


def test_a_card_that_nobody_has_is_not_found(client: FlaskClient, place: Stall) -> None:
    page = client.get(
        f"/store/{place.code}/till", query_string={"card": with_check_digit("1000000")}
    )

    assert page.status_code == 404
    assert "没有查到这张卡" in visible(page)


@pytest.mark.parametrize("text", ["", "你好", "x" * 5000, "JF1'; --"])
def test_what_is_no_card_is_refused_in_words(client: FlaskClient, place: Stall, text: str) -> None:
    page = client.get(f"/store/{place.code}/till", query_string={"card": text})

    assert page.status_code == 422
    assert "认不出这张卡" in visible(page)


def test_a_lost_card_buys_nothing(database: Database, client: FlaskClient, place: Stall) -> None:
    with database.write() as session:
        report_card_lost(session, make.admin(session), place.card, now=make.NOW)

    page = client.get(place.till)

    assert page.status_code == 409
    assert "这张卡已经挂失" in visible(page)
    assert "没有扣分，也没有出货" in visible(page)


def test_without_a_card_the_number_finds_the_household(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    answer = send(
        client, f"/store/{place.code}/no-card",
        number=place.household_number, reason="卡忘在家里了",
    )  # fmt: skip

    assert answer.status_code == 303
    page = client.get(answer.location)
    assert "张桂兰" in visible(page)
    assert "没带卡：卡忘在家里了" in visible(page)
    with database.read() as session:
        entry = session.scalars(
            select(AuditEntry).where(AuditEntry.verb == "find_without_card")
        ).one()
        assert entry.facts["no_card_reason"] == "卡忘在家里了"
        assert entry.facts["households"] == [place.household_id]


def test_village_and_name_may_mean_several(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    with database.write() as session:
        village = make.village(session, "李太屯社区")
        for _ in range(2):
            make.household(session, village=village, head="王秀英")

    page = send(
        client, f"/store/{place.code}/no-card", village="李太屯", head="王秀英", reason="卡坏了"
    )

    assert page.status_code == 200
    assert page.text.count("是王秀英这一户") == 2
    assert "现有" not in visible(page)


def test_nobody_of_that_name_is_said_and_what_was_typed_stays(
    client: FlaskClient, place: Stall
) -> None:
    page = send(
        client, f"/store/{place.code}/no-card", village="古漯河", head="没这人", reason="卡坏了"
    )

    assert "没有找到这一户" in visible(page)
    assert 'value="没这人"' in page.text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"number": "7"}, "有一项还没有填"),
        ({"number": "7", "reason": "忘"}, "为什么没带卡还没有写清楚"),
        ({"reason": "卡忘在家里了"}, "有一项还没有填"),
        ({"reason": "卡忘在家里了", "head": "张桂兰"}, "有一项还没有填"),
    ],
)
def test_a_look_up_needs_a_reason_and_somebody(
    database: Database, client: FlaskClient, place: Stall, typed: dict[str, str], words: str
) -> None:
    page = send(client, f"/store/{place.code}/no-card", **typed)

    assert page.status_code == 422
    assert words in visible(page)
    with database.read() as session:
        assert (
            session.scalars(select(AuditEntry).where(AuditEntry.verb == "find_without_card")).all()
            == []
        )


def test_nobody_opens_a_household_that_another_looked_up(client: FlaskClient, place: Stall) -> None:
    found = send(
        client, f"/store/{place.code}/no-card", number=place.household_number, reason="卡忘在家里了"
    ).location
    signed_in(client, place.manager)

    assert client.get(found).status_code == 404
    assert client.get(f"/store/{place.code}/till?found=1").status_code == 404


def test_from_his_own_page_a_clerk_finds_the_way_back(client: FlaskClient, place: Stall) -> None:
    assert 'href="/me"' in client.get(f"/store/{place.code}/card").text
    assert 'href="/store/"' in client.get("/me").text
