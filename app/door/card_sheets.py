"""Cards as a PDF: what the register knows, set on the paper's card."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.papers.cards import CardFace, card_sheet
from app.registry.cards.queries import PrintedCard
from app.registry.places.models import Place
from app.registry.places.queries import district, place_names


def cards_pdf(
    session: Session, village: Place, cards: Sequence[PrintedCard], *, practice: bool
) -> bytes:
    """A sheet of ten for each ten cards of a village."""
    names, whole = place_names(session), district(session)
    faces = [
        CardFace(
            head_name=card.head_name,
            household_number=card.household_number,
            village_name=village.name,
            township_name=names.get(village.parent_code or "", ""),
            district_name=whole.name if whole else "",
            number=card.number,
            qr_text=card.code,
        )
        for card in cards
    ]
    return card_sheet(faces, practice=practice)
