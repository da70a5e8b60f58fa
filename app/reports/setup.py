"""How far a district is set up, from its villages to its first month; one statement."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from app.registry.accounts.actions import CONSOLE_USERNAME
from app.registry.accounts.models import User
from app.registry.cards.models import Card, CardState
from app.registry.households.models import Household
from app.registry.households.queries import registered
from app.registry.households.serving import is_assigned
from app.registry.places.models import Place, PlaceKind, Store
from app.scoring.rounds.models import Round
from app.scoring.schemes.models import SchemeVersion
from app.shop.goods.models import Goods
from app.shop.stock.models import Shelf


@dataclass(frozen=True)
class SetUp:
    """What there is of everything that a month needs."""

    townships: int
    villages: int
    stores: int
    people: int
    schemes: int
    households: int
    served: int
    cards: int
    goods: int
    filled_shelves: int
    rounds: int


def set_up(session: Session) -> SetUp:
    """The counts of the whole district."""
    counts = (
        _count(Place, Place.kind == PlaceKind.TOWNSHIP),
        _count(Place, Place.kind == PlaceKind.VILLAGE),
        _count(Store),
        _count(User, User.username != CONSOLE_USERNAME, User.active.is_(True)),
        _count(SchemeVersion),
        _count(Household, registered()),
        _count(Household, registered(), or_(Household.cadre_name != "", is_assigned())),
        _count(Card, Card.state == CardState.ACTIVE),
        _count(Goods),
        _count(Shelf, Shelf.quantity > 0),
        _count(Round),
    )
    row = session.execute(select(*(count.scalar_subquery() for count in counts))).one()
    return SetUp(*row)


def _count(table: type, *which: ColumnElement[bool]) -> Select[int]:
    return select(func.count()).select_from(table).where(*which)
