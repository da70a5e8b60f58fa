"""A district whose books are right, and an administrator who writes SQL past every guard."""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import date, timedelta
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.db import Database
from app.ledger.corrections import approve_correction, ask_correction
from app.ledger.expire import expire_points
from app.ledger.expiring import yesterday
from app.ledger.models import Account, Correction, Debt, Direction, Expiry
from app.registry.accounts.actor import Actor
from app.registry.cards.models import Card
from app.registry.households.models import Household
from app.registry.places.models import Place, Store
from app.reports.verify import checks
from app.scoring.rounds.awards import Proposal, propose_award
from app.scoring.rounds.models import Sheet
from app.scoring.rounds.send_back import send_back_sheet
from app.shop.marketdays.models import Way
from app.shop.marketdays.setting_aside import set_aside
from app.shop.redemptions.actions import redeem
from app.shop.redemptions.models import RedemptionLine
from app.shop.redemptions.returns import return_goods
from app.shop.redemptions.void import void_redemption
from app.shop.stock.models import Lot
from app.shop.stock.paper_models import Loss
from app.shop.stock.relocate import Load, relocate
from app.shop.stock.rules import StockLine
from app.shop.stock.stock_take import Counted, confirm_count, count_stock
from app.shop.stock.write_off import Spoilt, approve_write_off, ask_write_off
from tests import make
from tests.changes.families import Village
from tests.make import NOW
from tests.shop.marketdays.tours import Tour

LATER = NOW + timedelta(days=8)
SPRING = NOW + timedelta(days=150)


def story(session: Session) -> dict[str, object]:
    """A settled month, a sale, a voided sale, a debt partly collected, a split; ids by name.

    The poor household still owes 10 points; what the idle one earned has ended.
    """
    village = make.village(session)
    rich = make.household(session, village=village, balance=400)
    poor = make.household(session, village=village, balance=20)
    _deduct(session, poor, 130)
    idle = make.household(session, village=village)
    honour = _honoured(session, village, rich)
    round_ = make.settled_round(session, village, rich, poor, idle)
    asked = _sent_back(session)
    newcomer = make.household(session, village=village)
    late = make.late_sheet(session, round_, newcomer, answers_=make.answers("good"))
    store = make.store(session)
    make.goods(session)
    make.stock(session, store, 9)
    clerk, card = make.clerk(session, store), make.card(session, rich)
    kept, voided = [
        redeem(session, clerk, make.basket(store, card, rice=1), now=LATER) for _ in range(2)
    ]
    void_redemption(session, clerk, redemption_id=voided, reason="拿错了", now=LATER)
    part = _returned(session, store, clerk, card)
    run = expire_points(session, make.admin(session), cutoff=yesterday(SPRING), now=SPRING)
    assert (run.households, run.points) == (1, 100)
    families = Village.made(session)
    split = families.splits(families.family("马建国", "马强", balance=60), "马强", points=40)
    families.approve(split)
    line = select(RedemptionLine).where(RedemptionLine.redemption_id == kept)
    return {
        "rich": rich.id,
        "poor": poor.id,
        "rich_account": session.scalar(select(Account.id).where(Account.household_id == rich.id)),
        "poor_account": session.scalar(select(Account.id).where(Account.household_id == poor.id)),
        "idle_account": session.scalar(select(Account.id).where(Account.household_id == idle.id)),
        "expiry": session.scalar(select(Expiry.id)),
        "sheet": make.live_sheet(session, round_, rich).id,
        "late": late.id,
        "asked": asked.id,
        "honour": honour,
        "asked_round": asked.round_id,
        "deduction": session.scalar(
            select(Correction.id).where(Correction.direction == Direction.DEBIT)
        ),
        "debt": session.scalar(select(Debt.id)),
        "split": split.id,
        "store": store.code,
        "lot": session.scalar(select(Lot.id)),
        **_papers(session),
        "tour": _tour(session),
        "kept": kept,
        "voided": voided,
        "part": part,
        "line": session.scalars(line).one().id,
        "move": session.scalars(line).one().move_id,
        "answers": json.dumps(make.answers(B1="poor")),
    }


def _honoured(session: Session, village: Place, household: Household) -> int:
    """A one-off award that waits for the village's month."""
    make.scheme(session)
    rescue = Proposal(household.id, "R1", "井边救人", date(2026, 11, 18))
    return propose_award(session, make.specialist(session, village), rescue, now=NOW).id


def _papers(session: Session) -> dict[str, object]:
    """Soap that went onto a truck, broke, and was counted: 9 came, 6 are left, 2 of them there."""
    store, truck = make.store(session), make.store(session)
    make.stock(session, store, 9, code=make.goods(session, code="soap", name="香皂"))
    load = Load(uuid4(), store.code, truck.code, [StockLine("soap", 2)])
    moved = relocate(session, make.manager(session, store), load, now=NOW)
    clerk, manager = make.clerk(session, store), make.manager(session, store)
    spoilt = Spoilt(uuid4(), store.code, Loss.DAMAGE, "受潮", [StockLine("soap", 1)])
    asked = ask_write_off(session, clerk, spoilt, now=NOW)
    approve_write_off(session, manager, write_off_id=asked.id, now=NOW)
    found = Counted(uuid4(), store.code, [StockLine("soap", 4)])
    count = count_stock(session, clerk, found, now=NOW)
    confirm_count(session, manager, count_id=count.id, now=NOW)
    return {"relocation": moved.id, "write_off": asked.id, "count": count.id}


def _tour(session: Session) -> int:
    """A market day whose brooms came home, closed; one is set aside for the next."""
    base = make.store(session)
    make.stock(session, base, 3, code=make.goods(session, code="broom", name="扫把"))
    tour = Tour.planned(session, base)
    for way in Way:
        tour.carry(session, way, StockLine("broom", 2))
    ahead = Tour.again(session, base, tour.truck, tour.village, (NOW + timedelta(days=1)).date())
    set_aside(session, tour.keeper, market_day_id=ahead.id, lines=[("broom", 1)], now=NOW)
    return tour.close(session).id


def _sent_back(session: Session) -> Sheet:
    """A sheet of an open month that went back and waits for an answer."""
    village = make.village(session)
    round_ = make.open_round(session, village)
    sheet = make.sheet(session, round_, make.household(session, village=village))
    committee = make.committee(session, village)
    return send_back_sheet(session, committee, sheet_id=sheet.id, reason="请再看看", now=NOW)


def _returned(session: Session, store: Store, clerk: Actor, card: Card) -> int:
    """One of two bags of salt comes back."""
    make.goods(session, code="salt", name="食盐", price_points=10)
    make.stock(session, store, 5, code="salt")
    sale = redeem(session, clerk, make.basket(store, card, salt=2), now=LATER)
    return return_goods(
        session, clerk, redemption_id=sale, back={"salt": 1}, reason="破了", now=LATER
    )


def _deduct(session: Session, household: Household, points: int) -> None:
    asked = ask_correction(
        session, make.admin(session), household_id=household.id, points=points,
        direction=Direction.DEBIT, reason="重复记分", now=NOW,
    )  # fmt: skip
    approve_correction(session, make.admin(session), correction_id=asked.id, now=NOW)


def tamper(database: Database, statements: Sequence[str]) -> None:
    """Write past triggers and foreign keys, as who owns the database can."""
    if database.is_sqlite:
        # A connection that nobody set up: SQLite then looks after no foreign key.
        with closing(sqlite3.connect(str(database.url.database))) as file:
            for row in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
                file.execute(f"DROP TRIGGER {row[0]}")
            for statement in statements:
                assert file.execute(statement).rowcount, f"changed nothing: {statement}"
            file.commit()
        return
    with database.schema_connection() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        for statement in statements:
            assert connection.exec_driver_sql(statement).rowcount, f"changed nothing: {statement}"


def found(database: Database) -> dict[str, tuple[str, ...]]:
    """What `jifen verify` reports, by check."""
    with database.read() as session:
        return {check.name: check.bad for check in checks(session) if check.bad}
