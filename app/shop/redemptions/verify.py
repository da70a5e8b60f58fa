"""Re-add the till (promises I3, I4): receipts against points and goods."""

from sqlalchemy import Integer, and_, cast, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.kernel.checking import Check
from app.ledger.models import Account, Transfer
from app.shop.redemptions.models import Redemption, RedemptionLine, RedemptionVoid
from app.shop.stock.models import Move, MoveKind


def receipts_add_up(session: Session) -> Check:
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
    bad = [f"redemption {found}" for found in session.scalars(wrong)]
    rows = session.scalar(select(func.count()).select_from(Redemption)) or 0
    return Check.of("receipts equal their lines and their transfer", rows, bad)


def goods_left_once(session: Session) -> Check:
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
    orphans = (
        select(Move.id)
        .outerjoin(
            RedemptionLine, RedemptionLine.move_id == func.coalesce(Move.reverses_id, Move.id)
        )
        .where(Move.kind.in_([MoveKind.HAND_OUT, MoveKind.TAKE_BACK]), RedemptionLine.id.is_(None))
    )
    bad = [f"line {found}" for found in session.scalars(wrong_lines)]
    bad += [f"move {found}" for found in session.scalars(orphans)]
    rows = session.scalar(select(func.count()).select_from(RedemptionLine)) or 0
    return Check.of("each redeemed line has exactly one move of goods", rows, bad)


def voids_returned_all(session: Session) -> Check:
    """A voided receipt gave back its points and every one of its goods; no other did."""
    given_back = (
        select(Transfer.id)
        .join(Account, Account.id == Transfer.credit_account_id)
        .where(
            Transfer.source_kind == "void",
            Transfer.source_id == Redemption.id,
            Transfer.points == Redemption.points,
            Account.household_id == Redemption.household_id,
        )
        .exists()
    )
    back = aliased(Move)
    lines = (
        select(RedemptionLine.id)
        .outerjoin(back, back.reverses_id == RedemptionLine.move_id)
        .where(RedemptionLine.redemption_id == Redemption.id)
    )
    whole = and_(
        back.quantity == RedemptionLine.quantity,
        back.goods_id == RedemptionLine.goods_id,
        back.store_id == Redemption.store_id,
    )
    kept = lines.where(or_(back.id.is_(None), ~whole)).exists()
    returned = lines.where(back.id.is_not(None)).exists()
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
    bad = [f"redemption {found}" for found in session.scalars(wrong)]
    rows = session.scalar(select(func.count()).select_from(RedemptionVoid)) or 0
    return Check.of("voided receipts gave back points and goods", rows, bad)


def redemption_checks(session: Session) -> list[Check]:
    """All checks of the till."""
    return [receipts_add_up(session), goods_left_once(session), voids_returned_all(session)]
