"""A household's own file: people, months, points, card, who serves it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.changes.queries import Told, changes_of
from app.door.context import actor, db, language
from app.door.routes import needs
from app.ledger.asked import Asked, corrections_of
from app.ledger.queries import PAGE, StatementLine, balance_of, debt_of, statement
from app.registry.accounts.permissions import Permission
from app.registry.cards.models import Card
from app.registry.cards.queries import cards_of_household
from app.registry.households.file import Person, Service, people_of, service_of
from app.registry.households.models import Household
from app.registry.households.queries import household_for
from app.registry.places.queries import place_names
from app.scoring.pairs.queries import comparison_of, pair_of
from app.scoring.questionnaires.queries import ever_answered
from app.scoring.rounds.access import household_in, sheet_for
from app.scoring.rounds.award_queries import AwardShown, awards_earned, awards_of_household
from app.scoring.rounds.award_steps import SOURCE as ONE_OFF
from app.scoring.rounds.history import (
    HouseholdMonth,
    months_of_household,
    objections_to,
    versions_of_sheet,
)
from app.scoring.rounds.late_queries import late_by_correction
from app.scoring.rounds.sent_back import sent_back_of
from app.scoring.schemes.queries import scheme_by_id
from app.shop.redemptions.actions import SOURCE
from app.shop.redemptions.queries import redemptions_of_household
from app.web.excel import MOST_ROWS
from app.web.office.asked import cursor_asked
from app.web.office.shared import shared
from app.web.office.sheets import statement_sheet
from app.web.person_exports import persons_excel
from app.words.statement import statement_words


@dataclass(frozen=True)
class File:
    """Everything that stands in a household's file."""

    household: Household
    village_name: str
    people: Sequence[Person]
    service: Service | None
    months: Sequence[HouseholdMonth]
    awards: Sequence[AwardShown]
    cards: Sequence[Card]
    corrections: Sequence[Asked]
    changes: Sequence[Told]
    answered: bool  # whether it ever filled in a questionnaire
    balance_points: int
    debt_points: int
    lines: Sequence[tuple[StatementLine, str]]
    older: int | None

    @property
    def card(self) -> Card | None:
        """Its latest card, whatever its state."""
        return self.cards[0] if self.cards else None


@shared.get("/households/<int:household_id>")
@needs(Permission.VIEW_HOUSEHOLD)
def household(household_id: int) -> str:
    """The file."""
    with db().read() as session:
        return file_page(file_of(session, household_id))


def file_page(file: File, **more: object) -> str:
    """The page of the file; after a refusal once more, with what was entered."""
    person = actor()
    return render_template(
        "office/household.html",
        file=file,
        home=file.household,
        may={permission.value: person.may(permission) for permission in Permission},
        typed=request.form,
        **more,
    )


def file_of(session: Session, household_id: int) -> File:
    """The file, if the reader may see the household.

    :raises HouseholdNotFound: missing, or out of reach.
    """
    home = household_for(session, actor(), Permission.VIEW_HOUSEHOLD, household_id)
    lines = statement_lines(session, home.id, before=cursor_asked("before"), most=PAGE + 1)
    return File(
        household=home,
        village_name=place_names(session).get(home.village_code, ""),
        people=people_of(session, home.id),
        service=service_of(session, home),
        months=months_of_household(session, home),
        awards=awards_of_household(session, actor(), home.id),
        cards=cards_of_household(session, home.id),
        corrections=corrections_of(session, actor(), home.id),
        changes=changes_of(session, actor(), home.id),
        answered=ever_answered(session, home.id),
        balance_points=balance_of(session, home.id),
        debt_points=debt_of(session, home.id),
        lines=lines[:PAGE],
        older=lines[PAGE - 1][0].id if len(lines) > PAGE else None,
    )


@shared.get("/households/<int:household_id>/statement.xlsx")
@needs(Permission.VIEW_STATEMENT)
def export_statement(household_id: int) -> Response:
    """All movements of its points as a workbook, with the running balance."""
    with db().read() as session:
        home = household_for(session, actor(), Permission.VIEW_STATEMENT, household_id)
        lines = statement_lines(session, home.id, before=None, most=MOST_ROWS)
        heading = _("%(name)s家的积分账", name=home.head_name)
        sheet = statement_sheet(home, lines, heading)
        return persons_excel(heading, 1, sheet)


@shared.get("/sheets/<int:sheet_id>")
@needs(Permission.VIEW_ROUND)
def sheet(sheet_id: int) -> str:
    """A household's month item by item, with every version that was recorded."""
    with db().read() as session:
        shown, round_ = sheet_for(session, actor(), Permission.VIEW_ROUND, sheet_id)
        home = household_in(session, actor(), round_, shown.household_id)
        scheme = scheme_by_id(session, round_.scheme_version_id)
        versions = versions_of_sheet(session, shown, scheme)
        pair = pair_of(session, actor(), round_.id, home.id)
        said = objections_to(session, [version.sheet.id for version in versions])
        village_name = place_names(session).get(round_.village_code, "")
        return render_template(
            "office/sheet.html",
            home=home,
            round=round_,
            village_name=village_name,
            versions=versions,
            objections=said,
            sent_back=sent_back_of(session, shown),
            pair=pair,
            told=comparison_of(session, pair) if pair else None,
        )


def statement_lines(
    session: Session, household_id: int, *, before: int | None, most: int
) -> list[tuple[StatementLine, str]]:
    """Movements of a household's points, each with its words, newest first."""
    things = {
        SOURCE: redemptions_of_household(session, household_id),
        ONE_OFF: {award.id: award.name for award in awards_earned(session, household_id)},
    }
    late = late_by_correction(session, household_id)
    return [
        (
            line,
            statement_words(
                line, things.get(line.source_kind, {}).get(line.source_id, ""), language(), late
            ),
        )
        for line in statement(session, household_id, before_id=before, limit=most)
    ]  # fmt: skip
