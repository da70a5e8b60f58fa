"""Load the practice district: all of it in one unit of work, or nothing."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo.desk import leave_work
from app.demo.files import bytes_of, text_of
from app.demo.market import go_to_villages
from app.demo.months import play_months
from app.demo.people import invented_households
from app.demo.questions import look_back
from app.demo.shop import Stores, bring_gifts, fill_shelves, go_shopping, open_stores
from app.demo.staff import Login, Staff, Where, hire, logins
from app.demo.walls import wall_photo
from app.kernel.installation import check_practice
from app.kernel.period import Period
from app.kernel.pictures import keep_picture
from app.kernel.secrets import Secrets
from app.opening.households import take_in_roster
from app.registry.accounts.actor import Actor
from app.registry.accounts.queries import console
from app.registry.cards.actions import issue_village_cards
from app.registry.households.importing import RosterPlan
from app.registry.places.actions import import_places
from app.registry.places.models import Place, PlaceKind, Store
from app.registry.places.queries import district
from app.registry.places.rules import PlaceLine
from app.scoring.schemes.actions import publish_scheme, read_toml

DISTRICT_CODE: Final = "371599"
DISTRICT_NAME: Final = "聊城经济技术开发区"
TOWNSHIP_CODE: Final = "371502115"  # 韩集镇
SECOND_TOWNSHIP_CODE: Final = "371502009"  # 东城街道
VILLAGE_PLACE: Final = 2  # the third village of the township is where the printed logins work
HOUSEHOLDS: Final = 3_773
SEED: Final = 2020
MONTHS: Final = 4
GIFTS_CAME: Final = 100  # days ago
#: Steps of the progress bar beside those of villages.
FIXED_STEPS: Final = 7


@dataclass(frozen=True)
class Progress:
    """Tells how far the loading has come."""

    total: Callable[[int], None]
    step: Callable[[str], None]


def load_demo(
    session: Session,
    secrets: Secrets,
    *,
    now: datetime,
    data: Path,
    progress: Progress,
    households: int = HOUSEHOLDS,
    seed: int = SEED,
) -> Sequence[Login]:
    """Load the practice district once; loaded before, it only answers the logins again.

    :param data: the folder where the photo of a wall is kept.
    :raises NotPractice: the database holds real points.
    """
    check_practice(session)
    actor = console(session)
    if district(session) is not None:
        return logins(_where(session), seed)
    villages = _lay_out(session, actor, now)
    progress.total(len(villages) * (MONTHS + 1) + FIXED_STEPS)
    progress.step("places")
    first_day = Period.of(now).plus(1 - MONTHS).starts_at - timedelta(days=30)
    stores = open_stores(
        session, actor, (TOWNSHIP_CODE, SECOND_TOWNSHIP_CODE, DISTRICT_CODE), first_day
    )
    where = _where(session)
    staff = hire(session, actor, where, seed=seed, now=first_day)
    progress.step("people")
    _settle_in(session, actor, secrets, (villages, households, seed), first_day)
    progress.step("households")
    for village in villages:
        issue_village_cards(session, staff.district, village.code, now=first_day)
        progress.step("cards")
    publish_scheme(session, actor, read_toml(bytes_of("scheme.toml")), now=first_day)
    fill_shelves(session, actor, stores, seed=seed, now=first_day)
    progress.step("shelves")
    photo = keep_picture(data, wall_photo())
    play_months(
        session, staff, now=now, seed=seed, photo=photo, step=lambda: progress.step("months")
    )
    _trade(session, staff, stores, where, seed=seed, now=now)
    progress.step("shopping")
    look_back(session, staff, where, now=now, seed=seed, since=first_day)
    progress.step("questions")
    leave_work(session, secrets, staff, where, now=now)
    progress.step("desk")
    return logins(where, seed)


def _trade(
    session: Session, staff: Staff, stores: Stores, where: Where, *, seed: int, now: datetime
) -> None:
    """Gifts come, the truck goes out, and households shop at both stores."""
    bring_gifts(
        session, console(session), stores, where.village.code, seed=seed, now=now, days=GIFTS_CAME
    )
    go_to_villages(session, staff, stores, [where.village, *_neighbours(where)], seed=seed, now=now)
    for clerk, store in ((staff.clerk, stores.first), (staff.second_clerk, stores.second)):
        go_shopping(session, clerk, store, seed=seed, now=now)


def _lay_out(session: Session, actor: Actor, now: datetime) -> Sequence[Place]:
    lines = [PlaceLine(**row) for row in csv.DictReader(StringIO(text_of("villages-zone.csv")))]
    import_places(session, actor, code=DISTRICT_CODE, name=DISTRICT_NAME, lines=lines, now=now)
    return _villages(session)


def _villages(session: Session) -> Sequence[Place]:
    return session.scalars(
        select(Place).where(Place.kind == PlaceKind.VILLAGE).order_by(Place.code)
    ).all()


def _where(session: Session) -> Where:
    villages = _villages(session)
    below = [village for village in villages if village.parent_code == TOWNSHIP_CODE]
    return Where(
        district=session.get_one(Place, DISTRICT_CODE),
        township=session.get_one(Place, TOWNSHIP_CODE),
        village=below[VILLAGE_PLACE],
        villages=villages,
        store=_store(session, "HJ01"),
        second_store=_store(session, "DC01"),
        truck=_store(session, "LD01"),
    )


def _neighbours(where: Where) -> list[Place]:
    """The other villages of the township."""
    return [
        village
        for village in where.villages
        if village.parent_code == TOWNSHIP_CODE and village.code != where.village.code
    ]


def _store(session: Session, code: str) -> Store:
    return session.scalars(select(Store).where(Store.code == code)).one()


def _settle_in(
    session: Session,
    actor: Actor,
    secrets: Secrets,
    wanted: tuple[Sequence[Place], int, int],
    now: datetime,
) -> None:
    plan = RosterPlan(new=list(invented_households(*wanted)))
    take_in_roster(session, actor, plan, secrets, now=now)
