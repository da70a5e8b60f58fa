"""All shared views, gathered, so that an office hangs them with one call."""

from app.web.office import (
    awards,
    card,
    correcting,
    deciding,
    expiring,
    home,
    household,
    households,
    ledger,
    objections,
    opening,
    questions,
    reveal,
    round_page,
    rounds,
    service,
    settling,
)
from app.web.office.shared import shared

__all__ = [
    "awards",
    "card",
    "correcting",
    "deciding",
    "expiring",
    "home",
    "household",
    "households",
    "ledger",
    "objections",
    "opening",
    "questions",
    "reveal",
    "round_page",
    "rounds",
    "service",
    "settling",
    "shared",
]
