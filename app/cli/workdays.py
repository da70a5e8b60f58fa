"""`jifen workdays`: which days are worked, as the State Council publishes it each November."""

from pathlib import Path

import click

from app.cli.house import HouseGroup
from app.cli.speaking import FILE, Who, as_somebody, rows_of, say, with_json
from app.door.context import now
from app.registry.workdays.actions import enter_work_years
from app.words.days import read_line
from app.words.sentence import Sentence

group = HouseGroup("workdays", help="Holidays, and weekends that are worked.")

COLUMNS = ("day", "works")


@group.command("import")
@click.argument("file", type=FILE)
@as_somebody
@with_json
def import_(file: Path, who: Who, *, as_json: bool) -> None:
    """Take in a CSV file of days that differ from Monday to Friday: day,works (2027-02-08,0).

    Each year that it names is replaced whole.
    """
    rows = rows_of(file, COLUMNS)
    days = dict(read_line(row.number, row.cells["day"], row.cells["works"]) for row in rows)
    with who.write() as (session, actor):
        years = enter_work_years(session, actor, days=days, now=now())
    say(
        Sentence("{days} 天记下了：{years} 年。", "{days} days taken in, of {years}."),
        as_json,
        days=len(days), years=years,
    )  # fmt: skip
