"""Two districts with the same ids: what is asked in one never answers with the other."""

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from app.kernel.db import Database
from app.ledger.queries import balance_of
from app.registry.accounts.actor import Actor
from app.registry.households.models import Household
from app.registry.households.queries import HouseholdFilter, households
from tests import make
from tests.databases import OTHER_DISTRICT, PostgresSchemas, SqliteFiles


def _settle_in(database: Database, head: str, balance: int) -> tuple[Actor, int]:
    """One household in a district; its people are made alike in both."""
    with database.write() as session:
        home = make.household(session, village=make.village(session), head=head, balance=balance)
        return make.admin(session), home.id


def test_a_unit_sees_the_rows_of_its_own_district_only(
    databases: SqliteFiles | PostgresSchemas,
) -> None:
    with databases.fresh() as here, databases.fresh(OTHER_DISTRICT) as there:
        admin, first = _settle_in(here, "本区人", 30)
        _, second = _settle_in(there, "外区人", 70)
        with here.read() as session, there.read() as other:
            mine = households(session, admin, HouseholdFilter())
            assert [home.head_name for home in mine] == ["本区人"]
            assert balance_of(session, first) == 30
            assert balance_of(other, second) == 70
            assert session.scalars(select(Household.head_name)).all() == ["本区人"]


def test_a_statement_without_a_district_fails_closed(database: Database) -> None:
    engine = create_engine(database.url)
    with Session(engine) as session, pytest.raises((OperationalError, ProgrammingError)):
        session.scalars(select(Household)).all()
    engine.dispose()
