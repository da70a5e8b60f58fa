"""`jifen tokens`: for phones, tills and scripts."""

import click

from app.cli.house import HouseGroup
from app.cli.speaking import Who, as_somebody, say, with_json
from app.door.context import now
from app.registry.accounts.actions import issue_token
from app.words.sentence import Sentence

group = HouseGroup("tokens", help="Bearer tokens of the interface.")


@group.command("issue")
@click.argument("username")
@as_somebody
@with_json
def issue(username: str, who: Who, *, as_json: bool) -> None:
    """Print a new token of a person, and nothing else; it is shown this once."""
    with who.write() as (session, actor):
        token = issue_token(session, actor, username=username, now=now())
    say(Sentence("{token}", "{token}"), as_json, token=token)
