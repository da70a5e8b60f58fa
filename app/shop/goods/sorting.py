"""The headings of the price list: the district's own words, in its own order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.kernel.constraints import on_violation
from app.kernel.errors import Conflict, Invalid
from app.registry.accounts.actor import Actor, check_may
from app.registry.accounts.audit import note
from app.registry.accounts.permissions import Permission
from app.shop.goods.models import Category, Goods
from app.shop.goods.queries import categories

LONGEST_CATEGORY = 20


class CategoryBad(Invalid):
    """No name, one of more than 20 characters, or one that another heading has."""

    code = "category_bad"


class CategoryInUse(Conflict):
    """A heading that goods stand under cannot go."""

    code = "category_in_use"


on_violation("uq_goods_categories_name", CategoryBad, columns="goods_categories.name")


@dataclass(frozen=True)
class Heading:
    """A heading as it shall be called; `id` is None for a new one."""

    id: int | None
    name: str


def set_categories(
    session: Session, actor: Actor, headings: Sequence[Heading], *, now: datetime
) -> int:
    """Have exactly these headings, in this order; answers how many.

    :raises CategoryBad: a name that is missing, too long, or there twice.
    :raises CategoryInUse: one that is left out has goods under it.
    """
    check_may(actor, Permission.MANAGE_GOODS)
    _check_names([heading.name for heading in headings])
    there = {category.id: category for category in categories(session)}
    _drop(session, [there[gone] for gone in there.keys() - {each.id for each in headings}])
    for position, heading in enumerate(headings, start=1):
        category = there.get(heading.id or 0)
        if category is None:
            session.add(Category(name=heading.name, position=position))
        else:
            category.name, category.position = heading.name, position
    session.flush()
    note(session, actor, "set_categories", ("goods", None), now=now, count=len(headings))
    return len(headings)


def _check_names(names: Sequence[str]) -> None:
    if len(set(names)) < len(names) or not all(0 < len(x) <= LONGEST_CATEGORY for x in names):
        raise CategoryBad


def _drop(session: Session, gone: Sequence[Category]) -> None:
    for category in gone:
        under = select(func.count()).select_from(Goods).where(Goods.category_id == category.id)
        count = session.scalar(under) or 0
        if count:
            raise CategoryInUse(category=category.name, count=count)
        session.delete(category)
    session.flush()
