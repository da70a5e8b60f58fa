"""The practice district: real places, invented people, work for every role, loaded once."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.changes.queries import changes_by_state
from app.demo.load import HOUSEHOLDS, Progress, load_demo
from app.demo.people import id_number
from app.kernel.db import Database
from app.kernel.installation import NotPractice
from app.kernel.period import Period
from app.kernel.secrets import Secrets
from app.ledger.models import Correction, CorrectionState, Transfer
from app.ledger.queries import points_outstanding
from app.registry.accounts.models import User
from app.registry.accounts.permissions import Permission, Role
from app.registry.accounts.queries import actor_by_username
from app.registry.cards.models import Card, CardState
from app.registry.households.models import Household
from app.registry.households.roster.identity import id_fault
from app.registry.places.models import Place, PlaceKind, Store, StoreKind
from app.reports.verify import checks
from app.scoring.rounds.certifying_models import Deliberation
from app.scoring.rounds.late_models import LateSheet
from app.scoring.rounds.mine import Due, my_households
from app.scoring.rounds.models import Objection, ObjectionState, Posting, Round, RoundState
from app.shop.redemptions.models import Redemption
from tests import make
from tests.databases import PostgresSchemas, SqliteFiles
from tests.make import NOW

pytestmark = pytest.mark.slow

SMALL = 216
QUIET = Progress(total=lambda _total: None, step=lambda _name: None)


@pytest.fixture
def secrets(tmp_path: Path) -> Secrets:
    """Keys of an installation."""
    return Secrets(tmp_path)


@pytest.fixture(scope="module")
def demo(
    database_kind: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """A small practice district, loaded once: the tests below only look at it."""
    databases: SqliteFiles | PostgresSchemas = request.getfixturevalue(database_kind)
    with databases.fresh("371598") as database:
        data = tmp_path_factory.mktemp("data")
        load(database, Secrets(data), data)
        yield database


def load(database: Database, secrets: Secrets, data: Path, now: datetime = NOW) -> int:
    """Load it; how many logins were answered."""
    with database.write() as session:
        if session.scalar(select(func.count()).select_from(Place)) == 0:
            make.practice(session)
        done = load_demo(
            session, secrets, now=now, data=data, progress=QUIET, households=SMALL, seed=7
        )
        return len(done)


def _count(session: Session, table: type[object]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_it_is_the_real_district_with_invented_households(demo: Database) -> None:
    with demo.read() as session:
        kinds = Counter(session.scalars(select(Place.kind)))
        stores = Counter(session.scalars(select(Store.kind)))
        assert (kinds[PlaceKind.TOWNSHIP], kinds[PlaceKind.VILLAGE]) == (5, 54)
        assert (stores[StoreKind.FIXED], stores[StoreKind.MOBILE]) == (2, 1)
        assert _count(session, Household) == SMALL
    assert HOUSEHOLDS == 3_773


def test_two_months_are_settled_one_is_on_the_wall_and_the_current_half_scored(
    demo: Database,
) -> None:
    current = Period.of(NOW)
    with demo.read() as session:
        rows = session.execute(select(Round.period, Round.state)).all()
        states = {
            back: {state for period, state in rows if period == current.plus(-back)}
            for back in range(4)
        }
    assert states[3] == states[2] == {RoundState.SETTLED}
    assert states[1] == {RoundState.PUBLICISED}
    assert states[0] == {RoundState.OPEN, RoundState.SUBMITTED}


def test_every_role_has_work(demo: Database) -> None:
    with demo.read() as session:
        scorer = actor_by_username(session, "specialist", NOW)
        assert scorer is not None
        due = Counter(row.due for row in my_households(session, scorer, Period.of(NOW)))
        opened = ObjectionState.OPEN
        assert due[Due.DUE] > 0
        assert due[Due.DONE] > 0
        assert session.scalar(select(Objection.id).where(Objection.state == opened).limit(1))
        assert session.scalar(
            select(Correction.id).where(Correction.state == CorrectionState.ASKED).limit(1)
        )
        assert session.scalar(select(Card.id).where(Card.state == CardState.LOST).limit(1))
        assert _count(session, Redemption) > 0
        assert points_outstanding(session) > 0


def test_no_page_of_the_month_is_empty(demo: Database) -> None:
    with demo.read() as session:
        district = actor_by_username(session, "district", NOW)
        assert district is not None
        states = changes_by_state(session, district)
        answered = select(Objection.id).where(Objection.state == ObjectionState.DISMISSED)
        assert set(states.values()) == {1}
        assert len(session.scalars(answered).all()) == 1
        assert _count(session, Deliberation) == 3 * 54
        assert _count(session, Posting) == 2 * 54
        assert _count(session, LateSheet) == 1
        assert [check.name for check in checks(session) if check.bad] == []


def test_loading_again_doubles_nothing(demo: Database, secrets: Secrets, tmp_path: Path) -> None:
    tables = (Household, Transfer, Redemption, User, Round, Card)
    with demo.read() as session:
        before = [_count(session, table) for table in tables]

    logins = load(demo, secrets, tmp_path)

    with demo.read() as session:
        assert [_count(session, table) for table in tables] == before
    assert logins == 8


def test_one_login_a_role_each_with_its_role(demo: Database) -> None:
    with demo.read() as session:
        cadre = actor_by_username(session, "cadre", NOW)
        auditor = actor_by_username(session, "auditor", NOW)
    assert cadre is not None
    assert auditor is not None
    assert cadre.roles == {Role.SUPPORT_CADRE}
    assert not auditor.may(Permission.CERTIFY)


def test_a_database_with_real_points_is_refused(
    database: Database, secrets: Secrets, tmp_path: Path
) -> None:
    with database.write() as session, pytest.raises(NotPractice):
        load_demo(session, secrets, now=NOW, data=tmp_path, progress=QUIET)


@pytest.mark.parametrize("now", ["2026-11-01T00:00:30+08:00", "2027-03-31T23:59:00+08:00"])
def test_it_loads_on_any_day_of_the_month(
    sqlite: SqliteFiles, secrets: Secrets, tmp_path: Path, now: str
) -> None:
    with sqlite.fresh() as database:
        assert load(database, secrets, tmp_path, datetime.fromisoformat(now)) == 8


def test_invented_id_numbers_have_right_check_digits_and_are_all_different() -> None:
    numbers = [id_number(number) for number in range(20_000)]

    assert len(set(numbers)) == len(numbers)
    assert [number for number in numbers[::97] if id_fault(number)] == []
