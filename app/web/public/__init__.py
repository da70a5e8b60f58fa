"""Pages for everybody, without signing in: notices, one's own balance, the price list."""

from app.web.public import notices, points, prices
from app.web.public.pages import pages

__all__ = ["notices", "pages", "points", "prices"]
