"""How long somebody stays signed in, and what a profile asks of passwords. Pure.

Source: `gb3` follows what a system of the third level is commonly held to (GB/T 22239-2019 8.1.4.1:
identity, complexity and change of passwords, failures, time-out, a second way of proving).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from app.registry.accounts.permissions import STORE_ROLES, Role

LONGEST: Final = timedelta(hours=12)  # whoever works on signs in once a working day
# A slip of paper that nobody used in two weeks has been lost, or read by somebody else.
ONE_TIME_DAYS: Final = 14
OFFICE_ROLES: Final = frozenset({Role.TOWNSHIP, Role.DISTRICT_ADMIN, Role.AUDITOR})


class Profile(StrEnum):
    """The rules of signing in that a district chooses between."""

    DEFAULT = "default"
    GB3 = "gb3"


class Ended(StrEnum):
    """Why somebody is signed in no more."""

    SIGNED_OUT = "signed_out"
    ELSEWHERE = "elsewhere"  # by himself, in another browser
    OFFICE = "office"
    PASSWORD = "password"  # noqa: S105 - a reason
    SWITCHED_OFF = "switched_off"
    SECOND_STEP = "second_step"
    IDLE = "idle"
    LONGEST = "longest"


@dataclass(frozen=True)
class Rules:
    """What a profile asks."""

    failures_per_name: int  # in a quarter of an hour, from browsers that are not known
    office_idle_minutes: int
    store_idle_minutes: int
    village_idle_minutes: int
    kinds_of_characters: int  # of small letters, capitals, digits, others
    password_days: int | None  # None: as long as its owner likes

    def idle_minutes(self, roles: Collection[Role]) -> int:
        """How long somebody may do nothing; of several jobs the strictest counts."""
        found = [self._idle_minutes(role) for role in roles]
        return min(found, default=self.office_idle_minutes)

    def _idle_minutes(self, role: Role) -> int:
        if role in STORE_ROLES:
            return self.store_idle_minutes
        return self.office_idle_minutes if role in OFFICE_ROLES else self.village_idle_minutes


RULES: Final[dict[Profile, Rules]] = {
    # A clerk waits for customers, and who scores is between two houses for longer than an hour.
    Profile.DEFAULT: Rules(10, 60, 120, 720, kinds_of_characters=1, password_days=None),
    Profile.GB3: Rules(5, 15, 5, 15, kinds_of_characters=3, password_days=90),
}


def ended_by_time(
    began_at: datetime, seen_at: datetime, idle_minutes: int, now: datetime
) -> Ended | None:
    """Whether a sign-in is over by the clock, and by which limit."""
    if now - seen_at >= timedelta(minutes=idle_minutes):
        return Ended.IDLE
    return Ended.LONGEST if now - began_at >= LONGEST else None


def is_too_old(password_set_at: datetime, rules: Rules, now: datetime) -> bool:
    """Whether a password has to be changed because of its age."""
    days = rules.password_days
    return days is not None and now - password_set_at >= timedelta(days=days)


def one_time_is_over(set_at: datetime, now: datetime) -> bool:
    """Whether a one-time password opens nothing any more (ASVS 6.4.1)."""
    return now - set_at >= timedelta(days=ONE_TIME_DAYS)
