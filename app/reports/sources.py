"""Lead every transfer back to what it came from (promise I4), across all wings."""

from functools import cache

from sqlalchemy import ColumnElement, and_, case, exists, not_, or_, select
from sqlalchemy.orm import Session, aliased

from app.changes.models import MovedPoints
from app.changes.points import SOURCE as MOVED
from app.changes.queries import went_into
from app.kernel.checking import Check, Promise, count_of
from app.ledger.models import (
    Account,
    Collection,
    Correction,
    CorrectionState,
    Debt,
    Direction,
    Expiry,
    Transfer,
    TransferKind,
)
from app.scoring.rounds.award_models import AwardState, OneOffAward
from app.scoring.rounds.award_steps import SOURCE as ONE_OFF
from app.scoring.rounds.models import Sheet, SheetState
from app.shop.redemptions.models import Redemption, RedemptionReturn, RedemptionVoid


@cache
def _promise() -> Promise:
    wrong = (
        select(Transfer.id)
        .where(
            not_(
                or_(
                    _awarded(),
                    _honoured(),
                    _redeemed(),
                    _returned(),
                    _returned_in_part(),
                    _corrected(),
                    _collected(),
                    _expired(),
                    _moved(),
                )
            ),
        )
        .order_by(Transfer.id)
    )
    return Promise(
        "every transfer leads back to its source", count_of(Transfer), {"transfer {}": wrong}
    )


def transfers_have_sources(session: Session) -> Check:
    """Every transfer is of a known kind, and what it names as its source exists and allows it."""
    return _promise().checked(session)


def _came_from(kind: TransferKind, source_kind: str) -> ColumnElement[bool]:
    return and_(Transfer.kind == kind, Transfer.source_kind == source_kind)


def _awarded() -> ColumnElement[bool]:
    sheet = exists().where(Sheet.id == Transfer.source_id, Sheet.state == SheetState.CREDITED)
    return and_(_came_from(TransferKind.AWARD, "sheet"), sheet)


def _honoured() -> ColumnElement[bool]:
    award = exists().where(
        OneOffAward.id == Transfer.source_id, OneOffAward.state == AwardState.CREDITED
    )
    return and_(_came_from(TransferKind.AWARD, ONE_OFF), award)


def _redeemed() -> ColumnElement[bool]:
    receipt = exists().where(Redemption.id == Transfer.source_id)
    return and_(_came_from(TransferKind.REDEMPTION, "redemption"), receipt)


def _returned() -> ColumnElement[bool]:
    void = exists().where(RedemptionVoid.redemption_id == Transfer.source_id)
    return and_(_came_from(TransferKind.REVERSAL, "void"), void)


def _returned_in_part() -> ColumnElement[bool]:
    part = exists().where(
        RedemptionReturn.id == Transfer.source_id, RedemptionReturn.points == Transfer.points
    )
    return and_(_came_from(TransferKind.REVERSAL, "return"), part)


def _corrected() -> ColumnElement[bool]:
    to_or_from = case(
        (Correction.direction == Direction.CREDIT, Transfer.credit_account_id),
        else_=Transfer.debit_account_id,
    )
    approved = exists().where(
        Correction.id == Transfer.source_id,
        Correction.state == CorrectionState.APPROVED,
        Account.household_id == Correction.household_id,
        Account.id == to_or_from,
    )
    return and_(_came_from(TransferKind.CORRECTION, "correction"), approved)


def _collected() -> ColumnElement[bool]:
    """Taken from who owes it, or owed it before going into the household that owes it now."""
    paid, owes, gone = aliased(Account), aliased(Account), went_into()
    handed_over = exists().where(
        gone.c.gone_id == paid.household_id, gone.c.into_id == owes.household_id
    )
    collection = exists().where(
        Collection.id == Transfer.source_id,
        Collection.points == Transfer.points,
        Debt.id == Collection.debt_id,
        paid.id == Transfer.debit_account_id,
        owes.id == Debt.account_id,
        or_(paid.id == owes.id, handed_over),
    )
    return and_(_came_from(TransferKind.CLAIM, "collection"), collection)


def _expired() -> ColumnElement[bool]:
    due = exists().where(
        Expiry.id == Transfer.source_id,
        Expiry.points == Transfer.points,
        Expiry.account_id == Transfer.debit_account_id,
    )
    return and_(_came_from(TransferKind.EXPIRY, "expiry"), due)


def _moved() -> ColumnElement[bool]:
    part = exists().where(
        MovedPoints.id == Transfer.source_id, MovedPoints.points == Transfer.points
    )
    return and_(_came_from(TransferKind.TRANSFER, MOVED), part)
