"""After each test its books must agree; books in which nothing was written are not re-added.

Building the statements of all checks takes longer than many a test. A wing whose tables are all
empty has nothing that could disagree, so one statement asks first which of them are.
"""

from collections.abc import Callable, Sequence
from typing import Final

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from app.changes.models import HouseholdChange, MovedPoints
from app.changes.verify import change_checks
from app.kernel.checking import Check
from app.kernel.db import Base
from app.ledger.models import Account, Correction, Debt, Expiry, Transfer
from app.ledger.verify import ledger_checks
from app.reports.sources import transfers_have_sources
from app.scoring.rounds.award_models import OneOffAward
from app.scoring.rounds.late_models import LateSheet
from app.scoring.rounds.models import Sheet
from app.scoring.rounds.verify import round_checks
from app.shop.marketdays.models import MarketDay
from app.shop.marketdays.verify import market_checks
from app.shop.redemptions.models import DayClosing, Redemption
from app.shop.redemptions.verify import redemption_checks
from app.shop.stock.models import Move, Shelf
from app.shop.stock.verify import stock_checks

Checks = Callable[[Session], Sequence[Check]]

# Each wing's checks, and the tables of which one must hold something for them to find anything.
WINGS: Final[tuple[tuple[Checks, tuple[type[Base], ...]], ...]] = (
    (ledger_checks, (Transfer, Correction, Debt, Expiry)),
    (change_checks, (HouseholdChange, MovedPoints, Transfer)),
    (lambda session: [transfers_have_sources(session)], (Transfer,)),
    (round_checks, (Sheet, OneOffAward, LateSheet, Transfer)),
    (stock_checks, (Shelf, Move)),
    (redemption_checks, (Redemption, Move, Transfer, DayClosing)),
    (market_checks, (MarketDay,)),
)
# A running total without a transfer would be found by the ledger's checks only.
_WITH_POINTS = or_(Account.balance != 0, Account.credited != 0, Account.debited != 0)


def disagreements(session: Session) -> list[tuple[str, Sequence[str]]]:
    """What `jifen verify` would find wrong: the checks' names, and the rows."""
    tables = sorted(
        {table for _, needed in WINGS for table in needed}, key=lambda each: each.__name__
    )
    row = session.execute(
        select(exists().where(_WITH_POINTS), *(exists(select(table)) for table in tables))
    ).one()
    filled = {table for table, holds in zip(tables, row[1:], strict=True) if holds}
    if row[0]:
        filled.add(Transfer)
    found = [
        check
        for checks, needed in WINGS
        if filled.intersection(needed)
        for check in checks(session)
    ]
    return [(check.name, check.bad) for check in found if check.bad]
