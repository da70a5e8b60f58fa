"""What happened stays: whoever writes SQL by hand is refused too, on both databases."""

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.shop.redemptions.actions import redeem, void_redemption
from app.tables import APPEND_ONLY
from tests import make
from tests.changes.families import Village
from tests.make import NOW


@pytest.fixture
def story(session: Session) -> Session:
    """A sale and its void, a household that split: every append-only table has rows."""
    household = make.household(session, village=make.village(session), balance=130)
    store = make.store(session)
    make.goods(session)
    make.stock(session, store, 5)
    clerk = make.clerk(session, store)
    done = redeem(
        session, clerk, make.basket(store, make.card(session, household), rice=1), now=NOW
    )
    void_redemption(session, clerk, redemption_id=done, reason="拿错了", now=NOW)
    village = Village.made(session)
    family = village.family("马建国", "马强", balance=10)
    village.approve(village.splits(family, "马强", points=10))
    return session


def refused(session: Session, statement: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"), session.begin_nested():
        session.execute(text(statement))


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_no_column_of_what_happened_can_be_changed(story: Session, table: str) -> None:
    for column in inspect(story.connection()).get_columns(table):
        refused(story, f"UPDATE {table} SET {column['name']} = {column['name']}")


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_nothing_that_happened_can_be_deleted(story: Session, table: str) -> None:
    rows = story.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()

    refused(story, f"DELETE FROM {table}")

    assert rows
    assert story.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == rows


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_nothing_that_happened_can_be_swept_away_or_replaced(story: Session, table: str) -> None:
    if story.get_bind().dialect.name == "sqlite":
        refused(story, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    else:
        refused(story, f"TRUNCATE {table} CASCADE")
