"""Re-add the ledger (promises I1, I2): running totals against the transfers."""

from functools import cache

from sqlalchemy import Subquery, and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from app.kernel.checking import Check, Promise, all_checked, count_of
from app.ledger.models import (
    Account,
    AccountKind,
    Collection,
    Correction,
    CorrectionRefusal,
    CorrectionState,
    Debt,
    Expiry,
    ExpiryRun,
    Transfer,
    TransferKind,
)


def totals_agree() -> Promise:
    """Every household's credited, debited and balance equal the sums of its transfers."""
    came = _sums(Transfer.credit_account_id)
    went = _sums(Transfer.debit_account_id)
    credited = func.coalesce(came.c.points, 0)
    debited = func.coalesce(went.c.points, 0)
    wrong = (
        select(Account.id)
        .outerjoin(came, came.c.account_id == Account.id)
        .outerjoin(went, went.c.account_id == Account.id)
        .where(
            Account.kind == AccountKind.HOUSEHOLD,
            (Account.credited != credited)
            | (Account.debited != debited)
            | (Account.balance != credited - debited),
        )
        .order_by(Account.id)
    )
    return Promise("running totals equal the transfers", count_of(Transfer), {"account {}": wrong})


def transfers_join_household_and_programme() -> Promise:
    """One side of each transfer is a household, the other is the programme's.

    But for what a change of households moves: there both are households.
    """
    debit, credit = aliased(Account), aliased(Account)
    between = Transfer.kind == TransferKind.TRANSFER
    wrong = (
        select(Transfer.id)
        .join(debit, debit.id == Transfer.debit_account_id)
        .join(credit, credit.id == Transfer.credit_account_id)
        .where(
            or_(
                and_(~between, debit.household_id.is_(None) == credit.household_id.is_(None)),
                and_(between, debit.household_id.is_(None) | credit.household_id.is_(None)),
            )
        )
        .order_by(Transfer.id)
    )
    return Promise(
        "every transfer is between a household and the programme",
        count_of(Transfer),
        {"transfer {}": wrong},
    )


def corrections_posted() -> Promise:
    """An approved correction moved its points, less what is still claimed or was collected.

    And nobody refused it.
    """
    posted = (
        select(func.coalesce(func.sum(Transfer.points), 0))
        .where(
            Transfer.source_kind == "correction",
            Transfer.source_id == Correction.id,
            Transfer.kind == TransferKind.CORRECTION,
        )
        .scalar_subquery()
    )
    owed = (
        select(func.coalesce(func.sum(Debt.points), 0))
        .where(Debt.correction_id == Correction.id)
        .scalar_subquery()
    )
    approved = Correction.state == CorrectionState.APPROVED
    refused = exists().where(CorrectionRefusal.correction_id == Correction.id)
    wrong = select(Correction.id).where(approved, or_(refused, posted + owed != Correction.points))
    return Promise(
        "approved corrections moved their points",
        count_of(Correction, approved),
        {"correction {}": wrong},
    )


def debts_collected() -> Promise:
    """What is left of a debt is what was owed less what was collected, each by a transfer."""
    collected = (
        select(func.coalesce(func.sum(Collection.points), 0))
        .where(Collection.debt_id == Debt.id)
        .scalar_subquery()
    )
    posted = (
        select(func.coalesce(func.sum(Transfer.points), 0))
        .join(Collection, Collection.id == Transfer.source_id)
        .where(Transfer.source_kind == "collection", Collection.debt_id == Debt.id)
        .scalar_subquery()
    )
    wrong = select(Debt.id).where(
        or_(Debt.points - collected != Debt.points_left, posted != collected)
    )
    return Promise("debts are what was not collected", count_of(Debt), {"debt {}": wrong})


def expiries_posted() -> Promise:
    """Each expiry has one transfer, from its household to the account of what expired."""
    posted = (
        select(Transfer.id)
        .join(Account, Account.id == Transfer.credit_account_id)
        .where(
            Transfer.source_kind == "expiry",
            Transfer.source_id == Expiry.id,
            Transfer.kind == TransferKind.EXPIRY,
            Transfer.debit_account_id == Expiry.account_id,
            Transfer.points == Expiry.points,
            Account.kind == AccountKind.EXPIRY,
        )
        .exists()
    )
    unposted = select(Expiry.id).where(~posted).order_by(Expiry.id)
    return Promise("what expired was taken once", count_of(Expiry), {"expiry {}": unposted})


def nothing_expired_early() -> Promise:
    """Until each cutoff a household lost at most the awards whose last day was over."""
    earlier, earlier_run = aliased(Expiry), aliased(ExpiryRun)
    lost = (
        select(func.sum(earlier.points))
        .join(earlier_run, earlier_run.id == earlier.run_id)
        .where(earlier.account_id == Expiry.account_id, earlier_run.cutoff <= ExpiryRun.cutoff)
        .correlate(Expiry, ExpiryRun)
        .scalar_subquery()
    )
    ended = (
        select(func.coalesce(func.sum(Transfer.points), 0))
        .where(
            Transfer.credit_account_id == Expiry.account_id,
            Transfer.expires_on <= ExpiryRun.cutoff,
        )
        .correlate(Expiry, ExpiryRun)
        .scalar_subquery()
    )
    early = select(Expiry.id).join(ExpiryRun, ExpiryRun.id == Expiry.run_id).where(lost > ended)
    return Promise(
        "nothing expired before its day", count_of(Expiry), {"expiry {}": early.order_by(Expiry.id)}
    )


def _sums(side: InstrumentedAttribute[int]) -> Subquery:
    return (
        select(side.label("account_id"), func.sum(Transfer.points).label("points"))
        .group_by(side)
        .subquery()
    )


@cache
def _promises() -> tuple[Promise, ...]:
    return (
        totals_agree(),
        transfers_join_household_and_programme(),
        corrections_posted(),
        debts_collected(),
        expiries_posted(),
        nothing_expired_early(),
    )


def ledger_checks(session: Session) -> list[Check]:
    """All checks of the ledger."""
    return all_checked(session, _promises())
