"""Several barcodes for some goods, packs among them, and numbers of our own."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.kernel.clock import local
from app.ledger.queries import balance_of
from app.registry.households.models import Household
from app.registry.places.models import Store
from app.shop.goods.actions import put_goods
from app.shop.goods.barcodes import own_barcode, pack_codes, written
from app.shop.goods.desk import GoodsNotFound, give_own_barcode
from app.shop.goods.faults import BarcodeBad, BarcodeDigitWrong, PackBad, TooManyBarcodes
from app.shop.goods.queries import goods_by_any_code
from app.shop.goods.rules import BarcodeTaken
from app.shop.redemptions.actions import redeem
from app.shop.redemptions.rules import Basket, BasketLine, QuantityBad
from app.shop.redemptions.till import goods_called
from app.shop.stock.queries import for_sale, stock_of
from app.shop.stock.rules import Buyer
from tests import make
from tests.make import NOW

BOTTLE, CASE, UPC = "2000001000144", "2000001000151", "036000291452"


def put(session: Session, barcode: str, code: str = "oil") -> None:
    put_goods(
        session, make.admin(session), code=code, name="食用油 5 L", unit="瓶", barcode=barcode,
        price_points=10, now=NOW,
    )  # fmt: skip


def barcodes(session: Session, code: str = "oil") -> str:
    return goods_by_any_code(session, [code], NOW)[code].barcode


def counter(session: Session) -> Basket:
    """Forty bottles, and a household with 300 points whose card lies on an empty basket."""
    put(session, f"{BOTTLE} {CASE}*12")
    store, village = make.store(session), make.village(session)
    make.stock(session, store, 40, code="oil")
    card = make.card(session, make.household(session, village=village, balance=300))
    return make.basket(store, card)


def sell(session: Session, basket: Basket, *lines: BasketLine) -> int:
    filled = Basket(basket.uuid, basket.store_code, lines, card=basket.card)
    store = session.scalars(select(Store)).one()
    redeem(session, make.clerk(session, store), filled, now=NOW)
    return 300 - balance_of(session, session.scalars(select(Household.id)).one())


def test_goods_have_several_barcodes_single_pieces_first(session: Session) -> None:
    put(session, f"{CASE}×12，{BOTTLE}\n{BOTTLE}")

    assert barcodes(session) == f"{BOTTLE} {CASE}*12"


def test_a_case_of_twelve_scanned_at_the_till_is_twelve_bottles(session: Session) -> None:
    spent = sell(session, counter(session), BasketLine(CASE, 2), BasketLine(BOTTLE, 1))

    assert spent == 25 * 10


def test_the_tills_page_finds_a_pack_and_knows_its_pieces(session: Session) -> None:
    counter(session)

    goods = goods_called(for_sale(session, 1, Buyer("", local(NOW).date()), NOW), f" {CASE}")

    assert (goods.code, goods.pieces(CASE), goods.pieces(BOTTLE)) == ("oil", 12, 1)


def test_packs_of_more_pieces_than_a_basket_holds_are_refused(session: Session) -> None:
    with pytest.raises(QuantityBad):
        sell(session, counter(session), BasketLine(CASE, 17))


def test_a_upc_number_is_found_with_and_without_the_0_of_some_scanners(session: Session) -> None:
    put(session, f"0{UPC}")

    assert list(goods_by_any_code(session, [UPC, f"0{UPC}"], NOW)) == [UPC, f"0{UPC}"]
    with pytest.raises(BarcodeTaken):
        put(session, UPC, code="other")


@pytest.mark.parametrize(
    ("barcode", "refusal"),
    [
        (f"{CASE}*0", PackBad),
        (f"{CASE}*201", PackBad),
        (f"{CASE}*", PackBad),
        ("条码", BarcodeBad),
        (" ".join(f"A{n}" for n in range(21)), TooManyBarcodes),
    ],
)
def test_barcodes_that_cannot_be_right_are_refused(
    session: Session, barcode: str, refusal: type[BarcodeBad]
) -> None:
    with pytest.raises(refusal):
        put(session, barcode)


def test_a_mistyped_barcode_is_told_what_its_last_digit_should_be(session: Session) -> None:
    with pytest.raises(BarcodeDigitWrong) as refused:
        put(session, f"{BOTTLE} 2000001000155*12")

    facts = refused.value.facts
    assert (facts["value"], facts["digit"], facts["expected"]) == ("2000001000155", "5", "1")


def test_the_database_holds_a_pack_to_1_to_200_pieces(session: Session) -> None:
    put(session, BOTTLE)

    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(text("UPDATE barcodes SET pack_quantity = 201"))


def test_goods_get_a_number_of_our_own_once_and_the_next_goods_the_next(session: Session) -> None:
    put(session, "")
    put(session, "", code="salt")

    for code in ("oil", "oil", "salt"):
        give_own_barcode(session, make.admin(session), code, now=NOW)

    assert (barcodes(session), barcodes(session, "salt")) == (own_barcode(1), own_barcode(2))
    assert own_barcode(1).startswith("290")
    assert written(pack_codes(own_barcode(1))) == own_barcode(1)


def test_goods_that_nobody_knows_get_no_number(session: Session) -> None:
    with pytest.raises(GoodsNotFound):
        give_own_barcode(session, make.admin(session), "gold", now=NOW)


def test_a_case_scanned_at_a_delivery_is_twelve_bottles(session: Session) -> None:
    put(session, f"{BOTTLE} {CASE}*12")
    store = make.store(session)
    make.stock(session, store, 2, code=CASE)

    assert [item.quantity for item in stock_of(session, store.id, NOW)] == [24]
