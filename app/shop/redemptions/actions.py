"""Redeem a basket; look up who has no card. Points and goods move together or not at all.

One lock order everywhere: claim, account, shelves, inserts, commit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.kernel.clock import local
from app.kernel.constraints import on_violation
from app.kernel.faults import fault_point
from app.ledger.actions import Source, hold_account, post_redemption, take_points
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import note
from app.registry.accounts.permissions import Permission
from app.registry.cards.faces import check_photo
from app.registry.cards.queries import active_card
from app.registry.households.queries import household_for
from app.registry.places.queries import store_for
from app.shop.goods.queries import goods_by_any_code
from app.shop.goods.rules import check_known
from app.shop.redemptions.collectors import Proxy, check_proxy
from app.shop.redemptions.models import (
    Identified,
    ProxyCollection,
    ProxyReason,
    Redemption,
    RedemptionLine,
)
from app.shop.redemptions.queries import (
    FoundHousehold,
    find_without_card,
    till_at,
)
from app.shop.redemptions.rules import (
    Basket,
    PricedLine,
    RedemptionUuidTaken,
    SoldLine,
    check_adult,
    check_agreed,
    check_basket,
    check_no_card_reason,
    priced_lines,
    sold_lines,
)
from app.shop.redemptions.shares import check_shares
from app.shop.redemptions.slips import Slip, slip_for
from app.shop.stock.actions import choose_lots, hand_out
from app.shop.stock.near_expiry import mark_downs
from app.shop.stock.rules import Buyer, Taken

SOURCE: Final = "redemption"
_INSERT = insert(Redemption).returning(Redemption.id)
_INSERT_LINES = insert(RedemptionLine)

on_violation("uq_redemptions_uuid", RedemptionUuidTaken, columns="redemptions.uuid")


@dataclass(frozen=True)
class _Holder:
    """Whose points are spent, and by which card or for which reason without one."""

    household_id: int
    village_code: str
    group_name: str
    card_id: int | None
    no_card_reason: str | None


def redeem(session: Session, actor: Actor, basket: Basket, *, now: datetime) -> int:
    """Hand a basket over for points, as `hand_over` does; answers the redemption's id."""
    return hand_over(session, actor, basket, now=now).id


def hand_over(session: Session, actor: Actor, basket: Basket, *, now: datetime) -> Slip:
    """Hand a basket over for points, at the server's prices; answers its slip.

    :raises UnknownPlace: a store that is missing or not the person's.
    :raises CardLost: and the other refusals of a card.
    :raises UnknownGoods: a code or barcode that stands for nothing.
    :raises TotalChanged: a price changed since the basket was shown.
    :raises AdultNotConfirmed: goods that only an adult may collect.
    :raises PhotoNotKept: compared with a photo that there is not.
    :raises NotEnoughPoints: the balance is smaller; nothing was taken.
    :raises RationUsedUp: more than the household may still have; nothing was taken.
    :raises NotDrawn, NotItsTurn, PortionUsedUp: goods that are short go to others.
    :raises NotEnoughStock: the shelf is emptier than the basket; nothing was taken.
    :raises GoodsHeldBack: what stands there is past its day or kept for others; nothing was taken.
    """
    check_basket(basket)
    store = till_at(session, actor, basket.store_code)
    holder = _holder(session, actor, basket)
    reason = _check_person(session, basket, holder.household_id)
    lines = _priced(session, basket, now)
    adult_confirmed = check_adult(basket, lines)
    hold_account(session, holder.household_id)
    check_shares(session, store.id, holder.household_id, lines, now)
    taken = _chosen(session, store.id, holder, lines, now)
    sold = sold_lines(lines, taken)
    points = check_agreed(basket, sum(line.points for line in sold))
    spent = take_points(session, holder.household_id, points)
    fault_point("redeem.after_balance")
    row: dict[str, object] = {
        "uuid": basket.uuid, "store_id": store.id, "household_id": holder.household_id,
        "card_id": holder.card_id, "no_card_reason": holder.no_card_reason, "points": points,
        "balance_after": spent.balance_after, "adult_confirmed": adult_confirmed,
        "identified": basket.identified, "clerk_id": actor.user_id, "at": now,
    }  # fmt: skip
    moves = hand_out(session, store_id=store.id, taken=taken, actor_id=actor.user_id, now=now)
    fault_point("redeem.after_stock")
    redemption_id = _write(session, row)
    _write_lines(session, redemption_id, sold, [move_id for _taken, move_id in moves])
    if basket.proxy and reason:
        _write_proxy(session, redemption_id, holder, basket.proxy, reason=reason, actor=actor)
    post_redemption(
        session, spent, to_account=store.account_id, points=points,
        source=Source(SOURCE, redemption_id, actor.user_id, now),
    )  # fmt: skip
    note(
        session, actor, "redeem", ("redemption", redemption_id), now=now,
        place_code=store.place_code, points=points,
        **({"no_card_reason": holder.no_card_reason} if holder.no_card_reason else {}),
    )  # fmt: skip
    return slip_for(redemption_id, basket.store_code, sold, spent.balance_after)


def _check_person(session: Session, basket: Basket, household_id: int) -> ProxyReason | None:
    """Why somebody else collects; None when the household itself does."""
    if basket.identified is Identified.PHOTO:
        check_photo(session, household_id)
    return check_proxy(session, household_id, basket.proxy) if basket.proxy else None


def household_of(session: Session, actor: Actor, basket: Basket) -> int:
    """Whose points a basket would take, before its PIN is compared.

    :raises CardLost: and the other refusals of a card and of a basket.
    """
    check_basket(basket)
    till_at(session, actor, basket.store_code)
    return _holder(session, actor, basket).household_id


def _holder(session: Session, actor: Actor, basket: Basket) -> _Holder:
    if basket.card is not None:
        card = active_card(session, basket.card)
        return _Holder(card.household_id, card.village_code, card.group_name, card.card_id, None)
    assert basket.household_id is not None, "check_basket wants one of the two"
    household = household_for(session, actor, Permission.LOOK_UP_CARD, basket.household_id)
    reason = check_no_card_reason(basket.no_card_reason or "")
    return _Holder(household.id, household.village_code, household.group_name, None, reason)


def _priced(session: Session, basket: Basket, now: datetime) -> list[PricedLine]:
    texts = [line.goods for line in basket.lines]
    known = goods_by_any_code(session, texts, now)
    check_known(texts, known)
    return priced_lines(basket.lines, known)


def _chosen(
    session: Session, store_id: int, holder: _Holder, lines: Sequence[PricedLine], now: datetime
) -> list[Taken]:
    return choose_lots(
        session, store_id=store_id,
        lines=[(line.goods.goods_id, line.quantity) for line in lines],
        buyer=Buyer(holder.village_code, local(now).date(), holder.group_name),
        mark_downs=mark_downs(session),
    )  # fmt: skip


def _write(session: Session, row: dict[str, object]) -> int:
    redemption_id: int = session.connection().execute(_INSERT, row).scalar_one()
    return redemption_id


def _write_lines(
    session: Session,
    redemption_id: int,
    sold: Sequence[SoldLine],
    move_ids: Sequence[int],
) -> None:
    """One line for each lot that the basket came from."""
    fault_point("redeem.after_receipt")
    session.connection().execute(
        _INSERT_LINES,
        [
            {
                "redemption_id": redemption_id,
                "goods_id": line.goods.goods_id,
                "quantity": line.quantity,
                "price_points": line.price_points,
                "list_points": line.list_points,
                "move_id": move_id,
            }
            for line, move_id in zip(sold, move_ids, strict=True)
        ],
    )


def _write_proxy(
    session: Session, redemption_id: int, holder: _Holder, proxy: Proxy, *, reason: ProxyReason,
    actor: Actor,
) -> None:  # fmt: skip
    session.connection().execute(
        insert(ProxyCollection),
        {
            "redemption_id": redemption_id,
            "household_id": holder.household_id,
            "collector_id": proxy.collector_id,
            "reason": reason,
            "attested_by": actor.user_id,
        },
    )


def look_up_without_card(
    session: Session,
    actor: Actor,
    *,
    store_code: str,
    words: str,
    village_words: str,
    reason: str,
    now: datetime,
) -> Sequence[FoundHousehold]:
    """Find households that have no card at hand; each look-up is a line of the audit.

    :param words: the household's number, or its head's name when a village is named too.
    :raises UnknownPlace: a store that is missing or not the person's.
    :raises NoCardReasonMissing: no reason.
    """
    store = store_for(session, actor, Permission.REDEEM, store_code)
    said = check_no_card_reason(reason)
    found = find_without_card(session, actor, words, village_words)
    note(
        session, actor, "find_without_card", ("store", store.id), now=now,
        place_code=store.place_code, no_card_reason=said, households=[home.id for home in found],
    )  # fmt: skip
    return found
