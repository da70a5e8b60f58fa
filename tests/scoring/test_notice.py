"""What hangs on the wall, and how little of it the open web shows."""

from dataclasses import fields
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.states import WrongState
from app.registry.households.models import Household
from app.registry.households.names import masked
from app.scoring.rounds.certify import certify_round, submit_round
from app.scoring.rounds.models import Round
from app.scoring.rounds.notice import (
    CorrectedLine,
    MaskedLine,
    NoticeLine,
    notice_for,
    notices_in_reach,
    public_notice,
    public_notices,
    villages_on_web,
)
from app.scoring.rounds.objections import Decision, decide_objection, record_objection
from app.scoring.rounds.publicise import publicise_round
from app.scoring.rounds.record import excuse_household
from app.scoring.rounds.rules import RoundNotFound
from tests import make
from tests.make import NOW


@pytest.mark.parametrize("name", ["刘凤英", "王伟", "欧阳㛃堃", "买买提·阿卜杜热西提"])
def test_of_a_name_the_web_shows_the_first_character_only(name: str) -> None:
    assert masked(name) == name[0] + "**"


def test_neither_line_has_a_place_for_anything_private() -> None:
    assert [field.name for field in fields(NoticeLine)] == ["number", "head_name", "points"]
    assert [field.name for field in fields(MaskedLine)] == ["number", "masked_name", "points"]


def test_a_corrected_line_says_numbers_only() -> None:
    assert [field.name for field in fields(CorrectedLine)] == ["number", "was", "points"]


def notice_of_two(session: Session) -> Round:
    """A notice with a scored household and one that is excused because it is ill."""
    village = make.village(session)
    scored = make.household(session, village=village, head="张桂兰")
    ill = make.household(session, village=village, head="赵守信")
    round_ = make.open_round(session, village)
    make.sheet(session, round_, scored, answers_=make.answers(A1="poor"))
    committee = make.committee(session, village)
    excuse_household(
        session, committee, round_id=round_.id, household_id=ill.id, reason="重病住院", now=NOW
    )
    submit_round(session, committee, round_id=round_.id, now=NOW)
    certify_round(session, make.township_officer(session), round_id=round_.id, now=NOW)
    return publicise_round(session, committee, round_id=round_.id, now=NOW)


def test_the_wall_shows_names_and_points_and_never_why_somebody_is_excused(
    session: Session,
) -> None:
    round_ = notice_of_two(session)

    notice = notice_for(session, make.township_officer(session), round_.id)

    assert [(line.head_name, line.points) for line in notice.lines] == [
        ("张桂兰", 92),
        ("赵守信", None),
    ]
    assert (notice.points, notice.excused) == (92, 1)
    assert "重病" not in repr(notice)


def test_everybody_reads_it_with_masked_names(session: Session) -> None:
    round_ = notice_of_two(session)

    notice = public_notice(session, round_.id)

    assert [(line.masked_name, line.points) for line in notice.lines] == [
        ("张**", 92),
        ("赵**", None),
    ]


def test_a_household_finds_itself_by_its_number(session: Session) -> None:
    round_ = notice_of_two(session)
    number = public_notice(session, round_.id).lines[0].number

    assert [line.number for line in public_notice(session, round_.id, number=number).lines] == [
        number
    ]


def test_it_says_how_many_days_are_left(session: Session) -> None:
    head = public_notice(session, notice_of_two(session).id).head

    assert head.days_left(NOW) == 7
    assert head.is_open(NOW)
    assert head.days_left(NOW + timedelta(days=7)) == 0
    assert not head.is_open(NOW + timedelta(days=7))


def test_a_month_that_is_not_on_the_wall_is_nowhere(session: Session) -> None:
    village = make.village(session)
    round_ = make.certified_round(session, village, make.household(session, village=village))

    with pytest.raises(WrongState):
        notice_for(session, make.committee(session, village), round_.id)
    with pytest.raises(RoundNotFound):
        public_notice(session, round_.id)
    assert public_notices(session, village.code) == []


def test_another_villages_committee_does_not_get_the_full_names(session: Session) -> None:
    round_ = notice_of_two(session)
    stranger = make.committee(session, make.village(session))

    assert notices_in_reach(session, stranger, round_.village_code) == []
    with pytest.raises(RoundNotFound):
        notice_for(session, stranger, round_.id)


def test_a_township_lists_its_villages_with_their_latest_notice(session: Session) -> None:
    round_ = notice_of_two(session)
    quiet = make.village(session)

    latest = {
        row.code: row.latest.round_id if row.latest else None
        for row in villages_on_web(session, make.TOWNSHIP)
    }

    assert latest[round_.village_code] == round_.id
    assert latest[quiet.code] is None


def test_what_an_objection_changed_is_visible_to_everybody(session: Session) -> None:
    round_ = notice_of_two(session)
    admin = make.admin(session)
    (home,) = session.scalars(select(Household).where(Household.head_name == "张桂兰"))
    objection = record_objection(
        session, admin, sheet_id=make.live_sheet(session, round_, home).id,
        said_by="张桂兰", words="政策都答上来了", now=NOW,
    )  # fmt: skip
    assert public_notice(session, round_.id).corrected == []
    decision = Decision(upheld=True, reason="重新问过", answers={"A1": "excellent"})

    decide_objection(session, admin, objection_id=objection.id, decision=decision, now=NOW)

    line = CorrectedLine(home.number, was=92, points=100)
    assert notice_for(session, admin, round_.id).corrected == [line]
    assert public_notice(session, round_.id).corrected == [line]
    assert public_notice(session, round_.id, number="no such number").corrected == []
    assert notice_for(session, admin, round_.id).lines[0].points == 100
