"""Re-add the months (promise I4): points against answers, credited sheets against transfers."""

from functools import cache

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app.kernel.checking import Check, Promise, all_checked, count_of
from app.ledger.models import Account, Correction, Direction, Transfer
from app.scoring.rounds.award_models import AwardState, OneOffAward
from app.scoring.rounds.award_steps import SOURCE as ONE_OFF
from app.scoring.rounds.certifying_models import SentBackSheet
from app.scoring.rounds.late_models import LateSheet
from app.scoring.rounds.models import Round, RoundState, Sheet, SheetState
from app.scoring.rounds.sent_back import unanswered
from app.scoring.rounds.settle import SOURCE
from app.scoring.schemes.awards import AwardLevelBad, AwardPointsBad, UnknownAward
from app.scoring.schemes.explaining import explained
from app.scoring.schemes.queries import versions
from app.scoring.schemes.reading import scheme_from
from app.scoring.schemes.rules import Scheme

BATCH = 2_000


def points_recomputed(session: Session) -> Check:
    """Every live sheet's points are what its answers earn by the scheme of its round."""
    schemes = {version.id: scheme_from(version.definition) for version in versions(session)}
    rows = session.execute(
        select(
            Sheet.id, Sheet.answers, Sheet.points, Sheet.earned_this_year, Round.scheme_version_id
        )
        .join(Round, Round.id == Sheet.round_id)
        .where(Sheet.state != SheetState.VOID)
        .order_by(Sheet.id)
        .execution_options(yield_per=BATCH)
    )
    # Households answer alike: the same answers are added up once.
    known: dict[tuple[object, ...], int] = {}
    count, bad = 0, []
    for sheet_id, answers, points, this_year, scheme_id in rows:
        count += 1
        key = (scheme_id, this_year, *answers.items())
        if key not in known:
            known[key] = explained(schemes[scheme_id], answers, this_year).points
        if known[key] != points:
            bad.append(f"sheet {sheet_id}")
    return Check.of("points are what the answers earn", count, bad)


def credited_once() -> Promise:
    """A sheet is credited exactly when a transfer of its points to its household says so."""
    wrong = (
        select(Sheet.id)
        .outerjoin(Transfer, and_(Transfer.source_kind == SOURCE, Transfer.source_id == Sheet.id))
        .outerjoin(Account, Account.id == Transfer.credit_account_id)
        .where(
            or_(
                and_(Sheet.state == SheetState.CREDITED, Sheet.points > 0, Transfer.id.is_(None)),
                and_(Sheet.state != SheetState.CREDITED, Transfer.id.is_not(None)),
                Transfer.points != Sheet.points,
                Account.household_id != Sheet.household_id,
            )
        )
        .order_by(Sheet.id)
    )
    return Promise("every credited sheet has its transfer", count_of(Sheet), {"sheet {}": wrong})


def awards_worth(session: Session) -> Check:
    """Every one-off award has the points that its scorecard gives for it."""
    schemes = {version.id: scheme_from(version.definition) for version in versions(session)}
    rows = session.scalars(select(OneOffAward).order_by(OneOffAward.id)).all()
    bad = [f"award {row.id}" for row in rows if not _is_worth(schemes[row.scheme_version_id], row)]
    return Check.of("one-off awards are worth what the scorecard says", len(rows), bad)


def _is_worth(scheme: Scheme, award: OneOffAward) -> bool:
    try:
        return scheme.award(award.code).worth(award.level, award.points) == award.points
    except (UnknownAward, AwardLevelBad, AwardPointsBad):
        return False


def awards_credited_once() -> Promise:
    """A one-off award is credited exactly when a transfer of its points to its household says so.

    That every such transfer has its award is asked with the sources of all transfers.
    """
    credited = OneOffAward.state == AwardState.CREDITED
    worth = OneOffAward.points - OneOffAward.cut_points
    wrong = (
        select(OneOffAward.id)
        .outerjoin(
            Transfer, and_(Transfer.source_kind == ONE_OFF, Transfer.source_id == OneOffAward.id)
        )
        .outerjoin(Account, Account.id == Transfer.credit_account_id)
        .where(
            or_(
                and_(credited, worth > 0, Transfer.id.is_(None)),
                and_(~credited, Transfer.id.is_not(None)),
                Transfer.points != worth,
                Account.household_id != OneOffAward.household_id,
            )
        )
        .order_by(OneOffAward.id)
    )
    return Promise(
        "every credited one-off award has its transfer", count_of(OneOffAward), {"award {}": wrong}
    )


def awards_have_sheets() -> Promise:
    """Every award leads back to a sheet."""
    wrong = (
        select(Transfer.id)
        .outerjoin(Sheet, Sheet.id == Transfer.source_id)
        .where(Transfer.source_kind == SOURCE, Sheet.id.is_(None))
    )
    awards = count_of(Transfer, Transfer.source_kind == SOURCE)
    return Promise("every award leads back to a sheet", awards, {"transfer {}": wrong})


def late_sheets_corrected(session: Session) -> Check:
    """An approved late sheet earns what its answers earn, and its correction is the difference."""
    schemes = {version.id: scheme_from(version.definition) for version in versions(session)}
    rows = session.execute(
        select(LateSheet, Correction, Round.scheme_version_id)
        .join(Correction, Correction.id == LateSheet.correction_id)
        .join(Round, Round.id == LateSheet.round_id)
        .order_by(LateSheet.id)
    ).all()
    bad = []
    for late, correction, scheme_id in rows:
        earned = explained(schemes[scheme_id], late.answers, late.earned_this_year).points
        adds = correction.direction is Direction.CREDIT
        moved = correction.points if adds else -correction.points
        if (earned, late.difference) != (late.points, moved):
            bad.append(f"late sheet {late.id}")
    return Check.of("late sheets are corrected by the difference", len(rows), bad)


def answered_in_time() -> Promise:
    """A sheet that was sent back has an answer, unless its month is still open."""
    wrong = (
        select(SentBackSheet.sheet_id)
        .join(Sheet, Sheet.id == SentBackSheet.sheet_id)
        .join(Round, Round.id == Sheet.round_id)
        .where(unanswered(), Round.state != RoundState.OPEN)
        .order_by(SentBackSheet.sheet_id)
    )
    return Promise(
        "sheets sent back are answered before submitting",
        count_of(SentBackSheet),
        {"sheet {}": wrong},
    )


@cache
def _promises() -> tuple[Promise, ...]:
    return credited_once(), awards_have_sheets(), awards_credited_once(), answered_in_time()


def round_checks(session: Session) -> list[Check]:
    """All checks of the months: what statements re-add, and what only the scorecard can."""
    return [
        *all_checked(session, _promises()),
        points_recomputed(session),
        awards_worth(session),
        late_sheets_corrected(session),
    ]
