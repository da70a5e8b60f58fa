"""Each request acts once, however often it is sent (promise I6).

The claim is an INSERT … ON CONFLICT DO NOTHING in the unit of work of the action itself: eight
equal requests queue up on its primary key, one acts, seven find its answer. A refusal rolls the
claim back, so that the same request may be tried again when the world has changed.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, LargeBinary, String, Uuid, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.kernel.db import Base
from app.kernel.errors import Conflict
from app.kernel.faults import fault_point
from app.kernel.types import Identity64


class RequestReused(Conflict):
    """The same request id came before with another content."""

    code = "request_reused"


class Claim(Base):
    """A request that was carried out: who, by which route, and the object that came of it."""

    __tablename__ = "claims"

    actor_id: Mapped[int] = mapped_column(Identity64, primary_key=True, autoincrement=False)
    route: Mapped[str] = mapped_column(String(60), primary_key=True)
    request_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    object_id: Mapped[int | None] = mapped_column(Identity64)


@dataclass(frozen=True)
class Request:
    """One request of one person; `digest` is a hash of its body as received."""

    actor_id: int
    route: str
    id: UUID
    digest: bytes

    @classmethod
    def of(cls, actor_id: int, route: str, request_id: UUID, body: object) -> "Request":
        """A request whose body is any JSON value; the order of its keys does not matter."""
        text = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return cls(actor_id, route, request_id, hashlib.sha256(text.encode()).digest())


@dataclass(frozen=True)
class Done:
    """What came of a request: the object's id, and whether it had been carried out before."""

    id: int
    repeated: bool


_VALUES: dict[str, BindParameter[Any]] = {
    "actor_id": bindparam("claim_actor"),
    "route": bindparam("claim_route"),
    "request_id": bindparam("claim_request"),
    "digest": bindparam("claim_digest"),
}
# Without preserve_rowcount the count of an INSERT is lost on PostgreSQL, and no repeat is seen.
_CLAIMS = {
    "sqlite": sqlite_insert(Claim).values(_VALUES).on_conflict_do_nothing(),
    "postgresql": postgresql_insert(Claim)
    .values(_VALUES)
    .on_conflict_do_nothing()
    .execution_options(preserve_rowcount=True),
}
_THIS = (
    (Claim.actor_id == bindparam("claim_actor"))
    & (Claim.route == bindparam("claim_route"))
    & (Claim.request_id == bindparam("claim_request"))
)
_EARLIER = select(Claim.digest, Claim.object_id).where(_THIS)
_FINISH = (
    update(Claim)
    .where(_THIS)
    .values(object_id=bindparam("claim_object"))
    .execution_options(synchronize_session=False)
)


def run_once(session: Session, request: Request, act: Callable[[], int]) -> Done:
    """Carry out `act` unless this very request has been carried out; `act` answers an object's id.

    :raises RequestReused: the same id came before with another body.
    """
    key: dict[str, object] = {
        "claim_actor": request.actor_id,
        "claim_route": request.route,
        "claim_request": request.id,
    }
    claim = _CLAIMS[session.get_bind().dialect.name]
    connection = session.connection()
    if connection.execute(claim, {**key, "claim_digest": request.digest}).rowcount == 0:
        earlier = connection.execute(_EARLIER, key).one()
        if earlier.digest != request.digest:
            raise RequestReused(request_id=str(request.id))
        assert earlier.object_id is not None, "a claim is committed with its object"
        return Done(earlier.object_id, repeated=True)
    fault_point("once.after_claim")
    object_id = act()
    session.flush()
    fault_point("once.after_act")
    connection.execute(_FINISH, {**key, "claim_object": object_id})
    return Done(object_id, repeated=False)
