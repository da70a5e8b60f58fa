"""Whatever comes in: a clear refusal with the right status, nothing half written, never a 5xx."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from tests import make
from tests.api.calling import JSON, KEY, Body, Interface, code_of
from tests.api.test_month import opened
from tests.api.town import Town, shop, standing, town

BEYOND_64_BITS = "9223372036854775808"


@pytest.fixture
def place(interface: Interface) -> Town:
    return town(interface)


def sent_raw(place: Town, content: bytes, content_type: str = JSON) -> TestResponse:
    """Bytes sent to the till as they are."""
    client = place.interface.app.test_client()
    return client.put(
        f"/api/v1/redemptions/{uuid4()}", data=content, content_type=content_type,
        headers=place.clerk.headers,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"lines": [{"goods": "rice", "quantity": 0}]}, 422, "quantity_bad"),
        ({"lines": [{"goods": "rice", "quantity": -1}]}, 422, "quantity_bad"),
        ({"lines": [{"goods": "rice", "quantity": 10**12}]}, 422, "quantity_bad"),
        ({"lines": [{"goods": "2000001999991", "quantity": 1}]}, 422, "unknown_goods"),
        ({"lines": []}, 422, "basket_empty"),
        ({"lines": [{"goods": "rice", "quantity": 3}]}, 409, "not_enough_stock"),
        ({"card": "12345678"}, 422, "card_number_wrong"),
        ({"card": "JF1" + "0" * 16}, 404, "card_not_found"),
        ({"card": "这不是卡"}, 422, "card_unreadable"),
        ({"card": None}, 422, "card_or_household"),
        ({"store": "NOWHERE"}, 404, "unknown_place"),
        ({"price_points": 1}, 422, "invalid"),
        ({"lines": [{"goods": "rice", "quantity": 1, "price_points": 1}]}, 422, "invalid"),
        ({"lines": [{"goods": "rice", "quantity": "1"}]}, 422, "invalid"),
        ({"lines": [{"goods": "rice", "quantity": True}]}, 422, "invalid"),
        ({"lines": [{"goods": "rice", "quantity": 1.0}]}, 422, "invalid"),
        ({"lines": [{"goods": "rice", "quantity": 1.5}]}, 422, "invalid"),
        ({"lines": {"rice": 1}}, 422, "invalid"),
        ({"store": 5}, 422, "invalid"),
        ({"store": "S\0"}, 400, "malformed"),
        ({"store": "S\ud800"}, 400, "malformed"),
        ({"lines": [{"goods": "rice", "quantity": 2**63}]}, 400, "malformed"),
    ],
)
def test_a_basket_that_cannot_be_is_refused_and_nothing_moves(
    place: Town, change: Body, status: int, code: str
) -> None:
    card = shop(place, rice=2)

    answer = place.clerk.put(f"/redemptions/{uuid4()}", {**place.basket(card, rice=1), **change})

    assert code_of(answer) == (status, code)
    assert standing(place) == (500, 2)


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"answers": {**make.answers(), "Z9": "good"}}, 422, "unknown_item"),
        ({"answers": make.answers("splendid")}, 422, "unknown_grade"),
        ({"answers": {"A1": "good"}}, 422, "items_missing"),
        ({"answers": {**make.answers(), "A1": 8}}, 422, "invalid"),
        ({"visited_at": "2026-10-31T09:00:00+08:00"}, 422, "wrong_period"),
        ({"visited_at": "2026-11-20T23:00:00+08:00"}, 422, "visit_in_future"),
        ({"visited_at": "2026-11-18T09:30:00"}, 422, "invalid"),
        ({"visited_at": "0001-01-01T00:00:00+08:00"}, 422, "invalid"),
        ({"visited_at": "9999-12-31T23:59:59-12:00"}, 422, "invalid"),
        ({"visited_at": 1_763_000_000}, 422, "invalid"),
        ({"visited_at": "yesterday"}, 422, "invalid"),
        ({"household_id": "12a"}, 422, "invalid"),
        ({"household_id": 1}, 422, "invalid"),
        ({"household_id": BEYOND_64_BITS}, 404, "not_found"),
        ({"household_id": "999999999"}, 404, "household_not_found"),
        ({"round_id": "999999999"}, 404, "round_not_found"),
        ({"replaces": "999999999"}, 409, "already_scored"),
        ({"points": 100}, 422, "invalid"),
        ({"note": "长" * 501}, 422, "note_too_long"),
    ],
)
def test_a_sheet_that_cannot_be_is_refused_and_not_recorded(
    place: Town, change: Body, status: int, code: str
) -> None:
    month = opened(place)

    sheet = {**place.sheet(month, place.households[0]), **change}
    answer = place.scorer.put(f"/sheets/{uuid4()}", sheet)

    assert code_of(answer) == (status, code)
    assert place.committee.get(f"/rounds/{month}/sheets").get_json()["items"] == []


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"period": "2026-13"}, 422, "period_unreadable"),
        ({"period": "November"}, 422, "period_unreadable"),
        ({"period": "2026-12"}, 422, "period_in_future"),
        ({"period": "2010-01"}, 404, "no_scheme"),
        ({"period": 202611}, 422, "invalid"),
        ({"period": "2026-11", "villages": ["371599999999"]}, 404, "unknown_place"),
        ({"period": "2026-11", "notice_days": 61}, 422, "notice_days_bad"),
        ({"period": "2026-11", "notice_days": -1}, 422, "notice_days_bad"),
        ({}, 422, "invalid"),
        ([], 422, "invalid"),
        ("2026-11", 422, "invalid"),
        (None, 422, "invalid"),
    ],
)
def test_a_month_that_cannot_be_is_not_opened(
    place: Town, body: object, status: int, code: str
) -> None:
    assert code_of(place.district.post("/rounds", body)) == (status, code)
    assert place.district.get("/rounds").get_json()["items"] == []


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"price_points": 0}, 422, "price_bad"),
        ({"price_points": 10**9}, 422, "price_bad"),
        ({"name": ""}, 422, "goods_name_bad"),
        ({"name": "长" * 61}, 422, "goods_name_bad"),
        ({"unit": "长" * 13}, 422, "goods_unit_bad"),
        ({"barcode": "2000001000115"}, 422, "barcode_digit_wrong"),
        ({"barcodes": [{"code": "A1", "pack_quantity": 0}]}, 422, "pack_bad"),
        ({"barcode": None}, 422, "invalid"),
    ],
)
def test_goods_that_cannot_be_are_not_put_on_the_list(
    place: Town, change: Body, status: int, code: str
) -> None:
    soap: Body = {"name": "香皂", "unit": "块", "barcode": "", "price_points": 15}

    assert code_of(place.district.put("/goods/soap", soap | change)) == (status, code)
    assert place.district.get("/goods").get_json()["items"] == []


@pytest.mark.parametrize("points", [-5, 0, 1_001, 10**12])
def test_a_correction_out_of_range_is_not_asked_for(place: Town, points: int) -> None:
    body = {"household_id": place.households[0], "points": points, "direction": "debit"}

    answer = place.township.post("/corrections", {**body, "reason": "多记了分"})

    assert code_of(answer) == (422, "correction_points_bad")


@pytest.mark.parametrize(
    ("content", "content_type", "status", "code"),
    [
        (b"{", JSON, 400, "malformed"),
        (b"\xff\xfe", JSON, 400, "malformed"),
        (b'{"store": NaN}', JSON, 400, "malformed"),
        (b'{"store": ' + b"[" * 500 + b"]" * 500 + b"}", JSON, 400, "malformed"),
        (b'{"store": ' + b"[" * 200_000, JSON, 400, "malformed"),
        ('{"store": "S1"}'.encode("utf-16"), JSON, 400, "malformed"),
        (b"store=S1", "application/x-www-form-urlencoded", 415, "unsupported"),
        (b"{}", "text/plain", 415, "unsupported"),
        (b" " * 10_000_000, JSON, 413, "too_large"),
        (b"", JSON, 422, "invalid"),
    ],
)
def test_what_is_no_json_of_ours_is_refused(
    place: Town, content: bytes, content_type: str, status: int, code: str
) -> None:
    answer = sent_raw(place, content, content_type)

    assert code_of(answer) == (status, code)
    assert set(answer.get_json()) == {"code", "message", "facts"}


def test_a_misfit_says_which_fields_and_never_their_values(place: Town) -> None:
    body = place.basket("JF1" + "0" * 16, rice=1) | {"id_number": "372501196403120013"}

    answer = place.clerk.put(f"/redemptions/{uuid4()}", body)

    assert answer.get_json()["facts"] == {"fields": {"id_number": "extra_forbidden"}}
    assert "372501196403120013" not in answer.text


@pytest.mark.parametrize(
    "key", [None, "", "1", "no-uuid", "{12345678-1234-1234-1234-123456789abc}"]
)
def test_a_post_without_a_key_is_refused(place: Town, key: str | None) -> None:
    headers = {} if key is None else {KEY: key}

    answer = place.committee.send(
        "POST", "/cards", body={"household_id": place.households[0]}, headers=headers
    )

    assert code_of(answer) == (400, "idempotency_key_missing")
    found = place.committee.get(f"/households/{place.households[0]}")
    assert found.status_code == 200


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer unknown", "Basic YTpi", "Bearer \x80", "bearer " + "x" * 5000]
)
def test_a_strange_token_is_refused(place: Town, header: str) -> None:
    headers = {"Authorization": header} if header else {}
    answer = place.interface.app.test_client().get("/api/v1/me", headers=headers)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_an_expired_token_is_refused(place: Town, interface: Interface) -> None:
    later = interface.at(make.NOW + timedelta(days=181)).app.test_client()

    answer = later.get("/api/v1/me", headers=place.clerk.headers)

    assert code_of(answer) == (401, "token_invalid")


@pytest.mark.parametrize(
    "path",
    [
        "/households/abc", "/households/-1", f"/households/{BEYOND_64_BITS}", "/households/0",
        "/households/1.5", "/rounds/1%00", "/nothing", "/sheets/1", "/redemptions/abc",
    ],
)  # fmt: skip
def test_what_is_no_address_is_not_found(place: Town, path: str) -> None:
    client = place.interface.app.test_client()
    answer = client.get(f"/api/v1{path}", headers=place.district.headers)

    assert answer.status_code in {400, 404, 405}
    assert set(answer.get_json()) == {"code", "message", "facts"}


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("/households", {"cursor": "abc"}, 422),
        ("/households", {"cursor": "9" * 19}, 422),
        ("/households", {"cursor": "-1"}, 422),
        ("/households", {"page": "2"}, 422),
        ("/households", {"q": "a\0b"}, 400),
        ("/households", {"q": "%_\\'\""}, 200),
        ("/households", {"village": "' OR 1=1 --"}, 200),
        ("/rounds", {"period": "2026-1"}, 422),
        ("/rounds", {"state": "lost"}, 422),
        ("/objections", {"state": "maybe"}, 422),
        ("/stock", {}, 422),
        ("/stock", {"store": "NOWHERE"}, 404),
        ("/goods", {"store": "NOWHERE"}, 404),
    ],
)
def test_a_strange_query_is_refused_or_finds_nothing(
    place: Town, path: str, query: dict[str, str], status: int
) -> None:
    answer = place.district.get(path, **query)

    assert answer.status_code == status
    assert status != 200 or answer.get_json()["items"] == []


def test_a_wrong_method_is_refused(place: Town) -> None:
    answer = place.interface.app.test_client().delete(
        f"/api/v1/households/{place.households[0]}", headers=place.district.headers
    )

    assert code_of(answer) == (405, "wrong_method")


def test_a_refusal_speaks_the_language_that_is_asked_for(place: Town) -> None:
    path = "/cards/12345678"
    chinese = place.clerk.get(path).get_data(as_text=True)
    english = place.clerk.send("GET", path, headers={"Accept-Language": "en-GB"}).get_json()

    assert "卡号 12345678 不对" in chinese
    assert "Card number 12345678 is not right" in english["message"]


def test_a_refused_request_leaves_no_trace_of_its_id(place: Town) -> None:
    card = shop(place, rice=2)
    path = f"/redemptions/{uuid4()}"
    assert place.clerk.put(path, place.basket(card, rice=3)).status_code == 409

    assert place.clerk.put(path, place.basket(card, rice=1)).status_code == 201


def test_bodies_are_read_the_same_in_any_order_of_their_fields(place: Town) -> None:
    card = shop(place, rice=2)
    path, basket = f"/redemptions/{uuid4()}", place.basket(card, rice=1)
    place.clerk.put(path, basket)
    turned = json.loads(json.dumps(dict(reversed(basket.items()))))

    assert place.clerk.put(path, turned).status_code == 200
