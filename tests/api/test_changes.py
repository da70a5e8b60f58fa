"""Household changes, exemptions, working days, postings and ending points over the interface."""

from base64 import b64encode
from datetime import timedelta
from uuid import uuid4

from tests import make
from tests.api.calling import Body, Interface, code_of
from tests.api.test_expiry import with_november
from tests.api.test_month import opened, scored, step
from tests.api.town import town
from tests.changes.families import ID_OF_BABY
from tests.kernel.test_pictures import photo

LEAVES: Body = {"kind": "leave", "day": "2026-11-19", "reason": "搬去省城"}
JOINS: Body = {
    "kind": "join", "day": "2026-11-19", "reason": "出生",
    "person": {"name": "马小宝", "relation": "之子", "id_number": ID_OF_BABY},
}  # fmt: skip


def test_a_change_waits_for_a_second_person_and_acts_once(interface: Interface) -> None:
    place = town(interface)
    path = f"/households/{place.households[0]}/changes"
    key = uuid4()

    sent = [place.committee.post(path, JOINS, key=key) for _ in range(2)]
    change = sent[0].get_json()
    waiting = place.township.get("/changes", state="waiting").get_json()["items"]
    decided = place.township.post(f"/changes/{change['id']}/decision", {"approved": True})

    assert [answer.status_code for answer in sent] == [201, 200]
    assert [each["id"] for each in waiting] == [change["id"]]
    assert (change["state"], decided.get_json()["state"]) == ("waiting", "approved")
    members = place.committee.get(f"/households/{place.households[0]}/members").get_json()
    assert [each["name"] for each in members["items"]] == ["马小宝"]
    assert ID_OF_BABY not in sent[0].text + decided.text + str(members)


def test_who_recorded_a_change_does_not_decide_it(interface: Interface) -> None:
    place = town(interface)
    change = place.township.post(f"/households/{place.households[0]}/changes", LEAVES).get_json()
    decision = f"/changes/{change['id']}/decision"

    assert code_of(place.township.post(decision, {"approved": True})) == (403, "own_change")
    refused = place.colleague.post(decision, {"approved": False, "reason": "没有核实"}).get_json()
    assert (refused["state"], refused["refusal"]) == ("refused", "没有核实")


def test_a_change_without_its_details_is_told_what_is_missing(interface: Interface) -> None:
    place = town(interface)
    path = f"/households/{place.households[0]}/changes"

    for kind, field in (
        ("join", "person"), ("death", "departure"), ("split", "split"), ("merge", "into"),
        ("move", "village"),
    ):  # fmt: skip
        answer = place.committee.post(path, {**LEAVES, "kind": kind})
        assert code_of(answer) == (422, "change_details_missing")
        assert answer.get_json()["facts"] == {"field": field}


def test_a_household_is_exempt_until_that_ends(interface: Interface) -> None:
    place = town(interface)
    path = f"/households/{place.households[0]}/exemption"

    begun = place.committee.post(path)
    twice = place.committee.post(path)
    ended = place.committee.post(f"{path}/end").get_json()

    assert (begun.status_code, code_of(twice)) == (201, (409, "already_exempt"))
    assert begun.get_json()["ended_at"] is None
    assert ended["ended_at"] is not None
    assert code_of(place.committee.post(f"{path}/end")) == (409, "not_exempt")


def test_a_year_of_working_days_is_read_and_entered(interface: Interface) -> None:
    place = town(interface)
    year: Body = {"year": 2028, "free": ["2028-01-03", "2028-01-04"], "worked": ["2028-01-08"]}

    made = place.district.post("/work-years", year)
    known = place.township.get("/work-years").get_json()["items"]
    empty = place.district.post("/work-years", {**year, "free": []})

    assert made.status_code == 201
    assert made.get_json()["free"] == [{"first": "2028-01-01", "last": "2028-01-04"}]
    assert [each["year"] for each in known] == [2028, 2026, 2025]
    assert code_of(empty) == (422, "work_year_empty")


def test_a_posting_keeps_its_photo_and_is_listed(interface: Interface) -> None:
    place = town(interface)
    month = opened(place)
    scored(place, month)
    step(place.committee, month, "submit")
    step(place.township, month, "certify")
    path = f"/rounds/{month}/postings"
    wall: Body = {
        "posted_at": "2026-11-20T08:30:00+08:00", "posted_by": "老马",
        "photo": b64encode(photo()).decode(),
    }  # fmt: skip
    early = place.committee.post(path, wall)
    step(place.committee, month, "publicise")

    made = place.committee.post(path, wall)
    broken = place.committee.post(path, {**wall, "photo": b64encode(b"no picture").decode()})

    assert (early.status_code, made.status_code) == (409, 201)
    assert code_of(broken) == (415, "picture_unreadable")
    listed = place.auditor.get(path).get_json()["items"]
    assert [each["posted_by"] for each in listed] == ["老马"]


def test_whose_points_end_is_listed_before_they_go(interface: Interface) -> None:
    place, _ = with_november(interface)
    interface.at(make.NOW + timedelta(days=132))

    found = place.district.get("/expiring", on="2027-03-31").get_json()

    assert found["next"] is None
    assert [(each["household_id"], each["ending_points"]) for each in found["items"]] == [
        (home, 100) for home in place.households
    ]  # fmt: skip
