"""A store with goods, its people, and a household with a card: what the store's pages show."""

from dataclasses import dataclass
from uuid import uuid4

from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.kernel.db import Database
from app.ledger.queries import balance_of
from app.registry.accounts.actor import Actor
from app.registry.households.models import Household
from app.registry.places.models import Store
from app.shop.stock.queries import stock_of
from tests import make
from tests.web.browsing import TOKEN, signed_in

PRICES = {"flour": ("面粉 5 kg", 110), "powder": ("洗衣粉 1.5 kg", 60), "dish": ("洗洁精", 30),
          "paste": ("牙膏", 25), "soap": ("香皂", 15)}  # fmt: skip


@dataclass(frozen=True)
class Stall:
    """A store of the tests, by what does not change when its unit ends."""

    store_id: int
    code: str
    clerk: Actor
    manager: Actor
    household_id: int
    household_number: str
    card: str

    @property
    def till(self) -> str:
        """The till with the household's card found."""
        return f"/store/{self.code}/till?card={self.card}"


def stall(session: Session, *, balance: int = 186, quantity: int = 20) -> Stall:
    """A store with so many of each of five goods, and a household with a card."""
    store = stocked(session, quantity)
    home = household(session, balance)
    card = make.card(session, home)
    return Stall(
        store.id, store.code, make.clerk(session, store), make.manager(session, store),
        home.id, home.number, card.number,
    )  # fmt: skip


def stocked(session: Session, quantity: int, name: str = "韩集店") -> Store:
    """A store with so many of each of the goods."""
    store = make.store(session, name=name)
    for code, (words, points) in PRICES.items():
        make.goods(session, code=code, name=words, price_points=points)
        if quantity:
            make.stock(session, store, quantity, code=code)
    return store


def household(session: Session, balance: int, head: str = "张桂兰") -> Household:
    """A household of a village of its own."""
    village = make.village(session, "古漯河新村")
    return make.household(session, village=village, head=head, balance=balance)


def opened(client: FlaskClient, place: Stall, *lines: str, **pressed: str) -> TestResponse:
    """The till with a basket of "code:quantity", after a press or a scan."""
    entered = {"card": place.card, "basket": list(lines)} | pressed
    return client.get(f"/store/{place.code}/till", query_string=entered)


def confirm(client: FlaskClient, place: Stall, *lines: str, **fields: object) -> TestResponse:
    """Press 确认兑换 on a basket of "code:quantity", as the page that shows it would."""
    page = client.get(place.till)
    token = TOKEN.search(client.get("/me").get_data(as_text=True))
    assert page.status_code == 200, page.text
    assert token, "the person's own page has a form"
    shown = sum(PRICES[line.split(":")[0]][1] * int(line.split(":")[1]) for line in lines)
    entered = {
        "card": place.card, "basket": list(lines), "shown": shown, "request_id": str(uuid4()),
        "csrf_token": token[1],
    }  # fmt: skip
    return client.post(f"/store/{place.code}/till", data=entered | fields)


def sold(client: FlaskClient, place: Stall, *lines: str) -> str:
    """A sale by the clerk; answers the address of its slip."""
    answer = confirm(signed_in(client, place.clerk), place, *lines)
    assert answer.status_code == 303, answer.text
    return answer.location


def left(database: Database, place: Stall) -> tuple[int, int]:
    """The household's points, and how many of all goods stand in the store."""
    with database.read() as session:
        quantities = [item.quantity for item in stock_of(session, place.store_id, make.NOW)]
        return balance_of(session, place.household_id), sum(quantities)
