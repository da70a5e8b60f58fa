"""What goods on the price list must be like."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.shop.goods.faults import (
    BarcodeBad,
    GoodsCodeBad,
    GoodsFault,
    GoodsNameBad,
    GoodsUnitBad,
    PictureBad,
    PriceBad,
)
from app.shop.goods.lines import GoodsLine, NoGoodsInFile, TooManyGoods, check_lines
from app.shop.goods.rules import GoodsRowBad, UnknownGoods, WantedGoods, check_goods, check_known


def checked(
    *, code: str = "rice", name: str = "大米 5 kg", unit: str = "袋", barcode: str = "",
    price_points: int = 130, picture: str = "",
) -> WantedGoods:  # fmt: skip
    return check_goods(
        code=code, name=name, unit=unit, barcode=barcode, price_points=price_points, picture=picture
    )


def line(
    row: int = 2, code: str = "rice", *, price_points: str = "130", barcode: str = ""
) -> GoodsLine:
    return GoodsLine(row, code, "大米 5 kg", "袋", barcode, price_points)


def test_spaces_and_full_width_forms_are_cleaned() -> None:
    goods = checked(
        code=" ｒｉｃｅ ", name="　大米  5 kg　", barcode=" ２０００００１００００１４\n"
    )

    assert (goods.code, goods.name, goods.barcode) == ("rice", "大米 5 kg", "2000001000014")


@pytest.mark.parametrize(
    ("attempt", "refusal"),
    [
        (lambda: checked(code=""), GoodsCodeBad),
        (lambda: checked(code="大米"), GoodsCodeBad),
        (lambda: checked(code="a b"), GoodsCodeBad),
        (lambda: checked(code="x" * 33), GoodsCodeBad),
        (lambda: checked(code="../etc"), GoodsCodeBad),
        (lambda: checked(name="　 "), GoodsNameBad),
        (lambda: checked(name="米" * 61), GoodsNameBad),
        (lambda: checked(name="大米\x00"), GoodsNameBad),
        (lambda: checked(unit=""), GoodsUnitBad),
        (lambda: checked(unit="袋" * 13), GoodsUnitBad),
        (lambda: checked(barcode="2.00000E+12"), BarcodeBad),
        (lambda: checked(barcode="x" * 33), BarcodeBad),
        (lambda: checked(barcode="条码"), BarcodeBad),
        (lambda: checked(price_points=0), PriceBad),
        (lambda: checked(price_points=-130), PriceBad),
        (lambda: checked(price_points=100_001), PriceBad),
        (lambda: checked(picture="<svg>"), PictureBad),
        (lambda: checked(picture="x" * 33), PictureBad),
    ],
)
def test_a_field_that_cannot_be_right_is_refused(
    attempt: Callable[[], WantedGoods], refusal: type[GoodsFault]
) -> None:
    with pytest.raises(refusal):
        attempt()


@pytest.mark.parametrize("price", [1, 100_000])
def test_the_cheapest_and_the_dearest_are_allowed(price: int) -> None:
    assert checked(price_points=price).price_points == price


@pytest.mark.parametrize(
    "barcode",
    ["2000001000014", "2000001000168", "73513537", "036000291452", "1234567", "ABC1"],
)
def test_a_barcode_with_its_right_check_digit_or_of_another_length_is_allowed(barcode: str) -> None:
    assert checked(barcode=barcode).barcode == barcode


@given(
    barcode=st.sampled_from(["2000001000014", "73513537", "036000291452"]),
    place=st.integers(0, 7),
    digit=st.sampled_from("0123456789"),
)
def test_a_barcode_with_one_wrong_digit_is_refused(barcode: str, place: int, digit: str) -> None:
    scanned = barcode[:place] + digit + barcode[place + 1 :]

    if scanned == barcode:
        assert checked(barcode=scanned).barcode == barcode
    else:
        with pytest.raises(BarcodeBad):
            checked(barcode=scanned)


@pytest.mark.parametrize("price", ["", "13.5", "-1", "1e3", "0", "100001", "9999999", "一百"])
def test_a_price_in_a_file_is_a_whole_number_of_points(price: str) -> None:
    with pytest.raises(GoodsRowBad) as refused:
        check_lines([line(), line(3, "oil", price_points=price)])

    assert refused.value.facts["row"] == 3
    assert refused.value.facts["column"] == "price_points"
    assert refused.value.facts["fault"] == "price_bad"


def test_a_price_may_be_typed_in_full_width_digits() -> None:
    assert check_lines([line(price_points=" １３０ ")])[0].price_points == 130


def test_the_first_bad_row_is_named_with_its_column() -> None:
    with pytest.raises(GoodsRowBad) as refused:
        check_lines([line(), line(5, "oil", barcode="2000001000015"), line(6, "")])

    facts = refused.value.facts
    assert (facts["row"], facts["column"], facts["value"]) == (5, "barcode", "2000001000015")


def test_goods_stand_in_a_file_once() -> None:
    with pytest.raises(GoodsRowBad) as refused:
        check_lines([line(2), line(3)])

    assert (refused.value.facts["row"], refused.value.facts["fault"]) == (3, "goods_twice")


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(NoGoodsInFile):
        check_lines([])


def test_a_file_has_at_most_2000_kinds_of_goods() -> None:
    lines = [line(row, f"g{row}") for row in range(2, 2_002)]
    assert len(check_lines(lines)) == 2_000

    with pytest.raises(TooManyGoods):
        check_lines([*lines, line(2_002, "one-more")])


def test_all_unknown_goods_are_named_once() -> None:
    with pytest.raises(UnknownGoods) as refused:
        check_known(["rice", "cake", "beer", "cake"], {"rice": 1})

    assert refused.value.facts["goods"] == "cake beer"


def test_known_goods_pass() -> None:
    check_known(["rice"], {"rice": 1})
