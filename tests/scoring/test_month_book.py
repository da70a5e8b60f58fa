"""The month book taken in: what is recorded, what stays, and every row that must be mended."""

from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.registry.accounts.permissions import Role
from app.registry.places.models import Place
from app.scoring.books.importing import (
    BookChanged,
    BookHasFaults,
    BookRecordsNothing,
    take_in_book,
)
from app.scoring.books.planning import BookPlan
from app.scoring.rounds.certify import submit_round
from app.scoring.rounds.exempting import exempt_household
from app.scoring.rounds.found import Found
from app.scoring.rounds.models import SheetState
from app.scoring.rounds.record import FilledSheet, excuse_household, record_sheet
from app.scoring.rounds.rules import RoundNotOpen
from app.scoring.visits.models import Visit
from tests import make
from tests.make import NOW
from tests.scoring import published
from tests.scoring.books import (
    ALL_GOOD,
    Row,
    Rules,
    downloaded,
    keys_of,
    looked_at,
    opened,
    order,
    row_of,
    saved,
    taken_in,
    village,
)
from tests.statements import count_statements

LITTLE: Rules = {
    **published.A_VILLAGES_CARD,
    "starts": "2026-01",
    "alternatives": [
        {"instead_of": ["A2"], "items": [{"code": "A9", "name": "自理", "points": 2}]}
    ],
}


def codes(plan: BookPlan) -> list[str]:
    return [fault.code for fault in plan.faults]


def test_what_was_filled_in_is_recorded_and_the_rest_stays_due(session: Session) -> None:
    here = village(session)
    book = here.wrote(session, ALL_GOOD, {**ALL_GOOD, "X1": 5, "@day": "11 月 3 日"})

    plan = looked_at(session, here.scorer, here.round, book)
    recorded = take_in_book(session, here.scorer, order(plan, here.round, book), now=NOW)

    assert (len(plan.new), plan.unchanged, plan.empty, plan.faults) == (2, 0, 1, [])
    assert recorded == 2
    assert here.sheets(session) == [(SheetState.RECORDED, 78), (SheetState.RECORDED, 83)]
    days = session.scalars(select(Visit.visited_at).order_by(Visit.id)).all()
    assert [str(day.date()) for day in days] == ["2026-11-18", "2026-11-03"]


def test_a_book_that_is_taken_in_again_changes_nothing(session: Session) -> None:
    here = village(session, 1)
    taken_in(session, here.scorer, here.round, here.wrote(session, ALL_GOOD))

    again = looked_at(session, here.scorer, here.round, here.book(session))

    assert (len(again.new), len(again.replacing), again.unchanged) == (0, 0, 1)
    with pytest.raises(BookRecordsNothing):
        taken_in(session, here.scorer, here.round, here.book(session))


def test_a_sheet_that_is_there_changes_only_when_it_was_ticked(session: Session) -> None:
    here = village(session, 2)
    for home in here.homes:
        make.sheet(session, here.round, home, by=here.scorer)
    book = here.wrote(session, ALL_GOOD, ALL_GOOD)
    ticked = make.live_sheet(session, here.round, here.homes[0]).id

    recorded = taken_in(session, here.scorer, here.round, book, replaces=frozenset({ticked}))

    assert recorded == 1
    assert here.sheets(session) == [
        (SheetState.VOID, 100), (SheetState.RECORDED, 100), (SheetState.RECORDED, 78),
    ]  # fmt: skip


def test_what_changed_since_the_look_is_not_recorded(session: Session) -> None:
    here = village(session, 2)
    book = here.wrote(session, ALL_GOOD, ALL_GOOD)
    plan = looked_at(session, here.scorer, here.round, book)
    make.sheet(session, here.round, here.homes[1], by=here.scorer)

    with pytest.raises(BookChanged):
        take_in_book(session, here.scorer, order(plan, here.round, book), now=NOW)

    assert here.sheets(session) == [(SheetState.RECORDED, 100)]


def test_faults_hold_everything_back_unless_the_good_rows_are_wanted(session: Session) -> None:
    here = village(session, 2)
    book = here.wrote(session, ALL_GOOD, {**ALL_GOOD, "B1": "还行"})

    with pytest.raises(BookHasFaults):
        taken_in(session, here.scorer, here.round, book)
    recorded = taken_in(session, here.scorer, here.round, book, accept_good=True)

    assert recorded == 1


def test_a_submitted_month_takes_no_book(session: Session) -> None:
    here = village(session, 1)
    make.sheet(session, here.round, here.homes[0], by=here.scorer)
    submit_round(session, here.committee, round_id=here.round.id, now=NOW)

    with pytest.raises(RoundNotOpen):
        here.said(session, ALL_GOOD)


FAULTS: list[tuple[Row, str, str]] = [
    ({"B1": "还行"}, "book_bad_answer", "H"),
    ({"X1": "21"}, "book_bad_answer", "S"),
    ({"B1": None}, "book_missing", ""),
    ({"@day": None}, "book_day_missing", "U"),
    ({"@day": "上旬"}, "book_day_bad", "U"),
    ({"@day": "10-31"}, "book_day_outside", "U"),
    ({"@day": (NOW + timedelta(days=1)).date()}, "book_day_outside", "U"),
    ({"@total": "80分"}, "book_other_total", "T"),
    ({"@name": "李四"}, "book_other_name", "C"),
    ({"@number": None}, "book_no_number", "B"),
    ({"@number": "没有的户"}, "book_unknown_number", "B"),
]


def test_each_fault_says_where_it_is_and_none_hides_another(session: Session) -> None:
    here = village(session, len(FAULTS))

    plan = here.said(session, *({**ALL_GOOD, **row} for row, _, _ in FAULTS))

    assert [(each.code, each.letter) for each in plan.faults] == [
        (code, letter) for _, code, letter in FAULTS
    ]
    assert not plan.new


def test_a_day_for_all_stands_where_the_book_has_none(session: Session) -> None:
    here = village(session, 2)
    no_day = {**ALL_GOOD, "@day": None}

    plan = here.said(session, no_day, ALL_GOOD, day=date(2026, 11, 5))

    assert [str(each.day) for each in plan.new] == ["2026-11-05", "2026-11-18"]


def test_households_are_known_by_their_number_wherever_they_stand(session: Session) -> None:
    here = village(session, 2)
    first, second = here.homes
    book = here.wrote(session, ALL_GOOD, {**ALL_GOOD, "A1": "差"})
    sheet = opened(book)
    keys, rows = keys_of(sheet), [row_of(sheet, home.number) for home in here.homes]
    for column in range(1, len(keys) + 1):
        one, other = (sheet.cell(row, column) for row in rows)
        one.value, other.value = other.value, one.value
    sheet.cell(rows[0], keys.index("@number") + 1).value = int(second.number)  # zeros lost

    plan = looked_at(session, here.scorer, here.round, saved(sheet.parent))

    assert plan.faults == []
    assert [(each.head_name, each.points) for each in plan.new] == [
        (first.head_name, 78), (second.head_name, 72),
    ]  # fmt: skip


def test_a_row_twice_counts_not_at_all(session: Session) -> None:
    here = village(session, 2)
    first = here.homes[0]
    again = {"@number": first.number, "@name": first.head_name}

    plan = here.said(session, ALL_GOOD, {**ALL_GOOD, **again})

    assert codes(plan) == ["book_twice"]
    assert not plan.new
    assert plan.empty == 0


def test_an_excused_household_prints_only_that_and_is_not_scored(session: Session) -> None:
    here = village(session, 1)
    late = here.wrote(session, ALL_GOOD)
    excuse_household(
        session, here.committee, round_id=here.round.id, household_id=here.homes[0].id,
        reason="住院", now=NOW,
    )  # fmt: skip

    sheet = opened(here.book(session))

    words = [cell.value for cell in sheet[row_of(sheet, here.homes[0].number)] if cell.value]
    assert words == ["3组", here.homes[0].number, "户主0", "3", "免评"]
    assert codes(looked_at(session, here.scorer, here.round, late)) == ["book_excused"]
    assert looked_at(session, here.scorer, here.round, here.book(session)).empty == 1


def test_who_cannot_work_is_asked_for_other_things(session: Session) -> None:
    here = village(session, 2, LITTLE)
    exempt_household(session, here.committee, household_id=here.homes[0].id, now=NOW)
    usual = {"A1": 4, "A2": 2, "@day": "5"}

    plan = here.said(session, {"A1": 4, "A9": "优", "@day": "5"}, {**usual, "A9": "优"})

    assert keys_of(opened(here.book(session)))[4:7] == ["A1", "A2", "A9"]
    assert [each.points for each in plan.new] == [6]
    assert codes(plan) == ["book_other_item"]


def test_deductions_are_left_to_the_scoring_page(session: Session) -> None:
    here = village(session, 3, LITTLE)
    usual = {"A1": 4, "A2": 2, "@day": "5"}
    record_sheet(
        session, here.scorer,
        FilledSheet(
            uuid4(),
            Found(here.round.id, here.homes[1].id, NOW, {"A1": "4", "A2": "2", "D": "0"}),
        ),
        now=NOW,
    )  # fmt: skip

    plan = here.said(
        session,
        {**usual, "@deduction": "垃圾没清"},
        {**usual, "A1": 3},
        {**usual, "V": "√", "B": "1 次"},
    )

    assert codes(plan) == ["book_deduction", "book_has_deduction"]
    assert [each.answers for each in plan.new] == [{"A1": "4", "A2": "2", "B": "1", "V": "yes"}]
    assert here.said(session).unchanged == 1


def test_several_records_of_a_month_stand_on_pages_of_their_own(session: Session) -> None:
    here = village(session, 1, {**published.MACUN, "starts": "2026-01"})
    first = here.wrote(session, {**published.A_WEEK, "@day": "5"})
    workbook = load_workbook(BytesIO(first))
    second = workbook.worksheets[1]
    for column, key in enumerate(keys_of(second), start=1):
        answer = {"A1.2": "3", "A2.2": "１", "A3.2": "2", "A4.2": "0", "@day": "11.12"}.get(key)
        second.cell(7, column).value = answer or second.cell(7, column).value

    plan = looked_at(session, here.scorer, here.round, saved(workbook))

    assert [(each.points, str(each.day)) for each in plan.new] == [(16, "2026-11-12")]


def test_a_cadre_sees_and_records_his_own_households(session: Session) -> None:
    here = village(session, 2)
    place = session.get_one(Place, here.round.village_code)
    cadre = make.actor(session, Role.SUPPORT_CADRE, place, name="何公明")
    here.homes[0].cadre_name = "何公明"
    session.flush()
    book = here.wrote(session, ALL_GOOD, ALL_GOOD)

    plan = looked_at(session, cadre, here.round, book)

    assert [each.number for each in plan.new] == [here.homes[0].number]
    assert codes(plan) == ["book_unknown_number"]
    his = opened(downloaded(session, cadre, here.round))
    assert here.homes[1].number not in str(list(his.values))


def test_a_look_takes_as_many_statements_for_nine_households_as_for_one(session: Session) -> None:
    one, nine = village(session, 1), village(session, 9)
    counted = []
    for here in (one, nine):
        book = here.wrote(session, *[ALL_GOOD] * 9)
        with count_statements() as sent:
            looked_at(session, here.scorer, here.round, book)
        counted.append(len(sent))

    assert counted[0] == counted[1]
