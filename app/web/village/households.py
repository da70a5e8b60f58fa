"""户: the list with its search, a household's statement in large type, and its balance slip."""

from typing import Final

from flask import Response, render_template, request
from flask_babel import gettext as _

from app.changes.queries import changes_of
from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.clock import local
from app.kernel.errors import NotFound
from app.ledger.queries import balances_of
from app.papers.workbooks import Column, Kind, Sheet
from app.registry.accounts.permissions import Permission
from app.registry.cards.queries import active_card_of_household
from app.registry.households.members import member_names
from app.registry.households.queries import HouseholdFilter, household_for
from app.registry.households.queries import households as find_households
from app.registry.places.queries import place_names
from app.scoring.questionnaires.queries import ever_answered
from app.scoring.rounds.award_queries import awards_of_household
from app.shop.marketdays.queries import next_day
from app.web.balance import balance_shown
from app.web.excel import MOST_ROWS
from app.web.filters import full_day
from app.web.person_exports import persons_excel
from app.web.statement import account_of
from app.web.village.here import here, may
from app.web.village.pages import pages
from app.web.village.questions import questions_offered
from app.words.places import village_short

PAGE: Final = 50
LONGEST_SEARCH: Final = 40
SLIP_MONTHS: Final = 4


@pages.get("/households")
@needs(Permission.VIEW_HOUSEHOLD)
def households() -> str:
    """The village's households, to be found by name or number."""
    words = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    with db().read() as session:
        place = here(session, Permission.VIEW_HOUSEHOLD)
        found = find_households(
            session,
            actor(),
            HouseholdFilter(village_code=place.village.code, words=words),
            after_id=_after(),
            limit=PAGE + 1,
        )
        return render_template(
            "village/households.html",
            here=place,
            households=found[:PAGE],
            balances=balances_of(session, [each.id for each in found]),
            words=words,
            after=found[PAGE - 1].id if len(found) > PAGE else None,
            may_print=may(Permission.ISSUE_CARD, place.village.code),
            may_change=may(Permission.RECORD_CHANGE, place.village.code),
        )


@pages.get("/households.xlsx")
@needs(Permission.VIEW_STATEMENT)
def export_households() -> Response:
    """All households of the village with what they can spend, for Excel."""
    with db().read() as session:
        place = here(session, Permission.VIEW_HOUSEHOLD)
        wanted = HouseholdFilter(village_code=place.village.code)
        found = find_households(session, actor(), wanted, limit=MOST_ROWS)
        balances = balances_of(session, [each.id for each in found])
        rows = [
            (each.number, each.head_name, each.group_name, each.size, balances.get(each.id, 0))
            for each in found
        ]
        name = _("%(village)s各户积分", village=village_short(place.village.name))
    columns = [
        Column(_("户编号"), 20), Column(_("户主"), 24), Column(_("组"), 10),
        Column(_("人口"), 8, Kind.NUMBER), Column(_("现在能用的分"), 14, Kind.NUMBER),
    ]  # fmt: skip
    sheet = Sheet(_("各户"), columns, rows, name, [full_day(now())])
    return persons_excel(name, len(rows), sheet)


@pages.get("/households/<int:household_id>")
@needs(Permission.VIEW_STATEMENT)
def household(household_id: int) -> str:
    """A household's points, always in large type: it reads along over the table."""
    with db().read() as session:
        found = household_for(session, actor(), Permission.VIEW_STATEMENT, household_id)
        account = account_of(session, found)
        return render_template(
            "village/household.html",
            large_type=True,
            household=found,
            village_name=place_names(session)[found.village_code],
            members=member_names(session, found.id),
            balance=balance_shown(session, found.id, now()),
            truck=next_day(session, found.village_code, local(now()).date()),
            account=account,
            awards=awards_of_household(session, actor(), found.id),
            card=active_card_of_household(session, found.id),
            may_score=actor().may(Permission.SCORE),
            may_propose=actor().may(Permission.PROPOSE_AWARD),
            may_card=may(Permission.ISSUE_CARD, found.village_code),
            changes=changes_of(session, actor(), found.id),
            may_name_collector=may(Permission.NAME_COLLECTOR, found.village_code),
            may_recognise=may(Permission.KEEP_PHOTO, found.village_code),
            may_change=may(Permission.RECORD_CHANGE, found.village_code),
            questions=questions_offered(session, found.id, account.open_month),
            answered=ever_answered(session, found.id),
        )


@pages.get("/households/<int:household_id>/slip")
@needs(Permission.VIEW_STATEMENT)
def slip(household_id: int) -> str:
    """积分告知单: the balance and the last months on paper, for who has no phone."""
    with db().read() as session:
        found = household_for(session, actor(), Permission.VIEW_STATEMENT, household_id)
        names = place_names(session)
        account = account_of(session, found)
        return render_template(
            "village/slip.html",
            household=found,
            village_name=names[found.village_code],
            balance=balance_shown(session, found.id, now()),
            truck=next_day(session, found.village_code, local(now()).date()),
            account=account,
            months=[month for month in account.months if month.sheet or month.excuse][:SLIP_MONTHS],
            movements=account.movements[:SLIP_MONTHS],
            printed_at=now(),
        )


def _after() -> int:
    text = request.args.get("after", "0")
    if not text.isascii() or not text.isdigit():
        raise NotFound
    return int(text)
