"""Which keys the database needs, known by a check value: a wrong file is never written with.

One pair is current; older ones stay until no value needs them and somebody drops them.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Index, LargeBinary, select, text, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.kernel.db import Base
from app.kernel.errors import Conflict
from app.kernel.secrets import FIRST, Keys, Secrets
from app.kernel.types import enum_column

CHECK_BYTES = 32


class KeyWrong(Conflict):
    """A key file is whole, and another than the database was sealed with. Fact: `number`."""

    code = "key_wrong"


class KeyState(StrEnum):
    """What a pair of keys is used for: to write and read, to read only, for nothing more."""

    CURRENT = "current"
    OLD = "old"
    DROPPED = "dropped"


class SealingKey(Base):
    """A pair of keys that values of this database are sealed with; the keys lie elsewhere."""

    __tablename__ = "sealing_keys"
    __table_args__ = (
        Index(
            "uq_sealing_keys_current",
            "state",
            unique=True,
            sqlite_where=text("state = 'current'"),
            postgresql_where=text("state = 'current'"),
        ),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[KeyState] = mapped_column(enum_column(KeyState, "state"))
    # Empty in a database of before, until a value was opened with the key.
    check_value: Mapped[bytes | None] = mapped_column(LargeBinary(CHECK_BYTES))


@dataclass(frozen=True)
class Finder:
    """Finds texts that were indexed with the current key or, during a rotation, with an old one."""

    current: Keys
    old: Mapping[int, Keys]
    old_indexes: Collection[bytes]

    def index(self, text: str) -> bytes:
        """The index under which the text is known; of an unknown one, the current key's."""
        if self.old_indexes:
            for keys in self.old.values():
                if (found := keys.index(text)) in self.old_indexes:
                    return found
        return self.current.index(text)


@dataclass(frozen=True)
class Ring:
    """All keys that values may be sealed with now."""

    current: Keys
    old: Mapping[int, Keys]

    def numbered(self, number: int) -> Keys:
        """The pair that a value names."""
        return self.current if number == self.current.number else self.old[number]

    def finder(self, old_indexes: Collection[bytes]) -> Finder:
        """A finder; `old_indexes` are those that do not come from the current key."""
        return Finder(self.current, self.old, old_indexes)


_REGISTER = {
    "sqlite": sqlite_insert(SealingKey).on_conflict_do_nothing(),
    "postgresql": postgresql_insert(SealingKey).on_conflict_do_nothing(),
}


def writing_keys(session: Session, secrets: Secrets) -> Keys:
    """The pair to write with. It stays current until this unit is committed.

    :raises KeyMissing: a file is not there.
    :raises KeyDamaged: a file is no whole key.
    :raises KeyWrong: the files hold another pair.
    """
    return _checked(secrets, _registered(session, secrets))


def keys_numbered(session: Session, secrets: Secrets, number: int) -> Keys:
    """The pair that a value was sealed with.

    :raises KeyMissing: a file is not there.
    :raises KeyDamaged: a file is no whole key.
    :raises KeyWrong: the files hold another pair.
    """
    found = session.scalar(select(SealingKey).where(SealingKey.number == number))
    return _checked(secrets, found or SealingKey(number=number))


def live_keys(session: Session, secrets: Secrets) -> Ring:
    """The current pair, and the old ones that are not dropped.

    :raises Refusal: as `keys_numbered`, of any of them.
    """
    rows = session.scalars(select(SealingKey).where(SealingKey.state != KeyState.DROPPED)).all()
    if not rows:
        return Ring(secrets.made(FIRST), {})
    keys = {row.number: _checked(secrets, row) for row in rows}
    current = next(row.number for row in rows if row.state is KeyState.CURRENT)
    return Ring(keys.pop(current), keys)


def begin_key(session: Session, secrets: Secrets) -> Keys:
    """Make another pair and let it be the current one; the files come first.

    Who writes with the pair of before is waited for.
    """
    before = writing_keys(session, secrets)
    session.execute(
        update(SealingKey).where(SealingKey.number == before.number).values(state=KeyState.OLD)
    )
    made = secrets.made(before.number + 1)
    session.add(
        SealingKey(number=made.number, state=KeyState.CURRENT, check_value=made.check_value)
    )
    session.flush()
    return made


def _registered(session: Session, secrets: Secrets) -> SealingKey:
    """The current pair's row, held; on first use a pair is made."""
    if (found := _current(session)) is None:
        _register(session, secrets.made(FIRST))
        found = _current(session)
    assert found is not None, "a pair was registered"
    return found


def _current(session: Session) -> SealingKey | None:
    held = select(SealingKey).where(SealingKey.state == KeyState.CURRENT).with_for_update(read=True)
    # Who waited for a new pair to begin finds none that is current still, and looks again.
    return session.scalar(held) or session.scalar(held)


def _register(session: Session, keys: Keys) -> None:
    """Eight processes that begin together register one pair."""
    values = {"number": keys.number, "state": KeyState.CURRENT, "check_value": keys.check_value}
    session.execute(_REGISTER[session.get_bind().dialect.name], values)


def _checked(secrets: Secrets, row: SealingKey) -> Keys:
    keys = secrets.numbered(row.number)
    if row.check_value != keys.check_value:
        raise KeyWrong(number=row.number)
    return keys
