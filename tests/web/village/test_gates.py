"""Who comes in: nobody without signing in, no shop clerk, nobody from the next village."""

from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from app.registry.accounts.permissions import Role
from app.registry.places.models import Place
from tests import make
from tests.web.office.offices import Offices

PAGES = (
    "/village/visits",
    "/village/month",
    "/village/rounds/{round}",
    "/village/rounds/{round}/households",
    "/village/rounds/{round}/households.xlsx",
    "/village/rounds/{round}/households/{household}",
    "/village/rounds/{round}/households/{household}/score",
    "/village/rounds/{round}/households/{household}/excuse",
    "/village/rounds/{round}/submit",
    "/village/rounds/{round}/publicise",
    "/village/rounds/{round}/settle",
    "/village/rounds/{round}/notice",
    "/village/rounds/{round}/notice/print",
    "/village/sheets/{sheet}/saved",
    "/village/sheets/{sheet}/objection",
    "/village/objections",
    "/village/objections.xlsx",
    "/village/notices",
    "/village/households",
    "/village/households.xlsx",
    "/village/households/{household}",
    "/village/households/{household}/slip",
    "/village/households/{household}/card",
    "/village/households/{household}/card/lost",
    "/village/households/{household}/card.pdf",
    "/village/cards",
    "/village/cards/{village}.pdf",
)
#: Pages about a round, a sheet or a household; the others show each person his own.
OF_ONE = tuple(page for page in PAGES if "{" in page)


@dataclass
class Names:
    """What stands in the addresses."""

    round: int
    household: int
    sheet: int
    village: str

    def in_address(self, page: str) -> str:
        """The page about these."""
        return page.format(
            round=self.round, household=self.household, sheet=self.sheet, village=self.village
        )


def a_month(session: Session) -> Names:
    """A month on the wall, with one household."""
    village = make.village(session)
    household = make.household(session, village=village)
    make.card(session, household)
    round_ = make.publicised_round(session, village, household)
    sheet = make.live_sheet(session, round_, household)
    return Names(round_.id, household.id, sheet.id, village.code)


def test_who_has_not_signed_in_is_led_to_the_sign_in_page(village: Offices) -> None:
    with village.database.write() as session:
        names = a_month(session)
    desk = village.at(None)

    for page in PAGES:
        answer = desk.client.get(names.in_address(page))
        assert (answer.status_code, (answer.location or "")[:8]) == (302, "/sign-in"), page


def test_a_clerk_of_a_store_has_no_business_in_the_village(village: Offices) -> None:
    with village.database.write() as session:
        names = a_month(session)
        desk = village.at(make.clerk(session, make.store(session)))

    assert {page: desk.status(names.in_address(page)) for page in PAGES} == dict.fromkeys(
        PAGES, 403
    )


@pytest.mark.parametrize("role", [Role.VILLAGE_SPECIALIST, Role.VILLAGE_COMMITTEE])
def test_the_next_village_looks_as_if_it_were_not_there(village: Offices, role: Role) -> None:
    """403 is for what the role may do nowhere."""
    with village.database.write() as session:
        names = a_month(session)
        desk = village.at(make.actor(session, role, make.village(session)))

    found = {page: desk.status(names.in_address(page)) for page in OF_ONE}

    assert set(found.values()) <= {403, 404}, found
    assert 404 in found.values()


def test_the_committee_of_the_village_sees_all_but_the_scorers_pages(village: Offices) -> None:
    with village.database.write() as session:
        names = a_month(session)
        place = session.get_one(Place, names.village)
        desk = village.at(make.committee(session, place))

    for page in PAGES:
        of_scorers = page.endswith(("visits", "score", "saved"))
        assert desk.status(names.in_address(page)) == (403 if of_scorers else 200), page


def test_a_scorer_begins_with_his_households_and_a_committee_with_the_month(
    village: Offices,
) -> None:
    with village.database.write() as session:
        here = make.village(session)
        scorer, committee = make.specialist(session, here), make.committee(session, here)

    assert village.at(scorer).client.get("/village/").location == "/village/visits"
    assert village.at(committee).client.get("/village/").location == "/village/month"


def test_each_finds_his_own_work_at_the_bottom_of_the_page(village: Offices) -> None:
    with village.database.write() as session:
        here = make.village(session)
        scorer, committee = make.specialist(session, here), make.committee(session, here)

    assert village.at(scorer).read("/village/notices").endswith("走访 本月 公示 我的")
    assert village.at(committee).read("/village/notices").endswith("本月 公示 户 我的")
