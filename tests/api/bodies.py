"""A body for every operation that takes one, about the things of one town."""

from base64 import b64encode
from dataclasses import dataclass
from typing import Final

from tests import make
from tests.api.calling import Body
from tests.api.town import VISITED_AT
from tests.kernel.test_pictures import photo
from tests.scoring.asking import ANSWERS
from tests.shop.marketdays.tours import TODAY

AWARD: Final[Body] = {"code": "R1", "reason": "井边救人", "happened_on": "2026-11-18"}
SAID: Final[Body] = {"by": "邻居", "text": "不属实"}
SPOILT: Final[Body] = {"loss": "damage", "reason": "袋子破了"}


@dataclass(frozen=True)
class Named:
    """What the bodies name."""

    village: str
    store: str
    month: str
    sheet: str
    card: str
    household: str
    neighbour: str
    book: str = ""


def bodies_of(at: Named) -> dict[str, Body]:
    """By the names of the operations."""
    return {**_month(at), **_shop(at), **_register(at)}


def _month(at: Named) -> dict[str, Body]:
    sheet: Body = {
        "household_id": at.household, "round_id": at.month, "visited_at": VISITED_AT,
        "answers": make.answers(),
    }  # fmt: skip
    meeting: Body = {
        "met_on": "2026-11-19", "chaired_by": "马书记", "present": ["周明霞"],
        "minutes": "逐户评议",
    }  # fmt: skip
    decided: Body = {"take": "first", "first_sheet_id": at.sheet, "reason": "看过院子"}
    posted: Body = {"posted_at": "2026-11-20T08:00:00+08:00", "posted_by": "老马"}
    return {
        "post_rounds": {"period": "2026-10", "villages": [at.village]},
        "put_excuse": {"reason": "住院"},
        "post_send_back": {"reason": "请复查"},
        "post_sheet_send_back": {"reason": "请复查"},
        "post_sheet_keep": {"reason": "没错"},
        "put_deliberation": meeting,
        "put_sheet": sheet,
        "put_second_sheet": sheet,
        "post_late_sheet": {**sheet, "why": "漏录了"},
        "post_second_sheet_decision": decided,
        "post_award": {**AWARD, "household_id": at.neighbour},
        "post_award_strike": {"reason": "没有证人"},
        "post_objection": SAID,
        "post_decision": {"upheld": False, "reason": "属实"},
        "post_posting": {**posted, "photo": b64encode(photo()).decode()},
        "post_answers": {"answers": ANSWERS},
        "post_book_check": {"content": at.book},
        "put_book_import": {"content": at.book, "fingerprint": "seen"},
    }


def _shop(at: Named) -> dict[str, Body]:
    lines = [{"goods": "rice", "quantity": 1}]
    delivery: Body = {"store": at.store, "lines": lines}
    stops = [{"village": at.village, "from_minute": 540, "until_minute": 600}]
    day: Body = {"store": at.store, "base": at.store, "day": str(TODAY), "stops": stops}
    return {
        "put_stock_receipt": delivery,
        "put_relocation": {"from_store": at.store, "to_store": at.store, "lines": lines},
        "put_write_off": {**SPOILT, **delivery},
        "post_write_off_refusal": {"answer": "还能用"},
        "put_count": delivery,
        "post_count_refusal": {"answer": "重数"},
        "post_market_day": day,
        "post_market_route": {"stops": stops},
        "post_market_cancel": {"reason": "下大雪"},
        "put_market_load": {"way": "load", "lines": lines},
        "post_goods_categories": {"categories": [{"name": "粮油"}]},
        "post_ration": {"goods": "rice", "quantity": 2, "period": "market_day"},
        "put_redemption": {**delivery, "card": at.card},
        "post_void": {"reason": "拿错了"},
    }


def _register(at: Named) -> dict[str, Body]:
    asked: Body = {"household_id": at.neighbour, "points": 5, "direction": "debit"}
    return {
        "post_card": {"household_id": at.neighbour},
        "post_correction": {**asked, "reason": "多记"},
        "post_correction_refusal": {"reason": "没有凭据"},
        "post_change": {"kind": "leave", "day": "2026-11-19", "reason": "搬去省城"},
        "post_change_decision": {"approved": False, "reason": "没有核实"},
        "post_work_year": {"year": 2028, "free": ["2028-01-03"], "worked": []},
    }
