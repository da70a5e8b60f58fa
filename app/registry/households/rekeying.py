"""Sealing people's numbers anew with the current key: all rows of one person together.

So whoever looks for a person finds all of him under one index, also while a rotation runs.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final, TypeVar

from sqlalchemy import Row, func, select, update
from sqlalchemy.orm import Session

from app.kernel.db import Base
from app.kernel.kept import Kept
from app.kernel.keyring import Ring, live_keys, writing_keys
from app.kernel.secrets import Keys, Secrets, SecretUnreadable
from app.registry.households.models import Household, Member
from app.registry.households.sealing import id_binding, phone_binding, sealed_id

BATCH: Final = 500
_PEOPLE: Final[list[type[Base]]] = [Member]
Model = TypeVar("Model", bound=type[Base])


def keeps_people(model: Model) -> Model:
    """Say of a table that it holds ID numbers as `members` does, in columns of the same names."""
    _PEOPLE.append(model)
    return model


def rekeyed_people(session: Session, secrets: Secrets, id_numbers: Iterable[str]) -> Keys:
    """The keys to write with; rows of these people that an old key sealed are sealed anew first.

    :raises Refusal: as `writing_keys`, of the current or an old pair.
    """
    current = writing_keys(session, secrets)
    ring = live_keys(session, secrets)
    if ring.old:
        wanted = [keys.index(number) for number in id_numbers for keys in ring.old.values()]
        for start in range(0, len(wanted), BATCH):
            rekey_people(session, ring, wanted[start : start + BATCH])
    return current


def rekey_people(session: Session, ring: Ring, indexes: Collection[bytes]) -> int:
    """Seal these people's numbers with the current key, wherever they stand; answers the rows.

    What cannot be opened stays as it is: no key of ours helps it, and `jifen verify` names it.
    """
    done = 0
    for model in _PEOPLE:
        table: Any = model
        rows = session.execute(
            select(table.id, table.id_index, table.id_sealed, table.id_key)
            .where(table.id_index.in_(indexes), table.id_key != ring.current.number)
            .order_by(table.id)
            .with_for_update()
        ).all()
        for row in rows:
            try:
                known = ring.numbered(row.id_key).open(row.id_sealed, id_binding(row.id_index))
            except SecretUnreadable:
                continue
            fresh = sealed_id(known, ring.current)
            session.execute(update(model).where(table.id == row.id).values(fresh))
            done += 1
    return done


def rekey_phones(session: Session, ring: Ring, ids: Sequence[int]) -> int:
    """Seal the telephone numbers of these households with the current key; answers how many."""
    rows = session.execute(
        select(Household.id, Household.number, Household.phone_sealed, Household.phone_key)
        .where(Household.id.in_(ids), Household.phone_key != ring.current.number)
        .order_by(Household.id)
        .with_for_update()
    ).all()
    done = 0
    for row in rows:
        binding = phone_binding(row.number)
        try:
            known = ring.numbered(row.phone_key).open(row.phone_sealed, binding)
        except SecretUnreadable:
            continue
        values = {
            "phone_sealed": ring.current.seal(known, binding),
            "phone_key": ring.current.number,
        }
        session.execute(update(Household).where(Household.id == row.id).values(values))
        done += 1
    return done


def people_columns() -> Sequence[Kept]:
    """All columns of people's sealed numbers; what was erased is in none."""
    phones = select(
        Household.id,
        Household.number.label("mark"),
        Household.phone_sealed.label("sealed"),
        Household.phone_key.label("key_number"),
    ).where(Household.phone_sealed.is_not(None))
    return [
        *(_ids_of(model) for model in _PEOPLE),
        Kept(
            "households.phone", phones, Household.id, Household.phone_key,
            phone_binding, _phones_of,
        ),
    ]  # fmt: skip


def _ids_of(model: type[Base]) -> Kept:
    table: Any = model
    rows = select(
        table.id,
        table.id_index.label("mark"),
        table.id_sealed.label("sealed"),
        table.id_key.label("key_number"),
    ).where(func.length(table.id_sealed) > 0)
    return Kept(
        f"{table.__tablename__}.id_number", rows, table.id, table.id_key,
        id_binding, _people_of, is_indexed=True,
    )  # fmt: skip


def _people_of(session: Session, ring: Ring, rows: Sequence[Row[Any]]) -> int:
    return rekey_people(session, ring, [row.mark for row in rows])


def _phones_of(session: Session, ring: Ring, rows: Sequence[Row[Any]]) -> int:
    return rekey_phones(session, ring, [row.id for row in rows])
