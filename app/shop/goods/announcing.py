"""How long a rise is announced, and taking an announced price back."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.kernel.errors import Conflict, Invalid
from app.registry.accounts.actor import Actor, check_may
from app.registry.accounts.audit import note
from app.registry.accounts.permissions import Permission
from app.shop.goods.desk import goods_called
from app.shop.goods.models import Price, PriceNotice
from app.shop.goods.pricing import MOST_NOTICE_DAYS
from app.shop.goods.queries import announced


class PriceNoticeDaysBad(Invalid):
    """Not 0 to 60 days."""

    code = "price_notice_days_bad"


class NothingAnnounced(Conflict):
    """No other price is announced for these goods: it has begun, or was taken back."""

    code = "no_price_announced"


def set_notice_days(session: Session, actor: Actor, days: int, *, now: datetime) -> PriceNotice:
    """The district decides how many days before it begins a rise is announced.

    Prices that are announced already begin when it was said.

    :raises PriceNoticeDaysBad: not 0 to 60.
    """
    check_may(actor, Permission.MANAGE_GOODS)
    if not 0 <= days <= MOST_NOTICE_DAYS:
        raise PriceNoticeDaysBad(most=MOST_NOTICE_DAYS)
    notice = PriceNotice(days=days, set_by=actor.user_id, set_at=now)
    session.add(notice)
    session.flush()
    note(session, actor, "set_price_notice", ("goods", None), now=now, days=days)
    return notice


def withdraw_price(session: Session, actor: Actor, code: str, *, now: datetime) -> Price:
    """Take back a price that was announced: today's stays, by a row that says so.

    :raises GoodsNotFound: no goods have this code.
    :raises NothingAnnounced: no other price was going to begin.
    """
    check_may(actor, Permission.MANAGE_GOODS)
    goods = goods_called(session, code, now)
    if goods.goods_id not in announced(session, now):
        raise NothingAnnounced(goods=goods.name)
    stays = Price(
        goods_id=goods.goods_id, price_points=goods.price_points, since=now, set_by=actor.user_id
    )
    session.add(stays)
    session.flush()
    note(
        session, actor, "withdraw_price", ("goods", goods.goods_id), now=now,
        code=goods.code, price_points=goods.price_points,
    )  # fmt: skip
    return stays
