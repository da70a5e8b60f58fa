"""A store with many households in front of it: what the redemption figures stand on."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from sqlalchemy import insert, literal, select
from sqlalchemy.orm import Session

from app.kernel.db import Database
from app.kernel.period import Period
from app.kernel.types import PeriodColumn
from app.ledger.actions import Earned, award, open_accounts
from app.registry.accounts.actions import issue_token
from app.registry.accounts.actor import Actor
from app.registry.accounts.models import User
from app.registry.cards.actions import issue_village_cards
from app.registry.cards.models import Card
from app.registry.households.models import Household
from tests import make

STOCK = 90_000
BALANCE = 500
NAMESPACE = UUID("9c3e2b6e-3b1d-4a59-8f55-0f6f6d9c2b10")
GOODS = (("salt", 10), ("soap", 15), ("towel", 30))
BARCODES = {"salt": "2000001000014", "soap": "2000001000021", "towel": "2000001000038"}


@dataclass(frozen=True)
class Counter:
    """Who sells, in which store, to which cards."""

    clerk: Actor
    token: str
    store_code: str
    cards: list[str]

    def body(self, place: int) -> dict[str, object]:
        """The basket of the household at a place: three kinds of goods, 70 points."""
        lines = [{"goods": code, "quantity": 1 + (code == "soap")} for code, _ in GOODS]
        return {"store": self.store_code, "card": self.cards[place], "lines": lines}


def request_id(place: int) -> UUID:
    """The id of the request at a place."""
    return uuid5(NAMESPACE, str(place))


def prepare(database: Database, households: int) -> Counter:
    """A district with so many households, each with a card and points, and full shelves."""
    with database.write() as session:
        village = make.village(session)
        store = make.store(session)
        for code, price in GOODS:
            make.goods(session, code=code, name=code, price_points=price, barcode=BARCODES[code])
            make.stock(session, store, STOCK, code=code)
        session.execute(
            insert(Household),
            [
                {
                    "number": f"9{number:010d}", "village_code": village.code,
                    "head_name": "张桂兰", "sort_key": "zhang", "size": 3,
                    "registered_at": make.NOW,
                }
                for number in range(households)
            ],
        )  # fmt: skip
        open_accounts(session)
        _give_points(session)
        issue_village_cards(session, make.admin(session), village.code, now=make.NOW)
        clerk = make.clerk(session, store)
        username = session.scalars(select(User.username).where(User.id == clerk.user_id)).one()
        token = issue_token(session, make.admin(session), username=username, now=make.NOW)
        cards = list(session.scalars(select(Card.code).order_by(Card.id)))
        return Counter(clerk, token, store.code, cards)


def _give_points(session: Session) -> None:
    """Points for everybody, by one award as a settlement writes it."""
    earned = select(
        Household.id.label("source_id"),
        Household.id.label("household_id"),
        literal(BALANCE).label("points"),
        literal(Period.of(make.NOW), PeriodColumn()).label("period"),
    )
    console = make.console(session)
    award(
        session, Earned("benchmark", earned), expires_on=None, actor_id=console.user_id,
        now=make.NOW,
    )  # fmt: skip
