"""Column types: an instant that is always aware, a month, an enum by value, an identity."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Enum, Integer
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

from app.kernel.period import Period

# A BigInteger primary key does not count up by itself on SQLite.
Identity64 = BigInteger().with_variant(Integer(), "sqlite")
Document = JSON().with_variant(JSONB(), "postgresql")


class UtcDateTime(TypeDecorator[datetime]):
    """An instant in UTC. A naive value is our own mistake and is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC; SQLite keeps no zone, so it gets the bare UTC time."""
        if value is None:
            return None
        assert value.tzinfo is not None, "a naive datetime must never reach the database"
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware instant in UTC, whatever zone the server speaks in."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class PeriodColumn(TypeDecorator[Period]):
    """A month, stored as its number so that months compare and add."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Period | None, dialect: Dialect) -> int | None:
        """Store the count of months."""
        return None if value is None else value.months

    def process_result_value(self, value: int | None, dialect: Dialect) -> Period | None:
        """Give back the month."""
        return None if value is None else Period(value)


def enum_column(kind: type[StrEnum], name: str) -> Enum:
    """An enum stored by its value, with a CHECK on both databases."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=32,
        values_callable=_values,
    )


def _values(kind: type[Any]) -> list[str]:
    return [member.value for member in kind]
