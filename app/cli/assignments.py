"""`jifen assignments`: who serves whom (包户)."""

from pathlib import Path

import click

from app.cli.house import HouseGroup
from app.cli.speaking import FILE, Who, as_somebody, say, table_of, with_json
from app.door.context import now
from app.registry.households.assignments import AssignmentLine, import_assignments
from app.words.sentence import Sentence

group = HouseGroup("assignments", help="Who serves which household.")

COLUMNS = ("household", "username")


@group.command("import")
@click.argument("file", type=FILE)
@as_somebody
@with_json
def import_(file: Path, who: Who, *, as_json: bool) -> None:
    """Take in a CSV file, all of it or nothing: household (its number), username."""
    lines = [AssignmentLine(**row) for row in table_of(file, COLUMNS)]
    with who.write() as (session, actor):
        count = import_assignments(session, actor, lines, now=now())
    words = Sentence("{households:,} 户有人包了。", "{households:,} households are served.")
    say(words, as_json, households=count)
