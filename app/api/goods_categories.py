"""The headings of the price list, whole and in their order."""

from typing import Annotated

from flask import Response
from pydantic import Field
from sqlalchemy.orm import Session

from app.api.requests import answers, made, once, said, takes, wing
from app.api.schemas import Answer, Id, Listing, Strict
from app.door.clean import id_of
from app.door.context import actor, db, now
from app.door.routes import needs
from app.registry.accounts.permissions import Permission
from app.shop.goods.queries import categories
from app.shop.goods.sorting import Heading, set_categories

MOST_CATEGORIES = 200

goods_categories = wing("goods_categories", tag="goods")


class HeadingIn(Strict):
    """A heading as it shall be called; without an `id` it is new."""

    id: Id | None = None
    name: str


class HeadingsIn(Strict):
    """All headings that there shall be, in this order; one that is left out goes."""

    categories: Annotated[list[HeadingIn], Field(max_length=MOST_CATEGORIES)]


class HeadingOut(Answer):
    """A heading of the price list."""

    id: Id
    name: str


class Headings(Listing):
    """The headings in their order."""

    items: list[HeadingOut]


@goods_categories.get("/goods-categories")
@needs(Permission.VIEW_GOODS)
@answers(Headings)
def list_goods_categories() -> Response:
    """The headings of the price list."""
    with db().read() as session:
        return said(_categories(session))


@goods_categories.post("/goods-categories")
@needs(Permission.MANAGE_GOODS)
@takes(HeadingsIn)
@answers(Headings, 201, 200)
def post_goods_categories(body: HeadingsIn) -> Response:
    """Have exactly these headings; one that goods stand under cannot be left out."""
    person, at = actor(), now()
    wanted = [Heading(id_of(each.id) if each.id else None, each.name) for each in body.categories]
    with db().write() as session:
        done = once(session, lambda: set_categories(session, person, wanted, now=at))
        return made(_categories(session), done)


def _categories(session: Session) -> Headings:
    found = [HeadingOut(id=str(each.id), name=each.name) for each in categories(session)]
    return Headings(items=found, next=None)
