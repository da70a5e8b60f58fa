"""When the database says no, people hear a refusal and not a stack of names."""

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.schema import CreateTable

import app.tables
from app.kernel.db import Database
from app.kernel.errors import Refusal
from app.kernel.migrate import MIGRATIONS
from app.ledger.corrections import OwnCorrection, ask_correction
from app.ledger.models import CorrectionState, Direction
from app.registry.accounts.actions import UsernameTaken
from app.registry.accounts.models import User
from app.registry.places.actions import StoreCodeTaken
from app.registry.places.models import Place, PlaceKind, Store, StoreKind
from tests import make
from tests.make import NOW
from tests.tidy.reading import python_sources


def raised_in(migration: Path) -> list[str]:
    """The names by which a migration's triggers refuse."""
    return re.findall(r"RAISE\(ABORT, '(\w+)'\)", migration.read_text())


def two_people_with_one_name(session: Session) -> None:
    session.add_all(User(username="chen", name=name, created_at=NOW) for name in ("陈一", "陈二"))


def two_stores_with_one_code(session: Session) -> None:
    code = make.district(session).code
    for name in ("一店", "二店"):
        session.add(Store(code="S1", name=name, kind=StoreKind.FIXED, place_code=code))


def one_person_asks_and_approves(session: Session) -> None:
    admin = make.admin(session)
    asked = ask_correction(
        session, admin, household_id=make.household(session, village=make.village(session)).id,
        points=5, direction=Direction.CREDIT, reason="漏记", now=NOW,
    )  # fmt: skip
    asked.approved_by, asked.state = admin.user_id, CorrectionState.APPROVED


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        (two_people_with_one_name, UsernameTaken),
        (two_stores_with_one_code, StoreCodeTaken),
        (one_person_asks_and_approves, OwnCorrection),
    ],
)
def test_past_the_rules_the_database_gives_the_same_refusal(
    database: Database, wrong: Callable[[Session], None], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal), database.write() as session:
        wrong(session)


def test_what_only_we_can_do_wrong_stays_an_error(database: Database) -> None:
    with pytest.raises(IntegrityError, match="one_root"), database.write() as session:
        session.add(Place(code="37", name="无上级的镇", kind=PlaceKind.TOWNSHIP))


def test_every_constraint_with_a_refusal_exists() -> None:
    told = {
        str(ast.literal_eval(call.args[0]))
        for source in python_sources()
        for call in source.calls()
        if ast.unparse(call.func) == "on_violation"
    }
    tables = app.tables.metadata.sorted_tables
    written = "".join(str(CreateTable(table)) for table in tables)
    written += "".join(str(index.name) for table in tables for index in table.indexes)
    written += "".join(
        name for file in MIGRATIONS.glob("versions/*.py") for name in raised_in(file)
    )

    assert {name for name in told if name not in written} == set()
    assert told
