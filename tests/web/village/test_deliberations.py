"""村级评议: written down on a phone, corrected, printed, read by the township, required or not."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests import make
from tests.web.office.offices import Desk, Offices


@dataclass
class Place:
    """An open month, scored, and the desks of committee, township and district."""

    round_id: int
    committee: Desk
    officer: Desk
    district: Desk
    scorer: Desk

    @property
    def form(self) -> str:
        """The address of the form."""
        return f"/village/rounds/{self.round_id}/deliberation"

    def recorded(self) -> str:
        """The words of the paper after a meeting was written down."""
        return self.committee.sent(
            self.form, times=2, met_on="2026-11-19", chaired_by="马书记",
            present=["周明霞"], others="李大爷、王大妈\n赵会计", minutes="逐户评议。\n张家改为良。",
        )  # fmt: skip


@pytest.fixture
def place(village: Offices) -> Place:
    with village.arrange() as session:
        here = make.village(session, "古漯河新村村委会")
        scorer = make.specialist(session, here)
        round_ = make.open_round(session, here)
        make.sheet(session, round_, make.household(session, village=here), by=scorer)
        people = (
            make.committee(session, here), make.township_officer(session), make.admin(session),
            scorer,
        )  # fmt: skip
    return Place(round_.id, *(village.at(person) for person in people))


def test_a_meeting_is_written_down_and_printed_to_be_signed(place: Place) -> None:
    assert "谁到会 周明霞 马书记" in place.committee.read(place.form)

    words = place.recorded()

    assert "2026 年 11 月积分评议会议记录" in words
    assert "马书记、周明霞、李大爷、王大妈、赵会计 共 5 人" in words
    assert "到会的人签字或按手印： 马书记 周明霞 李大爷 王大妈 赵会计" in words
    assert words.count("逐户评议。") == 1


def test_the_month_s_page_leads_to_the_record(place: Place) -> None:
    assert "记评议会 日子、到会的人、谈了什么" in place.committee.read("/village/month")

    place.recorded()

    assert "11 月 19 日 马书记主持，5 人到会" in place.committee.read("/village/month")


def test_the_township_reads_it_beside_the_matrix(place: Place) -> None:
    page = f"/township/rounds/{place.round_id}"
    assert "村里没有记评议会。" in place.officer.read(page)

    place.recorded()

    words = place.officer.read(page)
    assert "村级评议：11 月 19 日 周四，马书记主持，5 人到会" in words
    assert "逐户评议。 张家改为良。" in words


def test_a_correction_begins_with_what_was_recorded_and_marks_it(place: Place) -> None:
    place.recorded()
    page = "/village/deliberations/{}/correct"
    first = next(
        number for number in range(1, 200) if place.committee.status(page.format(number)) == 200
    )
    assert "张家改为良。" in place.committee.read(page.format(first))

    place.committee.sent(
        page.format(first), met_on="2026-11-19", chaired_by="马书记", present=["周明霞"],
        others="", minutes="张家改为中。",
    )  # fmt: skip

    assert "这一份已经更正" in place.committee.read(f"/village/deliberations/{first}")
    words = place.officer.read(f"/township/rounds/{place.round_id}")
    assert "2 人到会 （更正后的记录）" in words
    assert "张家改为中。" in words
    assert "张家改为良。" not in words


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"met_on": "2026-12-01"}, "开会的日子不对"),
        ({"met_on": ""}, "没有填"),
        ({"chaired_by": ""}, "谁主持、谁到会没有写清楚"),
        ({"minutes": ""}, "评议内容没有写，或者太长"),
    ],
)
def test_what_is_wrong_comes_back_with_everything_that_was_typed(
    place: Place, change: dict[str, str], words: str
) -> None:
    typed: dict[str, Any] = {
        "met_on": "2026-11-19", "chaired_by": "马书记", "others": "李大爷",
        "minutes": "逐户评议。", **change,
    }  # fmt: skip

    answer = place.committee.send(place.form, present=["周明霞"], **typed)

    assert answer.status_code == 422
    assert words in answer.text
    assert "李大爷" in answer.text
    assert "村里没有记评议会。" in place.officer.read(f"/township/rounds/{place.round_id}")


def test_a_scorer_reads_the_record_and_writes_none(place: Place) -> None:
    place.recorded()

    assert "马书记主持" in place.scorer.read("/village/month")
    assert "记评议会" not in place.scorer.read("/village/month").replace("再记一次评议会", "")
    assert place.scorer.status(place.form) == 403


def test_where_the_district_requires_it_the_page_says_what_is_missing(place: Place) -> None:
    assert "评议记录可以不写" in place.district.read("/district/settings")
    place.district.sent("/district/settings", "/district/settings/deliberations", required="1")

    page = f"/village/rounds/{place.round_id}/submit"
    assert "还不能提交：还没有评议记录" in place.committee.read(page)
    place.recorded()

    assert "已提交，等镇里认定" in place.committee.sent(page)


def test_an_auditor_sees_whether_it_is_required_and_changes_nothing(village: Offices) -> None:
    with village.arrange() as session:
        desk = village.at(make.auditor(session))

    assert "改为必须有记录" not in desk.read("/district/settings")
    assert desk.send("/account/me", "/district/settings/deliberations").status_code == 403
