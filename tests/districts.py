"""Two districts that hold the same ids, and what is asked in each of them."""

import inspect
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final, Self
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.changes.record import Departure, What, record_departure
from app.demo.files import bytes_of
from app.kernel.db import Base, Database
from app.kernel.period import Period
from app.registry.accounts.actions import issue_token
from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission, Role
from app.registry.cards.actions import report_card_lost
from app.registry.cards.faces import keep_photo
from app.registry.cards.pins import set_pin
from app.registry.households.assignments import assign
from app.registry.households.models import Household, Member
from app.registry.places.deputies import Absence, name_deputy
from app.registry.places.models import Place, PlaceKind, Store
from app.scoring.pairs.decide import Verdict, decide_between_sheets
from app.scoring.pairs.queries import pair_for
from app.scoring.pairs.record import record_second_sheet
from app.scoring.questionnaires.actions import publish_questionnaire, read_questionnaire
from app.scoring.questionnaires.models import QuestionnaireVersion, VisitAnswers
from app.scoring.rounds.awards import Proposal, propose_award
from app.scoring.rounds.certify import certify_round, submit_round
from app.scoring.rounds.deliberate import Meeting, record_deliberation
from app.scoring.rounds.found import Found
from app.scoring.rounds.models import Round, Sheet
from app.scoring.rounds.notice import notice_for
from app.scoring.rounds.objections import record_objection
from app.scoring.rounds.posting import PutUp, record_posting
from app.scoring.rounds.publicise import publicise_round
from app.scoring.rounds.record import FilledSheet, excuse_household
from app.scoring.rounds.second_models import SecondSheet
from app.scoring.rounds.send_back import keep_sheet, send_back_sheet
from app.scoring.schemes.actions import read_toml
from app.scoring.schemes.reading import scheme_from
from app.scoring.visits.models import Acknowledged, Visit, VisitPhoto
from app.shop.goods.actions import put_goods
from app.shop.goods.models import Goods, RationPeriod
from app.shop.goods.rationing import Limit, set_ration
from app.shop.goods.sorting import Heading, set_categories
from app.shop.marketdays.demand import Route
from app.shop.marketdays.models import HabitKind, MarketDay, Way
from app.shop.marketdays.plan import set_fairs
from app.shop.marketdays.rules import Fair
from app.shop.marketdays.setting_aside import Sharing, set_aside, share_out
from app.shop.marketdays.sheet import Span
from app.shop.redemptions.actions import redeem
from app.shop.redemptions.allotment_models import AllotmentPlace, Fairness
from app.shop.redemptions.closing import close_day
from app.shop.redemptions.collectors import Proxy, name_collector
from app.shop.redemptions.models import ProxyReason
from app.shop.redemptions.returns import return_goods
from app.shop.redemptions.signal import Need, signal_need
from app.shop.redemptions.void import ask_void
from app.shop.stock.actions import receive_stock
from app.shop.stock.models import StockReceipt
from app.shop.stock.paper_models import Loss
from app.shop.stock.paper_queries import PaperKind
from app.shop.stock.relocate import Load, relocate
from app.shop.stock.rules import Buyer, StockLine
from app.shop.stock.set_mark_downs import set_mark_downs
from app.shop.stock.stock_take import Counted, count_stock
from app.shop.stock.write_off import Spoilt, ask_write_off
from tests import make
from tests.make import NOW
from tests.questions import Question, said
from tests.shop.marketdays.tours import Tour
from tests.told import told

SCHEME: Final = scheme_from(read_toml(bytes_of("scheme.toml")))
VILLAGE: Final = "371599115001"
NUMBER: Final = "00000000001"


@dataclass(frozen=True)
class Spot:
    """Where a town lies, so that two of them fit into one district."""

    township: str = make.TOWNSHIP
    village: str = VILLAGE
    store: str = "S1"
    number: str = NUMBER
    nth: int = 0

    def uuid(self, nth: int) -> UUID:
        """Request ids of its own."""
        return UUID(int=100 * self.nth + nth)

    def id_index(self, letter: bytes) -> bytes:
        """What stands for the ID number of somebody who lives here."""
        return letter * 31 + bytes([self.nth])


FIRST_SPOT: Final = Spot()


class Town:
    """A district with a month on the wall, a sale, an objection, a correction, a lost card.

    Every name in it contains its word. A larger town has more of everything, made last.
    """

    def __init__(
        self, database: Database, word: str, *, more: int = 0, spot: Spot = FIRST_SPOT
    ) -> None:
        """:param more: households and villages beyond the story."""
        self.database = database
        with database.write() as session:
            self.begin(session, word, more, spot)

    @classmethod
    def copied(cls, database: Database, word: str, *, more: int = 0) -> Self:
        """The same in an empty database; told once a process (`tests/told.py`)."""
        town = told(database, cls._without_database, word, more)
        town.database = database
        return town

    @classmethod
    def _without_database(cls, session: Session, word: str, more: int) -> Self:
        town = cls.__new__(cls)
        town.begin(session, word, more, FIRST_SPOT)
        return town

    def begin(self, session: Session, word: str, more: int, spot: Spot) -> None:
        """Tell all of it."""
        self.word = word
        self.spot = spot
        self._tell(session)
        for _ in range(more):
            village = make.village(session, f"{word}新村")
            make.household(session, village=village, head=f"{word}新", balance=70)

    def _tell(self, session: Session) -> None:
        make.district(session).name = f"{self.word}区"
        self.township = self._township(session)
        village = Place(
            code=self.spot.village, name=f"{self.word}村", kind=PlaceKind.VILLAGE,
            parent_code=self.spot.township,
        )  # fmt: skip
        session.add(village)
        session.flush()
        self.admin = make.admin(session)
        self.specialist = self._person(session, Role.VILLAGE_SPECIALIST, village)
        zhang, li = (
            make.household(session, village=village, head=f"{self.word}{name}", balance=400)
            for name in ("张", "李")
        )
        zhang.number = self.spot.number
        session.add(
            Member(
                household_id=zhang.id,
                name=f"{self.word}媳妇",
                is_head=False,
                id_index=self.spot.id_index(b"i"),
                id_sealed=b"s",
                id_last2="12",
            )
        )
        self.household = zhang.id
        assign(session, self.admin, household_id=li.id, username=self.specialist.username, now=NOW)
        self._earlier_months(session, village, zhang, li)
        self._month(session, village, zhang, li)
        self._shop(session, zhang)
        self.token = issue_token(session, self.admin, username=self.specialist.username, now=NOW)
        report_card_lost(session, self.admin, make.card(session, li).number, now=NOW)
        absence = Absence(date(2026, 11, 24), date(2026, 11, 24), f"{self.word}培训")
        self.deputyship = name_deputy(
            session, self.admin, away_id=self.specialist.user_id,
            deputy_id=self.committee.user_id, absence=absence, now=NOW,
        ).id  # fmt: skip
        self._late(session, village, zhang, li)
        self._leaves(session, zhang)

    def _township(self, session: Session) -> Place:
        township = session.get(Place, self.spot.township)
        if township is None:
            township = Place(
                code=self.spot.township, kind=PlaceKind.TOWNSHIP, parent_code=make.DISTRICT
            )
            session.add(township)
        township.name = f"{self.word}镇"
        session.flush()
        return township

    def _officer(self, session: Session) -> Actor:
        return self._person(session, Role.TOWNSHIP, self.township)

    def _late(self, session: Session, village: Place, *homes: Household) -> None:
        """August, for which the household's sheet was found only now."""
        august = make.open_round(session, village, period="2026-08")
        make.sheet(session, august, homes[1])
        committee = make.committee(session, village)
        excuse_household(
            session, committee, round_id=august.id, household_id=homes[0].id,
            reason=f"{self.word}外出", now=NOW,
        )  # fmt: skip
        submit_round(session, committee, round_id=august.id, now=NOW)
        late = make.late_sheet(session, august, homes[0], by=self.specialist)
        self.correction = late.correction_id

    def _leaves(self, session: Session, home: Household) -> None:
        """The head stays alone; that somebody left waits to be approved."""
        head = Member(
            household_id=home.id, name=f"{self.word}张", is_head=True,
            id_index=self.spot.id_index(b"h"), id_sealed=b"s", id_last2="34",
        )  # fmt: skip
        session.add(head)
        session.flush()
        who = select(Member.id).where(Member.household_id == home.id, ~Member.is_head)
        what = What(home.id, date(2026, 11, 20), f"{self.word}嫁出去了")
        leaves = Departure(session.scalars(who).one(), died=False)
        self.change = record_departure(session, self.admin, what, leaves, now=NOW).id

    def _person(self, session: Session, role: Role, at: Place | Store) -> Actor:
        return make.actor(session, role, at, name=f"{self.word}{role.value}")

    def _earlier_months(self, session: Session, village: Place, *homes: Household) -> None:
        """September was forgotten and is still open; October hung its days, and may be settled."""
        then = NOW - timedelta(days=14)
        self.september = make.open_round(session, village, period="2026-09").id
        october = make.open_round(session, village, period="2026-10")
        for home in homes:
            make.sheet(session, october, home)
        committee, officer = make.committee(session, village), self._officer(session)
        submit_round(session, committee, round_id=october.id, now=then)
        certify_round(session, officer, round_id=october.id, now=then)
        publicise_round(session, committee, round_id=october.id, now=then)

    def _month(self, session: Session, village: Place, *homes: Household) -> None:
        committee = self._person(session, Role.VILLAGE_COMMITTEE, village)
        round_ = make.open_round(session, village)
        for home in homes:
            make.sheet(session, round_, home)
        rescue = Proposal(self.household, "R1", f"{self.word}救人", date(2026, 11, 18))
        self.award = propose_award(session, self.specialist, rescue, now=NOW).id
        submit_round(session, committee, round_id=round_.id, now=NOW)
        self.committee = committee
        self.round, self.scheme = round_.id, round_.scheme_version_id
        sheet = make.live_sheet(session, round_, homes[0])
        self.sheet = sheet.id
        self._photograph(session, sheet)
        self._ask(session)
        self._deliberate(session)
        certify_round(session, self._officer(session), round_id=round_.id, now=NOW)
        publicise_round(session, committee, round_id=round_.id, now=NOW)
        self.posting = record_posting(
            session, committee, round_id=round_.id, now=NOW,
            put_up=PutUp(NOW, f"{self.word}书记", "ab" * 32),
        ).id  # fmt: skip
        self.objection = record_objection(
            session, committee, sheet_id=self.sheet, said_by=f"{self.word}张",
            words=f"{self.word}院子扫过了", now=NOW,
        ).id  # fmt: skip

    def _photograph(self, session: Session, sheet: Sheet) -> None:
        """What the visit of a sheet would have, had it been brought from the door."""
        visit = session.get_one(Visit, sheet.visit_id)
        visit.second_visitor_id = self.specialist.user_id
        visit.acknowledged, visit.signature = Acknowledged.SIGNED, "cd" * 32
        session.add(VisitPhoto(visit_id=visit.id, position=1, photo="ab" * 32))
        session.flush()
        self.visit, self.visitor = visit.id, visit.visitor_id

    def _ask(self, session: Session) -> None:
        """The year's questionnaire was answered at the visit."""
        if self.spot.nth:  # the first town has published it for the district
            self.questionnaire = session.scalars(select(QuestionnaireVersion.id)).one()
        else:
            asked = read_questionnaire(bytes_of("questionnaire.toml"))
            asked["title"] = f"{self.word}回头看"
            self.questionnaire = publish_questionnaire(session, self.admin, asked, now=NOW).id
        session.add(
            VisitAnswers(
                visit_id=session.get_one(Sheet, self.sheet).visit_id,
                questionnaire_id=self.questionnaire,
                answers={"E8": f"{self.word}修路"},
                complete=False,
                answered_by=self.specialist.user_id,
                answered_at=NOW,
            )
        )

    def _deliberate(self, session: Session) -> None:
        """A sheet goes back and stays; the committee meets, and submits once more."""
        officer = self._officer(session)
        send_back_sheet(session, officer, sheet_id=self.sheet, reason=f"{self.word}再看", now=NOW)
        self._score_twice(session)
        keep_sheet(session, self.committee, sheet_id=self.sheet, reason=f"{self.word}看过", now=NOW)
        meeting = Meeting(
            uuid=self.spot.uuid(1), round_id=self.round, met_on=date(2026, 11, 19),
            chaired_by=f"{self.word}书记", present=["会计"], minutes=f"{self.word}评议",
        )  # fmt: skip
        self.deliberation = record_deliberation(session, self.committee, meeting, now=NOW).id
        submit_round(session, self.committee, round_id=self.round, now=NOW)

    def _score_twice(self, session: Session) -> None:
        """Somebody else scores the household too; the committee keeps the first sheet."""
        answers = make.answers(B1="fair")
        filled = FilledSheet(self.spot.uuid(2), Found(self.round, self.household, NOW, answers))
        self.second_scorer = self._person(
            session, Role.VILLAGE_SPECIALIST, session.get_one(Place, self.spot.village)
        )
        self.second = record_second_sheet(session, self.second_scorer, filled, now=NOW).id
        verdict = Verdict(takes_second=False, reason=f"{self.word}定的", first_sheet_id=self.sheet)
        decide_between_sheets(
            session, self.committee, second_id=self.second, verdict=verdict, now=NOW
        )

    def _shop(self, session: Session, home: Household) -> None:
        store = make.store(session, name=f"{self.word}店")
        store.code, store.place_code = self.spot.store, self.spot.township
        session.flush()
        self.store = store.id
        self.goods_id = self._goods(session, store)
        self.clerk = self._person(session, Role.STORE_CLERK, store)
        card = make.card(session, home)
        self.card = card.code
        neighbour = name_collector(
            session, self.committee, household_id=home.id, name=f"{self.word}邻", relation="邻居",
            now=NOW,
        )  # fmt: skip
        set_pin(session, self.committee, household_id=home.id, pin="258014", now=NOW)
        keep_photo(
            session, self.committee, household_id=home.id, photo=f"{self.word}脸",
            agreed_on=date(2026, 11, 20), now=NOW,
        )  # fmt: skip
        proxy = Proxy(neighbour, ProxyReason.AWAY, attested=True)
        basket = replace(make.basket(store, card, rice=2), proxy=proxy)
        self.redemption = redeem(session, self.clerk, basket, now=NOW)
        later = NOW + timedelta(days=1)
        return_goods(
            session, self.clerk, redemption_id=self.redemption, back={"rice": 1},
            reason=f"{self.word}破了", now=NOW,
        )  # fmt: skip
        self.void_request = ask_void(
            session, self.clerk, redemption_id=self.redemption, reason=f"{self.word}拿错", now=later
        )
        signal_need(session, self.clerk, Need(store.code, words=f"{self.word}锅"), now=NOW)
        close_day(session, self.clerk, store_code=store.code, day=date(2026, 11, 20), now=NOW)
        delivered = select(StockReceipt.id).where(StockReceipt.store_id == store.id)
        self.delivery = session.scalars(delivered).one()
        self._papers(session, store)
        self._market(session, store)

    def _papers(self, session: Session, store: Store) -> None:
        """Goods near their day; a relocation; a write-off and a count that wait."""
        set_mark_downs(session, self.admin, {30: 30}, now=NOW)
        soon = [StockLine("rice", 1, date(2026, 11, 21))]
        receive_stock(
            session, self.admin, uuid=self.spot.uuid(5), store_code=store.code, lines=soon, now=NOW
        )
        truck = make.store(session, name=f"{self.word}流动超市")
        truck.place_code = self.spot.township
        rice = [StockLine("rice", 1)]
        relocate(
            session, self.admin, Load(self.spot.uuid(2), store.code, truck.code, rice), now=NOW
        )
        spoilt = Spoilt(self.spot.uuid(3), store.code, Loss.DAMAGE, f"{self.word}破了", rice)
        self.write_off = ask_write_off(session, self.clerk, spoilt, now=NOW).id
        self.count = count_stock(
            session, self.clerk, Counted(self.spot.uuid(4), store.code, rice), now=NOW
        ).id

    def _market(self, session: Session, base: Store) -> None:
        """A truck came to the village with two bags, and comes again tomorrow."""
        village, three = session.get_one(Place, self.spot.village), Fair(HabitKind.LUNAR, 0, 3)
        set_fairs(session, self.admin, village_code=village.code, fairs=[three], now=NOW)
        tour = Tour.planned(session, base, village=village)
        tour.truck.name, tour.truck.place_code = f"{self.word}大车", self.spot.township
        for way in Way:
            tour.carry(session, way, StockLine("rice", 2))
        tour.close(session)
        self.market_day = tour.id
        ahead = Tour.again(session, base, tour.truck, village, date(2026, 11, 21))
        set_aside(session, self.admin, market_day_id=ahead.id, lines=[("rice", 1)], now=NOW)
        self.shared = ahead.id
        self.allotment = share_out(
            session, self.admin, market_day_id=ahead.id,
            sharing=Sharing("rice", 1, Fairness.DRAW, 12 * 60), now=NOW,
        ).id  # fmt: skip
        self.drawn = session.scalars(
            select(AllotmentPlace.household_id).where(AllotmentPlace.quantity > 0)
        ).first()

    def _goods(self, session: Session, store: Store) -> int:
        if self.spot.nth:  # the price list is the district's: the first town has made it
            make.stock(session, store, 9)
            return session.scalars(select(Goods.id)).one()
        set_categories(session, self.admin, [Heading(None, f"{self.word}粮油")], now=NOW)
        make.goods(session, name=f"{self.word}米")
        make.stock(session, store, 9)
        put_goods(
            session, self.admin, code="rice", name=f"{self.word}米", unit="袋", barcode="",
            price_points=140, reason=f"{self.word}进价涨了", now=NOW,
        )  # fmt: skip
        set_ration(session, self.admin, "rice", Limit(5, RationPeriod.MONTH), now=NOW)
        return session.scalars(select(Goods.id)).one()

    @property
    def ids(self) -> tuple[int, ...]:
        """What has the same id in both."""
        return (
            self.household, self.round, self.scheme, self.sheet, self.second, self.objection,
            self.store, self.goods_id, self.redemption, self.delivery, self.correction, self.change,
            self.admin.user_id, self.specialist.user_id, self.clerk.user_id,
        )  # fmt: skip

    def ask(self, session: Session, question: Question) -> str:
        """The answer to a question, as text with every value in it."""
        wanted = {
            name: self._argument(session, question, parameter)
            for name, parameter in inspect.signature(question).parameters.items()
            if name != "session" and parameter.default is parameter.empty
        }
        return said(question(session, **wanted))

    def _argument(
        self, session: Session, question: Question, parameter: inspect.Parameter
    ) -> object:
        name = parameter.name
        if name == "wanted":  # a filter that lets everything through
            return parameter.annotation()
        if name == "actor":
            return self._asker(question)
        if name == "head":
            return notice_for(session, self.admin, self.round).head
        if name == "pair":
            return pair_for(session, self.admin, self.second)
        loaded: dict[str, tuple[type[Base], int]] = {
            "round_": (Round, self.round),
            "household": (Household, self.household),
            "sheet": (Sheet, self.sheet),
            "version": (QuestionnaireVersion, self.questionnaire),
            "second": (SecondSheet, self.second),
            "market_day": (MarketDay, self.market_day),
            "visit": (Visit, self.visit),
        }
        if name in loaded:
            return session.get_one(*loaded[name])
        store = {"stores": [session.get_one(Store, self.store)]}
        mine = {**self._values(), **store, **self._by_question(question.__name__)}
        assert name in mine, f"say in tests/districts.py what {question.__name__}({name}) is"
        return mine[name]

    def _asker(self, question: Question) -> Actor:
        if question.__name__ == "void_request_for":
            return self.admin
        if question.__module__.startswith("app.shop.redemptions"):
            return self.clerk
        if question.__name__ == "village_waiting":
            return self.committee
        if question.__name__ == "own_second_sheet":
            return self.second_scorer
        return self.specialist if question.__name__ in {
            "asking", "my_households", "at_door", "at_door_again", "scoring_periods",
            "sent_back_periods",
        } else self.admin  # fmt: skip

    def _values(self) -> dict[str, object]:
        return {
            "now": NOW, "data": Path(__file__).parent,
            "today": date(2026, 11, 20), "cutoff": date(2026, 11, 19),
            "posted_until": date(2026, 11, 27),
            "since": date(2026, 11, 1), "until": date(2026, 11, 30), "span": Span(0, 10**6),
            "route": Route(
                self.market_day, self.store, self.store, date(2026, 11, 20), (VILLAGE,)
            ),
            "villages": [VILLAGE], "goods_code": "rice", "allotment_id": self.allotment,
            "market_day_id": self.market_day, "day": date(2026, 11, 20),
            "period": Period.parse("2026-11"), "scheme": SCHEME,
            "permission": Permission.VIEW_HOUSEHOLD, "household_id": self.household,
            "household_ids": [self.household], "household_number": NUMBER, "words": NUMBER,
            "village_code": VILLAGE, "village_codes": [VILLAGE],
            "township_code": make.TOWNSHIP, "code": VILLAGE,
            "kind": PlaceKind.VILLAGE, "user_id": self.specialist.user_id, "idle_minutes": 1,
            "secret": make.sign_in_secret(self.specialist.user_id),
            "user_ids": {self.specialist.user_id, self.clerk.user_id}, "token": self.token,
            "username": self.specialist.username, "card_text": self.card, "text": self.card,
            "away_id": self.specialist.user_id, "deputyship_id": self.deputyship,
            "correction_id": self.correction, "change_id": self.change,
            "round_id": self.round, "sheet_id": self.sheet,
            "visit_id": self.visit, "position": 1, "names": ["ab" * 32],
            "visitor_id": self.visitor,
            "sheet_ids": [self.sheet], "objection_id": self.objection,
            "version_id": self.scheme, "codes": ["rice"], "goods_id": self.goods_id,
            "buyer": Buyer(VILLAGE, NOW.date(), "3组"),
            "store_id": self.store, "store_ids": [self.store], "store_code": "S1",
            "write_off_id": self.write_off, "count_id": self.count, "paper_id": self.write_off,
            "paper_kind": PaperKind.WRITE_OFF,
            "redemption_id": self.redemption, "receipt_id": self.delivery, "lock": "none",
            "request_id": self.void_request,
            "working_days": True, "posting_id": self.posting,
            "deliberation_id": self.deliberation, "second_id": self.second,
            "award_id": self.award,
            "questionnaire_id": self.questionnaire,
        }  # fmt: skip

    def _by_question(self, name: str) -> dict[str, object]:
        known: dict[str, dict[str, object]] = {
            "store_for": {"code": "S1", "permission": Permission.VIEW_STOCK},
            "stores_in_reach": {"permission": Permission.VIEW_STOCK},
            "goods_called": {"code": "rice"},
            "promised_to": {"household_id": self.drawn},
            "allotment_called": {"market_day_id": self.shared},
            "allotments_of": {"market_day_id": self.shared},
            "card_for": {"permission": Permission.LOOK_UP_CARD},
            "redemption_for": {"permission": Permission.VOID_REDEMPTION, "lock": False},
            "write_off_for": {"permission": Permission.VIEW_STOCK, "lock": False},
            "count_for": {"permission": Permission.VIEW_STOCK, "lock": False},
            "store_called": {"code": "S1"},
            "objection_for": {"permission": Permission.DECIDE_OBJECTION},
            "simulate": {"until": Period.parse("2026-12")},
            "award_for": {"permission": Permission.VIEW_ROUND},
            "deliberation_for": {"permission": Permission.VIEW_ROUND},
            "round_for": {"permission": Permission.VIEW_ROUND},
            "sheet_for": {"permission": Permission.VIEW_ROUND},
        }
        return known.get(name, {})
