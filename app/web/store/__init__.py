"""A store: the till for clerks, stock and deliveries for its manager."""

from app.web.store import (
    counting,
    day,
    deciding,
    deliveries,
    finding,
    front,
    late_voids,
    losses,
    needs,
    papers,
    poster,
    receipts,
    receiving,
    recognising,
    relocating,
    stock,
    till,
    today,
    upkeep,
)
from app.web.store.here import NAVIGATION
from app.web.store.pages import pages

__all__ = [
    "NAVIGATION",
    "counting",
    "day",
    "deciding",
    "deliveries",
    "finding",
    "front",
    "late_voids",
    "losses",
    "needs",
    "pages",
    "papers",
    "poster",
    "receipts",
    "receiving",
    "recognising",
    "relocating",
    "stock",
    "till",
    "today",
    "upkeep",
]
