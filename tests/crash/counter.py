"""A busy counter: what its people send, and what must stand in the books afterwards."""

from collections import Counter
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from sqlalchemy import func, select

from app.kernel.db import Database
from app.ledger.models import Account, Correction
from app.registry.accounts.actions import issue_token
from app.registry.accounts.actor import Actor
from app.registry.places.models import Store
from app.shop.redemptions.models import Redemption, RedemptionVoid
from app.shop.stock.models import Shelf, StockReceipt
from tests import make
from tests.crash.calls import Call
from tests.reconciling import disagreements

POINTS, RICE, PRICE = 2_000, 90_000, 1
HOUSEHOLDS = 8

SALE, VOID = ("redemptions", ""), ("redemptions", "void")
CORRECTION, APPROVAL = ("corrections", ""), ("corrections", "approve")
DELIVERY, WRITTEN_OFF = ("stock-receipts", ""), ("write-offs", "approve")


@dataclass(frozen=True)
class Desk:
    """The store's code, the households with their cards, and the token of each person."""

    store: str
    households: list[int]
    cards: list[str]
    clerk: str
    manager: str
    officer: str
    colleague: str


def desk(database: Database) -> Desk:
    """A practice district with a full shelf, and households that have points."""
    with database.write() as session:
        make.practice(session)
        village, store = make.village(session), make.store(session)
        homes = make.households(session, HOUSEHOLDS, village=village)
        for home in homes:
            make.give_points(session, home, POINTS)
        make.goods(session, price_points=PRICE)
        make.stock(session, store, RICE)
        cards = [make.card(session, home).code for home in homes]
        console = make.console(session)

        def token(person: Actor) -> str:
            return issue_token(session, console, username=person.username, now=make.NOW)

        return Desk(
            store.code, [home.id for home in homes], cards,
            token(make.clerk(session, store)), token(make.manager(session, store)),
            token(make.township_officer(session)), token(make.township_officer(session)),
        )  # fmt: skip


@dataclass
class Worker:
    """One who sends what comes up, seeded; `calls` is what he has sent so far."""

    desk: Desk
    chance: Random
    calls: list[Call] = field(default_factory=list)

    def next_call(self) -> Call:
        """A sale, most of the time; else a void, a delivery, a correction or its approval."""
        choices = [self._sale] * 6 + [self._void] * 2
        choices += [self._delivery, self._correction, self._approval]
        call = self.chance.choice(choices)() or self._sale()
        self.calls.append(call)
        return call

    def _uuid(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)

    def _sale(self) -> Call:
        lines = [{"goods": "rice", "quantity": self.chance.randrange(1, 4)}]
        body = {"store": self.desk.store, "card": self.chance.choice(self.desk.cards)}
        return Call(self.desk.clerk, "PUT", f"/redemptions/{self._uuid()}", body | {"lines": lines})

    def _delivery(self) -> Call:
        lines = [{"goods": "rice", "quantity": self.chance.randrange(1, 9)}]
        body = {"store": self.desk.store, "lines": lines}
        return Call(self.desk.manager, "PUT", f"/stock-receipts/{self._uuid()}", body)

    def _correction(self) -> Call:
        household = str(self.chance.choice(self.desk.households))
        body = {"household_id": household, "points": self.chance.randrange(1, 9)}
        body |= {"direction": "credit", "reason": "上月漏评"}
        return Call(self.desk.officer, "POST", "/corrections", body, self._uuid())

    def _void(self) -> Call | None:
        return self._follow("/redemptions/", "void", self.desk.clerk, {"reason": "拿错了"})

    def _approval(self) -> Call | None:
        return self._follow("/corrections", "approve", self.desk.colleague, None)

    def _follow(self, path: str, verb: str, token: str, body: object) -> Call | None:
        """The next step with something of one's own that has not had it yet."""
        followed = {call.path for call in self.calls}
        for call in self.calls:
            if call.acknowledged and call.path.startswith(path) and not call.path.endswith(verb):
                assert call.answer
                address = f"/{path.strip('/')}/{call.answer.said['id']}/{verb}"
                if address not in followed:
                    return Call(token, "POST", address, body, self._uuid())
        return None


@dataclass(frozen=True)
class Tally:
    """How many things there are, and what they add up to."""

    sales: int
    voids: int
    deliveries: int
    corrections: int
    points: int
    rice: int


def expected(calls: list[Call]) -> Tally:
    """What those who were answered believe; each request counts once, however often it was sent."""
    done = [call for call in calls if call.acknowledged]
    kinds = Counter(_kind(call) for call in done)
    first = {
        (_kind(call)[0], call.answer.said["id"]): call
        for call in done if call.answer and not _kind(call)[1]
    }  # fmt: skip

    def told(kind: tuple[str, str]) -> list[Call]:
        """Calls of a kind; for a step with something, the call that it came from."""
        mine = [call for call in done if _kind(call) == kind]
        return [first[kind[0], call.path.split("/")[2]] for call in mine] if kind[1] else mine

    spent, back, received, spoilt = (
        sum(_quantity(call) for call in told(kind)) for kind in (SALE, VOID, DELIVERY, WRITTEN_OFF)
    )
    given = sum(_points(call) for call in told(APPROVAL))
    return Tally(
        sales=kinds[SALE], voids=kinds[VOID], deliveries=kinds[DELIVERY],
        corrections=kinds[CORRECTION],
        points=HOUSEHOLDS * POINTS - PRICE * (spent - back) + given,
        rice=RICE - spent + back + received - spoilt,
    )  # fmt: skip


def found(database: Database, at: Desk) -> Tally:
    """What the books say, which must agree among themselves besides."""
    with database.read() as session:
        bad = disagreements(session)
        assert not bad, f"jifen verify found: {bad}"
        store = select(Store.id).where(Store.code == at.store).scalar_subquery()
        stocked = 1  # the delivery that the shelf was filled with
        given = HOUSEHOLDS * (POINTS // 1_000)  # the corrections that the points came from

        def count(model: type[Redemption | RedemptionVoid | StockReceipt | Correction]) -> int:
            return session.scalar(select(func.count()).select_from(model)) or 0

        points = session.scalar(
            select(func.sum(Account.balance)).where(Account.household_id.is_not(None))
        )
        rice = session.scalar(select(func.sum(Shelf.quantity)).where(Shelf.store_id == store))
        return Tally(
            count(Redemption), count(RedemptionVoid), count(StockReceipt) - stocked,
            count(Correction) - given, int(points or 0), int(rice or 0),
        )  # fmt: skip


def _kind(call: Call) -> tuple[str, str]:
    """The collection in its path, and the verb."""
    _, collection, *rest = call.path.split("/")
    return collection, rest[1] if len(rest) > 1 else ""


def _body(call: Call) -> dict[str, object]:
    assert isinstance(call.body, dict)
    return call.body


def _points(call: Call) -> int:
    return int(str(_body(call)["points"]))


def _quantity(call: Call) -> int:
    lines = _body(call)["lines"]
    assert isinstance(lines, list)
    return sum(int(line["quantity"]) for line in lines)
