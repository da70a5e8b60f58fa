"""Makes what a test stands on. Values that matter are written in the test, not left to these."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, literal, select
from sqlalchemy.orm import Session

from app.demo.files import bytes_of
from app.kernel.installation import Installation
from app.kernel.period import Period
from app.kernel.types import PeriodColumn
from app.ledger.actions import Earned, award, open_accounts, open_store_account
from app.ledger.corrections import MOST_POINTS, approve_correction, ask_correction
from app.ledger.models import Direction
from app.registry.accounts.actor import EVERYWHERE, Actor, Held
from app.registry.accounts.models import Grant, User
from app.registry.accounts.passwords import digest_of
from app.registry.accounts.permissions import EXCLUSIVE_DUTY, Role
from app.registry.accounts.queries import console as built_in_console
from app.registry.accounts.second_step_models import Authenticator
from app.registry.accounts.sign_in_models import Browser, SignIn
from app.registry.accounts.sign_in_rules import OFFICE_ROLES
from app.registry.cards.actions import issue_card
from app.registry.cards.models import Card
from app.registry.households.models import Household
from app.registry.households.names import sort_key
from app.registry.places.models import Place, PlaceKind, Store, StoreKind
from app.scoring.rounds.burden import Burden
from app.scoring.rounds.certify import certify_round, submit_round
from app.scoring.rounds.found import Found
from app.scoring.rounds.late import propose_late_sheet
from app.scoring.rounds.late_models import LateSheet
from app.scoring.rounds.mine import current_sheet
from app.scoring.rounds.models import Round, Sheet
from app.scoring.rounds.open import open_rounds
from app.scoring.rounds.publicise import publicise_round
from app.scoring.rounds.record import FilledSheet, record_sheet
from app.scoring.rounds.settle import settle_round
from app.scoring.schemes.actions import publish_scheme, read_toml
from app.scoring.schemes.models import SchemeVersion
from app.scoring.visits.rules import NOTHING, Evidence, Photo
from app.scoring.visits.uploads import upload_picture
from app.shop.goods.actions import put_goods
from app.shop.redemptions.rules import Basket, BasketLine
from app.shop.stock.actions import receive_stock
from app.shop.stock.rules import StockLine

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
LATER = datetime(2999, 1, 1, tzinfo=UTC)
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


def township(session: Session) -> Place:
    """The township of all villages that are made here."""
    district(session)
    return session.get_one(Place, TOWNSHIP)


def village(session: Session, name: str = "") -> Place:
    """A new village of the township."""
    district(session)
    code = _village_code()
    while session.get(Place, code) is not None:
        code = _village_code()
    made = Place(
        code=code, name=name or f"第{code[-3:]}村", kind=PlaceKind.VILLAGE, parent_code=TOWNSHIP
    )
    session.add(made)
    session.flush()
    return made


def _village_code() -> str:
    """The code of a village; 999 is no village, for tests that look for none."""
    return f"{TOWNSHIP}{number() % 999:03d}"


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
    sign_in(session, person.id)
    if role in OFFICE_ROLES:
        _enrol(session, person.id)
    return Actor(person.id, username, person.name, (held,))


def sign_in(session: Session, user_id: int) -> None:
    """Let somebody be signed in in a browser that has `sign_in_secret` in its cookie.

    It began in a time to come, so that it is never over, whatever clock a test goes by.
    """
    digest = digest_of(sign_in_secret(user_id))
    session.add(
        SignIn(user_id=user_id, digest=digest, browser=Browser.OTHER, began_at=LATER, seen_at=LATER)
    )
    session.flush()


def _enrol(session: Session, user_id: int) -> None:
    """A phone for the second step: whoever works in an office has one. Nobody knows its secret."""
    session.add(Authenticator(user_id=user_id, secret_sealed=b"", made_at=NOW, confirmed_at=NOW))
    session.flush()


def lose_phone(session: Session, person: Actor) -> None:
    """Take somebody's second step away again."""
    session.execute(delete(Authenticator).where(Authenticator.user_id == person.user_id))


def sign_in_secret(user_id: int) -> str:
    """What stands in the cookie of somebody's browser."""
    return f"sign-in-of-{user_id}"


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


def gift(session: Session, household: Household, points: int, *, ends: date) -> None:
    """Points that can be spent until the end of a day, whatever they were earned by."""
    rows = select(
        literal(number()).label("source_id"),
        Household.id.label("household_id"),
        literal(points).label("points"),
        literal(Period.of(NOW), PeriodColumn).label("period"),
    ).where(Household.id == household.id)
    giver = console(session).user_id
    award(session, Earned("gift", rows), expires_on=ends, actor_id=giver, now=NOW)


def _parts(points: int) -> list[int]:
    whole, rest = divmod(points, MOST_POINTS)
    return [MOST_POINTS] * whole + ([rest] if rest else [])


def practice(session: Session) -> None:
    """Mark the database as practice, as `jifen db upgrade --practice` does."""
    session.add(Installation(practice=True, made_at=NOW))
    session.flush()


def scheme(session: Session, definition: Mapping[str, Any] | None = None) -> SchemeVersion:
    """The scorecard of the demo; or this one, which holds for rounds from its first month on."""
    told = definition or read_toml(bytes_of("scheme.toml"))
    return publish_scheme(session, console(session), told, now=NOW)


def answers(grade: str = "excellent", **others: str) -> dict[str, str]:
    """Fourteen answers, all the same but those named: `answers(B1="good")`."""
    codes = ("A1", "A2", "A3", "B1", "B2", "B3", "B4", "C1", "C2", "C3", "D1", "D2", "E1", "E2")
    return {code: others.get(code, grade) for code in codes}


def open_round(
    session: Session, village: Place, *, period: str = "2026-11", notice_days: int = 7
) -> Round:
    """A village's month, open for scoring."""
    scheme(session)
    opened = open_rounds(
        session, admin(session), period=Period.parse(period), now=NOW,
        village_codes=[village.code], notice_days=notice_days,
    )  # fmt: skip
    return opened.rounds[0]


def photo(session: Session, by: Actor, item: str = "") -> Photo:
    """A photo of an item that somebody has sent; its file is not there."""
    name = f"{number():064x}"
    upload_picture(session, by, name, now=NOW)
    return Photo(name, item)


def sheet(
    session: Session,
    round_: Round,
    household: Household,
    *,
    by: Actor | None = None,
    answers_: dict[str, str] | None = None,
    burden: Burden | None = None,
    evidence: Evidence = NOTHING,
) -> Sheet:
    """A recorded sheet, full marks unless told otherwise."""
    scorer = by or specialist(session, session.get_one(Place, round_.village_code))
    filled = FilledSheet(
        uuid=uuid4(),
        found=Found(
            round_id=round_.id,
            household_id=household.id,
            visited_at=max(round_.period.starts_at, NOW - timedelta(days=2))
            if round_.period == Period.of(NOW)
            else round_.period.starts_at,
            answers=answers_ or answers(),
            evidence=evidence,
        ),
        burden=burden,
    )
    return record_sheet(session, scorer, filled, now=NOW)


def late_sheet(
    session: Session,
    round_: Round,
    household: Household,
    *,
    by: Actor | None = None,
    answers_: dict[str, str] | None = None,
    evidence: Evidence = NOTHING,
) -> LateSheet:
    """A sheet proposed after the month was closed, full marks unless told otherwise."""
    found = Found(
        round_id=round_.id,
        household_id=household.id,
        visited_at=round_.period.starts_at,
        answers=answers_ or answers(),
        evidence=evidence,
    )
    scorer = by or specialist(session, session.get_one(Place, round_.village_code))
    return propose_late_sheet(
        session, scorer, found, why="纸质评分表漏录了", now=NOW + timedelta(days=9)
    )


def submitted_round(session: Session, village: Place, *scored: Household) -> Round:
    """A month whose households all have full marks, submitted by the village."""
    round_ = open_round(session, village)
    for one in scored:
        sheet(session, round_, one)
    return submit_round(session, committee(session, village), round_id=round_.id, now=NOW)


def certified_round(session: Session, village: Place, *scored: Household) -> Round:
    """A month that the township has certified."""
    round_ = submitted_round(session, village, *scored)
    return certify_round(session, township_officer(session), round_id=round_.id, now=NOW)


def publicised_round(session: Session, village: Place, *scored: Household) -> Round:
    """A month on the wall; it closes seven days after `NOW`."""
    round_ = certified_round(session, village, *scored)
    return publicise_round(session, committee(session, village), round_id=round_.id, now=NOW)


def settled_round(session: Session, village: Place, *scored: Household) -> Round:
    """A month whose notice has ended and whose points are credited."""
    round_ = publicised_round(session, village, *scored)
    return settle_round(
        session, township_officer(session), round_id=round_.id, now=NOW + timedelta(days=8)
    )


def live_sheet(session: Session, round_: Round, household: Household) -> Sheet:
    """The sheet of a household that counts in a month."""
    found = current_sheet(session, household.id, round_.id)
    assert found is not None, "the household was scored"
    return found


def goods(
    session: Session,
    *,
    code: str = "rice",
    name: str = "大米 5 kg",
    price_points: int = 130,
    barcode: str = "",
) -> str:
    """One kind of goods on the price list; answers its code."""
    put_goods(
        session, console(session), code=code, name=name, unit="袋", barcode=barcode,
        price_points=price_points, now=NOW - timedelta(days=30), picture="g-rice",
    )  # fmt: skip
    return code


def stock(session: Session, store: Store, quantity: int, *, code: str = "rice") -> None:
    """So many of some goods on a store's shelf, by a delivery."""
    receive_stock(
        session, console(session), uuid=uuid4(), store_code=store.code,
        lines=[StockLine(code, quantity)], now=NOW,
    )  # fmt: skip


def card(session: Session, household: Household) -> Card:
    """A household's card."""
    return issue_card(session, admin(session), household.id, now=NOW)


def basket(store: Store, card: Card, **lines: int) -> Basket:
    """What a till sends: `basket(store, card, rice=1)`."""
    wanted = [BasketLine(code, quantity) for code, quantity in lines.items()]
    return Basket(uuid4(), store.code, wanted, card=card.code)
