"""Objections to a sheet on the wall, and corrections of points: one asks, another decides."""

from dataclasses import dataclass
from random import Random
from typing import ClassVar, Final

from sqlalchemy.orm import Session

from app.ledger.corrections import approve_correction, ask_correction, refuse_correction
from app.ledger.models import Direction
from app.scoring.rounds.models import Objection as ObjectionRow
from app.scoring.rounds.objections import Decision, decide_objection, record_objection
from app.simulator.model.people import kept_out, who_may
from app.simulator.model.points import correct, credit_month, points_of
from app.simulator.model.state import Correction, Model, Objection, Sheet
from app.simulator.operations.base import (
    REASON,
    Draw,
    Hand,
    Made,
    Operation,
    chance,
    one_of,
    somebody,
    usually,
)
from app.simulator.operations.months import drawn_answers

MOST_POINTS: Final = 1_000


@dataclass(frozen=True)
class _Object(Operation):
    """Somebody says at the desk that a sheet is not right."""

    route: ClassVar[str] = "object"
    month: int
    sheet: int

    def why_not(self, model: Model) -> set[str]:
        month = model.months[self.month]
        sheet = month.sheets[self.sheet]
        why = kept_out(self.person(model), "object", (month.village,), "sheet_not_found")
        if month.state != "publicised":
            return why | {"wrong_state"}
        if month.closes_at is not None and model.now >= month.closes_at:
            why.add("notice_closed")
        if sheet.state == "disputed":
            why.add("objection_exists")
        return why | ({"wrong_state"} if sheet.state not in {"certified", "disputed"} else set())

    def act(self, hand: Hand) -> int:
        return record_objection(
            hand.session, hand.actor, sheet_id=self.sheet, said_by=REASON, words=REASON,
            now=hand.now,
        ).id  # fmt: skip

    def book(self, model: Model, made: Made) -> None:
        sheet = model.months[self.month].sheets[self.sheet]
        sheet.state = "disputed"
        model.objections[made.id] = Objection(
            made.id, sheet.id, self.who, month_id=self.month,
            part=(sheet.recorded_by, sheet.certified_by),
        )  # fmt: skip


@dataclass(frozen=True)
class _DecideObjection(Operation):
    """Somebody without a part in the sheet upholds the objection, or dismisses it."""

    route: ClassVar[str] = "decide_objection"
    objection: int
    upheld: bool
    answers: tuple[tuple[str, str], ...]

    def why_not(self, model: Model) -> set[str]:
        objection = model.objections[self.objection]
        month = model.months[objection.month_id]
        why = kept_out(self.person(model), "object", (month.village,), "objection_not_found")
        why |= set() if objection.state == "asked" else {"wrong_state"}
        why |= {"own_sheet"} if self.who in objection.part else set()
        before = month.sheets[objection.subject].answers
        unchanged = before | dict(self.answers) == before
        return why | ({"answers_missing"} if self.upheld and unchanged else set())

    def act(self, hand: Hand) -> int:
        decision = Decision(self.upheld, REASON, dict(self.answers))
        return decide_objection(
            hand.session, hand.actor, objection_id=self.objection, decision=decision, now=hand.now
        ).id

    def learn(self, session: Session, made: int) -> Made:
        corrected = session.get_one(ObjectionRow, made).corrected_sheet_id
        return Made(made, other=corrected or 0)

    def book(self, model: Model, made: Made) -> None:
        objection = model.objections[made.id]
        objection.state = "upheld" if self.upheld else "dismissed"
        month = model.months[objection.month_id]
        sheet = month.sheets[objection.subject]
        if self.upheld:
            sheet.state = "void"
            answers = sheet.answers | dict(self.answers)
            month.sheets[made.other] = Sheet(
                made.other, sheet.home_id, answers, points_of(answers), self.who, "certified",
                sheet.certified_by,
            )  # fmt: skip
        else:
            sheet.state = "certified"
        if month.state == "settled":
            credit_month(model, month)


@dataclass(frozen=True)
class _AskCorrection(Operation):
    """Somebody asks for points to be credited or taken."""

    route: ClassVar[str] = "ask_correction"
    home: int
    points: int
    takes: bool
    reason: str

    def why_not(self, model: Model) -> set[str]:
        village = model.homes[self.home].village
        why = kept_out(self.person(model), "ask_correction", (village,), "household_not_found")
        why |= set() if 1 <= self.points <= MOST_POINTS else {"correction_points_bad"}
        return why | (set() if self.reason.strip() else {"reason_missing"})

    def act(self, hand: Hand) -> int:
        direction = Direction.DEBIT if self.takes else Direction.CREDIT
        return ask_correction(
            hand.session, hand.actor, household_id=self.home, points=self.points,
            direction=direction, reason=self.reason, now=hand.now,
        ).id  # fmt: skip

    def book(self, model: Model, made: Made) -> None:
        points = -self.points if self.takes else self.points
        model.corrections[made.id] = Correction(made.id, self.home, self.who, points=points)


@dataclass(frozen=True)
class _DecideCorrection(Operation):
    """Somebody else approves it, or refuses it."""

    route: ClassVar[str] = "decide_correction"
    correction: int
    approved: bool

    def why_not(self, model: Model) -> set[str]:
        found = model.corrections[self.correction]
        village = model.homes[found.subject].village
        why = kept_out(self.person(model), "approve_correction", (village,), "correction_not_found")
        why |= {"own_correction"} if found.asked_by == self.who else set()
        return why | (set() if found.state == "asked" else {"correction_decided"})

    def act(self, hand: Hand) -> int:
        given = hand.session, hand.actor
        if self.approved:
            return approve_correction(*given, correction_id=self.correction, now=hand.now).id
        return refuse_correction(
            *given, correction_id=self.correction, reason=REASON, now=hand.now
        ).id

    def book(self, model: Model, made: Made) -> None:
        found = model.corrections[made.id]
        found.state = "approved" if self.approved else "refused"
        if self.approved:
            correct(model, found.id)


def _draw_object(model: Model, random: Random) -> Operation | None:
    hanging = [m for m in model.months.values() if m.state == "publicised"]
    months = hanging if usually(random) else list(model.months.values())
    month = one_of(random, [each for each in months if each.sheets])
    if month is None:
        return None
    sheet = random.choice(list(month.sheets.values()))
    who = somebody(model, random, who_may(model, "object", month.village))
    return _Object(who, month.id, sheet.id)


def _draw_decide_objection(model: Model, random: Random) -> Operation | None:
    open_ = [each for each in model.objections.values() if each.state == "asked"]
    found = one_of(random, open_ if usually(random) else list(model.objections.values()))
    if found is None:
        return None
    month = model.months[found.month_id]
    who = somebody(model, random, _without(who_may(model, "object", month.village), found.part))
    answers = drawn_answers(random)[: random.randint(0, 3)]
    return _DecideObjection(who, found.id, chance(random, 60), answers)


def _without(people: list[str], part: tuple[str, ...]) -> list[str]:
    return [each for each in people if each not in part]


def _draw_ask_correction(model: Model, random: Random) -> Operation | None:
    home = random.choice(list(model.homes.values()))
    points = random.randint(1, 60) if usually(random) else random.choice([0, 1_001, 300])
    reason = "模拟更正" if usually(random) else " "
    who = somebody(model, random, who_may(model, "ask_correction", home.village))
    return _AskCorrection(who, home.id, points, chance(random, 50), reason)


def _draw_decide_correction(model: Model, random: Random) -> Operation | None:
    waiting = [each for each in model.corrections.values() if each.state == "asked"]
    found = one_of(random, waiting if usually(random) else list(model.corrections.values()))
    if found is None:
        return None
    village = model.homes[found.subject].village
    able = _without(who_may(model, "approve_correction", village), (found.asked_by,))
    return _DecideCorrection(somebody(model, random, able), found.id, chance(random, 80))


DRAWN: Final[tuple[tuple[Draw, int], ...]] = (
    (_draw_object, 3),
    (_draw_decide_objection, 3),
    (_draw_ask_correction, 2),
    (_draw_decide_correction, 2),
)
