"""Market days on the pages: planned, loaded, brought home, closed, called off, announced."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.kernel.clock import Clock, local
from app.kernel.db import Database
from app.kernel.lunar import lunar
from app.registry.accounts.actor import Actor
from app.registry.places.models import StoreKind
from app.shop.marketdays.models import HabitKind, Way
from app.shop.marketdays.plan import cancel_market_day, set_fairs
from app.shop.marketdays.queries import coming_days, day_shown
from app.shop.marketdays.rules import Fair
from app.shop.stock.queries import piles_of
from tests import make
from tests.shop import stocked
from tests.shop.marketdays.tours import Tour
from tests.shop.stock.papers import rice
from tests.statements import count_statements
from tests.web.browsing import send, signed_in, visible

NOW = Clock().now()
TODAY = local(NOW).date()
DATE = f"{TODAY.month} 月 {TODAY.day} 日 周{'一二三四五六日'[TODAY.weekday()]}"
LUNAR = lunar(TODAY)


@pytest.fixture
def tour(database: Database) -> Tour:
    """A truck that goes to 马庄 today; the store it is loaded from has nine bags."""
    with database.write() as session:
        village = make.village(session, "马庄村村委会")
        made = Tour.planned(
            session, stocked.store_with(session, rice=9), village=village, day=TODAY, now=NOW
        )
        session.expunge_all()
    return made


def page(tour: Tour, more: str = "") -> str:
    return f"/store/market-days/{tour.id}{more}"


def test_a_day_is_planned_from_the_calendar_where_the_fairs_stand(
    database: Database, client: FlaskClient
) -> None:
    with database.write() as session:
        village = make.village(session, "马庄村村委会")
        fair = [Fair(HabitKind.LUNAR, 0, LUNAR.day)]
        admin = make.admin(session)
        set_fairs(session, admin, village_code=village.code, fairs=fair, now=NOW)
        base, truck = make.store(session), make.store(session, kind=StoreKind.MOBILE)
        manager = make.manager(session, truck)
        session.expunge_all()
    signed_in(client, manager)
    at = f"/store/{truck.code}/market"

    calendar = visible(client.get(at))
    form = f"{at}/plan?day={TODAY}"
    sent = send(
        client, form, f"{at}/plan", day=TODAY, base=base.code, note="带卡",
        **{"stop1.village": village.code, "stop1.from": "9:00", "stop1.until": "11：30"},
    )  # fmt: skip

    assert f"{DATE} 今天 {LUNAR.name} 马庄村" in calendar
    assert f'value="{village.code}" selected' in client.get(form).get_data(as_text=True)
    assert sent.status_code == 303
    assert "09:00–11:30 马庄村" in visible(client.get(sent.location))
    with database.read() as session:
        assert [day.note for day in coming_days(session, TODAY)] == ["带卡"]


def test_what_cannot_be_planned_is_said_above_the_form_that_stays(
    client: FlaskClient, tour: Tour
) -> None:
    signed_in(client, tour.keeper)
    at = f"/store/{tour.truck.code}/market/plan"
    stop = {"stop1.village": tour.village.code, "stop1.from": "9", "stop1.until": "10:00"}

    unread = send(client, at, day=TODAY, base=tour.base.code, **stop)
    twice = send(client, at, day=TODAY, base=tour.base.code, **{**stop, "stop1.from": "9:00"})

    assert (unread.status_code, twice.status_code) == (422, 409)
    assert "时间不对" in visible(unread)
    assert "这辆车那天已经有进村安排了" in visible(twice)
    assert f'value="{tour.village.code}" selected' in twice.get_data(as_text=True)


def test_a_route_is_changed_on_its_page(client: FlaskClient, tour: Tour) -> None:
    signed_in(client, tour.keeper)
    stop = {"stop1.village": tour.village.code, "stop1.from": "13:00", "stop1.until": "14:00"}

    sent = send(client, page(tour, "/route"), **stop)

    assert sent.status_code == 303
    assert "13:00–14:00 马庄村" in visible(client.get(page(tour)))


def test_a_truck_is_loaded_comes_home_with_one_press_and_is_closed(
    database: Database, client: FlaskClient, tour: Tour
) -> None:
    signed_in(client, tour.keeper)
    field = "pile.-.-.rice"
    loaded = send(client, page(tour, "/load"), **{field: "4"})
    early = send(client, page(tour), page(tour, "/close"))
    home = client.get(page(tour, "/return")).get_data(as_text=True)
    brought = send(client, page(tour, "/return"), **{field: "4"})
    closed = send(client, page(tour), page(tour, "/close"))

    assert [answer.status_code for answer in (loaded, early, brought, closed)] == [
        303, 409, 303, 303,
    ]  # fmt: skip
    assert "车上还有货：rice 4 袋" in visible(early)
    assert f'name="{field}" inputmode="numeric" maxlength="8" autocomplete="off" value="4"' in home
    assert "已收摊" in visible(client.get(page(tour)))
    with database.read() as session:
        assert sum(pile.quantity for pile in piles_of(session, tour.base.id)) == 9


def test_the_same_form_sent_twice_loads_once(
    database: Database, client: FlaskClient, tour: Tour
) -> None:
    signed_in(client, tour.keeper)
    form = {"request_id": "6f1c1f64-7c5e-4e4c-9a53-0d2ad6d6b001", "pile.-.-.rice": "4"}

    answers = [send(client, page(tour, "/load"), **form).status_code for _ in range(2)]

    assert answers == [303, 303]
    with database.read() as session:
        assert [pile.quantity for pile in piles_of(session, tour.truck.id)] == [4]


def test_the_closing_sheet_is_printed_with_goods_villages_and_who_signs(
    database: Database, client: FlaskClient, tour: Tour
) -> None:
    with database.write() as session:
        for way in Way:
            tour.carry(session, way, rice(2))
        tour.close(session, NOW)
    signed_in(client, tour.keeper)

    paper = visible(client.get(page(tour, "/sheet")))
    workbook = client.get(page(tour, "/sheet.xlsx"))

    assert "rice 袋 — 2 — — — 2 — — 0" in paper
    assert "账已结平" in paper
    assert "马庄村 0 0 0 0" in paper
    assert "村委会签字" in paper
    assert workbook.data.startswith(b"PK")


def test_a_day_that_was_called_off_says_why_to_everybody(client: FlaskClient, tour: Tour) -> None:
    signed_in(client, tour.keeper)
    silent = send(client, page(tour, "/cancel"))
    sent = send(client, page(tour, "/cancel"), reason="下大雪")
    client.post("/sign-out")

    assert (silent.status_code, sent.status_code) == (422, 303)
    told = visible(client.get("/public/market"))
    assert "已取消" in told
    assert "取消的原因：下大雪" in told
    assert "进村取消公告" in visible(client.get(f"/public/market/{tour.id}"))


def test_everybody_reads_prints_and_sends_the_announcement(client: FlaskClient, tour: Tour) -> None:
    paper = visible(client.get(f"/public/market/{tour.id}"))
    picture = client.get(f"/public/market/{tour.id}.png")

    assert f"{TODAY.year} 年 {TODAY.month} 月 {TODAY.day} 日 {DATE[-2:]} 农历{LUNAR.name}" in paper
    assert "09:00–10:00 马庄村 村委会门前" in paper
    assert "rice 130" in paper
    assert picture.data.startswith(b"\x89PNG")
    assert "09:00–10:00 马庄村" in visible(client.get("/public/market"))
    assert f"{DATE} 09:00–10:00 村委会门前" in visible(
        client.get(f"/public/villages/{tour.village.code}")
    )
    assert client.get("/public/market/999999").status_code == 404


def test_forty_goods_take_a_second_sheet_of_the_announcement_and_none_is_cut(
    database: Database, client: FlaskClient, tour: Tour
) -> None:
    with database.write() as session:
        for number in range(39):
            make.goods(session, code=f"more{number}", name=f"货{number}号", price_points=7)

    page = client.get(f"/public/market/{tour.id}")

    words = visible(page)
    assert page.text.count("a4--market") == 2
    assert all(words.count(f"货{number}号 7") == 1 for number in range(39))
    assert "第 1 页，共 2 页" in words
    assert "第 2 页，共 2 页" in words


def test_a_village_committee_sees_the_days_of_its_own_villages(
    database: Database, client: FlaskClient, tour: Tour
) -> None:
    with database.write() as session:
        here = make.committee(session, tour.village)
        elsewhere = make.committee(session, make.village(session))
        session.expunge_all()

    mine = visible(signed_in(client, here).get("/village/market"))
    others = visible(signed_in(client, elsewhere).get("/village/market"))

    assert "09:00–10:00 马庄村" in mine
    assert "打印公告" in mine
    assert "还没有安排进村" in others


def test_a_household_is_told_when_the_truck_comes_next(
    database: Database, client: FlaskClient, tour: Tour
) -> None:
    with database.write() as session:
        home = make.household(session, village=tour.village)
        session.flush()
        home_id, committee = home.id, make.committee(session, tour.village)
        session.expunge_all()
    signed_in(client, committee)
    day = f"{TODAY.year} 年 {TODAY.month} 月 {TODAY.day} 日"
    told = f"流动超市下次进村：{day}（农历{LUNAR.name}）09:00–10:00，村委会门前。"

    assert told in visible(client.get(f"/village/households/{home_id}"))
    assert told in visible(client.get(f"/village/households/{home_id}/slip"))


def test_the_district_sees_all_trucks_of_a_month(
    database: Database, client: FlaskClient, tour: Tour
) -> None:
    with database.write() as session:
        second = Tour.planned(session, tour.base, day=TODAY, now=NOW)
        second.truck.name = "二号车"
        admin = make.admin(session)
        session.expunge_all()
    signed_in(client, admin)

    shown = visible(client.get("/district/market"))

    assert f"{DATE} {LUNAR.name} 流动超市 马庄村" in shown
    assert "二号车" in shown
    assert "这个月没有进村安排" in visible(client.get("/district/market?month=2020-01"))


def test_a_clerk_and_the_base_see_the_day_and_change_nothing(
    database: Database, client: FlaskClient, tour: Tour
) -> None:
    with database.write() as session:
        clerk, keeper = make.clerk(session, tour.truck), make.manager(session, tour.base)
        session.expunge_all()

    def buttons(person: Actor) -> str:
        return visible(signed_in(client, person).get(page(tour)))

    assert "改路线" not in buttons(clerk)
    assert "取消这一天" not in buttons(keeper)
    assert "装车" in buttons(keeper)
    assert client.get(page(tour, "/route")).status_code == 404
    assert signed_in(client, clerk).get(page(tour, "/route")).status_code == 403


def test_fairs_are_typed_as_people_say_them(client: FlaskClient, tour: Tour) -> None:
    signed_in(client, tour.keeper)
    form = f"/store/{tour.truck.code}/market/fairs/{tour.village.code}"

    bad = send(client, form, lunar="3 31")
    kept = send(client, form, lunar="3，8、13", yearly="12-23", solar="")

    assert (bad.status_code, kept.status_code) == (422, 303)
    assert "赶集的日子不对" in visible(bad)
    assert "马庄村 3 8 13 — 12-23" in visible(client.get(kept.location))


def test_a_longer_route_and_more_days_take_no_more_statements(database: Database) -> None:
    with database.write() as session:
        base = make.store(session)
        first = Tour.planned(session, base, day=TODAY, now=NOW)
        cancel_market_day(session, first.keeper, market_day_id=first.id, reason="下雪", now=NOW)
        session.expunge_all()

    def asked() -> int:
        with database.read() as session, count_statements() as seen:
            assert coming_days(session, TODAY)
            assert day_shown(session, first.id).villages
        return len(seen)

    before = asked()
    with database.write() as session:
        for ahead in range(3):
            Tour.planned(session, base, day=TODAY + timedelta(days=ahead), now=NOW)

    assert asked() == before


def test_the_store_that_loads_sees_its_days_and_only_who_plans_is_sent_to_the_truck(
    database: Database, client: FlaskClient, tour: Tour
) -> None:
    with database.write() as session:
        clerk = make.clerk(session, tour.base)
        session.expunge_all()
    at = f"/store/{tour.base.code}/market"

    signed_in(client, clerk)
    seen_by_clerk = visible(client.get(at))
    signed_in(client, tour.keeper)
    seen_by_keeper = visible(client.get(at))

    assert "马庄村" in seen_by_clerk
    assert f"去{tour.truck.name}安排进村日" not in seen_by_clerk
    assert f"去{tour.truck.name}安排进村日" in seen_by_keeper
