"""Households that cannot work are scored for other things of the same weight, never for nothing."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.scoring.rounds.models import Exemption, Round
from app.scoring.schemes.queries import scheme_by_id
from app.scoring.schemes.rules import Scheme


def is_exempt(session: Session, household_id: int) -> bool:
    """Whether the household is scored for other things now."""
    there = exists().where(Exemption.household_id == household_id, Exemption.ended_at.is_(None))
    return bool(session.scalar(select(there)))


def scheme_for(session: Session, round_: Round, household_id: int) -> Scheme:
    """The scorecard by which this household is scored in this round."""
    scheme = scheme_by_id(session, round_.scheme_version_id)
    if scheme.alternatives and is_exempt(session, household_id):
        return scheme.for_exempt()
    return scheme
