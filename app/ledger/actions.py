"""The one place where points move. Every function posts transfers and moves running totals along.

Points leave the debit account and arrive at the credit account. Only household accounts carry
running totals; they change by conditional UPDATE, so that no balance ever falls below zero.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import Select, bindparam, func, insert, literal, select, update
from sqlalchemy.orm import Session

from app.kernel.errors import Conflict
from app.kernel.faults import fault_point
from app.kernel.period import Period
from app.ledger.models import Account, AccountKind, Expiry, Transfer, TransferKind
from app.registry.households.models import Household


class NotEnoughPoints(Conflict):
    """The household has fewer points than this costs."""

    code = "not_enough_points"


@dataclass(frozen=True)
class Source:
    """What a transfer came from, once and for all; and who posted it when."""

    kind: str
    id: int
    actor_id: int
    now: datetime


@dataclass(frozen=True)
class Earned:
    """What many households earned: rows of source_id, household_id, points (> 0), period."""

    source_kind: str
    rows: Select[int, int, int, Period]

    def not_yet_posted(self) -> Select[int, int, int, Period]:
        """The rows whose source has no transfer yet."""
        rows = self.rows.subquery()
        posted = (
            select(Transfer.id)
            .where(Transfer.source_kind == self.source_kind, Transfer.source_id == rows.c.source_id)
            .exists()
        )
        return select(rows.c.source_id, rows.c.household_id, rows.c.points, rows.c.period).where(
            ~posted
        )


@dataclass(frozen=True)
class Spent:
    """An account after points were taken off it."""

    account_id: int
    balance_after: int


_TAKE = (
    update(Account)
    .where(Account.household_id == bindparam("of_household"), Account.balance >= bindparam("taken"))
    .values(
        balance=Account.balance - bindparam("taken"), debited=Account.debited + bindparam("taken")
    )
    .returning(Account.id, Account.balance)
    .execution_options(synchronize_session=False)
)
_GIVE = (
    update(Account)
    .where(Account.id == bindparam("to_account"))
    .values(
        balance=Account.balance + bindparam("given"), credited=Account.credited + bindparam("given")
    )
    .returning(Account.balance)
    .execution_options(synchronize_session=False)
)
_BALANCE = select(Account.balance).where(Account.household_id == bindparam("of_household"))
_HOLD = (
    select(Account.id).where(Account.household_id == bindparam("of_household")).with_for_update()
)
_POST = insert(Transfer)
_TRANSFER_COLUMNS: Final = (
    "debit_account_id", "credit_account_id", "points", "kind", "source_kind",
    "source_id", "period", "at", "actor_id",
)  # fmt: skip
# PostgreSQL's driver is asked how many rows an INSERT wrote only when we say so.
_COUNTED: Final = {"preserve_rowcount": True}
# Which of the programme's accounts stands on the other side.
_COUNTERPART: Final = {
    TransferKind.AWARD: AccountKind.PROGRAMME,
    TransferKind.CORRECTION: AccountKind.CORRECTION,
    TransferKind.CLAIM: AccountKind.CORRECTION,
    TransferKind.EXPIRY: AccountKind.EXPIRY,
}


def open_accounts(session: Session) -> int:
    """Give every household without one its account; answers how many."""
    without = select(literal(AccountKind.HOUSEHOLD.value), Household.id).where(
        ~select(Account.id).where(Account.household_id == Household.id).exists()
    )
    made = session.connection().execute(
        insert(Account).from_select(["kind", "household_id"], without),
        execution_options=_COUNTED,
    )
    return made.rowcount


def open_store_account(session: Session, store_id: int) -> None:
    """Give a new store the account its redemptions go to."""
    session.add(Account(kind=AccountKind.REDEMPTION, store_id=store_id))
    session.flush()


def hold_account(session: Session, household_id: int) -> None:
    """Lock a household's account before shelves are locked; what it pays is known only then."""
    session.connection().execute(_HOLD, {"of_household": household_id})


def take_points(session: Session, household_id: int, points: int) -> Spent:
    """Take points off a household's running balance; the caller posts the transfer.

    :raises NotEnoughPoints: the balance is smaller; `short` says by how much.
    """
    assert points > 0, "points are positive everywhere"
    connection = session.connection()
    row = connection.execute(_TAKE, {"of_household": household_id, "taken": points}).one_or_none()
    if row is None:
        balance = connection.execute(_BALANCE, {"of_household": household_id}).scalar_one()
        raise NotEnoughPoints(short=points - balance, balance=balance, points=points)
    return Spent(row.id, row.balance)


def post_redemption(
    session: Session, spent: Spent, *, to_account: int, points: int, source: Source
) -> None:
    """Post the transfer of a redemption: household → the store's redemption account."""
    _post(session, TransferKind.REDEMPTION, (spent.account_id, to_account), points, source)
    fault_point("redeem.after_transfer")


def give_back(
    session: Session, *, of: tuple[str, int], source: Source, points: int | None = None
) -> int:
    """Reverse a household's transfer of the given source; answers the balance after.

    :param points: a part of it, else all; the caller sees to it that no more comes back than went.
    """
    original = session.execute(
        select(Transfer).where(Transfer.source_kind == of[0], Transfer.source_id == of[1])
    ).scalar_one()
    given = original.points if points is None else points
    assert 0 < given <= original.points, "no more comes back than went"
    balance: int = (
        session.connection()
        .execute(_GIVE, {"to_account": original.debit_account_id, "given": given})
        .scalar_one()
    )
    accounts = (original.credit_account_id, original.debit_account_id)
    _post(session, TransferKind.REVERSAL, accounts, given, source)
    return balance


def credit_household(
    session: Session, household_id: int, points: int, *, kind: TransferKind, source: Source
) -> int:
    """Move points from the programme's account of this kind to a household; balance after."""
    account = session.execute(
        select(Account.id).where(Account.household_id == household_id)
    ).scalar_one()
    balance: int = (
        session.connection().execute(_GIVE, {"to_account": account, "given": points}).scalar_one()
    )
    _post(session, kind, (_system(session, kind), account), points, source)
    return balance


def debit_household(
    session: Session, household_id: int, points: int, *, kind: TransferKind, source: Source
) -> int:
    """Move points from a household back to the programme; balance after.

    :raises NotEnoughPoints: the balance is smaller.
    """
    spent = take_points(session, household_id, points)
    _post(session, kind, (spent.account_id, _system(session, kind)), points, source)
    return spent.balance_after


def award(
    session: Session, earned: Earned, *, expires_on: date | None, actor_id: int, now: datetime
) -> int:
    """Credit many households at once, set-based; answers how many were credited.

    The caller holds the lock on what was earned, so both statements see the same rows. A source
    that already has a transfer is passed over: settling again credits nothing twice.
    """
    connection = session.connection()
    rows = earned.not_yet_posted().subquery()
    sums = (
        select(rows.c.household_id, func.sum(rows.c.points).label("points"))
        .group_by(rows.c.household_id)
        .subquery()
    )
    connection.execute(
        update(Account)
        .where(Account.household_id == sums.c.household_id)
        .values(balance=Account.balance + sums.c.points, credited=Account.credited + sums.c.points)
        .execution_options(synchronize_session=False)
    )
    posted = connection.execute(
        insert(Transfer).from_select(
            (*_TRANSFER_COLUMNS, "expires_on"),
            select(
                literal(_system(session, TransferKind.AWARD)),
                Account.id,
                rows.c.points,
                literal(TransferKind.AWARD.value),
                literal(earned.source_kind),
                rows.c.source_id,
                rows.c.period,
                literal(now, Transfer.at.type),
                literal(actor_id),
                literal(expires_on, Transfer.expires_on.type),
            ).join(Account, Account.household_id == rows.c.household_id),
        ),
        execution_options=_COUNTED,
    )
    return posted.rowcount


def post_expiries(session: Session, run: Source) -> None:
    """Take what an expiry run wrote down off its households, and post a transfer for each.

    The caller holds the locks of the accounts, so the same points are taken and posted.
    """
    connection = session.connection()
    of_run = Expiry.run_id == run.id
    taken = connection.execute(
        update(Account)
        .where(Account.id == Expiry.account_id, of_run, Account.balance >= Expiry.points)
        .values(balance=Account.balance - Expiry.points, debited=Account.debited + Expiry.points)
        .execution_options(synchronize_session=False)
    )
    posted = connection.execute(
        insert(Transfer).from_select(
            _TRANSFER_COLUMNS,
            select(
                Expiry.account_id,
                literal(_system(session, TransferKind.EXPIRY)),
                Expiry.points,
                literal(TransferKind.EXPIRY.value),
                literal(run.kind),
                Expiry.id,
                literal(Period.of(run.now), Transfer.period.type),
                literal(run.now, Transfer.at.type),
                literal(run.actor_id),
            ).where(of_run),
        ),
        execution_options=_COUNTED,
    )
    assert taken.rowcount == posted.rowcount, "nobody can lose more than he has"


def _post(
    session: Session,
    kind: TransferKind,
    accounts: tuple[int, int],
    points: int,
    source: Source,
) -> None:
    debit, credit = accounts
    assert debit != credit, "a transfer has two different accounts"
    session.connection().execute(
        _POST,
        {
            "debit_account_id": debit,
            "credit_account_id": credit,
            "points": points,
            "kind": kind,
            "source_kind": source.kind,
            "source_id": source.id,
            "period": Period.of(source.now),
            "at": source.now,
            "actor_id": source.actor_id,
        },
    )


def _system(session: Session, kind: TransferKind) -> int:
    account = select(Account.id).where(
        Account.kind == _COUNTERPART[kind], Account.household_id.is_(None)
    )
    return session.execute(account).scalar_one()
