"""等您办的事: what waits for a committee and for a scorer stands on the first page of each."""

from sqlalchemy.orm import Session

from app.registry.accounts.actor import Actor
from app.registry.households.models import Household
from app.registry.places.models import Place
from app.scoring.rounds.deliberate import require_deliberations
from app.scoring.rounds.models import Round
from app.scoring.rounds.objections import record_objection
from app.scoring.rounds.send_back import send_back_sheet
from tests import make
from tests.make import NOW
from tests.web.office.offices import Offices


def a_place(session: Session) -> tuple[Place, Household]:
    """A village with one household."""
    place = make.village(session, "古漯河新村村委会")
    return place, make.household(session, village=place)


def came_back(session: Session, place: Place, home: Household, *, by: Actor) -> Round:
    """October, whose only sheet the committee sent back to this scorer."""
    round_ = make.open_round(session, place, period="2026-10")
    sheet = make.sheet(session, round_, home, by=by)
    committee = make.committee(session, place)
    send_back_sheet(session, committee, sheet_id=sheet.id, reason="请再看看", now=NOW)
    return round_


def test_with_nothing_to_do_there_is_no_list(village: Offices) -> None:
    with village.arrange() as session:
        place, home = a_place(session)
        make.sheet(session, make.open_round(session, place), home)
        desk = village.at(make.committee(session, place))

    assert "等您办的事" not in desk.read("/village/month")


def test_a_committee_reads_what_waits_in_another_month_and_goes_there(village: Offices) -> None:
    with village.arrange() as session:
        place, home = a_place(session)
        october = came_back(session, place, home, by=make.specialist(session, place))
        make.open_round(session, place)
        desk = village.at(make.committee(session, place))

    words = desk.read("/village/month")

    assert "古漯河新村 · 11 月" in words
    assert "等您办的事 1 户退回的评分等答复 古漯河新村 2026 年 10 月" in words
    assert f'href="/village/rounds/{october.id}"' in desk.html("/village/month")


def test_a_scorer_hears_of_what_came_back_in_another_month(village: Offices) -> None:
    with village.arrange() as session:
        place, home = a_place(session)
        scorer = make.specialist(session, place)
        came_back(session, place, home, by=scorer)
        make.open_round(session, place)
        desk = village.at(scorer)

    assert "10 月有 1 户退回来了 写着为什么退回。" in desk.read("/village/visits")
    words = desk.read("/village/visits?period=2026-10")
    assert "1 户退回来了，先看这些" in words
    assert "10 月有 1 户退回来了" not in words


def test_a_missing_deliberation_waits_only_where_the_district_wants_one(village: Offices) -> None:
    with village.arrange() as session:
        place, _home = a_place(session)
        make.open_round(session, place)
        desk = village.at(make.committee(session, place))
        township = village.at(make.township_officer(session))
    assert "提交前要记评议会" not in desk.read("/village/month")
    assert "个村还没有评议记录" not in township.read("/township/")

    with village.database.write() as session:
        require_deliberations(session, make.admin(session), required=True, now=NOW)

    assert "提交前要记评议会 古漯河新村 2026 年 11 月" in desk.read("/village/month")
    assert "1 个村还没有评议记录" in township.read("/township/")


def test_steps_and_objections_wait_until_they_are_taken(village: Offices) -> None:
    with village.arrange() as session:
        certified, home = a_place(session)
        make.certified_round(session, certified, home)
        publicised, other = a_place(session)
        round_ = make.publicised_round(session, publicised, other)
        record_objection(
            session, make.township_officer(session), said_by="邻居", words="不属实", now=NOW,
            sheet_id=make.live_sheet(session, round_, other).id,
        )  # fmt: skip
        desks = [
            village.at(make.committee(session, place), days_later=days)
            for place, days in ((certified, 0), (publicised, 8))
        ]

    assert "等您办的事 认定好了，可以公示" in desks[0].read("/village/month")
    words = desks[1].read("/village/month")
    assert "1 件异议等答复 古漯河新村 2026 年 11 月" in words
    assert "公示到期，可以入账" in words


def test_what_waits_next_door_is_not_told(village: Offices) -> None:
    with village.arrange() as session:
        place, home = a_place(session)
        came_back(session, place, home, by=make.specialist(session, place))
        here, _home = a_place(session)
        make.open_round(session, here)
        desks = [
            village.at(make.committee(session, here)),
            village.at(make.specialist(session, here)),
        ]

    assert "退回" not in desks[0].read("/village/month")
    assert "退回" not in desks[1].read("/village/visits")


def test_a_township_reads_how_many_sheets_have_no_answer(village: Offices) -> None:
    with village.arrange() as session:
        place, home = a_place(session)
        round_ = make.submitted_round(session, place, home)
        officer = make.township_officer(session)
        sheet = make.live_sheet(session, round_, home)
        send_back_sheet(session, officer, sheet_id=sheet.id, reason="请再看看", now=NOW)
        desk = village.at(officer)

    assert "1 户退回的评分，村里还没答复 去看" in desk.read("/township/")


def test_more_months_that_wait_take_no_more_statements(village: Offices) -> None:
    counts = []
    for periods in (["2026-10"], ["2026-10", "2026-09"]):
        with village.arrange() as session:
            place, home = a_place(session)
            scorer, committee = make.specialist(session, place), make.committee(session, place)
            for period in periods:
                round_ = make.open_round(session, place, period=period)
                sheet = make.sheet(session, round_, home, by=scorer)
                send_back_sheet(session, committee, sheet_id=sheet.id, reason="请看", now=NOW)
            make.open_round(session, place)
        counts.append(
            (
                village.at(committee).statements("/village/month"),
                village.at(scorer).statements("/village/visits"),
            )
        )

    assert counts[0] == counts[1]
