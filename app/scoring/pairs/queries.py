"""Reading pairs of sheets: those of a month, of a household, and what somebody wrote himself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session, aliased

from app.registry.accounts.actor import Actor
from app.registry.accounts.models import User
from app.registry.accounts.permissions import Permission
from app.registry.accounts.reach import below_any
from app.registry.households.models import Household
from app.scoring.pairs.access import shown_to
from app.scoring.pairs.comparing import Comparison, compared
from app.scoring.pairs.rules import SecondSheetNotFound
from app.scoring.rounds.models import Round, Sheet
from app.scoring.rounds.queries import live
from app.scoring.rounds.second_models import Outcome, SecondSheet, SecondSheetDecision
from app.scoring.rounds.seconds import second_of, took_part
from app.scoring.schemes.queries import scheme_by_id
from app.scoring.visits.models import Visit


@dataclass(frozen=True)
class Pair:
    """Two sheets of a household's month, who wrote them after which visits, and what came of it."""

    second: SecondSheet
    first: Sheet  # the one that counts; after a decision the one that counted then
    household: Household
    round: Round
    decision: SecondSheetDecision | None
    first_scorer: str
    second_scorer: str
    decided_by: str | None
    first_visit: Visit | None
    second_visit: Visit

    @property
    def waits(self) -> bool:
        """Whether somebody has to decide."""
        return self.decision is None

    @property
    def agreed(self) -> bool:
        """Whether both said the same, so that nobody had to."""
        return self.decision is not None and self.decision.outcome is Outcome.AGREED

    @property
    def second_taken(self) -> bool:
        """Whether the second became the sheet that counts."""
        return self.decision is not None and self.decision.outcome is Outcome.SECOND


def pairs_in(session: Session, actor: Actor, round_: Round) -> Sequence[Pair]:
    """The pairs of a round that the person may see, by household number, in one statement."""
    wanted = _pairs(actor).where(SecondSheet.round_id == round_.id).order_by(Household.number)
    return [Pair(*row) for row in session.execute(wanted).all()]


def pair_of(session: Session, actor: Actor, round_id: int, household_id: int) -> Pair | None:
    """The pair of a household in a month, if there is one and the person may see it."""
    row = session.execute(
        _pairs(actor).where(
            SecondSheet.round_id == round_id, SecondSheet.household_id == household_id
        )
    ).one_or_none()
    return Pair(*row) if row else None


def pair_for(session: Session, actor: Actor, second_id: int) -> Pair:
    """A pair, if the person may see it.

    :raises SecondSheetNotFound: missing, out of reach, or not for his eyes before the decision.
    """
    row = session.execute(_pairs(actor).where(SecondSheet.id == second_id)).one_or_none()
    if row is None:
        raise SecondSheetNotFound
    return Pair(*row)


def own_second_sheet(
    session: Session, actor: Actor, second_id: int
) -> tuple[SecondSheet, SecondSheetDecision | None]:
    """What the person wrote himself, and what came of it: he reads his own at any time.

    :raises SecondSheetNotFound: missing, or somebody else's.
    """
    row = session.execute(
        select(SecondSheet, SecondSheetDecision)
        .outerjoin(SecondSheetDecision, SecondSheetDecision.second_id == SecondSheet.id)
        .where(SecondSheet.id == second_id, SecondSheet.recorded_by == actor.user_id)
    ).one_or_none()
    if row is None:
        raise SecondSheetNotFound
    return row[0], row[1]


def can_score_second(session: Session, actor: Actor, sheet: Sheet | None) -> bool:
    """Whether somebody who may score the household could write a second sheet beside this one."""
    if sheet is None or second_of(session, sheet.round_id, sheet.household_id) is not None:
        return False
    part = took_part(actor.user_id, sheet.round_id, sheet.household_id)
    return not session.scalar(select(part))


def comparison_of(session: Session, pair: Pair) -> Comparison:
    """The two sheets of a pair, item by item."""
    scheme = scheme_by_id(session, pair.round.scheme_version_id)
    return compared(scheme, pair.first.answers, pair.second.answers)


def _pairs(actor: Actor) -> Select[*tuple[Any, ...]]:
    first_scorer, second_scorer, decider = aliased(User), aliased(User), aliased(User)
    first_visit, second_visit = aliased(Visit), aliased(Visit)
    counting = and_(
        SecondSheetDecision.second_id.is_(None),
        Sheet.round_id == SecondSheet.round_id,
        Sheet.household_id == SecondSheet.household_id,
        live(),
    )
    return (
        select(
            SecondSheet, Sheet, Household, Round, SecondSheetDecision, first_scorer.name,
            second_scorer.name, decider.name, first_visit, second_visit,
        )
        .outerjoin(SecondSheetDecision, SecondSheetDecision.second_id == SecondSheet.id)
        .join(Sheet, or_(Sheet.id == SecondSheetDecision.first_sheet_id, counting))
        .join(Household, Household.id == SecondSheet.household_id)
        .join(Round, Round.id == SecondSheet.round_id)
        .join(first_scorer, first_scorer.id == Sheet.recorded_by)
        .join(second_scorer, second_scorer.id == SecondSheet.recorded_by)
        .outerjoin(decider, decider.id == SecondSheetDecision.decided_by)
        .outerjoin(first_visit, first_visit.id == Sheet.visit_id)
        .join(second_visit, second_visit.id == SecondSheet.visit_id)
        .where(
            below_any(Round.village_code, actor.reach(Permission.VIEW_ROUND).places),
            shown_to(actor),
        )
    )  # fmt: skip
