"""走访情况: the end of the score form, and who sees what was photographed and signed."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from re import findall
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Role
from app.registry.households.assignments import assign
from app.scoring.rounds.models import Sheet
from app.scoring.visits.models import VisitPhoto
from tests import make
from tests.kernel.test_pictures import photo
from tests.make import NOW
from tests.scoring import published
from tests.web.browsing import visible
from tests.web.office.offices import Offices


@dataclass
class Door:
    """A household, its specialist and its cadre, and the month's pages."""

    scorer: Actor
    cadre: Actor
    officer: Actor
    stranger: Actor
    month: str
    round_page: str

    @property
    def page(self) -> str:
        return f"{self.month}/score"


@pytest.fixture
def door(village: Offices) -> Door:
    with village.database.write() as session:
        place = make.village(session, "古漯河新村")
        home = make.household(session, village=place)
        make.scheme(session, {**published.A_VILLAGES_CARD, "starts": "2026-01"})
        cadre = make.actor(session, Role.SUPPORT_CADRE, place, name="孙长河")
        assign(session, make.admin(session), household_id=home.id, username=cadre.username, now=NOW)
        round_ = make.open_round(session, place)
        page = f"/village/rounds/{round_.id}"
        return Door(
            make.specialist(session, place), cadre, make.township_officer(session),
            make.actor(session, Role.SUPPORT_CADRE, place, name="王强"),
            f"{page}/households/{home.id}", page,
        )  # fmt: skip


def entered(files: Mapping[str, object] | None = None, **more: object) -> dict[str, Any]:
    """A form with a deduction, as somebody sends it."""
    answers = {"A1": "4", "A2": "2", "D": "1", "reason.D": "院里堆垃圾"}
    said: dict[str, object] = {"visited_on": "2026-11-20", "visit_note": "", **answers, **more}
    return {**said, **(files or {})}


def file(colour: str = "brown") -> tuple[BytesIO, str]:
    """A photo as a telephone sends it."""
    out = BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "JPEG")
    return BytesIO(out.getvalue()), "yard.jpg"


def kept_in(answer: TestResponse) -> list[str]:
    """The photos that a form which came back still has."""
    return findall(r'name="kept_photo" value="([^"]+)"', answer.text)


def positions(village: Offices) -> list[tuple[int, str]]:
    with village.database.read() as session:
        rows = session.execute(
            select(VisitPhoto.position, VisitPhoto.item_code).order_by(VisitPhoto.position)
        )
        return [(row.position, row.item_code) for row in rows]


def test_the_form_offers_who_may_come_along_and_remembers_him(village: Offices, door: Door) -> None:
    desk = village.at(door.scorer)
    html = desk.html(door.page)
    assert '<option value="">我一个人</option>' in html
    assert "孙长河</option>" in html
    assert "王强" not in html

    second = {"second_visitor": door.cadre.username, "photo_refused": "1"}
    desk.sent(door.page, **entered(second, read_out="1"))

    html = desk.html(door.page)
    assert f'value="{door.cadre.username}" selected' in html
    assert 'name="read_out" value="1">' in html  # it heard other points: not ticked again
    words = desk.read(door.month)
    assert "周明霞和孙长河一起去的 户里不同意拍照，两个人都在场 念给户里听了，户里同意" in words
    assert "1 户听过，同意了" in desk.read(door.round_page)


def test_a_deduction_without_its_photo_comes_back_with_the_photos_it_had(
    village: Offices, door: Door
) -> None:
    desk = village.at(door.scorer)

    answer = desk.send(door.page, **entered({"photo": file()}))

    assert answer.status_code == 422
    assert "“检查不净”要减分，还没有照片" in visible(answer)
    (kept,) = kept_in(answer)
    (thumbnail,) = findall(r'<img src="([^"]+/pictures/[^"]+)"', answer.text)
    assert desk.client.get(thumbnail).mimetype == "image/jpeg"
    assert village.at(door.cadre).status(thumbnail) == 404
    desk.sent(door.page, **entered({"photo.D": file("red")}, kept_photo=kept))
    assert positions(village) == [(1, ""), (2, "D")]


def test_a_file_that_is_no_photo_loses_none_of_the_others(village: Offices, door: Door) -> None:
    desk = village.at(door.scorer)
    wrong = (BytesIO(b"%PDF-1.7"), "yard.pdf")

    answer = desk.send(door.page, **entered({"photo": wrong, "photo.D": file()}))

    assert "这个文件不是照片" in visible(answer)
    assert [each.split(" ")[1:] for each in kept_in(answer)] == [["D"]]
    assert positions(village) == []


def test_photos_and_signature_are_shown_to_who_may_see_the_household_only(
    village: Offices, door: Door
) -> None:
    desk = village.at(door.scorer)
    drawn = f"data:image/png;base64,{b64encode(photo()).decode()}"
    hidden = desk.html(door.page).partition('name="request_id" value="')[2].partition('"')[0]
    for _ in range(2):  # sent twice, it hangs once
        desk.sent(door.page, **entered({"photo.D": file()}, signature=drawn, request_id=hidden))

    shown = findall(r'<img[^>]* src="([^"]+)"', desk.html(door.month))

    assert [each.rpartition("/")[2] for each in shown] == ["signature", "1"]
    for address in shown:
        assert desk.client.get(address).mimetype == "image/jpeg"
        assert village.at(door.officer).status(address) == 200
        assert village.at(door.stranger).status(address) == 404
        assert village.at(None).status(address) == 302
    with village.database.read() as session:
        sheet_id = session.scalars(select(Sheet.id)).one()
    assert desk.status(f"/village/sheets/{sheet_id}/photos/2") == 404
