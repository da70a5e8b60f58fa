"""When goods of a receipt may come back, and when it may still be voided by two people. Pure."""

from datetime import datetime

from app.kernel.clock import local
from app.kernel.errors import Conflict, Invalid, NotFound
from app.shop.redemptions.rules import AlreadyVoided, is_of_today

MOST_VOID_DAYS = 30


class ReturnTooLate(Conflict):
    """Goods of a receipt come back on its own day only."""

    code = "return_too_late"


class ReturnEmpty(Invalid):
    """Nothing was said to come back."""

    code = "return_empty"


class ReturnTooMany(Conflict):
    """More would come back than the household has of it."""

    code = "return_too_many"


class ReturnsEverything(Conflict):
    """All of a receipt would come back: that is a void."""

    code = "returns_everything"


class ReturnReasonMissing(Invalid):
    """Why goods come back must be said."""

    code = "return_reason_missing"


class VoidAtOnce(Conflict):
    """A receipt of today is voided at once, without asking anybody."""

    code = "void_at_once"


class VoidTooOld(Conflict):
    """A receipt is voided within so many days."""

    code = "void_too_old"


class VoidAskedBefore(Conflict):
    """That this receipt be voided was asked before, and nobody has decided yet."""

    code = "void_asked_before"


class VoidRequestNotFound(NotFound):
    """There is no such request within the person's reach."""

    code = "void_request_not_found"


class VoidDecidedBefore(Conflict):
    """The request was decided before."""

    code = "void_decided_before"


class VoidBySamePerson(Conflict):
    """Who asked to void a receipt may not approve it."""

    code = "void_by_same_person"


def check_askable(redeemed_at: datetime, *, voided: bool, asked: bool, now: datetime) -> None:
    """Whether somebody may ask that a receipt be voided: after its day, for 30 days.

    :raises AlreadyVoided: voided before.
    :raises VoidAskedBefore: asked before, and not decided.
    :raises VoidAtOnce: of today: it needs nobody else.
    :raises VoidTooOld: more than 30 days old.
    """
    if voided:
        raise AlreadyVoided
    if asked:
        raise VoidAskedBefore
    if is_of_today(redeemed_at, now):
        raise VoidAtOnce
    if not is_young(redeemed_at, now):
        raise VoidTooOld(days=MOST_VOID_DAYS)


def check_returnable(redeemed_at: datetime, *, voided: bool, now: datetime) -> None:
    """Goods come back on the receipt's own day, while it stands.

    :raises AlreadyVoided: voided before.
    :raises ReturnTooLate: written on another day.
    """
    if voided:
        raise AlreadyVoided
    if not is_of_today(redeemed_at, now):
        raise ReturnTooLate


def is_young(redeemed_at: datetime, now: datetime) -> bool:
    """Whether a receipt may still be voided, if two people agree."""
    return (local(now).date() - local(redeemed_at).date()).days <= MOST_VOID_DAYS
