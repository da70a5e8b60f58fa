"""一次性奖励 on pages: proposed at a household's page, read by all, struck with a reason."""

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest

from app.registry.accounts.actor import Actor
from app.scoring.rounds.certify import certify_round, submit_round
from app.scoring.rounds.publicise import publicise_round
from app.scoring.rounds.settle import settle_round
from tests import make
from tests.kernel.test_pictures import photo
from tests.make import NOW
from tests.web.browsing import visible
from tests.web.office.offices import Offices


@dataclass
class Story:
    """A village's open month with one scored household."""

    home: int
    round: int
    scorer: Actor
    committee: Actor
    officer: Actor

    @property
    def form(self) -> str:
        """Where an award is proposed."""
        return f"/village/households/{self.home}/award"


RESCUE: dict[str, Any] = {"award": "R1", "reason": "井边救起落水儿童", "happened_on": "2026-11-18"}
TITLE = RESCUE | {"award": "R2|县级", "reason": "县里的好媳妇"}


@pytest.fixture
def story(village: Offices) -> Story:
    with village.arrange() as session:
        place = make.village(session, "王口村")
        home = make.household(session, village=place, head="张桂兰")
        round_ = make.open_round(session, place)
        scorer = make.specialist(session, place)
        make.sheet(session, round_, home, by=scorer)
        return Story(
            home.id, round_.id, scorer, make.committee(session, place),
            make.township_officer(session),
        )  # fmt: skip


def submit(village: Offices, story: Story) -> None:
    """The village submits the month."""
    with village.arrange() as session:
        submit_round(session, story.committee, round_id=story.round, now=NOW)


def put_up(village: Offices, story: Story) -> None:
    """The township certifies the month, the village puts it on the wall."""
    with village.arrange() as session:
        certify_round(session, story.officer, round_id=story.round, now=NOW)
        publicise_round(session, story.committee, round_id=story.round, now=NOW)


def test_an_award_walks_from_the_household_s_page_to_its_slip(
    village: Offices, story: Story
) -> None:
    scorer, committee = village.at(story.scorer), village.at(story.committee)
    office, month = village.at(story.officer), f"/village/rounds/{story.round}"

    proposed = scorer.sent(story.form, **TITLE)
    assert "提上去了" in proposed
    assert "获得荣誉称号（县级） 200 分 等认定 县里的好媳妇" in proposed
    assert "张桂兰：获得荣誉称号（县级）" in committee.read(month)
    submit(village, story)
    matrix = office.read(f"/township/rounds/{story.round}")
    assert "张桂兰 获得荣誉称号（县级） +200 县里的好媳妇 周明霞 等认定" in matrix
    certify = f"/township/rounds/{story.round}/certify"
    assert "一次性奖励 1 项，合计 200 分" in office.read(certify)
    put_up(village, story)

    for page in ("notice", "notice/print"):
        wall = committee.read(f"{month}/{page}")
        assert "张桂兰" in wall.partition("一次性奖励")[2]
        assert "获得荣誉称号（县级） +200" in wall
        assert "好媳妇" not in wall  # what for, but not how it was
    open_web = village.at(None).read(f"/public/notices/{story.round}")
    assert "张**：获得荣誉称号（县级） +200" in open_web

    later = village.at(story.committee, days_later=8)
    with village.arrange() as session:
        settle_round(session, story.committee, round_id=story.round, now=NOW + timedelta(days=8))
    page = later.read(f"/village/households/{story.home}")
    assert "一次性奖励：获得荣誉称号 +200" in page
    slip = later.read(f"/village/households/{story.home}/slip")
    assert "11 月 获得荣誉称号（县级）：200 分 已到账" in slip
    assert "一次性奖励：获得荣誉称号" in village.at(story.officer).read(
        f"/township/households/{story.home}"
    )


def test_a_photo_is_added_and_shown_to_who_may_see_the_award(
    village: Offices, story: Story
) -> None:
    scorer = village.at(story.scorer)
    sent = scorer.send(story.form, **RESCUE, photo=(BytesIO(photo()), "a.jpg"))
    with village.arrange() as session:
        stranger = make.committee(session, make.village(session))

    address = f"{sent.location}/photo"

    assert scorer.client.get(address).mimetype == "image/jpeg"
    assert village.at(stranger).status(address) == 404


def test_sent_twice_it_is_proposed_once(village: Offices, story: Story) -> None:
    scorer = village.at(story.scorer)

    scorer.sent(story.form, times=2, **RESCUE)

    assert scorer.read(f"/village/households/{story.home}").count("救助邻居") == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"award": ""}, "细则里没有这一种一次性奖励"),
        ({"reason": ""}, "理由没有写"),
        ({"happened_on": "2026-11-21"}, "事情发生的日子不对"),
    ],
)
def test_what_is_wrong_is_said_over_the_form_with_what_was_entered(
    village: Offices, story: Story, fields: dict[str, Any], said: str
) -> None:
    answer = village.at(story.scorer).send(story.form, **(RESCUE | fields))

    assert answer.status_code == 422
    assert said in visible(answer)
    assert fields.get("reason", "井边救起") in answer.text


def test_who_proposed_it_takes_it_back_and_nobody_else_is_offered_to(
    village: Offices, story: Story
) -> None:
    scorer = village.at(story.scorer)
    award = scorer.send(story.form, **RESCUE).location

    assert "收回来" not in village.at(story.committee).read(award)
    assert "已收回" in scorer.sent(award, f"{award}/withdraw")


def test_the_township_strikes_it_and_the_village_reads_why(village: Offices, story: Story) -> None:
    scorer, office = village.at(story.scorer), village.at(story.officer)
    award = scorer.send(story.form, **RESCUE).location
    submit(village, story)
    page = award.replace("/village", "/township")

    refused = office.send(page, reason=" ")
    struck = office.sent(page, reason="没有证人")

    assert refused.status_code == 422
    assert "已取消" in struck
    assert "没有证人" in scorer.read(award)


def test_what_is_struck_on_the_wall_stays_visible_there(village: Offices, story: Story) -> None:
    committee, month = village.at(story.committee), f"/village/rounds/{story.round}"
    award = village.at(story.scorer).send(story.form, **RESCUE).location
    submit(village, story)
    put_up(village, story)

    committee.sent(award, f"{award}/strike", reason="查了没有这回事")

    assert "救助邻居 +20 已取消" in committee.read(f"{month}/notice")
    assert "救助邻居 已取消" in committee.read(f"{month}/notice/print")


def test_the_pages_take_as_many_statements_for_many_awards_as_for_one(
    village: Offices, story: Story
) -> None:
    scorer, page = village.at(story.scorer), f"/village/rounds/{story.round}"
    scorer.send(story.form, **RESCUE)
    of_one = scorer.statements(page)

    for _ in range(3):
        scorer.send(story.form, **RESCUE)

    assert scorer.statements(page) == of_one
