"""One-off awards over the interface: proposed, listed, withdrawn, struck."""

from uuid import uuid4

import pytest

from tests.api.calling import Body, Interface, code_of
from tests.api.test_month import opened, scored, step
from tests.api.town import Town, town

RESCUE: Body = {"code": "R1", "reason": "井边救起落水儿童", "happened_on": "2026-11-18"}


def rescue(place: Town, **more: object) -> Body:
    """What a scorer proposes for the first household."""
    return {**RESCUE, "household_id": place.households[0], **more}


def test_an_award_is_proposed_once_listed_and_withdrawn(interface: Interface) -> None:
    place, key = town(interface), uuid4()
    round_id = opened(place)

    answers = [place.scorer.post("/awards", rescue(place), key=key) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 200]
    award = answers[0].get_json()
    assert (award["points"], award["state"], award["round_id"]) == (20, "proposed", round_id)
    for path in (f"/rounds/{round_id}/awards", f"/households/{place.households[0]}/awards"):
        assert [row["id"] for row in place.township.get(path).get_json()["items"]] == [award["id"]]
    assert code_of(place.committee.post(f"/awards/{award['id']}/withdraw")) == (
        403, "award_of_another",
    )  # fmt: skip
    withdrawn = place.scorer.post(f"/awards/{award['id']}/withdraw").get_json()
    assert withdrawn["state"] == "withdrawn"


def test_the_township_strikes_an_award_of_a_submitted_month(interface: Interface) -> None:
    place = town(interface)
    round_id = opened(place)
    award = place.committee.post("/awards", rescue(place)).get_json()
    early = place.township.post(f"/awards/{award['id']}/strike", {"reason": "没有证人"})
    scored(place, round_id)
    step(place.committee, round_id, "submit")

    struck = place.township.post(f"/awards/{award['id']}/strike", {"reason": "没有证人"})

    assert code_of(early) == (409, "award_not_struck_now")
    assert (struck.status_code, struck.get_json()["struck_reason"]) == (201, "没有证人")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"code": "R9"}, "unknown_award"),
        ({"level": "村级"}, "award_level_bad"),
        ({"points": 500}, "award_points_bad"),
        ({"happened_on": "2026-12-24"}, "award_day_bad"),
        ({"reason": ""}, "round_reason_missing"),
        ({"points": "20"}, "invalid"),
    ],
)
def test_what_the_scorecard_does_not_give_is_refused(
    interface: Interface, more: Body, code: str
) -> None:
    place = town(interface)

    assert code_of(place.scorer.post("/awards", rescue(place, **more)))[1] == code


def test_the_scorecard_says_what_may_be_proposed(interface: Interface) -> None:
    offered = town(interface).scorer.get("/schemes/current").get_json()["awards"]

    assert [(each["code"], each["points"], each["once_per"]) for each in offered] == [
        ("R1", 20, ""), ("R2", 500, "year"),
    ]  # fmt: skip
    assert offered[1]["levels"] == {"村级": 50, "镇级": 100, "县级": 200, "市级以上": 500}
