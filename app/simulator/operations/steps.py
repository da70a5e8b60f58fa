"""The steps of a month: submit, withdraw, send back, certify, publicise, settle."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import ClassVar, Final

from app.scoring.rounds.certify import (
    certify_round,
    send_back_round,
    submit_round,
    withdraw_round,
)
from app.scoring.rounds.publicise import publicise_round
from app.scoring.rounds.settle import settle_round
from app.simulator.model.people import kept_out, who_may
from app.simulator.model.points import credit_month
from app.simulator.model.state import Model, Month
from app.simulator.operations.base import (
    REASON,
    Draw,
    Hand,
    Made,
    Operation,
    chance,
    one_of,
    seldom,
    somebody,
    usually,
)
from app.simulator.operations.months import missing_in


@dataclass(frozen=True)
class _Step(Operation):
    """A month takes a step."""

    route: ClassVar[str] = "step"
    month: int
    verb: str

    def why_not(self, model: Model) -> set[str]:
        month, person = model.months[self.month], self.person(model)
        why = kept_out(person, _MAY[self.verb], (month.village,), "round_not_found")
        if month.state not in _FROM[self.verb]:
            return why | {"wrong_state"}
        if self.verb == "submit":
            why |= _not_ready(model, month)
        if self.verb == "certify":
            why |= {"certifier_submitted"} if month.submitted_by == self.who else set()
            scored = {s.recorded_by for s in month.sheets.values()}
            why |= {"certifier_scored"} if self.who in scored else set()
        if self.verb == "settle" and month.closes_at and model.now < month.closes_at:
            why.add("notice_still_open")
        return why

    def act(self, hand: Hand) -> int:
        if self.verb == "send_back":
            return send_back_round(
                hand.session, hand.actor, round_id=self.month, reason=REASON, now=hand.now
            ).id
        return _ACTIONS[self.verb](hand.session, hand.actor, round_id=self.month, now=hand.now).id

    def book(self, model: Model, made: Made) -> None:
        month = model.months[made.id]
        if self.verb == "settle":
            credit_month(model, month)
            return
        month.state = _TO[self.verb]
        month.submitted_by = self.who if self.verb == "submit" else month.submitted_by
        if self.verb == "certify":
            for sheet in month.live().values():
                sheet.state, sheet.certified_by = "certified", self.who
        if self.verb == "publicise":
            month.closes_at = model.now + timedelta(days=month.notice_days)


_ACTIONS: Final = {
    "submit": submit_round,
    "withdraw": withdraw_round,
    "certify": certify_round,
    "publicise": publicise_round,
    "settle": settle_round,
}
_MAY: Final = {
    "submit": "submit",
    "withdraw": "submit",
    "send_back": "certify",
    "certify": "certify",
    "publicise": "publicise",
    "settle": "settle",
}
_FROM: Final = {
    "submit": ("open",),
    "withdraw": ("submitted",),
    "send_back": ("submitted",),
    "certify": ("submitted",),
    "publicise": ("certified",),
    "settle": ("publicised", "settled"),
}
_TO: Final = {
    "submit": "submitted",
    "withdraw": "open",
    "send_back": "open",
    "certify": "certified",
    "publicise": "publicised",
}
# What usually comes next, and what seldom does.
_NEXT: Final = {
    "open": ("submit",),
    "submitted": ("certify", "certify", "certify", "withdraw", "send_back"),
    "certified": ("publicise",),
    "publicised": ("settle",),
    "settled": ("settle",),
}


def _not_ready(model: Model, month: Month) -> set[str]:
    why = {"households_missing"} if missing_in(model, month) else set()
    return why if month.live() else why | {"nothing_to_submit"}


def _draw_step(model: Model, random: Random) -> Operation | None:
    months = [m for m in model.months.values() if m.state != "settled" or chance(random, 5)]
    month = one_of(random, months)
    if month is None:
        return None
    verb = random.choice(_NEXT[month.state])
    if seldom(random):
        verb = random.choice(list(_FROM))
    elif verb == "submit" and _not_ready(model, month) and usually(random):
        return None
    return _Step(somebody(model, random, who_may(model, _MAY[verb], month.village)), month.id, verb)


DRAWN: Final[tuple[tuple[Draw, int], ...]] = ((_draw_step, 9),)
