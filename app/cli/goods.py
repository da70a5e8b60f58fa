"""`jifen goods` and `jifen stock`: the price list, and what stands on the shelves."""

from dataclasses import asdict
from pathlib import Path
from uuid import uuid4

import click

from app.cli.house import HouseGroup
from app.cli.speaking import FILE, Who, as_somebody, content_of, say, with_json
from app.door.context import now
from app.door.tables import table
from app.shop.goods.actions import import_goods
from app.shop.goods.lines import GoodsLine
from app.shop.stock.actions import receive_stock
from app.shop.stock.models import Origin
from app.shop.stock.receiving_rules import (
    MORE_STOCK_COLUMNS,
    STOCK_COLUMNS,
    Source,
    read_stock_line,
)
from app.words.sentence import Sentence

group = HouseGroup("goods", help="Goods and their prices in points.")
stock_group = HouseGroup("stock", help="What stands on the shelves of a store.")

COLUMNS = ("code", "name", "unit", "barcode", "price_points")
MORE_COLUMNS = ("picture", "pack", "category", "adult", "reason")


@group.command("import")
@click.argument("file", type=FILE)
@as_somebody
@with_json
def import_(file: Path, who: Who, *, as_json: bool) -> None:
    """Take in a price list: code,name,unit,barcode,price_points.

    If you like also picture,pack,category,adult; what is empty there stays as it is. A price that
    rises needs its reason, and begins when it has been announced.
    """
    rows = table(content_of(file), COLUMNS, optional=MORE_COLUMNS)
    lines = [GoodsLine(row=row.number, **row.cells) for row in rows]
    with who.write() as (session, actor):
        done = import_goods(session, actor, lines, now=now())
    say(
        Sentence(
            "商品：新增 {new} 种，改 {changed} 种，没变 {unchanged} 种。",
            "Goods: {new} new, {changed} changed, {unchanged} unchanged.",
        ),
        as_json,
        **asdict(done),
    )


@stock_group.command("receive")
@click.option("--store", "store_code", required=True, help="The store's code.")
@click.option("--origin", type=click.Choice([origin.value for origin in Origin]),
              default=Origin.UNKNOWN.value, help="Given or bought.")  # fmt: skip
@click.option("--from", "name", default="", help="Who gave or sold it; empty: wants no name.")
@click.option("--bill", default="", help="The number of the bill of a purchase.")
@click.argument("file", type=FILE)
@as_somebody
@with_json
def receive(store_code: str, file: Path, who: Who, *, as_json: bool, **source: str) -> None:
    """Take a delivery in: goods,quantity and, if you like, use_by (a day), kept_for, kept_group.

    Goods are named by a code or a barcode, the place that they are kept for by its code, and the
    villagers' group of that village by its name.
    """
    rows = table(content_of(file), STOCK_COLUMNS, optional=MORE_STOCK_COLUMNS)
    lines = [read_stock_line(row.number, **row.cells) for row in rows]
    with who.write() as (session, actor):
        receipt = receive_stock(
            session, actor, uuid=uuid4(), store_code=store_code, lines=lines, now=now(),
            source=Source(Origin(source["origin"]), source["name"], source["bill"]),
        )  # fmt: skip
        receipt_id = str(receipt.id)
    say(
        Sentence(
            "{store} 入库 {pieces} 件，{lines} 行。",
            "{store} took in {pieces} pieces in {lines} lines.",
        ),
        as_json,
        id=receipt_id, store=store_code, lines=len(lines),
        pieces=sum(line.quantity for line in lines),
    )  # fmt: skip
