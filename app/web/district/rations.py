"""限量: how much of some goods a household may have in a day, month, year or market day."""

from collections.abc import Callable

from flask import Response, make_response, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.once import run_once
from app.registry.accounts.permissions import Permission
from app.shop.goods.models import RationPeriod
from app.shop.goods.ration_rules import MOST_RATIONED, RationBad
from app.shop.goods.rationing import Limit, end_ration, set_ration
from app.web.district.goods import goods_page
from app.web.district.pages import pages
from app.web.reading import ChoiceBad, FieldMissing, NumberBad, choice_field, int_field, request_of
from app.web.said import shown_again, tell


@pages.post("/goods/item/<code>/ration")
@needs(Permission.MANAGE_GOODS)
def limit_goods(code: str) -> Response:
    """Limit goods from now on."""
    try:
        limit = _limit()
        _once(f"set_ration:{code}", lambda session: set_ration(
            session, actor(), code, limit, now=now()).id)  # fmt: skip
    except (ChoiceBad, FieldMissing, NumberBad, RationBad) as refusal:
        return shown_again(goods_page(code, refusal), refusal)
    tell(_("限量定好了"), _("这一期已经换走的也算在里面。"))
    return make_response(redirect(url_for(".one_goods", code=code), 303))


@pages.post("/goods/item/<code>/ration/end")
@needs(Permission.MANAGE_GOODS)
def end_limit(code: str) -> Response:
    """Let households have as much as they like."""
    _once(f"end_ration:{code}", lambda session: end_ration(session, actor(), code, now=now()).id)
    tell(_("不再限量了"))
    return make_response(redirect(url_for(".one_goods", code=code), 303))


def _limit() -> Limit:
    per_person = "per_person" in request.form
    at_most = per_person and request.form.get("at_most", "").strip()
    return Limit(
        quantity=int_field("quantity", least=1, most=MOST_RATIONED),
        period=choice_field("period", RationPeriod),
        per_person=per_person,
        at_most=int_field("at_most", least=1, most=MOST_RATIONED) if at_most else None,
    )


def _once(route: str, act: Callable[[Session], int]) -> None:
    with db().write() as session:
        run_once(session, request_of(route), lambda: act(session))
