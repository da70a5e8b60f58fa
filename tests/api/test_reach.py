"""Nobody reaches beyond his place, store and role (promise I10), on any route of the interface."""

from dataclasses import dataclass
from uuid import uuid4

import pytest

from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Role
from app.registry.places.models import Place, PlaceKind
from tests import make
from tests.api.bodies import AWARD, SAID, SPOILT, Named, bodies_of
from tests.api.calling import Body, Device, Interface
from tests.api.routes import Route, routes_of
from tests.api.test_month import opened, scored, step
from tests.api.town import Town, shop, town
from tests.scoring.asking import published
from tests.shop.marketdays.tours import Tour

ELSEWHERE = "371599120"
# Lists that a store is named for.
OF_A_STORE = ("/stock", "/stock-receipts", "/near-expiry", "/write-offs", "/counts")


@dataclass(frozen=True)
class Abroad:
    """Things of a town, by the names they have in addresses and bodies."""

    ids: dict[str, str]
    bodies: dict[str, Body]


def things_of(place: Town) -> Abroad:
    """A month on the wall with an objection, a sale, a correction, and bodies that name them."""
    card = shop(place, rice=5)
    month = opened(place)
    proposed = {**AWARD, "household_id": place.households[0]}
    award = place.scorer.post("/awards", proposed).get_json()
    scored(place, month)
    second = place.sheet(month, place.households[0])
    alike = place.partner.put(f"/second-sheets/{uuid4()}", second).get_json()
    step(place.committee, month, "submit")
    step(place.township, month, "certify")
    step(place.committee, month, "publicise", closes_at="2026-11-30T18:00:00+08:00")
    sheets = place.committee.get(f"/rounds/{month}/sheets").get_json()["items"]
    objection = place.committee.post(f"/sheets/{sheets[0]['id']}/objections", SAID).get_json()
    sale = place.clerk.put(f"/redemptions/{uuid4()}", place.basket(card, rice=1)).get_json()
    asked: Body = {"household_id": place.households[0], "points": 5, "direction": "debit"}
    correction = place.township.post("/corrections", {**asked, "reason": "多记"}).get_json()
    days = {"starts_on": "2026-11-24", "ends_on": "2026-11-24", "reason": "培训"}
    scorer = place.scorer.get("/me").get_json()["id"]
    deputy = place.committee.post("/deputies", {"deputy_id": scorer, **days}).get_json()
    leaves = {"kind": "leave", "day": "2026-11-19", "reason": "搬走"}
    change = place.township.post(f"/households/{place.households[1]}/changes", leaves).get_json()
    with place.interface.database.write() as session:
        published(session)
        tour = Tour.planned(session, make.store(session)).id
    rice = [{"goods": "rice", "quantity": 1}]
    spoilt: Body = {"store": place.store, "lines": rice, **SPOILT}
    loss = place.clerk.put(f"/write-offs/{uuid4()}", spoilt).get_json()
    found: Body = {"store": place.store, "lines": rice}
    count = place.clerk.put(f"/counts/{uuid4()}", found).get_json()
    ids = {
        "change_id": change["id"],
        "household_id": place.households[2], "round_id": month, "sheet_id": sheets[1]["id"],
        "objection_id": objection["id"], "award_id": award["id"], "redemption": sale["id"],
        "correction_id": correction["id"], "code": card, "request_id": str(uuid4()),
        "deputyship_id": deputy["id"],
        "second_id": alike["id"], "write_off_id": loss["id"], "count_id": count["id"],
        "market_day_id": str(tour),
    }  # fmt: skip
    named = Named(
        place.village, place.store, month, sheets[0]["id"], card, place.households[2],
        place.households[1], place.scorer.get(f"/rounds/{month}/book").get_json()["content"],
    )  # fmt: skip
    return Abroad(ids, bodies_of(named))


def neighbours(interface: Interface) -> dict[Role, Device]:
    """One person for each job of a village, township and store next door."""
    people: dict[Role, Actor] = {}
    with interface.database.write() as session:
        district = make.district(session)
        next_door = Place(
            code=ELSEWHERE, name="北城街道", kind=PlaceKind.TOWNSHIP, parent_code=district.code
        )
        village = Place(
            code=f"{ELSEWHERE}001", name="邻村", kind=PlaceKind.VILLAGE, parent_code=ELSEWHERE
        )
        session.add(next_door)
        session.flush()
        session.add(village)
        session.flush()
        store = make.store(session)
        for role in (Role.VILLAGE_SPECIALIST, Role.SUPPORT_CADRE, Role.VILLAGE_COMMITTEE):
            people[role] = make.actor(session, role, village)
        people[Role.TOWNSHIP] = make.actor(session, Role.TOWNSHIP, next_door)
        people[Role.STORE_CLERK] = make.clerk(session, store)
        people[Role.STORE_MANAGER] = make.manager(session, store)
        people[Role.AUDITOR] = make.actor(session, Role.AUDITOR, next_door)
    return {role: interface.by(person) for role, person in people.items()}


def test_lists_hold_nothing_of_the_next_village(interface: Interface) -> None:
    place = town(interface)
    things_of(place)
    others = neighbours(interface)

    for path in ("/households", "/rounds", "/objections"):
        for query in ({}, {"village": place.village}) if path != "/objections" else ({},):
            assert others[Role.TOWNSHIP].get(path, **query).get_json()["items"] == []
    for path in ("/goods", *OF_A_STORE):
        assert others[Role.STORE_MANAGER].get(path, store=place.store).status_code == 404


def _of_a_store(route: Route) -> bool:
    return route.template in OF_A_STORE


def test_an_auditor_reads_everything_of_his_place(interface: Interface) -> None:
    place = town(interface)
    things = things_of(place)
    # Whose points end is for who lets them go.
    reading = [
        route
        for route in routes_of(interface.app)
        if route.method == "GET" and route.operation != "list_expiring"
    ]

    answers = {
        route.rule: place.auditor.get(
            route.path(things.ids), **({"store": place.store} if _of_a_store(route) else {})
        ).status_code
        for route in reading
    }

    # The members of a household are named to who records its changes only.
    members = "/api/v1/households/<int:household_id>/members"
    assert {rule for rule, status in answers.items() if status != 200} == {members}
    assert len(reading) == 37


@pytest.mark.parametrize("path", ["", "/sheets", "/missing"])
def test_a_cadre_sees_his_own_households_only(interface: Interface, path: str) -> None:
    place = town(interface)
    month = opened(place)
    own = place.households[0]
    with interface.database.write() as session:
        village = session.get_one(Place, place.village)
        mine = make.household(session, village=village, cadre="王国栋")
        person = make.actor(session, Role.SUPPORT_CADRE, village, name="王国栋")
        mine_id = str(mine.id)
    cadre = interface.by(person)
    if path == "/sheets":
        for each in (own, mine_id):
            place.scorer.put(f"/sheets/{uuid4()}", place.sheet(month, each))
    at = f"/rounds/{month}{path}" if path else "/households"

    seen = {each.get("household_id", each["id"]) for each in cadre.get(at).get_json()["items"]}

    assert seen == {mine_id}
    assert cadre.get(f"/households/{own}").status_code == 404
    assert cadre.get(f"/households/{own}/statement").status_code == 404
