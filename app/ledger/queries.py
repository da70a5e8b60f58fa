"""Balances and statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, case, cast, func, or_, select
from sqlalchemy.orm import Session

from app.kernel.period import Period
from app.ledger.models import (
    Account,
    AccountKind,
    Debt,
    Transfer,
    TransferKind,
)

PAGE = 50
# SQLite takes some 32,000 values in a statement, PostgreSQL twice as many.
BATCH = 10_000


@dataclass(frozen=True)
class StatementLine:
    """One movement of a household's points, with the balance after it."""

    id: int
    at: datetime
    period: Period
    kind: TransferKind
    source_kind: str
    source_id: int
    points: int  # signed: what came (+) or went (−)
    balance_after: int


def balance_of(session: Session, household_id: int) -> int:
    """Points a household can spend now."""
    found = session.scalar(select(Account.balance).where(Account.household_id == household_id))
    return found or 0


def balances_of(session: Session, household_ids: Sequence[int]) -> dict[int, int]:
    """Points of several households; one statement for each ten thousand of them."""
    balances: dict[int, int] = {}
    for start in range(0, len(household_ids), BATCH):
        some = household_ids[start : start + BATCH]
        rows = session.execute(
            select(Account.household_id, Account.balance).where(Account.household_id.in_(some))
        )
        balances |= {home: balance for home, balance in rows if home is not None}
    return balances


def statement(
    session: Session, household_id: int, *, before_id: int | None = None, limit: int = PAGE
) -> Sequence[StatementLine]:
    """A household's movements, newest first; the running balance counts from the beginning."""
    account = session.scalar(select(Account.id).where(Account.household_id == household_id))
    signed = case((Transfer.credit_account_id == account, Transfer.points), else_=-Transfer.points)
    lines = (
        select(
            Transfer.id, Transfer.at, Transfer.period, Transfer.kind, Transfer.source_kind,
            Transfer.source_id, signed.label("points"),
            cast(func.sum(signed).over(order_by=Transfer.id), Integer).label("balance_after"),
        )
        .where(
            or_(Transfer.credit_account_id == account, Transfer.debit_account_id == account)
        )
        .subquery()
    )  # fmt: skip
    wanted = select(lines).order_by(lines.c.id.desc()).limit(limit)
    if before_id is not None:
        wanted = wanted.where(lines.c.id < before_id)
    return [StatementLine(**row) for row in session.execute(wanted).mappings()]


def debt_of(session: Session, household_id: int) -> int:
    """Points that corrections still claim from the household's next settlement."""
    total = session.scalar(
        select(func.coalesce(func.sum(Debt.points_left), 0))
        .join(Account, Account.id == Debt.account_id)
        .where(Account.household_id == household_id)
    )
    return int(total or 0)


def points_outstanding(session: Session) -> int:
    """Points that all households together can spend now."""
    total = session.scalar(
        select(func.coalesce(func.sum(Account.balance), 0)).where(
            Account.kind == AccountKind.HOUSEHOLD
        )
    )
    return int(total or 0)
