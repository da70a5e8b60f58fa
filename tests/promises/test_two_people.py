"""What takes two people is never done by one, whatever jobs he holds (promise I9).

Each ordered pair of roles tries each deed; where both names stand in one row, the database is
tried too. A row with two names that nobody has thought about fails here.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import combinations, permutations, product
from typing import Any, Final

import pytest
from sqlalchemy import CheckConstraint, Column, insert, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

import app.tables  # noqa: F401
from app.kernel.db import Base
from app.kernel.errors import Refusal
from app.registry.accounts.actions import give_grant
from app.registry.accounts.actor import Actor, Colleague
from app.registry.accounts.duties import DutiesClash
from app.registry.accounts.models import Grant, User
from app.registry.accounts.permissions import EXCLUSIVE_DUTY, PASSED_ON, Duty, Role
from app.registry.places.deputies import Absence, name_deputy
from tests.make import NOW
from tests.promises.deeds import DEEDS, Deed, Scene

JOBS: Final = [role for role in Role if role is not Role.CONSOLE]
FIRST, OTHER = 0, 1
SOAK: Final = os.environ.get("JIFEN_PROFILE") == "soak"
TABLES: Final = {table.name: table for table in Base.metadata.sorted_tables}

# Two names in one row that must differ, and where that is tried.
ELSEWHERE: Final = {
    ("deputies", "away_id", "deputy_id"): "tests/registry/accounts/test_deputies.py",
    ("erasures", "approved_by", "asked_by"): "tests/privacy/test_erasing.py",
    ("person_exports", "asked_by", "decided_by"): "tests/privacy/test_exporting.py",
    ("visits", "visitor_id", "second_visitor_id"): "tests/scoring/test_visits.py",
}
# Who did one of these may have done anything else in the row: what he did decides nothing.
MAY_BE_ANYBODY: Final = {
    "ended_by", "withdrawn_by",  # ends what was begun, and moves nothing
    "rounds.opened_by", "rounds.publicised_by",  # of what others submit and certify
    "deputies.named_by",  # one names a deputy for oneself
    "objections.recorded_by",  # writes down what the household says
}  # fmt: skip
# Copies of a sheet's people, who are kept apart where they act.
COPIES: Final = {
    ("sheets", "recorded_by", "second_visitor_id"),  # of the visit
    ("objections", "sheet_recorded_by", "sheet_second_visitor_id"),
    ("objections", "sheet_recorded_by", "sheet_certified_by"),
    ("objections", "sheet_second_visitor_id", "sheet_certified_by"),
}


@contextmanager
def undone(session: Session) -> Iterator[None]:
    """What happens in here has not happened afterwards."""
    nested = session.begin_nested()
    try:
        yield
    finally:
        if nested.is_active:
            nested.rollback()
        session.expire_all()


def refusal_of(half: Callable[[], object]) -> type[Refusal] | None:
    """How somebody was refused; None: it was done."""
    try:
        half()
    except Refusal as refusal:
        return type(refusal)
    return None


def clashes(*roles: Role) -> bool:
    """Whether nobody can hold these jobs together."""
    return len({EXCLUSIVE_DUTY[role] for role in roles} - {None}) > 1


def check_row(session: Session, deed: Deed, *, once: bool) -> None:
    """The row as two people made it, but with one name twice: the database refuses it."""
    if not once:
        return
    table, first, second = deed.row
    columns = [column.name for column in TABLES[table].columns]
    taken = [first if name == second else name for name in columns]
    same = (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(taken)} FROM {table}"
        f" WHERE {first} <> {second}"
    )
    with pytest.raises(IntegrityError, match=r"four_eyes|second_visitor|struck_by_another"):
        session.execute(text(same))


def test_two_people_with_the_right_jobs_do_it_and_nobody_else(session: Session) -> None:
    scene = Scene(session)
    # The rules are the same on every database: all roles try the first half on one of them, and
    # on the others one role does, so that each second half and each row is tried there too.
    everybody = session.get_bind().dialect.name == "sqlite" or SOAK
    for deed in DEEDS:
        ones = set(Role) if everybody else {min(deed.first_by - {Role.CONSOLE})}
        by_two, by_one = tried(session, scene, deed, ones)

        assert by_two == set(product(deed.first_by & ones, deed.second_by)), deed.name
        assert by_one == {deed.refused}, deed.name


def tried(
    session: Session, scene: Scene, deed: Deed, ones: set[Role]
) -> tuple[set[tuple[Role, Role]], set[type[Refusal] | None]]:
    """Who of all pairs of roles did it together, and how one person with both was refused."""
    by_two: set[tuple[Role, Role]] = set()
    by_one: set[type[Refusal] | None] = set()
    for one in sorted(ones):
        with undone(session):
            try:
                about = deed.first(scene, scene.actor(FIRST, one))
            except Refusal:
                continue
            for other in Role:
                with undone(session):
                    second = scene.actor(OTHER, other)
                    if refusal_of(partial(deed.second, scene, second, about)) is None:
                        by_two.add((one, other))
                        check_row(session, deed, once=len(by_two) == 1)
            for person in people_with(scene, one, deed.second_by):
                with undone(session):
                    by_one.add(refusal_of(partial(deed.second, scene, person, about)))
    return by_two, by_one


def people_with(scene: Scene, one: Role, deciding: frozenset[Role]) -> Iterator[Actor]:
    """The person who did the first half, with each job besides that lets him do the second.

    He has it by a grant, or because he stands in for somebody.
    """
    away = Colleague(scene.people[OTHER].id, "zhao")
    for other in JOBS:
        if one is Role.CONSOLE or clashes(one, other) or not {one, other} & deciding:
            continue
        held = scene.actor(FIRST, one, other)
        yield held
        if other in PASSED_ON:
            mine, theirs = held.grants
            yield replace(held, grants=(mine, replace(theirs, deputy_for=away)))


# Certifying and redeeming


def test_nobody_gets_a_job_that_clashes_with_his_own(session: Session) -> None:
    scene = Scene(session)
    for one, other in product(JOBS, JOBS):
        with undone(session):
            user = session.get_one(User, scene.people[FIRST].id)
            give_grant(session, scene.admin, user, scene.held(one), now=NOW)
            refused = refusal_of(
                partial(give_grant, session, scene.admin, user, scene.held(other), now=NOW)
            )
            assert refused == (DutiesClash if clashes(one, other) else None)
            if refused:
                check_grant(session, scene, user, other)


def check_grant(session: Session, scene: Scene, user: User, role: Role) -> None:
    """The database refuses the job too, under whatever duty it is written down."""
    held = scene.held(role)
    for duty in (*Duty, None):
        grant = {
            "user_id": user.id, "role": role, "duty": duty,
            "place_code": held.place_code, "store_code": held.store_code,
        }  # fmt: skip
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(insert(Grant).values(grant))


def test_nobody_stands_in_where_he_may_not_work_himself(session: Session) -> None:
    scene = Scene(session)
    absence = Absence(date(2026, 11, 20), date(2026, 11, 21), "培训")
    for one, other in product(JOBS, PASSED_ON):
        with undone(session):
            away, user = (session.get_one(User, scene.people[n].id) for n in (OTHER, FIRST))
            give_grant(session, scene.admin, away, scene.held(other), now=NOW)
            for role in (one, Role.SUPPORT_CADRE):  # who serves households may stand in at all
                give_grant(session, scene.admin, user, scene.held(role), now=NOW)
            refused = refusal_of(
                partial(
                    name_deputy, session, scene.admin, away_id=away.id, deputy_id=user.id,
                    absence=absence, now=NOW,
                )
            )  # fmt: skip
            assert refused == (DutiesClash if clashes(one, other) else None)


# Nothing is forgotten


def is_person(column: Column[Any]) -> bool:
    """Whether a column names somebody, by itself or through the row it points at."""
    return any(
        (key.column.table.name, key.column.name) == ("users", "id") or is_person(key.column)
        for key in column.foreign_keys
    )


def pairs_of_people() -> set[tuple[str, str, str]]:
    """Each two people that stand in one row."""
    return {
        (table.name, one.name, other.name)
        for table in TABLES.values()
        for one, other in combinations(filter(is_person, table.columns), 2)
        if MAY_BE_ANYBODY.isdisjoint(
            {one.name, other.name, f"{table.name}.{one.name}", f"{table.name}.{other.name}"}
        )
    }


def test_each_row_with_two_names_is_a_deed_of_two_people() -> None:
    tried = {deed.row for deed in DEEDS} | ELSEWHERE.keys() | COPIES
    apart = {(table, *sorted(names)) for table, *names in tried}

    found = {(table, *sorted(names)) for table, *names in pairs_of_people()}
    assert found == apart, "add the deed to tests/promises/deeds.py, or say why one may do both"


def test_each_row_that_keeps_people_apart_is_tried() -> None:
    """Where the database compares two columns of people, somebody has tried to be both."""
    tried = {deed.row for deed in DEEDS} | ELSEWHERE.keys()
    for table in TABLES.values():
        people = [column.name for column in table.columns if is_person(column)]
        checks = [str(one.sqltext) for one in table.constraints if isinstance(one, CheckConstraint)]
        for one, other in permutations(people, 2):
            if any(re.search(rf"\b{one} <> {other}\b", check) for check in checks):
                assert {(table.name, one, other), (table.name, other, one)} & tried
