"""A village, its store, and a device for each of the people who work there."""

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.registry.households.models import Household
from app.registry.places.models import Store
from tests import make
from tests.api.calling import Body, Device, Interface, token_of
from tests.told import told

VISITED_AT = "2026-11-18T09:30:00+08:00"


@dataclass(frozen=True)
class Town:
    """The village's code, its households' ids and numbers, the store's code, and the devices."""

    interface: Interface
    village: str
    households: list[str]
    numbers: list[str]
    store: str
    scorer: Device
    partner: Device
    committee: Device
    township: Device
    colleague: Device
    district: Device
    clerk: Device
    manager: Device
    auditor: Device

    def sheet(self, round_id: str, household: str, **more: object) -> Body:
        """What the scorer sends: full marks for a household."""
        return {
            "household_id": household, "round_id": round_id, "visited_at": VISITED_AT,
            "answers": make.answers(), **more,
        }  # fmt: skip

    def basket(self, card: str, **quantities: int) -> Body:
        """What a till sends: `basket(card, rice=1)`."""
        lines = [{"goods": code, "quantity": count} for code, count in quantities.items()]
        return {"store": self.store, "card": card, "lines": lines}


def town(interface: Interface, *, households: int = 3) -> Town:
    """A new village with so many households, and everybody who works for it."""
    new = told(interface.database, _village, households)
    devices = {job: interface.device(token) for job, token in new.tokens.items()}
    return Town(interface, new.village, new.households, new.numbers, new.store, **devices)


class _Village(NamedTuple):
    """What a town is made of, before anybody holds a device."""

    village: str
    households: list[str]
    numbers: list[str]
    store: str
    tokens: dict[str, str]


def _village(session: Session, households: int) -> _Village:
    make.scheme(session)
    village, store = make.village(session), make.store(session)
    homes = make.households(session, households, village=village)
    people = {
        "scorer": make.specialist(session, village),
        "partner": make.specialist(session, village),
        "committee": make.committee(session, village),
        "township": make.township_officer(session),
        "colleague": make.township_officer(session),
        "district": make.admin(session),
        "clerk": make.clerk(session, store),
        "manager": make.manager(session, store),
        "auditor": make.auditor(session),
    }
    return _Village(
        village.code,
        [str(home.id) for home in homes],
        [home.number for home in homes],
        store.code,
        {job: token_of(session, person) for job, person in people.items()},
    )


def shop(place: Town, *, rice: int, points: int = 500) -> str:
    """Give the first household points and put rice (130 each) on the shelf; its card's code."""
    with place.interface.database.write() as session:
        household = session.get_one(Household, int(place.households[0]))
        make.give_points(session, household, points)
        make.goods(session, code="rice", price_points=130)
        store = session.scalars(select(Store).where(Store.code == place.store)).one()
        make.stock(session, store, rice)
        return make.card(session, household).code


def standing(place: Town) -> tuple[int, int]:
    """The first household's points, and the bags of rice on the shelf."""
    household = place.district.get(f"/households/{place.households[0]}").get_json()
    stock = place.clerk.get("/stock", store=place.store).get_json()["items"]
    return household["balance_points"], stock[0]["quantity"]
