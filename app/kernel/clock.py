"""The one clock. It is read at the edge (web, API, command line) and handed in as `now`."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Clock:
    """Tells the time; a practice database may stand at a fixed instant (`JIFEN_NOW`)."""

    fixed: datetime | None = None

    def now(self) -> datetime:
        """The current instant, aware, in UTC."""
        return self.fixed or datetime.now(UTC)


def parse_instant(text: str) -> datetime:
    """An ISO 8601 instant with its zone, as UTC.

    :raises ValueError: not ISO 8601, or without a zone.
    """
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        message = "an instant needs its zone, such as 2020-01-31T09:00:00+08:00"
        raise ValueError(message)
    return instant.astimezone(UTC)


def local(instant: datetime) -> datetime:
    """The instant on a clock in the village (Asia/Shanghai)."""
    return instant.astimezone(SHANGHAI)
