"""A long list of people leaves the house with a purpose, a second person, and both their names."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from threading import Barrier
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.kernel.db import Database
from app.kernel.errors import Forbidden
from app.privacy.export_models import PersonExport
from app.privacy.exporting import (
    LASTS,
    ExportDecided,
    ExportNotFound,
    OwnExport,
    PurposeMissing,
    Wanted,
    ask_export,
    decide_export,
    exports_shown,
    fetched_export,
)
from app.registry.accounts.actor import Actor
from app.registry.accounts.models import AuditEntry
from app.registry.households.models import Household
from tests import make
from tests.make import NOW
from tests.web.browsing import TOKEN, hidden_fields, visible
from tests.web.office.offices import Desk, Offices

WHY = "核对年度补贴名单"
LIST = Wanted("/township/households.xlsx", "户名单", 101)


@pytest.fixture
def offices(database: Database, tmp_path: Path) -> Offices:
    """A practice morning."""
    with database.write() as session:
        make.practice(session)
    return Offices(database, tmp_path)


def cells(answer: TestResponse) -> str:
    """Everything that stands on the sheets, and on the foot of each printed page."""
    with ZipFile(BytesIO(answer.data)) as parts:
        foot = parts.read("xl/worksheets/sheet1.xml").decode().partition("<oddFooter>")[2]
    rows = load_workbook(BytesIO(answer.data)).worksheets[0].iter_rows(values_only=True)
    return foot + "\n".join(str(cell) for row in rows for cell in row if cell is not None)


def many(session: Session, count: int = 101) -> None:
    """So many households, without accounts: only a list is asked for."""
    village = make.village(session)
    session.add_all(
        Household(
            number=f"N{n:03d}", village_code=village.code, head_name=f"户主{n}", sort_key="h",
            size=1, registered_at=NOW,
        )
        for n in range(count)
    )  # fmt: skip


def test_a_hundred_rows_go_with_the_name_of_who_took_them(offices: Offices) -> None:
    with offices.arrange() as session:
        many(session, 100)
        officer = make.township_officer(session)

    answer = offices.at(officer).client.get("/township/households.xlsx")

    assert answer.status_code == 200
    assert cells(answer).count("导出人：孙镇长") == 2, "on the sheet, and on every printed page"


def page_of(desk: Desk, address: str) -> str:
    return desk.client.get(address).get_data(as_text=True)


def asked_for(desk: Desk, address: str) -> TestResponse:
    """The list is asked for on the page that comes instead of it."""
    page = desk.client.get(address)
    html = page.get_data(as_text=True)
    token = html.partition('name="wanted" value="')[2].partition('"')[0]
    assert (page.status_code, TOKEN.search(html) is not None) == (409, True)
    assert "户主1" not in html
    return desk.client.post(
        "/me/exports", data=hidden_fields(desk.client, "/me") | {"wanted": token, "purpose": WHY}
    )


def test_a_longer_list_waits_for_somebody_else_and_says_both_names(offices: Offices) -> None:
    with offices.arrange() as session:
        many(session)
        officer, other = make.township_officer(session), make.admin(session)
    desk, second = offices.at(officer), offices.at(other)

    sent = asked_for(desk, "/township/households.xlsx")
    early = desk.client.get("/township/households.xlsx").status_code
    page = visible(second.client.get("/me/exports"))
    approve = page_of(second, "/me/exports").partition('action="/me/exports/')[2].partition('"')[0]
    second.client.post(f"/me/exports/{approve}", data=hidden_fields(second.client, "/me"))
    done = desk.client.get("/township/households.xlsx")

    assert (sent.status_code, early) == (303, 409)
    assert f"做什么用 {WHY}" in page
    told = cells(done)
    assert f"用途：{WHY}　批准人：孙立新" in told
    assert "户主100" in told
    assert "下载名单" in visible(desk.client.get("/me/exports"))
    other_list = desk.client.get("/township/corrections.xlsx")
    assert other_list.status_code == 200, "a short one needs nobody"
    tomorrow = offices.at(officer, days_later=1)
    assert tomorrow.client.get("/township/households.xlsx").status_code == 409
    with offices.database.read() as session:
        lines = session.scalars(select(AuditEntry.verb).order_by(AuditEntry.id)).all()
    assert lines[-3:] == ["ask_export", "approve_export", "export_persons"]


def test_the_file_of_assignments_is_a_list_of_people_too(offices: Offices) -> None:
    with offices.arrange() as session:
        many(session)
        admin = make.admin(session)

    assert offices.at(admin).client.get("/district/settings/assignments.csv").status_code == 409


def test_nobody_changes_what_he_asks_for_on_the_way(offices: Offices) -> None:
    with offices.arrange() as session:
        officer = make.township_officer(session)
    desk = offices.at(officer)
    fields = hidden_fields(desk.client, "/me") | {"wanted": "eyJhIjoxfQ.x.y", "purpose": WHY}

    assert desk.client.post("/me/exports", data=fields).status_code == 400


def asked(session: Session, by: Actor) -> int:
    return ask_export(session, by, LIST, WHY, now=NOW).id


@pytest.mark.parametrize("purpose", ["", "  用  ", "长" * 101])
def test_a_list_without_a_purpose_is_not_even_asked_for(session: Session, purpose: str) -> None:
    with pytest.raises(PurposeMissing):
        ask_export(session, make.admin(session), LIST, purpose, now=NOW)


def test_who_asks_does_not_approve_in_the_rule_and_in_the_database(session: Session) -> None:
    officer = make.township_officer(session)
    number = asked(session, officer)

    with pytest.raises(OwnExport):
        decide_export(session, officer, export_id=number, approved=True, now=NOW)

    alone = (
        "UPDATE person_exports SET approved = TRUE, decided_by = asked_by, decided_at = asked_at"
    )
    with pytest.raises(IntegrityError, match="four_eyes"), session.begin_nested():
        session.execute(text(alone))


def test_who_is_responsible_for_all_of_the_list_decides(session: Session) -> None:
    village = make.village(session)
    of_village = asked(session, make.committee(session, village))
    of_township = asked(session, make.township_officer(session))
    of_district = asked(session, make.admin(session))
    of_store = asked(session, make.clerk(session, make.store(session)))
    officer = make.township_officer(session)

    shown = {each.export.id for each in exports_shown(session, officer)}

    assert shown == {of_village, of_township}
    for number in (of_district, of_store):
        with pytest.raises(ExportNotFound):
            decide_export(session, officer, export_id=number, approved=True, now=NOW)
        decide_export(session, make.admin(session), export_id=number, approved=True, now=NOW)
    with pytest.raises(Forbidden):
        decide_export(
            session, make.committee(session, village), export_id=of_village, approved=True, now=NOW
        )


def test_a_list_is_fetched_by_who_asked_for_a_day_and_not_when_refused(session: Session) -> None:
    officer, admin = make.township_officer(session), make.admin(session)
    refused = asked(session, officer)
    decide_export(session, admin, export_id=refused, approved=False, now=NOW)
    assert fetched_export(session, officer, LIST, now=NOW) is None
    decide_export(session, admin, export_id=asked(session, officer), approved=True, now=NOW)

    last = NOW + LASTS - timedelta(seconds=1)
    assert fetched_export(session, officer, LIST, now=last)
    assert fetched_export(session, officer, LIST, now=NOW + LASTS) is None
    assert fetched_export(session, admin, LIST, now=NOW) is None
    other = Wanted("/township/households.xlsx?q=x", "户名单", 101)
    assert fetched_export(session, officer, other, now=NOW) is None


def test_two_who_decide_at_once_decide_once(database: Database) -> None:
    with database.write() as session:
        number = asked(session, make.township_officer(session))
        people = [make.admin(session), make.admin(session)]
    start = Barrier(2)

    def decide(which: int) -> str:
        approved, by = bool(which), people[which]
        start.wait()
        try:
            with database.write() as session:
                decide_export(session, by, export_id=number, approved=approved, now=NOW)
        except ExportDecided as refused:
            return refused.code
        return "decided"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(decide, range(2))) == ["decided", "export_decided"]
    with database.read() as session:
        export = session.scalars(select(PersonExport)).one()
        assert export.decided_by == people[bool(export.approved)].user_id
