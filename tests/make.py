"""Makes what a test stands on. Values that matter are written in the test, not left to these."""

from datetime import UTC, datetime
from itertools import count

from sqlalchemy.orm import Session

from app.ledger.actions import open_accounts, open_store_account
from app.ledger.corrections import MOST_POINTS, approve_correction, ask_correction
from app.ledger.models import Direction
from app.registry.accounts.actor import EVERYWHERE, Actor, Held
from app.registry.accounts.models import Grant, User
from app.registry.accounts.permissions import EXCLUSIVE_DUTY, Role
from app.registry.accounts.queries import console as built_in_console
from app.registry.households.models import Household
from app.registry.households.names import sort_key
from app.registry.places.models import Place, PlaceKind, Store, StoreKind

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
DISTRICT, TOWNSHIP = "371599", "371599115"
_counter = count(1)


def number() -> int:
    """A number that was not given out before in this run."""
    return next(_counter)


def district(session: Session) -> Place:
    """The district, with one township."""
    found = session.get(Place, DISTRICT)
    if found is None:
        found = Place(code=DISTRICT, name="聊城经济技术开发区", kind=PlaceKind.DISTRICT)
        session.add(found)
        session.flush()
        session.add(
            Place(code=TOWNSHIP, name="韩集镇", kind=PlaceKind.TOWNSHIP, parent_code=DISTRICT)
        )
        session.flush()
    return found


def village(session: Session, name: str = "") -> Place:
    """A new village of the township."""
    district(session)
    code = f"{TOWNSHIP}{number() % 1000:03d}"
    while session.get(Place, code) is not None:
        code = f"{TOWNSHIP}{number() % 1000:03d}"
    made = Place(
        code=code, name=name or f"第{code[-3:]}村", kind=PlaceKind.VILLAGE, parent_code=TOWNSHIP
    )
    session.add(made)
    session.flush()
    return made


def household(
    session: Session, *, village: Place, head: str = "张桂兰", cadre: str = "", balance: int = 0
) -> Household:
    """A registered household with its account; a balance is a correction by the console."""
    made = Household(
        number=f"{number():011d}",
        village_code=village.code,
        group_name="3组",
        head_name=head,
        sort_key=sort_key(head),
        size=3,
        cadre_name=cadre,
        registered_at=NOW,
    )
    session.add(made)
    session.flush()
    open_accounts(session)
    if balance:
        give_points(session, made, balance)
    return made


def households(session: Session, how_many: int, *, village: Place) -> list[Household]:
    """Several households of a village."""
    return [household(session, village=village, head=f"户主{n}") for n in range(how_many)]


def actor(session: Session, role: Role, at: Place | Store, *, name: str = "") -> Actor:
    """A new person with one role at a place or store."""
    username = f"user{number()}"
    person = User(
        username=username,
        name=name or username,
        duty=EXCLUSIVE_DUTY[role],
        created_at=NOW,
    )
    session.add(person)
    session.flush()
    whole = isinstance(at, Place) and at.kind is PlaceKind.DISTRICT
    place_code = EVERYWHERE if whole else at.code
    held = (
        Held(role, store_code=at.code)
        if isinstance(at, Store)
        else Held(role, place_code=place_code)
    )
    session.add(
        Grant(
            user_id=person.id,
            role=role,
            place_code=held.place_code,
            store_code=held.store_code,
            duty=EXCLUSIVE_DUTY[role],
        )
    )
    session.flush()
    return Actor(person.id, username, person.name, (held,))


def specialist(session: Session, village: Place) -> Actor:
    """A village specialist (专干)."""
    return actor(session, Role.VILLAGE_SPECIALIST, village, name="周明霞")


def committee(session: Session, village: Place) -> Actor:
    """Somebody of the village committee (村两委)."""
    return actor(session, Role.VILLAGE_COMMITTEE, village, name="马书记")


def township_officer(session: Session) -> Actor:
    """An officer of the township (镇)."""
    district(session)
    return actor(session, Role.TOWNSHIP, session.get_one(Place, TOWNSHIP), name="孙镇长")


def admin(session: Session) -> Actor:
    """Somebody of the district office."""
    return actor(session, Role.DISTRICT_ADMIN, district(session), name="孙立新")


def auditor(session: Session) -> Actor:
    """An auditor of the whole district."""
    return actor(session, Role.AUDITOR, district(session), name="审计员")


def console(session: Session) -> Actor:
    """The built-in user of the command line."""
    return built_in_console(session)


def store(session: Session, *, kind: StoreKind = StoreKind.FIXED, name: str = "韩集店") -> Store:
    """A store in the township, with the account its redemptions go to."""
    district(session)
    made = Store(code=f"S{number()}", name=name, kind=kind, place_code=TOWNSHIP)
    session.add(made)
    session.flush()
    open_store_account(session, made.id)
    return made


def clerk(session: Session, store: Store) -> Actor:
    """A clerk of a store."""
    return actor(session, Role.STORE_CLERK, store, name="赵玉芹")


def manager(session: Session, store: Store) -> Actor:
    """The manager of a store."""
    return actor(session, Role.STORE_MANAGER, store, name="钱店长")


def give_points(session: Session, household: Household, points: int) -> None:
    """Points on a household's account, through the ledger: a correction of two people."""
    first, second = admin(session), admin(session)
    for part in _parts(points):
        asked = ask_correction(
            session, first, household_id=household.id, points=part,
            direction=Direction.CREDIT, reason="测试起始积分", now=NOW,
        )  # fmt: skip
        approve_correction(session, second, correction_id=asked.id, now=NOW)


def _parts(points: int) -> list[int]:
    whole, rest = divmod(points, MOST_POINTS)
    return [MOST_POINTS] * whole + ([rest] if rest else [])
