"""积分到期: the district sees whose points end when, and lets go those whose last day is over."""

from datetime import date
from typing import NamedTuple

import pytest

from app.ledger.queries import balance_of
from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Role
from app.registry.households.models import Household
from tests import make
from tests.web.office.offices import Offices

PAGE = "/district/expiring"
SPRING = date(2027, 3, 31)
# The clock of a desk stands at 09:00 on 20 November 2026, so many days later.
LAST_DAY, DAY_AFTER = 131, 132


class Arranged(NamedTuple):
    """Households with the hundred points of November; the first has thirty more that last."""

    homes: list[Household]
    admin: Actor


def arranged(offices: Offices, homes: int = 2) -> Arranged:
    with offices.arrange() as session:
        village = make.village(session, "孟尝君新村")
        made = make.households(session, homes, village=village)
        make.settled_round(session, village, *made)
        make.give_points(session, made[0], 30)
        return Arranged(made, make.admin(session))


def test_what_ended_is_shown_household_by_household_and_let_go_once(offices: Offices) -> None:
    there = arranged(offices)
    desk = offices.at(there.admin, days_later=DAY_AFTER)

    before = desk.read(PAGE)
    after = desk.sent(PAGE, times=3, cutoff=SPRING.isoformat())

    assert "有效到 2027 年 3 月 31 日 户数 2 户 合计 200 分" in before
    assert "给 2 户清零 200 分" in before
    assert f"户主0 {there.homes[0].number} 孟尝君新村 130 100 30" in before
    assert "清零办好了 每户扣了多少，写在各户的积分账上。 " in after
    assert "现在没有会到期的积分" in after
    assert "2027 年 3 月 31 日 孙立新 2 200" in after
    with offices.database.read() as session:
        assert [balance_of(session, home.id) for home in there.homes] == [30, 0]


def test_the_household_reads_it_in_its_account(offices: Offices) -> None:
    there = arranged(offices)
    desk = offices.at(there.admin, days_later=DAY_AFTER)
    desk.sent(PAGE, cutoff=SPRING.isoformat())

    assert "积分到期清零 −100 30" in desk.read(f"/district/households/{there.homes[0].id}")


def test_on_the_last_day_there_is_no_button(offices: Offices) -> None:
    desk = offices.at(arranged(offices).admin, days_later=LAST_DAY)

    words = desk.read(PAGE)

    assert "2027 年 3 月 31 日到期：2 户还有 200 分没花" in words
    assert "当天还能用，过了这天才能清零" in words
    assert "清零 200 分" not in words


def test_a_day_that_is_not_over_is_refused_and_nothing_ends(offices: Offices) -> None:
    there = arranged(offices)
    desk = offices.at(there.admin, days_later=DAY_AFTER)

    answer = desk.send(PAGE, cutoff="2027-04-01")

    assert answer.status_code == 422
    assert "这一天还没有过完" in answer.text
    with offices.database.read() as session:
        assert balance_of(session, there.homes[0].id) == 130


@pytest.mark.parametrize("cutoff", ["", "三月", "2027-02-30"])
def test_what_is_no_day_is_refused(offices: Offices, cutoff: str) -> None:
    desk = offices.at(arranged(offices).admin, days_later=DAY_AFTER)

    assert desk.send(PAGE, cutoff=cutoff).status_code == 422


def test_without_points_that_end_the_page_says_so(offices: Offices) -> None:
    with offices.arrange() as session:
        admin = make.admin(session)

    assert "现在没有会到期的积分" in offices.at(admin).read(PAGE)


@pytest.mark.parametrize("role", [Role.TOWNSHIP, Role.AUDITOR])
def test_only_the_district_office_comes_in(offices: Offices, role: Role) -> None:
    with offices.arrange() as session:
        at = make.township(session) if role is Role.TOWNSHIP else make.district(session)
        other = make.actor(session, role, at)
    office = "township" if role is Role.TOWNSHIP else "district"

    assert offices.at(other).status(f"/{office}/expiring") == 403
    assert "积分到期" not in offices.at(other).read(f"/{office}/ledger")


def test_the_first_page_reminds_from_the_day_after_until_it_is_done(offices: Offices) -> None:
    there = arranged(offices)
    early, late = (offices.at(there.admin, days_later=days) for days in (LAST_DAY, DAY_AFTER))
    waits = "2 户的积分到期了，还没有清零 去清零"

    assert waits not in early.read("/district/")
    assert waits in late.read("/district/")
    late.sent(PAGE, cutoff=SPRING.isoformat())
    assert waits not in late.read("/district/")


def test_the_households_are_exported(offices: Offices) -> None:
    there = arranged(offices)
    desk = offices.at(there.admin, days_later=DAY_AFTER)

    head, first, second = desk.rows(f"{PAGE}.xlsx")

    assert head == ("户编号", "户主", "村", "现有", "到期", "清零后剩")
    assert first[1:] == ("户主0", "孟尝君新村", 130, 100, 30)
    assert second[3:] == (100, 100, 0)


def test_many_households_come_page_by_page_with_as_many_statements(offices: Offices) -> None:
    with offices.arrange() as session:
        admin = make.admin(session)
    desk = offices.at(admin, days_later=DAY_AFTER)
    arranged(offices, homes=2)
    few = desk.statements(PAGE)
    arranged(offices, homes=55)

    assert desk.statements(PAGE) == few
    assert "给 57 户清零 5,700 分" in desk.read(PAGE)
    assert "下一页" in desk.read(PAGE)
