"""`jifen cards`: issue a village's cards and print them."""

from pathlib import Path

import click

from app.cli.house import HouseGroup
from app.cli.speaking import Who, as_somebody, say, with_json
from app.door.card_sheets import cards_pdf
from app.door.context import now, practice
from app.registry.accounts.permissions import Permission
from app.registry.cards.actions import issue_village_cards
from app.registry.cards.queries import active_cards_of_village
from app.registry.places.queries import village_for
from app.words.sentence import Sentence

group = HouseGroup("cards", help="Points cards.")


@group.command("issue")
@click.option("--village", "village_code", required=True, help="The village's code.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True,
    help="The PDF to write: ten cards on an A4 sheet.",
)  # fmt: skip
@as_somebody
@with_json
def issue(village_code: str, output: Path, who: Who, *, as_json: bool) -> None:
    """Issue a card to every household of a village that has none, and print all in use."""
    with who.write() as (session, actor):
        issued = issue_village_cards(session, actor, village_code, now=now())
        village = village_for(session, actor, Permission.ISSUE_CARD, village_code)
        printed = active_cards_of_village(session, village_code)
        content = cards_pdf(session, village, printed, practice=practice())
    output.write_bytes(content)
    say(
        Sentence(
            "新发 {issued} 张卡，共印 {printed} 张：{file}",
            "{issued} cards issued, {printed} printed: {file}",
        ),
        as_json,
        issued=issued, printed=len(printed), file=str(output),
    )  # fmt: skip
