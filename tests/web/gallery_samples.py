"""What the gallery shows of a scorecard, a notice and a wall: invented, by the real rules."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

from app.kernel.period import Period
from app.ledger.expiring import Ending
from app.scoring.schemes.explaining import explained
from app.scoring.schemes.reading import scheme_from
from app.scoring.schemes.rules import Item
from app.scoring.schemes.scales import Grade, Grades
from app.shop.goods.models import RationPeriod
from app.web.answer_form import Field, answer_form
from tests.scoring.published import A_VILLAGES_CARD

_RULES = scheme_from({**A_VILLAGES_CARD, "month_cap": 20})
_ANSWERS = {"A1": "4", "A2": "2", "B": "1", "D": "1"}
_PUT_UP = datetime(2026, 11, 20, 1, tzinfo=UTC)


def graded(code: str, name: str, *points: int) -> Field:
    """An item with four grades, worth these points."""
    worth = dict(zip(Grade, (*points, 0), strict=True))
    return Field(code, Item(code, name, Grades(worth)))


SAMPLES = SimpleNamespace(
    form=answer_form(_RULES, _ANSWERS),
    answers=_ANSWERS,
    reasons={"D": "11 月 3 日检查，院里堆垃圾"},
    why=explained(_RULES, _ANSWERS),
    month=Period.parse("2026-11"),
    ending=Ending(2026, date(2027, 3, 31)),
    coming_price=SimpleNamespace(name="大米 5 kg", price_before=130, price_points=140,
                                 since=_PUT_UP, reason="进价涨了"),
    ration=SimpleNamespace(quantity=2, period=RationPeriod.MONTH, per_person=False, at_most=None),
    corrected=[SimpleNamespace(number="0127", was=81, points=86)],
    postings=[
        SimpleNamespace(id=1, posted_at=_PUT_UP, posted_by="老马", recorded_at=_PUT_UP,
                        recorded_by="马书记"),
    ],
)  # fmt: skip
