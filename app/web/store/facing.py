"""The tablet turned to the household: what it takes and what stays, in very large type.

Nothing is kept for it: the basket travels in the address as on the till, no browser stores the
page, and after two minutes it turns back by itself.
"""

from typing import Any, Final

from flask import Response, make_response, render_template, request, url_for

from app.door.context import db
from app.door.routes import needs
from app.registry.accounts.permissions import Permission
from app.registry.households.names import masked
from app.web.store.basket import basket_text
from app.web.store.holder import CARD_REFUSALS
from app.web.store.pages import pages
from app.web.store.screen import lines_shown
from app.web.store.till import Counter, counter_at, find_again

TURNS_BACK_S: Final = 120
# What the clerk had chosen stays chosen when the tablet is turned back.
CHOSEN: Final = ("request_id", "collector", "proxy_reason", "attested", "adult", "identified")


@pages.get("/<store_code>/facing")
@needs(Permission.REDEEM)
def facing(store_code: str) -> Response:
    """The basket for the eyes of the household: a masked name, the goods, what stays."""
    try:
        with db().read() as session:
            counter = counter_at(session, store_code, request.args)
    except CARD_REFUSALS as refusal:
        return find_again(store_code, refusal)
    return make_response(
        render_template(
            "store/facing.html",
            store=counter.store,
            name=masked(counter.holder.home.head_name),
            till=counter.till,
            lines=lines_shown(counter.till),
            turns_back_s=TURNS_BACK_S,
            back=_back(counter),
        )
    )


def _back(counter: Counter) -> str:
    """The till with the same basket."""
    holder = counter.holder
    carried: dict[str, Any] = {
        name: request.args[name] for name in CHOSEN if request.args.get(name)
    }
    carried |= {"card": holder.card} if holder.card else {"found": holder.found}
    lines = basket_text(counter.till.contents).split()
    return url_for(".till", store_code=counter.store.code, basket=lines, **carried)
