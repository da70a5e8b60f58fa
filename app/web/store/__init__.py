"""A store: the till for clerks, stock and deliveries for its manager."""

from app.web.store import (
    counting,
    deciding,
    deliveries,
    finding,
    front,
    losses,
    papers,
    poster,
    receipts,
    receiving,
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
    "deciding",
    "deliveries",
    "finding",
    "front",
    "losses",
    "pages",
    "papers",
    "poster",
    "receipts",
    "receiving",
    "relocating",
    "stock",
    "till",
    "today",
    "upkeep",
]
