"""Lists come in pages, and say nothing that is nobody's business (promise I11)."""

import pytest

from app.api.households import PAGE
from app.registry.households.models import Household, Member
from app.registry.places.models import Place
from tests import make
from tests.api.calling import Device, Interface
from tests.api.routes import routes_of
from tests.api.test_month import opened
from tests.api.test_reach import things_of
from tests.api.town import Town, shop, town
from tests.statements import count_statements

PHONE, ID_NUMBER, CLASS = "13706350001", "37150119640312001X", "特困供养户"


@pytest.fixture
def place(interface: Interface) -> Town:
    return town(interface)


def walked(device: Device, path: str) -> list[list[str]]:
    """The ids of each page of a list, from the first to the last."""
    pages, cursor = [], ""
    while cursor is not None:
        page = device.get(path, cursor=cursor).get_json()
        pages.append([each["id"] for each in page["items"]])
        cursor = page["next"]
    return pages


def test_a_long_list_comes_in_pages_without_gaps(place: Town) -> None:
    with place.interface.database.write() as session:
        make.households(session, 2 * PAGE - 3, village=session.get_one(Place, place.village))

    pages = walked(place.committee, "/households")

    assert [len(page) for page in pages] == [PAGE, PAGE]
    assert len({each for page in pages for each in page}) == 2 * PAGE


def test_the_missing_come_in_pages(place: Town) -> None:
    with place.interface.database.write() as session:
        make.households(session, 99, village=session.get_one(Place, place.village))
    month = opened(place)

    pages = walked(place.committee, f"/rounds/{month}/missing")

    assert [len(page) for page in pages] == [100, 2]


def test_a_statement_comes_in_pages_the_newest_first(place: Town) -> None:
    with place.interface.database.write() as session:
        household = session.get_one(Household, int(place.households[0]))
        for _ in range(PAGE + 2):
            make.give_points(session, household, 1)

    path = f"/households/{place.households[0]}/statement"
    first, second = walked(place.committee, path)

    assert (len(first), len(second)) == (PAGE, 2)
    newest = place.committee.get(path).get_json()["items"][0]
    assert newest["balance_after"] == PAGE + 2


def test_what_a_household_took_home_stands_in_its_statement(place: Town) -> None:
    things_of(place)

    path = f"/households/{place.households[0]}/statement"
    newest = place.committee.get(path).get_json()["items"][0]
    english = place.committee.send("GET", path, headers={"Accept-Language": "en"}).get_json()

    assert (newest["kind"], newest["points"], newest["words"]) == (
        "redemption",
        -130,
        "兑换大米 5 kg",
    )
    assert english["items"][0]["words"] == "Redeemed 大米 5 kg"


# Who records that somebody left has to say who; nobody else reads a member's name.
NAMED_FOR_CHANGES = {"list_members": {"丙某某"}}


def test_no_answer_holds_an_id_number_a_phone_or_a_welfare_class(place: Town) -> None:
    secrets = make_secret(place)
    things = things_of(place)

    for route in routes_of(place.interface.app):
        if route.method == "GET":
            for device in (place.district, place.committee, place.auditor, place.clerk):
                query = {"store": place.store} if "/stock" in route.rule else {}
                text = device.get(route.path(things.ids), **query).get_data(as_text=True)
                seen = {secret for secret in secrets if secret in text}
                assert seen <= NAMED_FOR_CHANGES.get(route.operation, set()), route.rule


def make_secret(place: Town) -> tuple[str, ...]:
    """Seed every field that is nobody's business; what must be seen nowhere."""
    with place.interface.database.write() as session:
        for each in place.households:
            household = session.get_one(Household, int(each))
            household.welfare_class = CLASS
            household.phone_sealed = PHONE.encode()
            session.add(
                Member(
                    household_id=household.id, name="丙某某", relation="子", is_head=False,
                    id_index=household.number.encode().rjust(32), id_sealed=ID_NUMBER.encode(),
                    id_last2="1X",
                )
            )  # fmt: skip
    return PHONE, ID_NUMBER, CLASS, "丙某某"


def statements(device: Device, path: str, query: dict[str, str]) -> int:
    """How many SQL statements a call takes."""
    with count_statements() as sent:
        assert device.get(path, **query).status_code == 200
    return len(sent)


def test_a_list_takes_as_many_statements_however_long_it_is(place: Town) -> None:
    shop(place, rice=5)
    month = opened(place)
    calls: list[tuple[Device, str, dict[str, str]]] = [
        (place.committee, "/households", {}),
        (place.committee, f"/rounds/{month}/missing", {}),
        (place.committee, f"/rounds/{month}/sheets", {}),
        (place.committee, f"/households/{place.households[0]}/statement", {}),
        (place.district, "/rounds", {}),
        (place.district, "/objections", {}),
        (place.clerk, "/stock", {"store": place.store}),
        (place.clerk, "/goods", {"store": place.store}),
        (place.manager, "/stock-receipts", {"store": place.store}),
        (place.manager, "/near-expiry", {"store": place.store}),
        (place.manager, "/write-offs", {"store": place.store}),
        (place.manager, "/counts", {"store": place.store}),
    ]
    before = [statements(device, path, query) for device, path, query in calls]
    with place.interface.database.write() as session:
        village = session.get_one(Place, place.village)
        for household in make.households(session, 20, village=village):
            make.give_points(session, household, 1)
        for number in range(5):
            make.goods(session, code=f"goods{number}", name=f"物品{number}", price_points=5)

    after = [statements(device, path, query) for device, path, query in calls]

    assert before == after
