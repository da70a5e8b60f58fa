"""What a call must come to, from the mark of a route, the role and the place: not from the app."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.registry.accounts.permissions import (
    EVERYWHERE_FOR_STORES,
    PERMISSIONS,
    STORE_ROLES,
    Permission,
    Role,
)
from tests.everywhere.addresses import Address

#: Who works at the desk whose pages an address begins with; the others are asked for their own.
DESKS: Final = {
    "township": frozenset({Role.TOWNSHIP}),
    "district": frozenset({Role.DISTRICT_ADMIN, Role.AUDITOR}),
}
#: A page that shows more people the way than may go on: what it needs besides its mark.
NEEDED_TOO: Final = {
    "village.ask_lost": Permission.REPORT_CARD_LOST,
    "village.report_lost": Permission.REPORT_CARD_LOST,
    "store.pin": Permission.REDEEM,
    "store.save_pin": Permission.REDEEM,
    "store.holder_photo": Permission.REDEEM,
}
#: Pages of both offices that need what nobody at the township may do: the district alone has them.
NOBODYS: Final = frozenset(
    f"township.{name}"
    for name in (
        "expiring", "expire", "export_expiring", "ask_issue", "issue", "ask_reissue", "reissue",
        "ask_reveal", "reveal",
    )
)  # fmt: skip
#: What belongs to the whole district, or to everyone: it has no other place.
OF_NO_PLACE: Final = frozenset(
    {
        "change_kind", "file", "filename", "goods_code", "kind", "language", "name", "part",
        "position", "questionnaire_id", "request_id", "seen", "version_id", "way",
    }
)  # fmt: skip


class Comes(StrEnum):
    """What a call comes to."""

    IN = "let in"
    SIGN_IN = "sent to sign in"
    REFUSED = "refused"
    MISSING = "not found"


@dataclass(frozen=True)
class Cell:
    """One call: where, as whom, and about one's own place or another's."""

    address: Address
    role: Role | None
    own: bool

    def __str__(self) -> str:
        about = "own" if self.own else "other"
        return f"{self.address} as {self.role or 'nobody'} ({about})"


def expected(cell: Cell) -> Comes:
    """What a call must come to."""
    address, role = cell.address, cell.role
    if role is None:
        return Comes.IN if address.mark.public else Comes.SIGN_IN
    desk = DESKS.get(address.endpoint.partition(".")[0])
    too = NEEDED_TOO.get(address.endpoint)
    if not address.lets_in(role) or (desk and role not in desk):
        return Comes.REFUSED
    if too and too not in PERMISSIONS[role]:
        return Comes.REFUSED
    if cell.own or address.mark.public or everywhere(address, role):
        return Comes.IN
    return Comes.MISSING


def everywhere(address: Address, role: Role) -> bool:
    """Whether this role does this in the whole district: it has no other place."""
    if role is Role.DISTRICT_ADMIN:
        return True
    carried = EVERYWHERE_FOR_STORES.intersection(address.mark.any_of)
    return role in STORE_ROLES and bool(carried) and address.rule.startswith("/api/v1/cards/")


def came_to(status: int, location: str) -> Comes:
    """What an answer was."""
    if status == 401 or (status in {302, 303} and location.startswith("/sign-in")):
        return Comes.SIGN_IN
    return {403: Comes.REFUSED, 404: Comes.MISSING}.get(status, Comes.IN)
