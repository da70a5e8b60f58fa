"""Headings and limits of goods by JSON: read, put, ended, once however often it is sent."""

from uuid import uuid4

from tests.api.calling import Interface, code_of
from tests.api.town import shop, town


def test_headings_are_put_whole_and_the_price_list_names_them(interface: Interface) -> None:
    place = town(interface, households=1)
    shop(place, rice=1)
    key, body = uuid4(), {"categories": [{"name": "粮"}]}

    first, again = (place.district.post("/goods-categories", body, key=key) for _ in range(2))
    kept = first.get_json()["items"][0]["id"]
    renamed = [{"name": "日用品"}, {"id": kept, "name": "粮油"}]
    place.district.post("/goods-categories", {"categories": renamed})

    assert (first.status_code, again.status_code) == (201, 200)
    found = place.clerk.get("/goods-categories").get_json()["items"]
    assert [each["name"] for each in found] == ["日用品", "粮油"]
    assert found[1]["id"] == kept
    rice = {"name": "大米", "unit": "袋", "barcode": "", "price_points": 10, "category": "粮油"}
    assert place.district.put("/goods/rice", rice).get_json()["category"] == "粮油"
    assert place.clerk.get("/goods").get_json()["items"][0]["category"] == "粮油"


def test_headings_that_cannot_be_are_refused(interface: Interface) -> None:
    place = town(interface, households=1)
    twice = {"categories": [{"name": "粮"}, {"name": "粮"}]}

    refused = place.district.post("/goods-categories", twice)

    assert code_of(refused) == (422, "category_bad")
    assert code_of(place.manager.post("/goods-categories", twice)) == (403, "not_allowed")


def test_goods_are_limited_once_and_let_go_once(interface: Interface) -> None:
    place = town(interface, households=1)
    shop(place, rice=1)
    body = {"goods": "rice", "quantity": 2, "period": "market_day", "per_person": True}
    set_key, end_key = uuid4(), uuid4()

    limits = [place.district.post("/rations", body, key=set_key) for _ in range(2)]
    held = place.clerk.get("/rations").get_json()["items"]
    ends = [place.district.post("/goods/rice/ration-end", key=end_key) for _ in range(2)]

    assert [answer.status_code for answer in (*limits, *ends)] == [201, 200, 201, 200]
    assert held == [limits[0].get_json()]
    assert (held[0]["goods"], held[0]["period"], held[0]["at_most"]) == ("rice", "market_day", None)
    assert ends[0].get_json()["ended_at"]
    assert place.clerk.get("/rations").get_json()["items"] == []
    assert code_of(place.district.post("/goods/rice/ration-end")) == (409, "no_ration")


def test_a_limit_that_cannot_be_is_refused_in_words_of_the_house(interface: Interface) -> None:
    place = town(interface, households=1)
    shop(place, rice=1)
    limit = {"goods": "rice", "quantity": 201, "period": "day"}

    refusals = [
        code_of(place.district.post("/rations", body))
        for body in (limit, limit | {"goods": "salt", "quantity": 1}, limit | {"period": "week"})
    ]

    assert refusals == [(422, "ration_bad"), (404, "goods_not_found"), (422, "invalid")]
