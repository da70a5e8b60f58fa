"""Relocations, write-offs and counts, for the tests of the stock."""

from datetime import date
from uuid import uuid4

from sqlalchemy.orm import Session

from app.registry.accounts.actor import Actor
from app.registry.places.models import Store
from app.shop.stock.paper_models import Loss, Relocation, StockCount, WriteOff
from app.shop.stock.relocate import Load, relocate
from app.shop.stock.rules import StockLine
from app.shop.stock.stock_take import Counted, count_stock
from app.shop.stock.write_off import Spoilt, ask_write_off
from tests import make
from tests.make import NOW


def rice(quantity: int, use_by: date | None = None, kept_for: str | None = None) -> StockLine:
    """So much rice, as a person reads it off a shelf."""
    return StockLine("rice", quantity, use_by, kept_for)


def moved(
    session: Session, store: Store, to: Store, *lines: StockLine, actor: Actor | None = None
) -> Relocation:
    """Goods that a manager brings to another store."""
    load = Load(uuid4(), store.code, to.code, lines)
    return relocate(session, actor or make.manager(session, store), load, now=NOW)


def asked(
    session: Session, store: Store, *lines: StockLine, actor: Actor | None = None
) -> WriteOff:
    """A write-off that a clerk asks for."""
    spoilt = Spoilt(uuid4(), store.code, Loss.DAMAGE, "袋子破了", lines)
    return ask_write_off(session, actor or make.clerk(session, store), spoilt, now=NOW)


def counted(
    session: Session, store: Store, *lines: StockLine, actor: Actor | None = None
) -> StockCount:
    """What a clerk found."""
    found = Counted(uuid4(), store.code, lines)
    return count_stock(session, actor or make.clerk(session, store), found, now=NOW)


def one_of_each(session: Session, store: Store) -> None:
    """A relocation, and a write-off and a count that wait."""
    moved(session, store, make.store(session), rice(1))
    asked(session, store, rice(1))
    counted(session, store, rice(1))
