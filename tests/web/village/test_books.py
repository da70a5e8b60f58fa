"""月册: downloaded, printed, filled in, looked at, recorded once; what is wrong comes back."""

import re
from io import BytesIO

from openpyxl import load_workbook
from werkzeug.test import TestResponse

from app.scoring.rounds.exempting import exempt_household
from app.scoring.rounds.record import excuse_household
from tests import make
from tests.make import NOW
from tests.scoring.books import ALL_GOOD, Village, filled
from tests.scoring.books import village as a_village
from tests.web.browsing import visible
from tests.web.district.uploads import looked_at, upload_with
from tests.web.office.offices import Desk, Offices

HIDDEN = re.compile(r'name="(fingerprint|day|accept_good|csrf_token|request_id)" value="([^"]*)"')


def page_of(here: Village) -> str:
    return f"/village/rounds/{here.round.id}/book"


def sent(desk: Desk, here: Village, content: bytes, day: str = "") -> TestResponse:
    """The file is chosen; the page that shows what it would do."""
    return upload_with(desk.client, page_of(here), content, "月册.xlsx", day=day)


def confirmed(desk: Desk, look: TestResponse, *, times: int = 1, **ticked: object) -> TestResponse:
    """The form of that page sent as it stands, as often as somebody clicks."""
    fields = dict(HIDDEN.findall(look.text))
    at = look.request.full_path
    answers = [desk.client.post(at, data=fields | ticked) for _ in range(times)]
    return answers[-1]


def test_a_book_goes_from_the_download_to_the_records(village: Offices) -> None:
    with village.arrange() as session:
        here = a_village(session, 3)
    desk = village.at(here.scorer)
    book = desk.client.get(f"{page_of(here)}.xlsx").data
    numbers = [home.number for home in here.homes]
    assert "打印月册，或者导入填好的" in desk.read("/village/visits")

    look = sent(
        desk, here, filled(book, {n: {**ALL_GOOD, "@day": ""} for n in numbers[:2]}), "2026-11-05"
    )
    answer = confirmed(desk, look, times=3)

    words = visible(look)
    assert "先看一遍，还没有记" in words
    assert "要记的 2 户 评过，册子里不一样 0 户 评过，一样 0 户 没有填 1 户 要改的 0 户" in words
    assert "记好了 2 户" in desk.read(answer.location)
    assert "/ 3 户已评" in desk.read("/village/visits")


def test_faulty_rows_come_back_as_a_book_and_the_good_ones_are_recorded(village: Offices) -> None:
    with village.arrange() as session:
        here = a_village(session, 2)
        good, bad = (home.number for home in here.homes)
        book = filled(here.book(session), {good: ALL_GOOD, bad: {**ALL_GOOD, "B1": "还行"}})
    desk = village.at(here.scorer)
    look = sent(desk, here, book)
    assert "第 8 行 户主1 H 列“庭院和房前屋后干净”写的是“还行”，看不懂" in visible(look)
    assert "请写 优、良、中、差（10、8、5、0 分），也可以写分数" in visible(look)

    answer = confirmed(desk, look)
    to_mend = desk.client.get(f"{looked_at(look)}/mend.xlsx").data

    assert "记好了 1 户" in desk.read(answer.location)
    rows = [row for row in load_workbook(BytesIO(to_mend)).worksheets[0].values if bad in row]
    assert "看不懂" in str(rows[0][-1])
    again = sent(desk, here, filled(to_mend, {bad: {"B1": "良"}}))
    assert "要记的 1 户" in visible(again)


def test_a_sheet_that_changed_meanwhile_is_shown_once_more(village: Offices) -> None:
    with village.arrange() as session:
        here = a_village(session, 1)
        book = filled(here.book(session), {here.homes[0].number: ALL_GOOD})
    desk = village.at(here.scorer)
    look = sent(desk, here, book)
    with village.arrange() as session:
        make.sheet(session, here.round, here.homes[0], by=here.scorer)

    answer = confirmed(desk, look)

    assert answer.status_code == 409
    assert "您看过以后，这个月的评分有了变化 一户也没有记。" in visible(answer)
    assert "现在 100 分，改成 78 分" in visible(answer)
    with village.arrange() as session:
        sheet = make.live_sheet(session, here.round, here.homes[0]).id
    changed = confirmed(desk, answer, replace=str(sheet))
    assert "记好了 1 户" in desk.read(changed.location)


def test_the_file_of_another_village_is_refused_with_a_sentence(village: Offices) -> None:
    with village.arrange() as session:
        here, there = a_village(session, 1), a_village(session, 1)
        book = there.book(session)
    desk = village.at(here.scorer)

    answer = sent(desk, here, book)

    assert answer.status_code == 422
    assert "这是别的村的月册，一户也没有记 这里是 孟尝君新村。" in visible(answer)


def test_the_paper_has_room_to_sign_and_says_nothing_of_why(village: Offices) -> None:
    with village.arrange() as session:
        here = a_village(session, 21)
        excuse_household(
            session, here.committee, round_id=here.round.id, household_id=here.homes[0].id,
            reason="户主住院", now=NOW,
        )  # fmt: skip
        exempt_household(session, here.committee, household_id=here.homes[1].id, now=NOW)
    desk = village.at(here.committee)

    paper = f"{page_of(here)}/print"
    words, html = desk.read(paper), desk.html(paper)

    assert "第 2 页，共 2 页" in words
    assert words.count("户主签字") == 2
    assert "免评" in words
    assert "住院" not in words
    assert html.count('<td class="no">') == 2 * 19 + 3


def test_the_committee_takes_the_book_but_does_not_score_by_it(village: Offices) -> None:
    with village.arrange() as session:
        here = a_village(session, 1)
        officer = make.township_officer(session)
    desk = village.at(here.committee)

    words = desk.read(page_of(here))

    assert "下载月册（Excel）" in words
    assert "导入填好的月册" not in words
    assert desk.status(f"{page_of(here)}/{'0' * 32}") == 403
    office = village.at(officer)
    assert "户主签字" in str(office.rows(f"/township/rounds/{here.round.id}/book.xlsx"))
