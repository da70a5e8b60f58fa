"""The till: a basket for points, its receipt, and taking it back on the same day."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from flask import Response
from pydantic import Field

from app.api.requests import answers, made, once, said, takes, wing
from app.api.schemas import Answer, Id, Strict
from app.door.clean import id_of
from app.door.context import actor, db, now
from app.door.pins import check_typed
from app.door.routes import needs
from app.registry.accounts.permissions import Permission
from app.shop.redemptions.actions import hand_over, household_of
from app.shop.redemptions.models import Identified
from app.shop.redemptions.queries import Receipt, receipt_for
from app.shop.redemptions.rules import Basket, BasketLine
from app.shop.redemptions.slips import Slip, slip_of
from app.shop.redemptions.void import void_redemption

redemptions = wing("redemptions")


class BasketLineIn(Strict):
    """Goods by code or barcode, and how many of their unit."""

    goods: str
    quantity: int


class BasketIn(Strict):
    """A store's code, a card (QR text or number), and what is taken; prices are the server's.

    Without a card at hand: the household, and the reason, which the audit keeps. Some goods are
    for grown-ups only: `adult_confirmed` says that an adult collects them.
    """

    store: str
    card: str | None = None
    lines: list[BasketLineIn]
    household_id: Id | None = None
    no_card_reason: str | None = None
    adult_confirmed: bool = False
    identified: Literal["attested", "photo"] = Field(
        default="attested", description="The clerk knows who is there, or compared with its photo"
    )
    pin: str | None = Field(default=None, description="What the household typed, if it has a PIN")

    def basket(self, request_id: UUID) -> Basket:
        """The basket as the domain takes it; the digits were compared before."""
        return Basket(
            uuid=request_id,
            store_code=self.store,
            lines=[BasketLine(line.goods, line.quantity) for line in self.lines],
            card=self.card,
            household_id=id_of(self.household_id) if self.household_id is not None else None,
            no_card_reason=self.no_card_reason,
            adult_confirmed=self.adult_confirmed,
            identified=Identified.PIN if self.pin else Identified(self.identified),
        )


class RedeemedLine(Answer):
    """Goods of one kind and price on a receipt; `price_points` is for one."""

    goods: str
    name: str
    unit: str
    quantity: int
    price_points: int
    list_points: int | None = Field(description="by the price list, if it was marked down")


class RedemptionOut(Answer):
    """What was redeemed, what it cost, and what the household has left."""

    id: Id
    receipt_no: str
    points: int
    balance_after: int
    lines: list[RedeemedLine]


class VoidOut(Answer):
    """When and why a receipt was taken back."""

    at: datetime
    reason: str


class ReceiptOut(RedemptionOut):
    """A receipt; `void` says that its points and goods were returned."""

    at: datetime
    store: str
    household_id: Id
    household_number: str
    head: str
    clerk: str
    identified: Identified = Field(description="How the clerk knew who was there")
    void: VoidOut | None


class VoidIn(Strict):
    """Why a receipt is taken back."""

    reason: str


@redemptions.put("/redemptions/<uuid:redemption>")
@needs(Permission.REDEEM)
@takes(BasketIn)
@answers(RedemptionOut, 201, 200)
def put_redemption(redemption: UUID, body: BasketIn) -> Response:
    """Hand a basket over for points: points, goods and receipt together, or nothing.

    A wrong PIN is counted, five of them within 15 minutes lock it (429); without one the clerk
    attests that he knows who is there, whether the household has a PIN or not.
    """
    person, at = actor(), now()
    basket = body.basket(redemption)
    if body.pin:
        _compare(basket, body.pin)
    slips: list[Slip] = []

    def act() -> int:
        slips.append(hand_over(session, person, basket, now=at))
        return slips[0].id

    with db().write() as session:
        # Digits are never remembered, not even as a hash that anybody could search.
        kept = body.model_dump(mode="json", exclude={"pin"}) if body.pin else None
        done = once(session, act, body=kept)
        slip = slips[0] if slips else slip_of(session, done.id)
    return made(_redemption(slip), done)


def _compare(basket: Basket, pin: str) -> None:
    with db().read() as session:
        household_id = household_of(session, actor(), basket)
    check_typed(household_id, pin)


@redemptions.get("/redemptions/<int:redemption>")
@needs(Permission.VIEW_REDEMPTIONS)
@answers(ReceiptOut)
def get_redemption(redemption: int) -> Response:
    """A whole receipt."""
    with db().read() as session:
        return said(_receipt(receipt_for(session, actor(), redemption)))


@redemptions.post("/redemptions/<int:redemption>/void")
@needs(Permission.VOID_REDEMPTION)
@takes(VoidIn)
@answers(ReceiptOut)
def post_void(redemption: int, body: VoidIn) -> Response:
    """Take a receipt back on its own day: points to the household, goods to the shelf."""
    person, at = actor(), now()

    def act() -> int:
        return void_redemption(
            session, person, redemption_id=redemption, reason=body.reason, now=at
        )

    with db().write() as session:
        once(session, act)
        return said(_receipt(receipt_for(session, person, redemption)))


def _redemption(slip: Slip) -> RedemptionOut:
    return RedemptionOut(
        id=str(slip.id),
        receipt_no=slip.receipt_no,
        points=slip.points,
        balance_after=slip.balance_after,
        lines=[
            RedeemedLine(
                goods=line.goods,
                name=line.name,
                unit=line.unit,
                quantity=line.quantity,
                price_points=line.price_points,
                list_points=line.list_points,
            )
            for line in slip.lines
        ],
    )


def _receipt(receipt: Receipt) -> ReceiptOut:
    void = receipt.void
    return ReceiptOut(
        id=str(receipt.redemption.id),
        receipt_no=receipt.number,
        points=receipt.redemption.points,
        balance_after=receipt.redemption.balance_after,
        lines=[
            RedeemedLine(
                goods=line.goods_code,
                name=line.name,
                unit=line.unit,
                quantity=line.quantity,
                price_points=line.price_points,
                list_points=line.list_points,
            )
            for line in receipt.lines
        ],
        at=receipt.redemption.at,
        store=receipt.store.code,
        household_id=str(receipt.household.id),
        household_number=receipt.household.number,
        head=receipt.household.head_name,
        clerk=receipt.clerk,
        identified=receipt.redemption.identified,
        void=VoidOut(at=void.voided_at, reason=void.reason) if void else None,
    )
