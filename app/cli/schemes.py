"""`jifen schemes`: publish a scorecard."""

from pathlib import Path

import click

from app.cli.house import HouseGroup
from app.cli.speaking import FILE, Who, as_somebody, content_of, say, with_json
from app.door.context import now
from app.scoring.schemes.actions import publish_scheme, read_toml
from app.words.sentence import Sentence

group = HouseGroup("schemes", help="Scorecards in dated versions.")


@group.command("import")
@click.argument("file", type=FILE)
@as_somebody
@with_json
def import_(file: Path, who: Who, *, as_json: bool) -> None:
    """Publish the scorecard in a TOML file, from its first month on."""
    definition = read_toml(content_of(file))
    with who.write() as (session, actor):
        version = publish_scheme(session, actor, definition, now=now())
        facts = {"id": str(version.id), "name": version.name, "starts": str(version.starts)}
    say(
        Sentence("积分细则“{name}”从 {starts} 起用。", "Scorecard “{name}” holds from {starts}."),
        as_json,
        **facts,
    )
