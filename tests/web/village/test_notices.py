"""公示 and 异议: what hangs on the wall, and what is said against it at the desk."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from sqlalchemy.orm import Session

from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Role
from app.registry.places.models import Place
from app.scoring.rounds.certify import certify_round, submit_round
from app.scoring.rounds.models import Round
from app.scoring.rounds.publicise import publicise_round
from app.scoring.rounds.record import excuse_household
from app.seals.actions import seal_books
from app.seals.keys import SealKey
from tests import make
from tests.make import NOW
from tests.web.office.offices import Offices


@dataclass
class Wall:
    """A notice of two households, one of them excused because it is ill."""

    round_id: int
    sheet_id: int
    household_id: int
    scorer: Actor
    committee: Actor
    other: Actor  # another of the committee


def a_wall(session: Session) -> Wall:
    """The notice, up since this morning."""
    place = make.village(session, "古漯河新村村委会")
    scored = make.household(session, village=place, head="张桂兰")
    ill = make.household(session, village=place, head="买买提·阿卜杜热西提")
    scorer, committee = make.specialist(session, place), make.committee(session, place)
    round_ = make.open_round(session, place)
    sheet = make.sheet(session, round_, scored, by=scorer, answers_=make.answers(B1="poor"))
    excuse_household(
        session, committee, round_id=round_.id, household_id=ill.id, reason="重病住院", now=NOW
    )
    submit_round(session, committee, round_id=round_.id, now=NOW)
    certify_round(session, make.township_officer(session), round_id=round_.id, now=NOW)
    publicise_round(session, committee, round_id=round_.id, now=NOW)
    other = make.committee(session, place)
    return Wall(round_.id, sheet.id, scored.id, scorer, committee, other)


def test_the_wall_has_full_names_and_never_a_reason(village: Offices) -> None:
    with village.database.write() as session:
        wall = a_wall(session)
    desk = village.at(wall.committee)

    for page in ("notice", "notice/print"):
        words = desk.read(f"/village/rounds/{wall.round_id}/{page}")
        assert "张桂兰 90" in words
        assert "买买提·阿卜杜热西提 免评" in words
        assert "重病" not in desk.html(f"/village/rounds/{wall.round_id}/{page}")


def test_the_printed_notice_says_who_when_how_to_object_and_the_seal(
    village: Offices, tmp_path: Path
) -> None:
    with village.database.write() as session:
        wall = a_wall(session)
    with village.database.write() as session:
        sealed = seal_books(session, SealKey.kept_in(tmp_path), now=NOW)

    words = village.at(wall.committee).read(f"/village/rounds/{wall.round_id}/notice/print")

    assert sealed is not None
    assert f"封存第 1 号 {sealed.text}" in words
    assert "韩集镇古漯河新村村民委员会 2026 年 11 月积分评定结果公示" in words
    assert "本村 2 户 11 月积分公示如下，合计 90 分。公示期 11 月 20 日至 11 月 27 日" in words
    assert "口头说也可以，给您回执" in words
    assert "古漯河新村村民委员会（盖章）" in words


def test_a_township_prints_it_too(village: Offices) -> None:
    with village.database.write() as session:
        wall = a_wall(session)
        officer = make.township_officer(session)

    assert village.at(officer).status(f"/village/rounds/{wall.round_id}/notice/print") == 200


def test_a_month_that_is_not_certified_has_no_notice(village: Offices) -> None:
    with village.database.write() as session:
        place = make.village(session)
        round_ = make.open_round(session, place)
        desk = village.at(make.committee(session, place))
        round_id = round_.id

    assert desk.status(f"/village/rounds/{round_id}/notice") == 409
    assert "还没有公示" in desk.read("/village/notices")


def test_the_list_says_how_long_a_notice_hangs(village: Offices) -> None:
    with village.database.write() as session:
        wall = a_wall(session)

    assert "2026 年 11 月 11 月 20 日到 11 月 27 日 还有 7 天" in village.at(wall.committee).read(
        "/village/notices"
    )
    later = village.at(wall.committee, days_later=7)
    assert "已结束" in later.read("/village/notices")


def test_from_a_line_on_the_wall_one_comes_to_the_household(village: Offices) -> None:
    with village.database.write() as session:
        wall = a_wall(session)
    desk = village.at(wall.committee)
    page = desk.html(f"/village/rounds/{wall.round_id}/notice")
    link = page.partition('<td><a href="')[2].partition('"')[0]

    answer = desk.client.get(link)

    assert answer.location == f"/village/rounds/{wall.round_id}/households/{wall.household_id}"
    assert "登记异议" in desk.read(answer.location)


def test_what_somebody_says_is_taken_down_once(village: Offices) -> None:
    with village.database.write() as session:
        wall = a_wall(session)
    desk = village.at(wall.committee)
    page = f"/village/sheets/{wall.sheet_id}/objection"

    words = desk.sent(
        page, times=2, said_by="邻居王保田", about="讲究卫生比清洁", words="那天院子在修墙"
    )

    assert "记下了，这一户的分先不入账" in words
    assert "邻居王保田说： 讲究卫生比清洁：那天院子在修墙" in words
    assert "等答复的异议 1 件 张桂兰 讲究卫生比清洁：那天院子在修墙" in desk.read(
        "/village/notices"
    )
    again = desk.send(page, said_by="别人", words="也觉得不对")
    assert again.status_code == 409
    assert "也觉得不对" in again.text


def test_an_objection_without_words_keeps_what_was_entered(village: Offices) -> None:
    with village.database.write() as session:
        wall = a_wall(session)

    answer = village.at(wall.committee).send(
        f"/village/sheets/{wall.sheet_id}/objection", said_by="邻居王保田", words=""
    )

    assert answer.status_code == 422
    assert "邻居王保田" in answer.text


def test_after_the_notice_nothing_is_taken_down(village: Offices) -> None:
    with village.database.write() as session:
        wall = a_wall(session)
    desk = village.at(wall.committee, days_later=8)
    page = f"/village/sheets/{wall.sheet_id}/objection"

    assert "现在不能登记异议" in desk.read(page)
    answer = desk.send("/me", page, said_by="邻居", words="不对")
    assert answer.status_code == 409


def objected(village: Offices, wall: Wall) -> str:
    """The address of an objection to the notice."""
    answer = village.at(wall.committee).send(
        f"/village/sheets/{wall.sheet_id}/objection", said_by="张桂兰", words="院子当天扫过"
    )
    return answer.location


def test_an_upheld_objection_changes_the_sheet_and_keeps_the_old_one(village: Offices) -> None:
    with village.database.write() as session:
        wall = a_wall(session)
    page = objected(village, wall)
    desk = village.at(wall.other)

    assert desk.html(f"{page}/uphold").count(" checked") == 14
    words = desk.sent(
        f"{page}/uphold", times=2, reason="照片上院子是干净的", **filled(B1="excellent")
    )

    assert "异议成立，分已改好" in words
    assert "90 分改为 100 分" in words
    month = f"/village/rounds/{wall.round_id}/households/{wall.household_id}"
    assert "改过以前" in desk.read(month)
    assert "张桂兰 100" in desk.read(f"/village/rounds/{wall.round_id}/notice")
    public = f"/public/notices/{wall.round_id}"
    for shown in ("notice", "notice/print"):
        assert "号 90 分改为 100 分" in desk.read(f"/village/rounds/{wall.round_id}/{shown}")
    assert "号 90 分改为 100 分 异议成立" in village.at(None).read(public)


def test_objections_go_to_excel_with_what_became_of_them(village: Offices) -> None:
    with village.database.write() as session:
        wall = a_wall(session)
    page = objected(village, wall)
    desk = village.at(wall.other)
    desk.sent(f"{page}/dismiss", reason="两次去看都堆着柴草")

    row = desk.rows("/village/objections.xlsx")[1]

    assert row[0] == "2026-11"
    assert row[2:6] == ("张桂兰", "张桂兰", "院子当天扫过", "异议不成立")
    assert row[7] == "两次去看都堆着柴草"


def test_a_cadre_reads_the_wall_and_opens_his_own_households_only(village: Offices) -> None:
    with village.database.write() as session:
        wall = a_wall(session)
        place = session.get_one(Place, session.get_one(Round, wall.round_id).village_code)
        desk = village.at(make.actor(session, Role.SUPPORT_CADRE, place, name="王建军"))

    assert "张桂兰 90" in desk.read(f"/village/rounds/{wall.round_id}/notice")
    assert "households/number" not in desk.html(f"/village/rounds/{wall.round_id}/notice")
    assert desk.status(f"/village/rounds/{wall.round_id}/households/{wall.household_id}") == 404
    assert "张桂兰" not in desk.read(f"/village/rounds/{wall.round_id}/households")


def test_an_objection_is_dismissed_with_a_reason_only(village: Offices) -> None:
    with village.database.write() as session:
        wall = a_wall(session)
    page = objected(village, wall)
    desk = village.at(wall.other)

    assert desk.send(f"{page}/dismiss", reason="").status_code == 422
    assert "已答复：异议不成立" in desk.sent(f"{page}/dismiss", reason="两次去看都堆着柴草")
    assert "两次去看都堆着柴草" in desk.read(page)
    assert desk.read("/village/objections").count("不成立") == 1


def test_upholding_without_changing_anything_is_refused(village: Offices) -> None:
    with village.database.write() as session:
        wall = a_wall(session)
    page = objected(village, wall)

    answer = village.at(wall.other).send(f"{page}/uphold", reason="就是这样", **filled(B1="poor"))

    assert answer.status_code == 422
    assert "就是这样" in answer.text


def test_who_certified_the_sheet_is_told_that_somebody_else_decides(village: Offices) -> None:
    with village.database.write() as session:
        place = make.village(session)
        home = make.household(session, village=place)
        both = make.actor(session, Role.TOWNSHIP, make.township(session))
        round_ = make.submitted_round(session, place, home)
        certify_round(session, both, round_id=round_.id, now=NOW)
        publicise_round(session, both, round_id=round_.id, now=NOW)
        sheet_id = make.live_sheet(session, round_, home).id
    desk = village.at(both)
    page = desk.send(f"/village/sheets/{sheet_id}/objection", said_by="邻居", words="不对").location

    words = desk.read(page)

    assert "这件异议要由另一位来答复" in words
    assert "异议成立，改分" not in words
    for verb in ("uphold", "dismiss"):
        assert "这件异议不能由您来答复" in desk.read(f"{page}/{verb}")
        assert desk.send("/me", f"{page}/{verb}", reason="就是这样").status_code == 403


def test_who_came_takes_a_receipt_home(village: Offices) -> None:
    with village.database.write() as session:
        wall = a_wall(session)

    words = village.at(wall.committee).read(f"{objected(village, wall)}/receipt")

    assert "积分异议回执" in words
    assert "张桂兰" in words
    assert "院子当天扫过" in words
    assert "来人签字或按手印" in words


def test_the_receipt_has_a_number_and_says_by_when_there_is_an_answer(village: Offices) -> None:
    with village.database.write() as session:
        wall = a_wall(session)
    page = objected(village, wall)

    words = village.at(wall.committee).read(f"{page}/receipt")

    assert "编号 2026-001" in words
    assert "2026 年 11 月 25 日前给您答复" in words


def test_an_overdue_objection_is_said_to_be(village: Offices) -> None:
    with village.database.write() as session:
        wall = a_wall(session)
    page = objected(village, wall)

    assert "等答复" in village.at(wall.other, days_later=5).read("/village/notices")
    late = village.at(wall.other, days_later=6)
    assert "过期未答复" in late.read("/village/notices")
    assert "应当在 11 月 25 日 周三前答复，请尽快办" in late.read(page)


def test_a_blank_form_is_printed_by_everybody(village: Offices) -> None:
    with village.database.write() as session:
        wall = a_wall(session)
        officer = make.township_officer(session)
    forms = {
        f"/village/rounds/{wall.round_id}/objection-form": village.at(wall.committee),
        f"/township/rounds/{wall.round_id}/objection-form": village.at(officer),
        f"/public/notices/{wall.round_id}/objection-form": village.at(None),
    }

    for page, desk in forms.items():
        words = desk.read(page)
        assert "韩集镇古漯河新村 2026 年 11 月积分公示，11 月 20 日至 11 月 27 日" in words
        assert "登记后 5 天内答复" in words
        assert "张桂兰" not in words


def test_the_notice_comes_as_a_picture_for_the_group(village: Offices) -> None:
    with village.database.write() as session:
        wall = a_wall(session)
        officer = make.township_officer(session)
        stranger = make.committee(session, make.village(session))
    page = f"/village/rounds/{wall.round_id}/notice/picture"

    answer = village.at(wall.committee).client.get(f"{page}/1.png")

    assert answer.mimetype == "image/png"
    assert Image.open(BytesIO(answer.data)).width == 1080
    assert "发群的图片" in village.at(officer).read(f"/township/rounds/{wall.round_id}/notice")
    assert village.at(officer).status(f"{page}/1.png") == 200
    for nowhere in ("0", "2"):
        assert village.at(wall.committee).status(f"{page}/{nowhere}.png") == 404
    assert village.at(stranger).status(f"{page}/1.png") == 404


def test_it_is_printed_on_a4_unless_a3_is_chosen(village: Offices) -> None:
    with village.database.write() as session:
        wall = a_wall(session)
    desk = village.at(wall.committee)
    page = f"/village/rounds/{wall.round_id}/notice/print"

    assert "size: A4" in desk.html(page)
    assert "换成 A3 大字" in desk.read(page)
    assert "size: A3" in desk.html(f"{page}?paper=a3")
    assert "size: A4" in desk.html(f"{page}?paper=a0;x")


def filled(**changed: str) -> dict[str, Any]:
    """The fourteen answers of the form."""
    return {**make.answers(**changed)}
