"""What stands beside a refusal at the till: buttons that solve it."""

from dataclasses import dataclass
from typing import cast

from flask_babel import gettext as _

from app.kernel.errors import Refusal
from app.ledger.actions import NotEnoughPoints
from app.registry.cards.rules import CardNumberWrong, CardUnreadable, parse_card
from app.shop.redemptions.rules import LONGEST_NEED
from app.shop.redemptions.till import (
    TOO_MANY,
    NothingFound,
    SeveralFound,
    Till,
    WayOut,
    ways_out,
)
from app.web.filters import points
from app.web.store.basket import Entered, basket_text


@dataclass(frozen=True)
class Solving:
    """A button of the till's form."""

    words: str
    name: str
    value: str


def solving_buttons(till: Till, refusal: Refusal | None) -> list[Solving]:
    """At most two that make the basket fit; or one for each of the goods that were meant."""
    if isinstance(refusal, SeveralFound):
        codes = cast("list[str]", refusal.facts["codes"])
        return [Solving(item.name, "add", item.code) for item in till.goods if item.code in codes]
    if isinstance(refusal, (NotEnoughPoints, *TOO_MANY)):
        return [Solving(_words(way), "set", basket_text(way.contents)) for way in ways_out(till)]
    return []


def other_card(entered: Entered, refusal: Refusal | None) -> str:
    """The card that was scanned where goods were expected; "" if it was none."""
    if not isinstance(refusal, NothingFound):
        return ""
    try:
        return parse_card(entered.get("code", "")).code or ""
    except (CardUnreadable, CardNumberWrong):
        return ""


def asked_for(entered: Entered, refusal: Refusal | None) -> str:
    """What somebody asked for by a name that is on no price list; "" if it was a code."""
    words = " ".join(entered.get("code", "").split())[:LONGEST_NEED]
    is_name = isinstance(refusal, NothingFound) and not words.isascii()
    return words if is_name else ""


def _words(way: WayOut) -> str:
    if way.instead:
        said = _("%(goods)s换成%(other)s", goods=way.goods.name, other=way.instead.name)
    elif way.stay:
        said = _("%(goods)s减到 %(count)s 件", goods=way.goods.name, count=way.stay)
    else:
        said = _("去掉%(goods)s", goods=way.goods.name)
    if way.points_left < 0:
        return said
    return _("%(change)s，剩 %(points)s 分", change=said, points=points(way.points_left))
