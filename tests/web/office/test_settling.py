"""开月 and 入账: a month begins and ends in an office."""

import pytest
from sqlalchemy import select

from app.ledger.queries import balance_of
from app.registry.households.models import Household
from app.scoring.rounds.models import Round, RoundState
from app.scoring.rounds.objections import record_objection
from tests import make
from tests.web.office.offices import Offices

# Opening


@pytest.mark.parametrize("office", ["township", "district"])
def test_a_month_is_opened_with_its_facts_before_the_button(offices: Offices, office: str) -> None:
    with offices.arrange() as session:
        make.scheme(session)
        village = make.village(session, "孟尝君新村")
        make.households(session, 2, village=village)
        township = make.township_officer(session)
        desk = offices.at(township if office == "township" else make.admin(session))
    page = f"/{office}/rounds/open"

    before = desk.read(page)
    after = desk.sent(page, period="2026-11", notice_days="5", times=2)

    assert "要开的村 1 个村、2 户 已经开了 0 个村，这次不动" in before
    assert "积分细则 爱心积分 五比十四项" in before
    assert "2026 年 11 月开始评分了" in after
    assert "孟尝君新村 评分中 2 0 0 2" in after
    with offices.database.read() as session:
        (opened,) = session.scalars(select(Round)).all()
        assert (str(opened.period), opened.notice_days) == ("2026-11", 5)


@pytest.mark.parametrize("days", ["", "61", "七天", "-1"])
def test_absurd_days_are_refused_and_nothing_is_opened(offices: Offices, days: str) -> None:
    with offices.arrange() as session:
        make.scheme(session)
        make.household(session, village=make.village(session))
        desk = offices.at(make.township_officer(session))

    answer = desk.send("/township/rounds/open", period="2026-11", notice_days=days)

    assert answer.status_code == 422
    assert f'value="{days}"' in answer.text
    assert "要开的村" in answer.text
    assert "这个月还没有村开始评分" in desk.read("/township/rounds")


def test_a_month_without_a_scorecard_cannot_be_opened(offices: Offices) -> None:
    with offices.arrange() as session:
        make.household(session, village=make.village(session))
        desk = offices.at(make.admin(session))

    assert "这个月还没有积分细则 没有开始评分。" in desk.read("/district/rounds/open")
    answer = desk.send("/district/rounds/open", period="2026-11", notice_days="7")
    assert answer.status_code == 404


def test_a_month_that_is_open_everywhere_says_so(offices: Offices) -> None:
    with offices.arrange() as session:
        village = make.village(session)
        make.household(session, village=village)
        make.open_round(session, village)
        desk = offices.at(make.admin(session))

    assert "这个月都开了 您管的 1 个村" in desk.read("/district/rounds/open")


def test_an_auditor_opens_and_settles_nothing(offices: Offices) -> None:
    with offices.arrange() as session:
        village = make.village(session)
        round_ = make.publicised_round(session, village, make.household(session, village=village))
        desk = offices.at(make.auditor(session), days_later=8)

    pages = ["open", "due", f"{round_.id}/settle"]
    assert {desk.status(f"/district/rounds/{page}") for page in pages} == {403}


# Settling


def on_the_wall(offices: Offices) -> tuple[Round, Household, Household]:
    """A month on notice; somebody objects to the second household's points."""
    with offices.arrange() as session:
        village = make.village(session, "孟尝君新村")
        first, second = make.households(session, 2, village=village)
        round_ = make.publicised_round(session, village, first, second)
        record_objection(
            session, make.committee(session, village), said_by="邻居", words="不对",
            sheet_id=make.live_sheet(session, round_, second).id, now=make.NOW,
        )  # fmt: skip
    return round_, first, second


def balances(offices: Offices, *homes: Household) -> list[int]:
    """What the households can spend."""
    with offices.database.read() as session:
        return [balance_of(session, home.id) for home in homes]


def test_nothing_is_credited_while_the_notice_hangs(offices: Offices) -> None:
    round_, first, _ = on_the_wall(offices)
    with offices.arrange() as session:
        desk = offices.at(make.township_officer(session), days_later=6)
    page = f"/township/rounds/{round_.id}"

    assert "公示到期以后才能入账" in desk.read(page)
    assert desk.send(f"{page}/settle").status_code == 409
    assert balances(offices, first) == [0]


@pytest.mark.parametrize("office", ["township", "district"])
def test_what_nobody_disputes_is_credited_once(offices: Offices, office: str) -> None:
    round_, first, second = on_the_wall(offices)
    with offices.arrange() as session:
        township = make.township_officer(session)
        person = township if office == "township" else make.admin(session)
    desk = offices.at(person, days_later=8)
    page = f"/{office}/rounds/{round_.id}"

    assert "给 1 户入账" in desk.read(page)
    assert "入账 1 户 有异议 1 户，答复以后再入账" in desk.read(f"{page}/settle")
    words = desk.sent(f"{page}/settle", times=3)

    assert "入账了 村民现在就能用这些分兑换。" in words
    assert balances(offices, first, second) == [100, 0]


def test_all_that_is_due_is_settled_with_one_button(offices: Offices) -> None:
    _, first, _ = on_the_wall(offices)
    with offices.arrange() as session:
        desk = offices.at(make.admin(session), days_later=8)

    before = desk.read("/district/rounds/due")
    after = desk.sent("/district/rounds/due")

    assert "公示到期 1 个村 入账 1 户 合计 100 分" in before
    assert "孟尝君新村 2026 年 11 月 11 月 27 日 周五 1 100" in before
    assert "1 个村入账了" in after
    assert balances(offices, first) == [100]
    with offices.database.read() as session:
        assert session.scalars(select(Round.state)).all() == [RoundState.SETTLED]


def test_nothing_due_says_so(offices: Offices) -> None:
    with offices.arrange() as session:
        desk = offices.at(make.township_officer(session))

    assert "现在没有要入账的村" in desk.read("/township/rounds/due")
