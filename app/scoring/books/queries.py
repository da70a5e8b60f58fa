"""A village's month as a book: every household that one may see, in walking order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission
from app.registry.households.models import Household
from app.registry.households.queries import registered, within_reach
from app.registry.places.queries import place_names
from app.scoring.books.columns import BookColumn, applying, columns_of, deductions_of
from app.scoring.rounds.access import round_for
from app.scoring.rounds.certifying_models import SentBackSheet
from app.scoring.rounds.models import Excuse, Exemption, Round, Sheet
from app.scoring.rounds.queries import excuse_holds, live
from app.scoring.rounds.sent_back import unanswered
from app.scoring.schemes.queries import scheme_by_id
from app.scoring.schemes.rules import Scheme
from app.scoring.visits.models import Visit


@dataclass(frozen=True)
class BookHousehold:
    """A household in the book; of the reasons why it is excused or exempt it knows nothing."""

    household: Household
    sheet: Sheet | None  # of this month, wherever it was scored
    visited_at: datetime | None
    excused: bool
    exempt: bool
    sent_back: bool  # and waits for an answer


@dataclass(frozen=True)
class MonthBook:
    """A village's month: its scorecard and its households."""

    round: Round
    scheme: Scheme
    village_name: str
    township_name: str
    households: Sequence[BookHousehold]

    @property
    def records(self) -> range:
        """The records that a month has, from 1."""
        return range(1, self.scheme.records + 1)

    def takes_points(self, record: int) -> bool:
        """Whether a page has room for what takes points."""
        return record == 1 and bool(deductions_of(self.scheme))

    def columns(self, record: int) -> tuple[BookColumn, ...]:
        """The columns of a record; items of who cannot work only where somebody cannot."""
        return columns_of(self.scheme, record, with_others=self._with_others)

    def scheme_of(self, home: BookHousehold) -> Scheme:
        """The scorecard by which this household is scored."""
        return self._schemes[home.exempt]

    def asked(self, home: BookHousehold) -> frozenset[str]:
        """The codes of the answers that this household can be given."""
        return self._asked[home.exempt]

    @cached_property
    def _with_others(self) -> bool:
        return any(each.exempt for each in self.households)

    @cached_property
    def _schemes(self) -> Mapping[bool, Scheme]:
        return {exempt: applying(self.scheme, exempt=exempt) for exempt in (False, True)}

    @cached_property
    def _asked(self) -> Mapping[bool, frozenset[str]]:
        return {exempt: frozenset(its.answerable) for exempt, its in self._schemes.items()}


def month_book(
    session: Session, actor: Actor, permission: Permission, *, round_id: int
) -> MonthBook:
    """The book of those households with which the person may do this; statements do not grow.

    :raises RoundNotFound: missing, or out of reach.
    """
    round_ = round_for(session, actor, permission, round_id)
    names = place_names(session)
    wanted = _lines(round_).where(within_reach(actor, permission))
    return MonthBook(
        round=round_,
        scheme=scheme_by_id(session, round_.scheme_version_id),
        village_name=names[round_.village_code],
        township_name=names.get(round_.village_code[:9], ""),
        households=[
            BookHousehold(
                row[0], row[1], row[2], row[3] is not None, row[4] is not None, row[5] is not None
            )
            for row in session.execute(wanted).all()
        ],
    )


def _lines(
    round_: Round,
) -> Select[Household, Sheet, datetime, int, int, int]:
    # A household that moved here brings the sheet of the month from where it lived before.
    of_month = select(Round.id).where(Round.period == round_.period)
    return (
        select(
            Household, Sheet, Visit.visited_at, Excuse.household_id, Exemption.id, SentBackSheet.id
        )
        .select_from(Household)
        .outerjoin(
            Sheet, and_(Sheet.household_id == Household.id, Sheet.round_id.in_(of_month), live())
        )
        .outerjoin(Visit, Visit.id == Sheet.visit_id)
        .outerjoin(
            Excuse,
            excuse_holds(Household.id, round_.id),
        )
        .outerjoin(
            Exemption,
            and_(Exemption.household_id == Household.id, Exemption.ended_at.is_(None)),
        )
        .outerjoin(SentBackSheet, and_(SentBackSheet.sheet_id == Sheet.id, unanswered()))
        .where(Household.village_code == round_.village_code, registered())
        .order_by(Household.group_name, Household.number)
    )
