"""Headings of the price list, how goods are packed, and goods for grown-ups only."""

from dataclasses import replace

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.kernel.errors import Forbidden
from app.shop.goods.actions import import_goods, put_goods
from app.shop.goods.faults import CategoryUnknown, PackTextBad
from app.shop.goods.lines import GoodsLine
from app.shop.goods.models import Category
from app.shop.goods.queries import categories, price_list, under_headings
from app.shop.goods.rules import GoodsRowBad
from app.shop.goods.sorting import CategoryBad, CategoryInUse, Heading, set_categories
from app.shop.redemptions.actions import redeem
from app.shop.redemptions.models import Redemption
from app.shop.redemptions.rules import AdultNotConfirmed
from tests import make
from tests.make import NOW


def named(session: Session, *names: str) -> None:
    there = {heading.name: heading.id for heading in categories(session)}
    headings = [Heading(there.get(name), name) for name in names]
    set_categories(session, make.admin(session), headings, now=NOW)


def put(session: Session, code: str, *, pack: str | None = None, category: str | None = None,
        adult_only: bool | None = None) -> None:  # fmt: skip
    put_goods(
        session, make.admin(session), code=code, name=code, unit="件", barcode="",
        price_points=10, now=NOW, pack=pack, category=category, adult_only=adult_only,
    )  # fmt: skip


def shown(session: Session) -> list[tuple[str, list[str]]]:
    groups = under_headings(categories(session), price_list(session, NOW))
    return [(name, [goods.code for goods in ones]) for name, ones in groups]


def test_goods_stand_under_headings_in_the_districts_order(session: Session) -> None:
    named(session, "日用", "粮油")
    put(session, "rice", category="粮油")
    put(session, "soap", category="日用")
    put(session, "salt")

    named(session, "粮油", "日用")

    assert shown(session) == [("粮油", ["rice"]), ("日用", ["soap"]), ("", ["salt"])]


def test_what_is_not_said_stays_as_it_is(session: Session) -> None:
    named(session, "酒水")
    put(session, "wine", pack="一箱 6 瓶", category="酒水", adult_only=True)

    put(session, "wine")

    (wine,) = price_list(session, NOW)
    assert (wine.pack, wine.adult_only, shown(session)) == (
        "一箱 6 瓶", True, [("酒水", ["wine"])],
    )  # fmt: skip


def test_a_file_says_heading_pack_and_adult_and_names_a_row_that_cannot_be(
    session: Session,
) -> None:
    named(session, "酒水")
    wine = GoodsLine(2, "wine", "米酒", "瓶", "", "60", "", "一箱 6 瓶", "酒水", "1")
    import_goods(session, make.admin(session), [wine], now=NOW)

    for wrong, column in ((replace(wine, category="酒"), "category"), (
        replace(wine, adult="maybe"), "adult")):  # fmt: skip
        with pytest.raises(GoodsRowBad) as refused:
            import_goods(session, make.admin(session), [wrong], now=NOW)
        assert (refused.value.facts["row"], refused.value.facts["column"]) == (2, column)
    assert price_list(session, NOW)[0].adult_only


def test_an_unknown_heading_and_a_pack_without_end_are_refused(session: Session) -> None:
    with pytest.raises(CategoryUnknown):
        put(session, "rice", category="粮油")
    with pytest.raises(PackTextBad):
        put(session, "rice", pack="箱" * 41)


@pytest.mark.parametrize("names", [("粮油", "粮油"), ("",), ("长" * 21,)])
def test_a_heading_has_a_name_of_its_own(session: Session, names: tuple[str, ...]) -> None:
    with pytest.raises(CategoryBad):
        named(session, *names)


def test_a_heading_with_goods_under_it_stays(session: Session) -> None:
    named(session, "粮油", "日用")
    put(session, "rice", category="粮油")

    with pytest.raises(CategoryInUse) as refused:
        named(session, "日用")

    assert refused.value.facts == {"category": "粮油", "count": 1}
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(delete(Category).where(Category.name == "粮油"))


def test_only_the_district_office_sorts(session: Session) -> None:
    with pytest.raises(Forbidden):
        set_categories(session, make.auditor(session), [Heading(None, "粮油")], now=NOW)


def test_goods_for_grown_ups_wait_until_the_clerk_has_asked(session: Session) -> None:
    put(session, "wine", adult_only=True)
    store, village = make.store(session), make.village(session)
    make.stock(session, store, 2, code="wine")
    card = make.card(session, make.household(session, village=village, balance=50))
    clerk, basket = make.clerk(session, store), make.basket(store, card, wine=1)

    with pytest.raises(AdultNotConfirmed) as refused:
        redeem(session, clerk, basket, now=NOW)
    redeem(session, clerk, replace(basket, adult_confirmed=True), now=NOW)

    assert refused.value.facts == {"goods": "wine"}
    assert session.scalars(select(Redemption.adult_confirmed)).all() == [True]
