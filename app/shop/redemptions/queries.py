"""Receipts, and finding a household that has no card at hand."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from app.ledger.models import Account
from app.registry.accounts.actor import Actor
from app.registry.accounts.models import User
from app.registry.accounts.permissions import Permission
from app.registry.households.models import Household
from app.registry.households.queries import registered, within_reach
from app.registry.places.models import Place, Store
from app.registry.places.queries import UnknownPlace, reaches_store, stores_in_reach
from app.shop.goods.models import Goods
from app.shop.redemptions.collectors import proxy_of
from app.shop.redemptions.models import (
    Collector,
    ProxyCollection,
    Redemption,
    RedemptionLine,
    RedemptionVoid,
)
from app.shop.redemptions.returned import ReturnSlip, returns_of
from app.shop.redemptions.rules import RedemptionNotFound, receipt_no

MOST_FOUND = 20
PAGE = 100


@dataclass(frozen=True)
class Till:
    """A store as the till needs it."""

    id: int
    place_code: str
    account_id: int


@dataclass(frozen=True)
class ReceiptLine:
    """One line of a receipt."""

    goods_code: str
    name: str
    unit: str
    picture: str
    quantity: int
    price_points: int
    list_points: int | None = None  # what the price list said, if it was marked down

    @property
    def points(self) -> int:
        """What the line cost."""
        return self.quantity * self.price_points


@dataclass(frozen=True)
class Receipt:
    """A redemption as it stands on the slip."""

    redemption: Redemption
    store: Store
    household: Household
    village_name: str
    clerk: str
    lines: Sequence[ReceiptLine]
    void: RedemptionVoid | None
    returns: Sequence[ReturnSlip] = ()
    proxy: tuple[ProxyCollection, Collector] | None = None

    @property
    def points_returned(self) -> int:
        """What came back for parts of it."""
        return sum(one.points for one in self.returns)

    @property
    def number(self) -> str:
        """The receipt's number."""
        return receipt_no(self.store.code, self.redemption.id)

    @property
    def balance_before(self) -> int:
        """Points before this redemption."""
        return self.redemption.balance_after + self.redemption.points


@dataclass(frozen=True)
class FoundHousehold:
    """A household at the till, found by its card or without one."""

    id: int
    number: str
    head_name: str
    village_code: str
    village_name: str
    group_name: str
    balance_points: int


_FOUND = (
    select(
        Household.id, Household.number, Household.head_name, Place.code, Place.name,
        Household.group_name, func.coalesce(Account.balance, 0),
    )
    .join(Place, Place.code == Household.village_code)
    .outerjoin(Account, Account.household_id == Household.id)
)  # fmt: skip


_TILL = (
    select(Store.id, Store.code, Store.place_code, Account.id)
    .join(Account, Account.store_id == Store.id)
    .where(Store.code == bindparam("till_code"))
)


def till_at(session: Session, actor: Actor, store_code: str) -> Till:
    """The store a person redeems in, with its account; the till's hot path, one statement.

    :raises UnknownPlace: missing, or not the person's.
    """
    row = session.connection().execute(_TILL, {"till_code": store_code}).one_or_none()
    if row is None or not reaches_store(actor, Permission.REDEEM, row[1], row[2]):
        raise UnknownPlace(code=store_code[:32])
    return Till(row[0], row[2], row[3])


def redemption_for(
    session: Session, actor: Actor, permission: Permission, redemption_id: int, *, lock: bool
) -> tuple[Redemption, Store]:
    """A redemption and its store, if the person may do this there.

    :raises RedemptionNotFound: missing, or out of reach.
    """
    wanted = (
        select(Redemption, Store)
        .join(Store, Store.id == Redemption.store_id)
        .where(Redemption.id == redemption_id)
    )
    if lock:
        wanted = wanted.with_for_update(of=Redemption)
    row = session.execute(wanted).one_or_none()
    reachable = {store.id for store in stores_in_reach(session, actor, permission)}
    if row is None or row[1].id not in reachable:
        raise RedemptionNotFound
    return row[0], row[1]


def receipt_for(session: Session, actor: Actor, redemption_id: int) -> Receipt:
    """A whole receipt.

    :raises RedemptionNotFound: missing, or of a store that is not the person's.
    """
    redemption, store = redemption_for(
        session, actor, Permission.VIEW_REDEMPTIONS, redemption_id, lock=False
    )
    household, village_name, clerk = session.execute(
        select(Household, Place.name, User.name)
        .join(Place, Place.code == Household.village_code)
        .join(User, User.id == redemption.clerk_id)
        .where(Household.id == redemption.household_id)
    ).one()
    lines = session.execute(
        select(
            Goods.code, Goods.name, Goods.unit, Goods.picture, func.sum(RedemptionLine.quantity),
            RedemptionLine.price_points, RedemptionLine.list_points,
        )
        .join(Goods, Goods.id == RedemptionLine.goods_id)
        .where(RedemptionLine.redemption_id == redemption.id)
        .group_by(Goods.id, RedemptionLine.price_points, RedemptionLine.list_points)
        .order_by(Goods.position, Goods.id, RedemptionLine.price_points)
    ).all()  # fmt: skip
    return Receipt(
        redemption, store, household, village_name, clerk,
        [ReceiptLine(*line) for line in lines],
        session.get(RedemptionVoid, redemption.id),
        returns_of(session, redemption.id),
        proxy_of(session, redemption.id),
    )  # fmt: skip


def found_household(session: Session, household_id: int) -> FoundHousehold:
    """The household of a card that was found, as the till shows it; the caller has the card."""
    row = session.execute(_FOUND.where(Household.id == household_id)).one()
    return FoundHousehold(*row)


def find_without_card(
    session: Session, actor: Actor, words: str, village_words: str = ""
) -> Sequence[FoundHousehold]:
    """Households by number, or by the head's name in a village, for a clerk without a card.

    A name alone finds nothing: the clerk names the village too, so that nobody leafs through.
    """
    said, village = words.strip(), village_words.strip()
    by_name = and_(Household.head_name == said, Place.name.contains(village, autoescape=True))
    condition = or_(Household.number == said, by_name) if village else Household.number == said
    rows = session.execute(
        _FOUND.where(condition, registered(), within_reach(actor, Permission.LOOK_UP_CARD))
        .order_by(Household.number)
        .limit(MOST_FOUND)
    ).all()
    return [FoundHousehold(*row) for row in rows]


def redemptions_of_household(
    session: Session, household_id: int, *, limit: int = PAGE
) -> dict[int, str]:
    """What a household took home, in words, by redemption: for its statement."""
    rows = session.execute(
        select(
            RedemptionLine.redemption_id,
            Goods.name,
            func.sum(RedemptionLine.quantity).label("quantity"),
        )
        .join(Redemption, Redemption.id == RedemptionLine.redemption_id)
        .join(Goods, Goods.id == RedemptionLine.goods_id)
        .where(Redemption.household_id == household_id)
        .group_by(Redemption.id, RedemptionLine.redemption_id, Goods.id)
        .order_by(Redemption.id.desc(), Goods.position)
        .limit(limit * 4)
    ).all()
    said: dict[int, str] = {}
    for row in rows:
        part = row.name if row.quantity == 1 else f"{row.name}×{row.quantity}"
        before = said.get(row.redemption_id)
        said[row.redemption_id] = f"{before}、{part}" if before else part
    return said
