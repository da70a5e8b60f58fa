"""Who changes a row past all guards is found: each check names the row that is wrong."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from sqlalchemy.orm import Session

from app.kernel.checking import SHOWN, Check
from app.kernel.db import Database
from app.reports.verify import checks
from tests.databases import PostgresSchemas, SqliteFiles
from tests.reconciling import WINGS
from tests.reports.tampering import found, story, tamper
from tests.told import told

ANSWERED = "sheets sent back are answered before submitting"
TOTALS = "running totals equal the transfers"
SIDES = "every transfer is between a household and the programme"
CORRECTIONS = "approved corrections moved their points"
LATE = "late sheets are corrected by the difference"
DEBTS = "debts are what was not collected"
EXPIRED = "what expired was taken once"
EARLY = "nothing expired before its day"
SOURCES = "every transfer leads back to its source"
ANSWERS = "points are what the answers earn"
CREDITED = "every credited sheet has its transfer"
WORTH = "one-off awards are worth what the scorecard says"
HONOURED = "every credited one-off award has its transfer"
AWARDS = "every award leads back to a sheet"
SHELVES = "shelves equal the moves of goods"
CONSERVED = "goods are conserved over all stores"
BETWEEN = "relocations take from one store what they bring to the other"
PAPERS = "write-offs and counts moved what they say"
RECEIPTS = "receipts equal their lines and their transfer"
GOODS = "each redeemed line has exactly one move of goods"
VOIDS = "voided receipts gave back points and goods"
RETURNS = "goods that came back gave back their points"
LATE_VOIDS = "late voids were approved by a second person"
RESERVED = "what is set aside equals the reservations"
CLOSED = "closed days equal what happened on them"
MARKET = "closed market days add up to nothing left"
MOVED = "points of changed households moved as approved"
AGREED = "splits moved the agreed points"


class Tampering(NamedTuple):
    """What was done by hand, which check bites, how the row's name begins, and the SQL of it."""

    does: str
    check: str
    named: str
    sql: str


CASES = [
    Tampering(
        "a month is submitted over an unanswered sheet", ANSWERED, "sheet {asked}",
        """UPDATE rounds SET state = 'submitted' WHERE id = {asked_round}""",
    ),
    Tampering(
        "a late sheet is answered otherwise", LATE, "late sheet {late}",
        """UPDATE late_sheets SET answers = '{answers}' WHERE id = {late}""",
    ),
    Tampering(
        "a refused correction is approved", CORRECTIONS, "correction {deduction}",
        """INSERT INTO correction_refusals (correction_id, asked_by, refused_by, refused_at, reason)
           SELECT id, asked_by, approved_by, approved_at, reason FROM corrections
           WHERE id = {deduction}""",
    ),
    Tampering(
        "points are written onto an account", TOTALS, "account {rich_account}",
        """UPDATE accounts SET credited = credited + 50, balance = balance + 50
           WHERE id = {rich_account}""",
    ),
    Tampering(
        "an award is made larger", TOTALS, "account {rich_account}",
        """UPDATE transfers SET points = 120 WHERE source_kind = 'sheet' AND source_id = {sheet}""",
    ),
    Tampering(
        "an award is made larger, and the account with it", CREDITED, "sheet {sheet}",
        """UPDATE transfers SET points = 120 WHERE source_kind = 'sheet' AND source_id = {sheet};
           UPDATE accounts SET credited = credited + 20, balance = balance + 20
           WHERE id = {rich_account}""",
    ),
    Tampering(
        "a gift comes from nowhere", SOURCES, "transfer ",
        """INSERT INTO transfers (debit_account_id, credit_account_id, points, kind, source_kind,
                                  source_id, period, at, actor_id)
           SELECT debit_account_id, {rich_account}, 50, 'award', 'gift', 1, period, at, actor_id
           FROM transfers WHERE source_kind = 'sheet' AND source_id = {sheet};
           UPDATE accounts SET credited = credited + 50, balance = balance + 50
           WHERE id = {rich_account}""",
    ),
    Tampering(
        "one household is paid by another", SIDES, "transfer ",
        """UPDATE transfers SET debit_account_id = {poor_account}
           WHERE source_kind = 'sheet' AND source_id = {sheet}""",
    ),
    Tampering(
        "a correction says other points than it moved", CORRECTIONS, "correction {deduction}",
        """UPDATE corrections SET points = 30 WHERE id = {deduction}""",
    ),
    Tampering(
        "a correction was never approved", SOURCES, "transfer ",
        """UPDATE corrections SET state = 'asked', approved_by = NULL
           WHERE household_id = {rich}""",
    ),
    Tampering(
        "a correction is posted to another household", SOURCES, "transfer ",
        """UPDATE transfers SET credit_account_id = {poor_account}
           WHERE points = 400 AND credit_account_id = {rich_account}""",
    ),
    Tampering(
        "a debt is forgiven", DEBTS, "debt {debt}",
        """UPDATE debts SET points_left = 0""",
    ),
    Tampering(
        "what was collected is given back", DEBTS, "debt {debt}",
        """DELETE FROM transfers WHERE kind = 'claim';
           UPDATE accounts SET debited = debited - 100, balance = balance + 100
           WHERE id = {poor_account}""",
    ),
    Tampering(
        "what expired is given back", EXPIRED, "expiry {expiry}",
        """DELETE FROM transfers WHERE kind = 'expiry';
           UPDATE accounts SET debited = debited - 100, balance = balance + 100
           WHERE id = {idle_account}""",
    ),
    Tampering(
        "what expired is taken from another household", SOURCES, "transfer ",
        """UPDATE transfers SET debit_account_id = {rich_account} WHERE kind = 'expiry'""",
    ),
    Tampering(
        "points expire a year early", EARLY, "expiry {expiry}",
        """UPDATE transfers SET expires_on = '2028-03-31' WHERE expires_on IS NOT NULL""",
    ),
    Tampering(
        "a sheet has more points than its answers", ANSWERS, "sheet {sheet}",
        """UPDATE sheets SET points = 99 WHERE id = {sheet}""",
    ),
    Tampering(
        "answers are changed after the month was settled", ANSWERS, "sheet {sheet}",
        """UPDATE sheets SET answers = '{answers}' WHERE id = {sheet}""",
    ),
    Tampering(
        "a credited sheet is made creditable again", CREDITED, "sheet {sheet}",
        """UPDATE sheets SET state = 'certified' WHERE id = {sheet}""",
    ),
    Tampering(
        "an award goes to another household", CREDITED, "sheet {sheet}",
        """UPDATE transfers SET credit_account_id = {poor_account}
           WHERE source_kind = 'sheet' AND source_id = {sheet}""",
    ),
    Tampering(
        "an award has no sheet", AWARDS, "transfer ",
        """UPDATE transfers SET source_id = 987654321
           WHERE source_kind = 'sheet' AND source_id = {sheet}""",
    ),
    Tampering(
        "a one-off award becomes larger", WORTH, "award {honour}",
        """UPDATE one_off_awards SET points = 500 WHERE id = {honour}""",
    ),
    Tampering(
        "a credited one-off award is made creditable again", HONOURED, "award {honour}",
        """UPDATE one_off_awards SET state = 'certified' WHERE id = {honour}""",
    ),
    Tampering(
        "a one-off award goes to another household", HONOURED, "award {honour}",
        """UPDATE transfers SET credit_account_id = {poor_account}
           WHERE source_kind = 'one_off_award'""",
    ),
    Tampering(
        "a one-off award is posted without one", SOURCES, "transfer ",
        """UPDATE transfers SET source_id = 987654321 WHERE source_kind = 'one_off_award'""",
    ),
    Tampering(
        "a bag is missing on the shelf", SHELVES, "store {store}, goods rice, lot {lot}: 7 on",
        """UPDATE shelves SET quantity = quantity - 1 WHERE quantity > reserved""",
    ),
    Tampering(
        "a delivery was larger", SHELVES, "store {store}, goods rice, lot {lot}: 8 on",
        """UPDATE moves SET quantity = 10 WHERE kind = 'receive'""",
    ),
    Tampering(
        "goods never reach the truck", CONSERVED, "goods soap: 6 came and stayed, -2 lost",
        """DELETE FROM moves WHERE kind = 'relocate' AND quantity > 0""",
    ),
    Tampering(
        "half of a load is put aside on the way", BETWEEN, "relocation {relocation}, lot",
        """UPDATE moves SET quantity = 1 WHERE kind = 'relocate' AND quantity > 0;
           UPDATE shelves SET quantity = 1 WHERE quantity = 2""",
    ),
    Tampering(
        "more was written off than was approved", PAPERS, "write-off {write_off}, goods",
        """UPDATE moves SET quantity = -2 WHERE kind = 'damage'""",
    ),
    Tampering(
        "a count says something else afterwards", PAPERS, "count {count}, goods",
        """UPDATE count_lines SET counted = counted - 1""",
    ),
    Tampering(
        "a line was cheaper", RECEIPTS, "redemption {kept}",
        """UPDATE redemption_lines SET price_points = 1 WHERE id = {line}""",
    ),
    Tampering(
        "a receipt was for less", RECEIPTS, "redemption {kept}",
        """UPDATE redemptions SET points = 1 WHERE id = {kept}""",
    ),
    Tampering(
        "a receipt was another household's", RECEIPTS, "redemption {kept}",
        """UPDATE redemptions SET household_id = {poor} WHERE id = {kept}""",
    ),
    Tampering(
        "a receipt's points were never taken", RECEIPTS, "redemption {kept}",
        """DELETE FROM transfers WHERE source_kind = 'redemption' AND source_id = {kept};
           UPDATE accounts SET debited = debited - 130, balance = balance + 130
           WHERE id = {rich_account}""",
    ),
    Tampering(
        "two bags left for one", GOODS, "line {line}",
        """UPDATE moves SET quantity = -2 WHERE id = {move};
           UPDATE shelves SET quantity = quantity - 1 WHERE quantity > reserved""",
    ),
    Tampering(
        "goods left without a receipt", GOODS, "move {move}",
        """DELETE FROM redemption_lines WHERE id = {line}""",
    ),
    Tampering(
        "goods came back that never left", GOODS, "move ",
        """INSERT INTO moves (store_id, goods_id, lot_id, quantity, kind, reverses_id, at, actor_id)
           SELECT store_id, goods_id, lot_id, 9, 'take_back', id, at, actor_id
           FROM moves WHERE kind = 'receive';
           UPDATE shelves SET quantity = quantity + 9""",
    ),
    Tampering(
        "a void disappears", VOIDS, "redemption {voided}",
        """DELETE FROM redemption_voids""",
    ),
    Tampering(
        "a void is written and nothing comes back", VOIDS, "redemption {kept}",
        """INSERT INTO redemption_voids (redemption_id, reason, voided_by, voided_at)
           SELECT {kept}, reason, voided_by, voided_at FROM redemption_voids""",
    ),
    Tampering(
        "a void gave back less", VOIDS, "redemption {voided}",
        """UPDATE transfers SET points = 100 WHERE source_kind = 'void';
           UPDATE accounts SET credited = credited - 30, balance = balance - 30
           WHERE id = {rich_account}""",
    ),
    Tampering(
        "a void brought no goods back", VOIDS, "redemption {voided}",
        """DELETE FROM moves WHERE kind = 'take_back';
           UPDATE shelves SET quantity = quantity - 1 WHERE quantity > reserved""",
    ),
    Tampering(
        "what came back gave back more", RETURNS, "return {part}",
        """UPDATE redemption_returns SET points = 15, points_left = 5""",
    ),
    Tampering(
        "both bags came back and one was given back", RETURNS, "return line ",
        """UPDATE redemption_return_lines SET quantity = 2, taken = 3""",
    ),
    Tampering(
        "one person voids a receipt after its day", LATE_VOIDS, "redemption {voided}",
        """UPDATE redemption_voids SET voided_at = '2027-01-01 00:00:00'""",
    ),
    Tampering(
        "a split is paid to somebody else", MOVED, "moved points ",
        """UPDATE transfers SET credit_account_id = {poor_account} WHERE kind = 'transfer'""",
    ),
    Tampering(
        "a split says other points than it moved", AGREED, "change {split}",
        """UPDATE household_changes SET points = 30 WHERE id = {split}""",
    ),
    Tampering(
        "what is set aside is sold", RESERVED, "store ",
        """UPDATE reservations SET ended = 'released', ended_by = reserved_by,
        ended_at = reserved_at""",
    ),
    Tampering(
        "less was loaded than the truck's moves say", MARKET, "market day {tour}",
        """UPDATE market_closing_lines SET loaded = 1, returned = 1
        WHERE market_day_id = {tour}""",
    ),
    Tampering(
        "more was taken than the receipts say", MARKET, "market day {tour}",
        """UPDATE market_closings SET points = 7 WHERE market_day_id = {tour}""",
    ),
    Tampering(
        "points were spent on a receipt that there is not", SOURCES, "transfer ",
        """UPDATE transfers SET source_id = 999999
        WHERE source_kind = 'redemption' AND source_id = {kept}""",
    ),
    Tampering(
        "a closed day counts one piece more", CLOSED, "store ",
        """UPDATE day_closings SET pieces = pieces + 1""",
    ),
    Tampering(
        "a closed day is open again", MARKET, "market day {tour}",
        """UPDATE market_days SET state = 'planned', ended_by = NULL, ended_at = NULL
        WHERE id = {tour}""",
    ),
]  # fmt: skip

Book = tuple[Database, dict[str, object]]


@pytest.fixture
def book(databases: SqliteFiles | PostgresSchemas) -> Iterator[Book]:
    """A district of its own: nobody demands afterwards that its books agree."""
    with databases.fresh() as database:
        yield database, told(database, story)


def test_of_books_that_are_right_nothing_is_reported(book: Book) -> None:
    with book[0].read() as session:
        done = checks(session)

    assert [check.name for check in done if check.bad] == []
    assert [check.name for check in done if not check.rows] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.does)
def test_what_was_written_by_hand_is_found(book: Book, case: Tampering) -> None:
    database, ids = book

    tamper(database, [statement.format(**ids) for statement in case.sql.split(";")])

    wrong = found(database)
    named = case.named.format(**ids)
    assert any(bad.startswith(named) for bad in wrong.get(case.check, ())), wrong


def test_every_check_has_somebody_it_finds(book: Book) -> None:
    with book[0].read() as session:
        names = {check.name for check in checks(session)}

    assert names == {case.check for case in CASES}


def test_no_more_than_the_first_twenty_are_named() -> None:
    bad = [f"sheet {number}" for number in range(1, 100)]

    assert Check.of("sheets", 100, bad).bad == tuple(bad[:SHOWN])


def test_after_each_test_all_books_are_compared_that_verify_compares(session: Session) -> None:
    after_tests = [check.name for wing, _tables in WINGS for check in wing(session)]

    assert after_tests == [check.name for check in checks(session)]
