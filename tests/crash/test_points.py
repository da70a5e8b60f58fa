"""Killed at each named moment: all of the step or none of it, and the same request finishes it.

On SQLite: the moments are those of the program, whatever it stands on.
"""

import re
import runpy
from base64 import b64encode
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import uuid4

import pytest

from app.backups.envelope import new_identity
from app.backups.making import Home, Shelf, back_up, backups_in
from app.backups.putting_back import put_back
from app.kernel import faults
from app.kernel.db import Database
from app.registry.accounts.actions import issue_token
from app.registry.households.models import Household
from app.registry.places.models import Place as VillageRow
from app.seals.actions import seal_books
from app.seals.keys import SealKey
from tests import make
from tests.crash.calls import Answer, Call, differing, insisted, sent
from tests.crash.children import Place, backing_up, putting_back
from tests.crash.counter import Desk, desk, expected, found
from tests.crash.processes import KILLED, Server, carried_out, server
from tests.databases import SqliteFiles
from tests.kernel.test_pictures import photo
from tests.reconciling import disagreements
from tests.soak.size import counted
from tests.tidy.reading import ROOT

NAMED = re.compile(r'fault_point\("(.+)"\)')
UNIT = ("once.after_claim", "once.after_act", "unit.before_commit", "unit.after_commit")
SALE = ("redeem.after_balance", "redeem.after_stock", "redeem.after_receipt",
        "redeem.after_transfer", *UNIT)  # fmt: skip
VOID = ("void.after_points", "void.after_goods")
DELIVERY = ("receive.after_lots", "receive.after_shelves")
APPROVAL = ("correct.after_approval", "correct.after_transfer")
WRITE_OFF = ("write_off.after_decision", "write_off.after_shelves")
SHEET, PICTURE, CERTIFY = ("sheet.after_row",), ("picture.before_name",), ("certify.after_sheets",)
SETTLE = ("settle.after_awards", "settle.after_credits", "settle.after_debts",
          "seal.after_digests", "seal.before_anchor")  # fmt: skip
BACKUP = ("backup.after_copy", "backup.before_name")
RESTORE = ("restore.after_load", "restore.after_epoch", "restore.after_files",
           "restore.before_name")  # fmt: skip
TRIED = (SALE, VOID, DELIVERY, APPROVAL, WRITE_OFF, SHEET, PICTURE, CERTIFY, SETTLE, BACKUP,
         RESTORE)  # fmt: skip


@pytest.fixture
def databases(sqlite: SqliteFiles) -> SqliteFiles:
    return sqlite


@dataclass
class Dying:
    """Sends a request while the server dies of it at one moment after the other."""

    running: Server
    calls: list[Call] = field(default_factory=list)
    lives: bool = False
    died: int = 0

    def through(self, call: Call, *points: str) -> Answer:
        """Its answer, when it may live at last; at each of the points it died, and said nothing."""
        self.calls.append(call)
        for point in points:
            self._end()
            self.running.start(point)
            assert sent(self.running.port, call) is None, point
            assert self.running.ended() == KILLED, point
            self.died += 1
        if not self.lives:
            self.running.start()
            self.lives = True
        answer = insisted(self.running.port, call)
        assert answer.status < 300, f"{points}: {answer}"
        assert differing(self.running.port, [call]) == []
        return answer

    def _end(self) -> None:
        if self.lives:
            self.running.kill()
            self.lives = False


def test_every_point_is_declared_and_tried() -> None:
    files = (ROOT / "app").rglob("*.py")
    named = [name for file in files for name in NAMED.findall(file.read_text("utf-8"))]

    assert sorted(named) == sorted(faults.POINTS)
    assert {point for points in TRIED for point in points} == faults.POINTS


@pytest.mark.slow
def test_a_counter_that_dies_at_each_moment_acts_once(database: Database, tmp_path: Path) -> None:
    at = desk(database)
    rice = {"store": at.store, "lines": [{"goods": "rice", "quantity": 2}]}
    with server(Place.of(database, tmp_path)) as running:
        dying = Dying(running)
        sale = Call(at.clerk, "PUT", f"/redemptions/{uuid4()}", rice | {"card": at.cards[0]})
        receipt = dying.through(sale, *SALE).said["id"]
        void = Call(at.clerk, "POST", f"/redemptions/{receipt}/void", {"reason": "拿错了"})
        dying.through(void, *VOID)
        dying.through(Call(at.manager, "PUT", f"/stock-receipts/{uuid4()}", rice), *DELIVERY)
        missed = {"household_id": str(at.households[0]), "points": 5, "direction": "credit"}
        asked = Call(at.officer, "POST", "/corrections", missed | {"reason": "上月漏评"})
        correction = dying.through(asked).said["id"]
        dying.through(Call(at.colleague, "POST", f"/corrections/{correction}/approve"), *APPROVAL)
        spoilt = rice | {"loss": "damage", "reason": "袋子破了"}
        paper = dying.through(Call(at.clerk, "PUT", f"/write-offs/{uuid4()}", spoilt)).said["id"]
        dying.through(Call(at.manager, "POST", f"/write-offs/{paper}/approve", {}), *WRITE_OFF)

    counted(dying.died)
    assert found(database, at) == expected(dying.calls)


@dataclass(frozen=True)
class Month:
    """A month in which one sheet is missing, and the tokens of those who bring it to its end."""

    round_id: int
    sheet: Mapping[str, object]
    scorer: str
    committee: str


def _month(database: Database, at: Desk) -> Month:
    with database.write() as session:
        last, *others = [session.get_one(Household, each) for each in at.households]
        village = session.get_one(VillageRow, last.village_code)
        round_ = make.open_round(session, village, notice_days=0)
        for home in others:
            make.sheet(session, round_, home)
        sheet = {
            "household_id": str(last.id), "round_id": str(round_.id),
            "visited_at": "2026-11-18T09:30:00+08:00", "answers": make.answers(),
        }  # fmt: skip
        people = make.specialist(session, village), make.committee(session, village)
        console = make.console(session)
        tokens = [
            issue_token(session, console, username=one.username, now=make.NOW) for one in people
        ]
        return Month(round_.id, sheet, *tokens)


@pytest.mark.slow
def test_a_month_that_dies_at_each_moment_is_credited_once(
    database: Database, tmp_path: Path
) -> None:
    at = desk(database)
    month = _month(database, at)
    before = found(database, at).points

    def step(token: str, verb: str, *points: str) -> None:
        dying.through(Call(token, "POST", f"/rounds/{month.round_id}/{verb}"), *points)

    with server(Place.of(database, tmp_path)) as running:
        dying = Dying(running)
        picture = {"content": b64encode(photo()).decode()}
        dying.through(Call(month.scorer, "POST", "/pictures", picture), *PICTURE)
        dying.through(Call(month.scorer, "PUT", f"/sheets/{uuid4()}", month.sheet), *SHEET)
        step(month.committee, "submit")
        step(at.officer, "certify", *CERTIFY)
        step(month.committee, "publicise")
        step(month.committee, "settle", *SETTLE)

    counted(dying.died)
    assert found(database, at).points == before + 100 * len(at.households)
    with database.write() as session:
        left = seal_books(session, SealKey.kept_in(tmp_path / "keys"), now=make.NOW)
    assert left is None, "the settlement was sealed"


@pytest.mark.slow
def test_a_backup_that_dies_leaves_none_and_one_put_back_that_dies_no_database(
    database: Database, tmp_path: Path
) -> None:
    desk(database)
    data, key = tmp_path / "data", tmp_path / "backup.key"
    data.mkdir()
    shelf = Shelf(tmp_path / "backups", [new_identity(key)], 2)
    here = Place.of(database, data)
    for point in BACKUP:
        assert carried_out(backing_up, here, point, shelf) == KILLED, point
        assert backups_in(shelf.folder, database.district) == []
    made = back_up(Home(database, data), shelf, version="9", now=make.NOW).path
    for point in RESTORE:
        folder = tmp_path / point
        there = replace(here, url=f"sqlite:///{folder / 'new.sqlite3'}", data=folder)
        assert carried_out(putting_back, there, point, made, key) == KILLED, point
        assert there.database.is_free()

    empty = replace(here, url=f"sqlite:///{tmp_path / 'new.sqlite3'}", data=tmp_path / "empty")
    with closing(empty.database) as again:
        put_back(made, key, Home(again, empty.data), now=make.NOW)
        with again.read() as session:
            assert disagreements(session) == []


def test_nothing_in_the_program_arms_it_once_it_runs() -> None:
    files = [file for file in (ROOT / "app").rglob("*.py") if "arm(" in file.read_text("utf-8")]

    assert [file.name for file in files] == ["faults.py"]


def test_an_unknown_point_arms_nothing() -> None:
    with pytest.raises(ValueError, match=r"no fault point 'redeem\.somewhere'"):
        faults.Fault.told("redeem.somewhere")


def test_a_point_may_wait_for_its_third_time() -> None:
    assert faults.Fault.told("redeem.after_balance:3") == faults.Fault("redeem.after_balance", 2)


def test_a_process_is_armed_by_its_environment_when_it_starts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(faults.SETTING, "redeem.after_balance")
    started = runpy.run_path(faults.__file__)

    assert [fault.point for fault in started["_armed"]] == ["redeem.after_balance"]
