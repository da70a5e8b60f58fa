"""What an office reads on its first page: how far the month is, what waits, what points buy."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.kernel.period import Period
from app.ledger.corrections import ask_correction
from app.ledger.models import Direction
from app.registry.accounts.permissions import Role
from app.registry.cards.actions import issue_card, report_card_lost
from app.reports.categories import category_averages
from app.reports.progress import by_township, village_progress
from app.reports.solvency import solvency
from app.reports.waiting import waiting
from app.scoring.rounds.models import RoundState
from app.scoring.rounds.objections import record_objection
from app.shop.redemptions.actions import redeem
from tests import make

NOVEMBER = Period.parse("2026-11")


# Progress


def test_a_village_without_its_month_is_shown_as_not_opened(session: Session) -> None:
    village = make.village(session, "孟尝君新村")
    make.households(session, 2, village=village)

    found = village_progress(session, make.township_officer(session), NOVEMBER)

    assert [(v.name, v.households, v.state, v.missing) for v in found] == [
        ("孟尝君新村", 2, None, 2)
    ]


def test_a_township_counts_its_villages_by_where_they_stand(session: Session) -> None:
    done, open_ = make.village(session), make.village(session)
    make.submitted_round(session, done, *make.households(session, 2, village=done))
    make.open_round(session, open_)
    make.household(session, village=open_)

    villages = village_progress(session, make.admin(session), NOVEMBER)
    (township,) = by_township(villages, {make.TOWNSHIP: "韩集镇"})

    assert (township.name, township.scored, township.households) == ("韩集镇", 2, 3)
    assert township.villages == {RoundState.SUBMITTED: 1, RoundState.OPEN: 1}


def test_an_officer_sees_the_progress_of_his_own_places_only(session: Session) -> None:
    mine, other = make.village(session), make.village(session)
    for village in (mine, other):
        make.household(session, village=village)
    officer = make.actor(session, Role.TOWNSHIP, mine)

    assert [v.code for v in village_progress(session, officer, NOVEMBER)] == [mine.code]


# What waits


def test_a_submitted_month_waits_for_certification(session: Session, now: datetime) -> None:
    village = make.village(session)
    make.submitted_round(session, village, make.household(session, village=village))

    found = waiting(session, make.township_officer(session), now)

    assert (found.to_certify, found.to_publicise, found.to_settle) == (1, 0, 0)


def test_a_notice_waits_for_settlement_when_its_days_are_over(
    session: Session, now: datetime
) -> None:
    village = make.village(session)
    make.publicised_round(session, village, make.household(session, village=village))
    officer = make.township_officer(session)

    assert waiting(session, officer, now).to_settle == 0
    assert waiting(session, officer, now + timedelta(days=7)).to_settle == 1


def test_an_objection_waits_and_says_since_when(session: Session, now: datetime) -> None:
    village = make.village(session)
    household = make.household(session, village=village)
    round_ = make.publicised_round(session, village, household)
    record_objection(
        session, make.committee(session, village), words="院子扫过了", said_by="张桂兰", now=now,
        sheet_id=make.live_sheet(session, round_, household).id,
    )  # fmt: skip

    found = waiting(session, make.admin(session), now)

    assert (found.objections, found.oldest_objection_at) == (1, now)
    assert found.overdue_objections == 0
    late = waiting(session, make.admin(session), now + timedelta(days=6))
    assert late.overdue_objections == 1


def test_corrections_say_how_many_are_ones_own(session: Session, now: datetime) -> None:
    household = make.household(session, village=make.village(session))
    me, colleague = make.admin(session), make.admin(session)
    for who, direction, points in [(me, Direction.CREDIT, 3), (colleague, Direction.DEBIT, 50)]:
        ask_correction(
            session, who, household_id=household.id, points=points, direction=direction,
            reason="记错了", now=now,
        )  # fmt: skip

    found = waiting(session, me, now)

    assert (found.corrections, found.own_corrections, found.correction_points) == (2, 1, -47)


def test_a_lost_card_waits_until_there_is_a_new_one(session: Session, now: datetime) -> None:
    household = make.household(session, village=make.village(session))
    admin = make.admin(session)
    report_card_lost(session, admin, make.card(session, household).number, now=now)
    before = waiting(session, admin, now).lost_cards

    issue_card(session, admin, household.id, now=now)

    assert (before, waiting(session, admin, now).lost_cards) == (1, 0)


# Categories


def test_categories_average_in_tenths_beside_the_month_before(session: Session) -> None:
    village = make.village(session)
    first, second = make.households(session, 2, village=village)
    october = make.open_round(session, village, period="2026-10")
    make.sheet(session, october, first, answers_=make.answers("fair"))
    november = make.open_round(session, village)
    make.sheet(session, november, first)
    make.sheet(session, november, second, answers_=make.answers(A1="good", B1="poor"))

    averages = category_averages(session, make.admin(session), NOVEMBER)

    found = {a.code: (a.name, a.points_max, a.tenths, a.last_tenths) for a in averages}
    assert found["A"] == ("扶贫政策比知晓", 20, 190, 100)
    assert found["B"] == ("讲究卫生比清洁", 30, 250, 160)
    assert found[""] == ("", 100, 940, 520)


def test_a_month_that_nobody_scored_has_no_average(session: Session) -> None:
    make.scheme(session)

    averages = category_averages(session, make.admin(session), NOVEMBER)

    assert {(a.tenths, a.moved_tenths) for a in averages} == {(None, None)}


def test_without_a_scorecard_there_are_no_categories(session: Session) -> None:
    assert category_averages(session, make.admin(session), NOVEMBER) == []


# Points against goods


def test_goods_on_the_shelf_count_at_their_price_in_points(session: Session, now: datetime) -> None:
    make.household(session, village=make.village(session), balance=400)
    make.goods(session, price_points=130)
    make.stock(session, make.store(session), 2)

    found = solvency(session, make.admin(session), now)

    assert (found.outstanding, found.stock, found.percent) == (400, 260, 65)


def test_what_is_on_the_wall_is_counted_as_coming(session: Session, now: datetime) -> None:
    village = make.village(session)
    household = make.household(session, village=village, balance=100)
    make.publicised_round(session, village, household)
    make.goods(session, price_points=50)
    make.stock(session, make.store(session), 2)

    found = solvency(session, make.admin(session), now)

    assert (found.percent, found.coming, found.percent_after) == (100, 100, 50)


def test_how_long_the_goods_last_follows_what_was_redeemed(session: Session, now: datetime) -> None:
    household = make.household(session, village=make.village(session), balance=400)
    store = make.store(session)
    make.goods(session, price_points=100)
    make.stock(session, store, 4)
    basket = make.basket(store, make.card(session, household), rice=2)
    redeem(session, make.clerk(session, store), basket, now=now)

    found = solvency(session, make.admin(session), now + timedelta(days=20))

    assert (found.redeemed_a_month, found.month_tenths) == (200, 10)


def test_where_there_is_no_store_there_is_nothing_to_compare(
    session: Session, now: datetime
) -> None:
    village = make.village(session)
    make.household(session, village=village, balance=400)
    make.store(session)

    found = solvency(session, make.actor(session, Role.TOWNSHIP, village), now)

    assert (found.outstanding, found.stores, found.percent) == (400, 0, None)


def test_a_district_without_points_owes_nothing(session: Session, now: datetime) -> None:
    found = solvency(session, make.admin(session), now)

    assert (found.percent, found.percent_after, found.month_tenths) == (None, None, None)
