"""Families with names, a committee that records and a township that approves."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.changes.decide import approve_change
from app.changes.models import HouseholdChange
from app.changes.record import (
    Departure,
    NewPerson,
    Split,
    What,
    record_departure,
    record_join,
    record_leave,
    record_merge,
    record_move,
    record_return,
    record_split,
)
from app.kernel.keyring import writing_keys
from app.registry.accounts.actor import Actor
from app.registry.households.models import Household, Member
from app.registry.households.roster.results import RosterMember
from app.registry.households.sealing import member_row
from app.registry.places.models import Place
from tests import make
from tests.make import NOW
from tests.registry.households.people import SECRETS

TODAY = date(2026, 11, 20)
WHY = "村委会核实"
# Invented numbers with their check digits.
ID_OF_BABY = "371522202601150019"


def id_number(n: int) -> str:
    """An invented ID number, different for each n."""
    digits = f"37152219700101{n % 1000:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
    return digits + "10X98765432"[total % 11]


@dataclass
class Village:
    """A village with its committee, and an officer of its township."""

    session: Session
    place: Place
    committee: Actor
    officer: Actor

    @classmethod
    def made(cls, session: Session) -> "Village":
        """A new village of the township."""
        place = make.village(session)
        return cls(session, place, make.committee(session, place), make.township_officer(session))

    def family(self, *names: str, balance: int = 0) -> Household:
        """A household of these people, the head first."""
        home = make.household(self.session, village=self.place, head=names[0], balance=balance)
        home.size = len(names)
        keys = writing_keys(self.session, SECRETS)
        for position, name in enumerate(names):
            told = RosterMember(
                name, "户主" if position == 0 else "家人", id_number(make.number()), "",
                is_head=position == 0,
            )  # fmt: skip
            self.session.add(Member(**member_row(home.id, told, keys)))
        self.session.flush()
        return home

    def what(self, home: Household) -> What:
        """What is said of a change of a household."""
        return What(home.id, TODAY, WHY)

    def joins(self, home: Household, name: str, number: str) -> HouseholdChange:
        """Somebody joins."""
        person = NewPerson(name, "子", number)
        return record_join(self.session, self.committee, self.what(home), person, SECRETS, now=NOW)

    def goes(
        self, home: Household, name: str, *, died: bool = False, new_head: str = ""
    ) -> HouseholdChange:
        """Somebody leaves or dies."""
        head_id = member(self.session, home, new_head).id if new_head else None
        departure = Departure(member(self.session, home, name).id, died, head_id)
        return record_departure(self.session, self.committee, self.what(home), departure, now=NOW)

    def splits(
        self, home: Household, *names: str, points: int = 0, number: str = "A1"
    ) -> HouseholdChange:
        """These people, the new head first, become a household of their own."""
        ids = [member(self.session, home, name).id for name in names]
        split = Split(number, ids, ids[0], points)
        return record_split(self.session, self.committee, self.what(home), split, now=NOW)

    def merges(self, home: Household, into: Household) -> HouseholdChange:
        """A household goes into another."""
        return record_merge(
            self.session, self.committee, self.what(home), into_number=into.number, now=NOW
        )

    def moves(self, home: Household, to: Place) -> HouseholdChange:
        """A household moves to another village."""
        return record_move(
            self.session, self.committee, self.what(home), village_code=to.code, now=NOW
        )

    def leaves(self, home: Household) -> HouseholdChange:
        """A household leaves the register."""
        return record_leave(self.session, self.committee, self.what(home), now=NOW)

    def returns(self, home: Household) -> HouseholdChange:
        """A household comes back."""
        return record_return(self.session, self.committee, self.what(home), now=NOW)

    def approve(self, change: HouseholdChange) -> int | None:
        """The township approves; the id of the household that a split made."""
        done = approve_change(self.session, self.officer, change_id=change.id, now=NOW)
        return done.new_household_id


def member(session: Session, home: Household, name: str) -> Member:
    """A person of a household by name."""
    return session.scalars(
        select(Member).where(Member.household_id == home.id, Member.name == name)
    ).one()


def names(session: Session, home: Household) -> list[str]:
    """Who lives there, the head first."""
    return list(
        session.scalars(
            select(Member.name)
            .where(Member.household_id == home.id)
            .order_by(Member.is_head.desc(), Member.id)
        )
    )
