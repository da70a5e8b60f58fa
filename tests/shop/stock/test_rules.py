"""What a delivery must be like."""

from datetime import date

import pytest

from app.shop.stock.receiving_rules import (
    NothingReceived,
    StockRowBad,
    check_delivery,
    read_stock_line,
)
from app.shop.stock.rules import NoteTooLong, StockLine, StockQuantityBad, TooManyLines, add_up

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize("quantity", [0, -1, 100_001])
def test_none_less_than_none_and_the_absurd_are_refused(quantity: int) -> None:
    with pytest.raises(StockQuantityBad) as refused:
        check_delivery([StockLine("rice", 1), StockLine("oil", quantity)], "", TODAY)

    assert refused.value.facts["goods"] == "oil"


@pytest.mark.parametrize("quantity", [1, 100_000])
def test_the_smallest_and_the_largest_delivery_are_taken_in(quantity: int) -> None:
    assert check_delivery([StockLine("rice", quantity)], " 爱心众筹 ", TODAY) == "爱心众筹"


def test_a_delivery_has_lines() -> None:
    with pytest.raises(NothingReceived):
        check_delivery([], "", TODAY)


def test_a_delivery_has_at_most_2000_lines() -> None:
    check_delivery([StockLine("rice", 1)] * 2_000, "", TODAY)
    with pytest.raises(TooManyLines):
        check_delivery([StockLine("rice", 1)] * 2_001, "", TODAY)


def test_a_note_has_at_most_200_characters() -> None:
    check_delivery([StockLine("rice", 1)], "捐" * 200, TODAY)
    with pytest.raises(NoteTooLong):
        check_delivery([StockLine("rice", 1)], "捐" * 201, TODAY)


@pytest.mark.parametrize("quantity", ["", "0", "-5", "1.5", "100001", "1e3", "十", "9" * 40])
def test_a_quantity_that_cannot_be_right_is_refused_with_its_row(quantity: str) -> None:
    with pytest.raises(StockRowBad) as refused:
        read_stock_line(7, "rice", quantity)

    assert refused.value.facts["row"] == 7


@pytest.mark.parametrize("quantity", ["12", " 12 ", "１２"])
def test_a_quantity_in_a_file_may_have_spaces_and_full_width_digits(quantity: str) -> None:
    assert read_stock_line(2, "rice", quantity) == StockLine("rice", 12)


def test_equal_goods_are_added_up_in_the_order_in_which_shelves_are_locked() -> None:
    assert add_up([(7, 1), (3, 2), (7, 4)]) == [(3, 2), (7, 5)]
