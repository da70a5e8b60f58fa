"""The slip of a redemption, voiding it on its own day, and taking some goods back."""

from flask import Response, make_response, redirect, render_template, request, url_for

from app.door.context import actor, db, language, now, practice
from app.door.routes import needs
from app.kernel.errors import Conflict, Invalid, Refusal
from app.kernel.once import run_once
from app.papers.receipts import goods_lines, lines_of, receipt_height_mm
from app.registry.accounts.permissions import Permission
from app.seals.queries import newest_head
from app.shop.redemptions.back_rules import ReturnReasonMissing, is_young
from app.shop.redemptions.models import Identified
from app.shop.redemptions.queries import Receipt, receipt_for
from app.shop.redemptions.returned import goods_standing
from app.shop.redemptions.returns import return_goods
from app.shop.redemptions.rules import MOST_QUANTITY, VoidReasonMissing, is_of_today
from app.shop.redemptions.void import void_redemption
from app.web.reading import int_field, request_of
from app.web.said import said, shown_again
from app.web.store.here import here_at
from app.web.store.pages import pages
from app.words.states import name_of

# Full-width characters that fit on a line of the slip, of its heading, and beside a label.
SLIP_WIDTH, HEADING_WIDTH, NAME_WIDTH = 13, 9, 10
HOUSEHOLD_NUMBER_LINES = 1
PROXY_LINES = 2  # who he is, why, and that the clerk knows him
RETURN_LINES = 5  # 退回, when, what it gave back, a rule
VOID_LINES = 7  # 作废 in its frame, when, who, what came back, a rule


@pages.get("/receipts/<int:redemption_id>")
@needs(Permission.VIEW_REDEMPTIONS)
def receipt(redemption_id: int) -> str:
    """A slip of 58 mm, to print once more at any time."""
    with db().read() as session:
        slip, sealed = receipt_for(session, actor(), redemption_id), newest_head(session)
        store = here_at(slip.store)
        stands = store.may_void and slip.void is None
        of_today = is_of_today(slip.redemption.at, now())
        young = is_young(slip.redemption.at, now())
        return render_template(
            "store/receipt.html",
            slip=slip,
            store=store,
            voidable=stands and of_today,
            proxy_reason=_why_collected(slip),
            askable=stands and young and not of_today,
            sealed=sealed,
            height_mm=_height_mm(slip, sealed=sealed is not None),
        )


@pages.get("/receipts/<int:redemption_id>/void")
@needs(Permission.VOID_REDEMPTION)
def ask_void(redemption_id: int) -> str:
    """Before a receipt is voided: what it was, what happens, and the reason."""
    return _void_page(redemption_id)


@pages.post("/receipts/<int:redemption_id>/void")
@needs(Permission.VOID_REDEMPTION)
def void(redemption_id: int) -> Response:
    """Void a receipt: points to the household, goods to the shelf."""
    reason = request.form.get("reason", "")
    wanted = request_of("void_redemption")
    try:
        with db().write() as session:
            run_once(
                session, wanted,
                lambda: void_redemption(
                    session, actor(), redemption_id=redemption_id, reason=reason, now=now()
                ),
            )  # fmt: skip
    except (Conflict, Invalid) as refusal:
        return shown_again(_void_page(redemption_id, refusal), refusal)
    return make_response(redirect(url_for(".receipt", redemption_id=redemption_id), 303))


@pages.get("/receipts/<int:redemption_id>/return")
@needs(Permission.VOID_REDEMPTION)
def ask_return(redemption_id: int) -> str:
    """Which goods of a receipt come back, and why."""
    return _return_page(redemption_id)


@pages.post("/receipts/<int:redemption_id>/return")
@needs(Permission.VOID_REDEMPTION)
def return_some(redemption_id: int) -> Response:
    """Take some goods of a receipt back."""
    reason = request.form.get("reason", "")
    wanted = request_of("return_goods")
    try:
        back = _brought_back()
        with db().write() as session:
            run_once(
                session, wanted,
                lambda: return_goods(
                    session, actor(), redemption_id=redemption_id, back=back, reason=reason,
                    now=now(),
                ),
            )  # fmt: skip
    except (Conflict, Invalid) as refusal:
        return shown_again(_return_page(redemption_id, refusal), refusal)
    return make_response(redirect(url_for(".receipt", redemption_id=redemption_id), 303))


def _brought_back() -> dict[str, int]:
    """How many of which goods; an empty field says none."""
    fields = [name for name in request.form if name.startswith("back.") and request.form[name]]
    return {name.removeprefix("back."): int_field(name, most=MOST_QUANTITY) for name in fields}


def _return_page(redemption_id: int, refusal: Refusal | None = None) -> str:
    with db().read() as session:
        slip = receipt_for(session, actor(), redemption_id)
        store = here_at(slip.store)
        return render_template(
            "store/return.html",
            slip=slip,
            lines=goods_standing(session, redemption_id),
            store=store,
            nav=store.nav,
            refused=said(refusal) if refusal else None,
            reason_bad=isinstance(refusal, ReturnReasonMissing),
            typed=request.form,
        )


def _why_collected(slip: Receipt) -> str:
    return name_of(slip.proxy[0].reason, language()) if slip.proxy else ""


def _void_page(redemption_id: int, refusal: Refusal | None = None) -> str:
    with db().read() as session:
        slip = receipt_for(session, actor(), redemption_id)
        store = here_at(slip.store)
        return render_template(
            "store/void.html",
            slip=slip,
            store=store,
            nav=store.nav,
            refused=said(refusal) if refusal else None,
            reason_bad=isinstance(refusal, VoidReasonMissing),
            reason=request.form.get("reason", ""),
        )


def _height_mm(slip: Receipt, *, sealed: bool) -> int:
    """The usual height of a slip, and the lines that this one has more."""
    lines = goods_lines(line.name for line in slip.lines) + HOUSEHOLD_NUMBER_LINES
    lines += sum(1 for line in slip.lines if line.list_points)
    lines += sealed
    # A line of the heading is 8 mm, one of the slip 5.
    lines += 2 * (lines_of(slip.store.name, HEADING_WIDTH) - 1)
    named = (slip.number, slip.household.head_name, slip.household.number, slip.clerk)
    lines += sum(lines_of(name, NAME_WIDTH) - 1 for name in named)
    if slip.redemption.no_card_reason:
        lines += 1 + lines_of(slip.redemption.no_card_reason, SLIP_WIDTH)
    if slip.redemption.identified is not Identified.ATTESTED:
        lines += 1
    if slip.proxy:
        lines += PROXY_LINES + lines_of(slip.proxy[1].name, SLIP_WIDTH)
    for one in slip.returns:
        lines += RETURN_LINES + len(one.lines) + lines_of(one.reason, SLIP_WIDTH)
    if slip.void:
        lines += VOID_LINES + lines_of(slip.void.reason, SLIP_WIDTH)
    return receipt_height_mm(lines, practice=practice())
