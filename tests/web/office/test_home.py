"""首页: what waits for an officer, how far the month is, what points can buy."""

import pytest
from sqlalchemy.orm import Session

from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Role
from app.registry.places.models import Place, PlaceKind
from tests import make
from tests.web.office.offices import Offices


def officer(session: Session, office: str) -> Actor:
    return make.township_officer(session) if office == "township" else make.admin(session)


@pytest.mark.parametrize("office", ["township", "district"])
def test_an_empty_office_says_what_will_stand_there(offices: Offices, office: str) -> None:
    with offices.arrange() as session:
        person = officer(session, office)

    words = offices.at(person).read(f"/{office}/")

    assert "都办完了，现在没有要办的事" in words
    assert "您管的地方还没有户" in words
    assert "还没有积分细则" in words


def test_a_township_reads_what_waits_for_it(offices: Offices) -> None:
    with offices.arrange() as session:
        village = make.village(session, "孟尝君新村")
        make.submitted_round(session, village, *make.households(session, 2, village=village))
        person = make.township_officer(session)

    words = offices.at(person).read("/township/")

    assert "爱心积分 · 韩集镇" in words
    assert "1 个村交上来了，等着认定 去认定" in words
    assert "孟尝君新村 待认定 2 / 2" in words


def test_opening_a_month_waits_until_it_is_done(offices: Offices) -> None:
    with offices.arrange() as session:
        make.household(session, village=make.village(session))
        person = make.admin(session)

    assert "1 个村还没开始评 11 月 去开月" in offices.at(person).read("/district/")


def test_the_district_reads_townships_when_there_are_several(offices: Offices) -> None:
    with offices.arrange() as session:
        first = make.village(session)
        other = Place(
            code="371599222", name="广平镇", kind=PlaceKind.TOWNSHIP, parent_code=make.DISTRICT
        )
        session.add(other)
        session.flush()
        second = Place(
            code="371599222001", name="李太屯", kind=PlaceKind.VILLAGE, parent_code=other.code
        )
        session.add(second)
        session.flush()
        for village in (first, second):
            make.household(session, village=village)
        make.open_round(session, second)
        person = make.admin(session)

    words = offices.at(person).read("/district/")

    assert "共 2 个镇（街道）、2 个村、2 户" in words
    assert "韩集镇 0 / 1 广平镇 0 / 1" in words


def test_an_auditor_sees_everything_and_may_do_nothing(offices: Offices) -> None:
    with offices.arrange() as session:
        village = make.village(session)
        make.submitted_round(session, village, make.household(session, village=village))
        auditor = make.auditor(session)

    desk = offices.at(auditor)

    assert "1 个村交上来了，等着认定 去看" in desk.read("/district/")
    assert "/certify" not in desk.html("/district/rounds")


def test_points_stand_against_the_goods_on_the_shelves(offices: Offices) -> None:
    with offices.arrange() as session:
        make.household(session, village=make.village(session), balance=400)
        make.goods(session, price_points=130)
        make.stock(session, make.store(session), 2)
        person = make.township_officer(session)

    words = offices.at(person).read("/township/")

    assert "65% 现有的货够兑" in words
    assert "村民手里的分 400 货架上的货 260" in words


def test_categories_stand_in_a_table_beside_last_month(offices: Offices) -> None:
    with offices.arrange() as session:
        village = make.village(session)
        household = make.household(session, village=village)
        before = make.open_round(session, village, period="2026-10")
        make.sheet(session, before, household, answers_=make.answers(A1="poor"))
        make.sheet(session, make.open_round(session, village), household)
        person = make.township_officer(session)

    words = offices.at(person).read("/township/")

    assert "扶贫政策比知晓 20 20.0 12.0 +8.0" in words
    assert "合计 100 100.0 92.0 +8.0" in words


def test_it_takes_the_same_statements_however_many_villages(offices: Offices) -> None:
    with offices.arrange() as session:
        person = make.township_officer(session)
        make.scheme(session)
    desk = offices.at(person)
    counts = []
    for _ in range(2):
        with offices.arrange() as session:
            for village in [make.village(session) for _ in range(3)]:
                make.open_round(session, village)
                make.households(session, 3, village=village)
        counts.append(desk.statements("/township/"))

    assert counts[0] == counts[1]


def test_the_progress_goes_into_a_workbook(offices: Offices) -> None:
    with offices.arrange() as session:
        village = make.village(session, "孟尝君新村")
        household = make.household(session, village=village)
        make.sheet(session, make.open_round(session, village), household)
        person = make.township_officer(session)

    rows = offices.at(person).rows("/township/progress.xlsx")

    assert rows[-1] == ("韩集镇", "孟尝君新村", "评分中", 1, 1, 0, 0)


@pytest.mark.parametrize("page", ["/township/", "/district/"])
def test_only_its_own_people_come_into_an_office(offices: Offices, page: str) -> None:
    with offices.arrange() as session:
        village = make.village(session)
        store = make.store(session)
        people = [
            make.specialist(session, village),
            make.committee(session, village),
            make.clerk(session, store),
            make.actor(session, Role.SUPPORT_CADRE, village),
        ]
        people.append(
            make.admin(session) if page == "/township/" else make.township_officer(session)
        )

    assert {offices.at(person).status(page) for person in people} == {403}


@pytest.mark.parametrize("page", ["/township/", "/district/", "/district/audit"])
def test_who_has_not_signed_in_is_asked_to(offices: Offices, page: str) -> None:
    answer = offices.at(None).client.get(page)

    assert (answer.status_code, answer.location) == (302, f"/sign-in?next={page}")
