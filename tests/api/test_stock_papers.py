"""Write-offs and counts by JSON; deliveries and what ends soon as lists."""

from uuid import uuid4

from tests.api.calling import Interface, code_of
from tests.api.town import Town, shop, town

RICE = [{"goods": "rice", "quantity": 2}]


def quantity(place: Town) -> int:
    items = place.manager.get("/stock", store=place.store).get_json()["items"]
    return int(items[0]["quantity"])


def test_a_write_off_is_asked_by_one_and_approved_by_another_once(interface: Interface) -> None:
    place = town(interface, households=1)
    shop(place, rice=5)
    body = {"store": place.store, "loss": "damage", "reason": "袋子破了", "lines": RICE}
    address = f"/write-offs/{uuid4()}"

    asked = [place.clerk.put(address, body) for _ in range(2)]
    paper = asked[0].get_json()
    approved = place.manager.post(f"/write-offs/{paper['id']}/approve", {})

    assert [answer.status_code for answer in asked] == [201, 200]
    assert (paper["state"], paper["loss"], approved.get_json()["state"]) == (
        "waiting", "damage", "approved",
    )  # fmt: skip
    assert quantity(place) == 3
    again = place.manager.post(f"/write-offs/{paper['id']}/refuse", {"answer": "还能用"})
    assert again.status_code == 409
    assert quantity(place) == 3


def test_an_own_write_off_is_for_others_and_one_that_goes_back_says_why(
    interface: Interface,
) -> None:
    place = town(interface, households=1)
    shop(place, rice=5)
    body = {"store": place.store, "loss": "write_off", "reason": "找不到", "lines": RICE}
    paper = place.manager.put(f"/write-offs/{uuid4()}", body).get_json()

    own = place.manager.post(f"/write-offs/{paper['id']}/approve", {})
    other = place.clerk.put(f"/write-offs/{uuid4()}", body).get_json()
    place.manager.post(f"/write-offs/{other['id']}/refuse", {"answer": "再找一找"})

    assert code_of(own) == (403, "own_write_off")
    listed = place.manager.get("/write-offs", store=place.store).get_json()["items"]
    assert [(one["state"], one["answer"]) for one in listed] == [
        ("refused", "再找一找"), ("waiting", ""),
    ]  # fmt: skip


def test_a_count_stays_blind_until_another_confirms_it(interface: Interface) -> None:
    place = town(interface, households=1)
    shop(place, rice=5)
    found = {"store": place.store, "lines": RICE}

    counted = place.clerk.put(f"/counts/{uuid4()}", found).get_json()
    waits = place.clerk.put(f"/counts/{uuid4()}", found)
    own = place.clerk.post(f"/counts/{counted['id']}/confirm", {})
    confirmed = place.manager.post(f"/counts/{counted['id']}/confirm", {}).get_json()

    assert counted["lines"][0]["booked"] is None
    assert code_of(waits) == (409, "count_waits")
    assert own.status_code == 403
    assert confirmed["lines"][0]["booked"] == 5
    assert quantity(place) == 2


def test_deliveries_and_what_ends_soon_are_lists(interface: Interface) -> None:
    place = town(interface, households=1)
    shop(place, rice=5)
    lot = {"goods": "rice", "quantity": 4, "use_by": "2026-11-20"}
    body = {"store": place.store, "lines": [lot], "origin": "gift", "source_name": "市工商联"}
    place.manager.put(f"/stock-receipts/{uuid4()}", body)

    came = place.manager.get("/stock-receipts", store=place.store).get_json()
    near = place.manager.get("/near-expiry", store=place.store).get_json()["items"]

    assert [one["source_name"] for one in came["items"]] == ["市工商联", ""]
    assert came["next"] is None
    assert [(one["days_left"], one["percent_off"], one["source_name"]) for one in near] == [
        (0, 0, "市工商联"),
    ]  # fmt: skip
