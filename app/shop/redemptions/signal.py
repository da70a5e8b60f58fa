"""They asked for it and there was none: what a store should have."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.kernel.clock import local
from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission
from app.registry.places.queries import store_for
from app.shop.goods.queries import goods_by_any_code
from app.shop.goods.rules import check_known
from app.shop.redemptions.models import NeedSignal
from app.shop.redemptions.rules import LONGEST_NEED, NeedUnnamed


@dataclass(frozen=True)
class Need:
    """What was asked for in a store: goods of the price list by code, else in a few words."""

    store_code: str
    goods: str = ""
    words: str = ""


def signal_need(session: Session, actor: Actor, need: Need, *, now: datetime) -> int:
    """Note that somebody asked for goods that were not there, and not who; answers the note's id.

    No line of the audit: it moves nothing, and the row says who noted it.

    :raises UnknownPlace: a store that is missing or not the person's.
    :raises UnknownGoods: a code that stands for nothing.
    :raises NeedUnnamed: neither goods nor words, or words that are too long.
    """
    store = store_for(session, actor, Permission.REDEEM, need.store_code)
    words = " ".join(need.words.split())
    if bool(need.goods) == bool(words) or len(words) > LONGEST_NEED:
        raise NeedUnnamed(most=LONGEST_NEED)
    noted = NeedSignal(
        store_id=store.id, words=words, day=local(now).date(), at=now, clerk_id=actor.user_id
    )
    if need.goods:
        known = goods_by_any_code(session, [need.goods], now)
        check_known([need.goods], known)
        noted.goods_id = known[need.goods].goods_id
    session.add(noted)
    session.flush()
    return noted.id
