"""How many households answered, and what, in the places that somebody may look into."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission
from app.registry.households.models import Household
from app.registry.households.queries import registered, within_reach
from app.registry.places.models import Place
from app.scoring.questionnaires.counting import SectionTally, tallied
from app.scoring.questionnaires.models import QuestionnaireVersion, VisitAnswers
from app.scoring.questionnaires.reading import questionnaire_from
from app.scoring.visits.models import Visit


@dataclass(frozen=True)
class VillageAnswers:
    """A village: its households, how many answered all, and how many a part."""

    code: str
    name: str
    households: int
    answered: int
    begun: int


@dataclass(frozen=True)
class Counts:
    """All villages in reach, and their answers together: never one village less another."""

    villages: Sequence[VillageAnswers]
    sections: Sequence[SectionTally]

    @property
    def households(self) -> int:
        """All registered households in reach."""
        return sum(village.households for village in self.villages)

    @property
    def answered(self) -> int:
        """Households that answered all they must."""
        return sum(village.answered for village in self.villages)

    @property
    def begun(self) -> int:
        """Households that answered a part."""
        return sum(village.begun for village in self.villages)


def counts(session: Session, actor: Actor, version: QuestionnaireVersion) -> Counts:
    """Progress by village, and what the complete questionnaires say; two statements."""
    there = (within_reach(actor, Permission.VIEW_HOUSEHOLD), registered())
    villages = session.execute(
        select(Place.code, Place.name, func.count())
        .join(Household, Household.village_code == Place.code)
        .where(*there)
        .group_by(Place.code, Place.name)
        .order_by(Place.code)
    ).all()
    newest = (
        select(func.max(VisitAnswers.id))
        .join(Visit, Visit.id == VisitAnswers.visit_id)
        .where(VisitAnswers.questionnaire_id == version.id)
        .group_by(Visit.household_id)
    )
    rows = session.execute(
        select(Household.village_code, VisitAnswers.complete, VisitAnswers.answers)
        .join(Visit, Visit.id == VisitAnswers.visit_id)
        .join(Household, Household.id == Visit.household_id)
        .where(VisitAnswers.id.in_(newest), *there)
    ).all()
    done = [row for row in rows if row.complete]
    answered = Counter(row.village_code for row in done)
    begun = Counter(row.village_code for row in rows if not row.complete)
    return Counts(
        [
            VillageAnswers(code, name, households, answered[code], begun[code])
            for code, name, households in villages
        ],
        tallied(questionnaire_from(version.definition), [row.answers for row in done]),
    )
