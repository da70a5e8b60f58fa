"""`jifen verify`: every book re-added, the first bad rows named."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.changes.verify import change_checks
from app.kernel.checking import Check
from app.ledger.verify import ledger_checks
from app.reports.sources import transfers_have_sources
from app.scoring.rounds.verify import round_checks
from app.shop.marketdays.verify import market_checks
from app.shop.redemptions.verify import redemption_checks
from app.shop.stock.verify import stock_checks


def checks(session: Session) -> Sequence[Check]:
    """All checks of a district's books, in the order of the house."""
    return [
        *ledger_checks(session),
        *change_checks(session),
        transfers_have_sources(session),
        *round_checks(session),
        *stock_checks(session),
        *redemption_checks(session),
        *market_checks(session),
    ]
