"""Who changes, forges or cuts off what was sealed is found, and the row is named."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.kernel.db import Database
from app.registry.accounts.audit import note
from app.scoring.rounds.objections import Decision, decide_objection, record_objection
from app.scoring.rounds.settle import settle_round
from app.seals.actions import seal_books
from app.seals.anchor import read_anchor, write_anchor
from app.seals.books import BOOKS
from app.seals.digests import Head, ids_in
from app.seals.keys import SealKey
from app.seals.models import SealedBlock
from app.seals.queries import unsealed
from app.seals.verify import seal_checks
from app.shop.redemptions.actions import redeem
from tests import make
from tests.make import NOW
from tests.seals.flipping import flip
from tests.soak.size import SEED, TIMES, counted

FLIPS = 200 * TIMES


@pytest.fixture
def key(tmp_path: Path) -> SealKey:
    return SealKey.kept_in(tmp_path)


@pytest.fixture
def told(database: Database, key: SealKey) -> list[Head]:
    """A month on the wall, sealed; settled and spent, sealed; the heads of both."""
    with database.write() as session:
        village = make.village(session)
        households = make.households(session, 3, village=village)
        round_id = make.publicised_round(session, village, *households).id
        card = make.card(session, households[0])
        session.flush()
        session.expunge(card)
    first = sealed(database, key)
    with database.write() as session:
        settle_round(
            session, make.township_officer(session), round_id=round_id,
            now=NOW + timedelta(days=8),
        )  # fmt: skip
        store = make.store(session)
        make.goods(session, price_points=40)
        make.stock(session, store, 9)
        basket = make.basket(store, card, rice=1)
        redeem(session, make.clerk(session, store), basket, now=NOW + timedelta(days=9))
    return [first, sealed(database, key)]


def sealed(database: Database, key: SealKey) -> Head:
    with database.write() as session:
        head = seal_books(session, key, now=NOW)
    assert head is not None
    return head


def wrong(session: Session, key: SealKey, anchor: Head | None = None) -> list[str]:
    return [bad for check in seal_checks(session, key, anchor) for bad in check.bad]


@contextmanager
def by_hand(database: Database) -> Iterator[Session]:
    """A unit that writes past all triggers, as who owns the database can; undone at the end."""
    with database.write() as session:
        if database.is_sqlite:
            session.execute(text("PRAGMA defer_foreign_keys=ON"))
            triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            for name in session.scalars(text(triggers)).all():
                session.execute(text(f"DROP TRIGGER {name}"))
        else:
            session.execute(text("SET LOCAL session_replication_role = replica"))
        yield session
        session.rollback()


def changed(session: Session, statement: str, **values: object) -> None:
    result = session.connection().execute(text(statement), values)
    assert result.rowcount, statement


def test_what_no_seal_covers_is_counted(database: Database, key: SealKey, told: list[Head]) -> None:
    with database.write() as session:
        nothing = unsealed(session)
        note(session, make.console(session), "looked", ("place", None), now=NOW)
        village = make.village(session)
        make.publicised_round(session, village, make.household(session, village=village))
        waits = unsealed(session)

    sealed(database, key)

    with database.read() as session:
        packed = session.scalars(
            select(SealedBlock.row_ids).where(SealedBlock.seal_number > len(told))
        )
        assert (nothing.rows, nothing.since) == (0, None)
        assert (waits.rows, waits.since) == (sum(len(ids_in(ids)) for ids in packed), NOW)


def test_books_that_nobody_touched_are_as_they_were_sealed(
    database: Database, key: SealKey, told: list[Head]
) -> None:
    with database.read() as session:
        checks = seal_checks(session, key, told[-1])

    assert [check.bad for check in checks] == [()] * (1 + len(BOOKS))
    rows = {check.name.rpartition(" ")[2]: check.rows for check in checks}
    assert rows["whole"] == 2
    assert min(rows[book] for book in ("transfer", "move", "audit", "round", "sheet")) >= 1


def test_each_seal_covers_what_is_new_and_nothing_new_needs_none(
    database: Database, key: SealKey, told: list[Head]
) -> None:
    with database.write() as session:
        assert seal_books(session, key, now=NOW) is None

    assert [head.number for head in told] == [1, 2]
    assert told[0].text != told[1].text


def test_what_the_months_do_later_leaves_the_seals_whole(database: Database, key: SealKey) -> None:
    with database.write() as session:
        village = make.village(session)
        home = make.household(session, village=village)
        round_ = make.publicised_round(session, village, home)
        committee = make.committee(session, village)
        round_id, sheet_id = round_.id, make.live_sheet(session, round_, home).id
    sealed(database, key)
    with database.write() as session:
        objection = record_objection(
            session, committee, sheet_id=sheet_id, said_by="张桂兰", words="院子扫过了", now=NOW
        )
        seen = Decision(upheld=True, reason="去看过了", answers=make.answers(B1="fair"))
        decide_objection(
            session, make.admin(session), objection_id=objection.id, decision=seen, now=NOW
        )
        settle_round(session, committee, round_id=round_id, now=NOW + timedelta(days=8))
    newest = sealed(database, key)

    with database.read() as session:
        assert wrong(session, key, newest) == []


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE transfers SET points = points + 1 WHERE id = {transfers}", "transfer {transfers}"),
        ("UPDATE moves SET quantity = quantity - 1 WHERE id = {moves}", "move {moves}"),
        ("UPDATE audit SET verb = 'looked' WHERE id = {audit}", "audit {audit}"),
        ("UPDATE rounds SET notice_days = 0 WHERE id = {rounds}", "round {rounds}"),
        ("UPDATE sheets SET points = 0 WHERE id = {sheets}", "sheet {sheets}"),
        ("DELETE FROM moves WHERE id = {moves}", "move {moves} is gone"),
        ("DELETE FROM audit WHERE id = {audit}", "audit {audit} is gone"),
    ],
)
def test_a_row_that_was_changed_or_taken_out_is_named(
    database: Database, key: SealKey, told: list[Head], statement: str, named: str
) -> None:
    with by_hand(database) as session:
        tables = ("transfers", "moves", "audit", "rounds", "sheets")
        newest = {table: session.scalar(text(f"SELECT max(id) FROM {table}")) for table in tables}
        changed(session, statement.format(**newest))

        assert wrong(session, key, told[-1]) == [named.format(**newest)]


def test_a_row_forged_into_the_past_is_named(
    database: Database, key: SealKey, told: list[Head]
) -> None:
    with by_hand(database) as session:
        session.execute(text("UPDATE audit SET id = 0 WHERE id = (SELECT max(id) FROM audit)"))

        assert "audit 0 came in later" in wrong(session, key, told[-1])


def test_seals_cut_off_the_end_are_missed_by_who_wrote_the_head_down(
    database: Database, key: SealKey, told: list[Head]
) -> None:
    with by_hand(database) as session:
        changed(session, "DELETE FROM sealed_blocks WHERE seal_number = 2")
        changed(session, "DELETE FROM seals WHERE number = 2")

        assert wrong(session, key, told[-1]) == ["seal 2 is not the one that was written down"]


def test_a_seal_by_another_key_is_none(
    database: Database, told: list[Head], tmp_path: Path
) -> None:
    with database.read() as session:
        stranger = SealKey.kept_in(tmp_path / "other")

        assert wrong(session, stranger, told[-1]) == ["seal 1", "seal 2"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE seals SET sealed_at = '2026-11-01 00:00:00+00:00' WHERE number = 1",
        "UPDATE sealed_blocks SET digests = row_ids WHERE seal_number = 1",
        "DELETE FROM sealed_blocks WHERE seal_number = 1",
    ],
)
def test_a_seal_that_was_changed_is_named(
    database: Database, key: SealKey, told: list[Head], statement: str
) -> None:
    with by_hand(database) as session:
        changed(session, statement)

        assert wrong(session, key, told[-1])[0] == "seal 1"


@pytest.mark.slow
def test_every_flipped_bit_is_found(database: Database, key: SealKey, told: list[Head]) -> None:
    chance = random.Random(20261120 + SEED)
    flipped, missed = 0, []
    with by_hand(database) as session:
        cells = [
            (book, column.key, row_id)
            for book in BOOKS
            for column in book.columns
            for row_id in session.scalars(select(book.row_id)).all()
        ]
        while flipped < FLIPS:
            book, column, row_id = chance.choice(cells)
            with session.begin_nested() as undone:
                if flip(session, book, column, row_id, chance):
                    flipped += 1
                    if not wrong(session, key, told[-1]):
                        missed.append((book.name, column, row_id))
                undone.rollback()

    counted(flipped)
    assert missed == []


def test_a_row_that_is_being_written_is_waited_for(database: Database, key: SealKey) -> None:
    with database.write() as session:
        clerk = make.admin(session)
    writing, done = Event(), Event()

    def write() -> None:
        with database.write() as session:
            note(session, clerk, "look", ("store", 1), now=NOW)
            writing.set()
            assert not done.wait(0.3), "sealed while somebody wrote"

    with ThreadPoolExecutor(2) as pool:
        writer = pool.submit(write)
        assert writing.wait(5)
        sealer = pool.submit(sealed, database, key)
        sealer.add_done_callback(lambda _: done.set())
        writer.result()
        head = sealer.result()

    with database.read() as session:
        assert wrong(session, key, head) == []
        checks = {check.name: check.rows for check in seal_checks(session, key, head)}
    assert checks["sealed rows are as they were: audit"] == 1


def test_the_head_that_is_written_down_is_never_an_older_one(tmp_path: Path) -> None:
    assert read_anchor(tmp_path) is None

    for number in (1, 3, 2):
        write_anchor(tmp_path, Head(number, f"{number}" * 64))

    assert read_anchor(tmp_path) == Head(3, "3" * 64)
