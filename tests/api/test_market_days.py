"""Market days by JSON: a whole day, and what is sent twice."""

from uuid import uuid4

from app.registry.places.models import StoreKind
from tests import make
from tests.api.calling import Interface, code_of
from tests.api.town import shop, town
from tests.shop.marketdays.tours import TODAY

DAY = str(TODAY)


def test_a_market_day_from_its_plan_to_its_closing(interface: Interface) -> None:
    place = town(interface, households=1)
    shop(place, rice=5)
    with interface.database.write() as session:
        truck = make.store(session, kind=StoreKind.MOBILE).code
    stop = {"village": place.village, "from_minute": 540, "until_minute": 600}
    plan = {"store": truck, "base": place.store, "day": DAY, "stops": [stop]}

    planned = place.district.post("/market-days", plan)
    day = f"/market-days/{planned.get_json()['id']}"
    rice = {"lines": [{"goods": "rice", "quantity": 2}]}
    address = f"{day}/loads/{uuid4()}"
    loaded = [place.district.put(address, {"way": "load", **rice}) for _ in range(2)]
    early = place.district.post(f"{day}/close")
    place.district.put(f"{day}/loads/{uuid4()}", {"way": "return", **rice})
    closed = place.district.post(f"{day}/close")

    assert planned.status_code == 201
    assert planned.get_json()["stops"][0]["from_minute"] == 540
    assert [answer.status_code for answer in loaded] == [201, 200]
    assert code_of(early) == (409, "goods_on_truck")
    assert closed.get_json()["state"] == "closed"
    assert [row["day"] for row in place.committee.get("/market-days").get_json()["items"]] == [DAY]


def test_goods_for_one_group_go_onto_the_truck_as_such(interface: Interface) -> None:
    place = town(interface, households=1)
    shop(place, rice=5)
    with interface.database.write() as session:
        truck = make.store(session, kind=StoreKind.MOBILE).code
    theirs = {"goods": "rice", "quantity": 2, "kept_for": place.village, "kept_group": "3组"}
    place.district.put(f"/stock-receipts/{uuid4()}", {"store": place.store, "lines": [theirs]})
    stop = {"village": place.village, "from_minute": 540, "until_minute": 600}
    plan = {"store": truck, "base": place.store, "day": DAY, "stops": [stop]}
    day = f"/market-days/{place.district.post('/market-days', plan).get_json()['id']}"

    loaded = place.district.put(f"{day}/loads/{uuid4()}", {"way": "load", "lines": [theirs]})

    assert loaded.status_code == 201


def test_market_days_of_the_end_of_time_are_not_asked_for(interface: Interface) -> None:
    place = town(interface, households=1)

    assert code_of(place.district.get("/market-days", since="9999-12-31")) == (422, "invalid")


def test_a_planned_day_is_changed_and_called_off(interface: Interface) -> None:
    place = town(interface, households=1)
    with interface.database.write() as session:
        truck = make.store(session, kind=StoreKind.MOBILE).code
    stop = {"village": place.village, "from_minute": 540, "until_minute": 600}
    plan = {"store": truck, "base": place.store, "day": DAY, "stops": [stop]}
    day = f"/market-days/{place.district.post('/market-days', plan).get_json()['id']}"

    moved = place.district.post(f"{day}/route", {"stops": [{**stop, "until_minute": 660}]})
    called_off = place.district.post(f"{day}/cancel", {"reason": "下大雪"})

    assert moved.get_json()["stops"][0]["until_minute"] == 660
    assert place.district.get(day).get_json()["reason"] == "下大雪"
    assert called_off.get_json()["state"] == "cancelled"
    assert code_of(place.district.post(f"{day}/close")) == (409, "wrong_state")
