"""到期清零: points end after their last day, never those that were spent or come later."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from threading import Barrier

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.kernel.clock import SHANGHAI
from app.kernel.db import Database
from app.kernel.errors import Forbidden, Refusal
from app.ledger.actions import NotEnoughPoints
from app.ledger.expire import CutoffNotOver, LetGo, expire_points
from app.ledger.models import ExpiryRun, TransferKind
from app.ledger.queries import balance_of, statement
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import entries
from app.registry.accounts.permissions import Role
from app.registry.households.models import Household
from app.shop.redemptions.actions import redeem
from app.shop.redemptions.rules import Basket
from app.shop.redemptions.void import void_redemption
from tests import make
from tests.statements import count_statements

SPRING = date(2027, 3, 31)
LAST_EVENING = datetime(2027, 3, 31, 23, 59, tzinfo=SHANGHAI)
NEXT_MORNING = datetime(2027, 4, 1, 0, 1, tzinfo=SHANGHAI)


class Village:
    """Households with the hundred points of November, which end in spring; a store beside them."""

    def __init__(self, session: Session, *, homes: int = 1) -> None:
        self.session = session
        self.place = make.village(session)
        self.homes = make.households(session, homes, village=self.place)
        make.settled_round(session, self.place, *self.homes)
        self.store = make.store(session)
        make.goods(session, price_points=100)
        make.stock(session, self.store, 20)
        self.clerk = make.clerk(session, self.store)
        self.admin = make.admin(session)

    @property
    def home(self) -> Household:
        return self.homes[0]

    @property
    def balance(self) -> int:
        return balance_of(self.session, self.home.id)

    def basket(self) -> Basket:
        return make.basket(self.store, make.card(self.session, self.home), rice=1)

    def expire(self, now: datetime = NEXT_MORNING, cutoff: date = SPRING) -> LetGo:
        return expire_points(self.session, self.admin, cutoff=cutoff, now=now)


@pytest.fixture
def village(session: Session) -> Village:
    return Village(session)


def test_what_is_left_after_the_last_day_ends(village: Village) -> None:
    done = village.expire()

    assert (done.households, done.points) == (1, 100)
    assert village.balance == 0
    (line, _) = statement(village.session, village.home.id)
    assert (line.kind, line.points, line.balance_after) == (TransferKind.EXPIRY, -100, 0)


def test_spent_points_end_no_second_time_and_later_points_stay(village: Village) -> None:
    """RULES.md section 2: earn 100 that end on 31 March, spend 100, earn 50."""
    redeem(village.session, village.clerk, village.basket(), now=make.NOW)
    make.give_points(village.session, village.home, 50)

    done = village.expire()

    assert done == LetGo(0, 0, None)
    assert village.balance == 50


def test_on_the_last_day_itself_points_can_be_spent(village: Village) -> None:
    with pytest.raises(CutoffNotOver):
        village.expire(now=LAST_EVENING)
    redeem(village.session, village.clerk, village.basket(), now=LAST_EVENING)

    village.expire()

    assert village.balance == 0
    kinds = [line.kind for line in statement(village.session, village.home.id)]
    assert TransferKind.EXPIRY not in kinds


def test_a_day_to_come_is_refused(village: Village) -> None:
    with pytest.raises(CutoffNotOver):
        village.expire(cutoff=date(2028, 3, 31))

    assert village.balance == 100


def test_before_their_last_day_no_points_end(village: Village) -> None:
    assert village.expire(cutoff=date(2027, 3, 30)) == LetGo(0, 0, None)
    assert village.balance == 100


def test_run_again_it_takes_nothing_twice(village: Village) -> None:
    make.give_points(village.session, village.home, 30)
    village.expire()

    assert village.expire() == LetGo(0, 0, None)
    assert village.balance == 30


def test_points_that_come_back_after_the_last_day_end_at_the_next_run(village: Village) -> None:
    sold = redeem(village.session, village.clerk, village.basket(), now=NEXT_MORNING)
    make.give_points(village.session, village.home, 30)
    first = village.expire()
    void_redemption(
        village.session, village.clerk, redemption_id=sold, reason="拿错了", now=NEXT_MORNING
    )

    again = village.expire()

    assert (first.points, again.points) == (0, 100)
    assert village.balance == 30


def test_a_run_that_took_points_is_noted_without_names(village: Village) -> None:
    done = village.expire()

    (entry, who) = entries(village.session, village.admin)[0]
    assert (entry.verb, entry.object_id, who) == ("expire_points", done.run_id, "孙立新")
    assert entry.facts == {"until": "2027-03-31", "households": 1, "points": 100}


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in (Role.DISTRICT_ADMIN, Role.CONSOLE)]
)
def test_only_the_district_lets_points_go(village: Village, role: Role) -> None:
    at = village.store if role in (Role.STORE_CLERK, Role.STORE_MANAGER) else village.place
    other = make.actor(village.session, role, at)

    with pytest.raises(Forbidden):
        expire_points(village.session, other, cutoff=SPRING, now=NEXT_MORNING)

    assert village.balance == 100


def test_whoever_writes_a_day_that_is_not_over_is_refused_too(village: Village) -> None:
    run = {
        "cutoff": SPRING,
        "ran_on": SPRING,
        "at": LAST_EVENING,
        "actor_id": village.admin.user_id,
    }

    with (
        pytest.raises(IntegrityError, match="ck_expiry_runs_cutoff_over"),
        village.session.begin_nested(),
    ):
        village.session.execute(insert(ExpiryRun).values(run))


def test_twenty_households_take_as_many_statements_as_two(session: Session) -> None:
    two = Village(session, homes=2)
    with count_statements() as few:
        assert two.expire().households == 2
    twenty = Village(session, homes=20)
    with count_statements() as many:
        assert twenty.expire().households == 20

    assert len(many) == len(few)


# Beside the till


def at_once(*works: Callable[[], object]) -> list[object]:
    """All at the same time; what each was answered."""
    start = Barrier(len(works))

    def answer(work: Callable[[], object]) -> object:
        start.wait()
        try:
            return work()
        except Refusal as refusal:
            return type(refusal)

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(answer, works))


def expired(database: Database, admin: Actor) -> int:
    with database.write() as session:
        return expire_points(session, admin, cutoff=SPRING, now=NEXT_MORNING).points


def sold(database: Database, clerk: Actor, basket: Basket) -> int:
    with database.write() as session:
        redeem(session, clerk, basket, now=NEXT_MORNING)
        return 100


@pytest.mark.parametrize("turn", range(5))
def test_beside_a_sale_the_same_points_go_one_way_only(database: Database, turn: int) -> None:
    with database.write() as session:
        village = Village(session)
        if turn % 2:
            make.give_points(session, village.home, 30)
        kept, admin, clerk, basket = 30 * (turn % 2), village.admin, village.clerk, village.basket()
        home_id = village.home.id

    ended, bought = at_once(lambda: expired(database, admin), lambda: sold(database, clerk, basket))

    assert (ended, bought) in [(100, NotEnoughPoints), (0, 100)]
    with database.read() as session:
        assert balance_of(session, home_id) == kept


def test_four_runs_at_once_take_the_points_once(database: Database) -> None:
    with database.write() as session:
        village = Village(session, homes=5)
        make.give_points(session, village.home, 30)
        admin, ids = village.admin, [home.id for home in village.homes]

    answers = at_once(*[lambda: expired(database, admin)] * 4)

    # Who came while the first was at it answers the same; who came later found nothing.
    assert 500 in answers
    assert set(answers) <= {0, 500}
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(ExpiryRun)) == 1
        assert [balance_of(session, home_id) for home_id in ids] == [30, 0, 0, 0, 0]
