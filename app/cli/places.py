"""`jifen places`: the district, its townships and villages."""

from dataclasses import asdict
from pathlib import Path

import click

from app.cli.house import HouseGroup
from app.cli.speaking import FILE, Who, as_somebody, say, table_of, with_json
from app.door.context import now
from app.registry.places.actions import import_places
from app.registry.places.rules import PlaceLine
from app.words.sentence import Sentence

group = HouseGroup("places", help="The district, its townships and villages.")

COLUMNS = ("code", "name", "township_code", "township_name")


@group.command("import")
@click.argument("file", type=FILE)
@click.option(
    "--district", nargs=2, required=True, metavar="CODE NAME", help="The district's own code, name."
)
@as_somebody
@with_json
def import_(file: Path, district: tuple[str, str], who: Who, *, as_json: bool) -> None:
    """Take in a CSV file of villages: code, name, township_code, township_name.

    A second import renames and adds, and never deletes.
    """
    code, name = district
    lines = [PlaceLine(**row) for row in table_of(file, COLUMNS)]
    with who.write() as (session, actor):
        done = import_places(session, actor, code=code, name=name, lines=lines, now=now())
    words = Sentence(
        "{townships} 个镇（街道）、{villages} 个村：新增 {new}，改名 {changed}。",
        "{townships} townships, {villages} villages: {new} new, {changed} renamed.",
    )
    say(words, as_json, **asdict(done))
