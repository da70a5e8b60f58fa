"""Secrets of phones, sealed: what they are bound to, and sealing them anew with another key."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from app.kernel.kept import Kept
from app.kernel.keyring import Ring
from app.kernel.secrets import SecretUnreadable
from app.registry.accounts.second_step_models import Authenticator


def binding_of(user_id: int) -> str:
    """What a sealed secret is bound to: it proves nobody else."""
    return f"authenticators.secret:{user_id}"


def authenticator_column() -> Kept:
    """The secrets of all phones; one without a secret proves nobody and needs no key."""
    rows = select(
        Authenticator.id,
        Authenticator.user_id.label("mark"),
        Authenticator.secret_sealed.label("sealed"),
        Authenticator.secret_key.label("key_number"),
    ).where(func.length(Authenticator.secret_sealed) > 0)
    return Kept(
        "authenticators.secret", rows, Authenticator.id, Authenticator.secret_key,
        binding_of, _rekey,
    )  # fmt: skip


def _rekey(session: Session, ring: Ring, rows: Sequence[Row[Any]]) -> int:
    found = session.scalars(
        select(Authenticator)
        .where(
            Authenticator.id.in_([row.id for row in rows]),
            Authenticator.secret_key != ring.current.number,
        )
        .order_by(Authenticator.id)
        .with_for_update()
    ).all()
    done = 0
    for each in found:
        binding = binding_of(each.user_id)
        try:
            known = ring.numbered(each.secret_key).open_bytes(each.secret_sealed, binding)
        except SecretUnreadable:
            continue
        each.secret_sealed = ring.current.seal_bytes(known, binding)
        each.secret_key = ring.current.number
        done += 1
    session.flush()
    return done
