"""How much of some goods a household may have."""

from datetime import datetime

from flask import Response
from pydantic import Field

from app.api.requests import answers, made, once, said, takes, takes_nothing, wing
from app.api.schemas import Answer, Id, Listing, Strict
from app.door.context import actor, db, now
from app.door.routes import needs
from app.registry.accounts.permissions import Permission
from app.shop.goods.models import Ration, RationPeriod
from app.shop.goods.queries import catalogue, rations
from app.shop.goods.rationing import Limit, end_ration, set_ration

limits = wing("rations", tag="goods")


class RationIn(Strict):
    """So many a household, or with `per_person` each of its people, in each period.

    By `market_day` it counts what was taken at the mobile store on one of its days; elsewhere
    nothing is limited.
    """

    goods: str
    quantity: int
    period: RationPeriod
    per_person: bool = False
    at_most: int | None = Field(default=None, description="of a household, when by person")


class RationOut(Answer):
    """A limit; the one of these goods that holds has no `ended_at`."""

    id: Id
    goods: str
    quantity: int
    period: RationPeriod
    per_person: bool
    at_most: int | None
    set_at: datetime
    ended_at: datetime | None


class Rations(Listing):
    """The limits that hold now, in the order of the price list."""

    items: list[RationOut]


@limits.get("/rations")
@needs(Permission.VIEW_GOODS)
@answers(Rations)
def list_rations() -> Response:
    """The goods that are limited now."""
    with db().read() as session:
        held = rations(session)
        found = [
            _ration(held[goods.goods_id], goods.code)
            for goods in catalogue(session, now())
            if goods.goods_id in held
        ]
    return said(Rations(items=found, next=None))


@limits.post("/rations")
@needs(Permission.MANAGE_GOODS)
@takes(RationIn)
@answers(RationOut, 201, 200)
def post_ration(body: RationIn) -> Response:
    """Limit goods from now on; what limited them before ends."""
    person, at = actor(), now()
    limit = Limit(body.quantity, body.period, body.per_person, body.at_most)
    with db().write() as session:
        done = once(session, lambda: set_ration(session, person, body.goods, limit, now=at).id)
        return made(_ration(session.get_one(Ration, done.id), body.goods), done)


@limits.post("/goods/<code>/ration-end")
@needs(Permission.MANAGE_GOODS)
@takes_nothing
@answers(RationOut, 201, 200)
def post_ration_end(code: str) -> Response:
    """Let households have as much of some goods as they like."""
    person, at = actor(), now()
    with db().write() as session:
        done = once(session, lambda: end_ration(session, person, code, now=at).id)
        return made(_ration(session.get_one(Ration, done.id), code), done)


def _ration(ration: Ration, code: str) -> RationOut:
    return RationOut(
        id=str(ration.id),
        goods=code,
        quantity=ration.quantity,
        period=ration.period,
        per_person=ration.per_person,
        at_most=ration.at_most,
        set_at=ration.set_at,
        ended_at=ration.ended_at,
    )
