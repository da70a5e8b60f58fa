"""What filling in a sheet took: kept beside it where it can be, never in its way."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.scoring.rounds.burden import Burden, is_plausible
from app.scoring.rounds.burden_models import SheetBurden
from tests import make


@pytest.mark.parametrize(
    ("burden", "plausible"),
    [
        (Burden(16, 0, 48), True),
        (Burden(0, 10_000, 1), True),
        (Burden(1_001, 0, 48), False),
        (Burden(-1, 0, 48), False),
        (Burden(16, 10_001, 48), False),
        (Burden(16, 0, 0), False),
        (Burden(16, 0, 14_401), False),
    ],
)
def test_what_nobody_can_have_done_is_not_kept_and_the_database_refuses_it(
    session: Session, burden: Burden, *, plausible: bool
) -> None:
    village = make.village(session)
    round_ = make.open_round(session, village)
    sheet = make.sheet(session, round_, make.household(session, village=village), burden=burden)
    kept = session.scalars(select(SheetBurden)).all()
    other = make.sheet(session, round_, make.household(session, village=village))

    assert is_plausible(burden) is plausible
    assert [row.sheet_id for row in kept] == [sheet.id] * plausible
    if not plausible:
        with pytest.raises(IntegrityError, match="ck_sheet_burdens"), session.begin_nested():
            session.add(SheetBurden(sheet_id=other.id, **vars(burden)))
