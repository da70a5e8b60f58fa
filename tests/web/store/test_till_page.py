"""The till: filling a basket, and confirming it."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from app.kernel.db import Database
from app.registry.places.models import Store, StoreKind
from app.shop.goods.models import Goods, RationPeriod
from app.shop.goods.rationing import Limit, set_ration
from tests import make
from tests.statements import count_statements
from tests.told import told
from tests.web.browsing import signed_in, visible
from tests.web.store.stalls import Stall, confirm, left, opened, sold, stall, stocked


@pytest.fixture
def place(database: Database, client: FlaskClient) -> Stall:
    made = told(database, stall)
    signed_in(client, made.clerk)
    return made


def basket_on(html: str) -> list[str]:
    """The lines that the page carries in its form."""
    return [part.partition('"')[0] for part in html.split('name="basket" value="')[1:]]


def filled(client: FlaskClient, place: Stall, *lines: str, **pressed: str) -> tuple[list[str], str]:
    """The basket after a press on a page with these lines, and what the page says."""
    page = opened(client, place, *lines, **pressed)
    assert page.status_code == 200, page.text
    return basket_on(page.text), visible(page)


def test_an_empty_till_shows_the_goods_and_what_the_household_has(
    client: FlaskClient, place: Stall
) -> None:
    _basket, words = filled(client, place)

    assert "张桂兰" in words
    assert "现有 186 分" in words
    assert "还没有东西" in words
    assert "先放东西" in words
    assert "面粉 5 kg 110 分 还有 20 件" in words


@pytest.mark.parametrize(
    ("pressed", "basket"),
    [
        ({"add": "paste"}, ["soap:2", "paste:1"]),
        ({"more": "soap"}, ["soap:3"]),
        ({"less": "soap"}, ["soap:1"]),
        ({"code": "面粉", "do": "scan"}, ["soap:2", "flour:1"]),
        ({"code": " soap\n", "do": "scan"}, ["soap:3"]),
        ({"code": "", "do": "scan"}, ["soap:2"]),
        ({"quantity.soap": "５"}, ["soap:5"]),
        ({"quantity.soap": "0"}, []),
        ({"quantity.soap": ""}, ["soap:2"]),
        ({"set": "flour:1 powder:1"}, ["flour:1", "powder:1"]),
        ({"set": ""}, []),
        ({"add": "paste", "code": "面粉"}, ["soap:2", "paste:1"]),
    ],
)
def test_every_press_changes_the_basket_as_it_says(
    client: FlaskClient, place: Stall, pressed: dict[str, str], basket: list[str]
) -> None:
    assert filled(client, place, "soap:2", **pressed)[0] == basket


def test_the_sum_comes_from_the_server(client: FlaskClient, place: Stall) -> None:
    _basket, words = filled(client, place, "flour:1", "soap:2", shown="3")

    assert "110 × 1 = 110" in words
    assert "本次用 −140 分 兑换后 46 分" in words
    assert "确认兑换 140 分" in words


def test_goods_that_are_too_dear_say_how_much_is_missing(client: FlaskClient, place: Stall) -> None:
    _basket, words = filled(client, place, "flour:1", "powder:1")

    assert "牙膏 25 分 还差 9 分" in words
    assert "香皂 15 分 还有 20 件" in words


def test_too_few_points_are_refused_with_what_solves_it(client: FlaskClient, place: Stall) -> None:
    basket, words = filled(client, place, "flour:1", "powder:1", add="paste")

    assert basket == ["flour:1", "powder:1", "paste:1"]
    assert "积分不够，还差 9 分 没有扣分，也没有出货，东西都还在。" in words
    assert "去掉牙膏，剩 16 分 牙膏换成香皂，剩 1 分" in words
    assert "先减一件" in words
    assert "确认兑换" not in words


def test_an_empty_shelf_is_refused_with_what_is_left(
    database: Database, client: FlaskClient
) -> None:
    place = told(database, stall, balance=900, quantity=2)
    signed_in(client, place.clerk)

    _basket, words = filled(client, place, "paste:2", add="paste")

    assert "牙膏不够，店里还有 2 袋，这次要 3 袋" in words
    assert "牙膏减到 2 件，剩 850 分" in words


@pytest.mark.parametrize(
    ("scanned", "words"),
    [
        ("6901234567892", "价目里没有“6901234567892”"),
        ("可乐", "这一件没有放进去，别的都还在"),
        ("洗", "有 2 种商品名里有“洗”"),
    ],
)
def test_what_is_not_found_leaves_the_basket_alone(
    client: FlaskClient, place: Stall, scanned: str, words: str
) -> None:
    basket, said = filled(client, place, "soap:2", code=scanned, do="scan")

    assert basket == ["soap:2"]
    assert words in said


def test_several_goods_of_a_name_are_buttons(client: FlaskClient, place: Stall) -> None:
    page = opened(client, place, code="洗", do="scan")

    assert 'form="till" name="add" value="powder">洗衣粉 1.5 kg</button>' in page.text
    assert 'form="till" name="add" value="dish">洗洁精</button>' in page.text


@pytest.mark.parametrize("quantity", ["201", "-1", "一袋", "1.5", "99999"])
def test_an_absurd_quantity_is_refused_and_the_basket_stays(
    client: FlaskClient, place: Stall, quantity: str
) -> None:
    basket, words = filled(client, place, "soap:2", **{"quantity.soap": quantity})

    assert basket == ["soap:2"]
    assert "香皂的件数不对" in words


@pytest.mark.parametrize(
    ("basket", "status"),
    [("soap", 400), ("soap:-1", 400), ("soap:1:2", 400), ("soap:0", 422), ("gold:1", 422)],
)
def test_a_basket_that_no_page_carries_is_refused(
    client: FlaskClient, place: Stall, basket: str, status: int
) -> None:
    assert opened(client, place, basket).status_code == status


def test_the_next_card_scanned_into_an_empty_basket_opens_its_till(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    with database.write() as session:
        other = make.card(
            session, make.household(session, village=make.village(session), balance=50)
        ).code

    answer = opened(client, place, code=other, do="scan")
    offered = opened(client, place, "soap:1", code=other)

    assert answer.location == f"/store/{place.code}/till?card={other}"
    assert "这是一张卡，换成这一户" in visible(offered)


def test_a_sale_takes_points_and_goods(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    slip = client.get(sold(client, place, "flour:1", "soap:2"))

    assert "还剩 46 分" in visible(slip)
    assert left(database, place) == (46, 97)


def test_the_same_form_sent_twice_is_one_sale(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    request_id = str(uuid4())
    first = confirm(client, place, "flour:1", request_id=request_id)
    again = confirm(client, place, "flour:1", request_id=request_id)

    assert first.location == again.location
    assert left(database, place) == (76, 99)


def test_another_basket_under_the_same_id_is_refused(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    request_id = str(uuid4())
    confirm(client, place, "flour:1", request_id=request_id)

    answer = confirm(client, place, "soap:1", request_id=request_id)

    assert answer.status_code == 409
    assert left(database, place) == (76, 99)


def test_what_was_typed_but_not_shown_is_shown_before_it_is_sold(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    answer = confirm(client, place, "soap:1", **{"quantity.soap": "4"})

    assert answer.status_code == 409
    assert "合计变了：刚才是 15 分，现在是 60 分" in visible(answer)
    assert "确认兑换 60 分" in visible(answer)
    assert left(database, place) == (186, 100)


def test_a_price_that_changed_meanwhile_is_shown_first(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    answer = confirm(client, place, "flour:1", shown="100")

    assert answer.status_code == 409
    assert "没有扣分，也没有出货" in visible(answer)
    assert left(database, place) == (186, 100)


def test_points_spent_elsewhere_meanwhile_sell_nothing(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    confirm(client, place, "flour:1")

    answer = confirm(client, place, "flour:1")

    assert answer.status_code == 409
    assert "积分不够，还差 34 分" in visible(answer)
    assert "去掉面粉 5 kg，剩 76 分" in visible(answer)
    assert left(database, place) == (76, 99)


def test_an_empty_basket_is_not_sold(client: FlaskClient, place: Stall) -> None:
    answer = confirm(client, place)

    assert answer.status_code == 422
    assert "还没有放东西" in visible(answer)


@pytest.mark.parametrize("field", ["shown", "request_id"])
def test_a_form_without_its_hidden_fields_sells_nothing(
    database: Database, client: FlaskClient, place: Stall, field: str
) -> None:
    assert confirm(client, place, "soap:1", **{field: "x"}).status_code == 400
    assert left(database, place) == (186, 100)


def test_a_form_without_its_token_sells_nothing(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    assert confirm(client, place, "soap:1", csrf_token="x").status_code == 400
    assert left(database, place) == (186, 100)


def test_another_store_does_not_exist_for_a_clerk(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    with database.write() as session:
        other = stocked(session, 1, name="北城店").code

    assert client.get(f"/store/{other}/till?card={place.card}").status_code == 404
    for page in ("card", "no-card", "today", "stock", "moves", "deliveries", ""):
        assert client.get(f"/store/{other}/{page}").status_code == 404


def test_who_may_not_redeem_is_told_so(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    with database.write() as session:
        auditor = make.auditor(session)
    signed_in(client, auditor)

    assert client.get(place.till).status_code == 403
    assert client.get(f"/store/{place.code}/no-card").status_code == 403
    assert client.get(f"/store/{place.code}/stock").status_code == 200


def test_nobody_sells_without_signing_in(client: FlaskClient, place: Stall) -> None:
    fresh = client.application.test_client()

    answer = fresh.get(place.till)

    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in?next=")


def test_a_full_till_asks_as_often_as_an_empty_one(client: FlaskClient, place: Stall) -> None:
    client.get(place.till)  # the first of all pages asks once whether this is practice
    with count_statements() as empty:
        client.get(place.till)
    with count_statements() as full:
        opened(client, place, "soap:1", "dish:1", "paste:1", "flour:1")

    assert len(full) == len(empty)


def test_goods_for_grown_ups_ask_once_before_confirming(
    client: FlaskClient, place: Stall, database: Database
) -> None:
    with database.write() as session:
        session.execute(update(Goods).where(Goods.code == "soap").values(adult_only=True))

    _basket, words = filled(client, place, "soap:1")
    refused = confirm(client, place, "soap:1")
    done = confirm(client, place, "soap:1", adult="1")

    assert "是成年人来领" in words
    assert "香皂要成年人来领" in visible(refused)
    assert done.status_code == 303


def test_limited_goods_say_on_their_tile_and_in_words_how_many_are_left(
    client: FlaskClient, place: Stall, database: Database
) -> None:
    with database.write() as session:
        limit = Limit(2, RationPeriod.MONTH)
        set_ration(session, make.admin(session), "soap", limit, now=datetime.now(UTC))

    _basket, fits = filled(client, place, "soap:2")
    _basket, beyond = filled(client, place, "soap:3")

    assert "香皂 15 分 限量，还能换 2 件" in fits
    assert "这户还能换 2 袋，这次要 3 袋" in beyond
    assert "香皂减到 2 件，剩 156 分" in beyond
    assert "限量：到" in visible(confirm(client, place, "soap:3"))


def test_at_the_truck_a_market_days_limit_says_that_it_is_todays(
    client: FlaskClient, place: Stall, database: Database
) -> None:
    with database.write() as session:
        limit = Limit(2, RationPeriod.MARKET_DAY)
        set_ration(session, make.admin(session), "soap", limit, now=datetime.now(UTC))

    _basket, in_the_house = filled(client, place, "soap:3")
    with database.write() as session:
        session.execute(update(Store).values(kind=StoreKind.MOBILE))
    _basket, at_the_truck = filled(client, place, "soap:3")

    assert "香皂进村日限量" not in in_the_house
    assert "香皂进村日限量：今天在流动超市，这户还能换 2 袋，这次要 3 袋" in at_the_truck
    assert "香皂减到 2 件" in at_the_truck


def test_three_and_a_star_before_the_scan_is_three_pieces(
    database: Database, client: FlaskClient
) -> None:
    place = told(database, stall)

    page = opened(signed_in(client, place.clerk), place, "soap:1", code="3＊香皂", do="scan")

    assert 'name="basket" value="soap:4"' in page.text


def test_only_pages_that_scan_may_run_what_reads_codes(
    database: Database, client: FlaskClient
) -> None:
    place = told(database, stall)
    signed_in(client, place.clerk)

    allowed = {
        page: "wasm-unsafe-eval" in client.get(page).headers["Content-Security-Policy"]
        for page in (place.till, f"/store/{place.code}/card", f"/store/{place.code}/today")
    }

    assert list(allowed.values()) == [True, True, False]


def test_a_sum_that_no_page_showed_is_refused(client: FlaskClient, place: Stall) -> None:
    signed_in(client, place.clerk)

    for shown in ("9" * 5000, "-1", "１５", ""):
        assert confirm(client, place, "soap:1", shown=shown).status_code == 400
