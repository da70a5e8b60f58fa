"""What happened to a household, who said so and who approved it. All of it is append-only."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base
from app.kernel.types import Identity64, UtcDateTime, enum_column
from app.registry.households.rekeying import keeps_people


class ChangeKind(StrEnum):
    """What can happen to a household."""

    JOIN = "join"
    DEPART = "depart"
    DEATH = "death"
    SPLIT = "split"
    MERGE = "merge"
    MOVE = "move"
    LEAVE = "leave"
    RETURN = "return"


class ChangeState(StrEnum):
    """A change acts when somebody else has approved it. Derived from its decision."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"


class HouseholdChange(Base):
    """A change as the person who knows of it wrote it down; it acts only when approved."""

    __tablename__ = "household_changes"
    __table_args__ = (
        CheckConstraint("points >= 0", name="points_not_negative"),
        CheckConstraint("points = 0 OR kind = 'split'", name="points_of_a_split"),
        CheckConstraint("(kind = 'merge') = (other_id IS NOT NULL)", name="merge_into"),
        CheckConstraint("other_id <> household_id", name="two_households"),
        CheckConstraint("(kind = 'move') = (to_village IS NOT NULL)", name="move_to"),
        CheckConstraint("to_village <> from_village", name="two_villages"),
        CheckConstraint("(kind = 'split') = (new_number <> '')", name="split_number"),
        # What its decision points at, so that the database can compare the two people.
        UniqueConstraint("id", "recorded_by", name="uq_household_changes_recorder"),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    kind: Mapped[ChangeKind] = mapped_column(enum_column(ChangeKind, "kind"))
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"), index=True)
    # Of a merge: the household that stays.
    other_id: Mapped[int | None] = mapped_column(ForeignKey("households.id"), index=True)
    # Of a split: the number of the new household, and what it takes along.
    new_number: Mapped[str] = mapped_column(String(20), default="")
    points: Mapped[int] = mapped_column(default=0)
    from_village: Mapped[str] = mapped_column(ForeignKey("places.code"))
    to_village: Mapped[str | None] = mapped_column(ForeignKey("places.code"))
    day: Mapped[date]
    reason: Mapped[str] = mapped_column(String(500))
    recorded_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


@keeps_people
class ChangePerson(Base):
    """A person whom a change is about, as he stood then; the ID number lies sealed as in members.

    Who joins, leaves, dies or goes with the new household; and, marked, who becomes its head.
    """

    __tablename__ = "household_change_people"
    __table_args__ = (
        UniqueConstraint("change_id", "id_index", name="uq_household_change_people_once"),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    change_id: Mapped[int] = mapped_column(ForeignKey("household_changes.id"))
    name: Mapped[str] = mapped_column(String(60))
    relation: Mapped[str] = mapped_column(String(20), default="")
    becomes_head: Mapped[bool]
    id_index: Mapped[bytes] = mapped_column(LargeBinary(32))
    id_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    id_last2: Mapped[str] = mapped_column(String(2))
    id_key: Mapped[int] = mapped_column(default=1, server_default="1")


class ChangeDecision(Base):
    """Somebody else approved a change, or refused it with a reason. One decision a change."""

    __tablename__ = "household_change_decisions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["change_id", "recorded_by"],
            ["household_changes.id", "household_changes.recorded_by"],
            name="fk_household_change_decisions_recorder",
        ),
        CheckConstraint("decided_by <> recorded_by", name="four_eyes"),
        CheckConstraint("approved OR reason <> ''", name="refused_with_reason"),
    )

    change_id: Mapped[int] = mapped_column(Identity64, primary_key=True, autoincrement=False)
    recorded_by: Mapped[int] = mapped_column(Identity64)
    decided_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    approved: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(500), default="")
    # Of a split: the household that it made.
    new_household_id: Mapped[int | None] = mapped_column(ForeignKey("households.id"), index=True)


class MovedPoints(Base):
    """Points with one end date that a change moved from household to household; a transfer each."""

    __tablename__ = "moved_points"
    __table_args__ = (CheckConstraint("points > 0", name="points_positive"),)

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    change_id: Mapped[int] = mapped_column(ForeignKey("household_changes.id"), index=True)
    points: Mapped[int]
    expires_on: Mapped[date | None]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
