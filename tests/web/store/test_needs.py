"""They asked for it and we had none."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.kernel.db import Database
from app.shop.redemptions.models import NeedSignal
from app.shop.redemptions.rules import NeedUnnamed
from app.shop.redemptions.signal import Need, signal_need
from tests import make
from tests.told import told
from tests.web.browsing import TOKEN, signed_in, visible
from tests.web.store.stalls import Stall, opened, stall

CARRIED = "0b6c0c8e-3f0e-4f39-9f0e-0d2f6f0f7a11"


@pytest.fixture
def bare(database: Database) -> Stall:
    return told(database, stall, quantity=0)


def tap(client: FlaskClient, place: Stall, **asked: str) -> str:
    """Press what the till shows for goods that are not there; answers where it leads."""
    token = TOKEN.search(client.get("/me").get_data(as_text=True))
    assert token
    fields = {"card": place.card, "csrf_token": token[1], "request_id": CARRIED}
    answer = client.post(f"/store/{place.code}/needs", query_string=asked, data=fields)
    assert answer.status_code == 303, answer.text
    return answer.location


def test_goods_that_are_out_are_noted_in_one_tap_and_once_for_each_basket(
    database: Database, client: FlaskClient, bare: Stall
) -> None:
    signed_in(client, bare.clerk)
    till = opened(client, bare)
    assert f'formaction="/store/{bare.code}/needs?goods=soap"' in till.text
    assert "没货，有人要就点" in visible(till)

    tap(client, bare, goods="soap")
    tap(client, bare, goods="soap")
    back = tap(client, bare, words="电饭煲")

    assert "记下了：有人要，店里没有" in visible(client.get(back))
    with database.read() as session:
        assert session.scalar(select(func.count(NeedSignal.id))) == 2


def test_what_is_on_no_price_list_is_noted_by_its_name(client: FlaskClient, bare: Stall) -> None:
    signed_in(client, bare.clerk)

    assert "记下：有人要“电饭煲”" in visible(opened(client, bare, code="电饭煲", do="scan"))
    assert "有人要“" not in visible(opened(client, bare, code="6901234567890", do="scan"))


def test_manager_and_district_see_the_counts_and_no_household(
    database: Database, client: FlaskClient, bare: Stall
) -> None:
    with database.write() as session:
        admin = make.admin(session)
    signed_in(client, bare.clerk)
    tap(client, bare, goods="soap")
    tap(client, bare, words="=电饭煲")

    for person, page in ((bare.manager, f"/store/{bare.code}/needs"), (admin, "/district/needs")):
        words = visible(signed_in(client, person).get(page))
        assert "香皂" in words
        assert "电饭煲" in words
        assert "张桂兰" not in words
        assert client.get(f"{page}.xlsx").status_code == 200


def test_nothing_is_noted_that_is_not_named(session: Session) -> None:
    store = make.store(session)
    clerk = make.clerk(session, store)

    for need in (Need(store.code), Need(store.code, words="长" * 41)):
        with pytest.raises(NeedUnnamed):
            signal_need(session, clerk, need, now=make.NOW)
    row = {"store_id": store.id, "words": "", "day": make.NOW.date(), "at": make.NOW}
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(insert(NeedSignal), [row | {"clerk_id": clerk.user_id}])
