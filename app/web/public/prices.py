"""价目: what points buy, with pictures."""

from flask import render_template

from app.door.context import db, now
from app.door.routes import public
from app.shop.goods.queries import categories, price_list, under_headings
from app.web.public.pages import pages


@pages.get("/prices")
@public
def prices() -> str:
    """All goods that have a price now, in the order of the price list."""
    with db().read() as session:
        listed = price_list(session, now())
        return render_template(
            "public/prices.html", groups=under_headings(categories(session), listed)
        )
