"""What a household may still have of goods that are limited; the till asks after the account."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import BindParameter, and_, bindparam, case, func, select
from sqlalchemy.orm import Session, aliased

from app.kernel.types import UtcDateTime
from app.registry.households.models import Household
from app.shop.goods.models import Ration, RationPeriod
from app.shop.goods.ration_rules import (
    RationUsedUp,
    Share,
    allowed_for,
    last_day,
    period_starts,
)
from app.shop.redemptions.models import Redemption, RedemptionLine
from app.shop.redemptions.rules import PricedLine
from app.shop.stock.models import Move

_RATIONS: BindParameter[int] = bindparam("ration_ids", expanding=True)
_HOME: BindParameter[int] = bindparam("of_household")
_BACK = aliased(Move)
_SINCE = case(
    {period.value: bindparam(period.value, type_=UtcDateTime) for period in RationPeriod},
    value=Ration.period,
)
# What was taken back, whole or in part, does not count: its move says how much.
_USED = (
    select(func.sum(RedemptionLine.quantity - func.coalesce(_BACK.quantity, 0)))
    .join(Redemption, Redemption.id == RedemptionLine.redemption_id)
    .outerjoin(_BACK, _BACK.reverses_id == RedemptionLine.move_id)
    .where(
        and_(Redemption.household_id == _HOME, Redemption.at >= _SINCE),
        RedemptionLine.goods_id == Ration.goods_id,
    )
    .correlate(Ration)
    .scalar_subquery()
)
_SHARES = (
    select(Ration, Household.size, func.coalesce(_USED, 0))
    .join(Household, Household.id == _HOME)
    .where(Ration.id.in_(_RATIONS))
)


def shares_of(
    session: Session, household_id: int, ration_ids: Collection[int], now: datetime
) -> dict[int, Share]:
    """What the household may have of the goods with these limits, by goods; one statement."""
    if not ration_ids:
        return {}
    starts = {period.value: start for period, start in period_starts(now).items()}
    asked = {"ration_ids": sorted(ration_ids), "of_household": household_id, **starts}
    return {
        ration.goods_id: Share(allowed_for(ration, people), int(used), last_day(ration.period, now))
        for ration, people, used in session.execute(_SHARES, asked)
    }


def check_shares(
    session: Session, household_id: int, lines: Sequence[PricedLine], now: datetime
) -> None:
    """Refuse more than the household may still have; the caller holds the household's account.

    :raises RationUsedUp: says how much is left, and until when.
    """
    limited = [line.goods.ration_id for line in lines if line.goods.ration_id is not None]
    shares = shares_of(session, household_id, limited, now)
    for line in lines:
        refusal = beyond_share(line, shares)
        if refusal:
            raise refusal


def beyond_share(line: PricedLine, shares: Mapping[int, Share]) -> RationUsedUp | None:
    """Why these goods are too many for the household; None when they are not."""
    share = shares.get(line.goods.goods_id)
    if share is None or line.quantity <= share.left:
        return None
    return RationUsedUp(
        goods=line.goods.name, unit=line.goods.unit, left=share.left, wanted=line.quantity,
        until=str(share.until),
    )  # fmt: skip
