"""The cap of a year: certifying a month settles what it cuts, so that the wall shows it."""

from collections import Counter

from sqlalchemy import Select, func, select, union, union_all
from sqlalchemy.orm import Session

from app.kernel.period import Period
from app.ledger.models import Correction, CorrectionState
from app.registry.places.models import Place
from app.scoring.rounds.award_models import AwardState, OneOffAward
from app.scoring.rounds.late_models import LateSheet
from app.scoring.rounds.models import Round, Sheet, SheetState
from app.scoring.rounds.queries import live_sheets
from app.scoring.schemes.explaining import explained
from app.scoring.schemes.queries import scheme_by_id

COUNTED = (SheetState.CERTIFIED, SheetState.DISPUTED, SheetState.CREDITED)
COUNTED_AWARDS = (AwardState.CERTIFIED, AwardState.CREDITED)


def cut_at_year_cap(session: Session, round_: Round) -> None:
    """Lower the points of a round that is being certified by what its year has earned already.

    One-off awards count toward the year, not toward the month: they get what the sheet leaves.

    Source: 八秀村, 700 points a year; the rest of the month in which it is reached is cut.
    """
    scheme = scheme_by_id(session, round_.scheme_version_id)
    if scheme.year_cap is None:
        return
    # Two months of one village certified at once would not see each other's points.
    session.execute(select(Place.code).where(Place.code == round_.village_code).with_for_update())
    earned = earned_in_year(session, round_)
    for sheet in session.scalars(live_sheets(round_.id)).all():
        sheet.earned_this_year = earned[sheet.household_id]
        sheet.points = explained(scheme, sheet.answers, sheet.earned_this_year).points
        earned[sheet.household_id] += sheet.points
    for award in session.scalars(_proposed_awards(round_)).all():
        left = max(0, scheme.year_cap - earned[award.household_id])
        award.cut_points = max(0, award.points - left)
        earned[award.household_id] += award.credited_points


def _proposed_awards(round_: Round) -> Select[OneOffAward]:
    return (
        select(OneOffAward)
        .where(OneOffAward.round_id == round_.id, OneOffAward.state == AwardState.PROPOSED)
        .order_by(OneOffAward.id)
    )


def earned_in_year(
    session: Session, round_: Round, *, household_id: int | None = None
) -> Counter[int]:
    """By household of the round, or for one: what the other months of its year brought.

    Certified sheets and awards in any village, and what approved late sheets corrected.
    """
    january = Period.parse(f"{round_.period.year}-01")
    other_months = (
        (Round.id != round_.id) & (Round.period >= january) & (Round.period <= january.plus(11))
    )
    sheets = (
        select(Sheet.household_id, Sheet.points)
        .join(Round, Round.id == Sheet.round_id)
        .where(other_months, Sheet.state.in_(COUNTED))
    )
    awards = (
        select(OneOffAward.household_id, OneOffAward.points - OneOffAward.cut_points)
        .join(Round, Round.id == OneOffAward.round_id)
        .where(other_months, OneOffAward.state.in_(COUNTED_AWARDS))
    )
    late = (
        select(LateSheet.household_id, LateSheet.points - LateSheet.credited_points)
        .join(Round, Round.id == LateSheet.round_id)
        .join(Correction, Correction.id == LateSheet.correction_id)
        .where(other_months, Correction.state == CorrectionState.APPROVED)
    )
    earned = union_all(sheets, awards, late).subquery()
    of_round = union(
        select(Sheet.household_id).where(Sheet.round_id == round_.id),
        select(OneOffAward.household_id).where(OneOffAward.round_id == round_.id),
    ).scalar_subquery()
    asked = (
        earned.c.household_id.in_(of_round)
        if household_id is None
        else earned.c.household_id == household_id
    )
    rows = session.execute(
        select(earned.c.household_id, func.sum(earned.c.points).label("points"))
        .where(asked)
        .group_by(earned.c.household_id)
    ).all()
    return Counter({row.household_id: int(row.points) for row in rows})
