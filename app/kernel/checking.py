"""The shape of a check of the books: how many rows were read, and which of them are wrong."""

from dataclasses import dataclass

SHOWN = 20


@dataclass(frozen=True)
class Check:
    """One promise re-added from the rows; `bad` names the first rows that break it."""

    name: str
    rows: int
    bad: tuple[str, ...]

    @classmethod
    def of(cls, name: str, rows: int, bad: list[str]) -> "Check":
        """A check that names no more than the first twenty bad rows."""
        return cls(name, rows, tuple(bad[:SHOWN]))
