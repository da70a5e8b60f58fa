"""No name that looks like a formula is one in any file that the house hands out.

Every name in the district begins like a formula; every address that ends like a table is fetched.
"""

import csv
import os
import re
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Final

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from app.kernel.db import Database
from app.papers.safe_text import FORMULA_STARTS
from app.scoring.books.columns import Fixed
from tests import house, make
from tests.cli.running import run
from tests.districts import VILLAGE, Town
from tests.registry.roster.sheets import SHEET, workbook
from tests.web.browsing import signed_in
from tests.web.district.uploads import looked_at, upload

STARTS: Final = re.compile(f"[{re.escape(''.join(FORMULA_STARTS))}]").match
# The words of ours in the hidden line by which a month book is read again.
KEYS: Final = {field.value for field in Fixed}
TABLES: Final = (".xlsx", ".csv")
WORDS: Final = ("=1+1", "+1", "-1", "@SUM(A1)", "＝1", "\t=1")
SOME: Final = WORDS if os.environ.get("JIFEN_PROFILE") == "soak" else WORDS[:1]
# What comes of an upload: the test below, and what writes it is what writes the month's book.
OF_UPLOADS: Final = {"district.refused_roster_rows", "village.book_rows_to_mend"}
# The offices share their pages; this one opens for the district only.
SHUT: Final = {"township.export_expiring"}


def cells(content: bytes, kind: str) -> Iterator[tuple[str, object]]:
    """Type and value of everything that stands in a table."""
    if kind == ".csv":
        for row in csv.reader(StringIO(content.decode("utf-8-sig"))):
            yield from (("s", cell) for cell in row)
        return
    for page in load_workbook(BytesIO(content)).worksheets:
        yield from ((cell.data_type, cell.value) for row in page.iter_rows() for cell in row)


def formulas(content: bytes, kind: str) -> list[object]:
    """What a spreadsheet program would work out."""
    return [
        value
        for form, value in cells(content, kind)
        if form == "f" or (isinstance(value, str) and value not in KEYS and STARTS(value.lstrip()))
    ]


class Readers:
    """Who may see which files of a town."""

    def __init__(self, app: APIFlask, town: Town) -> None:
        people = dict.fromkeys(("district", "store"), town.admin)
        people["village"] = town.committee
        with town.database.write() as session:
            people["township"] = make.township_officer(session)
        self.app, self.town = app, town
        self.clients = {
            name: signed_in(app.test_client(), person) for name, person in people.items()
        }

    def client(self, endpoint: str) -> FlaskClient:
        """Who reads the pages of this part of the house."""
        return self.clients[endpoint.partition(".")[0]]

    def tables(self) -> dict[str, str]:
        """Every address of the house that ends like a table, by its endpoint."""
        ids = {
            "store_code": "S1", "market_day_id": self.town.market_day, "round_id": self.town.round,
            "household_id": self.town.household,
        }  # fmt: skip
        adapter = self.app.url_map.bind("localhost")
        return {
            rule.endpoint: adapter.build(rule.endpoint, {n: ids[n] for n in rule.arguments})
            for rule in self.app.url_map.iter_rules()
            if rule.rule.endswith(TABLES) and rule.endpoint not in OF_UPLOADS | SHUT
        }


@pytest.mark.parametrize("word", SOME)
def test_no_table_holds_a_formula(database: Database, tmp_path: Path, word: str) -> None:
    with database.write() as session:
        make.practice(session)
    readers = Readers(house.app_on(database, tmp_path, fixed_now=make.NOW), Town(database, word))
    with_names = 0
    for endpoint, address in readers.tables().items():
        answer = readers.client(endpoint).get(address)

        assert answer.status_code == 200, f"{endpoint}: {answer.status}"
        kind = Path(address).suffix
        assert formulas(answer.data, kind) == [], endpoint
        with_names += any(f"'{word.strip()}" in str(value) for _, value in cells(answer.data, kind))

    out = tmp_path / "out.xlsx"
    ran = run(readers.app, "books", "export", VILLAGE, "2026-11", "--out", str(out))
    assert ran.status == 0, ran.err
    assert formulas(out.read_bytes(), ".xlsx") == []
    assert with_names > len(readers.tables()) / 2, "the tables hold hardly any names"


def test_rows_that_are_handed_back_hold_no_formula(database: Database, tmp_path: Path) -> None:
    with database.write() as session:
        make.village(session, "李太屯社区")
        admin = make.admin(session)
    client = signed_in(house.app_on(database, tmp_path).test_client(), admin)
    faulty = workbook(
        [SHEET, *(("李太屯社区", f"00{n}", f"{w}张", "1") for n, w in enumerate(WORDS))]
    )

    look = upload(client, "/district/roster", faulty, "名单.xlsx")
    answer = client.get(f"{looked_at(look)}/refused.xlsx")

    assert answer.status_code == 200
    assert formulas(answer.data, ".xlsx") == []
