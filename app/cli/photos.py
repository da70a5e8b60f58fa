"""`jifen photos`: pictures that no row names."""

from app.cli.house import HouseGroup
from app.cli.speaking import say, with_json
from app.door.context import db, house
from app.kernel.clock import Clock
from app.reports.pictures import sweep_pictures
from app.words.sentence import Sentence

group = HouseGroup("photos", help="Photos of walls and visits.")

SWEPT = Sentence("删了 {count} 张没有用到的图片。", "{count} pictures that nothing names deleted.")


@group.command("sweep")
@with_json
def sweep(*, as_json: bool) -> None:
    """Delete pictures that nothing has named for a day: uploads that came to nothing."""
    with db().read() as session:
        # Files carry the real time, in practice too.
        count = sweep_pictures(session, house().data, now=Clock(None).now())
    say(SWEPT, as_json, count=count)
