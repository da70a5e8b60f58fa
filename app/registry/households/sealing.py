"""How ID and telephone numbers of a household lie in the database: sealed, each in its row."""

from app.kernel.secrets import Secrets
from app.registry.households.models import Member
from app.registry.households.roster.results import RosterHousehold, RosterMember


def phone_binding(number: str) -> str:
    """What a sealed telephone number is bound to: it cannot be moved to another household."""
    return f"households.phone:{number}"


def _id_binding(index: bytes) -> str:
    return f"members.id_number:{index.hex()}"


def sealed_phone(household: RosterHousehold, secrets: Secrets) -> dict[str, object]:
    """The column of a household's telephone number, sealed; nothing when there is none."""
    phone = household.head.phone
    sealed = secrets.seal(phone, phone_binding(household.number)) if phone else None
    return {"phone_sealed": sealed}


def member_row(household_id: int, member: RosterMember, secrets: Secrets) -> dict[str, object]:
    """The row of a member: the ID number sealed, with its keyed index and its last two digits."""
    index = secrets.index(member.id_number)
    return {
        "household_id": household_id,
        "name": member.name,
        "relation": member.relation,
        "is_head": member.is_head,
        "id_index": index,
        "id_sealed": secrets.seal(member.id_number, _id_binding(index)),
        "id_last2": member.id_number[-2:],
    }


def open_id(member: Member, secrets: Secrets) -> str:
    """A member's ID number in the clear; only `reveal` asks for it.

    :raises SecretUnreadable: the key does not fit.
    """
    return secrets.open(member.id_sealed, _id_binding(member.id_index))
