"""Re-add the till (promises I3, I4): receipts against points and goods."""

from functools import cache

from sqlalchemy import Exists, Integer, Select, and_, cast, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.kernel.checking import Check, Promise, all_checked, count_of
from app.ledger.models import Account, Transfer
from app.shop.redemptions.closing_verify import closings_add_up
from app.shop.redemptions.models import (
    Redemption,
    RedemptionLine,
    RedemptionReturn,
    RedemptionVoid,
    ReturnLine,
    VoidDecision,
    VoidRequest,
)
from app.shop.redemptions.returned import owned_moves
from app.shop.redemptions.rules import is_of_today
from app.shop.stock.models import Move, MoveKind


def receipts_add_up() -> Promise:
    """A receipt's points are the sum of its lines and of the transfer to its store's account."""
    lines = (
        select(
            RedemptionLine.redemption_id,
            cast(func.sum(RedemptionLine.quantity * RedemptionLine.price_points), Integer).label(
                "points"
            ),
        )
        .group_by(RedemptionLine.redemption_id)
        .subquery()
    )
    payer, till = aliased(Account), aliased(Account)
    wrong = (
        select(Redemption.id)
        .outerjoin(lines, lines.c.redemption_id == Redemption.id)
        .outerjoin(
            Transfer,
            and_(Transfer.source_kind == "redemption", Transfer.source_id == Redemption.id),
        )
        .outerjoin(payer, payer.id == Transfer.debit_account_id)
        .outerjoin(till, till.id == Transfer.credit_account_id)
        .where(
            or_(
                func.coalesce(lines.c.points, 0) != Redemption.points,
                func.coalesce(Transfer.points, 0) != Redemption.points,
                func.coalesce(payer.household_id, 0) != Redemption.household_id,
                func.coalesce(till.store_id, 0) != Redemption.store_id,
            )
        )
        .order_by(Redemption.id)
    )
    return Promise(
        "receipts equal their lines and their transfer",
        count_of(Redemption),
        {"redemption {}": wrong},
    )


def goods_left_once() -> Promise:
    """Each line of a receipt has its one move of goods; what left or came back has its line."""
    wrong_lines = (
        select(RedemptionLine.id)
        .join(Redemption, Redemption.id == RedemptionLine.redemption_id)
        .join(Move, Move.id == RedemptionLine.move_id)
        .where(
            or_(
                Move.quantity != -RedemptionLine.quantity,
                Move.goods_id != RedemptionLine.goods_id,
                Move.store_id != Redemption.store_id,
            )
        )
    )
    first = func.coalesce(Move.reverses_id, Move.id)
    orphans = (
        select(Move.id)
        .outerjoin(RedemptionLine, RedemptionLine.move_id == first)
        .outerjoin(ReturnLine, ReturnLine.kept_move_id == first)
        .where(
            Move.kind.in_([MoveKind.HAND_OUT, MoveKind.TAKE_BACK]),
            RedemptionLine.id.is_(None),
            ReturnLine.id.is_(None),
        )
    )
    return Promise(
        "each redeemed line has exactly one move of goods",
        count_of(RedemptionLine),
        {"line {}": wrong_lines, "move {}": orphans},
    )


def _gave_points_back() -> Exists:
    """A transfer to the household of what parts that came earlier had left."""
    returned_points = (
        select(func.coalesce(func.sum(RedemptionReturn.points), 0))
        .where(RedemptionReturn.redemption_id == Redemption.id)
        .correlate(Redemption)
        .scalar_subquery()
    )
    return (
        select(Transfer.id)
        .join(Account, Account.id == Transfer.credit_account_id)
        .where(
            Transfer.source_kind == "void",
            Transfer.source_id == Redemption.id,
            Transfer.points == Redemption.points - returned_points,
            Account.household_id == Redemption.household_id,
        )
        .exists()
    )


def voids_returned_all() -> Promise:
    """A voided receipt gave back its points and every one of its goods; no other did."""
    given_back = _gave_points_back()
    back = aliased(Move)
    owned = owned_moves().subquery()
    # What came back in parts is looked at by returns_gave_back.
    standing = (
        select(owned.c.move_id)
        .outerjoin(ReturnLine, ReturnLine.taken_move_id == owned.c.move_id)
        .outerjoin(back, back.reverses_id == owned.c.move_id)
        .where(owned.c.redemption_id == Redemption.id, ReturnLine.id.is_(None))
    )
    whole = and_(
        back.quantity == owned.c.quantity,
        back.goods_id == owned.c.goods_id,
        back.store_id == Redemption.store_id,
    )
    kept = standing.where(or_(back.id.is_(None), ~whole)).exists()
    returned = standing.where(back.id.is_not(None)).exists()
    voided = RedemptionVoid.redemption_id.is_not(None)
    wrong = (
        select(Redemption.id)
        .outerjoin(RedemptionVoid, RedemptionVoid.redemption_id == Redemption.id)
        .where(
            or_(
                and_(voided, or_(~given_back, kept)),
                and_(~voided, or_(given_back, returned)),
            )
        )
    )
    return Promise(
        "voided receipts gave back points and goods",
        count_of(RedemptionVoid),
        {"redemption {}": wrong},
    )


def returns_gave_back() -> Promise:
    """What came back in part gave back its points and its goods, and the rest left anew."""
    return Promise(
        "goods that came back gave back their points",
        count_of(RedemptionReturn),
        {"return {}": _returns_without_points(), "return line {}": _returns_without_goods()},
    )


def _returns_without_points() -> Select[int]:
    lines = (
        select(func.coalesce(func.sum(ReturnLine.quantity * ReturnLine.price_points), 0))
        .where(ReturnLine.return_id == RedemptionReturn.id)
        .scalar_subquery()
    )
    until = aliased(RedemptionReturn)
    so_far = (
        select(func.sum(until.points))
        .where(
            until.redemption_id == RedemptionReturn.redemption_id, until.id <= RedemptionReturn.id
        )
        .scalar_subquery()
    )
    return (
        select(RedemptionReturn.id)
        .join(Redemption, Redemption.id == RedemptionReturn.redemption_id)
        .outerjoin(
            Transfer,
            and_(Transfer.source_kind == "return", Transfer.source_id == RedemptionReturn.id),
        )
        .outerjoin(Account, Account.id == Transfer.credit_account_id)
        .where(
            or_(
                RedemptionReturn.points != lines,
                func.coalesce(Transfer.points, 0) != RedemptionReturn.points,
                func.coalesce(Account.household_id, 0) != Redemption.household_id,
                RedemptionReturn.points_left != Redemption.points - so_far,
            )
        )
        .order_by(RedemptionReturn.id)
    )


def _returns_without_goods() -> Select[int]:
    """The reversed move is the receipt's own and whole, and what stays left from the same lot."""
    owned = owned_moves().subquery()
    taken, back, kept = aliased(Move), aliased(Move), aliased(Move)
    right = and_(
        owned.c.redemption_id == RedemptionReturn.redemption_id,
        owned.c.goods_id == ReturnLine.goods_id,
        owned.c.quantity == ReturnLine.taken,
        owned.c.price_points == ReturnLine.price_points,
        back.quantity == ReturnLine.taken,
        func.coalesce(-kept.quantity, 0) == ReturnLine.kept,
        func.coalesce(kept.lot_id, taken.lot_id) == taken.lot_id,
        func.coalesce(kept.store_id, taken.store_id) == taken.store_id,
    )
    is_right = (
        select(taken.id)
        .join(owned, owned.c.move_id == taken.id)
        .join(back, back.reverses_id == taken.id)
        .outerjoin(kept, kept.id == ReturnLine.kept_move_id)
        .where(taken.id == ReturnLine.taken_move_id, right)
        .exists()
    )
    return (
        select(ReturnLine.id)
        .join(RedemptionReturn, RedemptionReturn.id == ReturnLine.return_id)
        .where(~is_right)
        .order_by(ReturnLine.id)
    )


def late_voids_were_approved(session: Session) -> Check:
    """A receipt that was voided after its day was asked about by one and approved by another."""
    approved = (
        select(VoidDecision.request_id)
        .join(VoidRequest, VoidRequest.id == VoidDecision.request_id)
        .where(
            VoidRequest.redemption_id == RedemptionVoid.redemption_id,
            VoidDecision.approved,
            VoidDecision.decided_by == RedemptionVoid.voided_by,
        )
        .exists()
    )
    rows = session.execute(
        select(
            RedemptionVoid.redemption_id, Redemption.at, RedemptionVoid.voided_at,
            approved.label("approved"),
        )
        .join(Redemption, Redemption.id == RedemptionVoid.redemption_id)
        .order_by(RedemptionVoid.redemption_id)
    ).all()  # fmt: skip
    bad = [
        f"redemption {row.redemption_id}"
        for row in rows
        if not is_of_today(row.at, row.voided_at) and not row.approved
    ]
    return Check.of("late voids were approved by a second person", len(rows), bad)


@cache
def _promises() -> tuple[Promise, ...]:
    return receipts_add_up(), goods_left_once(), voids_returned_all(), returns_gave_back()


def redemption_checks(session: Session) -> list[Check]:
    """All checks of the till: what statements re-add, and what hangs on the day in the village."""
    return [
        *all_checked(session, _promises()),
        late_voids_were_approved(session),
        closings_add_up(session),
    ]
