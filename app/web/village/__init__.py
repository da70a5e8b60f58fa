"""Pages for scorers and the village committee, on their phones."""

from app.web.changing import change_pages
from app.web.village import (
    awards,
    books,
    cards,
    collecting,
    deliberations,
    households,
    late,
    market,
    month,
    notices,
    objections,
    pairs,
    photos,
    posting,
    questions,
    recognising,
    score,
    second,
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
    "awards",
    "books",
    "cards",
    "collecting",
    "deliberations",
    "households",
    "late",
    "market",
    "month",
    "notices",
    "objections",
    "pages",
    "pairs",
    "photos",
    "posting",
    "questions",
    "recognising",
    "score",
    "second",
    "send_back",
    "sheets",
    "steps",
    "visits",
]
