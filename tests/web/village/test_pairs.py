"""另评一份: a second scorer does not see the first sheet; the committee compares and decides."""

import re
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from app.registry.households.models import Household
from app.scoring.pairs.record import record_second_sheet
from app.scoring.rounds.found import Found
from app.scoring.rounds.record import FilledSheet
from tests import make
from tests.make import NOW
from tests.web.office.offices import Desk, Offices

VISITED = "2026-11-19"


@dataclass
class Place:
    """A month of one household with full marks, and the desks of those who work on it."""

    round_id: int
    home: Household
    first_id: int
    scorer: Desk
    other: Desk
    committee: Desk
    officer: Desk

    @property
    def page(self) -> str:
        """The page of the household in the month."""
        return f"/village/rounds/{self.round_id}/households/{self.home.id}"

    def score_again(self, times: int = 1, /, **grades: str) -> str:
        """The other scorer fills in the blind form; the words of the page that follows."""
        filled: dict[str, Any] = make.answers(**grades)
        return self.other.sent(f"{self.page}/second", times=times, visited_on=VISITED, **filled)

    def pair(self, **grades: str) -> str:
        """The address of the two sheets, once the other scorer has sent his."""
        self.score_again(**grades)
        found = re.search(r"/village/second-sheets/\d+", self.committee.html(self.page))
        assert found, "the committee is led to the two sheets"
        return found[0]

    def decide(self, page: str, take: str, reason: str) -> TestResponse:
        """The committee sends the form below the two sheets, twice."""
        fields: dict[str, Any] = {"first_sheet_id": self.first_id, "take": take, "reason": reason}
        return self.committee.send(page, f"{page}/decide", times=2, **fields)


@pytest.fixture
def place(village: Offices) -> Place:
    with village.arrange() as session:
        place = make.village(session, "古漯河新村村委会")
        home = make.household(session, village=place, head="张桂兰")
        scorer, other = make.specialist(session, place), make.specialist(session, place)
        round_ = make.open_round(session, place)
        first = make.sheet(session, round_, home, by=scorer)
        people = scorer, other, make.committee(session, place), make.township_officer(session)
    return Place(round_.id, home, first.id, *(village.at(person) for person in people))


def test_who_comes_second_scores_without_seeing_the_first(place: Place) -> None:
    words = place.other.read(f"{place.page}/score")
    assert "这一户这个月周明霞评过了" in words
    assert "100 分" not in words
    assert "这一户这个月评过了：100 分" in place.other.read(f"{place.page}/score?correct=1")
    assert "这一户这个月评过了：100 分" in place.scorer.read(f"{place.page}/score")
    gap: dict[str, Any] = make.answers("fair", B1="")
    answer = place.other.send(f"{place.page}/second", visited_on=VISITED, **gap)
    assert (answer.status_code, answer.text.count(" checked")) == (422, 13)
    assert "100 分" not in answer.text

    words = place.score_again(2)

    assert "您评的这一份已保存 和第一份每一项都一样，不用再比对。" in words
    assert "两份评分 两份一致" in place.scorer.read(place.page)
    assert "要比对" not in place.committee.read("/village/month")


def test_two_sheets_that_differ_wait_until_the_committee_says_why(place: Place) -> None:
    page = place.pair(B1="fair")
    assert "两份评分" not in place.scorer.read(place.page)
    assert place.scorer.status(page) == 404
    month = place.committee.read("/village/month")
    assert "等您办的事 要比对 1 户 古漯河新村 2026 年 11 月" in month
    assert "张桂兰 周明霞评了 100 分，周明霞评了 95 分" in month
    assert "先比对 1 户，再提交" in month
    submit = f"/village/rounds/{place.round_id}/submit"
    assert "还不能提交：有 1 户的两份评分不一样" in place.committee.read(submit)
    assert "1 户的两份评分不一样，村里还没定" in place.officer.read("/township/")
    assert place.decide(page, "", "看过院子").status_code == 422
    assert place.decide(page, "first", " ").status_code == 422
    told = place.committee.read(page)
    assert "1 项不一样" in told
    assert "第二份少 5 分" in told

    assert place.decide(page, "second", "看过院子").status_code == 302

    words = "马书记定：用第二份，95 分。看过院子"
    assert words in place.committee.read(page)
    assert words in place.scorer.read(place.page)
    assert "这一户评过两份，已经定下来了" in place.scorer.read(f"{place.page}/score")
    assert words in place.officer.read(f"/township/sheets/{place.first_id}")


def test_more_pairs_take_no_more_statements(village: Offices) -> None:
    counts = []
    for homes in (1, 4):
        with village.arrange() as session:
            place = make.village(session)
            scorer, other = make.specialist(session, place), make.specialist(session, place)
            round_ = make.open_round(session, place)
            for home in make.households(session, homes, village=place):
                make.sheet(session, round_, home, by=scorer)
                filled = FilledSheet(
                    uuid4(), Found(round_.id, home.id, NOW, make.answers(B1="fair"))
                )
                record_second_sheet(session, other, filled, now=NOW)
            committee = make.committee(session, place)
        counts.append(village.at(committee).statements("/village/month"))

    assert counts[0] == counts[1]
