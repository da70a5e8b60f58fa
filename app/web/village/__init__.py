"""Pages for scorers and the village committee, on their phones."""

from app.web.village import (
    cards,
    deliberations,
    households,
    month,
    notices,
    objections,
    score,
    send_back,
    sheets,
    steps,
    visits,
)
from app.web.village.navigation import NAVIGATION
from app.web.village.pages import pages

__all__ = [
    "NAVIGATION",
    "cards",
    "deliberations",
    "households",
    "month",
    "notices",
    "objections",
    "pages",
    "score",
    "send_back",
    "sheets",
    "steps",
    "visits",
]
