"""Stock by JSON: a delivery with its lots."""

from uuid import uuid4

from tests.api.calling import Interface
from tests.api.town import shop, town


def test_a_delivery_names_its_source_and_the_days_and_places_of_its_lots(
    interface: Interface,
) -> None:
    place = town(interface, households=1)
    shop(place, rice=1)
    lot = {"goods": "rice", "quantity": 4, "use_by": "2027-03-31", "kept_for": place.village}
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
    assert (told["lines"][0]["use_by"], told["lines"][0]["kept_for"]) == (
        "2027-03-31", place.village,
    )  # fmt: skip
