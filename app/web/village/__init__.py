"""Pages for scorers and the village committee, on their phones."""

from app.web.changing import change_pages
from app.web.village import (
    cards,
    collecting,
    deliberations,
    households,
    month,
    notices,
    objections,
    posting,
    score,
    send_back,
    sheets,
    steps,
    visits,
)
from app.web.village.navigation import NAVIGATION
from app.web.village.pages import pages

change_pages.hang_on(pages)

__all__ = [
    "NAVIGATION",
    "cards",
    "collecting",
    "deliberations",
    "households",
    "month",
    "notices",
    "objections",
    "pages",
    "posting",
    "score",
    "send_back",
    "sheets",
    "steps",
    "visits",
]
