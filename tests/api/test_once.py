"""A request acts once, however often and however many times at once it is sent (promise I6)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from app.registry.accounts.passwords import hashed
from app.registry.cards.models import CardPin
from app.registry.cards.queries import active_card
from tests import make
from tests.api.calling import Body, Device, Interface, code_of
from tests.api.test_month import opened, scored, step
from tests.api.town import Town, shop, standing, town

pytestmark = pytest.mark.both_databases

AT_ONCE = 8


def at_once(calls: list[Callable[[], TestResponse]]) -> list[TestResponse]:
    """All calls, each in a thread of its own, begun together."""
    together = Barrier(len(calls))

    def call(send: Callable[[], TestResponse]) -> TestResponse:
        together.wait()
        return send()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(call, calls))


@pytest.fixture
def place(interface: Interface) -> Town:
    return town(interface)


def test_the_same_redemption_eight_times_at_once_is_one(place: Town) -> None:
    card = shop(place, rice=10)
    path, basket = f"/redemptions/{uuid4()}", place.basket(card, rice=1)

    answers = at_once([lambda: place.clerk.put(path, basket)] * AT_ONCE)

    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert len({answer.text for answer in answers}) == 1
    assert standing(place) == (370, 9)


def test_two_tills_sell_the_last_bag_once(place: Town) -> None:
    card = shop(place, rice=1)
    basket = place.basket(card, rice=1)

    answers = at_once([lambda: place.clerk.put(f"/redemptions/{uuid4()}", basket)] * 2)

    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert "not_enough_stock" in [answer.get_json().get("code") for answer in answers]
    assert standing(place) == (370, 0)


def test_the_same_id_with_another_basket_is_refused(place: Town) -> None:
    card = shop(place, rice=10)
    path = f"/redemptions/{uuid4()}"
    place.clerk.put(path, place.basket(card, rice=1))

    again = place.clerk.put(path, place.basket(card, rice=2))

    assert code_of(again) == (409, "request_reused")
    assert standing(place) == (370, 9)


def test_the_id_of_somebody_elses_redemption_is_refused(place: Town) -> None:
    card = shop(place, rice=10)
    path, basket = f"/redemptions/{uuid4()}", place.basket(card, rice=1)
    place.clerk.put(path, basket)

    assert code_of(place.manager.put(path, basket)) == (409, "redemption_id_taken")


def test_what_was_refused_may_be_sent_again_when_the_world_has_changed(place: Town) -> None:
    card = shop(place, rice=1)
    path, basket = f"/redemptions/{uuid4()}", place.basket(card, rice=2)
    assert code_of(place.clerk.put(path, basket)) == (409, "not_enough_stock")

    delivery = {"store": place.store, "lines": [{"goods": "rice", "quantity": 1}]}
    place.manager.put(f"/stock-receipts/{uuid4()}", delivery)

    assert place.clerk.put(path, basket).status_code == 201


def replayed(device: Device, path: str, body: Body | None) -> list[int]:
    """The statuses of one POST sent three times; all answers are the same."""
    key = uuid4()
    answers = [device.post(path, body, key=key) for _ in range(3)]
    assert len({answer.text for answer in answers}) == 1
    return [answer.status_code for answer in answers]


def test_every_step_of_a_month_may_be_sent_again(place: Town) -> None:
    body = {"period": "2026-11", "villages": [place.village], "notice_days": 0}
    assert replayed(place.district, "/rounds", body) == [201, 200, 200]
    month = place.district.get("/rounds", village=place.village).get_json()["items"][0]["id"]
    scored(place, month)

    assert replayed(place.committee, f"/rounds/{month}/submit", None) == [200, 200, 200]
    assert replayed(place.committee, f"/rounds/{month}/withdraw", {}) == [200, 200, 200]
    step(place.committee, month, "submit")
    assert replayed(place.township, f"/rounds/{month}/send-back", {"reason": "请复查"}) == [200] * 3
    step(place.committee, month, "submit")
    assert replayed(place.township, f"/rounds/{month}/certify", None) == [200, 200, 200]
    assert replayed(place.committee, f"/rounds/{month}/publicise", {}) == [200, 200, 200]
    assert replayed(place.committee, f"/rounds/{month}/settle", None) == [200, 200, 200]
    household = place.committee.get(f"/households/{place.households[0]}").get_json()
    assert household["balance_points"] == 100


def test_cards_corrections_and_voids_may_be_sent_again(place: Town) -> None:
    card = shop(place, rice=2)
    body = {"household_id": place.households[1]}
    assert replayed(place.committee, "/cards", body) == [201, 200, 200]
    asked: Body = {**body, "points": 5, "direction": "credit", "reason": "上月漏评"}
    assert replayed(place.township, "/corrections", asked) == [201, 200, 200]
    sale = place.clerk.put(f"/redemptions/{uuid4()}", place.basket(card, rice=1)).get_json()
    void = f"/redemptions/{sale['id']}/void"
    assert replayed(place.clerk, void, {"reason": "拿错了"}) == [200, 200, 200]
    assert replayed(place.committee, f"/cards/{card}/lost", None) == [200, 200, 200]
    assert replayed(place.committee, f"/cards/{card}/reissue", None) == [201, 200, 200]
    assert standing(place) == (500, 2)


def test_objections_and_decisions_may_be_sent_again(place: Town) -> None:
    month = opened(place)
    scored(place, month)
    step(place.committee, month, "submit")
    step(place.township, month, "certify")
    step(place.committee, month, "publicise", closes_at="2026-11-30T18:00:00+08:00")
    sheet = place.committee.get(f"/rounds/{month}/sheets").get_json()["items"][0]["id"]

    said = {"by": "邻居", "text": "不属实"}
    assert replayed(place.committee, f"/sheets/{sheet}/objections", said) == [201, 200, 200]
    objection = place.committee.get("/objections").get_json()["items"][0]["id"]
    decision: Body = {"upheld": False, "reason": "复查属实，分数不变"}
    assert replayed(place.colleague, f"/objections/{objection}/decide", decision) == [200] * 3


def test_a_sheet_sent_again_is_one_and_with_other_answers_refused(place: Town) -> None:
    month, path = opened(place), f"/sheets/{uuid4()}"
    sheet = place.sheet(month, place.households[0])

    answers = [place.scorer.put(path, sheet) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].text == answers[1].text
    other = place.scorer.put(path, {**sheet, "note": "改一下"})
    assert code_of(other) == (409, "request_reused")


def test_goods_and_excuses_are_known_by_what_they_are_about(place: Town) -> None:
    month = opened(place)
    excuse = f"/rounds/{month}/excused/{place.households[0]}"
    assert place.committee.put(excuse, {"reason": "住院"}).status_code == 201
    assert place.committee.put(excuse, {"reason": "住院两个月"}).status_code == 200

    soap = {"name": "香皂", "unit": "块", "barcode": "", "price_points": 15}
    assert place.district.put("/goods/soap", soap).status_code == 201
    assert place.district.put("/goods/soap", soap).status_code == 200
    cheaper = place.district.put("/goods/soap", {**soap, "price_points": 10})
    assert (cheaper.status_code, cheaper.get_json()["price_points"]) == (200, 10)
    dearer = {**soap, "price_points": 20}
    assert code_of(place.district.put("/goods/soap", dearer)) == (422, "price_reason_bad")
    announced = place.district.put("/goods/soap", {**dearer, "reason": "进价涨了"}).get_json()
    assert (announced["price_points"], announced["announced"]["price_points"]) == (10, 20)


def test_a_key_serves_one_route_and_one_path(place: Town) -> None:
    key, month = uuid4(), opened(place)
    body = {"household_id": place.households[0]}
    assert place.committee.post("/cards", body, key=key).status_code == 201
    other = {"household_id": place.households[1]}

    assert code_of(place.committee.post("/cards", other, key=key)) == (409, "request_reused")
    assert place.committee.post(f"/rounds/{month}/submit", key=key).status_code == 409


def test_a_typed_pin_counts_and_is_remembered_nowhere(place: Town) -> None:
    card = shop(place, rice=10)
    with place.interface.database.write() as session:
        home = active_card(session, card).household_id
        desk = make.console(session)
        session.add(CardPin(household_id=home, pin_hash=hashed("258014"), set_by=desk.user_id,
                            set_at=make.NOW))  # fmt: skip
    path, basket = f"/redemptions/{uuid4()}", place.basket(card, rice=1)
    assert code_of(place.clerk.put(path, basket | {"pin": "9753"})) == (422, "pin_wrong")

    made, again = (place.clerk.put(path, basket | {"pin": "258014"}) for _ in range(2))

    assert (made.status_code, again.status_code) == (201, 200)
    slip = place.clerk.get(f"/redemptions/{made.get_json()['id']}").get_json()
    assert slip["identified"] == "pin"
