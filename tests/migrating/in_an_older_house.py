"""Runs in the folder of an older program, on its own code: URLs of empty databases are its words.

It makes its tables and fills them, waits for a line while somebody brings the tables further, and
then goes on with its connections open: reads all of it, and lives through another month.
"""

import sys
from importlib import import_module
from importlib.util import find_spec

from sqlalchemy.orm import Session

from app.kernel import migrate
from app.kernel.db import Database
from app.seals.actions import seal_books
from app.seals.keys import SealKey
from app.shop.redemptions.actions import redeem
from tests import make
from tests.districts import Town

# Where the list of questions stands: in a file of its own since the program of 0029.
questions = import_module(
    "tests.questions" if find_spec("tests.questions") else "tests.districts"
).questions
DISTRICT, LEAST_QUESTIONS = "new", 100


def main() -> None:
    """Fill, wait, go on."""
    towns = [filled(url) for url in sys.argv[1:]]
    sys.stdout.write("filled\n")
    sys.stdout.flush()
    sys.stdin.readline()
    for town in towns:
        with town.database.read() as session:
            told = [town.ask(session, question) for question in questions().values()]
        assert sum("东昌" in answer for answer in told) > LEAST_QUESTIONS // 4
        with town.database.write() as session:
            another_month(session)
        town.database.close()


def filled(url: str) -> Town:
    """A town with something in nearly every table, sealed."""
    database = Database(url, DISTRICT)
    migrate.upgrade(database)
    town = Town(database, "东昌")
    with database.write() as session:
        seal_books(session, SealKey.kept_in(migrate.MIGRATIONS), now=make.NOW)
    return town


def another_month(session: Session) -> None:
    """From the door to a bag of rice, as it comes."""
    village = make.village(session)
    home = make.household(session, village=village)
    make.settled_round(session, village, home)
    store = make.store(session)
    code = make.goods(session, code="after", price_points=40)
    make.stock(session, store, 9, code=code)
    basket = make.basket(store, make.card(session, home), after=2)
    redeem(session, make.clerk(session, store), basket, now=make.NOW)


if __name__ == "__main__":
    main()
