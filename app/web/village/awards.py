"""一次性奖励: proposed from the household's page, taken back, struck when an objection is right."""

from collections.abc import Sequence
from typing import Final

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.door.context import actor, db, house, now
from app.door.routes import needs, takes_upload
from app.kernel.clock import local
from app.kernel.errors import NotFound, Refusal
from app.kernel.once import Request, run_once
from app.kernel.period import Period
from app.kernel.pictures import (
    MOST_MIB,
    PictureTooLarge,
    PictureUnreadable,
    keep_picture,
    picture,
)
from app.registry.accounts.permissions import Permission
from app.registry.households.queries import household_for
from app.scoring.rounds.award_queries import award_for, award_shown, awards_offered
from app.scoring.rounds.award_rules import AwardAlreadyGiven, AwardDayBad, can_strike, can_withdraw
from app.scoring.rounds.awards import Proposal, propose_award, strike_award, withdraw_award
from app.scoring.rounds.rules import LONGEST_REASON, RoundReasonMissing
from app.scoring.schemes.awards import Award, AwardLevelBad, AwardPointsBad, UnknownAward
from app.scoring.schemes.reading import MOST_ITEM_POINTS
from app.web.reading import (
    DateBad,
    FieldMissing,
    NumberBad,
    date_field,
    int_field,
    request_of,
    uuid_field,
)
from app.web.said import said, shown_again, tell
from app.web.village.pages import pages

JPEG: Final = "image/jpeg"
#: Between an award's code and its level in the field that chooses both.
OF_LEVEL: Final = "|"
FORM_REFUSALS: Final = (
    AwardAlreadyGiven, AwardDayBad, AwardLevelBad, AwardPointsBad, DateBad, FieldMissing,
    NumberBad, PictureTooLarge, PictureUnreadable, RoundReasonMissing, UnknownAward,
)  # fmt: skip


@pages.get("/households/<int:household_id>/award")
@needs(Permission.PROPOSE_AWARD)
def ask_award(household_id: int) -> str:
    """Which award, and what for."""
    return _form(household_id)


@pages.post("/households/<int:household_id>/award")
@needs(Permission.PROPOSE_AWARD)
@takes_upload(mib=MOST_MIB + 1)  # the form around the file takes some bytes too
def save_award(household_id: int) -> Response:
    """Propose it. The photo is kept before its row: alone it does no harm."""
    with db().read() as session:
        household_for(session, actor(), Permission.PROPOSE_AWARD, household_id)
    try:
        proposal = _proposal(household_id)
        with db().write() as session:
            done = run_once(
                session,
                _request(proposal),
                lambda: propose_award(session, actor(), proposal, now=now()).id,
            )
    except FORM_REFUSALS as refusal:
        return shown_again(_form(household_id, refusal), refusal)
    tell(_("提上去了"), _("和这个月的评分一起由镇里认定、公示，到期入账。"))
    return make_response(redirect(url_for(".award", award_id=done.id)))


@pages.get("/awards/<int:award_id>")
@needs(Permission.VIEW_ROUND)
def award(award_id: int) -> str:
    """What it is for, where it stands, and what can be done about it."""
    return _page(award_id)


@pages.get("/awards/<int:award_id>/photo")
@needs(Permission.VIEW_ROUND)
def award_photo(award_id: int) -> Response:
    """The photo that was added, for who may see the award."""
    with db().read() as session:
        name = award_for(session, actor(), Permission.VIEW_ROUND, award_id).photo
    if name is None:
        raise NotFound
    return Response(picture(house().data, name), mimetype=JPEG)


@pages.post("/awards/<int:award_id>/withdraw")
@needs(Permission.PROPOSE_AWARD)
def withdraw_award_(award_id: int) -> Response:
    """Take it back before the village submits."""
    with db().write() as session:
        run_once(
            session,
            request_of("withdraw_award"),
            lambda: withdraw_award(session, actor(), award_id=award_id, now=now()).id,
        )
    tell(_("收回来了"), _("这项奖励不再认定，也不入账。记录留着。"))
    return make_response(redirect(url_for(".award", award_id=award_id)))


@pages.post("/awards/<int:award_id>/strike")
@needs(Permission.DECIDE_OBJECTION)
def strike(award_id: int) -> Response:
    """Strike it while it is on the wall, because somebody was right to object."""
    try:
        with db().write() as session:
            run_once(
                session,
                request_of("strike_award"),
                lambda: (
                    strike_award(
                        session, actor(), award_id=award_id,
                        reason=request.form.get("reason", ""), now=now(),
                    ).id
                ),
            )  # fmt: skip
    except RoundReasonMissing as refusal:
        return shown_again(_page(award_id, refusal), refusal)
    tell(_("取消了"), _("公示上写明已取消，这一户别的分不受影响。"))
    return make_response(redirect(url_for(".award", award_id=award_id)))


def _proposal(household_id: int) -> Proposal:
    code, _mark, level = request.form.get("award", "").partition(OF_LEVEL)
    file = request.files.get("photo")
    return Proposal(
        household_id,
        code,
        request.form.get("reason", ""),
        date_field("happened_on"),
        level,
        int_field("points", most=MOST_ITEM_POINTS) if request.form.get("points") else None,
        keep_picture(house().data, file.read()) if file and file.filename else None,
    )


def _request(proposal: Proposal) -> Request:
    """The form as a request that acts once; of the photo its hash counts."""
    entered = [
        proposal.household_id, proposal.code, proposal.level, proposal.points, proposal.reason,
        proposal.happened_on.isoformat(), proposal.photo,
    ]  # fmt: skip
    return Request.of(actor().user_id, "propose_award", uuid_field(), entered)


def _choices(offered: Sequence[Award]) -> list[tuple[str, str, str]]:
    """What may be chosen: its value, its name with the points, and what must have happened."""
    return [
        (f"{each.code}{OF_LEVEL}{level}" if level else each.code, words, each.look_for)
        for each in offered
        for level, words in _levels(each)
    ]


def _levels(offered: Award) -> list[tuple[str, str]]:
    if offered.levels:
        return [
            (level, _("%(name)s（%(level)s） %(points)s 分", name=offered.name, level=level,
                      points=points))
            for level, points in offered.levels
        ]  # fmt: skip
    if offered.is_range:
        least, most = offered.points_least, offered.points_max
        worth = _("%(name)s %(least)s 到 %(most)s 分", name=offered.name, least=least, most=most)
        return [("", worth)]
    return [("", _("%(name)s %(points)s 分", name=offered.name, points=offered.points_max))]


def _form(household_id: int, refusal: Refusal | None = None) -> str:
    with db().read() as session:
        home = household_for(session, actor(), Permission.PROPOSE_AWARD, household_id)
        offered = awards_offered(session, home.village_code, Period.of(now()))
        return render_template(
            "village/award_form.html",
            household=home,
            choices=_choices(offered),
            ranges=any(each.is_range for each in offered),
            entered=request.form,
            today_iso=local(now()).date().isoformat(),
            longest=LONGEST_REASON,
            most_mib=MOST_MIB,
            said=said(refusal) if refusal else None,
        )


def _page(award_id: int, refusal: Refusal | None = None) -> str:
    with db().read() as session:
        shown = award_shown(session, actor(), award_id)
        return render_template(
            "village/award.html",
            shown=shown,
            may_withdraw=can_withdraw(actor(), shown.award, shown.round),
            may_strike=can_strike(actor(), shown.award, shown.round),
            reason=request.form.get("reason", ""),
            longest=LONGEST_REASON,
            said=said(refusal) if refusal else None,
        )
