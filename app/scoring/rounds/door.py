"""At the door of one household: what the scorer needs to fill a sheet, and what it came to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.kernel.clock import SHANGHAI, local
from app.kernel.period import Period
from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission
from app.registry.accounts.reach import below_any
from app.registry.households.models import Household
from app.registry.households.queries import household_for, registered, within_reach
from app.registry.places.models import Place
from app.scoring.rounds.access import round_for, sheet_for
from app.scoring.rounds.certifying_models import SentBackSheet
from app.scoring.rounds.exempt import scheme_for
from app.scoring.rounds.history import why_of
from app.scoring.rounds.mine import STILL_TO_DO, MyHousehold, current_sheet, last_answers
from app.scoring.rounds.models import Round, RoundState, Sheet
from app.scoring.rounds.rules import NotInRound
from app.scoring.rounds.seconds import is_compared
from app.scoring.rounds.sent_back import unanswered_of
from app.scoring.schemes.explaining import Explained
from app.scoring.schemes.rules import Scheme
from app.scoring.visits.models import Visit, VisitOutcome

# Who writes a visit down on a later day says the day only: it counts as its noon.
NOON = time(12, tzinfo=SHANGHAI)


@dataclass(frozen=True)
class Door:
    """A household in a month, with its sheet if there is one, and last month's as a draft."""

    household: Household
    village_name: str
    round: Round
    scheme: Scheme
    sheet: Sheet | None
    visit: Visit | None  # the one that led to the sheet
    last: Sheet | None
    last_visited_at: datetime | None  # before this month
    sent_back: SentBackSheet | None  # why the sheet was sent back, while that waits for an answer
    compared: bool  # with a second sheet: it changes only when it is sent back

    @property
    def can_score(self) -> bool:
        """Whether a sheet would be taken now: for what the page offers."""
        if self.round.state is not RoundState.OPEN:
            return False
        if self.sheet is None or self.sent_back is not None:
            return True
        return self.round.reopened_at is None and not self.compared

    @property
    def last_answers(self) -> dict[str, str]:
        """Last month's answers as a draft, where this scorecard takes them; never its extras."""
        given = self.last.answers if self.last else {}
        return {
            code: given[code]
            for code, item in self.scheme.answerable.items()
            if item not in self.scheme.extras and code in given and item.takes(given[code])
        }

    @property
    def moved(self) -> int | None:
        """Points against last month; None without two sheets to compare."""
        return None if not (self.sheet and self.last) else self.sheet.points - self.last.points

    @property
    def why(self) -> Explained | None:
        """Why the sheet came to its points, and what was cut."""
        return why_of(self.scheme, self.sheet) if self.sheet else None


def at_door(session: Session, actor: Actor, round_id: int, household_id: int) -> Door:
    """What the scorer sees of a household that he may score in this month.

    :raises HouseholdNotFound: missing, or not among the scorer's.
    :raises RoundNotFound: missing, or out of reach.
    :raises NotInRound: the household does not belong to the village.
    """
    household = household_for(session, actor, Permission.SCORE, household_id)
    round_ = round_for(session, actor, Permission.SCORE, round_id)
    return _door(session, household, round_)


def at_door_again(session: Session, actor: Actor, sheet_id: int) -> Door:
    """The household of a sheet that the scorer may score: the sheet that counts now.

    :raises SheetNotFound: missing, or out of reach.
    :raises HouseholdNotFound: not among the scorer's.
    """
    sheet, round_ = sheet_for(session, actor, Permission.SCORE, sheet_id)
    household = household_for(session, actor, Permission.SCORE, sheet.household_id)
    return _door(session, household, round_)


def scoring_periods(session: Session, actor: Actor) -> Sequence[Period]:
    """Months that are open for scoring somewhere among the scorer's households, latest first."""
    return session.scalars(
        select(Round.period)
        .where(
            Round.state == RoundState.OPEN,
            below_any(Round.village_code, actor.reach(Permission.SCORE).places),
            Round.village_code.in_(
                select(Household.village_code).where(
                    within_reach(actor, Permission.SCORE), registered()
                )
            ),
        )
        .distinct()
        .order_by(Round.period.desc())
    ).all()


def next_due(households: Sequence[MyHousehold], after_id: int, now: datetime) -> MyHousehold | None:
    """The next household in walking order that still needs a look; from the top at the end.

    Where nobody was at home today comes when no other is left.
    """
    at = next((n for n, row in enumerate(households) if row.household.id == after_id), -1)
    in_order = [*households[at + 1 :], *households[: max(at, 0)]]
    left = [row for row in in_order if row.due in STILL_TO_DO]
    today = local(now).date()
    return next((row for row in left if not row.was_away_on(today)), left[0] if left else None)


def visited_on(day: date, now: datetime) -> datetime:
    """The instant that a visit on this local day counts as: now when it was today, else noon."""
    return now if day == local(now).date() else datetime.combine(day, NOON)


def _door(session: Session, household: Household, round_: Round) -> Door:
    if household.village_code != round_.village_code:
        raise NotInRound
    sheet = current_sheet(session, household.id, round_.id)
    return Door(
        household=household,
        village_name=session.get_one(Place, household.village_code).name,
        round=round_,
        scheme=scheme_for(session, round_, household.id),
        sheet=sheet,
        visit=session.get(Visit, sheet.visit_id) if sheet and sheet.visit_id else None,
        last=last_answers(session, household.id, round_.period),
        last_visited_at=_last_visited_at(session, household.id, round_.period),
        sent_back=unanswered_of(session, sheet.id) if sheet else None,
        compared=is_compared(session, sheet),
    )


def _last_visited_at(session: Session, household_id: int, period: Period) -> datetime | None:
    return session.scalar(
        select(func.max(Visit.visited_at)).where(
            Visit.household_id == household_id,
            Visit.outcome == VisitOutcome.MET,
            Visit.period < period,
        )
    )
