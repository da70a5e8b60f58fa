"""The model: who, where, how many. Written from the rules in words, not from the house's code."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

SHANGHAI_AHEAD = timedelta(hours=8)


@dataclass(frozen=True)
class Person:
    """Somebody who works in the programme: roles, each at a place's or a store's code."""

    username: str
    user_id: int
    name: str
    grants: tuple[tuple[str, str], ...]


@dataclass
class Line:
    """A line of a household's statement; points are signed. Without a source_id: any."""

    kind: str
    source_kind: str
    source_id: int | None
    points: int
    balance_after: int
    at: datetime
    period: str  # the month that it counts for


@dataclass
class Home:
    """A household."""

    id: int
    number: str
    village: str
    head_id: int
    members: list[int]
    registered: bool = True
    into: int | None = None  # the household that it went into
    balance: int = 0
    lines: list[Line] = field(default_factory=list)
    card: str = ""
    old_cards: dict[str, str] = field(default_factory=dict)  # text → lost or replaced


@dataclass
class Debt:
    """What a correction still claims."""

    correction_id: int
    home_id: int
    left: int


@dataclass
class Sheet:
    """A household's month."""

    id: int
    home_id: int
    answers: dict[str, str]
    points: int
    recorded_by: str
    state: str = "recorded"
    certified_by: str = ""


@dataclass
class Month:
    """A village's month."""

    id: int
    village: str
    period: str
    notice_days: int
    state: str = "open"
    closes_at: datetime | None = None
    submitted_by: str = ""
    sheets: dict[int, Sheet] = field(default_factory=dict)
    excused: set[int] = field(default_factory=set)

    def live(self) -> dict[int, Sheet]:
        """The sheets that count, by household."""
        return {s.home_id: s for s in self.sheets.values() if s.state != "void"}


@dataclass
class Decided:
    """What one person asks and another decides."""

    id: int
    subject: int  # the household, sheet or receipt that it is about
    asked_by: str
    state: str = "asked"
    at: datetime | None = None


@dataclass
class Correction(Decided):
    """Points to be credited (+) or taken (-)."""

    points: int = 0


@dataclass
class Objection(Decided):
    """An objection to a sheet: who recorded and certified it has no say."""

    month_id: int = 0
    part: tuple[str, ...] = ()


@dataclass
class Change(Decided):
    """A change of a household."""

    kind: str = ""
    other: int | None = None
    village: str = ""
    members: tuple[int, ...] = ()
    head_id: int | None = None
    points: int = 0
    number: str = ""


@dataclass
class Lot:
    """Goods that came together; `at` says how many stand in which store, 0 where they stood."""

    goods: str
    use_by: date | None
    at: dict[str, int] = field(default_factory=dict)


@dataclass
class Out:
    """So many of one lot that a household has from a receipt."""

    lot: Lot
    quantity: int
    price: int


@dataclass
class Receipt:
    """A redemption."""

    id: int
    store: str
    home_id: int
    points: int
    at: datetime
    clerk: str
    pieces: int
    out: list[Out]
    voided: bool = False
    back_points: int = 0
    back_pieces: int = 0
    returns: int = 0


@dataclass
class Paper(Decided):
    """A write-off or a count: quantities by goods and last day; of a count, found - booked."""

    store: str = ""
    kind: str = ""
    piles: dict[tuple[str, date | None], int] = field(default_factory=dict)


@dataclass(frozen=True)
class Moved:
    """A move of goods, as the list of a store shows it."""

    store: str
    at: datetime
    kind: str
    goods: str
    quantity: int
    who: str


@dataclass
class Model:
    """All of it."""

    now: datetime
    people: dict[str, Person]
    stores: dict[str, str]  # code → the place it lies in
    villages: tuple[str, ...]
    prices: dict[str, int]  # goods in the order of their ids
    homes: dict[int, Home] = field(default_factory=dict)
    months: dict[int, Month] = field(default_factory=dict)
    objections: dict[int, Objection] = field(default_factory=dict)
    corrections: dict[int, Correction] = field(default_factory=dict)
    debts: list[Debt] = field(default_factory=list)
    changes: dict[int, Change] = field(default_factory=dict)
    receipts: dict[int, Receipt] = field(default_factory=dict)
    voids: dict[int, Decided] = field(default_factory=dict)
    papers: dict[tuple[str, int], Paper] = field(default_factory=dict)  # write_off|count, id
    lots: list[Lot] = field(default_factory=list)
    moves: list[Moved] = field(default_factory=list)
    drawn_numbers: int = 0
    touched: set[int] = field(default_factory=set)  # households whose points moved just now
    compared: int = 0  # how many of the moves were looked at already

    def today(self) -> date:
        """The day in the village."""
        return day_of(self.now)

    def sheets(self) -> Iterator[tuple[Month, Sheet]]:
        """All sheets with their months."""
        return ((month, sheet) for month in self.months.values() for sheet in month.sheets.values())

    def owed(self, home_id: int) -> int:
        """What corrections still claim from a household."""
        return sum(debt.left for debt in self.debts if debt.home_id == home_id)


def day_of(instant: datetime) -> date:
    """The day of an instant on a clock in the village."""
    return (instant + SHANGHAI_AHEAD).date()


def period_of(instant: datetime) -> str:
    """Its month, as 2026-03."""
    return f"{day_of(instant):%Y-%m}"
