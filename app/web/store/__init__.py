"""A store: the till for clerks, stock and deliveries for its manager."""

from app.web.store import (
    day,
    deliveries,
    finding,
    front,
    late_voids,
    needs,
    poster,
    receipts,
    receiving,
    stock,
    till,
    today,
)
from app.web.store.here import NAVIGATION
from app.web.store.pages import pages

__all__ = [
    "NAVIGATION",
    "day",
    "deliveries",
    "finding",
    "front",
    "late_voids",
    "needs",
    "pages",
    "poster",
    "receipts",
    "receiving",
    "stock",
    "till",
    "today",
]
