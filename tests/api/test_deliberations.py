"""The committee's meetings over the interface."""

from uuid import uuid4

from tests.api.calling import Body, Interface, code_of
from tests.api.test_month import opened, scored, step
from tests.api.town import town

MEETING: Body = {
    "met_on": "2026-11-19", "chaired_by": "马书记", "present": ["周明霞", "李大爷"],
    "minutes": "逐户评议，没有不同意见。",
}  # fmt: skip


def test_a_meeting_sent_twice_is_recorded_once(interface: Interface) -> None:
    place = town(interface)
    round_id = opened(place)
    path = f"/rounds/{round_id}/deliberations/{uuid4()}"

    answers = [place.committee.put(path, MEETING) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].get_json()["present"] == ["马书记", "周明霞", "李大爷"]
    listed = place.township.get(f"/rounds/{round_id}/deliberations").get_json()["items"]
    assert [each["id"] for each in listed] == [answers[0].get_json()["id"]]


def test_a_corrected_record_takes_the_place_of_the_first(interface: Interface) -> None:
    place = town(interface)
    at = f"/rounds/{opened(place)}/deliberations"
    first = place.committee.put(f"{at}/{uuid4()}", MEETING).get_json()

    second = place.committee.put(
        f"{at}/{uuid4()}", {**MEETING, "minutes": "张家改为良。", "replaces": first["id"]}
    ).get_json()

    listed = place.auditor.get(at).get_json()["items"]
    assert [(each["id"], each["corrected"]) for each in listed] == [
        (second["id"], False), (first["id"], True),
    ]  # fmt: skip
    body = {**MEETING, "replaces": first["id"]}
    assert code_of(place.committee.put(f"{at}/{uuid4()}", body)) == (409, "deliberation_replaced")


def test_a_meeting_without_a_day_or_people_is_refused(interface: Interface) -> None:
    place = town(interface)
    at = f"/rounds/{opened(place)}/deliberations"

    for change, code in (
        ({"met_on": "2026-12-01"}, "deliberation_day_bad"), ({"present": []}, "present_bad"),
        ({"minutes": ""}, "minutes_bad"), ({"met_on": "gestern"}, "invalid"),
    ):  # fmt: skip
        answer = place.committee.put(f"{at}/{uuid4()}", {**MEETING, **change})
        assert code_of(answer) == (422, code)


def test_a_certified_month_takes_no_more_meetings(interface: Interface) -> None:
    place = town(interface)
    round_id = opened(place)
    scored(place, round_id)
    step(place.committee, round_id, "submit")
    step(place.township, round_id, "certify")

    answer = place.committee.put(f"/rounds/{round_id}/deliberations/{uuid4()}", MEETING)

    assert code_of(answer) == (409, "deliberation_too_late")
