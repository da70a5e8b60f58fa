"""Somebody is away: who does his work, from when until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, case, exists, or_, select
from sqlalchemy.orm import Session, aliased

from app.kernel.clock import local
from app.kernel.errors import Conflict, Invalid, NotFound
from app.registry.accounts.actions import CONSOLE_USERNAME
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import note
from app.registry.accounts.duties import bind_duty
from app.registry.accounts.models import Deputy, Grant, User
from app.registry.accounts.permissions import EXCLUSIVE_DUTY, PASSED_ON, Duty, Permission, Role
from app.registry.accounts.reach import below_any
from app.registry.places.models import Place, PlaceKind

MOST_DAYS: Final = 92
LONGEST_REASON: Final = 200


class DeputyDaysBad(Invalid):
    """The days end before they start, lie in the past, or are more than 92. Fact: `most`."""

    code = "deputy_days_bad"


class DeputyReasonBad(Invalid):
    """No reason, or one of more than 200 characters. Fact: `most`."""

    code = "deputy_reason_bad"


class NotAColleague(Invalid):
    """The chosen person may not stand in for this one."""

    code = "not_a_colleague"


class NothingToPassOn(Conflict):
    """The person has no work that somebody else can do for him."""

    code = "nothing_to_pass_on"


class HasDeputy(Conflict):
    """Somebody stands in on one of these days already."""

    code = "has_deputy"


class DeputyNotFound(NotFound):
    """There is no such deputyship, or it is not the person's to end."""

    code = "deputy_not_found"


@dataclass(frozen=True)
class Absence:
    """From when until when (both days included), and why: 出差, 培训, 休假."""

    starts_on: date
    ends_on: date
    reason: str


@dataclass(frozen=True)
class StandingIn:
    """Who does whose work when."""

    id: int
    away_id: int
    away_name: str
    deputy_id: int
    deputy_name: str
    starts_on: date
    ends_on: date
    reason: str
    ended_at: datetime | None


_Away, _Deputy = aliased(User), aliased(User)
_DEPUTYSHIPS = (
    select(
        Deputy.id, _Away.id, _Away.name, _Deputy.id, _Deputy.name,
        Deputy.starts_on, Deputy.ends_on, Deputy.reason, Deputy.ended_at,
    )
    .join(_Away, _Away.id == Deputy.away_id)
    .join(_Deputy, _Deputy.id == Deputy.deputy_id)
)  # fmt: skip


def name_deputy(
    session: Session,
    actor: Actor,
    *,
    away_id: int,
    deputy_id: int,
    absence: Absence,
    now: datetime,
) -> Deputy:
    """Let a colleague do somebody's work for some days; he acts under his own name throughout.

    One names a deputy for oneself; for others the district office does.

    :raises DeputyNotFound: the work is not the person's own, and he manages no people.
    :raises DeputyDaysBad: ends before it starts, lies in the past, or more than 92 days.
    :raises DeputyReasonBad: no reason, or too long.
    :raises NothingToPassOn: only an office's or a store's work, or none.
    :raises NotAColleague: the deputy is not one of `colleagues`.
    :raises HasDeputy: somebody stands in on one of these days already.
    :raises DutiesClash: the deputy redeems, and the work is certifying.
    """
    _check_own(actor, away_id)
    today = local(now).date()
    reason = _check_absence(absence, today)
    # Two who name a deputy for the same person at once wait for each other here.
    session.get_one(User, away_id, with_for_update=True)
    roles = _roles_to_pass_on(session, away_id)
    if not roles:
        raise NothingToPassOn
    deputy = session.scalar(_colleagues(session, actor, away_id).where(User.id == deputy_id))
    if deputy is None:
        raise NotAColleague
    _check_free(session, away_id, absence)
    duty = _duty_of(roles)
    bind_duty(session, deputy, duty, today=today)
    named = Deputy(
        away_id=away_id, deputy_id=deputy_id, reason=reason, duty=duty,
        starts_on=absence.starts_on, ends_on=absence.ends_on,
        named_by=actor.user_id, named_at=now,
    )  # fmt: skip
    session.add(named)
    session.flush()
    note(
        session, actor, "name_deputy", ("user", away_id), now=now, deputy=str(deputy_id),
        starts_on=str(absence.starts_on), ends_on=str(absence.ends_on),
    )  # fmt: skip
    return named


def end_deputy(session: Session, actor: Actor, deputyship_id: int, *, now: datetime) -> None:
    """End it at once: the absent person is back, or somebody else shall do it.

    :raises DeputyNotFound: missing, over already, or somebody else's to end.
    """
    found = session.get(Deputy, deputyship_id, with_for_update=True)
    if found is None or found.ended_at is not None:
        raise DeputyNotFound
    if actor.user_id != found.deputy_id:
        _check_own(actor, found.away_id)
    found.ended_at, found.ended_by = now, actor.user_id
    session.flush()
    note(
        session, actor, "end_deputy", ("user", found.away_id), now=now,
        deputy=str(found.deputy_id),
    )  # fmt: skip


def colleagues(session: Session, actor: Actor, away_id: int) -> Sequence[User]:
    """Who may stand in, by name.

    For village work, whoever does a month's work in the township; for a township's, its own
    people. The district office may choose anybody who does such work.

    :raises DeputyNotFound: the work is not the person's own, and he manages no people.
    """
    _check_own(actor, away_id)
    return session.scalars(_colleagues(session, actor, away_id).order_by(User.name, User.id)).all()


def may_pass_on(session: Session, user_id: int) -> bool:
    """Whether the person has work that a deputy can do."""
    return bool(_roles_to_pass_on(session, user_id))


def standing_in(session: Session, user_id: int, today: date) -> Sequence[StandingIn]:
    """Who stands in for the person, and for whom he does, today or later."""
    rows = session.execute(
        _DEPUTYSHIPS.where(
            or_(Deputy.away_id == user_id, Deputy.deputy_id == user_id),
            Deputy.ended_at.is_(None),
            Deputy.ends_on >= today,
        ).order_by(Deputy.starts_on, Deputy.id)
    )
    return [StandingIn(*row) for row in rows]


def deputyship(session: Session, deputyship_id: int) -> StandingIn:
    """One that the caller has just named or ended."""
    return StandingIn(*session.execute(_DEPUTYSHIPS.where(Deputy.id == deputyship_id)).one())


def _check_own(actor: Actor, away_id: int) -> None:
    if actor.user_id != away_id and not actor.may(Permission.MANAGE_USERS):
        raise DeputyNotFound


def _check_absence(absence: Absence, today: date) -> str:
    days = (absence.ends_on - absence.starts_on).days + 1
    if not 1 <= days <= MOST_DAYS or absence.starts_on < today:
        raise DeputyDaysBad(most=MOST_DAYS)
    reason = absence.reason.strip()
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise DeputyReasonBad(most=LONGEST_REASON)
    return reason


def _roles_to_pass_on(session: Session, user_id: int) -> Sequence[Role]:
    passed_on = select(Grant.role).where(Grant.user_id == user_id, Grant.role.in_(PASSED_ON))
    return session.scalars(passed_on).all()


def _duty_of(roles: Sequence[Role]) -> Duty | None:
    """The duty that the work binds by: all that can be passed on binds by the same or by none."""
    return next((duty for role in roles if (duty := EXCLUSIVE_DUTY[role])), None)


def _check_free(session: Session, away_id: int, absence: Absence) -> None:
    overlapping = exists().where(
        Deputy.away_id == away_id,
        Deputy.ended_at.is_(None),
        Deputy.starts_on <= absence.ends_on,
        Deputy.ends_on >= absence.starts_on,
    )
    if session.scalar(select(overlapping)):
        raise HasDeputy


def _colleagues(session: Session, actor: Actor, away_id: int) -> Select[User]:
    somebody_else = and_(User.active, User.username != CONSOLE_USERNAME, User.id != away_id)
    work = and_(Grant.user_id == User.id, Grant.role.in_(PASSED_ON))
    if actor.user_id == away_id:
        work = and_(work, _near(session, actor))
    return select(User).where(somebody_else, exists().where(work))


def _near(session: Session, actor: Actor) -> ColumnElement[bool]:
    """Work in the townships of the person's own villages, or at his own townships."""
    own = [grant for grant in actor.grants if grant.deputy_for is None and grant.place_code]
    at_township = {grant.place_code for grant in own if grant.role is Role.TOWNSHIP}
    in_villages = {grant.place_code for grant in own if grant.role in PASSED_ON} - at_township
    township = case((Place.kind == PlaceKind.VILLAGE, Place.parent_code), else_=Place.code)
    around = session.scalars(select(township).where(Place.code.in_(in_villages)))
    return or_(Grant.place_code.in_(at_township), below_any(Grant.place_code, around))
