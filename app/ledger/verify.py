"""Re-add the ledger (promises I1, I2): running totals against the transfers."""

from sqlalchemy import Subquery, and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from app.kernel.checking import Check
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


def totals_agree(session: Session) -> Check:
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
    bad = [f"account {account_id}" for account_id in session.scalars(wrong)]
    rows = session.scalar(select(func.count()).select_from(Transfer)) or 0
    return Check.of("running totals equal the transfers", rows, bad)


def transfers_join_household_and_programme(session: Session) -> Check:
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
    bad = [f"transfer {transfer_id}" for transfer_id in session.scalars(wrong)]
    rows = session.scalar(select(func.count()).select_from(Transfer)) or 0
    return Check.of("every transfer is between a household and the programme", rows, bad)


def corrections_posted(session: Session) -> Check:
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
    bad = [f"correction {correction_id}" for correction_id in session.scalars(wrong)]
    rows = session.scalar(select(func.count()).select_from(Correction).where(approved)) or 0
    return Check.of("approved corrections moved their points", rows, bad)


def debts_collected(session: Session) -> Check:
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
    bad = [f"debt {debt_id}" for debt_id in session.scalars(wrong)]
    rows = session.scalar(select(func.count()).select_from(Debt)) or 0
    return Check.of("debts are what was not collected", rows, bad)


def expiries_posted(session: Session) -> Check:
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
    bad = [f"expiry {expiry_id}" for expiry_id in session.scalars(unposted)]
    rows = session.scalar(select(func.count()).select_from(Expiry)) or 0
    return Check.of("what expired was taken once", rows, bad)


def nothing_expired_early(session: Session) -> Check:
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
    bad = [f"expiry {expiry_id}" for expiry_id in session.scalars(early.order_by(Expiry.id))]
    rows = session.scalar(select(func.count()).select_from(Expiry)) or 0
    return Check.of("nothing expired before its day", rows, bad)


def _sums(side: InstrumentedAttribute[int]) -> Subquery:
    return (
        select(side.label("account_id"), func.sum(Transfer.points).label("points"))
        .group_by(side)
        .subquery()
    )


def ledger_checks(session: Session) -> list[Check]:
    """All checks of the ledger."""
    return [
        totals_agree(session),
        transfers_join_household_and_programme(session),
        corrections_posted(session),
        debts_collected(session),
        expiries_posted(session),
        nothing_expired_early(session),
    ]
