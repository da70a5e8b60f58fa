"""价目: what points buy, with pictures."""

from flask import render_template

from app.door.context import db, now
from app.door.routes import public
from app.shop.goods.queries import announced, categories, price_list, rations, under_headings
from app.web.public.pages import pages


@pages.get("/prices")
@public
def prices() -> str:
    """All goods that have a price now, in the order of the price list."""
    with db().read() as session:
        groups = under_headings(categories(session), price_list(session, now()))
        return render_template(
            "public/prices.html",
            groups=groups,
            coming=announced(session, now()),
            rations=rations(session),
        )
