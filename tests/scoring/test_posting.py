"""The paper notice is put up: when, by whom, with a photo; nobody takes it back."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.kernel.states import WrongState
from app.registry.accounts.actor import Actor
from app.registry.places.models import Place
from app.reports.waiting import waiting
from app.scoring.rounds.models import Posting, Round
from app.scoring.rounds.posting import (
    PostingNameMissing,
    PostingTimeBad,
    PutUp,
    record_posting,
)
from app.scoring.rounds.postings import PostingNotFound, photo_of, postings_of
from app.scoring.rounds.rules import RoundNotFound
from tests import make
from tests.make import NOW

PHOTO = "ab" * 32


def wall(session: Session) -> tuple[Round, Place]:
    place = make.village(session)
    return make.publicised_round(session, place, make.household(session, village=place)), place


def put_up(
    session: Session, actor: Actor, round_: Round, at: datetime = NOW, by: str = "马书记"
) -> Posting:
    return record_posting(session, actor, round_id=round_.id, put_up=PutUp(at, by, PHOTO), now=NOW)


def test_it_says_when_and_who_and_keeps_the_photo(session: Session) -> None:
    round_, place = wall(session)
    committee = make.committee(session, place)

    posting = put_up(session, committee, round_, NOW - timedelta(minutes=30), "支书老马")

    (shown,) = postings_of(session, make.township_officer(session), round_.id)
    assert (shown.posted_by, shown.posted_at) == ("支书老马", NOW - timedelta(minutes=30))
    assert (shown.recorded_by, shown.recorded_at) == ("马书记", NOW)
    assert photo_of(session, committee, posting.id) == PHOTO


def test_a_mistake_is_another_row_and_the_latest_counts(session: Session) -> None:
    round_, place = wall(session)
    committee = make.committee(session, place)
    for name in ("写错了", "马书记"):
        put_up(session, committee, round_, by=name)

    shown = postings_of(session, committee, round_.id)

    assert [posting.posted_by for posting in shown] == ["马书记", "写错了"]


def test_until_then_the_township_counts_it_as_hanging_nowhere(session: Session) -> None:
    round_, place = wall(session)
    officer = make.township_officer(session)
    before = waiting(session, officer, NOW).not_on_wall

    put_up(session, make.committee(session, place), round_)

    assert (before, waiting(session, officer, NOW).not_on_wall) == (1, 0)


@pytest.mark.parametrize("at", [NOW + timedelta(minutes=1), NOW - timedelta(days=1)])
def test_a_time_before_the_notice_or_in_the_future_is_refused(
    session: Session, at: datetime
) -> None:
    round_, place = wall(session)

    with pytest.raises(PostingTimeBad):
        put_up(session, make.committee(session, place), round_, at)

    assert postings_of(session, make.committee(session, place), round_.id) == []


@pytest.mark.parametrize("name", ["", "  ", "马" * 61])
def test_somebody_put_it_up(session: Session, name: str) -> None:
    round_, place = wall(session)

    with pytest.raises(PostingNameMissing):
        put_up(session, make.committee(session, place), round_, by=name)


def test_before_the_notice_nothing_hangs(session: Session) -> None:
    place = make.village(session)
    round_ = make.certified_round(session, place, make.household(session, village=place))

    with pytest.raises(WrongState):
        put_up(session, make.committee(session, place), round_)


def test_another_village_neither_records_nor_sees_the_photo(session: Session) -> None:
    round_, place = wall(session)
    posting = put_up(session, make.committee(session, place), round_)
    stranger = make.committee(session, make.village(session))

    with pytest.raises(RoundNotFound):
        put_up(session, stranger, round_)
    with pytest.raises(PostingNotFound):
        photo_of(session, stranger, posting.id)
    with pytest.raises(PostingNotFound):
        photo_of(session, stranger, posting.id + 1)


@pytest.mark.parametrize("values", ["photo = 'x'", "posted_by = '别人'"])
def test_the_database_lets_nobody_change_it(session: Session, values: str) -> None:
    round_, place = wall(session)
    put_up(session, make.committee(session, place), round_)

    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(text(f"UPDATE postings SET {values}"))


@pytest.mark.parametrize(
    "values", ["'x', '2026-11-20 01:00:00'", "repeat_64, '2026-11-21 01:00:00'"]
)
def test_the_database_refuses_what_the_rules_refuse(session: Session, values: str) -> None:
    round_, _ = wall(session)
    row = values.replace("repeat_64", f"'{PHOTO}'")

    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(
            text(
                "INSERT INTO postings (round_id, posted_by, recorded_at, recorded_by, photo,"
                f" posted_at) VALUES ({round_.id}, '马', '2026-11-20 01:00:00', 1, {row})"
            )
        )
