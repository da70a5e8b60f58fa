"""A household that left can be erased: who it was goes, what happened stays, the books agree."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from apiflask import APIFlask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.changes.decide import approve_change
from app.changes.record import What, record_leave, record_return
from app.changes.rules import HeadElsewhere
from app.demo.files import bytes_of
from app.door.context import House
from app.door.sealing import seal_now
from app.kernel.db import Database
from app.kernel.pictures import keep_picture, kept_pictures
from app.kernel.secrets import Secrets
from app.ledger.corrections import approve_correction, ask_correction
from app.ledger.models import Direction
from app.ledger.queries import balance_of, statement
from app.privacy.erasing import (
    ErasureNotAsked,
    ErasureReasonMissing,
    HouseholdInUse,
    OwnErasure,
    approve_erasure,
    ask_erasure,
)
from app.registry.accounts.actor import Actor
from app.registry.cards.faces import keep_photo
from app.registry.cards.pins import set_pin
from app.registry.households.models import Household
from app.registry.places.models import Place
from app.scoring.questionnaires.actions import (
    FilledIn,
    answer_questionnaire,
    publish_questionnaire,
    read_questionnaire,
)
from app.scoring.rounds.certify import certify_round, submit_round
from app.scoring.rounds.publicise import publicise_round
from app.scoring.rounds.settle import settle_round
from app.scoring.visits.rules import Evidence, Photo
from app.scoring.visits.uploads import upload_picture
from app.shop.redemptions.collectors import name_collector
from app.tables import metadata
from tests import make
from tests.changes.families import TODAY
from tests.cli.running import run
from tests.kernel.test_pictures import photo
from tests.make import NOW
from tests.privacy.homes import Home, homes

SAID = "全家要求删除"


@dataclass(frozen=True)
class Gone:
    """A household that was scored, spent its points and left; two of the district office."""

    home: Home
    first: Actor
    second: Actor


@pytest.fixture
def gone(database: Database, tmp_path: Path) -> Gone:
    """A household that left, and no more."""
    (home,) = homes(database, Secrets(tmp_path / "keys"), 1)
    with database.write() as session:
        first, second = make.admin(session), make.admin(session)
        _leaves(session, home, first, second)
    return Gone(home, first, second)


@pytest.fixture
def lived(app: APIFlask, database: Database) -> Gone:
    """It had a photo, a PIN, a neighbour, answers: all there is to a household."""
    house: House = app.extensions["jifen"]
    (home,) = homes(database, house.secrets, 1)
    with database.write() as session:
        first, second = make.admin(session), make.admin(session)
        village = session.get_one(Place, session.get_one(Household, home.household_id).village_code)
        _lived(session, home, village, house.data)
        _spends(session, home, first, second)
        _leaves(session, home, first, second)
    with app.app_context():
        assert seal_now()
    return Gone(home, first, second)


def _lived(session: Session, home: Home, village: Place, data: Path) -> None:
    committee, officer = make.committee(session, village), make.township_officer(session)
    scorer = make.specialist(session, village)
    household = session.get_one(Household, home.household_id)
    seen = keep_picture(data, photo(size=(40, 30)))
    upload_picture(session, scorer, seen, now=NOW)
    round_ = make.open_round(session, village)
    make.sheet(session, round_, household, by=scorer, evidence=Evidence(photos=[Photo(seen, "")]))
    publish_questionnaire(
        session, make.admin(session), read_questionnaire(bytes_of("questionnaire.toml")), now=NOW
    )
    answer_questionnaire(session, scorer, FilledIn(round_.id, household.id, {"D5": "yes"}), now=NOW)
    submit_round(session, committee, round_id=round_.id, now=NOW)
    certify_round(session, officer, round_id=round_.id, now=NOW)
    publicise_round(session, committee, round_id=round_.id, now=NOW)
    settle_round(session, officer, round_id=round_.id, now=NOW + timedelta(days=8))
    make.card(session, household)
    set_pin(session, committee, household_id=household.id, pin="2480", now=NOW)
    face = keep_picture(data, photo(size=(30, 40)))
    keep_photo(session, committee, household_id=household.id, photo=face, agreed_on=TODAY, now=NOW)
    name_collector(
        session, committee, household_id=household.id, name="赵邻居", relation="邻居", now=NOW
    )


def _spends(session: Session, home: Home, first: Actor, second: Actor) -> None:
    spent = ask_correction(
        session, first, household_id=home.household_id, direction=Direction.DEBIT,
        points=balance_of(session, home.household_id), reason="年底清理", now=NOW,
    )  # fmt: skip
    approve_correction(session, second, correction_id=spent.id, now=NOW)


def _leaves(session: Session, home: Home, first: Actor, second: Actor) -> None:
    leaves = record_leave(session, first, What(home.household_id, TODAY, "搬走了"), now=NOW)
    approve_change(session, second, change_id=leaves.id, now=NOW)


def everything(database: Database) -> str:
    """Every value of every row."""
    with database.read() as session:
        return "\n".join(
            str(row) for table in metadata.sorted_tables for row in session.execute(select(table))
        )


def test_nothing_says_who_it_was_and_the_points_stay_under_the_number(
    app: APIFlask, database: Database, lived: Gone
) -> None:
    house: House = app.extensions["jifen"]
    personal = [person.name for person in lived.home.told.members] + ["赵邻居", "'D5'", "3组"]
    before = everything(database)
    with database.read() as session:
        history = len(statement(session, lived.home.household_id))

    asked = run(app, "erase", "H1", "--as", lived.first.username, "--reason", SAID)
    erased = run(app, "erase", "H1", "--as", lived.second.username, "--approve", "--json")
    again = run(app, "erase", "H1", "--as", lived.second.username, "--approve", "--json")

    assert "另一个人" in asked.out
    assert (erased.facts["pictures"], erased.facts["repeated"]) == (2, False)
    assert (again.facts["pictures"], again.facts["repeated"]) == (0, True)
    after = everything(database)
    assert [word for word in personal if word not in before] == []
    assert [word for word in personal if word in after] == []
    assert kept_pictures(house.data) == {}
    with database.read() as session:
        assert len(statement(session, lived.home.household_id)) == history == 2
    assert run(app, "verify").status == 0, "no seal is broken, no picture missed"


def test_one_person_alone_erases_nobody(database: Database, gone: Gone) -> None:
    with database.write() as session:
        with pytest.raises(ErasureNotAsked):
            approve_erasure(session, gone.second, number="H1", now=NOW)
        ask_erasure(session, gone.first, number="H1", reason=SAID, now=NOW)
        with pytest.raises(OwnErasure):
            approve_erasure(session, gone.first, number="H1", now=NOW)
        alone = "UPDATE erasures SET approved_by = asked_by, erased_at = asked_at"
        with pytest.raises(IntegrityError, match="four_eyes"), session.begin_nested():
            session.execute(text(alone))

    assert gone.home.told.head.name in everything(database)


def test_without_a_reason_nobody_is_erased(database: Database, gone: Gone) -> None:
    with database.write() as session, pytest.raises(ErasureReasonMissing):
        ask_erasure(session, gone.first, number="H1", reason=" ", now=NOW)


def test_who_takes_part_or_has_points_is_not_erased(database: Database, gone: Gone) -> None:
    with database.write() as session:
        taking_part = make.household(session, village=make.village(session))
        with pytest.raises(HouseholdInUse):
            ask_erasure(session, gone.first, number=taking_part.number, reason=SAID, now=NOW)
        make.give_points(session, session.get_one(Household, gone.home.household_id), 5)
        with pytest.raises(HouseholdInUse):
            ask_erasure(session, gone.first, number="H1", reason=SAID, now=NOW)


def test_an_erased_household_does_not_come_back(database: Database, gone: Gone) -> None:
    with database.write() as session:
        ask_erasure(session, gone.first, number="H1", reason=SAID, now=NOW)
        approve_erasure(session, gone.second, number="H1", now=NOW)
        what = What(gone.home.household_id, TODAY, "又回来了")
        with pytest.raises(HeadElsewhere):
            record_return(session, gone.first, what, now=NOW)
