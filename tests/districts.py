"""Two districts that hold the same ids, and every question the slices answer about one."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from importlib import import_module
from pkgutil import walk_packages
from typing import Final
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy import inspect as looked_at
from sqlalchemy.orm import Session

import app
from app.changes.record import Departure, What, record_departure
from app.demo.files import bytes_of
from app.kernel.db import Base, Database
from app.kernel.period import Period
from app.ledger.corrections import ask_correction
from app.ledger.models import Direction
from app.registry.accounts.actions import issue_token
from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission, Role
from app.registry.cards.actions import report_card_lost
from app.registry.households.assignments import assign
from app.registry.households.models import Household, Member
from app.registry.places.deputies import Absence, name_deputy
from app.registry.places.models import Place, PlaceKind, Store
from app.scoring.rounds.certify import certify_round, submit_round
from app.scoring.rounds.deliberate import Meeting, record_deliberation
from app.scoring.rounds.models import Round, Sheet
from app.scoring.rounds.notice import notice_for
from app.scoring.rounds.objections import record_objection
from app.scoring.rounds.posting import PutUp, record_posting
from app.scoring.rounds.publicise import publicise_round
from app.scoring.rounds.send_back import keep_sheet, send_back_sheet
from app.scoring.schemes.actions import read_toml
from app.scoring.schemes.reading import scheme_from
from app.shop.goods.models import Goods
from app.shop.redemptions.actions import redeem
from app.shop.redemptions.closing import close_day
from app.shop.redemptions.collectors import Proxy, name_collector
from app.shop.redemptions.models import ProxyReason
from app.shop.redemptions.returns import return_goods
from app.shop.redemptions.signal import Need, signal_need
from app.shop.redemptions.void import ask_void
from app.shop.stock.models import StockReceipt
from tests import make
from tests.make import NOW

Question = Callable[..., object]
SLICES: Final = (
    "app.changes", "app.ledger", "app.registry", "app.scoring", "app.shop", "app.reports",
)  # fmt: skip
# Modules of verbs: they write, and are left out. Everything else that takes a session asks.
VERBS: Final = {
    "actions", "assignments", "certify", "corrections", "decide", "deliberate", "duties", "effects",
    "exempting", "expire", "holding", "importing", "objections", "open", "planning", "points",
    "posting", "publicise", "record", "returns", "reveal", "signal", "send_back", "settle", "void",
}  # fmt: skip
SCHEME: Final = scheme_from(read_toml(bytes_of("scheme.toml")))
NO_QUESTIONS: Final = {
    "note", "note_each", "add_goods", "change_goods", "move_points", "lock_accounts",
    "cut_at_year_cap", "name_deputy", "end_deputy", "name_collector", "end_collector",
    "close_day",  # write
    # Compare with what is handed in.
    "plan_assignments", "plan_goods", "check_proxy", "next_versions", "check_places_known",
}  # fmt: skip
VILLAGE: Final = "371599115001"
NUMBER: Final = "00000000001"


def questions() -> dict[str, Question]:
    """Every public function of the slices that takes a session and only reads, by full name."""
    found: dict[str, Question] = {}
    for module in walk_packages(app.__path__, "app."):
        if not module.name.startswith(SLICES) or module.name.rpartition(".")[2] in VERBS:
            continue
        for name, function in inspect.getmembers(import_module(module.name), inspect.isfunction):
            ours = function.__module__ == module.name and not name.startswith("_")
            takes = list(inspect.signature(function).parameters) if ours else []
            if takes[:1] == ["session"] and name not in NO_QUESTIONS:
                found[f"{module.name}.{name}"] = function
    return found


class Town:
    """A district with a month on the wall, a sale, an objection, a correction, a lost card.

    Every name in it contains its word. A larger town has more of everything, made last.
    """

    def __init__(self, database: Database, word: str, *, more: int = 0) -> None:
        """:param more: households and villages beyond the story."""
        self.database = database
        self.word = word
        with database.write() as session:
            self._tell(session)
            for _ in range(more):
                village = make.village(session, f"{word}新村")
                make.household(session, village=village, head=f"{word}新", balance=70)

    def _tell(self, session: Session) -> None:
        make.district(session).name = f"{self.word}区"
        make.township(session).name = f"{self.word}镇"
        village = Place(
            code=VILLAGE, name=f"{self.word}村", kind=PlaceKind.VILLAGE, parent_code=make.TOWNSHIP
        )
        session.add(village)
        session.flush()
        self.admin = make.admin(session)
        self.specialist = self._person(session, Role.VILLAGE_SPECIALIST, village)
        zhang, li = (
            make.household(session, village=village, head=f"{self.word}{name}", balance=400)
            for name in ("张", "李")
        )
        zhang.number = NUMBER
        session.add(
            Member(
                household_id=zhang.id,
                name=f"{self.word}媳妇",
                is_head=False,
                id_index=b"i" * 32,
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
        self.correction = ask_correction(
            session, self.admin, household_id=zhang.id, points=5, direction=Direction.DEBIT,
            reason=f"{self.word}记错了", now=NOW,
        ).id  # fmt: skip

        self._leaves(session, zhang)

    def _leaves(self, session: Session, home: Household) -> None:
        """The head stays alone; that somebody left waits to be approved."""
        head = Member(
            household_id=home.id, name=f"{self.word}张", is_head=True, id_index=b"h" * 32,
            id_sealed=b"s", id_last2="34",
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
        make.open_round(session, village, period="2026-09")
        october = make.open_round(session, village, period="2026-10")
        for home in homes:
            make.sheet(session, october, home)
        committee, officer = make.committee(session, village), make.township_officer(session)
        submit_round(session, committee, round_id=october.id, now=then)
        certify_round(session, officer, round_id=october.id, now=then)
        publicise_round(session, committee, round_id=october.id, now=then)

    def _month(self, session: Session, village: Place, *homes: Household) -> None:
        committee = self._person(session, Role.VILLAGE_COMMITTEE, village)
        round_ = make.submitted_round(session, village, *homes)
        self.committee = committee
        self.round, self.scheme = round_.id, round_.scheme_version_id
        self.sheet = make.live_sheet(session, round_, homes[0]).id
        self._deliberate(session)
        certify_round(session, make.township_officer(session), round_id=round_.id, now=NOW)
        publicise_round(session, committee, round_id=round_.id, now=NOW)
        self.posting = record_posting(
            session, committee, round_id=round_.id, now=NOW,
            put_up=PutUp(NOW, f"{self.word}书记", "ab" * 32),
        ).id  # fmt: skip
        self.objection = record_objection(
            session, committee, sheet_id=self.sheet, said_by=f"{self.word}张",
            words=f"{self.word}院子扫过了", now=NOW,
        ).id  # fmt: skip

    def _deliberate(self, session: Session) -> None:
        """A sheet goes back and stays; the committee meets, and submits once more."""
        officer = self._person(session, Role.TOWNSHIP, make.township(session))
        send_back_sheet(session, officer, sheet_id=self.sheet, reason=f"{self.word}再看", now=NOW)
        keep_sheet(session, self.committee, sheet_id=self.sheet, reason=f"{self.word}看过", now=NOW)
        meeting = Meeting(
            uuid=UUID(int=1), round_id=self.round, met_on=date(2026, 11, 19),
            chaired_by=f"{self.word}书记", present=["会计"], minutes=f"{self.word}评议",
        )  # fmt: skip
        self.deliberation = record_deliberation(session, self.committee, meeting, now=NOW).id
        submit_round(session, self.committee, round_id=self.round, now=NOW)

    def _shop(self, session: Session, home: Household) -> None:
        store = make.store(session, name=f"{self.word}店")
        store.code = "S1"
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
        signal_need(session, self.clerk, Need("S1", words=f"{self.word}锅"), now=NOW)
        close_day(session, self.clerk, store_code="S1", day=date(2026, 11, 20), now=NOW)
        self.delivery = session.scalars(select(StockReceipt.id)).one()

    def _goods(self, session: Session, store: Store) -> int:
        make.goods(session, name=f"{self.word}米")
        make.stock(session, store, 9)
        return session.scalars(select(Goods.id)).one()

    @property
    def ids(self) -> tuple[int, ...]:
        """What has the same id in both."""
        return (
            self.household, self.round, self.scheme, self.sheet, self.objection, self.store,
            self.goods_id, self.redemption, self.delivery, self.correction, self.change,
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
        loaded: dict[str, tuple[type[Base], int]] = {
            "round_": (Round, self.round),
            "household": (Household, self.household),
            "sheet": (Sheet, self.sheet),
        }
        if name in loaded:
            return session.get_one(*loaded[name])
        mine = {**self._values(), **self._by_question(question.__name__)}
        assert name in mine, f"say in tests/districts.py what {question.__name__}({name}) is"
        return mine[name]

    def _asker(self, question: Question) -> Actor:
        if question.__name__ == "void_request_for":
            return self.admin
        if question.__module__.startswith("app.shop.redemptions"):
            return self.clerk
        if question.__name__ == "village_waiting":
            return self.committee
        return self.specialist if question.__name__ in {
            "my_households", "at_door", "at_door_again", "scoring_periods", "sent_back_periods",
        } else self.admin  # fmt: skip

    def _values(self) -> dict[str, object]:
        return {
            "now": NOW, "today": date(2026, 11, 20), "cutoff": date(2026, 11, 19),
            "posted_until": date(2026, 11, 27),
            "since": date(2026, 11, 1), "day": date(2026, 11, 20),
            "period": Period.parse("2026-11"), "scheme": SCHEME,
            "permission": Permission.VIEW_HOUSEHOLD, "household_id": self.household,
            "household_ids": [self.household], "household_number": NUMBER, "words": NUMBER,
            "village_code": VILLAGE, "township_code": make.TOWNSHIP, "code": VILLAGE,
            "kind": PlaceKind.VILLAGE, "user_id": self.specialist.user_id, "epoch": 1,
            "user_ids": {self.specialist.user_id, self.clerk.user_id}, "token": self.token,
            "username": self.specialist.username, "card_text": self.card, "text": self.card,
            "away_id": self.specialist.user_id, "deputyship_id": self.deputyship,
            "correction_id": self.correction, "change_id": self.change,
            "round_id": self.round, "sheet_id": self.sheet,
            "sheet_ids": [self.sheet], "objection_id": self.objection,
            "version_id": self.scheme, "codes": ["rice"], "goods_id": self.goods_id,
            "store_id": self.store, "store_ids": [self.store], "store_code": "S1",
            "redemption_id": self.redemption, "receipt_id": self.delivery, "lock": "none",
            "request_id": self.void_request,
            "working_days": True, "posting_id": self.posting,
            "deliberation_id": self.deliberation,
        }  # fmt: skip

    def _by_question(self, name: str) -> dict[str, object]:
        known: dict[str, dict[str, object]] = {
            "store_for": {"code": "S1", "permission": Permission.VIEW_STOCK},
            "stores_in_reach": {"permission": Permission.VIEW_STOCK},
            "goods_called": {"code": "rice"},
            "card_for": {"permission": Permission.LOOK_UP_CARD},
            "redemption_for": {"permission": Permission.VOID_REDEMPTION, "lock": False},
            "objection_for": {"permission": Permission.DECIDE_OBJECTION},
            "simulate": {"until": Period.parse("2026-12")},
            "deliberation_for": {"permission": Permission.VIEW_ROUND},
            "round_for": {"permission": Permission.VIEW_ROUND},
            "sheet_for": {"permission": Permission.VIEW_ROUND},
        }
        return known.get(name, {})


def said(value: object) -> str:
    """Every value in an answer, written out: rows, objects, and what is in them."""
    return "\n".join(_values(value))


def _values(value: object) -> Iterator[str]:
    parts = _parts(value)
    if parts is None:
        yield str(value)
    else:
        for part in parts:
            yield from _values(part)


def _parts(value: object) -> list[object] | None:
    if isinstance(value, Base):
        columns = looked_at(type(value)).column_attrs
        return [getattr(value, column.key) for column in columns]
    if is_dataclass(value) and not isinstance(value, type):
        return [getattr(value, field.name) for field in fields(value)]
    # A mapping and a set promise no order.
    if isinstance(value, Mapping):
        return [part for key in sorted(value, key=str) for part in (key, value[key])]
    if isinstance(value, set | frozenset):
        return sorted(value, key=str)
    if isinstance(value, Row | list | tuple):
        return list(value)
    return None
