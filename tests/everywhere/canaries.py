"""Values that stand in the columns of personal data and nowhere else: what shows has leaked."""

from base64 import b64encode
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.kernel.keyring import writing_keys
from app.kernel.secrets import Secrets
from app.registry.accounts.models import User
from app.registry.households.models import Household, Member
from app.registry.households.roster.results import RosterMember
from app.registry.households.sealing import member_row, phone_binding

PHONE: Final = "13864217539"
WELFARE: Final = "金丝雀特困类"
PASSWORD: Final = "argon2id-canary-5be1c9"
#: What the story of a town types at its till: nobody may ever read it again.
PIN: Final = "258014"
#: The sixteen digits before the number of a person and the last one.
ID_NUMBERS: Final = "3715021978041340"
FULL_WIDTH: Final = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True)
class Canary:
    """A value, and what it is."""

    what: str
    value: str

    @property
    def shapes(self) -> frozenset[str]:
        """As it stands; as people write it; as programs pack it."""
        encoded = b64encode(self.value.encode()).decode().rstrip("=")
        found = {self.value, encoded, self.value.encode().hex()}
        if self.value[:-1].isdigit():
            found |= {self.value.translate(FULL_WIDTH), *_grouped(self.value)}
        if self.what == "ID number":
            found |= {self.value[-6:], self.value[6:14], self.value[:12], self.value.lower()}
        return frozenset(found)


def _grouped(digits: str) -> set[str]:
    """With gaps, as telephone and ID numbers are read out."""
    cuts = (3, 7) if len(digits) == 11 else (6, 14)
    parts = [digits[: cuts[0]], digits[cuts[0] : cuts[1]], digits[cuts[1] :]]
    return {" ".join(parts), "-".join(parts)}


def planted(session: Session, secrets: Secrets) -> list[Canary]:
    """Put one into every personal column of a filled district; answers all of them."""
    keys = writing_keys(session, secrets)
    found = [Canary("phone", PHONE), Canary("welfare class", WELFARE), Canary("PIN", PIN)]
    found.append(Canary("password", PASSWORD))
    session.execute(update(User).values(password_hash=PASSWORD))
    for home in session.scalars(select(Household)):
        home.welfare_class = WELFARE
        home.phone_sealed = keys.seal(PHONE, phone_binding(home.number))
    for nth, member in enumerate(session.scalars(select(Member).order_by(Member.id))):
        number = f"{ID_NUMBERS}{nth}X"
        person = RosterMember(member.name, member.relation, number, PHONE, member.is_head)
        row = member_row(member.household_id, person, keys)
        session.execute(update(Member).where(Member.id == member.id).values(row))
        found.append(Canary("ID number", number))
    return found


def shown(text: str, canaries: list[Canary]) -> set[str]:
    """Which of them stand in a text, in any shape."""
    return {canary.what for canary in canaries if any(shape in text for shape in canary.shapes)}
