"""Stock by JSON: a delivery with its lots, and goods that go to another store."""

from uuid import uuid4

from tests import make
from tests.api.calling import Interface, code_of
from tests.api.town import shop, town


def test_a_delivery_names_its_source_and_the_days_and_places_of_its_lots(
    interface: Interface,
) -> None:
    place = town(interface, households=1)
    shop(place, rice=1)
    lot = {"goods": "rice", "quantity": 4, "use_by": "2027-03-31"}
    lot |= {"kept_for": place.village, "kept_group": "3组"}
    body = {
        "store": place.store, "lines": [lot], "origin": "purchase", "source_name": "众鑫粮油",
        "bill": "2026-118",
    }  # fmt: skip

    answer = place.manager.put(f"/stock-receipts/{uuid4()}", body)

    assert answer.status_code == 201
    told = answer.get_json()
    assert (told["origin"], told["source_name"], told["bill"]) == (
        "purchase",
        "众鑫粮油",
        "2026-118",
    )
    line = told["lines"][0]
    assert (line["use_by"], line["kept_for"], line["kept_group"]) == (
        "2027-03-31", place.village, "3组",
    )  # fmt: skip


def test_goods_go_to_another_store_and_the_same_request_moves_them_once(
    interface: Interface,
) -> None:
    place = town(interface, households=1)
    shop(place, rice=5)
    with interface.database.write() as session:
        truck = make.store(session).code
    body = {
        "from_store": place.store, "to_store": truck, "lines": [{"goods": "rice", "quantity": 2}],
    }  # fmt: skip
    address = f"/relocations/{uuid4()}"

    answers = [place.manager.put(address, body) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].get_json()["lines"][0]["quantity"] == 2
    stock = place.district.get("/stock", store=truck).get_json()["items"]
    assert stock[0]["quantity"] == 2
    too_many = {**body, "lines": [{"goods": "rice", "quantity": 4}]}
    assert code_of(place.manager.put(f"/relocations/{uuid4()}", too_many)) == (
        409, "pile_too_small",
    )  # fmt: skip


def test_nobody_says_when_goods_came_or_went_so_nothing_is_dated_before_a_count(
    interface: Interface,
) -> None:
    place = town(interface, households=1)
    shop(place, rice=5)
    lines = [{"goods": "rice", "quantity": 2}]
    earlier = "2026-11-01T09:00:00+08:00"

    received = place.manager.put(
        f"/stock-receipts/{uuid4()}",
        {"store": place.store, "lines": lines, "received_at": earlier},
    )
    moved = place.manager.put(
        f"/relocations/{uuid4()}",
        {"from_store": place.store, "to_store": "X", "lines": lines, "moved_at": earlier},
    )

    assert [code_of(answer) for answer in (received, moved)] == [(422, "invalid")] * 2
