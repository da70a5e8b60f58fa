"""Who stands at the till: a PIN, the clerk's word, a photo."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.door.context import house
from app.kernel.clock import local
from app.kernel.db import Database
from app.kernel.pictures import keep_picture, kept_pictures
from app.registry.accounts.actor import Actor
from app.registry.cards.faces import keep_photo
from app.registry.cards.pins import begin_try, set_pin
from app.registry.households.models import Household
from app.registry.places.models import Place
from app.shop.redemptions.closing import day_sheet
from app.shop.redemptions.models import Identified, Redemption
from tests import make
from tests.kernel.test_pictures import photo
from tests.told import told
from tests.web.browsing import send, signed_in, visible
from tests.web.store.stalls import Stall, confirm, left, stall


@pytest.fixture
def place(database: Database, client: FlaskClient) -> Stall:
    made = told(database, stall)
    signed_in(client, made.clerk)
    return made


def desk_of(database: Database, place: Stall) -> Actor:
    with database.write() as session:
        code = session.get_one(Household, place.household_id).village_code
        village = session.scalars(select(Place).where(Place.code == code)).one()
        return make.committee(session, village)


def with_pin(database: Database, place: Stall, pin: str = "258014") -> None:
    desk = desk_of(database, place)
    with database.write() as session:
        set_pin(session, desk, household_id=place.household_id, pin=pin, now=make.NOW)


def how(database: Database) -> list[Identified]:
    with database.read() as session:
        return list(session.scalars(select(Redemption.identified).order_by(Redemption.id)))


def test_without_a_pin_confirming_is_the_clerks_word(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    assert "按下确认，就是说您认得来的人。" in visible(client.get(f"{place.till}&basket=soap:1"))
    assert confirm(client, place, "soap:1").status_code == 303
    assert how(database) == [Identified.ATTESTED]


def test_a_household_with_a_pin_types_it(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    with_pin(database, place)

    asked = confirm(client, place, "soap:1")
    assert "请户里的人自己输密码" in visible(asked)
    assert left(database, place)[0] == 186

    slip = confirm(client, place, "soap:1", pin="258014")
    assert slip.status_code == 303
    assert "凭密码领取" in visible(client.get(slip.location))
    assert how(database) == [Identified.PIN]


def test_wrong_digits_take_nothing_and_are_counted_and_never_shown(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    with_pin(database, place)

    answer = confirm(client, place, "soap:1", pin="9753")

    assert answer.status_code == 422
    assert "密码不对 没有扣分，也没有出货，密码也没有变。还可以试 4 次" in visible(answer)
    assert "9753" not in answer.text
    assert left(database, place) == (186, 100)
    with database.write() as session:
        assert begin_try(session, place.household_id, now=datetime.now(UTC)).left == 3


def test_after_five_wrong_tries_the_clerks_word_still_counts(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    with_pin(database, place)
    with database.write() as session:
        for _ in range(5):
            begin_try(session, place.household_id, now=datetime.now(UTC))

    answer = confirm(client, place, "soap:1", pin="258014")
    assert answer.status_code == 429
    assert "请 15 分钟后再试" in visible(answer)

    assert confirm(client, place, "soap:1", identified="attested").status_code == 303
    assert how(database) == [Identified.ATTESTED]


def test_a_photo_is_seen_by_who_found_the_card_and_counts_in_the_days_sheet(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    desk = desk_of(database, place)
    with client.application.app_context():
        data = house().data
    with database.write() as session:
        keep_photo(
            session, desk, household_id=place.household_id,
            photo=keep_picture(data, photo()),
            agreed_on=make.NOW.date(), now=make.NOW,
        )  # fmt: skip
    page = client.get(place.till).text
    address = page.split('class="tl-face" src="')[1].split('"')[0]

    assert client.get(address).mimetype == "image/jpeg"
    assert client.get(address).headers["Cache-Control"] == "no-store"
    assert signed_in(client, place.manager).get(address).status_code == 404
    signed_in(client, place.clerk)
    slip = confirm(client, place, "soap:1", identified="photo")
    assert "店员和照片对过" in visible(client.get(slip.location))
    with database.read() as session:
        sheet = day_sheet(session, place.store_id, local(datetime.now(UTC)).date())
    assert (sheet.by_pin, sheet.by_photo, sheet.by_sight) == (0, 1, 0)


def test_with_the_card_in_hand_a_pin_is_set_and_changed_by_who_knows_it(
    client: FlaskClient, place: Stall
) -> None:
    page = f"/store/{place.code}/pin?card={place.card}"

    first = send(client, page, card=place.card, pin="258014", again="258014")
    assert first.status_code == 303
    unknown = send(client, page, card=place.card, old="0000", pin="739146", again="739146")
    assert "密码不对" in visible(unknown)
    differs = send(client, page, card=place.card, old="258014", pin="739146", again="739147")
    assert "两次输的不一样" in visible(differs)
    assert send(client, page, card=place.card, old="258014", end="1").status_code == 303
    assert confirm(client, place, "soap:1").status_code == 303


def test_the_desk_sets_a_pin_and_keeps_and_drops_a_photo(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    signed_in(client, desk_of(database, place))
    home = f"/village/households/{place.household_id}"
    page = f"{home}/recognise"

    assert "这个密码太好猜" in visible(send(client, page, f"{home}/pin", pin="1234", again="1234"))
    send(client, page, f"{home}/pin", pin="258014", again="258014")
    assert "有密码" in visible(client.get(page))
    refused = send(client, page, f"{home}/photo", agreed_on="2026-11-19")
    assert "还没有写户里哪天同意的" in visible(refused)
    agreed = {"agreed": "1", "agreed_on": "2026-11-19"}
    send(client, page, f"{home}/photo", **agreed, photo=(BytesIO(photo()), "a.jpg"))
    with client.application.app_context():
        data = house().data
    assert "2026 年 11 月 19 日" in visible(client.get(page))
    assert len(kept_pictures(data)) == 1
    send(client, page, f"{home}/photo/withdraw")
    assert kept_pictures(data) == {}
