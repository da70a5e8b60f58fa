"""户的变动: recorded by who knows of it, decided by somebody else; village, township and district.

One set of pages for three audiences: each address is relative, the shell is the audience's own.
"""

from collections.abc import Sequence
from typing import Final

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.changes.decide import approve_change, refuse_change
from app.changes.models import ChangeKind, ChangeState
from app.changes.queries import (
    PAGE,
    changes_by_state,
    changes_page,
    people_of_change,
    told_change,
    waits,
)
from app.changes.rules import LONGEST_REASON, ChangeReasonMissing
from app.door.context import actor, db, language, now, secrets
from app.door.routes import needs
from app.kernel.clock import local
from app.kernel.errors import Conflict, NotFound, Refusal
from app.kernel.once import run_once
from app.ledger.queries import balance_of
from app.registry.accounts.permissions import Permission
from app.registry.households.file import people_of
from app.registry.households.models import HouseholdStatus
from app.registry.households.queries import household_for
from app.registry.places.queries import place_names, villages
from app.web.change_form import FORM_REFUSALS, recorded, request_of_change
from app.web.excel import MOST_ROWS
from app.web.office.asked import choice_asked, cursor_asked
from app.web.office.shared import SharedPages
from app.web.office.sheets import changes_sheet
from app.web.person_exports import persons_excel
from app.web.reading import FieldMissing, FieldTooLong, request_of, text_field
from app.web.said import said, shown_again, tell
from app.words.states import name_of

change_pages: Final = SharedPages()
ALL: Final = "all"
PHONE: Final = "village"


@change_pages.get("/changes")
@needs(Permission.VIEW_HOUSEHOLD)
def changes() -> str:
    """Those that wait to be decided, unless others are chosen."""
    state = _state()
    with db().read() as session:
        found = changes_page(
            session, actor(), state=state, before_id=cursor_asked("before"), limit=PAGE + 1
        )
        filters = _filters(changes_by_state(session, actor()), state)
        older = found[PAGE - 1].change.id if len(found) > PAGE else None
        asked = state.value if state else ALL
        return render_template(
            "changes/list.html",
            **_shell(),
            state=state,
            found=found[:PAGE],
            kinds=_kinds(),
            names=place_names(session),
            filters=filters,
            next_url=url_for(".changes", state=asked, before=older) if older else "",
            export_url=url_for(".export_changes", state=asked),
        )


@change_pages.get("/changes.xlsx")
@needs(Permission.VIEW_HOUSEHOLD)
def export_changes() -> Response:
    """The same list as a workbook."""
    heading = _("户的变动")
    with db().read() as session:
        found = changes_page(session, actor(), state=_state(), limit=MOST_ROWS)
        sheet = changes_sheet(found, place_names(session), heading)
        return persons_excel(heading, len(found), sheet)


@change_pages.get("/households/<int:household_id>/changes/new")
@needs(Permission.RECORD_CHANGE)
def ask_change(household_id: int) -> str:
    """What has happened?"""
    with db().read() as session:
        home = household_for(session, actor(), Permission.RECORD_CHANGE, household_id)
        gone = home.status is HouseholdStatus.LEFT
        return render_template(
            "changes/new.html",
            **_shell(),
            home=home,
            waits=waits(session, [home.id]),
            kinds=[kind for kind in ChangeKind if (kind is ChangeKind.RETURN) is gone],
            words=_kinds(),
        )


@change_pages.get("/households/<int:household_id>/changes/<kind>")
@needs(Permission.RECORD_CHANGE)
def ask_change_details(household_id: int, kind: str) -> str:
    """The form for one kind of change."""
    return _form(household_id, _kind(kind))


@change_pages.post("/households/<int:household_id>/changes/<kind>")
@needs(Permission.RECORD_CHANGE)
def record_a_change(household_id: int, kind: str) -> Response:
    """Record it; nothing acts until somebody else approves."""
    wanted = _kind(kind)
    try:
        with db().write() as session:
            done = run_once(
                session,
                request_of_change(wanted, household_id, secrets()),
                lambda: recorded(session, actor(), wanted, household_id, secrets(), now=now()).id,
            )
    except FORM_REFUSALS as refusal:
        return shown_again(_form(household_id, wanted, refusal), refusal)
    tell(_("记下了，等人批"), _("名册和积分还没有动。镇里或区里另一个人批了才算。"))
    return make_response(redirect(url_for(".change", change_id=done.id)))


@change_pages.get("/changes/<int:change_id>")
@needs(Permission.VIEW_HOUSEHOLD)
def change(change_id: int) -> str:
    """One change, with what approving it would do."""
    return _page(change_id)


@change_pages.post("/changes/<int:change_id>/approve")
@needs(Permission.APPROVE_CHANGE)
def approve_a_change(change_id: int) -> Response:
    """Approve it: it acts now."""
    try:
        with db().write() as session:
            run_once(
                session,
                request_of("approve_change"),
                lambda: approve_change(session, actor(), change_id=change_id, now=now()).change_id,
            )
    except Conflict as refusal:
        return shown_again(_page(change_id, refusal), refusal)
    tell(_("批了，已经办好"), _("名册、卡和积分都照着改好了，这一户的页面上看得到。"))
    return make_response(redirect(url_for(".change", change_id=change_id)))


@change_pages.post("/changes/<int:change_id>/refuse")
@needs(Permission.APPROVE_CHANGE)
def refuse_a_change(change_id: int) -> Response:
    """Refuse it, with a reason that who recorded it reads."""
    try:
        reason = text_field("refusal", LONGEST_REASON)
        with db().write() as session:
            run_once(
                session,
                request_of("refuse_change"),
                lambda: (
                    refuse_change(
                        session, actor(), change_id=change_id, reason=reason, now=now()
                    ).change_id
                ),
            )
    except (FieldMissing, FieldTooLong, ChangeReasonMissing) as refusal:
        return shown_again(_page(change_id, refusal), refusal)
    tell(_("退回了"), _("什么也没有改。记这笔的人会看到原因，可以改好再记。"))
    return make_response(redirect(url_for(".change", change_id=change_id)))


def _page(change_id: int, refusal: Refusal | None = None) -> str:
    with db().read() as session:
        told = told_change(session, actor(), change_id)
        people = people_of_change(session, change_id)
        return render_template(
            "changes/change.html",
            **_shell(),
            told=told,
            gone=[person for person in people if not person.becomes_head],
            heads=[person for person in people if person.becomes_head],
            kinds=_kinds(),
            names=place_names(session),
            balance_points=balance_of(session, told.household.id),
            is_own=told.change.recorded_by == actor().user_id,
            may_decide=actor().may(Permission.APPROVE_CHANGE),
            typed=request.form,
            longest_reason=LONGEST_REASON,
            refused=said(refusal) if refusal else None,
        )


def _form(household_id: int, kind: ChangeKind, refusal: Refusal | None = None) -> str:
    with db().read() as session:
        home = household_for(session, actor(), Permission.RECORD_CHANGE, household_id)
        names = place_names(session)
        return render_template(
            "changes/form.html",
            **_shell(),
            home=home,
            kind=kind.value,
            heading=_kinds()[kind],
            people=people_of(session, home.id),
            balance_points=balance_of(session, home.id),
            village_name=names.get(home.village_code, ""),
            villages=[
                (each.code, f"{names.get(each.parent_code or '', '')} {each.name}")
                for each in villages(session)
                if each.code != home.village_code
            ],
            typed=request.form,
            chosen=set(request.form.getlist("members")),
            last_day=local(now()).date(),
            longest_reason=LONGEST_REASON,
            refused=said(refusal) if refusal else None,
        )


def _kind(text: str) -> ChangeKind:
    try:
        return ChangeKind(text)
    except ValueError:
        raise NotFound from None


def _kinds() -> dict[ChangeKind, str]:
    return {kind: name_of(kind, language()) for kind in ChangeKind}


def _shell() -> dict[str, object]:
    on_phone = request.blueprint == PHONE
    return {"shell": "shells/phone.html" if on_phone else "office/base.html", "on_phone": on_phone}


def _state() -> ChangeState | None:
    if request.args.get("state") == ALL:
        return None
    return choice_asked("state", ChangeState) or ChangeState.WAITING


def _filters(
    counts: dict[ChangeState, int], chosen: ChangeState | None
) -> Sequence[tuple[str, str, bool]]:
    each = [
        (
            f"{name_of(state, language())} {counts[state]}",
            url_for(".changes", state=state.value),
            state is chosen,
        )
        for state in ChangeState
    ]
    every = f"{_('全部')} {sum(counts.values())}"
    return [*each, (every, url_for(".changes", state=ALL), chosen is None)]
