"""Cards, goods and stock say in both languages why they refuse, with every fact in its place."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from app.kernel.errors import Refusal
from app.registry.cards import rules as cards
from app.registry.cards.models import CardState
from app.shop.goods import announcing, faults, ration_rules, sorting
from app.shop.goods import lines as goods_lines
from app.shop.goods import rules as goods
from app.shop.goods.lines import GoodsLine, check_lines
from app.shop.goods.rules import Owner, check_goods, check_names
from app.shop.stock import expiry_rules as expiry
from app.shop.stock import mark_down_rules
from app.shop.stock import paper_rules as papers
from app.shop.stock import receiving_rules as receiving
from app.shop.stock import rules as stock
from app.shop.stock.receiving_rules import check_delivery, read_stock_line
from app.shop.stock.rules import StockLine
from app.words.refusals import refusal_sentence
from app.words.sentence import MISSING
from app.words.shop_refusals import SHOP_REFUSALS

TODAY = date(2026, 11, 20)


def kinds() -> Iterator[type[Refusal]]:
    """Every refusal that the rules of these slices define."""
    for module in (
        announcing, cards, faults, goods, goods_lines, ration_rules, sorting, stock, receiving,
        papers, expiry, mark_down_rules,
    ):  # fmt: skip
        for found in vars(module).values():
            is_kind = isinstance(found, type) and issubclass(found, Refusal)
            if is_kind and found.__module__ == module.__name__:
                yield found


def rice(*, code: str = "rice", name: str = "大米", unit: str = "袋", barcode: str = "",
         points: int = 1, picture: str = "") -> goods.WantedGoods:  # fmt: skip
    return check_goods(
        code=code, name=name, unit=unit, barcode=barcode, price_points=points, picture=picture
    )


def test_each_refusal_has_its_sentence_and_each_sentence_its_refusal() -> None:
    assert sorted(kind.code for kind in kinds()) == sorted(SHOP_REFUSALS)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "attempt",
    [
        lambda: cards.parse_card("?"),
        lambda: cards.parse_card("12345678"),
        lambda: cards.check_usable(CardState.LOST),
        lambda: cards.check_usable(CardState.REPLACED),
        lambda: rice(code="?"),
        lambda: rice(name=""),
        lambda: rice(unit=""),
        lambda: rice(barcode="?"),
        lambda: rice(points=0),
        lambda: rice(picture="?"),
        lambda: check_names([rice()], {"rice": Owner("oil", "食用油")}),
        lambda: check_lines([GoodsLine(2, "rice", "大米", "袋", "", "many")]),
        lambda: check_lines([]),
        lambda: check_lines(GoodsLine(n, f"g{n}", "米", "袋", "", "1") for n in range(3_000)),
        lambda: goods.check_known(["beer"], {}),
        lambda: check_delivery([], "", TODAY),
        lambda: check_delivery([StockLine("rice", 0)], "", TODAY),
        lambda: check_delivery([StockLine("rice", 1)] * 3_000, "", TODAY),
        lambda: check_delivery([StockLine("rice", 1)], "x" * 300, TODAY),
        lambda: read_stock_line(2, "rice", "many"),
    ],
)
def test_a_refusal_brings_every_fact_of_its_sentence(
    attempt: Callable[[], object], language: str
) -> None:
    with pytest.raises(Refusal) as refused:
        attempt()

    assert MISSING not in refusal_sentence(refused.value, language)


def test_too_few_goods_are_told_in_words() -> None:
    refusal = stock.NotEnoughStock(
        goods="大米 5 kg", goods_code="rice", unit="袋", left=1, wanted=2
    )

    assert refusal_sentence(refusal, "zh") == (
        "大米 5 kg不够，店里还有 1 袋，这次要 2 袋。没有扣分，也没有出货。"
        "请减几件，或者换别的商品。"
    )


@pytest.mark.parametrize("code", sorted(SHOP_REFUSALS))
def test_a_sentence_is_short_and_uses_village_words(code: str) -> None:
    text = SHOP_REFUSALS[code].zh

    assert text.count("。") <= 3
    for word in ("失败", "系统异常", "参数", "ID", "同步", "核销", "确定"):
        assert word not in text
