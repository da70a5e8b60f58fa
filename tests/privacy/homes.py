"""Households with ID numbers and a telephone, sealed with keys that lie in a folder."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.db import Database
from app.kernel.secrets import Secrets
from app.ledger.actions import open_accounts
from app.registry.accounts.actor import Actor
from app.registry.households.importing import RosterPlan, plan_roster, store_roster
from app.registry.households.models import Member
from app.registry.households.reveal import reveal_id
from app.registry.households.roster.columns import Layout
from app.registry.households.roster.results import CheckedRoster, RosterHousehold, RosterMember
from tests import make
from tests.changes.families import id_number
from tests.make import NOW

PHONE = "13563512345"


@dataclass(frozen=True)
class Home:
    """A household of a head and another person."""

    number: str
    household_id: int
    member_id: int
    told: RosterHousehold

    @property
    def id_number(self) -> str:
        """The head's."""
        return self.told.head.id_number


def told(number: str, village_code: str, *people: int) -> RosterHousehold:
    """A line of a roster: the head first, each person by a number of his own."""
    members = tuple(
        RosterMember(
            f"张{n}", "户主" if n == people[0] else "妻", id_number(n), PHONE, n == people[0]
        )
        for n in people
    )
    return RosterHousehold(
        2, number, village_code, "3组", members[0], members, len(members), "脱贫户", "周明霞"
    )


def homes(database: Database, secrets: Secrets, count: int = 2) -> Sequence[Home]:
    """So many households of one village."""
    with database.write() as session:
        village = make.village(session)
        lines = [told(f"H{n}", village.code, 2 * n, 2 * n + 1) for n in range(1, count + 1)]
        store_roster(session, make.console(session), RosterPlan(new=lines), secrets, now=NOW)
        open_accounts(session)
        heads = select(Member.household_id, Member.id).where(Member.is_head).order_by(Member.id)
        return [
            Home(line.number, row.household_id, row.id, line)
            for line, row in zip(lines, session.execute(heads).all(), strict=True)
        ]


def shown(session: Session, by: Actor, secrets: Secrets, home: Home) -> str:
    """The head's ID number as the district office sees it."""
    return reveal_id(
        session, by, secrets, household_id=home.household_id, member_id=home.member_id,
        reason="核对", now=NOW,
    )  # fmt: skip


def planned(session: Session, secrets: Secrets, *lines: RosterHousehold) -> RosterPlan:
    """What a roster of these lines would do."""
    roster = CheckedRoster(Layout.REGISTER, len(lines), len(lines), [*lines], [], (), "Sheet1", 1)
    return plan_roster(session, roster, secrets)
