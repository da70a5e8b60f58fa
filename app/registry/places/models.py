"""Places and stores."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base
from app.kernel.types import Identity64, enum_column


class PlaceKind(StrEnum):
    """Levels of the division."""

    DISTRICT = "district"
    TOWNSHIP = "township"
    VILLAGE = "village"


class StoreKind(StrEnum):
    """A shop in a house, or the truck that comes on a date."""

    FIXED = "fixed"
    MOBILE = "mobile"


class Place(Base):
    """A district, township or village. Its code is a prefix of the codes of all below it."""

    __tablename__ = "places"
    __table_args__ = (
        CheckConstraint("(parent_code IS NULL) = (kind = 'district')", name="one_root"),
    )

    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[PlaceKind] = mapped_column(enum_column(PlaceKind, "kind"))
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("places.code"), index=True)


class Store(Base):
    """A store where points become goods."""

    __tablename__ = "stores"
    __table_args__ = (CheckConstraint("payload_kg BETWEEN 1 AND 30000", name="payload_kg"),)

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[StoreKind] = mapped_column(enum_column(StoreKind, "kind"))
    place_code: Mapped[str] = mapped_column(ForeignKey("places.code"))
    payload_kg: Mapped[int | None]  # what a truck carries; None: nobody has said
