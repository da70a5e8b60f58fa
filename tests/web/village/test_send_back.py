"""退回重看: the scorer finds it first with the reason, mends it or says why it stays."""

from dataclasses import dataclass
from typing import Any

import pytest

from app.registry.households.models import Household
from app.scoring.rounds.certify import submit_round
from app.scoring.rounds.models import RoundState, Sheet
from app.scoring.rounds.one import one_month
from app.scoring.rounds.send_back import send_back_sheet
from tests import make
from tests.make import NOW
from tests.web.office.offices import Desk, Offices


@dataclass
class Place:
    """A month of two households, and the desks of those who work on it."""

    village: Offices
    round_id: int
    first: Household
    second: Household
    sheet: Sheet
    scorer: Desk
    committee: Desk
    officer: Desk

    def page(self, home: Household, end: str = "") -> str:
        """The page of a household in the month."""
        return f"/village/rounds/{self.round_id}/households/{home.id}{end}"


def arranged(village: Offices, *, sent_back: str) -> Place:
    """A month; sent back by the township when there is a reason, else still open."""
    with village.arrange() as session:
        place = make.village(session, "古漯河新村村委会")
        first, second = make.households(session, 2, village=place)
        scorer, committee = make.specialist(session, place), make.committee(session, place)
        officer = make.township_officer(session)
        round_ = make.open_round(session, place)
        sheets = [make.sheet(session, round_, home, by=scorer) for home in (first, second)]
        if sent_back:
            submit_round(session, committee, round_id=round_.id, now=NOW)
            send_back_sheet(session, officer, sheet_id=sheets[0].id, reason=sent_back, now=NOW)
        people = scorer, committee, officer
    desks = [village.at(person) for person in people]
    return Place(village, round_.id, first, second, sheets[0], *desks)


@pytest.fixture
def place(village: Offices) -> Place:
    return arranged(village, sent_back="卫生分太高，请再看院子")


def test_the_scorer_reads_what_came_back_first_and_why(place: Place) -> None:
    words = place.scorer.read("/village/visits")

    assert "1 户退回来了，先看这些 户主0 退回重看 镇里退回：卫生分太高，请再看院子" in words
    assert words.index("户主0") < words.index("户主1")


def test_the_form_says_why_and_takes_the_new_grades(place: Place) -> None:
    page = place.page(place.first, "/score")
    assert "镇里退回了这一户的评分，请再看一看 卫生分太高，请再看院子" in place.scorer.read(page)

    filled: dict[str, Any] = make.answers(B1="fair")
    sent = place.scorer.send(page, replaces=str(place.sheet.id), visited_on="2026-11-19", **filled)

    assert sent.status_code == 302
    assert "周明霞改了：100 分改为 95 分。" in place.committee.read(place.page(place.first))
    assert "镇里退回的户都答复了" in place.committee.read("/village/month")


def test_a_sheet_that_did_not_come_back_is_shut(place: Place) -> None:
    page = place.page(place.second, "/score")

    assert "镇里只退回了几户，这一户不能改" in place.scorer.read(page)
    filled: dict[str, Any] = make.answers()
    answer = place.scorer.send(page, replaces="", visited_on="2026-11-19", **filled)
    assert answer.status_code == 409


def test_why_a_sheet_stays_is_read_by_the_township(place: Place) -> None:
    page = place.page(place.first, "/keep")

    words = place.scorer.sent(page, times=2, reason="又去看了，院子干净")

    assert "答复记下了" in words
    assert "周明霞答复：不改。又去看了，院子干净" in words
    assert "答复：不改。又去看了" in place.officer.read(f"/township/rounds/{place.round_id}")


def test_without_words_no_answer_is_recorded(place: Place) -> None:
    answer = place.scorer.send(place.page(place.first, "/keep"), reason=" ")

    assert answer.status_code == 422
    assert "还没有答复" in place.scorer.read(place.page(place.first))


def test_the_month_is_not_submitted_before_the_answer(place: Place) -> None:
    words = place.committee.read("/village/month")

    assert "1 户的评分退回来了，等答复 镇里只退回了这些户，别的户不用动。" in words
    assert "先答复退回的 1 户，再提交" in words
    page = f"/village/rounds/{place.round_id}/submit"
    assert "还不能提交：有 1 户退回来了，没答复" in place.committee.read(page)
    assert place.committee.send("/village/month", page).status_code in {404, 409}


def test_the_committee_asks_the_scorer_before_it_submits(village: Offices) -> None:
    place = arranged(village, sent_back="")
    page = place.page(place.first, "/send-back")
    assert "退给评分的人重看" in place.committee.read(place.page(place.first))

    words = place.committee.sent(page, times=2, reason="邻居说院子不干净")

    assert "退给评分的人了" in words
    assert "村里退回：邻居说院子不干净" in place.scorer.read("/village/visits")
    with village.database.read() as session:
        assert session.get_one(Sheet, place.sheet.id).points == 100


def test_a_committee_s_question_needs_a_reason(village: Offices) -> None:
    place = arranged(village, sent_back="")

    answer = place.committee.send(place.page(place.first, "/send-back"), reason="")

    assert answer.status_code == 422
    assert "退回重看" not in place.scorer.read("/village/visits")


def test_a_scorer_sends_nothing_back(place: Place) -> None:
    assert place.scorer.status(place.page(place.second, "/send-back")) == 403


def test_what_came_back_takes_no_more_statements_for_many_than_for_few(village: Offices) -> None:
    counts = []
    for homes in (2, 12):
        with village.arrange() as session:
            place = make.village(session)
            made = make.households(session, homes, village=place)
            scorer, committee = make.specialist(session, place), make.committee(session, place)
            round_ = make.open_round(session, place)
            for home in made:
                sheet = make.sheet(session, round_, home, by=scorer)
                send_back_sheet(session, committee, sheet_id=sheet.id, reason="请再看看", now=NOW)
            assert round_.state is RoundState.OPEN
            assert one_month(session, committee, round_.id, made[0].id).waits_for_answer
        counts.append(
            [
                village.at(scorer).statements("/village/visits"),
                village.at(committee).statements("/village/month"),
            ]
        )

    assert counts[0] == counts[1]
