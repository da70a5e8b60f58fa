"""How ID and telephone numbers of a household lie in the database: sealed, each in its row.

An ID number is bound to its blind index, which names one person in each table: the pair may be
copied into a change of the household, the number alone opens nowhere else.
"""

from sqlalchemy.orm import Session

from app.kernel.errors import Conflict
from app.kernel.keyring import keys_numbered
from app.kernel.secrets import Keys, Secrets
from app.registry.households.models import Member
from app.registry.households.roster.results import RosterHousehold, RosterMember


class NumberErased(Conflict):
    """The household left long ago, and the number went."""

    code = "number_erased"


def phone_binding(number: str) -> str:
    """What a sealed telephone number is bound to: it cannot be moved to another household."""
    return f"households.phone:{number}"


def id_binding(index: bytes) -> str:
    """What a sealed ID number is bound to: it cannot be moved to another person."""
    return f"members.id_number:{index.hex()}"


def sealed_phone(household: RosterHousehold, keys: Keys) -> dict[str, object]:
    """The columns of a household's telephone number, sealed; nothing when there is none."""
    phone = household.head.phone
    sealed = keys.seal(phone, phone_binding(household.number)) if phone else None
    return {"phone_sealed": sealed, "phone_key": keys.number}


def sealed_id(id_number: str, keys: Keys) -> dict[str, object]:
    """The columns of an ID number that a change of keys changes."""
    index = keys.index(id_number)
    return {
        "id_index": index,
        "id_sealed": keys.seal(id_number, id_binding(index)),
        "id_key": keys.number,
    }


def member_row(household_id: int, member: RosterMember, keys: Keys) -> dict[str, object]:
    """The row of a member: the ID number sealed, with its keyed index and its last two digits."""
    return {
        "household_id": household_id,
        "name": member.name,
        "relation": member.relation,
        "is_head": member.is_head,
        "id_last2": member.id_number[-2:],
        **sealed_id(member.id_number, keys),
    }


def open_id(session: Session, member: Member, secrets: Secrets) -> str:
    """A member's ID number in the clear; only `reveal` asks for it.

    :raises NumberErased: its time was past.
    :raises SecretUnreadable: the value is damaged or another's.
    :raises KeyMissing: there is no key.
    :raises KeyWrong: the key does not fit.
    """
    if not member.id_sealed:
        raise NumberErased
    keys = keys_numbered(session, secrets, member.id_key)
    return keys.open(member.id_sealed, id_binding(member.id_index))
