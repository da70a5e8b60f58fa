"""The district's office, read only for auditors: what both offices share, and its own pages."""

from app.web.district import audit, books, cards, goods, price_list, roster, stock
from app.web.district.pages import pages
from app.web.office.views import shared

shared.hang_on(pages)

__all__ = ["audit", "books", "cards", "goods", "pages", "price_list", "roster", "stock"]
