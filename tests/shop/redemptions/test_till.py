import pytest

from app.ledger.actions import NotEnoughPoints
from app.shop.goods.rules import UnknownGoods
from app.shop.redemptions.rules import BasketTooLong, QuantityBad
from app.shop.redemptions.till import (
    NothingFound,
    SeveralFound,
    Till,
    WayOut,
    check_contents,
    goods_called,
    ways_out,
    with_quantity,
)
from app.shop.stock.queries import StockItem
from app.shop.stock.rules import NotEnoughStock


def item(code: str, name: str, points: int, quantity: int = 50, barcode: str = "") -> StockItem:
    return StockItem(
        goods_id=abs(hash(code)), code=code, name=name, unit="件", picture=code, packed=barcode,
        price_points=points, position=1, pack="", category_id=None,
        adult_only=False, ration_id=None, quantity=quantity,
    )  # fmt: skip


GOODS = [
    item("salt", "食盐 400 g", 10),
    item("soap", "香皂", 15),
    item("vinegar", "食醋", 15),
    item("paste", "牙膏", 25, barcode="2000001000045"),
    item("powder", "洗衣粉 1.5 kg", 60),
    item("dish", "洗洁精 1 kg", 30),
    item("flour", "面粉 5 kg", 110, quantity=1),
    item("quilt", "棉被", 450, quantity=0),
]


def till(balance: int, **contents: int) -> Till:
    return Till(GOODS, balance, contents)


def said(way: WayOut) -> tuple[str, int, str | None, int]:
    return way.goods.code, way.stay, way.instead.code if way.instead else None, way.points_left


def test_a_basket_costs_what_stands_on_the_price_list() -> None:
    found = till(186, flour=1, soap=2)

    assert (found.points, found.pieces, found.points_after) == (140, 3, 46)
    assert found.obstacle is None
    assert ways_out(found) == []


def test_lines_stand_in_the_order_they_were_put_in() -> None:
    assert [line.goods.code for line in till(500, powder=1, salt=1).lines] == ["powder", "salt"]


def test_what_is_missing_for_one_more_counts_what_is_in_the_basket() -> None:
    found = till(186, flour=1, powder=1)

    assert found.lacking(GOODS[3]) == 9
    assert found.lacking(GOODS[0]) == 0


def test_too_few_points_are_an_obstacle_that_says_how_many_are_missing() -> None:
    obstacle = till(186, flour=1, powder=1, paste=1).obstacle

    assert isinstance(obstacle, NotEnoughPoints)
    assert obstacle.facts["short"] == 9


def test_nine_points_short_leave_out_the_paste_or_take_soap_instead() -> None:
    ways = ways_out(till(186, flour=1, powder=1, paste=1))

    assert [said(way) for way in ways] == [("paste", 0, None, 16), ("paste", 0, "soap", 1)]
    assert ways[1].contents == {"flour": 1, "powder": 1, "soap": 1}


def test_several_of_a_kind_become_as_many_as_the_points_reach() -> None:
    assert said(ways_out(till(50, soap=5))[0]) == ("soap", 3, None, 5)


def test_of_equal_ways_what_was_put_in_last_goes() -> None:
    assert said(ways_out(till(20, vinegar=1, soap=1))[0]) == ("soap", 0, None, 5)


def test_no_single_line_helps_when_the_basket_is_far_too_dear() -> None:
    assert ways_out(till(10, soap=1, powder=1, dish=1)) == []


def test_nothing_is_offered_instead_when_nothing_is_cheap_enough() -> None:
    assert [said(way) for way in ways_out(till(5, salt=1))] == [("salt", 0, None, 5)]


def test_the_empty_shelf_comes_before_the_points() -> None:
    found = till(100, flour=2)

    assert isinstance(found.obstacle, NotEnoughStock)
    assert found.obstacle.facts["left"] == 1
    assert said(ways_out(found)[0]) == ("flour", 1, None, -10)


def test_goods_that_are_gone_are_left_out() -> None:
    assert said(ways_out(till(900, quilt=1))[0]) == ("quilt", 0, None, 900)


@pytest.mark.parametrize(
    "text", ["paste", "2000001000045", "牙膏", " 牙膏\n", "２０００００１００００４５", "牙"]
)
def test_goods_are_found_by_code_barcode_name_or_part_of_it(text: str) -> None:
    assert goods_called(GOODS, text).code == "paste"


def test_a_name_is_found_with_or_without_its_spaces() -> None:
    assert goods_called(GOODS, "食盐400G").code == "salt"


@pytest.mark.parametrize("text", ["6901234567892", "", " ", "可乐"])
def test_what_is_not_on_the_price_list_is_refused(text: str) -> None:
    with pytest.raises(NothingFound):
        goods_called(GOODS, text)


def test_several_goods_of_a_name_are_offered_to_choose_from() -> None:
    with pytest.raises(SeveralFound) as refused:
        goods_called(GOODS, "洗")

    assert refused.value.facts["codes"] == ["powder", "dish"]


def test_none_of_something_is_no_longer_in_the_basket() -> None:
    assert with_quantity({"soap": 1, "salt": 2}, "soap", 0) == {"salt": 2}


@pytest.mark.parametrize(
    ("contents", "refusal"),
    [
        ({"gold": 1}, UnknownGoods),
        ({"soap": 0}, QuantityBad),
        ({"soap": -3}, QuantityBad),
        ({"soap": 201}, QuantityBad),
    ],
)
def test_a_basket_that_no_till_filled_is_refused(
    contents: dict[str, int], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        check_contents(GOODS, contents)


def test_sixty_lines_are_the_most() -> None:
    many = [item(f"g{n}", f"商品{n}", 1) for n in range(61)]

    with pytest.raises(BasketTooLong):
        check_contents(many, {one.code: 1 for one in many})
