"""What a household may still have of goods that are limited; the till asks after the account."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import BindParameter, Date, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import Session

from app.kernel.clock import local
from app.kernel.errors import Refusal
from app.kernel.types import UtcDateTime
from app.registry.households.models import Household
from app.registry.places.models import Store, StoreKind
from app.shop.goods.models import Ration, RationPeriod
from app.shop.goods.pricing import start_of
from app.shop.goods.ration_rules import (
    RationUsedUp,
    Share,
    TruckRationUsedUp,
    allowed_for,
    last_day,
    period_starts,
)
from app.shop.redemptions.allotment_models import Allotment, AllotmentPlace, Fairness
from app.shop.redemptions.allotment_rules import NotDrawn, NotItsTurn, Portion, PortionUsedUp
from app.shop.redemptions.kept import pieces_kept
from app.shop.redemptions.models import Redemption
from app.shop.redemptions.rules import PricedLine

_RATIONS: BindParameter[int] = bindparam("ration_ids", expanding=True)
_HOME: BindParameter[int] = bindparam("of_household")
_HERE: BindParameter[int] = bindparam("at_store")
_BY_TIME = Ration.period != RationPeriod.MARKET_DAY
_SINCE = case(
    {period.value: bindparam(period.value, type_=UtcDateTime) for period in RationPeriod},
    value=Ration.period,
)
_OF_HOME = Redemption.household_id == _HOME
_USED = pieces_kept(
    Ration.goods_id, _OF_HOME, Redemption.at >= _SINCE, or_(_BY_TIME, Redemption.store_id == _HERE)
)
_PIECES_TODAY = pieces_kept(
    Allotment.goods_id,
    _OF_HOME,
    Redemption.store_id == Allotment.store_id,
    Redemption.at >= bindparam("since", type_=UtcDateTime),
)
_ALLOTTED = (
    select(
        Allotment.goods_id, Allotment.fairness, Allotment.free_from,
        func.coalesce(AllotmentPlace.quantity, 0), _PIECES_TODAY,
    )
    .outerjoin(
        AllotmentPlace,
        and_(
            AllotmentPlace.allotment_id == Allotment.id, AllotmentPlace.household_id == _HOME
        ),
    )
    .where(
        Allotment.store_id == _HERE,
        Allotment.day == bindparam("today", type_=Date),
        Allotment.ended_at.is_(None),
        Allotment.free_from > bindparam("at", type_=UtcDateTime),
    )
)  # fmt: skip
_SHARES = (
    select(Ration, Household.size, _USED)
    .join(Household, Household.id == _HOME)
    .join(Store, Store.id == _HERE)
    # By market day only a truck limits: a day on which it hands out is its market day.
    .where(Ration.id.in_(_RATIONS), or_(_BY_TIME, Store.kind == StoreKind.MOBILE))
)


def shares_of(
    session: Session, store_id: int, household_id: int, ration_ids: Collection[int], now: datetime
) -> dict[int, Share]:
    """What the household may have of limited goods, by goods; at most two statements.

    By the goods' own limits; and by what was allotted to it, where the store has a market day.
    """
    shares: dict[int, Share] = dict(_rationed(session, store_id, household_id, ration_ids, now))
    for goods_id, portion in _allotted(session, store_id, household_id, now).items():
        share = shares.get(goods_id)
        if share is None or portion.left <= share.left:
            shares[goods_id] = portion
    return shares


def _rationed(
    session: Session, store_id: int, household_id: int, ration_ids: Collection[int], now: datetime
) -> dict[int, Share]:
    if not ration_ids:
        return {}
    starts = {period.value: start for period, start in period_starts(now).items()}
    asked = {
        "ration_ids": sorted(ration_ids), "at_store": store_id, "of_household": household_id,
        **starts,
    }  # fmt: skip
    return {
        ration.goods_id: Share(
            allowed_for(ration, people),
            int(used),
            last_day(ration.period, now),
            of_market_day=ration.period is RationPeriod.MARKET_DAY,
        )
        for ration, people, used in session.execute(_SHARES, asked)
    }


def _allotted(
    session: Session, store_id: int, household_id: int, now: datetime
) -> dict[int, Portion]:
    today = local(now).date()
    asked = {
        "at_store": store_id, "of_household": household_id, "today": today,
        "since": start_of(today), "at": now,
    }  # fmt: skip
    return {
        goods_id: Portion(allowed, int(used), today, fairness, free_from)
        for goods_id, fairness, free_from, allowed, used in session.execute(_ALLOTTED, asked)
    }


def check_shares(
    session: Session,
    store_id: int,
    household_id: int,
    lines: Sequence[PricedLine],
    now: datetime,
) -> None:
    """Refuse more than the household may still have; the caller holds the household's account.

    :raises RationUsedUp: says how much is left, and until when.
    :raises TruckRationUsedUp: the same for today, at the truck.
    :raises NotDrawn, NotItsTurn, PortionUsedUp: goods that are short go to others until an hour.
    """
    limited = [line.goods.ration_id for line in lines if line.goods.ration_id is not None]
    shares = shares_of(session, store_id, household_id, limited, now)
    for line in lines:
        refusal = beyond_share(line, shares)
        if refusal:
            raise refusal


def beyond_share(line: PricedLine, shares: Mapping[int, Share]) -> Refusal | None:
    """Why these goods are too many for the household; None when they are not."""
    share = shares.get(line.goods.goods_id)
    if share is None or line.quantity <= share.left:
        return None
    if isinstance(share, Portion):
        return _beyond_portion(line, share)
    return (TruckRationUsedUp if share.of_market_day else RationUsedUp)(
        goods=line.goods.name, unit=line.goods.unit, left=share.left, wanted=line.quantity,
        until=str(share.until),
    )  # fmt: skip


def _beyond_portion(line: PricedLine, portion: Portion) -> Refusal:
    facts = {"goods": line.goods.name, "free_from": f"{local(portion.free_from):%H:%M}"}
    if not portion.allowed:
        return (NotDrawn if portion.fairness is Fairness.DRAW else NotItsTurn)(**facts)
    return PortionUsedUp(unit=line.goods.unit, left=portion.left, wanted=line.quantity, **facts)
