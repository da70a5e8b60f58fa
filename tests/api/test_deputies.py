"""A deputy is named, works, and is thanked, by JSON."""

from uuid import uuid4

from tests import make
from tests.api.calling import Interface, code_of

DAYS = {"starts_on": "2026-11-20", "ends_on": "2026-11-24", "reason": "培训"}


def test_a_deputy_submits_while_the_committee_is_away(interface: Interface) -> None:
    with interface.database.write() as session:
        village = make.village(session)
        committee, scorer = make.committee(session, village), make.specialist(session, village)
        month = make.open_round(session, village)
        make.sheet(session, month, make.household(session, village=village))
        round_id, scorer_id = month.id, scorer.user_id
    away, deputy = interface.by(committee), interface.by(scorer)
    submit = f"/rounds/{round_id}/submit"
    key = uuid4()
    assert deputy.post(submit, {}).status_code == 403

    named = [
        away.post("/deputies", {"deputy_id": str(scorer_id), **DAYS}, key=key) for _ in range(2)
    ]

    assert [answer.status_code for answer in named] == [201, 200]
    assert deputy.get("/deputies").get_json()["items"] == [named[0].get_json()]
    assert deputy.post(submit, {}).get_json()["state"] == "submitted"
    ended = away.post(f"/deputies/{named[0].get_json()['id']}/end", {})
    assert ended.get_json()["ended_at"] is not None
    assert deputy.get("/deputies").get_json()["items"] == []


def test_nobody_names_a_deputy_for_somebody_else_but_the_office(interface: Interface) -> None:
    with interface.database.write() as session:
        village = make.village(session)
        committee, scorer = make.committee(session, village), make.specialist(session, village)
        office = make.admin(session)
    body = {"away_id": str(committee.user_id), "deputy_id": str(scorer.user_id), **DAYS}

    assert code_of(interface.by(scorer).post("/deputies", body)) == (404, "deputy_not_found")
    assert interface.by(office).post("/deputies", body).status_code == 201
