"""登记张贴: the committee photographs the wall, and the township sees it."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from tests import make
from tests.kernel.test_pictures import photo
from tests.web.browsing import visible
from tests.web.office.offices import Desk, Offices
from tests.web.village.test_notices import Wall, a_wall


def walled(village: Offices) -> Wall:
    with village.database.write() as session:
        return a_wall(session)


def sent(desk: Desk, wall: Wall, content: bytes | None = None, **more: str) -> str:
    """The address one is led to; a refusal stays on the form."""
    fields: dict[str, Any] = {"posted_at": "2026-11-20T08:30", "posted_by": "老马"} | more
    page = f"/village/rounds/{wall.round_id}/posting"
    content = photo() if content is None else content
    answer = desk.send(page, photo=(BytesIO(content), "wall.jpg"), **fields)
    assert answer.status_code == 302, visible(answer)
    return str(answer.location)


def test_the_wall_is_photographed_and_the_township_sees_it(village: Offices) -> None:
    wall = walled(village)
    with village.database.write() as session:
        officer = make.township_officer(session)
    desk, office = village.at(wall.committee), village.at(officer)
    pages = (f"/township/rounds/{wall.round_id}", f"/township/rounds/{wall.round_id}/notice")
    for page in pages:
        assert "还没贴上墙" in office.read(page)
    assert "1 个村公示了，还没登记贴上墙" in office.read("/township/")

    words = desk.read(sent(desk, wall))

    assert "张贴记下了" in words
    assert "11 月 20 日 周五 08:30，老马贴的" in words
    assert "11 月 20 日 周五 08:30，老马贴的" in desk.read(f"/village/rounds/{wall.round_id}")
    for page in pages:
        assert "老马贴的" in office.read(page)
    assert "还没登记贴上墙" not in office.read("/township/")


def test_the_photo_is_shown_to_who_may_read_the_wall_and_nobody_else(village: Offices) -> None:
    wall = walled(village)
    desk = village.at(wall.committee)
    page = desk.html(sent(desk, wall))
    address = page.partition('<img src="')[2].partition('"')[0]
    with village.database.write() as session:
        stranger = make.committee(session, make.village(session))

    answer = desk.client.get(address)

    assert answer.mimetype == "image/jpeg"
    assert answer.headers["Cache-Control"] == "no-store"
    assert Image.open(BytesIO(answer.data)).size == (400, 300)
    assert village.at(stranger).status(address) == 404
    assert village.at(None).status(address) == 302


def test_sent_twice_it_is_recorded_once(village: Offices) -> None:
    wall = walled(village)
    desk = village.at(wall.committee)
    page = f"/village/rounds/{wall.round_id}/posting"
    hidden = desk.html(page).partition('name="request_id" value="')[2].partition('"')[0]

    for _ in range(2):
        sent(desk, wall, request_id=hidden)

    assert desk.read(f"/village/rounds/{wall.round_id}/notice").count("老马贴的") == 1


@pytest.mark.parametrize(
    ("content", "more", "sentence"),
    [
        (b"%PDF-1.7", {}, "这个文件不是照片"),
        (None, {"posted_at": "2026-11-21T08:30"}, "张贴的时间不对"),
        (None, {"posted_at": "昨天"}, "有一项的日期不对"),
        (None, {"posted_by": ""}, "有一项还没有填"),
    ],
)
def test_a_fault_keeps_what_was_typed(
    village: Offices, content: bytes | None, more: dict[str, str], sentence: str
) -> None:
    wall = walled(village)
    desk = village.at(wall.committee)
    fields: dict[str, Any] = {"posted_at": "2026-11-20T08:30", "posted_by": "老马"} | more

    answer = desk.send(
        f"/village/rounds/{wall.round_id}/posting",
        photo=(BytesIO(content or photo()), "wall.jpg"), **fields,
    )  # fmt: skip

    assert 400 <= answer.status_code < 500
    assert sentence in visible(answer)
    assert f'value="{fields["posted_at"]}"' in answer.text
    assert "还没贴上墙" in desk.read(f"/village/rounds/{wall.round_id}/notice")


def test_a_scorer_sees_the_wall_and_has_no_form(village: Offices) -> None:
    wall = walled(village)
    scorer = village.at(wall.scorer)

    words = scorer.read(f"/village/rounds/{wall.round_id}/notice")

    assert "还没贴上墙" in words
    assert "登记张贴" not in words
    assert scorer.status(f"/village/rounds/{wall.round_id}/posting") == 403


def test_the_notice_takes_the_same_statements_however_often_it_was_put_up(
    village: Offices,
) -> None:
    wall = walled(village)
    desk = village.at(wall.committee)
    page = f"/village/rounds/{wall.round_id}/notice"
    sent(desk, wall)
    once = desk.statements(page)

    for name in ("老李", "老王"):
        sent(desk, wall, posted_by=name)

    assert desk.statements(page) == once
    assert "老李贴的" in desk.read(page)
