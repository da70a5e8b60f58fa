"""One household in one month, as everybody who may look at it sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission
from app.registry.accounts.queries import names_of
from app.registry.households.models import Household
from app.scoring.rounds.access import household_in, objection_for, round_for
from app.scoring.rounds.history import SheetVersion, objections_to, versions_of_sheet
from app.scoring.rounds.mine import current_sheet, last_answers
from app.scoring.rounds.models import Excuse, Objection, Round, RoundState, Sheet
from app.scoring.rounds.rules import NotInRound
from app.scoring.rounds.seconds import is_compared
from app.scoring.rounds.sent_back import SentBack, sent_back_of
from app.scoring.schemes.explaining import Explained
from app.scoring.schemes.queries import scheme_by_id
from app.scoring.schemes.rules import Scheme


@dataclass(frozen=True)
class OneMonth:
    """The sheet of a household with all that was recorded and said about it."""

    household: Household
    round: Round
    scheme: Scheme
    sheet: Sheet | None
    last: Sheet | None
    excuse: Excuse | None
    versions: Sequence[SheetVersion]  # newest first; the first one is the sheet
    objections: Sequence[Objection]
    sent_back: Sequence[SentBack]  # newest first
    compared: bool  # with a second sheet: it changes only when it is sent back

    @property
    def waits_for_answer(self) -> bool:
        """Whether the sheet was sent back and nobody has answered yet."""
        return any(each.answer is None for each in self.sent_back)

    @property
    def can_score(self) -> bool:
        """Whether a sheet would be taken now: for what the page offers."""
        if self.round.state is not RoundState.OPEN:
            return False
        if self.sheet is None or self.waits_for_answer:
            return True
        return self.round.reopened_at is None and not self.compared

    @property
    def why(self) -> Explained:
        """Why the sheet came to its points; only where there is one."""
        return self.versions[0].why


def one_month(session: Session, actor: Actor, round_id: int, household_id: int) -> OneMonth:
    """A household's month, if the person may see the round and the household.

    :raises RoundNotFound: missing, or out of reach.
    :raises HouseholdNotFound: missing, or out of reach.
    :raises NotInRound: the household was never part of this round.
    """
    round_ = round_for(session, actor, Permission.VIEW_ROUND, round_id)
    household = household_in(session, actor, round_, household_id)
    sheet = current_sheet(session, household.id, round_.id)
    if sheet is None and household.village_code != round_.village_code:
        raise NotInRound
    scheme = scheme_by_id(session, round_.scheme_version_id)
    versions = versions_of_sheet(session, sheet, scheme) if sheet else []
    excuse = session.get(Excuse, (round_.id, household.id))
    return OneMonth(
        household=household,
        round=round_,
        scheme=scheme,
        sheet=sheet,
        last=last_answers(session, household.id, round_.period),
        excuse=excuse if excuse and excuse.lifted_at is None else None,
        versions=versions,
        objections=objections_to(session, [version.sheet.id for version in versions]),
        sent_back=sent_back_of(session, sheet) if sheet else [],
        compared=is_compared(session, sheet),
    )


@dataclass(frozen=True)
class Contested:
    """An objection with the household's month it is about, and who did what."""

    objection: Objection
    month: OneMonth
    sheet: Sheet  # the one that was objected to
    names: Mapping[int, str]  # of those who recorded, certified, took down, decided


def contested(session: Session, actor: Actor, objection_id: int) -> Contested:
    """An objection as who decides it reads it.

    :raises ObjectionNotFound: missing, or out of reach.
    """
    objection, sheet, round_ = objection_for(
        session, actor, Permission.VIEW_ROUND, objection_id, lock="none"
    )
    month = one_month(session, actor, round_.id, sheet.household_id)
    people = {
        objection.recorded_by,
        objection.sheet_recorded_by,
        objection.sheet_certified_by,
        objection.decided_by,
    }
    names = names_of(session, {person for person in people if person is not None})
    return Contested(objection, month, sheet, names)
