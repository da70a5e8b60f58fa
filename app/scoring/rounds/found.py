"""What somebody found at a household's door in a month, whatever becomes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from app.registry.accounts.actor import Actor
from app.registry.households.models import Household
from app.scoring.schemes.rules import Scheme
from app.scoring.schemes.totals import UnknownItem, deduction_reasons
from app.scoring.visits.actions import record_visit
from app.scoring.visits.models import Visit, VisitOutcome
from app.scoring.visits.rules import NOTHING, Evidence, check_deductions_shown


@dataclass(frozen=True)
class Found:
    """What a scorer brings from the door: for a sheet, a second one, or one that comes late."""

    round_id: int
    household_id: int
    visited_at: datetime
    answers: Mapping[str, str]  # item code → answer
    note: str = ""
    #: Item code → why it takes points.
    reasons: Mapping[str, str] = field(default_factory=dict)
    #: Who came along, what was photographed, what the household said.
    evidence: Evidence = NOTHING


def reasons_shown(scheme: Scheme, found: Found) -> dict[str, str]:
    """Why points are taken, by item; each is shown, and photos show items of this scorecard.

    :raises DeductionReasonMissing: points are taken, and nobody says why.
    :raises DeductionPhotoMissing: neither a photo nor two people show it.
    :raises UnknownItem: a photo of something that the scorecard does not have.
    """
    reasons = deduction_reasons(scheme, found.answers, found.reasons)
    for photo in found.evidence.photos:
        if photo.item and photo.item not in scheme.answerable:
            raise UnknownItem(item=photo.item[:20])
    names = {code: scheme.answerable[code].name for code in reasons}
    check_deductions_shown(names, found.evidence)
    return reasons


def visit_found(
    session: Session, actor: Actor, household: Household, found: Found, *, now: datetime
) -> Visit:
    """Write down the visit on which it was found; the household was met.

    :raises VisitInFuture: and the other refusals of `visits.actions.record_visit`.
    """
    return record_visit(
        session, actor, household=household, visited_at=found.visited_at,
        outcome=VisitOutcome.MET, note=found.note, evidence=found.evidence, now=now,
    )  # fmt: skip
