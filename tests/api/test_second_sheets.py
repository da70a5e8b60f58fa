"""A household is scored twice over the interface, and a third person decides."""

from uuid import uuid4

import pytest

from app.registry.places.models import Place
from tests import make
from tests.api.calling import Body, Interface, code_of
from tests.api.test_month import opened, scored, step
from tests.api.test_once import at_once
from tests.api.town import Town, town


def month(place: Town) -> tuple[str, str]:
    """The ids of an open month, all scored, and of its first sheet."""
    round_id = opened(place)
    scored(place, round_id)
    listed = place.committee.get(f"/rounds/{round_id}/sheets").get_json()["items"]
    return round_id, next(
        sheet["id"] for sheet in listed if sheet["household_id"] == place.households[0]
    )


def other(place: Town, round_id: str) -> Body:
    """What somebody else found at the first household: B1 is fair, five points less."""
    return place.sheet(round_id, place.households[0], answers=make.answers(B1="fair"))


def test_two_sheets_wait_for_a_third_person(interface: Interface) -> None:
    place = town(interface)
    round_id, first = month(place)
    path = f"/second-sheets/{uuid4()}"

    sent = [place.partner.put(path, other(place, round_id)) for _ in range(2)]

    assert [answer.status_code for answer in sent] == [201, 200]
    told = sent[0].get_json()
    assert (told["points"], told["outcome"]) == (95, None)
    assert place.scorer.get(f"/rounds/{round_id}/second-sheets").get_json()["items"] == []
    assert code_of(place.committee.post(f"/rounds/{round_id}/submit")) == (409, "sheets_differ")
    (pair,) = place.committee.get(f"/rounds/{round_id}/second-sheets").get_json()["items"]
    assert pair["differences"] == [{"item": "B1", "points": -5}]
    verdict = {"take": "second", "first_sheet_id": first, "reason": "看过院子"}
    key = uuid4()
    decided = [
        place.committee.post(f"/second-sheets/{pair['id']}/decide", verdict, key=key)
        for _ in range(2)
    ]
    assert [answer.status_code for answer in decided] == [201, 200]
    assert decided[0].get_json()["outcome"] == "second"
    assert step(place.committee, round_id, "submit") == "submitted"


@pytest.mark.both_databases
def test_two_at_once_leave_one_second_sheet_and_one_that_counts(interface: Interface) -> None:
    place = town(interface)
    round_id, first = month(place)
    with interface.database.write() as session:
        person = make.specialist(session, session.get_one(Place, place.village))
    third, body = interface.by(person), other(place, round_id)

    seconds = at_once(
        [
            lambda: place.partner.put(f"/second-sheets/{uuid4()}", body),
            lambda: third.put(f"/second-sheets/{uuid4()}", body),
        ]
    )

    assert sorted(answer.status_code for answer in seconds) == [201, 409]
    (pair,) = place.auditor.get(f"/rounds/{round_id}/second-sheets").get_json()["items"]
    verdict = {"take": "second", "first_sheet_id": first, "reason": "看过院子"}
    answers = make.answers(B1="poor")
    again = place.sheet(round_id, place.households[0], answers=answers, replaces=first)
    both = at_once(
        [
            lambda: place.committee.post(f"/second-sheets/{pair['id']}/decide", verdict),
            lambda: place.scorer.put(f"/sheets/{uuid4()}", again),
        ]
    )
    refused = {code_of(answer) for answer in both if answer.status_code != 201}
    assert refused in [{(409, "first_changed")}, {(409, "already_scored")}]
