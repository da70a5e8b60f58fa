"""Whether the keys are there, are the right ones, and open what they are for."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.checking import Check
from app.kernel.errors import Refusal
from app.kernel.keyring import KeyState, KeyWrong, SealingKey, keys_numbered
from app.kernel.secrets import Keys, Secrets
from app.privacy.columns import sealed_columns
from app.privacy.rotating import needing_key


@dataclass(frozen=True)
class KeyFound:
    """A key that the database knows: what it is for, what is wrong with it, who needs it."""

    number: int
    state: str
    fault: str  # the code of a refusal, or "ok"
    values: int


def key_states(session: Session, secrets: Secrets) -> Sequence[KeyFound]:
    """Every key that the database knows."""
    rows = session.scalars(select(SealingKey).order_by(SealingKey.number)).all()
    return [
        KeyFound(
            row.number,
            row.state.value,
            fault.code if (fault := _fault(session, secrets, row)) else "ok",
            needing_key(session, row.number),
        )
        for row in rows
    ]


def key_faults(session: Session, secrets: Secrets) -> Sequence[Refusal]:
    """What is wrong with the keys that the database needs: for a start, and for readiness."""
    rows = session.scalars(select(SealingKey).order_by(SealingKey.number)).all()
    return [fault for row in rows if (fault := _fault(session, secrets, row))]


def note_keys(session: Session, secrets: Secrets) -> Sequence[Refusal]:
    """Know a pair from before there were check values, if it opens what it must; then its faults.

    Nothing is refused here: a district without its keys still has its books.
    """
    unknown = select(SealingKey).where(SealingKey.check_value.is_(None)).with_for_update()
    for row in session.scalars(unknown).all():
        try:
            row.check_value = _proved(session, secrets.numbered(row.number)).check_value
        except Refusal:
            continue
        session.flush()
    return key_faults(session, secrets)


def key_checks(session: Session, secrets: Secrets) -> Sequence[Check]:
    """Every key that the database needs, and every value that is sealed with one."""
    there: dict[int, Keys] = {}
    bad = []
    rows = session.scalars(select(SealingKey).order_by(SealingKey.number)).all()
    for row in rows:
        if fault := _fault(session, secrets, row):
            bad.append(f"key {row.number}: {fault.code}")
        elif row.state is not KeyState.DROPPED:
            there[row.number] = secrets.numbered(row.number)
    return [
        Check.of("the keys of sealed numbers are there", len(rows), bad),
        _values_open(session, there),
    ]


def _fault(session: Session, secrets: Secrets, row: SealingKey) -> Refusal | None:
    if row.state is KeyState.DROPPED:
        return None
    try:
        keys_numbered(session, secrets, row.number)
    except Refusal as refusal:
        return refusal
    return None


def _proved(session: Session, keys: Keys) -> Keys:
    """A pair that opens the first value of each kind that names it."""
    for column in sealed_columns():
        rows = column.rows.where(column.key_number == keys.number).order_by(column.row_id)
        first = session.execute(rows.limit(1)).first()
        if first is not None and not column.opens(first, keys):
            raise KeyWrong(number=keys.number)
    return keys


def _values_open(session: Session, there: dict[int, Keys]) -> Check:
    """Values of a key that is missing are not looked at: that is said already."""
    read = 0
    bad: list[str] = []
    for column in sealed_columns():
        rows = column.rows.where(column.key_number.in_(there)).order_by(column.row_id)
        for row in session.execute(rows.execution_options(yield_per=5000)):
            read += 1
            if not column.opens(row, there[row.key_number]):
                bad.append(f"{column.name} {row.id}")
    return Check.of("sealed numbers open in their places", read, bad)
