"""The people of the practice district: one who signs in for each role, and those beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Final

from sqlalchemy.orm import Session

from app.demo.people import cadres_of, person_name
from app.registry.accounts.actor import Actor
from app.registry.accounts.models import User
from app.registry.accounts.passwords import hashed
from app.registry.accounts.permissions import Role
from app.registry.accounts.queries import actor_by_username
from app.registry.places.actions import appoint
from app.registry.places.models import Place, Store

# Practice only: printed by `jifen demo`, and every page says that this is practice.
PASSWORD: Final = "lianxi-jifen-2020"  # noqa: S105


@dataclass(frozen=True)
class Login:
    """One login for a role, as `jifen demo` prints it."""

    role: Role
    username: str
    name: str
    at: str


@dataclass(frozen=True)
class Where:
    """The places of the story."""

    district: Place
    township: Place
    village: Place
    villages: Sequence[Place]
    store: Store
    second_store: Store
    truck: Store


@dataclass(frozen=True)
class Staff:
    """Who acts in the story: by village and by township."""

    specialists: dict[str, Actor]
    committees: dict[str, Actor]
    townships: dict[str, Actor]
    clerk: Actor
    second_clerk: Actor
    manager: Actor
    district: Actor


def logins(where: Where, seed: int) -> list[Login]:
    """One login a role, all around the same village, township and store."""
    cadre = cadres_of(where.village, seed)[0]
    return [
        Login(Role.VILLAGE_SPECIALIST, "specialist", "周明霞", where.village.code),
        Login(Role.SUPPORT_CADRE, "cadre", cadre, where.village.code),
        Login(Role.VILLAGE_COMMITTEE, "committee", "马长顺", where.village.code),
        Login(Role.TOWNSHIP, "township", "韩振华", where.township.code),
        Login(Role.STORE_CLERK, "clerk", "赵玉芹", where.store.code),
        Login(Role.STORE_MANAGER, "manager", "钱立新", where.store.code),
        Login(Role.DISTRICT_ADMIN, "district", "孙立新", where.district.code),
        Login(Role.AUDITOR, "auditor", "郑守信", where.district.code),
    ]


def hire(session: Session, console: Actor, where: Where, *, seed: int, now: datetime) -> Staff:
    """Add everybody. Those without a printed login have no password and cannot sign in."""
    one_hash = hashed(PASSWORD)  # argon2 takes its time: once is enough for practice
    signed = {login.role: _hire(session, console, login, one_hash, now)
              for login in logins(where, seed)}  # fmt: skip
    random = Random(f"{seed}-staff")
    specialists = {where.village.code: signed[Role.VILLAGE_SPECIALIST]}
    committees = {where.village.code: signed[Role.VILLAGE_COMMITTEE]}
    townships = {where.township.code: signed[Role.TOWNSHIP]}
    for village in where.villages:
        if village.code not in specialists:
            for role, prefix, found in (
                (Role.VILLAGE_SPECIALIST, "zg", specialists),
                (Role.VILLAGE_COMMITTEE, "cw", committees),
            ):
                login = Login(role, prefix + village.code[-6:], person_name(random), village.code)
                found[village.code] = _hire(session, console, login, None, now)
        above = village.parent_code or ""
        if above not in townships:
            login = Login(Role.TOWNSHIP, f"zj{above[-3:]}", person_name(random), above)
            townships[above] = _hire(session, console, login, None, now)
    # The manager keeps the truck too: it is loaded at his store.
    keeper = signed[Role.STORE_MANAGER]
    appoint(
        session, console, session.get_one(User, keeper.user_id), role=Role.STORE_MANAGER,
        at_code=where.truck.code, now=now,
    )  # fmt: skip
    manager = actor_by_username(session, keeper.username, now)
    assert manager is not None, "just added"
    second = Login(Role.STORE_CLERK, "dydc01", person_name(random), where.second_store.code)
    return Staff(
        specialists, committees, townships,
        signed[Role.STORE_CLERK], _hire(session, console, second, None, now),
        manager, signed[Role.DISTRICT_ADMIN],
    )  # fmt: skip


def _hire(
    session: Session, console: Actor, login: Login, password_hash: str | None, now: datetime
) -> Actor:
    user = User(
        username=login.username, name=login.name, password_hash=password_hash, created_at=now
    )
    session.add(user)
    session.flush()
    appoint(session, console, user, role=login.role, at_code=login.at, now=now)
    actor = actor_by_username(session, login.username, now)
    assert actor is not None, "just added"
    return actor
