"""A district that is sent hostile files: by the pages and by the commands, and never changes."""

import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from apiflask import APIFlask
from sqlalchemy import text

from app.kernel.db import Base, Database
from tests import house, make
from tests.cli.running import Ran, run
from tests.databases import sqlite_files
from tests.hostile.containers import parts_of, zipped
from tests.registry.roster.sheets import GOOD_ID, OTHER_ID, SHEET, THIRD_ID, text_table, workbook
from tests.scoring.books import ALL_GOOD, filled, keys_of, opened, row_of
from tests.scoring.books import village as a_village
from tests.web.browsing import hidden_fields, signed_in

#: CPU seconds that one look at one file may take.
LONGEST_SECONDS: Final = 5.0
#: The file of the rows that are to be mended is offered.
TO_MEND: Final = re.compile(r"/(?:refused|mend)\.xlsx")
NAMED_ROW: Final = re.compile(r"第 \d+ 行")
INSIDE: Final = 0.6
WORDS: Final = (
    b"<", b">", b'"', b"/>", b"</c>", b"<!--", b"&", b"&#0;", b"]]>", b"A1048576", b"1e999",
    b"-1", b"\xff\xfe", b",", b"\r\n", b"PK\x05\x06", b"=1+1", b"\0",
)  # fmt: skip
OK, REFUSED = 200, range(400, 500)


@dataclass(frozen=True)
class Importer:
    """One way for files to come in: a page that takes them, and a command."""

    page: str
    command: tuple[str, ...]
    good: bytes
    suffix: str
    #: Whether the command can look without taking in.
    may_look: bool = True
    #: A cell of the good workbook that matters.
    cell: str = ""


@dataclass
class Tally:
    """What came of many files; anything else than these would have been raised."""

    answers: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        return ", ".join(f"{count} {what}" for what, count in sorted(self.answers.items()))


class District:
    """A village with its month, its register and its goods, and somebody who takes files in."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database, self.folder = database, folder
        with database.write() as session:
            session.expire_on_commit = False
            make.practice(session)
            here = a_village(session, 3)
            self.admin = make.admin(session)
            make.goods(session)
            scorer = here.scorer
        # Its own: an application that is lent to each test would move out.
        self.app: APIFlask = house.moved_in(house.new_app(), database, folder, fixed_now=make.NOW)
        self.office = signed_in(self.app.test_client(), self.admin)
        self.village = signed_in(self.app.test_client(), scorer)
        month = f"/village/rounds/{here.round.id}/book"
        book = filled(self.village.get(f"{month}.xlsx").data, {here.homes[0].number: ALL_GOOD})
        page = opened(book)
        answer = page.cell(row_of(page, here.homes[0].number), keys_of(page).index("A2") + 1)
        roster = [
            SHEET,
            ("孟尝君新村", "001", "袁小英", GOOD_ID),
            ("孟尝君新村", "002", "孟大海", OTHER_ID),
            ("孟尝君新村", "003", "任学文", THIRD_ID),
        ]
        as_scorer = ("--as", scorer.username)
        prices = self.office.get("/district/goods/prices.csv").data
        self.importers = {
            "roster": Importer(
                "/district/roster", ("roster", "import"), workbook(roster), ".xlsx", cell="C3"
            ),
            "book": Importer(
                month, ("books", "import", *as_scorer), book, ".xlsx", cell=answer.coordinate
            ),
            "roster as text": Importer(
                "/district/roster", ("roster", "import"), text_table(roster), ".csv"
            ),
            "prices": Importer(
                "/district/goods/import", ("goods", "import"), prices, ".csv", may_look=False
            ),
        }

        self._tokens: dict[str, dict[str, object]] = {}
        self._before = self.rows()

    def rows(self) -> list[tuple[object, ...]]:
        """How many rows there are of everything, and what stands in the accounts."""
        names = sorted(table.name for table in Base.metadata.tables.values())
        counted = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in names)
        totals = "SELECT 'points', coalesce(sum(points), 0) FROM transfers"
        balances = "SELECT 'balances', coalesce(sum(balance * id), 0) FROM accounts"
        with self.database.read() as session:
            found = session.execute(text(f"{counted} UNION ALL {totals} UNION ALL {balances}"))
            return [tuple(row) for row in found]

    def by_page(self, name: str, content: bytes) -> str:
        """What a person hears from the page; nothing is written."""
        return self._unchanged(lambda: self._by_page(self.importers[name], content))

    def by_command(self, name: str, content: bytes) -> str:
        """What the command says; nothing is written."""
        return self._unchanged(lambda: self._by_command(self.importers[name], content))

    def answer(self, name: str, content: bytes) -> str:
        """What a person hears: "refused", "rows" that are to be mended, or "taken".

        Nothing is taken in here, and a file with rows to be mended is tried for good. Page and
        command say the same; nothing takes long, and nothing is written.
        """
        importer = self.importers[name]
        shown = self._unchanged(lambda: self._by_page(importer, content))
        said = self._unchanged(lambda: self._by_command(importer, content, shown))
        assert shown == said, f"the page says {shown}, the command {said}"
        return shown

    def _unchanged(self, ask: Callable[[], str]) -> str:
        began = time.process_time()
        answer = ask()
        took = time.process_time() - began
        assert took < LONGEST_SECONDS, f"it took {took:.1f} s"
        assert self.rows() == self._before, "something of it was taken in"
        return answer

    def _by_page(self, importer: Importer, content: bytes) -> str:
        client = self.village if "rounds" in importer.page else self.office
        token = self._tokens.get(importer.page) or hidden_fields(client, importer.page)
        self._tokens[importer.page] = token
        page = client.post(
            importer.page,
            data=token | {"file": (BytesIO(content), f"x{importer.suffix}")},
            content_type="multipart/form-data",
            follow_redirects=True,
        )
        assert "Traceback" not in page.text
        if page.status_code in REFUSED:
            return "refused"
        assert page.status_code == OK, page.status
        return "rows" if TO_MEND.search(page.text) else "taken"

    def _by_command(self, importer: Importer, content: bytes, shown: str = "refused") -> str:
        file = self.folder / f"sent{importer.suffix}"
        file.write_bytes(content)
        if not importer.may_look:  # what is good would be taken in
            if shown == "refused" and not self._run(importer, file).status:
                return "taken"
            return shown
        look = self._run(importer, file, "--dry-run")
        if look.status:
            return "refused"
        if not NAMED_ROW.search(look.out):
            return "taken"
        for_good = self._run(importer, file)
        assert for_good.status == 1, for_good.out
        return "rows"

    def _run(self, importer: Importer, file: Path, *words: str) -> Ran:
        ran = run(self.app, *importer.command[:2], str(file), *importer.command[2:], *words)
        assert "Traceback" not in ran.err
        assert not ran.status or ran.err.strip(), "refused without a word"
        return ran


@contextmanager
def district() -> Iterator[District]:
    """A district of its own, for tests that send it many files."""
    with sqlite_files() as files, files.fresh() as database, TemporaryDirectory() as folder:
        yield District(database, Path(folder))


def mangle(seed: int, count: int, said: Callable[[str], object] = print) -> Tally:
    """Send so many mangled files to a district of its own; raises what is no answer.

    :param seed: the same files come of the same seed.
    :param said: hears how far it is, now and then.
    """
    with district() as here:
        return mangle_in(here, seed, count, said)


def mangle_in(here: District, seed: int, count: int, said: Callable[[str], object]) -> Tally:
    """The same, to a district that is there already."""
    tally, whole = Tally(), False
    for number in range(count):
        chance = random.Random(f"{seed}/{number}")  # to be had again
        name = chance.choice(sorted(here.importers))
        importer = here.importers[name]
        try:
            tally.answers[here.answer(name, mangled(importer.good, chance))] += 1
            whole = True
        finally:
            if not whole or number % 100 == 0:
                said(f"seed {seed}, file {number} ({name}): {tally}")
            whole = False
    return tally


def mangled(good: bytes, chance: random.Random) -> bytes:
    """A good file after something happened to its bytes, or to those of one of its parts."""
    if good.startswith(b"PK") and chance.random() < INSIDE:
        parts = parts_of(good)
        name = chance.choice(sorted(parts))
        return zipped(parts | {name: _struck(parts[name], chance)})
    return _struck(good, chance)


def _struck(content: bytes, chance: random.Random) -> bytes:
    told = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 8])):
        at, length = chance.randrange(len(told) + 1), chance.choice([0, 1, 1, 4, 60])
        put = chance.choice([chance.randbytes(chance.randrange(9)), *WORDS])
        told[at : at + length] = put
    return bytes(told)
