"""Single sheets go back and are answered over the interface."""

from uuid import uuid4

import pytest

from tests.api.calling import Interface, code_of
from tests.api.test_month import opened, scored, step
from tests.api.test_once import at_once
from tests.api.town import Town, town


def submitted(place: Town) -> tuple[str, list[str]]:
    """A submitted month, and the ids of its two sheets."""
    round_id = opened(place)
    scored(place, round_id)
    step(place.committee, round_id, "submit")
    listed = place.committee.get(f"/rounds/{round_id}/sheets").get_json()["items"]
    return round_id, [sheet["id"] for sheet in listed]


def test_one_sheet_goes_back_and_another_answers_it(interface: Interface) -> None:
    place = town(interface)
    round_id, (first, _second) = submitted(place)

    back = place.township.post(f"/sheets/{first}/send-back", {"reason": "卫生分太高"})

    told = back.get_json()
    assert (back.status_code, told["sheet_id"], told["level"]) == (201, first, "township")
    assert place.committee.get(f"/rounds/{round_id}").get_json()["state"] == "open"
    refused = place.committee.post(f"/rounds/{round_id}/submit")
    assert code_of(refused) == (409, "sheets_sent_back")
    answers = {**place.sheet(round_id, place.households[0])["answers"], "B1": "fair"}
    body = place.sheet(round_id, place.households[0], answers=answers, replaces=first)
    new = place.scorer.put(f"/sheets/{uuid4()}", body).get_json()
    (listed,) = place.township.get(f"/rounds/{round_id}/sent-back").get_json()["items"]
    assert (listed["answer_sheet_id"], listed["answer_reason"]) == (new["id"], None)
    assert step(place.committee, round_id, "submit") == "submitted"


def test_a_sheet_that_stays_says_why_once(interface: Interface) -> None:
    place = town(interface)
    round_id, (first, second) = submitted(place)
    place.township.post(f"/sheets/{first}/send-back", {"reason": "卫生分太高"})
    place.township.post(f"/sheets/{second}/send-back", {"reason": "请核对收入"})

    kept = place.scorer.post(f"/sheets/{first}/keep", {"reason": "院子干净"})
    again = place.scorer.post(f"/sheets/{first}/keep", {"reason": "院子干净"})

    assert (kept.status_code, kept.get_json()["answer_reason"]) == (201, "院子干净")
    assert code_of(again) == (409, "send_back_answered")
    body = place.sheet(round_id, place.households[0], replaces=first)
    assert code_of(place.scorer.put(f"/sheets/{uuid4()}", body)) == (409, "not_sent_back")


def test_the_same_question_sent_twice_is_asked_once(interface: Interface) -> None:
    place = town(interface)
    round_id, (first, _second) = submitted(place)
    key = uuid4()

    answers = [
        place.township.post(f"/sheets/{first}/send-back", {"reason": "请复查"}, key=key)
        for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [201, 200]
    assert len(place.township.get(f"/rounds/{round_id}/sent-back").get_json()["items"]) == 1


@pytest.mark.both_databases
def test_two_officers_at_once_ask_about_a_sheet_once(interface: Interface) -> None:
    place = town(interface)
    round_id, (first, _second) = submitted(place)
    path = f"/sheets/{first}/send-back"

    answers = at_once(
        [
            lambda: place.township.post(path, {"reason": "卫生分太高"}),
            lambda: place.colleague.post(path, {"reason": "请核对收入"}),
        ]
    )

    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert len(place.auditor.get(f"/rounds/{round_id}/sent-back").get_json()["items"]) == 1


@pytest.mark.both_databases
def test_the_scorer_and_the_committee_at_once_give_one_answer(interface: Interface) -> None:
    place = town(interface)
    _, (first, _second) = submitted(place)
    place.township.post(f"/sheets/{first}/send-back", {"reason": "卫生分太高"})
    path, body = f"/sheets/{first}/keep", {"reason": "院子干净"}

    answers = at_once(
        [lambda: place.scorer.post(path, body), lambda: place.committee.post(path, body)]
    )

    assert sorted(answer.status_code for answer in answers) == [201, 409]
