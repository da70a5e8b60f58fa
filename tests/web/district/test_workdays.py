"""工作日: the office enters a year, and months are opened by working days."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.kernel.db import Database
from app.registry.workdays.queries import work_calendar
from app.scoring.rounds.models import Round
from tests import make
from tests.web.browsing import send, signed_in, visible

PAGE = "/district/settings/workdays"
FORM = f"{PAGE}/year"


def test_the_shipped_years_are_shown_and_the_next_is_missed(office: FlaskClient) -> None:
    words = visible(office.get(PAGE))

    assert "2026 1 月 1 日到 1 月 3 日" in words
    assert "2 月 15 日到 2 月 23 日" in words
    assert "程序自带" in words
    assert "2027 年还没有填" in words
    assert "工作日 哪些天放假，哪些周末上班；公示按工作日算时用 填到 2026 年" in visible(
        office.get("/district/settings")
    )


def test_the_office_enters_the_next_year(office: FlaskClient, database: Database) -> None:
    assert 'value="2027"' in office.get(FORM).text

    answer = send(office, FORM, year="2027", off="1-1\n2月5日至2月11日", worked="2-13")

    words = visible(office.get(answer.location))
    assert "2027 年的工作日记下了" in words
    assert "2 月 5 日到 2 月 11 日" in words
    assert "2027 年还没有填" not in words
    with database.read() as session:
        assert 2027 in work_calendar(session).years


@pytest.mark.parametrize(
    ("off", "sentence"),
    [("除夕", "“除夕”看不懂"), ("2-6", "2027 年一天放假也没有写"), ("", "有一项还没有填")],
)
def test_a_fault_keeps_what_was_typed(office: FlaskClient, off: str, sentence: str) -> None:
    answer = send(office, FORM, year="2027", off=off, worked="2-13")

    assert answer.status_code == 422
    assert sentence in visible(answer)
    assert "2-13</textarea>" in answer.text


def test_an_auditor_looks_and_does_not_enter(audit: FlaskClient) -> None:
    assert "填一年" not in visible(audit.get(PAGE))
    assert audit.get(FORM).status_code == 403


def test_the_years_come_as_a_file_that_can_be_taken_in_again(office: FlaskClient) -> None:
    file = office.get(f"{PAGE}.csv").data.decode("utf-8-sig")

    assert file.startswith("day,works\r\n2025-01-01,0\r\n2025-01-26,1\r\n")
    assert "2026-02-14,1" in file


def test_a_month_is_opened_by_working_days(database: Database, client: FlaskClient) -> None:
    with database.write() as session:
        make.scheme(session)
        make.household(session, village=make.village(session))
        officer = make.township_officer(session)
    desk = signed_in(client, officer)

    send(
        desk, "/township/rounds/open", period="2026-11",
        notice_days="5", counted="working", answer_days="3",
    )  # fmt: skip

    with database.read() as session:
        opened = session.scalars(select(Round)).all()
        assert {(r.counts_working_days, r.notice_days, r.answer_days) for r in opened} == {
            (True, 5, 3)
        }


def test_a_notice_into_an_unknown_year_is_refused_in_words(
    database: Database, client: FlaskClient
) -> None:
    with database.write() as session:
        village = make.village(session)
        round_ = make.certified_round(session, village, make.household(session, village=village))
        round_.counts_working_days, round_.notice_days = True, 40
        page = f"/township/rounds/{round_.id}/publicise"
        officer = make.township_officer(session)

    answer = signed_in(client, officer).get(page)

    assert answer.status_code == 409
    assert "2027 年哪些天上班还没有填" in visible(answer)
