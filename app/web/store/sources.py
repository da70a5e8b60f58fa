"""Where lots came from and for whom they are kept, in words."""

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


def kept_for_names(session: Session) -> dict[str, str]:
    """What stands beside a lot that is kept for a place, by the place's code."""
    return {code: _("只给%(place)s", place=name) for code, name in place_names(session).items()}


def source_words(delivery: Delivery) -> str:
    """捐赠：市工商联; a giver without a name wants none."""
    kind = name_of(delivery.origin, language())
    who = delivery.source_name
    if delivery.origin is Origin.GIFT and not who:
        who = _("不留名")
    parts = [who, _("单据号 %(bill)s", bill=delivery.bill) if delivery.bill else ""]
    told = "　".join(part for part in parts if part)
    return _("%(kind)s：%(told)s", kind=kind, told=told) if told else kind
