"""Nobody reaches beyond his place, store and role (promise I10), on any route of the interface."""

from base64 import b64encode
from dataclasses import dataclass
from uuid import uuid4

import pytest

from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import PERMISSIONS, Role
from app.registry.places.models import Place, PlaceKind
from tests import make
from tests.api.calling import Body, Device, Interface, code_of
from tests.api.routes import WRITING, Route, routes_of
from tests.api.test_month import opened, scored, step
from tests.api.town import Town, shop, town
from tests.kernel.test_pictures import photo
from tests.scoring.asking import ANSWERS, published
from tests.shop.marketdays.tours import TODAY, Tour

ELSEWHERE = "371599120"
AWARD: Body = {"code": "R1", "reason": "井边救人", "happened_on": "2026-11-18"}
# Lists that a store is named for.
OF_A_STORE = ("/stock", "/stock-receipts", "/near-expiry", "/write-offs", "/counts")
# Of the district as a whole: there is no other village's price list.
WITHOUT_PLACE = {
    "put_goods_by_code", "post_goods_categories", "post_ration", "post_ration_end",
    "post_work_year",
}  # fmt: skip


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
    said = {"by": "邻居", "text": "不属实"}
    objection = place.committee.post(f"/sheets/{sheets[0]['id']}/objections", said).get_json()
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
    spoilt: Body = {"store": place.store, "loss": "damage", "reason": "袋子破了", "lines": rice}
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
    delivery = {"store": place.store, "lines": [{"goods": "rice", "quantity": 1}]}
    book = place.scorer.get(f"/rounds/{month}/book").get_json()["content"]
    bodies: dict[str, Body] = {
        "post_rounds": {"period": "2026-10", "villages": [place.village]},
        "put_excuse": {"reason": "住院"},
        "post_send_back": {"reason": "请复查"},
        "post_sheet_send_back": {"reason": "请复查"},
        "post_sheet_keep": {"reason": "没错"},
        "put_deliberation": {
            "met_on": "2026-11-19",
            "chaired_by": "马书记",
            "present": ["周明霞"],
            "minutes": "逐户评议",
        },
        "put_second_sheet": place.sheet(month, place.households[2]),
        "post_second_sheet_decision": {
            "take": "first",
            "first_sheet_id": sheets[0]["id"],
            "reason": "看过院子",
        },
        "post_award": {**AWARD, "household_id": place.households[1]},
        "post_award_strike": {"reason": "没有证人"},
        "put_sheet": place.sheet(month, place.households[2]),
        "post_objection": said,
        "post_decision": {"upheld": False, "reason": "属实"},
        "post_card": {"household_id": place.households[1]},
        "put_stock_receipt": delivery,
        "put_relocation": {
            "from_store": place.store,
            "to_store": place.store,
            "lines": delivery["lines"],
        },
        "put_write_off": spoilt,
        "post_write_off_refusal": {"answer": "还能用"},
        "put_count": {"store": place.store, "lines": delivery["lines"]},
        "post_count_refusal": {"answer": "重数"},
        "post_market_day": {
            "store": place.store,
            "base": place.store,
            "day": str(TODAY),
            "stops": [{"village": place.village, "from_minute": 540, "until_minute": 600}],
        },
        "post_market_route": {
            "stops": [{"village": place.village, "from_minute": 540, "until_minute": 600}],
        },
        "post_market_cancel": {"reason": "下大雪"},
        "put_market_load": {"way": "load", "lines": delivery["lines"]},
        "post_goods_categories": {"categories": [{"name": "粮油"}]},
        "post_ration": {"goods": "rice", "quantity": 2, "period": "market_day"},
        "put_redemption": place.basket(card, rice=1),
        "post_void": {"reason": "拿错了"},
        "post_correction": {**asked, "reason": "多记"},
        "post_change": {"kind": "leave", "day": "2026-11-19", "reason": "搬去省城"},
        "post_change_decision": {"approved": False, "reason": "没有核实"},
        "post_work_year": {"year": 2028, "free": ["2028-01-03"], "worked": []},
        "post_posting": {
            "posted_at": "2026-11-20T08:00:00+08:00",
            "posted_by": "老马",
            "photo": b64encode(photo()).decode(),
        },
        "post_correction_refusal": {"reason": "没有凭据"},
        "post_late_sheet": {**place.sheet(month, place.households[2]), "why": "漏录了"},
        "post_answers": {"answers": ANSWERS},
        "post_book_check": {"content": book},
        "put_book_import": {"content": book, "fingerprint": "seen"},
    }
    return Abroad(ids, bodies)


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


def call(device: Device, route: Route, things: Abroad) -> tuple[int, str]:
    """Call a route with a town's things; status and code of the refusal."""
    ids = things.ids | ({"redemption": str(uuid4())} if route.method == "PUT" else {})
    path, body = route.path(ids), things.bodies.get(route.operation)
    if route.method == "GET":
        return code_of(device.get(path))
    return code_of(device.put(path, body) if route.method == "PUT" else device.post(path, body))


def everywhere_at_the_till(route: Route, role: Role) -> bool:
    """A household of the whole district shops at any store, and reports its card lost there."""
    tills = {Role.STORE_CLERK, Role.STORE_MANAGER}
    return role in tills and route.operation in {"get_card", "post_card_lost"}


def test_what_belongs_to_the_next_village_is_not_found_on_any_route(interface: Interface) -> None:
    place = town(interface)
    things, others = things_of(place), neighbours(interface)
    named = [
        route
        for route in routes_of(interface.app)
        if (route.arguments or route.operation in things.bodies)
        and route.operation not in WITHOUT_PLACE
    ]
    seen = {
        (route.method, route.rule, role): call(device, route, things)[0]
        for route in named
        for role, device in others.items()
        if PERMISSIONS[role].intersection(route.any_of) and not everywhere_at_the_till(route, role)
    }

    assert {each for each, status in seen.items() if status != 404} == set()
    assert len(named) == 68
    assert {(route.method, route.rule) for route in named} == {each[:2] for each in seen}


def test_lists_hold_nothing_of_the_next_village(interface: Interface) -> None:
    place = town(interface)
    things_of(place)
    others = neighbours(interface)

    for path in ("/households", "/rounds", "/objections"):
        for query in ({}, {"village": place.village}) if path != "/objections" else ({},):
            assert others[Role.TOWNSHIP].get(path, **query).get_json()["items"] == []
    for path in ("/goods", *OF_A_STORE):
        assert others[Role.STORE_MANAGER].get(path, store=place.store).status_code == 404


def test_who_lacks_the_permission_is_refused_on_every_route(interface: Interface) -> None:
    place = town(interface)
    things, others = things_of(place), neighbours(interface)

    open_to_all = {
        (route.operation, role)
        for route in routes_of(interface.app)
        for role, device in others.items()
        if route.any_of
        and not PERMISSIONS[role].intersection(route.any_of)
        and call(device, route, things)[0] != 403
    }

    assert open_to_all == set()


def test_an_auditor_changes_nothing_on_any_route(interface: Interface) -> None:
    place = town(interface)
    things = things_of(place)
    writing = [route for route in routes_of(interface.app) if route.method in WRITING]

    answers = {route.rule: call(place.auditor, route, things) for route in writing}

    assert set(answers.values()) == {(403, "not_allowed")}
    assert len(writing) == 58


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


def test_without_a_token_nothing_is_answered_on_any_route(interface: Interface) -> None:
    nobody, things = interface.by_nobody(), things_of(town(interface))

    answers = {call(nobody, route, things) for route in routes_of(interface.app)}

    assert answers == {(401, "sign_in_first")}


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
