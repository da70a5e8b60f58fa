"""A new key beside the old one: values are sealed anew in batches while everybody works on.

Killed at any point, it goes on where it was: each batch is a unit of its own, and each value says
which key it was sealed with. The old key goes by a second step, when nothing needs it any more.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.kernel.db import Database
from app.kernel.errors import Conflict, NotFound
from app.kernel.kept import Kept
from app.kernel.keyring import KeyState, SealingKey, begin_key, live_keys, writing_keys
from app.kernel.secrets import Secrets
from app.privacy.columns import sealed_columns
from app.registry.accounts.audit import note
from app.registry.accounts.queries import console

BATCH: Final = 200
Progress = Callable[[int, int], None]  # rows done, of how many


class KeyNeeded(Conflict):
    """Values are sealed with the key still. Facts: `number`, `count`."""

    code = "key_needed"


class KeyIsCurrent(Conflict):
    """New values are sealed with this key. Fact: `number`."""

    code = "key_is_current"


class NoSuchKey(NotFound):
    """The database never had a key of this number. Fact: `number`."""

    code = "no_such_key"


@dataclass(frozen=True)
class Rotated:
    """The current key now, how many values were sealed anew, how many cannot be read at all."""

    number: int
    values: int
    unreadable: int


def rotate_keys(
    database: Database,
    secrets: Secrets,
    *,
    now: datetime,
    batch: int = BATCH,
    progress: Progress = lambda _done, _all: None,
) -> Rotated:
    """Make a new key and seal every value with it; or go on with a rotation that was cut off.

    :raises KeyMissing: a key that is needed is not there.
    :raises KeyWrong: the file of a key holds another one.
    """
    number, waiting = _begun(database, secrets, now)
    done = 0
    for column in sealed_columns():
        after: int | None = 0
        while after is not None:
            after, changed = _batch(database, secrets, column, (after, batch))
            done += changed
            progress(done, waiting)
    with database.write() as session:
        left = _needing(session, but=number)
        note(
            session, console(session), "rotate_keys", ("sealing_key", number), now=now,
            values=done, unreadable=left,
        )  # fmt: skip
    return Rotated(number, done, left)


def drop_key(database: Database, secrets: Secrets, number: int, *, now: datetime) -> None:
    """Delete a key for good, when no value needs it; once more does no harm.

    :raises NoSuchKey: there was never one of this number.
    :raises KeyIsCurrent: it is in use.
    :raises KeyNeeded: values are sealed with it.
    """
    with database.write() as session:
        row = session.scalar(
            select(SealingKey).where(SealingKey.number == number).with_for_update()
        )
        if row is None:
            raise NoSuchKey(number=number)
        if row.state is KeyState.CURRENT:
            raise KeyIsCurrent(number=number)
        if needing := needing_key(session, number):
            raise KeyNeeded(number=number, count=needing)
        if row.state is not KeyState.DROPPED:
            row.state = KeyState.DROPPED
            note(session, console(session), "drop_key", ("sealing_key", number), now=now)
    # Last: a key without its row is litter, a row without its key would be a loss.
    secrets.removed(number)


def needing_key(session: Session, number: int) -> int:
    """How many values are sealed with a key."""
    return sum(_count(session, column, column.key_number == number) for column in sealed_columns())


def _begun(database: Database, secrets: Secrets, now: datetime) -> tuple[int, int]:
    """The key to rotate to, and how many values wait for it."""
    with database.write() as session:
        keys = writing_keys(session, secrets)
        if not (waiting := _needing(session, but=keys.number)):
            waiting = needing_key(session, keys.number)
            keys = begin_key(session, secrets)
            note(session, console(session), "begin_key", ("sealing_key", keys.number), now=now)
        live_keys(session, secrets)  # whatever is missing is said before the first batch
        return keys.number, waiting


def _batch(
    database: Database, secrets: Secrets, column: Kept, part: tuple[int, int]
) -> tuple[int | None, int]:
    """Seal the next values anew: the last row's id, None at the end, and how many rows changed.

    :param part: after which id, and how many.
    """
    after, most = part
    with database.write() as session:
        writing_keys(session, secrets)
        ring = live_keys(session, secrets)
        rows = session.execute(
            column.rows.where(column.key_number != ring.current.number, column.row_id > after)
            .order_by(column.row_id)
            .limit(most)
        ).all()
        changed = column.rekey(session, ring, rows)
    return (rows[-1].id if rows else None), changed


def _needing(session: Session, *, but: int) -> int:
    return sum(_count(session, column, column.key_number != but) for column in sealed_columns())


def _count(session: Session, column: Kept, condition: ColumnElement[bool]) -> int:
    counted = select(func.count()).select_from(column.rows.where(condition).subquery())
    return session.scalar(counted) or 0
