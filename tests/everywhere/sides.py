"""A small district with two towns of the same shape, and somebody with each role in each of them.

Whatever stands in an address has a value of one's own town and one of the other.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from uuid import uuid4

from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.door.context import acts
from app.kernel.db import Database
from app.kernel.secrets import Secrets
from app.privacy.export_models import PersonExport
from app.registry.accounts.actions import issue_token
from app.registry.accounts.actor import Actor
from app.registry.accounts.models import Grant
from app.registry.accounts.permissions import STORE_ROLES, Role
from app.registry.accounts.sign_in_models import SignIn
from app.registry.cards.models import Card
from app.registry.households.models import Household, Member
from app.registry.places.models import Place, PlaceKind, Store
from app.scoring.questionnaires.models import QuestionnaireVersion
from app.scoring.rounds.models import Round
from app.shop.redemptions.models import Collector
from app.web.kept_files import keep_content
from tests import house, make
from tests.districts import Spot, Town
from tests.everywhere.addresses import ROLES, Address
from tests.everywhere.canaries import planted
from tests.kernel.test_pictures import photo
from tests.make import NOW
from tests.web.browsing import TOKEN, signed_in

THERE: Final = Spot("371599120", "371599120001", "S2", "00000000002", 1)
OWN_WORD, OTHER_WORD = "东昌", "临清"
WHOLE_DISTRICT: Final = frozenset({Role.DISTRICT_ADMIN})
#: Pictures that the story names; it does not keep their files.
PICTURES: Final = ("ab" * 32, "cd" * 32)

Values = dict[str, str]


@dataclass
class Person:
    """Somebody with one role in one town, with a browser and a device."""

    role: Role
    actor: Actor
    browser: FlaskClient
    device: dict[str, str]
    csrf_token: str = ""
    cookie: str = ""
    own: Values = field(default_factory=dict)


@dataclass
class Side:
    """One of the two towns: what its addresses hold, who works there, who works next door."""

    town: Town
    values: Values
    people: dict[Role, Person]
    next_door: dict[Role, Person]

    def at(self, address: Address, person: Person | None = None) -> Values:
        """What stands in an address, as one person or nobody in particular would write it."""
        values = self.values | (person.own if person else {})
        meant = meanings(address)
        unknown = set(meant.values()) - values.keys()
        assert not unknown, f"say in tests/everywhere/sides.py what {unknown} of {address} is"
        return {name: values[other] for name, other in meant.items()}


def meanings(address: Address) -> Values:
    """What each name in an address stands for: the same name is not everywhere the same thing."""
    meant = {name: name for name in address.arguments}
    for part, others in VALUES_OF_RULES.items():
        if part in address.rule:
            meant |= {name: other for name, other in others.items() if name in meant}
    return meant


#: Where a name means something else than usual: a part of the address, the name, what it means.
VALUES_OF_RULES: Final[dict[str, Values]] = {
    "/cards/village/": {"code": "village_code"},
    "/goods/": {"code": "goods_code"},
    "/townships/": {"code": "township_code"},
    "/public/villages/": {"code": "village_code"},
    "/voids/": {"request_id": "void_id"},
    "/redemptions/<uuid:": {"redemption": "request_id"},
    "/changes/<kind>": {"kind": "change_kind"},
}


class Filled:
    """The district, the application in it, and both sides."""

    def __init__(self, database: Database, data: Path) -> None:
        """:param data: a folder for its pictures, uploads and keys."""
        with database.write() as session:
            make.practice(session)
        self.database, self.data = database, data
        towns = Town(database, OWN_WORD), Town(database, OTHER_WORD, spot=THERE)
        self.app: APIFlask = house.new_app()
        house.moved_in(self.app, database, data, fixed_now=NOW)
        self.app.testing = True
        _keep_pictures(data)
        with database.write() as session:
            make.district(session).name = "经开区"
            self.canaries = planted(session, Secrets(data / "keys"))
        self.here, self.there = (self._side(town) for town in towns)

    def _side(self, town: Town) -> Side:
        with self.database.write() as session:
            values = values_of(session, town)
            actors = {role: _somebody(session, town, role) for role in ROLES}
            session.get_one(Household, town.household).cadre_name = f"{town.word}帮扶"
            near = _next_door(session, town)
        return Side(
            town,
            values,
            {role: self._person(role, actor) for role, actor in actors.items()},
            {role: self._person(role, actor) for role, actor in near.items()},
        )

    def _person(self, role: Role, actor: Actor) -> Person:
        with self.database.write() as session:
            token = issue_token(session, make.console(session), username=actor.username, now=NOW)
        browser = signed_in(self.app.test_client(), actor)
        person = Person(role, actor, browser, {"Authorization": f"Bearer {token}"})
        found = TOKEN.search(browser.get("/me").get_data(as_text=True))
        assert found, "his own page has a form"
        person.csrf_token = found[1]
        cookie = browser.get_cookie("jifen")
        assert cookie, "he has signed in"
        person.cookie = f"{cookie.key}={cookie.value}"
        with self.app.test_request_context():
            acts(actor)
            person.own["file"] = keep_content("表.csv", "编号\n".encode())
        return person


def _list_asked_for(session: Session, town: Town) -> int:
    """The village asks for a long list, which waits for somebody else."""
    asked = PersonExport(
        address="/village/households.xlsx", title="户名单", rows=101, purpose="核对",
        place_code=session.get_one(Household, town.household).village_code,
        asked_by=town.committee.user_id, asked_at=NOW,
    )  # fmt: skip
    session.add(asked)
    session.flush()
    return asked.id


def values_of(session: Session, town: Town) -> Values:
    """What stands in addresses about a town."""
    home = session.get_one(Household, town.household)
    members = select(Member.id).where(Member.household_id == home.id).order_by(Member.id)
    collectors = select(Collector.id).where(Collector.household_id == home.id)
    grants = select(Grant.id).where(Grant.user_id == town.clerk.user_id)
    card = session.scalars(select(Card).where(Card.household_id == home.id)).one()
    sign_ins = select(SignIn.id).where(SignIn.user_id == town.clerk.user_id).order_by(SignIn.id)
    return {
        **shared_values(session),
        "sign_in_id": str(session.scalars(sign_ins).first()),
        "award_id": str(town.award),
        "change_id": str(town.change),
        "code": card.code,
        "collector_id": str(session.scalars(collectors).one()),
        "correction_id": str(town.correction),
        "count_id": str(town.count),
        "deliberation_id": str(town.deliberation),
        "deputyship_id": str(town.deputyship),
        "export_id": str(_list_asked_for(session, town)),
        "grant_id": str(session.scalars(grants).one()),
        "household_id": str(home.id),
        "market_day_id": str(town.shared),
        "member_id": str(session.scalars(members).first()),
        "number": home.number,
        "objection_id": str(town.objection),
        "paper_id": str(town.write_off),
        "posting_id": str(town.posting),
        "receipt_id": str(town.delivery),
        "redemption": str(town.redemption),
        "redemption_id": str(town.redemption),
        "round_id": str(town.round),
        "second_id": str(town.second),
        "sheet_id": str(town.sheet),
        "store_code": town.spot.store,
        "township_code": town.spot.township,
        "user_id": str(town.clerk.user_id),
        "village_code": town.spot.village,
        "void_id": str(town.void_request),
        "write_off_id": str(town.write_off),
    }


def shared_values(session: Session) -> Values:
    """What stands in addresses and belongs to no town."""
    return {
        "change_kind": "leave",
        "file": "0" * 32,
        "filename": "seal.svg",
        "goods_code": "rice",
        "kind": "write_off",
        "language": "en",
        "name": PICTURES[0],
        "part": "1",
        "position": "1",
        "questionnaire_id": str(session.scalars(select(QuestionnaireVersion.id)).one()),
        "request_id": str(uuid4()),
        "seen": "nothing",
        "version_id": str(session.scalars(select(Round.scheme_version_id)).first()),
        "way": "load",
    }


def _somebody(session: Session, town: Town, role: Role) -> Actor:
    cadre = role is Role.SUPPORT_CADRE
    if role in WHOLE_DISTRICT:
        return make.actor(session, role, make.district(session))
    if role in STORE_ROLES:
        return make.actor(session, role, session.get_one(Store, town.store))
    if role in {Role.TOWNSHIP, Role.AUDITOR}:
        return make.actor(session, role, session.get_one(Place, town.spot.township))
    village = session.get_one(Place, town.spot.village)
    return make.actor(session, role, village, name=f"{town.word}帮扶" if cadre else "")


def _next_door(session: Session, town: Town) -> dict[Role, Actor]:
    """Of the same township, but of another village or store."""
    code = f"{town.spot.village[:-3]}998"
    village = Place(
        code=code, name=f"{town.word}邻村", kind=PlaceKind.VILLAGE, parent_code=town.spot.township
    )
    session.add(village)
    store = make.store(session, name=f"{town.word}邻店")
    store.place_code = town.spot.township
    session.flush()
    below = set(ROLES) - WHOLE_DISTRICT - {Role.TOWNSHIP, Role.AUDITOR}
    return {
        role: make.actor(session, role, store if role in STORE_ROLES else village)
        for role in sorted(below)
    }


def _keep_pictures(data: Path) -> None:
    for name in PICTURES:
        path = data / "photos" / name[:2] / f"{name}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(photo())
