"""Migrations leave the program of before at work, and the rule that says so finds what does not."""

import pytest

from app.kernel import migrate
from app.seals.books import BOOKS
from tests.tidy.reading import Source, demand_none, texts
from tests.tidy.rules.migrations import LAST_FREE, MARK, takes_away

SEALED = {book.table.name for book in BOOKS}
MIGRATIONS = [Source.of(*item) for item in texts("migrations/versions", "*.py").items()]
BAD = (
    'op.drop_column("goods", "picture")',
    'batch.alter_column("picture", nullable=False)',
    'op.create_unique_constraint("uq", "goods", ["name"])',
    'op.create_index("uq_goods_name", "goods", ["name"], unique=True)',
    'op.add_column("goods", sa.Column("colour", sa.String(8), nullable=False))',
    'op.execute("ALTER TABLE goods ADD COLUMN colour VARCHAR(8) NOT NULL")',
    'op.execute("ALTER TABLE goods ADD CONSTRAINT c CHECK (id > 0)")',
    'op.execute("ALTER TABLE goods ALTER COLUMN name TYPE TEXT")',
    'op.execute(f"DROP TABLE {goods}")',
    'op.add_column("moves", sa.Column("mood", sa.Integer(), nullable=True, server_default="0"))',
)
GOOD = (
    'op.create_table("colours"); op.create_index("uq", "colours", ["name"], unique=True)',
    'op.create_index("ix_goods_name", "goods", ["name"])',
    'op.add_column("goods", sa.Column("colour", sa.String(8), nullable=True))',
    'op.add_column("goods", sa.Column("n", sa.Integer(), server_default="1", nullable=False))',
    'op.add_column("moves", sa.Column("mood", sa.Integer(), nullable=True))',
    "op.execute(\"ALTER TABLE goods ADD COLUMN c VARCHAR(8) DEFAULT '' NOT NULL\")",
    'op.execute("ALTER TABLE goods DROP CONSTRAINT c, ADD CONSTRAINT c CHECK (id > 0)")',
    'op.execute("ALTER TABLE goods ALTER COLUMN name DROP NOT NULL")',
    f'{MARK} = "0029"\nop.drop_column("goods", "picture")',
)


def found_in(text: str, number: str = "9998") -> int:
    return len(list(takes_away(Source.of(f"migrations/versions/{number}_x.py", text), SEALED)))


def test_every_new_migration_only_adds_or_says_after_which_program() -> None:
    demand_none(finding for each in MIGRATIONS for finding in takes_away(each, SEALED))


@pytest.mark.parametrize("text", BAD)
def test_what_takes_away_is_found(text: str) -> None:
    assert found_in(text) == 1
    assert found_in(text, LAST_FREE) == 0


@pytest.mark.parametrize("text", GOOD)
def test_what_adds_passes(text: str) -> None:
    assert found_in(text) == 0


def test_a_program_that_is_told_to_be_the_oldest_is_no_newer_than_this_one() -> None:
    assert LAST_FREE == migrate.FIRST_THAT_ADDS
    assert LAST_FREE <= migrate.oldest_program() <= migrate.head()
