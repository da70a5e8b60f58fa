"""What stands on a card: a random code in the QR, and eight digits for typing. Nothing personal.

The eighth digit is a check digit by Damm's algorithm (H. Michael Damm, 2004), because it catches
*every* single wrong digit and *every* exchange of neighbours, the two slips people make when they
read a number out or type it. Luhn lets 09 and 90 pass for each other; ISO 7064 MOD 11,10, too,
lets some exchanged neighbours through.
"""

import re
import secrets
import unicodedata
from dataclasses import dataclass
from typing import Final

from stdnum import damm

from app.kernel.errors import Conflict, Invalid, NotFound
from app.kernel.states import move
from app.registry.cards.models import CardState

PREFIX = "JF"
# Crockford's base 32: without I, L, O and U, so that nobody takes one sign for another.
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOKS_LIKE: Final = str.maketrans("OIL", "011")
# 80 random bits: nobody hits a card by guessing. With prefix and version these are 19 or 20 signs,
# which still fit into the smallest QR code: the largest squares, the easiest to scan.
SECRET_LENGTH = 16
NUMBER_LENGTH = 8
# The first digit is never 0: spreadsheets and people drop it.
SMALLEST, LARGEST = 1_000_000, 9_999_999
LONGEST_TEXT = 60
CODE_FORM: Final = re.compile(rf"{PREFIX}[1-9][0-9]{{0,3}}[{ALPHABET}]{{{SECRET_LENGTH}}}")
# A lost card stays lost when the household gets a new one; a worn card is replaced by it.
CARD_MOVES: Final[dict[tuple[CardState, str], CardState]] = {
    (CardState.ACTIVE, "report_lost"): CardState.LOST,
    (CardState.LOST, "report_lost"): CardState.LOST,
    (CardState.ACTIVE, "reissue"): CardState.REPLACED,
    (CardState.LOST, "reissue"): CardState.LOST,
}
BETWEEN: Final = re.compile(r"[\s-]+")


class CardUnreadable(Invalid):
    """Neither a card's QR text nor eight digits."""

    code = "card_unreadable"


class CardNumberWrong(Invalid):
    """Eight digits whose check digit does not fit: a slip of the hand."""

    code = "card_number_wrong"


class CardNotFound(NotFound):
    """There is no such card within the person's reach."""

    code = "card_not_found"


class NumbersDiffer(NotFound):
    """The card is not of the household with this number, or there is none."""

    code = "card_and_household_differ"


class CardExists(Conflict):
    """The household has a card that is in use."""

    code = "card_exists"


class CardLost(Conflict):
    """The card was reported lost."""

    code = "card_lost"


class CardReplaced(Conflict):
    """The household has a newer card in its place."""

    code = "card_replaced"


@dataclass(frozen=True)
class CardKey:
    """What was scanned or typed: exactly one of the two is set."""

    code: str | None = None
    number: str | None = None


def parse_card(text: str) -> CardKey:
    """Read what a scanner typed (with its Enter) or a person (spaces, full-width digits).

    :raises CardUnreadable: neither a card's QR text nor eight digits.
    :raises CardNumberWrong: eight digits, but one is wrong or two have changed places.
    """
    if len(text) > LONGEST_TEXT:
        raise CardUnreadable
    plain = BETWEEN.sub("", unicodedata.normalize("NFKC", text)).upper()
    if len(plain) == NUMBER_LENGTH and plain.isascii() and plain.isdigit():
        if damm.checksum(plain) != 0:
            raise CardNumberWrong(number=plain)
        return CardKey(number=plain)
    code = plain.translate(LOOKS_LIKE)
    if not CODE_FORM.fullmatch(code):
        raise CardUnreadable
    return CardKey(code=code)


def new_code(version: int) -> str:
    """A fresh text for the QR of a household's so many-th card."""
    return f"{PREFIX}{version}" + "".join(secrets.choice(ALPHABET) for _ in range(SECRET_LENGTH))


def new_number() -> str:
    """Seven random digits and their check digit; somebody may have drawn them before."""
    return with_check_digit(str(SMALLEST + secrets.randbelow(LARGEST - SMALLEST + 1)))


def with_check_digit(digits: str) -> str:
    """The digits followed by their check digit."""
    return digits + damm.calc_check_digit(digits)


def check_usable(state: CardState) -> None:
    """Refuse a card that is no longer in use.

    :raises CardLost: it was reported lost.
    :raises CardReplaced: the household has a newer one.
    """
    if state is CardState.LOST:
        raise CardLost
    if state is CardState.REPLACED:
        raise CardReplaced


def card_after(state: CardState, verb: str) -> CardState:
    """The state of a card after it was reported lost or another was issued in its place.

    :raises CardReplaced: there is a newer one already.
    """
    if state is CardState.REPLACED:
        raise CardReplaced
    return move(CARD_MOVES, state, verb)
