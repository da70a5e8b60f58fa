"""`jifen questionnaires`: publish what is asked beside the scorecard."""

from pathlib import Path

import click

from app.cli.house import HouseGroup
from app.cli.speaking import FILE, Who, as_somebody, content_of, say, with_json
from app.door.context import now
from app.scoring.questionnaires.actions import publish_questionnaire, read_questionnaire
from app.words.sentence import Sentence

group = HouseGroup("questionnaires", help="What is asked at the door; it never earns a point.")


@group.command("import")
@click.argument("file", type=FILE)
@as_somebody
@with_json
def import_(file: Path, who: Who, *, as_json: bool) -> None:
    """Publish the questionnaire in a TOML file, from its first month on."""
    definition = read_questionnaire(content_of(file))
    with who.write() as (session, actor):
        version = publish_questionnaire(session, actor, definition, now=now())
        facts = {"id": str(version.id), "title": version.title, "starts": str(version.starts)}
    say(
        Sentence("问卷“{title}”从 {starts} 起问。", "“{title}” is asked from {starts} on."),
        as_json,
        **facts,
    )
