"""Reading second sheets: which of them wait for a decision, and who had a part in the first."""

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import Session, aliased

from app.registry.households.models import Household
from app.scoring.rounds.models import Sheet
from app.scoring.rounds.queries import IdOrColumn, live
from app.scoring.rounds.second_models import SecondSheet, SecondSheetDecision
from app.scoring.visits.models import Visit


def undecided() -> ColumnElement[bool]:
    """Whether a second sheet differs from the one that counts, and nobody has decided yet."""
    # Of its own name: the statement around it may have decisions too.
    said = aliased(SecondSheetDecision)
    return ~exists().where(said.second_id == SecondSheet.id)


def second_of(session: Session, round_id: int, household_id: int) -> SecondSheet | None:
    """The second sheet of a household in a month, whatever came of it."""
    return session.scalar(
        select(SecondSheet).where(
            SecondSheet.round_id == round_id, SecondSheet.household_id == household_id
        )
    )


def decision_of(session: Session, second: SecondSheet) -> SecondSheetDecision | None:
    """What came of a second sheet, if anything yet."""
    return session.get(SecondSheetDecision, second.id)


def is_compared(session: Session, sheet: Sheet | None) -> bool:
    """Whether two sheets of this one's household and month were compared, or agreed."""
    second = second_of(session, sheet.round_id, sheet.household_id) if sheet else None
    return second is not None and decision_of(session, second) is not None


def undecided_in(round_id: int) -> Select[Household]:
    """Households of a round whose two sheets differ and wait for a decision, by number."""
    return (
        select(Household)
        .join(SecondSheet, SecondSheet.household_id == Household.id)
        .where(SecondSheet.round_id == round_id, undecided())
        .order_by(Household.number)
    )


def took_part(user_id: int, round_id: IdOrColumn, household_id: IdOrColumn) -> ColumnElement[bool]:
    """Whether somebody recorded a sheet of the household in the round, or was at its visit.

    Sheets that were replaced count too: their scorer knows what stood in them.
    """
    # Of their own names: the statement around it may have sheets and visits too.
    sheet, visit = aliased(Sheet), aliased(Visit)
    return (
        select(sheet.id)
        .outerjoin(visit, visit.id == sheet.visit_id)
        .where(
            sheet.round_id == round_id,
            sheet.household_id == household_id,
            or_(
                sheet.recorded_by == user_id,
                visit.visitor_id == user_id,
                visit.second_visitor_id == user_id,
            ),
        )
        .exists()
    )


def has_scored(user_id: int, round_id: int) -> ColumnElement[bool]:
    """Whether somebody wrote a sheet of the round that counts, or a second one, or came along."""
    wrote = or_(Sheet.recorded_by == user_id, Sheet.second_visitor_id == user_id)
    counting = exists().where(Sheet.round_id == round_id, wrote, live())
    came = or_(SecondSheet.recorded_by == user_id, Visit.second_visitor_id == user_id)
    second = exists().where(
        SecondSheet.round_id == round_id, Visit.id == SecondSheet.visit_id, came
    )
    return or_(counting, second)
