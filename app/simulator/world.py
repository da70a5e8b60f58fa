"""A tiny district to simulate in: two townships, three villages, eight households, two stores."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from stdnum.cn import ric

from app.kernel.errors import Conflict
from app.kernel.keyring import writing_keys
from app.kernel.secrets import KEY_BYTES, Keys, Secrets
from app.ledger.actions import open_accounts, open_store_account
from app.registry.accounts.actor import EVERYWHERE, Actor, Held
from app.registry.accounts.models import Grant, User
from app.registry.accounts.permissions import EXCLUSIVE_DUTY, STORE_ROLES, Role
from app.registry.accounts.queries import console
from app.registry.cards.actions import issue_card
from app.registry.households.models import Household, Member
from app.registry.households.names import sort_key
from app.registry.households.roster.results import RosterMember
from app.registry.households.sealing import member_row
from app.registry.places.models import Place, PlaceKind, Store, StoreKind
from app.scoring.schemes.actions import publish_scheme
from app.shop.goods.actions import put_goods
from app.shop.stock.actions import receive_stock
from app.shop.stock.rules import StockLine
from app.simulator.model.points import COUNTED, FINDINGS, GRADED, GRADES, MONTH_CAP, YES_NO
from app.simulator.model.shelves import new_lot, put
from app.simulator.model.state import Home, Model, Person

BEGINS: Final = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
DISTRICT: Final = "990000"
TOWNSHIPS: Final = ("990000101", "990000102")
VILLAGES: Final = ("990000101001", "990000101002", "990000102001")
HOMES: Final = (3, 3, 2)  # in each village
STORES: Final = {"SA": TOWNSHIPS[0], "SB": TOWNSHIPS[1]}
PRICES: Final = {"salt": 2, "soap": 3, "towel": 7, "rice": 13}
BY_DAY: Final = {"salt": None, "soap": None, "towel": None, "rice": 25}  # good for so many days
FIRST_STOCK: Final = 40
STAFF: Final[tuple[tuple[str, tuple[tuple[Role, str], ...]], ...]] = (
    *((f"specialist{n}", ((Role.VILLAGE_SPECIALIST, code),)) for n, code in enumerate(VILLAGES)),
    *((f"committee{n}", ((Role.VILLAGE_COMMITTEE, code),)) for n, code in enumerate(VILLAGES)),
    *((f"township{n}", ((Role.TOWNSHIP, code),)) for n, code in enumerate(TOWNSHIPS)),
    ("township9", ((Role.TOWNSHIP, TOWNSHIPS[0]),)),
    # Every duty but the till in one hand: what four eyes must see is refused to him alone.
    (
        "everything",
        (
            (Role.VILLAGE_SPECIALIST, VILLAGES[0]),
            (Role.VILLAGE_COMMITTEE, VILLAGES[0]),
            (Role.TOWNSHIP, TOWNSHIPS[0]),
        ),
    ),
    *((f"clerk{code}", ((Role.STORE_CLERK, code),)) for code in STORES),
    *((f"manager{code}", ((Role.STORE_MANAGER, code),)) for code in STORES),
    ("district0", ((Role.DISTRICT_ADMIN, EVERYWHERE),)),
    ("district1", ((Role.DISTRICT_ADMIN, EVERYWHERE),)),
    ("auditor", ((Role.AUDITOR, EVERYWHERE),)),
)


class ScratchHoldsRows(Conflict):
    """The simulator works in an empty database only, and this one is none."""

    code = "scratch_holds_rows"


def secrets_of_nobody() -> Secrets:
    """Keys for people who do not exist."""
    return Secrets(Path(), Keys(b"s" * KEY_BYTES, b"i" * KEY_BYTES))


def make_world(session: Session) -> tuple[Model, dict[str, Actor]]:
    """Make the district, and the model of it; answers with the people who act.

    :raises ScratchHoldsRows: something stands in the database.
    """
    if session.scalar(select(Place.code).limit(1)) is not None:
        raise ScratchHoldsRows
    _places(session)
    actors = {name: _hired(session, name, grants) for name, grants in STAFF}
    people = {name: _person(actor) for name, actor in actors.items()}
    model = Model(BEGINS, people, dict(STORES), VILLAGES, dict(PRICES))
    _stores(session)
    office = console(session)
    publish_scheme(session, office, scorecard(), now=BEGINS)
    _goods(session, office)
    _households(session, model, actors["district0"])
    _shelves(session, model, actors["district0"])
    return model, actors


def scorecard() -> dict[str, Any]:
    """The scorecard that the model adds up by itself."""
    items = (
        [{"code": code, "name": code, "points": points} for code, points in GRADED.items()]
        + [
            {"code": code, "name": code, "kind": "findings", "each": each, "points": most}
            for code, (each, most) in FINDINGS.items()
        ]
        + [
            {"code": code, "name": code, "kind": "count", "each": each, "points": most}
            for code, (each, most) in COUNTED.items()
        ]
        + [
            {"code": code, "name": code, "kind": "yes_no", "points": points}
            for code, points in YES_NO.items()
        ]
    )
    category = {"code": "A", "name": "A", "items": items}
    return {
        "name": "simulated", "starts": "2025-01", "month_cap": MONTH_CAP,
        "grades": dict(GRADES), "categories": [category],
    }  # fmt: skip


def id_number_of(number: int) -> str:
    """An ID number that fits its check digit and belongs to nobody: the county does not exist."""
    digits = f"990000{date(1950, 1, 1) + timedelta(days=number):%Y%m%d}001"
    return digits + ric.calc_check_digit(digits + "0")


def _places(session: Session) -> None:
    session.add(Place(code=DISTRICT, name="模拟区", kind=PlaceKind.DISTRICT))
    session.flush()
    for kind, codes in ((PlaceKind.TOWNSHIP, TOWNSHIPS), (PlaceKind.VILLAGE, VILLAGES)):
        for code in codes:
            above = DISTRICT if kind is PlaceKind.TOWNSHIP else code[:9]
            session.add(Place(code=code, name=code, kind=kind, parent_code=above))
        session.flush()


def _hired(session: Session, username: str, grants: Sequence[tuple[Role, str]]) -> Actor:
    duty = next((EXCLUSIVE_DUTY[role] for role, _ in grants if EXCLUSIVE_DUTY[role]), None)
    user = User(username=username, name=username, duty=duty, created_at=BEGINS)
    session.add(user)
    session.flush()
    held = tuple(
        Held(role, store_code=at) if role in STORE_ROLES else Held(role, place_code=at)
        for role, at in grants
    )
    session.add_all(
        Grant(
            user_id=user.id, role=each.role, place_code=each.place_code,
            store_code=each.store_code, duty=EXCLUSIVE_DUTY[each.role],
        )
        for each in held
    )  # fmt: skip
    session.flush()
    return Actor(user.id, username, username, held)


def _person(actor: Actor) -> Person:
    grants = tuple(
        (held.role.value, held.store_code or held.place_code or EVERYWHERE) for held in actor.grants
    )
    return Person(actor.username, actor.user_id, actor.name, grants)


def _stores(session: Session) -> None:
    for code, place in STORES.items():
        store = Store(code=code, name=code, kind=StoreKind.FIXED, place_code=place)
        session.add(store)
        session.flush()
        open_store_account(session, store.id)


def _goods(session: Session, office: Actor) -> None:
    for code, price in PRICES.items():
        put_goods(
            session, office, code=code, name=code, unit="件", barcode="", price_points=price,
            now=BEGINS - timedelta(days=1), picture="g-rice",
        )  # fmt: skip


def _households(session: Session, model: Model, office: Actor) -> None:
    keys = writing_keys(session, secrets_of_nobody())
    for village, count in zip(VILLAGES, HOMES, strict=True):
        for _ in range(count):
            number = drawn_number(model)
            home = Household(
                number=number, village_code=village, group_name="", head_name=f"户{number}",
                sort_key=sort_key(f"户{number}"), size=3, cadre_name="", registered_at=BEGINS,
            )  # fmt: skip
            session.add(home)
            session.flush()
            members = [_member(session, model, home.id, keys, head=n == 0) for n in range(3)]
            model.homes[home.id] = Home(home.id, number, village, members[0], members)
    open_accounts(session)
    for each in model.homes.values():
        each.card = issue_card(session, office, each.id, now=BEGINS).code


def _member(session: Session, model: Model, home_id: int, keys: Keys, *, head: bool) -> int:
    number = drawn_number(model)
    person = RosterMember(
        f"人{number}", "户主" if head else "", id_number_of(int(number)), "", head
    )
    row = Member(**member_row(home_id, person, keys))
    session.add(row)
    session.flush()
    return row.id


def drawn_number(model: Model) -> str:
    """A number that nothing in this world has had yet."""
    model.drawn_numbers += 1
    return f"{model.drawn_numbers:06d}"


def _shelves(session: Session, model: Model, office: Actor) -> None:
    for store in STORES:
        lines = [StockLine(code, FIRST_STOCK, use_by_of(model, code)) for code in PRICES]
        uuid = UUID(int=list(STORES).index(store) + 1)
        receive_stock(session, office, uuid=uuid, store_code=store, lines=lines, now=BEGINS)
        for line in lines:
            lot = new_lot(model, (line.goods, line.use_by))
            put(model, store, lot, line.quantity, kind="receive", who=office.username)


def use_by_of(model: Model, goods: str) -> date | None:
    """The last day of goods that come today."""
    days = BY_DAY[goods]
    return None if days is None else model.today() + timedelta(days=days)
