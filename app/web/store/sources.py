"""Where lots came from and for whom they are kept, in words."""

from collections.abc import Callable
from typing import Protocol

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.door.context import language
from app.registry.places.queries import place_names, townships, villages
from app.shop.stock.models import Origin
from app.shop.stock.queries import Delivery
from app.words.states import name_of


def place_choices(session: Session) -> list[tuple[str, str]]:
    """Every township followed by its villages, as code and name; two statements."""
    towns = {town.code: town.name for town in townships(session)}
    below = [
        (village.code, f"{towns[village.parent_code]}　{village.name}")
        for village in villages(session)
        if village.parent_code in towns
    ]
    return sorted([*towns.items(), *below])


class Kept(Protocol):
    """Goods that may be kept for a place, and for one villagers' group of it."""

    @property
    def kept_for(self) -> str | None:
        """The place's code; None: they are for everybody."""

    @property
    def kept_group(self) -> str:
        """The group; "": the whole place."""


def kept_words(session: Session) -> Callable[[Kept], str]:
    """What stands beside goods that are kept for some people; "" for those of everybody."""
    places = place_names(session)

    def words(goods: Kept) -> str:
        if goods.kept_for is None:
            return ""
        return _("只给%(place)s", place=f"{places[goods.kept_for]}{goods.kept_group}")

    return words


def source_words(delivery: Delivery) -> str:
    """捐赠：市工商联; a giver without a name wants none."""
    kind = name_of(delivery.origin, language())
    who = delivery.source_name
    if delivery.origin is Origin.GIFT and not who:
        who = _("不留名")
    parts = [who, _("单据号 %(bill)s", bill=delivery.bill) if delivery.bill else ""]
    told = "　".join(part for part in parts if part)
    return _("%(kind)s：%(told)s", kind=kind, told=told) if told else kind
