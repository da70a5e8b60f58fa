"""What happened stays: whoever writes SQL by hand is refused too, on both databases."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.demo.files import bytes_of
from app.ledger.corrections import refuse_correction
from app.ledger.expire import expire_points
from app.ledger.expiring import yesterday
from app.registry.accounts.profiles import choose_profile
from app.registry.accounts.sign_in_rules import Profile
from app.registry.households.models import Household
from app.registry.places.models import Place, Store
from app.scoring.questionnaires.actions import (
    FilledIn,
    answer_questionnaire,
    publish_questionnaire,
    read_questionnaire,
)
from app.scoring.rounds.burden_models import SheetBurden
from app.scoring.rounds.models import Round
from app.scoring.rounds.posting import PutUp, record_posting
from app.scoring.rounds.settle import settle_round
from app.scoring.visits.actions import record_visit
from app.scoring.visits.models import VisitOutcome
from app.scoring.visits.rules import Evidence
from app.seals.actions import seal_books
from app.seals.keys import SealKey
from app.shop.goods.announcing import set_notice_days
from app.shop.marketdays.models import Way
from app.shop.marketdays.setting_aside import Sharing, share_out
from app.shop.redemptions.actions import redeem
from app.shop.redemptions.allotment_models import Fairness
from app.shop.redemptions.closing import close_day
from app.shop.redemptions.collectors import Proxy, name_collector
from app.shop.redemptions.models import ProxyReason
from app.shop.redemptions.returns import return_goods
from app.shop.redemptions.signal import Need, signal_need
from app.shop.redemptions.void import ask_void, refuse_void, void_redemption
from app.tables import APPEND_ONLY, ERASABLE
from tests import make
from tests.changes.families import Village
from tests.make import NOW
from tests.shop.marketdays.tours import Tour
from tests.shop.stock import papers


@pytest.fixture
def story(session: Session, tmp_path: Path) -> Session:
    """A sale, a void, a split, ended points, notice, photo, papers of the stock: none is empty."""
    village = make.village(session)
    household = make.household(session, village=village, balance=260)
    round_ = make.publicised_round(session, village, household)
    _photographed(session, household, round_)
    record_posting(
        session, make.committee(session, village), now=NOW, put_up=PutUp(NOW, "老马", "ab" * 32),
        round_id=round_.id,
    )  # fmt: skip
    sheet = make.live_sheet(session, round_, household)
    session.add(SheetBurden(sheet_id=sheet.id, taps=16, typed=0, seconds=48))
    session.flush()
    officer = make.township_officer(session)
    settle_round(session, officer, round_id=round_.id, now=NOW + timedelta(days=8))
    spring = NOW + timedelta(days=150)
    assert expire_points(session, make.admin(session), cutoff=yesterday(spring), now=spring).run_id
    store = make.store(session)
    make.goods(session)
    set_notice_days(session, make.admin(session), 3, now=NOW)
    choose_profile(session, make.admin(session), Profile.GB3, now=NOW)
    make.stock(session, store, 5)
    clerk = make.clerk(session, store)
    neighbour = name_collector(
        session, make.committee(session, village), household_id=household.id, name="李四",
        relation="邻居", now=NOW,
    )  # fmt: skip
    done = redeem(
        session, clerk, now=NOW,
        basket=replace(
            make.basket(store, make.card(session, household), rice=2),
            proxy=Proxy(neighbour, ProxyReason.AWAY, attested=True),
        ),
    )  # fmt: skip
    return_goods(session, clerk, redemption_id=done, back={"rice": 1}, reason="破了", now=NOW)
    asked = ask_void(
        session, clerk, redemption_id=done, reason="拿错了", now=NOW + timedelta(days=1)
    )
    refuse_void(session, make.admin(session), request_id=asked, reason="没带回来", now=NOW)
    void_redemption(session, clerk, redemption_id=done, reason="拿错了", now=NOW)
    late = make.late_sheet(session, round_, household, answers_=make.answers("good"))
    refuse_correction(
        session, make.admin(session), correction_id=late.correction_id, reason="没有凭据", now=NOW
    )
    papers.one_of_each(session, store)
    signal_need(session, clerk, Need(store.code, words="酱油"), now=NOW)
    # Another day than that of the sales, whose closing would refuse them first.
    before = (NOW - timedelta(days=1)).date()
    close_day(session, clerk, store_code=store.code, day=before, now=NOW)
    _market_day(session, store)
    hamlet = Village.made(session)
    family = hamlet.family("马建国", "马强", balance=10)
    hamlet.approve(hamlet.splits(family, "马强", points=10))
    _asked(session)
    assert seal_books(session, SealKey.kept_in(tmp_path), now=NOW)
    return session


def _market_day(session: Session, base: Store) -> None:
    """A truck went out with goods from this store, and the day was closed."""
    village = make.village(session)
    for _ in range(2):
        make.household(session, village=village, balance=500)
    tour = Tour.planned(session, base, village=village)
    tour.carry(session, Way.LOAD, papers.rice(1))
    sharing = Sharing("rice", 1, Fairness.DRAW, 12 * 60)
    share_out(session, tour.keeper, market_day_id=tour.id, sharing=sharing, now=NOW)
    tour.carry(session, Way.RETURN, papers.rice(1))
    tour.close(session)


def _photographed(session: Session, household: Household, round_: Round) -> None:
    scorer = make.specialist(session, session.get_one(Place, round_.village_code))
    photo = make.photo(session, scorer)
    record_visit(
        session, scorer, household=household, visited_at=NOW, outcome=VisitOutcome.MET, now=NOW,
        evidence=Evidence(photos=[photo]),
    )  # fmt: skip


def _asked(session: Session) -> None:
    """A household answered the year's questionnaire."""
    village = make.village(session)
    household = make.household(session, village=village)
    scorer, round_ = make.specialist(session, village), make.open_round(session, village)
    make.sheet(session, round_, household, by=scorer)
    told = read_questionnaire(bytes_of("questionnaire.toml"))
    publish_questionnaire(session, make.admin(session), told, now=NOW)
    answer_questionnaire(session, scorer, FilledIn(round_.id, household.id, {"D5": "yes"}), now=NOW)


def refused(session: Session, statement: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"), session.begin_nested():
        session.execute(text(statement))


def test_no_column_of_what_happened_can_be_changed(story: Session) -> None:
    for table in APPEND_ONLY:
        names = {column["name"] for column in inspect(story.connection()).get_columns(table)}
        for name in sorted(names - ERASABLE.get(table, set())):
            refused(story, f"UPDATE {table} SET {name} = {name}")


def test_who_a_change_was_about_can_be_erased_never_replaced(story: Session) -> None:
    for name in ("name", "relation", "id_last2"):
        refused(story, f"UPDATE household_change_people SET {name} = '--'")
        story.execute(text(f"UPDATE household_change_people SET {name} = ''"))


def test_nothing_that_happened_can_be_deleted(story: Session) -> None:
    for table in APPEND_ONLY:
        rows = story.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()

        refused(story, f"DELETE FROM {table}")

        assert rows, f"the story has nothing in {table}"
        assert story.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == rows


def test_nothing_that_happened_can_be_swept_away_or_replaced(story: Session) -> None:
    for table in APPEND_ONLY:
        if story.get_bind().dialect.name == "sqlite":
            refused(story, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
        else:
            refused(story, f"TRUNCATE {table} CASCADE")
