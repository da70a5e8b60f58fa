"""Every deed of the house that takes two people: who may do each half, and how both are done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import uuid4

from sqlalchemy.orm import Session

from app.changes.decide import approve_change, refuse_change
from app.changes.record import What, record_leave
from app.changes.rules import OwnChange
from app.kernel.errors import Refusal
from app.ledger.corrections import (
    OwnCorrection,
    approve_correction,
    ask_correction,
    refuse_correction,
)
from app.ledger.models import Direction
from app.registry.accounts.actions import give_grant
from app.registry.accounts.actor import EVERYWHERE, Actor, Held
from app.registry.accounts.models import User
from app.registry.accounts.permissions import STORE_ROLES, Role
from app.registry.cards.models import Card
from app.registry.households.assignments import assign
from app.registry.households.models import Household
from app.registry.places.models import Place, Store
from app.scoring.pairs.decide import Verdict, decide_between_sheets
from app.scoring.pairs.record import record_second_sheet
from app.scoring.pairs.rules import OwnPair, TookPartInFirst
from app.scoring.rounds.award_rules import CertifierProposed, OwnAward
from app.scoring.rounds.awards import Proposal, propose_award, strike_award
from app.scoring.rounds.certify import certify_round, submit_round
from app.scoring.rounds.found import Found
from app.scoring.rounds.models import Round
from app.scoring.rounds.objections import Decision, decide_objection, record_objection
from app.scoring.rounds.publicise import publicise_round
from app.scoring.rounds.record import FilledSheet
from app.scoring.rounds.rules import CertifierScored, CertifierSubmitted, OwnSheet
from app.scoring.rounds.send_back import keep_sheet, send_back_sheet
from app.scoring.rounds.send_back_rules import OwnSendBack
from app.scoring.visits.rules import NOTHING, Evidence
from app.shop.redemptions.actions import redeem
from app.shop.redemptions.back_rules import VoidBySamePerson
from app.shop.redemptions.void import approve_void, ask_void, refuse_void
from app.shop.stock.paper_rules import OwnCount, OwnWriteOff
from app.shop.stock.stock_take import confirm_count, refuse_count
from app.shop.stock.write_off import approve_write_off, refuse_write_off
from tests import make
from tests.make import NOW
from tests.shop.stock import papers

R = Role
SCORERS: Final = frozenset({R.VILLAGE_SPECIALIST, R.SUPPORT_CADRE})
COMMITTEE: Final = frozenset({R.VILLAGE_COMMITTEE})
TOWNSHIP: Final = frozenset({R.TOWNSHIP})
DISTRICT: Final = frozenset({R.DISTRICT_ADMIN})
CLERKS: Final = frozenset({R.STORE_CLERK, R.STORE_MANAGER})
KEEPERS: Final = DISTRICT | {R.STORE_MANAGER}
CONSOLE: Final = frozenset({R.CONSOLE})
OFFICES: Final = COMMITTEE | TOWNSHIP | DISTRICT

WHY: Final = "核对过了"


class Scene:
    """A village with a household and its open month, a store with rice, and two people.

    Whoever is asked for comes with whatever roles the test gives him; the others are at hand.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.village: Place = make.village(session)
        self.home: Household = make.household(session, village=self.village, balance=200)
        self.round: Round = make.open_round(session, self.village)
        self.store: Store = make.store(session)
        make.goods(session, price_points=40)
        make.stock(session, self.store, 5)
        self.at_store = self.store.code
        self.at_place = dict.fromkeys(SCORERS | COMMITTEE, self.village.code)
        self.at_place[R.TOWNSHIP] = make.TOWNSHIP
        self.card: Card = make.card(session, self.home)
        self.specialist = make.specialist(session, self.village)
        self.committee = make.committee(session, self.village)
        self.officer = make.township_officer(session)
        self.admin = make.admin(session)
        self.people = [self._person(name) for name in ("wang", "zhao")]
        self.console: Actor = make.console(session)

    def _person(self, name: str) -> User:
        user = User(username=f"{name}{make.number()}", name=name, created_at=NOW)
        self.session.add(user)
        self.session.flush()
        return user

    def actor(self, person: int, *roles: Role) -> Actor:
        """One of the two people (or the console) with these roles, at the scene's places."""
        if R.CONSOLE in roles:
            return self.console
        user = self.people[person]
        if R.SUPPORT_CADRE in roles:  # who reaches his own households only, and one serves each
            assign(
                self.session, self.admin, household_id=self.home.id, username=user.username,
                now=NOW,
            )  # fmt: skip
        return Actor(user.id, user.username, user.name, tuple(map(self.held, roles)))

    def held(self, role: Role) -> Held:
        """A role where the scene plays."""
        if role in STORE_ROLES:
            return Held(role, store_code=self.store.code)
        places = dict.fromkeys(SCORERS | COMMITTEE, self.village.code) | {R.TOWNSHIP: make.TOWNSHIP}
        return Held(role, place_code=places.get(role, EVERYWHERE))

    def sheet(self, by: Actor, evidence: Evidence = NOTHING) -> int:
        """The household's month, as somebody found it."""
        return make.sheet(self.session, self.round, self.home, by=by, evidence=evidence).id

    def submit(self, by: Actor | None = None) -> int:
        """The village hands the month in."""
        who = by or self.committee
        return submit_round(self.session, who, round_id=self.round.id, now=NOW).id

    def certify(self, by: Actor | None = None) -> int:
        """The township certifies it."""
        certify_round(self.session, by or self.officer, round_id=self.round.id, now=NOW)
        return self.sheet_id

    def publicise(self) -> None:
        """It hangs on the wall."""
        publicise_round(self.session, self.committee, round_id=self.round.id, now=NOW)

    @property
    def sheet_id(self) -> int:
        """The sheet that counts."""
        return make.live_sheet(self.session, self.round, self.home).id

    def propose(self, by: Actor) -> int:
        """Somebody saw the household rescue a child."""
        rescue = Proposal(self.home.id, "R1", "救人", date(2026, 11, 18))
        return propose_award(self.session, by, rescue, now=NOW).id

    def second(self, by: Actor, grade: str = "fair") -> int:
        """Somebody else scored the household too."""
        answers = make.answers(B1=grade)
        filled = FilledSheet(uuid4(), Found(self.round.id, self.home.id, NOW, answers))
        return record_second_sheet(self.session, by, filled, now=NOW).id


Half = Callable[[Scene, Actor], int]
OtherHalf = Callable[[Scene, Actor, int], object]


@dataclass(frozen=True)
class Deed:
    """One deed of two people: who may do its halves, and where both names stand."""

    name: str
    first_by: frozenset[Role]
    first: Half
    second_by: frozenset[Role]
    second: OtherHalf
    #: How the same person is refused.
    refused: type[Refusal]
    #: The row in which the two must differ: its table, and the two columns.
    row: tuple[str, str, str]

    def __str__(self) -> str:
        return self.name


def _score(scene: Scene, actor: Actor) -> int:
    sheet_id = scene.sheet(actor)
    scene.submit()
    return sheet_id


def _come_along(scene: Scene, actor: Actor) -> int:
    if actor is not scene.console:
        user = scene.session.get_one(User, actor.user_id)
        give_grant(scene.session, scene.admin, user, actor.grants[0], now=NOW)
    sheet_id = scene.sheet(scene.specialist, Evidence(second_visitor=actor.username))
    scene.submit()
    return sheet_id


def _submit(scene: Scene, actor: Actor) -> int:
    scene.sheet(scene.specialist)
    return scene.submit(actor)


def _certify(scene: Scene, actor: Actor, _: int) -> object:
    return scene.certify(actor)


def _object(scene: Scene) -> int:
    """The month hangs on the wall, and the household objects."""
    if scene.round.certified_by is None:
        scene.certify()
    scene.publicise()
    return record_objection(
        scene.session, scene.committee, sheet_id=scene.sheet_id, said_by="张桂兰", words="扫过了",
        now=NOW,
    ).id  # fmt: skip


def _objected(scene: Scene, who: Actor, half: Half) -> int:
    half(scene, who)
    return _object(scene)


def _certify_it(scene: Scene, actor: Actor) -> int:
    _score(scene, scene.specialist)
    return scene.certify(actor)


def _decide(scene: Scene, actor: Actor, objection_id: int) -> object:
    decision = Decision(upheld=False, reason=WHY, answers={})
    return decide_objection(
        scene.session, actor, objection_id=objection_id, decision=decision, now=NOW
    )


def _ask_correction(scene: Scene, actor: Actor) -> int:
    return ask_correction(
        scene.session, actor, household_id=scene.home.id, points=5, direction=Direction.CREDIT,
        reason=WHY, now=NOW,
    ).id  # fmt: skip


def _record_leave(scene: Scene, actor: Actor) -> int:
    what = What(scene.home.id, date(2026, 11, 20), WHY)
    return record_leave(scene.session, actor, what, now=NOW).id


def _ask_void(scene: Scene, actor: Actor) -> int:
    clerk = make.clerk(scene.session, scene.store)
    sold = redeem(scene.session, clerk, make.basket(scene.store, scene.card, rice=1), now=NOW)
    later = NOW + timedelta(days=1)
    return ask_void(scene.session, actor, redemption_id=sold, reason=WHY, now=later)


def _propose(scene: Scene, actor: Actor) -> int:
    scene.sheet(scene.specialist)
    award_id = scene.propose(actor)
    scene.submit()
    return award_id


def _strike(scene: Scene, actor: Actor, award_id: int) -> object:
    return strike_award(scene.session, actor, award_id=award_id, reason=WHY, now=NOW)


def _certify_award(scene: Scene, actor: Actor) -> int:
    award_id = _propose(scene, scene.committee)
    scene.certify(actor)
    scene.publicise()
    return award_id


def _second_after(scene: Scene, actor: Actor) -> int:
    scene.sheet(scene.specialist)
    return scene.second(actor)


def _between(scene: Scene, actor: Actor, second_id: int) -> object:
    verdict = Verdict(takes_second=False, reason=WHY, first_sheet_id=scene.sheet_id)
    return decide_between_sheets(
        scene.session, actor, second_id=second_id, verdict=verdict, now=NOW
    )


def _first_of_two(scene: Scene, actor: Actor) -> int:
    scene.sheet(actor)
    return scene.second(scene.specialist)


def _send_back(scene: Scene, actor: Actor) -> int:
    sheet_id = scene.sheet(scene.specialist)
    scene.submit()
    return send_back_sheet(scene.session, actor, sheet_id=sheet_id, reason=WHY, now=NOW).id


DEEDS: Final = (
    Deed(
        "score, certify", SCORERS, _score, TOWNSHIP, _certify,
        CertifierScored, ("sheets", "recorded_by", "certified_by"),
    ),
    Deed(
        "come along, certify", SCORERS, _come_along, TOWNSHIP, _certify,
        CertifierScored, ("sheets", "second_visitor_id", "certified_by"),
    ),
    Deed(
        "submit, certify", COMMITTEE, _submit, TOWNSHIP, _certify,
        CertifierSubmitted, ("rounds", "submitted_by", "certified_by"),
    ),
    Deed(
        "score, decide an objection", SCORERS,
        lambda scene, actor: _objected(scene, actor, _score), OFFICES, _decide,
        OwnSheet, ("objections", "sheet_recorded_by", "decided_by"),
    ),
    Deed(
        "come along, decide an objection", SCORERS,
        lambda scene, actor: _objected(scene, actor, _come_along), OFFICES, _decide,
        OwnSheet, ("objections", "sheet_second_visitor_id", "decided_by"),
    ),
    Deed(
        "certify, decide an objection", TOWNSHIP,
        lambda scene, actor: _objected(scene, actor, _certify_it), OFFICES, _decide,
        OwnSheet, ("objections", "sheet_certified_by", "decided_by"),
    ),
    Deed(
        "ask for a correction, approve it", OFFICES | CONSOLE, _ask_correction,
        TOWNSHIP | DISTRICT,
        lambda scene, actor, one: approve_correction(
            scene.session, actor, correction_id=one, now=NOW
        ),
        OwnCorrection, ("corrections", "asked_by", "approved_by"),
    ),
    Deed(
        "ask for a correction, refuse it", OFFICES | CONSOLE, _ask_correction,
        TOWNSHIP | DISTRICT,
        lambda scene, actor, one: refuse_correction(
            scene.session, actor, correction_id=one, reason=WHY, now=NOW
        ),
        OwnCorrection, ("correction_refusals", "asked_by", "refused_by"),
    ),
    Deed(
        "record a change, approve it", OFFICES | CONSOLE, _record_leave, TOWNSHIP | DISTRICT,
        lambda scene, actor, one: approve_change(scene.session, actor, change_id=one, now=NOW),
        OwnChange, ("household_change_decisions", "recorded_by", "decided_by"),
    ),
    Deed(
        "record a change, refuse it", OFFICES | CONSOLE, _record_leave, TOWNSHIP | DISTRICT,
        lambda scene, actor, one: refuse_change(
            scene.session, actor, change_id=one, reason=WHY, now=NOW
        ),
        OwnChange, ("household_change_decisions", "recorded_by", "decided_by"),
    ),
    Deed(
        "ask for a write-off, approve it", CLERKS | DISTRICT | CONSOLE,
        lambda scene, actor: papers.asked(
            scene.session, scene.store, papers.rice(1), actor=actor
        ).id,
        KEEPERS,
        lambda scene, actor, one: approve_write_off(
            scene.session, actor, write_off_id=one, now=NOW
        ),
        OwnWriteOff, ("write_offs", "asked_by", "decided_by"),
    ),
    Deed(
        "ask for a write-off, refuse it", CLERKS | DISTRICT | CONSOLE,
        lambda scene, actor: papers.asked(
            scene.session, scene.store, papers.rice(1), actor=actor
        ).id,
        KEEPERS,
        lambda scene, actor, one: refuse_write_off(
            scene.session, actor, write_off_id=one, answer=WHY, now=NOW
        ),
        OwnWriteOff, ("write_offs", "asked_by", "decided_by"),
    ),
    Deed(
        "count, adjust", CLERKS | DISTRICT | CONSOLE,
        lambda scene, actor: papers.counted(
            scene.session, scene.store, papers.rice(3), actor=actor
        ).id,
        KEEPERS,
        lambda scene, actor, one: confirm_count(scene.session, actor, count_id=one, now=NOW),
        OwnCount, ("stock_counts", "counted_by", "decided_by"),
    ),
    Deed(
        "count, refuse the count", CLERKS | DISTRICT | CONSOLE,
        lambda scene, actor: papers.counted(
            scene.session, scene.store, papers.rice(3), actor=actor
        ).id,
        KEEPERS,
        lambda scene, actor, one: refuse_count(
            scene.session, actor, count_id=one, answer=WHY, now=NOW
        ),
        OwnCount, ("stock_counts", "counted_by", "decided_by"),
    ),
    Deed(
        "ask to void, void", CLERKS, _ask_void, KEEPERS,
        lambda scene, actor, one: approve_void(scene.session, actor, request_id=one, now=NOW),
        VoidBySamePerson, ("void_decisions", "asked_by", "decided_by"),
    ),
    Deed(
        "ask to void, refuse to", CLERKS, _ask_void, KEEPERS,
        lambda scene, actor, one: refuse_void(
            scene.session, actor, request_id=one, reason=WHY, now=NOW
        ),
        VoidBySamePerson, ("void_decisions", "asked_by", "decided_by"),
    ),
    Deed(
        "propose an award, certify it", SCORERS | COMMITTEE, _propose, TOWNSHIP, _certify,
        CertifierProposed, ("one_off_awards", "proposed_by", "certified_by"),
    ),
    Deed(
        "propose an award, strike it", SCORERS | COMMITTEE, _propose, TOWNSHIP, _strike,
        OwnAward, ("one_off_awards", "proposed_by", "struck_by"),
    ),
    Deed(
        "certify an award, strike it", TOWNSHIP, _certify_award, OFFICES, _strike,
        OwnAward, ("one_off_awards", "certified_by", "struck_by"),
    ),
    Deed(
        "score, score as the second", SCORERS, Scene.sheet, SCORERS,
        lambda scene, actor, _: scene.second(actor),
        TookPartInFirst, ("second_sheets", "first_recorded_by", "recorded_by"),
    ),
    Deed(
        "score, agree as the second", SCORERS, Scene.sheet, SCORERS,
        lambda scene, actor, _: scene.second(actor, "excellent"),
        TookPartInFirst, ("second_sheet_decisions", "first_recorded_by", "second_recorded_by"),
    ),
    Deed(
        "score, decide between two sheets", SCORERS, _first_of_two, COMMITTEE, _between,
        OwnPair, ("second_sheet_decisions", "first_recorded_by", "decided_by"),
    ),
    Deed(
        "score as the second, decide between two sheets", SCORERS, _second_after, COMMITTEE,
        _between, OwnPair, ("second_sheet_decisions", "second_recorded_by", "decided_by"),
    ),
    Deed(
        "send a sheet back, keep it", TOWNSHIP, _send_back, SCORERS | COMMITTEE,
        lambda scene, actor, one: keep_sheet(
            scene.session, actor, sheet_id=one, reason=WHY, now=NOW
        ),
        OwnSendBack, ("sent_back_answers", "sent_back_by", "answered_by"),
    ),
)  # fmt: skip
