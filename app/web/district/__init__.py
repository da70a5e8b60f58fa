"""The district's office, read only for auditors: what both offices share, and its own pages."""

from app.web.changing import change_pages
from app.web.district import (
    assignments,
    audit,
    books,
    burden,
    cards,
    categories,
    deliberations,
    goods,
    goods_labels,
    market,
    near_expiry,
    needs,
    people,
    person,
    places,
    price_list,
    price_notice,
    questionnaire_form,
    questionnaires,
    rations,
    roster,
    scheme_form,
    schemes,
    settings,
    stock,
    stores,
    workdays,
)
from app.web.district.pages import pages
from app.web.office.views import shared

shared.hang_on(pages)
change_pages.hang_on(pages)

__all__ = [
    "assignments",
    "audit",
    "books",
    "burden",
    "cards",
    "categories",
    "deliberations",
    "goods",
    "goods_labels",
    "market",
    "near_expiry",
    "needs",
    "pages",
    "people",
    "person",
    "places",
    "price_list",
    "price_notice",
    "questionnaire_form",
    "questionnaires",
    "rations",
    "roster",
    "scheme_form",
    "schemes",
    "settings",
    "stock",
    "stores",
    "workdays",
]
