"""`jifen seal`: sign what happened since the last time."""

import click

from app.cli.house import HouseCommand
from app.cli.speaking import say, with_json
from app.door.sealing import seal_now
from app.words.sentence import Sentence

DONE = Sentence("封存好了，第 {number} 号，{short}。", "Sealed: number {number}, {short}.")
NOTHING = Sentence("从上次封存到现在没有新的记录。", "Nothing has happened since the last seal.")


@click.command("seal", cls=HouseCommand)
@with_json
def seal(*, as_json: bool) -> None:
    """Sign all that happened since the last seal; run it daily. A settlement does it by itself."""
    made = seal_now()
    if made is None:
        say(NOTHING, as_json, number=None)
        return
    say(DONE, as_json, number=made.number, head=made.text, short=made.short)
