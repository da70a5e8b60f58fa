"""Sheets that stand against the month book: sent back alone, or recorded in another village."""

from sqlalchemy.orm import Session

from app.scoring.rounds.certify import submit_round
from app.scoring.rounds.send_back import send_back_sheet
from tests import make
from tests.make import NOW
from tests.scoring.books import ALL_GOOD, taken_in, village


def test_of_a_reopened_month_only_sheets_sent_back_are_replaced(session: Session) -> None:
    here = village(session, 3)
    for home in here.homes:
        make.sheet(session, here.round, home, by=here.scorer)
    submit_round(session, here.committee, round_id=here.round.id, now=NOW)
    back = make.live_sheet(session, here.round, here.homes[0]).id
    officer = make.township_officer(session)
    send_back_sheet(session, officer, sheet_id=back, reason="再看一遍", now=NOW)
    book = here.wrote(session, ALL_GOOD, ALL_GOOD)

    plan = here.said(session, ALL_GOOD, ALL_GOOD)
    recorded = taken_in(
        session, here.scorer, here.round, book, replaces=frozenset({back}), accept_good=True
    )

    assert [each.number for each in plan.replacing] == [here.homes[0].number]
    assert [(fault.code, fault.row.number) for fault in plan.faults] == [
        ("book_not_sent_back", here.homes[1].number)
    ]
    assert plan.unchanged == 1
    assert recorded == 1


def test_who_was_scored_where_he_lived_before_is_not_scored_again(session: Session) -> None:
    here, before = village(session, 1), village(session, 1)
    mover = before.homes[0]
    make.sheet(session, before.round, mover, by=before.scorer)
    mover.village_code = here.round.village_code
    session.flush()
    here.homes.append(mover)

    plan = here.said(session, {}, ALL_GOOD)

    assert [fault.code for fault in plan.faults] == ["book_scored_elsewhere"]
    assert not plan.new
