"""商品: put goods on the price list, change one, after a look at what its price was."""

from collections.abc import Callable
from dataclasses import asdict, replace

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.clock import local
from app.kernel.errors import Refusal
from app.kernel.once import run_once
from app.registry.accounts.permissions import Permission
from app.shop.goods.announcing import withdraw_price
from app.shop.goods.barcodes import printable
from app.shop.goods.desk import (
    GoodsEntry,
    PriceSet,
    add_goods,
    change_goods,
    goods_called,
    prices_of,
)
from app.shop.goods.faults import GoodsFault, PriceReasonBad, PriceRiseTooSoon
from app.shop.goods.pricing import LONGEST_REASON, earliest_rise
from app.shop.goods.queries import PricedGoods, announced, categories, price_notice_days, rations
from app.shop.goods.rules import (
    CHEAPEST,
    DEAREST,
    LONGEST_NAME,
    LONGEST_PACK,
    LONGEST_UNIT,
    BarcodeTaken,
    GoodsChangedMeanwhile,
)
from app.web.district.pages import pages
from app.web.reading import (
    DateBad,
    FieldMissing,
    FieldTooLong,
    NumberBad,
    date_field,
    int_field,
    request_of,
    text_field,
)
from app.web.said import Said, said, shown_again, tell

LONGEST_CODE = 32
LONGEST_BARCODES = 800
FORM_REFUSALS = (
    BarcodeTaken,
    DateBad,
    FieldMissing,
    FieldTooLong,
    GoodsChangedMeanwhile,
    GoodsFault,
    NumberBad,
)


@pages.get("/goods/new")
@needs(Permission.MANAGE_GOODS)
def new_goods() -> str:
    """A blank form."""
    return _form_page({}, None)


@pages.post("/goods/new")
@needs(Permission.MANAGE_GOODS)
def save_new_goods() -> Response:
    """Put new goods on the list."""
    try:
        entry = _entry(text_field("code", LONGEST_CODE))
        _once("add_goods", lambda session: add_goods(session, actor(), entry, now=now()).id)
    except FORM_REFUSALS as refusal:
        return shown_again(_form_page(request.form.to_dict(), None, refusal), refusal)
    tell(_("%(goods)s加进价目了", goods=entry.name), _("入库以后，店里就能兑换。"))
    return make_response(redirect(url_for(".goods"), 303))


@pages.get("/goods/item/<code>")
@needs(Permission.VIEW_GOODS)
def one_goods(code: str) -> str:
    """What some goods are and cost, and what they cost before."""
    return goods_page(code)


def goods_page(code: str, refusal: Refusal | None = None) -> str:
    """The page of some goods as they are, and why something beside their form was refused."""
    with db().read() as session:
        listed = goods_called(session, code, now())
        names = {heading.id: heading.name for heading in categories(session)}
    return _form_page(_values(listed, names.get(listed.category_id or 0, "")), code, refusal)


@pages.post("/goods/item/<code>")
@needs(Permission.MANAGE_GOODS)
def save_goods(code: str) -> Response:
    """Change goods; a new price only after somebody has seen the old one beside it."""
    try:
        entry, (listed, _prices) = _entry(code), _listed(code)
        if entry.price_points != listed.price_points and not _has_seen(listed):
            return make_response(_price_page(listed, entry))
        refusal = _changed(entry)
    except FORM_REFUSALS as faulty:
        return shown_again(_form_page(request.form.to_dict(), code, faulty), faulty)
    if refusal:
        return shown_again(_price_page(listed, entry, refusal), refusal)
    tell(_("%(goods)s改好了", goods=entry.name))
    return make_response(redirect(url_for(".goods"), 303))


def _values(listed: PricedGoods, category: str) -> dict[str, str]:
    values = {name: str(value) for name, value in asdict(listed).items()}
    return values | {"barcode": "\n".join(listed.barcode.split()), "category": category}


def _entry(code: str) -> GoodsEntry:
    return GoodsEntry(
        code=code,
        name=text_field("name", LONGEST_NAME),
        unit=text_field("unit", LONGEST_UNIT),
        barcode=text_field("barcode", LONGEST_BARCODES, optional=True),
        price_points=int_field("price_points", least=CHEAPEST, most=DEAREST),
        picture=text_field("picture", LONGEST_CODE, optional=True),
        pack=text_field("pack", LONGEST_PACK, optional=True),
        category=text_field("category", LONGEST_NAME, optional=True),
        adult_only="adult_only" in request.form,
        reason=text_field("reason", LONGEST_REASON, optional=True),
        from_day=date_field("from_day") if request.form.get("from_day") else None,
    )


def _changed(entry: GoodsEntry) -> Refusal | None:
    """Change goods; or what the page of the price has to say once more."""
    try:
        _once("put_goods", lambda session: change_goods(session, actor(), entry, now=now()).id)
    except (PriceReasonBad, PriceRiseTooSoon) as refusal:
        return refusal
    return None


def _price_page(listed: PricedGoods, entry: GoodsEntry, refusal: Refusal | None = None) -> str:
    """The old price beside the new one; a rise with its first day, and the reason for all."""
    rises = 0 < listed.price_points < entry.price_points
    with db().read() as session:
        days = price_notice_days(session)
        earliest = earliest_rise(now(), days) if rises else local(now()).date()
    return render_template(
        "district/goods_price.html", goods=listed, entry=entry, rises=rises, days=days,
        earliest=earliest, said=_said(refusal) if refusal else None,
    )  # fmt: skip


def _has_seen(listed: PricedGoods) -> bool:
    return request.form.get("price_before") == str(listed.price_points)


def _once(route: str, act: Callable[[Session], int]) -> None:
    with db().write() as session:
        run_once(session, request_of(route), lambda: act(session))


@pages.post("/goods/item/<code>/withdraw")
@needs(Permission.MANAGE_GOODS)
def take_price_back(code: str) -> Response:
    """Take back a price that was announced and has not begun."""
    _once(f"withdraw_price:{code}", lambda session: withdraw_price(
        session, actor(), code, now=now()).id)  # fmt: skip
    tell(_("新价收回了"), _("还是按现在的价兑换。"))
    return make_response(redirect(url_for(".one_goods", code=code), 303))


def _listed(code: str) -> tuple[PricedGoods, list[PriceSet]]:
    with db().read() as session:
        listed = goods_called(session, code, now())
        return listed, list(prices_of(session, listed.goods_id))


def _form_page(values: dict[str, str], code: str | None, refusal: Refusal | None = None) -> str:
    listed, prices = _listed(code) if code else (None, [])
    with db().read() as session:
        ration = rations(session).get(listed.goods_id) if listed else None
        coming = announced(session, now()).get(listed.goods_id) if listed else None
        headings = [(heading.name, heading.name) for heading in categories(session)]
        return render_template(
            "district/goods_form.html",
            goods=listed,
            headings=headings,
            coming=coming,
            ration=ration,
            entered=request.form,
            at=now(),
            label=bool(listed and printable(listed.barcodes)),
            prices=prices,
            values=values,
            said=_said(refusal) if refusal else None,
            may_change=actor().may(Permission.MANAGE_GOODS),
        )


def _said(refusal: Refusal) -> Said:
    """The refusal beside its field: goods know their columns, a page its fields, by one name."""
    field = refusal.column if isinstance(refusal, GoodsFault) else ""
    if isinstance(refusal, BarcodeTaken):
        is_code = refusal.facts.get("barcode") == request.form.get("code", "").strip()
        field = "code" if is_code else "barcode"
    plain = said(refusal)
    return replace(plain, field=field or plain.field)
