"""The township's office: what both offices share, and certifying."""

from app.web.changing import change_pages
from app.web.office.views import shared
from app.web.township import certifying
from app.web.township.pages import pages

shared.hang_on(pages)
change_pages.hang_on(pages)

__all__ = ["certifying", "pages"]
