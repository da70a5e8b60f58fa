"""Load the truck for a day, and bring home what is left: relocations that belong to the day."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.states import move
from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission
from app.registry.places.models import Store
from app.shop.marketdays.models import DayState, MarketDay, MarketLoad, Way
from app.shop.marketdays.queries import market_day_for
from app.shop.marketdays.rules import DAY_MOVES, EarlierDayOpen
from app.shop.stock.relocate import Load, relocate
from app.shop.stock.rules import StockLine


def carry(
    session: Session,
    actor: Actor,
    *,
    uuid: UUID,
    market_day_id: int,
    way: Way,
    lines: Sequence[StockLine],
    now: datetime,
) -> MarketLoad:
    """Goods onto the truck before it goes, or home again; whoever keeps the store they leave may.

    :raises MarketDayNotFound: missing, or out of reach.
    :raises WrongState: closed or cancelled.
    :raises EarlierDayOpen: an earlier day of the truck is open: its sheet would mix with this one.
    :raises UnknownPlace: the store that the goods leave is out of reach.
    :raises NothingChosen, PileTooSmall, PaperUuidTaken: as relocate says.
    """
    day = market_day_for(session, actor, Permission.RELOCATE_STOCK, market_day_id, lock=True)
    day.state = move(DAY_MOVES, day.state, way.value)
    check_earlier_days(session, day)
    truck = session.get_one(Store, day.store_id).code
    base = session.get_one(Store, day.base_store_id).code
    leaves, to = (base, truck) if way is Way.LOAD else (truck, base)
    relocation = relocate(session, actor, Load(uuid, leaves, to, lines), now=now)
    load = MarketLoad(relocation_id=relocation.id, market_day_id=day.id, way=way)
    session.add(load)
    session.flush()
    return load


def check_earlier_days(session: Session, day: MarketDay) -> None:
    """Refuse while an earlier day of the same truck is open.

    :raises EarlierDayOpen: names it.
    """
    earlier = session.scalar(
        select(MarketDay.day)
        .where(
            MarketDay.store_id == day.store_id,
            MarketDay.day < day.day,
            MarketDay.state == DayState.PLANNED,
        )
        .order_by(MarketDay.day)
        .limit(1)
    )
    if earlier is not None:
        raise EarlierDayOpen(day=str(earlier))
