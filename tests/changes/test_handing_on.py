"""What reaches households that went into others, and what they still owe; the simulator's finds."""

from itertools import pairwise

from sqlalchemy.orm import Session

from app.changes.points import SOURCE
from app.kernel.db import Database
from app.ledger.corrections import collect_debts
from app.ledger.queries import balance_of, debt_of, statement
from app.registry.households.models import Household
from app.reports.verify import checks
from tests import make
from tests.changes.families import Village
from tests.changes.test_households import deduct
from tests.make import NOW


def merged(village: Village, *chain: Household) -> None:
    """Each household goes into the next."""
    for home, into in pairwise(chain):
        village.approve(village.merges(home, into))


def test_points_pass_through_a_household_that_had_nothing_when_it_merged_itself(
    session: Session,
) -> None:
    village = Village.made(session)
    chain = [village.family("王大爷"), village.family("王强"), village.family("李梅")]
    merged(village, *chain)
    make.give_points(session, chain[0], 31)

    make.settled_round(session, village.place, chain[2])

    assert [balance_of(session, each.id) for each in chain] == [0, 0, 131]


def test_what_comes_from_several_households_stands_in_one_line_of_the_statement(
    session: Session,
) -> None:
    village = Village.made(session)
    first, second, third, last = (village.family(name) for name in ("马一", "马二", "马三", "马四"))
    merged(village, first, second, third, last)
    make.give_points(session, first, 6)
    make.give_points(session, third, 26)

    make.settled_round(session, village.place, last)

    moved = [line for line in statement(session, last.id) if line.source_kind == SOURCE]
    assert [line.points for line in moved] == [32]


def test_a_debt_passes_through_and_is_collected_where_it_ends(session: Session) -> None:
    village = Village.made(session)
    chain = [village.family("王大爷"), village.family("王强"), village.family("李梅")]
    merged(village, *chain)
    deduct(session, chain[0], 44)

    make.settled_round(session, village.place, chain[2])

    assert [debt_of(session, each.id) for each in chain] == [0, 0, 0]
    assert balance_of(session, chain[2].id) == 100 - 44


def test_what_was_collected_before_a_merger_still_leads_back_to_its_correction(
    database: Database,
) -> None:
    with database.write() as session:
        village = Village.made(session)
        chain = [village.family("王大爷"), village.family("王强"), village.family("李梅")]
        deduct(session, chain[0], 30)
        make.give_points(session, chain[0], 10)
        collect_debts(session, actor_id=village.officer.user_id, now=NOW)

        merged(village, *chain)

    with database.read() as session:
        assert [check.name for check in checks(session) if check.bad] == []
