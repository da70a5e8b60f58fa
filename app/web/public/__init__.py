"""Pages for everybody, without signing in: notices, one's own balance, the price list."""

from app.web.public import market, notices, objections, own, points, prices, screen
from app.web.public.pages import pages

__all__ = ["market", "notices", "objections", "own", "pages", "points", "prices", "screen"]
