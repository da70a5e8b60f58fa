"""A household reads on paper what is held on it, and who looked; no number stands there whole."""

from pathlib import Path

import pytest

from app.kernel.db import Database
from app.registry.accounts.permissions import Role
from app.registry.cards.pins import set_pin
from app.registry.households.models import Household
from app.registry.households.reveal import reveal_id
from app.registry.places.models import Place
from app.shop.redemptions.actions import redeem
from app.shop.redemptions.collectors import name_collector
from tests import make
from tests.databases import SqliteFiles
from tests.make import NOW
from tests.papers.pdf_reading import page_contents, texts
from tests.privacy.homes import PHONE, Home, homes
from tests.web.browsing import visible
from tests.web.office.offices import Offices

WHY = "户主本人要看"


@pytest.fixture
def databases(sqlite: SqliteFiles) -> SqliteFiles:
    """Pages and paper are the same on both."""
    return sqlite


@pytest.fixture
def offices(database: Database, tmp_path: Path) -> Offices:
    """A practice morning."""
    with database.write() as session:
        make.practice(session)
    return Offices(database, tmp_path)


@pytest.fixture
def home(offices: Offices) -> Home:
    """It shopped, has a PIN and a neighbour who collects; the district looked at a number."""
    (found,) = homes(offices.database, offices.secrets, 1)
    with offices.arrange() as session:
        household = session.get_one(Household, found.household_id)
        make.give_points(session, household, 260)
        store = make.store(session)
        make.goods(session)
        make.stock(session, store, 3)
        bought = make.basket(store, make.card(session, household), rice=1)
        redeem(session, make.clerk(session, store), basket=bought, now=NOW)
        committee = make.committee(session, session.get_one(Place, household.village_code))
        set_pin(session, committee, household_id=household.id, pin="2480", now=NOW)
        name_collector(
            session, committee, household_id=household.id, name="赵邻居", relation="邻居", now=NOW
        )
        reveal_id(
            session, make.admin(session), offices.secrets, household_id=household.id,
            member_id=found.member_id, reason="核对低保名单", now=NOW,
        )  # fmt: skip
    return found


def test_all_that_is_held_stands_on_it_and_no_number_whole(offices: Offices, home: Home) -> None:
    with offices.arrange() as session:
        officer = make.township_officer(session)
    page = f"/township/households/{home.household_id}/report"

    answer = offices.at(officer).send(page, times=2, reason=WHY)

    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    pages = range(len(page_contents(answer.data)))
    written = " ".join(word for number in pages for word in texts(answer.data, number))
    last2 = home.id_number[-2:]
    for told in ("张2", "张3", f"****{last2}", "脱贫户", "大米", "−130", "积分卡（设了密码）",
                 "赵邻居", "核对低保名单", WHY, "导出人：孙镇长"):  # fmt: skip
        assert told in written, told
    assert "演练" in written
    for secret in (home.id_number, home.id_number[6:14], PHONE):
        assert secret not in written
    assert written.count(WHY) == 1, "the same form twice is noted once"


def test_without_a_reason_there_is_no_paper(offices: Offices, home: Home) -> None:
    with offices.arrange() as session:
        officer = make.township_officer(session)
    desk = offices.at(officer)

    refused = desk.send(f"/township/households/{home.household_id}/report", reason=" ")

    assert refused.status_code == 422
    assert "没有写给谁、为什么" in visible(refused)


def test_only_an_office_that_reaches_the_household_makes_it(offices: Offices, home: Home) -> None:
    with offices.arrange() as session:
        auditor = make.auditor(session)
        elsewhere = make.actor(session, Role.TOWNSHIP, make.village(session))
    page = f"households/{home.household_id}/report"

    assert offices.at(auditor).client.get(f"/district/{page}").status_code == 403
    assert offices.at(elsewhere).client.get(f"/township/{page}").status_code == 404
