"""What is past its time goes when asked, is counted before, and the books agree after."""

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from apiflask import APIFlask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.changes.decide import approve_change
from app.changes.models import ChangePerson
from app.changes.record import NewPerson, What, record_join, record_leave
from app.door.context import House
from app.kernel.db import Database
from app.kernel.pictures import keep_picture, kept_pictures
from app.privacy.retention import clear_past, past_their_time
from app.registry.accounts.actions import issue_token
from app.registry.accounts.models import AuditEntry, Token
from app.registry.households.models import Household, Member
from app.registry.households.sealing import NumberErased
from app.registry.places.models import Place
from app.scoring.visits.rules import Evidence, Photo
from app.scoring.visits.uploads import upload_picture
from app.shop.redemptions.collectors import end_collector, name_collector
from tests import make
from tests.changes.families import ID_OF_BABY, TODAY
from tests.cli.running import run
from tests.kernel.test_pictures import photo
from tests.make import NOW
from tests.privacy.homes import Home, homes, shown

LATER = NOW + timedelta(days=400)
NOTHING = {
    "id_numbers_of_left": 0, "phones_of_left": 0, "id_numbers_of_changes": 0, "tokens": 0,
    "collectors": 0, "photos": 0,
}  # fmt: skip
ONE_HOUSEHOLD = {
    "id_numbers_of_left": 3, "phones_of_left": 1, "id_numbers_of_changes": 1, "tokens": 1,
    "collectors": 1, "photos": 1,
}  # fmt: skip


@pytest.fixture
def left(app: APIFlask, database: Database) -> Home:
    """A household with a photo, a child that joined and a neighbour; it left. Another one stays."""
    house: House = app.extensions["jifen"]
    home, _stays = homes(database, house.secrets)
    with database.write() as session:
        first, second = make.admin(session), make.admin(session)
        household = session.get_one(Household, home.household_id)
        village = session.get_one(Place, household.village_code)
        committee, scorer = make.committee(session, village), make.specialist(session, village)
        seen = keep_picture(house.data, photo())
        upload_picture(session, scorer, seen, now=NOW)
        round_ = make.open_round(session, village)
        make.sheet(
            session, round_, household, by=scorer, evidence=Evidence(photos=[Photo(seen, "")])
        )
        what = What(home.household_id, TODAY, "出生")
        joins = record_join(
            session, first, what, NewPerson("张小", "子", ID_OF_BABY), house.secrets, now=NOW
        )
        approve_change(session, second, change_id=joins.id, now=NOW)
        neighbour = name_collector(
            session, committee, household_id=household.id, name="赵邻居", relation="邻居", now=NOW
        )
        end_collector(session, committee, collector_id=neighbour, now=NOW)
        leaves = record_leave(session, first, what, now=NOW)
        approve_change(session, second, change_id=leaves.id, now=NOW)
        issue_token(session, first, username=scorer.username, now=NOW)
    return home


def counted(session: Session, now: datetime) -> dict[str, int]:
    return {past.kind: past.count for past in past_their_time(session, now=now)}


@pytest.mark.usefixtures("left")
def test_what_is_in_its_time_stays(database: Database) -> None:
    with database.read() as session:
        assert counted(session, NOW + timedelta(days=25)) == NOTHING


def test_what_is_past_its_time_is_counted_removed_once_and_noted(
    app: APIFlask, database: Database, left: Home
) -> None:
    house: House = app.extensions["jifen"]
    with database.write() as session:
        listed = counted(session, LATER)
        removed = clear_past(session, make.console(session), now=LATER)
        again = clear_past(session, make.console(session), now=LATER)

    assert listed == {past.kind: past.count for past in removed.past} == ONE_HOUSEHOLD
    assert {past.kind: past.count for past in again.past} == NOTHING
    assert removed.pictures == kept_pictures(house.data).keys()
    with database.write() as session:
        living = select(Member.id_last2).where(Member.household_id == left.household_id)
        assert set(session.scalars(living)) == {""}
        assert session.scalars(select(ChangePerson.id_sealed)).all() == [b""]
        assert session.scalar(select(func.count()).select_from(Token)) == 0
        assert session.get_one(Household, left.household_id + 1).phone_sealed, "it takes part"
        noted = session.scalars(select(AuditEntry).where(AuditEntry.verb == "retention")).one()
        assert noted.facts["counts"] == ONE_HOUSEHOLD
        admin = make.admin(session)
        with pytest.raises(NumberErased):
            shown(session, admin, house.secrets, left)


def test_a_household_with_points_keeps_its_numbers(database: Database, left: Home) -> None:
    with database.write() as session:
        make.give_points(session, session.get_one(Household, left.household_id), 5)

    with database.read() as session:
        assert counted(session, LATER)["id_numbers_of_left"] == 0


def test_the_operator_lists_first_and_then_removes(app: APIFlask, tmp_path: Path) -> None:
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    old = uploads / "0f"
    old.write_bytes(b"sealed")
    os.utime(old, (0, 0))

    listed = run(app, "retention", "--dry-run", "--json")
    stayed = old.exists()
    removed = run(app, "retention", "--json")

    assert listed.facts == {"dry_run": True, **NOTHING, "uploads": 1}
    assert (stayed, old.exists()) == (True, False)
    assert removed.facts == {"dry_run": False, **NOTHING, "uploads": 1}
    assert "一天前上传没用的文件" in run(app, "retention").out
    assert run(app, "verify").status == 0
