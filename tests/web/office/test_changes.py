"""户的变动: a committee records it on the phone, the township decides it at the desk."""

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.changes.decide import approve_change
from app.changes.models import HouseholdChange
from app.kernel.once import Claim, Request
from app.ledger.corrections import approve_correction, ask_correction
from app.ledger.models import Direction
from app.ledger.queries import balance_of
from app.registry.accounts.actor import Actor
from app.registry.households.models import Household, Member
from tests import make
from tests.changes.families import ID_OF_BABY, Village, member, names
from tests.make import NOW
from tests.web.browsing import visible
from tests.web.office.offices import Offices

SAID: dict[str, Any] = {"day": "2026-11-18", "reason": "看了户口本"}


def town(session: Session) -> Village:
    """A village with a name."""
    village = Village.made(session)
    village.place.name = "孟尝君新村"
    return village


def recorded(offices: Offices, village: Village, home: Household, kind: str, **more: object) -> str:
    """The committee fills in the form of a change; the page that follows."""
    page = f"/village/households/{home.id}/changes/{kind}"
    entered: dict[str, Any] = {**SAID, **more}
    return offices.at(village.committee).sent(page, **entered)


def the_change(offices: Offices) -> int:
    """The id of the only change."""
    with offices.database.read() as session:
        return session.scalars(select(HouseholdChange.id)).one()


def test_a_committee_finds_the_form_from_the_households_page(offices: Offices) -> None:
    with offices.arrange() as session:
        village = town(session)
        home = village.family("马建国", "马强")
    desk = offices.at(village.committee)

    assert f"/village/households/{home.id}/changes/new" in desk.html(
        f"/village/households/{home.id}"
    )
    words = desk.read(f"/village/households/{home.id}/changes/new")

    assert "马建国家怎么变了" in words
    for kind in ("添人", "有人离开", "有人去世", "分户", "并户", "搬到别的村", "退出名册"):
        assert kind in words
    assert "重新回来" not in words


def test_who_joins_waits_and_is_added_by_the_township(offices: Offices) -> None:
    with offices.arrange() as session:
        village = town(session)
        home = village.family("马建国")

    words = recorded(offices, village, home, "join", name="马小宝", relation="子",
                     id_number=ID_OF_BABY)  # fmt: skip

    assert "记下了，等人批 名册和积分还没有动。" in words
    assert "添了谁 马小宝（子） 身份证号 ****19" in words
    assert ID_OF_BABY not in words
    desk = offices.at(village.officer)
    assert "1 笔户的变动等着批" in desk.read("/township/")
    assert "等批 1 已批 0 已退回 0 全部 1" in desk.read("/township/changes")
    assert f"马建国 {home.number} 添人 孟尝君新村" in desk.read("/township/changes")
    phone = offices.at(village.committee).read("/village/changes")
    assert f"马建国 添人 {home.number} 孟尝君新村 2026 年 11 月 18 日 马书记记的 等批" in phone
    page = f"/township/changes/{the_change(offices)}"
    assert "名册上添这个人，身份证号封存。" in desk.read(page)
    done = desk.sent(page, f"{page}/approve", times=2)
    assert "批了，已经办好" in done
    file = desk.read(f"/township/households/{home.id}")
    assert "马小宝 子 ****19" in file
    assert (
        "户的变动 哪天 什么变动 原因 谁记的 状态 2026 年 11 月 18 日 添人 看了户口本 马书记 已批"
        in file
    )


def test_no_plain_hash_of_an_id_number_is_kept(offices: Offices) -> None:
    with offices.arrange() as session:
        village = town(session)
        home = village.family("马建国")
    desk = offices.at(village.committee)
    page = f"/village/households/{home.id}/changes/join"
    fields = SAID | {"name": "马小宝", "relation": "子", "id_number": ID_OF_BABY}

    desk.sent(page, times=2, **fields)

    entered: dict[str, object] = {name: [value] for name, value in fields.items()}
    entered |= {"kind": "join", "household": home.id}
    with offices.database.read() as session:
        claim = session.scalars(select(Claim)).one()
        by_plain_number = Request.of(claim.actor_id, claim.route, claim.request_id, entered)
        assert claim.digest != by_plain_number.digest
        assert session.scalar(select(func.count()).select_from(HouseholdChange)) == 1


def test_a_split_moves_what_was_agreed(offices: Offices) -> None:
    with offices.arrange() as session:
        village = town(session)
        home = village.family("马建国", "马强", "王芳", balance=100)
        going = [member(session, home, name).id for name in ("马强", "王芳")]

    words = recorded(offices, village, home, "split", members=going, head=going[0], number="K9",
                     points="40")  # fmt: skip
    assert "谁分出去 马强（家人）、王芳（家人） 新户的户主 马强（家人）" in words
    assert "新户的编号 K9 带走的积分 40 分" in words
    page = f"/township/changes/{the_change(offices)}"
    done = offices.at(village.officer).sent(page, f"{page}/approve")

    assert "看另一户：马强" in done
    with offices.database.read() as session:
        new = session.scalars(select(Household).where(Household.number == "K9")).one()
        assert (balance_of(session, home.id), balance_of(session, new.id)) == (60, 40)
        new_id = new.id
    file = offices.at(village.officer).read(f"/township/households/{new_id}")
    assert "从另一户分出来" in file
    assert "分户、并户，从另一户转来 +40 40" in file


def test_a_death_names_the_new_head(offices: Offices) -> None:
    with offices.arrange() as session:
        village = town(session)
        home = village.family("马建国", "李秀英")
        head, wife = (member(session, home, name).id for name in ("马建国", "李秀英"))
    page = f"/village/households/{home.id}/changes/death"
    desk = offices.at(village.committee)

    refused = desk.send(page, **(SAID | {"member": head}))
    assert refused.status_code == 422
    assert "走的是户主，要选家里另一个人当户主" in visible(refused)
    words = desk.sent(page, **(SAID | {"member": head, "new_head": wife}))

    assert "谁 马建国（户主） 户主换成谁 李秀英（家人）" in words


@pytest.mark.parametrize(
    ("kind", "fields", "words"),
    [
        ("join", {"name": "马小宝", "relation": "子", "id_number": "123"}, "身份证号不对"),
        (
            "join",
            {"name": "", "relation": "子", "id_number": ID_OF_BABY},
            "还没有保存，有 1 处要改",
        ),
        ("split", {"head": "1", "number": "A", "points": "1"}, "还没有保存，有 1 处要改"),
        ("merge", {"other": "没有"}, "并到的那一户不对"),
        ("leave", {"day": "2026-11-21"}, "日子还没有到"),
        ("leave", {"reason": ""}, "还没有保存，有 1 处要改"),
        ("leave", {"day": "11月"}, "还没有保存，有 1 处要改"),
    ],
)
def test_a_wrong_field_is_said_and_what_was_typed_stays(
    offices: Offices, kind: str, fields: dict[str, str], words: str
) -> None:
    with offices.arrange() as session:
        village = town(session)
        home = village.family("马建国", "马强")
    page = f"/village/households/{home.id}/changes/{kind}"

    answer = offices.at(village.committee).send(page, **(SAID | fields))

    assert answer.status_code == 422
    assert words in visible(answer)
    assert fields.get("reason", "看了户口本") in answer.text
    with offices.database.read() as session:
        assert session.scalar(select(func.count()).select_from(HouseholdChange)) == 0


def test_a_refusal_needs_a_reason_and_who_recorded_it_reads_it(offices: Offices) -> None:
    with offices.arrange() as session:
        village = town(session)
        home = village.family("马建国", "马强")
    recorded(offices, village, home, "leave")
    page = f"/township/changes/{the_change(offices)}"
    desk = offices.at(village.officer)

    assert desk.send(page, f"{page}/refuse", refusal="").status_code == 422
    assert "退回了" in desk.sent(page, f"{page}/refuse", refusal="户口还在村里")

    own = offices.at(village.committee).read(f"/village/changes/{the_change(offices)}")
    assert "退回的原因 户口还在村里" in own


def test_who_recorded_it_sees_that_somebody_else_must_approve(offices: Offices) -> None:
    with offices.arrange() as session:
        village = town(session)
        home = village.family("马建国")
    desk = offices.at(village.officer)
    desk.sent(f"/township/households/{home.id}/changes/leave", **SAID)
    page = f"/township/changes/{the_change(offices)}"

    words = desk.read(page)

    assert "等镇里或区里另一个人批 这笔是您自己记的，名册和积分还没有动。" in words
    assert "批准这笔变动" not in words
    assert "其中 1 笔是您自己记的，要别人批" in desk.read("/township/")


def test_what_stands_in_the_way_is_said_on_the_page_of_the_change(offices: Offices) -> None:
    with offices.arrange() as session:
        village = town(session)
        home = village.family("马建国", "马强", balance=50)
        change = village.splits(home, "马强", points=50)
        asked_by, approved_by = make.admin(session), make.admin(session)
        take_all(session, home, asked_by, approved_by)
    page = f"/district/changes/{change.id}"

    answer = offices.at(asked_by).send(page, f"{page}/approve")

    assert answer.status_code == 409
    assert "这一户现在只剩 0 分，不够分出去 50 分" in visible(answer)
    assert "批准这笔变动" in visible(answer)
    with offices.database.read() as session:
        assert names(session, home) == ["马建国", "马强"]


def take_all(session: Session, home: Household, asked_by: Actor, approved_by: Actor) -> None:
    """A correction of two people takes fifty points."""
    asked = ask_correction(
        session, asked_by, household_id=home.id, points=50, direction=Direction.DEBIT,
        reason="重复记分", now=NOW,
    )  # fmt: skip
    approve_correction(session, approved_by, correction_id=asked.id, now=NOW)


def test_a_household_with_a_waiting_change_gets_no_second_form(offices: Offices) -> None:
    with offices.arrange() as session:
        village = town(session)
        home = village.family("马建国", "马强")
        village.leaves(home)
    desk = offices.at(village.committee)

    assert "这一户还有一笔变动等着批" in desk.read(f"/village/households/{home.id}/changes/new")
    answer = desk.send(f"/village/households/{home.id}/changes/leave", **SAID)
    assert answer.status_code == 409


def test_a_household_that_left_can_come_back(offices: Offices) -> None:
    with offices.arrange() as session:
        village = town(session)
        home = village.family("马建国")
        village.approve(village.leaves(home))
    desk = offices.at(village.committee)

    words = desk.read(f"/village/households/{home.id}/changes/new")

    assert "重新回来" in words
    assert "退出名册" not in words.partition("户的变动")[0]
    assert "等镇里或区里另一个人批" in recorded(offices, village, home, "return")


def test_scorers_and_auditors_record_and_decide_nothing(offices: Offices) -> None:
    with offices.arrange() as session:
        village = town(session)
        home = village.family("马建国")
        scorer, auditor = make.specialist(session, village.place), make.auditor(session)
        change = village.leaves(home)

    assert offices.at(scorer).status(f"/village/households/{home.id}/changes/new") == 403
    assert offices.at(auditor).status(f"/district/households/{home.id}/changes/new") == 403
    assert "批准这笔变动" not in offices.at(auditor).read(f"/district/changes/{change.id}")


def test_other_villages_and_unknown_kinds_are_not_found(offices: Offices) -> None:
    with offices.arrange() as session:
        village, other = town(session), Village.made(session)
        home, foreign = village.family("马建国"), other.family("张桂兰")
        change = other.leaves(foreign)
    desk = offices.at(village.committee)

    for page in (
        f"/village/households/{foreign.id}/changes/new",
        f"/village/households/{home.id}/changes/vanish",
        f"/village/changes/{change.id}",
        "/village/changes/404",
    ):
        assert desk.status(page) == 404


def test_the_list_takes_the_same_statements_however_long_it_is(offices: Offices) -> None:
    with offices.arrange() as session:
        village = town(session)
        village.leaves(village.family("马建国"))
    desk = offices.at(village.officer)
    one = desk.statements("/township/changes")
    with offices.arrange() as session:
        village.session = session
        for number in range(5):
            village.leaves(village.family(f"户主{number}"))

    assert desk.statements("/township/changes") == one


def test_the_pages_speak_english(offices: Offices) -> None:
    with offices.arrange() as session:
        village = town(session)
        home = village.family("马建国", "马强", balance=10)
        change = village.splits(home, "马强", points=10)
        approve_change(session, village.officer, change_id=change.id, now=NOW)
        assert session.scalars(select(Member.name).where(Member.household_id == home.id)).all()
    desk = offices.at(village.officer)
    desk.client.set_cookie("jifen_language", "en")

    words = desk.read(f"/township/changes/{change.id}")

    assert "Number of the new household" in words
