"""What must hold for each change of a household; its refusals. Pure, but for what it is handed.

The rules in plain words: docs/decisions/0011-household-changes.md.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Final

from app.kernel.clock import local
from app.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from app.registry.households.models import Household, HouseholdStatus
from app.registry.households.queries import HouseholdLeft
from app.registry.households.roster.clean import id_number, number_text, person_name
from app.registry.households.roster.identity import id_fault
from app.registry.households.roster.results import (
    LONGEST_NAME,
    LONGEST_NUMBER,
    LONGEST_RELATION,
    RosterMember,
)

SHORTEST_REASON, LONGEST_REASON = 2, 500
HEAD: Final = "户主"  # the relation of a head, as registers write it


class ChangeNotFound(NotFound):
    """There is no such change within the person's reach."""

    code = "change_not_found"


class OwnChange(Forbidden):
    """Who recorded a change may not decide it."""

    code = "own_change"


class ChangeDecided(Conflict):
    """It was approved or refused before."""

    code = "change_decided"


class ChangeWaiting(Conflict):
    """Another change of one of the households waits to be decided."""

    code = "change_waiting"


class ChangeDayBad(Invalid):
    """The day lies ahead."""

    code = "change_day_bad"


class ChangeReasonMissing(Invalid):
    """A reason is needed, in words."""

    code = "change_reason_missing"


class NotLeft(Conflict):
    """Only a household that has left can come back."""

    code = "household_not_left"


class MergedAway(Conflict):
    """A household that went into another does not come back."""

    code = "household_merged_away"


class HeadElsewhere(Conflict):
    """The head of a household that left lives in another one by now."""

    code = "head_elsewhere"


class PersonDetailsBad(Invalid):
    """A name is needed, of at most sixty characters; the relation may have twenty."""

    code = "person_details_bad"


class IdNumberBad(Invalid):
    """Not the number of an ID card."""

    code = "id_number_bad"


class PersonRegistered(Conflict):
    """The register has this person in a household already."""

    code = "person_registered"


class LastPerson(Conflict):
    """The last person goes: then the household leaves, or goes into another."""

    code = "last_person"


class NewHeadMissing(Invalid):
    """The head goes: another member must become head."""

    code = "new_head_missing"


class SplitPeopleBad(Invalid):
    """Somebody must go and the head must stay; who goes has a head among them."""

    code = "split_people_bad"


class SplitPointsBad(Invalid):
    """More than the household has."""

    code = "split_points_bad"


class SplitPointsSpent(Conflict):
    """The household has spent what it was to give along."""

    code = "split_points_spent"


class NewNumberBad(Invalid):
    """Not a household's number: letters and digits, at most twenty."""

    code = "new_number_bad"


class NewNumberTaken(Conflict):
    """Another household has this number."""

    code = "new_number_taken"


class OtherHouseholdBad(Invalid):
    """The household that stays must be another registered one of the same village."""

    code = "other_household_bad"


class SameVillage(Invalid):
    """A move leads to another village."""

    code = "same_village"


class MoveBeyondReach(Forbidden):
    """Who approves a move must be responsible for both villages."""

    code = "move_beyond_reach"


def check_day(day: date, now: datetime) -> date:
    """A day that has come.

    :raises ChangeDayBad: it lies ahead.
    """
    if day > local(now).date():
        raise ChangeDayBad(field="day")
    return day


def check_change_reason(reason: str) -> str:
    """The reason without spaces around it.

    :raises ChangeReasonMissing: shorter than two characters or longer than 500.
    """
    said = reason.strip()
    if not SHORTEST_REASON <= len(said) <= LONGEST_REASON:
        raise ChangeReasonMissing(field="reason")
    return said


def check_registered(household: Household) -> None:
    """The household takes part.

    :raises HouseholdLeft: it has left.
    """
    if household.status is not HouseholdStatus.REGISTERED:
        raise HouseholdLeft


def check_person(name: str, relation: str, number: str) -> RosterMember:
    """Somebody who joins, as a line of a roster would name him.

    :raises PersonDetailsBad: no name, or a name or relation that is too long.
    :raises IdNumberBad: not the number of an ID card.
    """
    cleaned, said = person_name(name.strip()), relation.strip()
    if not cleaned or len(cleaned) > LONGEST_NAME or len(said) > LONGEST_RELATION:
        raise PersonDetailsBad(field="name")
    digits = id_number(number.strip())
    if id_fault(digits):
        raise IdNumberBad(field="id_number")
    return RosterMember(cleaned, said, digits, "", is_head=False)


def check_departure(
    *, going_is_head: bool, going_id: int, staying: Collection[int], new_head_id: int | None
) -> int | None:
    """Who becomes head when somebody goes; None when the head stays.

    :raises LastPerson: nobody stays.
    :raises NewHeadMissing: the head goes and none of those who stay was named.
    """
    if not staying:
        raise LastPerson
    if not going_is_head:
        return None
    if new_head_id is None or new_head_id == going_id or new_head_id not in staying:
        raise NewHeadMissing(field="new_head")
    return new_head_id


def check_split(
    *, members: Collection[int], head_ids: Collection[int], going: Collection[int], head_id: int
) -> None:
    """Who goes with the new household.

    :raises SplitPeopleBad: nobody, everybody, the head, a stranger; or none of them is its head.
    """
    some = bool(going) and set(going) < set(members)
    if not some or set(going) & set(head_ids):
        raise SplitPeopleBad(field="members")
    if head_id not in going:
        raise SplitPeopleBad(field="head")


def check_split_points(points: int, balance: int) -> int:
    """The agreed points, none to all.

    :raises SplitPointsBad: fewer than none, or more than there are.
    """
    if not 0 <= points <= balance:
        raise SplitPointsBad(field="points", balance=balance)
    return points


def check_new_number(number: str) -> str:
    """The number of a new household, without spaces and marks.

    :raises NewNumberBad: empty, too long, or with other signs than letters and digits.
    """
    cleaned = number_text(number.strip())
    if not (cleaned.isascii() and cleaned.isalnum() and len(cleaned) <= LONGEST_NUMBER):
        raise NewNumberBad(field="number", most=LONGEST_NUMBER)
    return cleaned


def check_merge(household: Household, into: Household | None) -> Household:
    """The household that stays.

    :raises OtherHouseholdBad: none, the same, one of another village, or one that has left.
    """
    if (
        into is None
        or into.id == household.id
        or into.village_code != household.village_code
        or into.status is not HouseholdStatus.REGISTERED
    ):
        raise OtherHouseholdBad(field="other")
    return into
