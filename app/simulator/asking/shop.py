"""Receipts, the day of a store, and whether the goods are worth the points."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from app.kernel.period import Period
from app.registry.places.queries import store_called
from app.reports.solvency import solvency
from app.shop.redemptions.day import sales_of_day, totals_of_day
from app.shop.redemptions.queries import receipt_for, redemptions_of_household
from app.shop.redemptions.returned import goods_standing, voids_waiting
from app.simulator.asking.base import Answer, Asking, Question
from app.simulator.model.shelves import standing
from app.simulator.model.state import Home, Model, Receipt, day_of, period_of

MONTHS_BACK: Final = 3


def _day(asking: Asking) -> list[Answer]:
    """Today's receipts of a store, and their totals."""
    model, store = asking.model, asking.random.choice(list(asking.model.stores))
    store_id = store_called(asking.session, store).id
    today = [
        each
        for each in model.receipts.values()
        if each.store == store and day_of(each.at) == model.today()
    ]
    house = [
        (sale.id, sale.household_number, sale.points, sale.pieces, sale.clerk, sale.voided,
         sale.points_returned)
        for sale in sales_of_day(asking.session, store_id, model.now, limit=None)
    ]  # fmt: skip
    told = [
        (x.id, model.homes[x.home_id].number, x.points, x.pieces, x.clerk, x.voided, x.back_points)
        for x in sorted(today, key=lambda each: -each.id)
    ]
    total = totals_of_day(asking.session, store_id, model.now)
    figures = (
        total.redemptions, total.households, total.points, total.pieces, total.voided, total.returns
    )  # fmt: skip
    return [
        (f"receipts of {store} today", house, told),
        (f"totals of {store} today", figures, _totals(today)),
    ]


def _totals(receipts: list[Receipt]) -> tuple[int, ...]:
    stand = [each for each in receipts if not each.voided]
    return (
        len(stand),
        len({each.home_id for each in stand}),
        sum(each.points - each.back_points for each in stand),
        sum(each.pieces - each.back_pieces for each in stand),
        len(receipts) - len(stand),
        sum(each.returns for each in stand),
    )


def _receipt(asking: Asking) -> list[Answer]:
    """One receipt, what of it the household still has, and what the household's list says."""
    if not asking.model.receipts:
        return []
    found = asking.random.choice(list(asking.model.receipts.values()))
    receipt = receipt_for(asking.session, asking.actors["district0"], found.id)
    house = (
        receipt.redemption.points, receipt.points_returned, receipt.void is not None,
        sum(line.points for line in receipt.lines), sum(line.quantity for line in receipt.lines),
    )  # fmt: skip
    told = (found.points, found.back_points, found.voided, found.points, found.pieces)
    answers: list[Answer] = [(f"receipt {found.id}", house, told)]
    if not found.voided:
        back = goods_standing(asking.session, found.id)
        held: Counter[str] = Counter()
        for out in found.out:
            held[out.lot.goods] += out.quantity
        kept = {each.goods_code: each.quantity for each in back}
        answers.append((f"goods still out by receipt {found.id}", kept, dict(held)))
    mine = redemptions_of_household(asking.session, found.home_id)
    told_ids = sorted(x.id for x in asking.model.receipts.values() if x.home_id == found.home_id)
    answers.append(("receipts of a household", sorted(mine), told_ids))
    return answers


def _waiting(asking: Asking) -> list[Answer]:
    model, store = asking.model, asking.random.choice(list(asking.model.stores))
    store_id = store_called(asking.session, store).id
    told = sum(
        each.state == "asked" and model.receipts[each.subject].store == store
        for each in model.voids.values()
    )
    return [(f"voids that wait in {store}", voids_waiting(asking.session, store_id), told)]


def _solvency(asking: Asking) -> list[Answer]:
    """The points in people's hands beside the goods on the shelves."""
    actor, model = asking.reader(), asking.model
    found = solvency(asking.session, actor, model.now)
    homes = asking.homes_of(actor)
    seen = [store for store, place in model.stores.items() if asking.sees(actor, place)]
    coming = sum(
        sheet.points
        for month, sheet in model.sheets()
        if asking.sees(actor, month.village) and sheet.state in {"certified", "disputed"}
    )
    stock = sum(
        price * standing(model, store, goods)
        for goods, price in model.prices.items()
        for store in seen
    )
    house = (found.outstanding, found.coming, found.stock, found.stores, found.redeemed_a_month)
    told = (
        sum(home.balance for home in homes), coming, stock, len(seen), _a_month(model, homes)
    )  # fmt: skip
    return [(f"solvency as {actor.username} sees it", house, told)]


def _a_month(model: Model, homes: list[Home]) -> int:
    """Redeemed less given back, on average of the last whole months in which there was any."""
    this = Period.parse(period_of(model.now))
    months = {str(this.plus(-back)) for back in range(1, MONTHS_BACK + 1)}
    lines = [
        line
        for home in homes
        for line in home.lines
        if line.kind in {"redemption", "reversal"} and period_of(line.at) in months
    ]
    active = {period_of(line.at) for line in lines}
    return -sum(line.points for line in lines) // len(active) if active else 0


QUESTIONS: Final[Mapping[str, Question]] = {
    "day of a store": _day,
    "receipt": _receipt,
    "voids that wait": _waiting,
    "solvency": _solvency,
}
