"""What the gallery shows of a scorecard, a notice and a wall: invented, by the real rules."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

from app.kernel.period import Period
from app.ledger.expiring import Ending
from app.scoring.pairs.comparing import compared
from app.scoring.rounds.notice_awards import NoticeAward
from app.scoring.schemes.explaining import explained
from app.scoring.schemes.reading import scheme_from
from app.scoring.schemes.rules import Item, ItemRole
from app.scoring.schemes.scales import Grade, Grades
from app.scoring.visits.models import Acknowledged
from app.scoring.visits.rules import Evidence, Photo
from app.seals.digests import Head
from app.shop.goods.models import RationPeriod
from app.shop.marketdays.models import DayState
from app.shop.marketdays.queries import DayShown, StopShown
from app.web.answer_form import Field, answer_form
from tests.scoring.published import A_VILLAGES_CARD

_RULES = scheme_from({**A_VILLAGES_CARD, "month_cap": 20})
_ANSWERS = {"A1": "4", "A2": "2", "B": "1", "D": "1"}
_PUT_UP = datetime(2026, 11, 20, 1, tzinfo=UTC)


def graded(code: str, name: str, *points: int) -> Field:
    """An item with four grades, worth these points."""
    worth = dict(zip(Grade, (*points, 0), strict=True))
    return Field(code, Item(code, name, Grades(worth)))


_VISIT = SimpleNamespace(visited_at=_PUT_UP, note="院子扫得干净")
_PAIR = SimpleNamespace(
    first=SimpleNamespace(points=20, reasons={}), first_scorer="周明霞", first_visit=_VISIT,
    second=SimpleNamespace(points=19, reasons={}), second_scorer="王国栋", second_visit=_VISIT,
    waits=False, agreed=False, second_taken=True, decided_by="马书记",
    decision=SimpleNamespace(decided_at=_PUT_UP, reason="又去看过"),
)  # fmt: skip
_FORM = answer_form(_RULES, _ANSWERS)

SAMPLES = SimpleNamespace(
    form=_FORM,
    deductions=[field for field in _FORM.extras if field.item.role is ItemRole.DEDUCTION],
    others=[SimpleNamespace(username="sun", name="孙长河")],
    evidence=Evidence(
        "sun", [Photo("ab" * 32), Photo("cd" * 32, "D")],
        acknowledged=Acknowledged.SIGNED, signature="ef" * 32,
    ),
    refused=SimpleNamespace(heading="“检查不净”要减分，还没有照片"),
    items=_RULES.answerable,
    visit=SimpleNamespace(
        visitor="周明霞", second_visitor="孙长河", photo_refused=True, acknowledged="signed",
        photos=[SimpleNamespace(position=1, item_code="D")],
    ),
    answers=_ANSWERS,
    reasons={"D": "11 月 3 日检查，院里堆垃圾"},
    why=explained(_RULES, _ANSWERS),
    pair=_PAIR,
    told=compared(_RULES, _ANSWERS, {**_ANSWERS, "A1": "3"}),
    month=Period.parse("2026-11"),
    ending=Ending(2026, date(2027, 3, 31)),
    coming_price=SimpleNamespace(name="大米 5 kg", price_before=130, price_points=140,
                                 since=_PUT_UP, reason="进价涨了"),
    market_day=DayShown(
        1, date(2026, 11, 24), DayState.PLANNED, "", "", 1, "LD01", "流动超市", 2, "HJ01", "韩集店",
        [StopShown("371599115001", "马庄村", 540, 660, "村委会门前")],
    ),
    sealed=Head(12, "3f9a" * 16),
    ration=SimpleNamespace(quantity=2, period=RationPeriod.MONTH, per_person=False, at_most=None),
    corrected=[SimpleNamespace(number="0127", was=81, points=86)],
    awards=[
        NoticeAward("0127", "张桂兰", "获得荣誉称号", "县级", 200, struck=False),
        NoticeAward("0131", "马建国", "救助邻居", "", 20, struck=True),
    ],
    postings=[
        SimpleNamespace(id=1, posted_at=_PUT_UP, posted_by="老马", recorded_at=_PUT_UP,
                        recorded_by="马书记"),
    ],
)  # fmt: skip
