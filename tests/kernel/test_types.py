"""What a column takes, and that it gives back the same on both databases."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Enum, inspect, select, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

import app.tables
from app.kernel.db import Database
from app.kernel.period import Period
from app.registry.accounts.models import User
from app.scoring.rounds.models import Round
from tests import make

EXACT = datetime(2026, 11, 20, 9, 5, 7, 123_456, tzinfo=timezone(timedelta(hours=8)))


def person(created_at: datetime) -> User:
    return User(username="chen", name="陈", created_at=created_at)


def test_an_instant_comes_back_to_the_microsecond_in_utc(database: Database) -> None:
    with database.write() as session:
        session.add(person(EXACT))

    with database.read() as session:
        found = session.scalars(select(User.created_at).where(User.username == "chen")).one()

    assert (found, found.tzinfo) == (EXACT, UTC)


def test_an_instant_is_found_again_in_whatever_zone_it_is_asked_for(session: Session) -> None:
    session.add(person(EXACT))
    session.flush()

    asked = select(User.username).where(User.created_at == EXACT.astimezone(UTC))

    assert session.scalars(asked).all() == ["chen"]


def test_a_time_without_its_zone_never_reaches_the_database(session: Session) -> None:
    with pytest.raises(StatementError, match="naive"), session.begin_nested():
        session.add(person(EXACT.replace(tzinfo=None)))


def test_a_month_is_kept_as_a_number_that_sorts(session: Session) -> None:
    round_ = make.open_round(session, make.village(session), period="2026-11")

    kept = session.execute(text("SELECT period FROM rounds")).scalar_one()
    session.expire(round_)

    assert kept == 2026 * 12 + 10
    assert round_.period == Period.parse("2026-11")
    assert session.scalars(select(Round.id).where(Round.period > Period.parse("2026-10"))).all()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE users SET duty = 'everything'",
        "UPDATE grants SET role = 'emperor'",
        "UPDATE accounts SET kind = 'pocket'",
        "INSERT INTO places (code, name, kind) VALUES ('37', '省', 'province')",
        "INSERT INTO places (code, name, kind) VALUES ('37', '区', 'DISTRICT')",
    ],
)
def test_the_database_knows_the_words_of_a_state_and_no_other(
    session: Session, statement: str
) -> None:
    with pytest.raises(IntegrityError, match="ck_"), session.begin_nested():
        session.execute(text(statement))


def test_every_enum_of_every_table_is_checked_by_the_database(session: Session) -> None:
    looked = inspect(session.connection())

    unchecked = [
        f"{table.name}.{column.name}"
        for table in app.tables.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Enum)
        and f"ck_{table.name}_{column.type.name}"
        not in {check["name"] for check in looked.get_check_constraints(table.name)}
    ]

    assert unchecked == []
