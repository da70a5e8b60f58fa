"""`jifen db`: bring the database to this version, and check it."""

import click

from app.cli.house import FirstCommand, HouseGroup
from app.cli.speaking import say, with_json
from app.door.context import db, house, secrets
from app.kernel import migrate
from app.kernel.clock import Clock
from app.kernel.errors import Conflict
from app.kernel.installation import NotPractice, is_practice, mark
from app.privacy.keys import note_keys
from app.words.sentence import Sentence

group = HouseGroup("db", help="The database of the district.")


class DatabaseDiffers(Conflict):
    """Models and migrated tables do not agree: a mistake of ours. Fact: `differences`."""

    code = "database_differs"


@group.command("upgrade", cls=FirstCommand)
@click.option("--practice", is_flag=True, help="Make it a practice database, for good.")
@with_json
def upgrade(*, practice: bool, as_json: bool) -> None:
    """Bring the database to this version; a new one is made practice or real, once and for all."""
    database = db()
    if practice and migrate.is_migrated(database):
        with database.read() as session:
            if not is_practice(session):
                raise NotPractice
    migrate.upgrade(database)
    # Whether the clock may be fixed is only decided here.
    fixed = house().fixed_now if practice else None
    with database.write() as session:
        mark(session, practice=practice, now=Clock(fixed).now())
        found = is_practice(session)
        note_keys(session, secrets())
    words = (
        Sentence("数据库已就绪（演练用）。", "The database is ready, for practice.")
        if found
        else Sentence("数据库已就绪。", "The database is ready.")
    )
    say(words, as_json, practice=found)


@group.command("check")
@with_json
def check(*, as_json: bool) -> None:
    """Check that the database is at this version and has the tables that the program means."""
    found = [str(difference) for difference in migrate.differences(db())]
    if found:
        raise DatabaseDiffers(differences=found)
    say(Sentence("数据库和程序一致。", "Database and program agree."), as_json, ok=True)
