"""All questions, and what is compared after every step without being asked."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy.orm import Session

from app.simulator.asking import goods, months, people, points, shop
from app.simulator.asking.base import Answer, Question
from app.simulator.model.state import Model

QUESTIONS: Final[Mapping[str, Question]] = {
    **points.QUESTIONS,
    **months.QUESTIONS,
    **goods.QUESTIONS,
    **shop.QUESTIONS,
    **people.QUESTIONS,
}
# What is worth asking when such a request was carried out; nothing: anything.
FOLLOWING: Final[Mapping[str, Mapping[str, Question]]] = {
    **dict.fromkeys(("ask_correction", "decide_correction"), points.QUESTIONS),
    **dict.fromkeys(("record_sheet", "excuse", "step", "object", "decide_objection"),
                    months.QUESTIONS),
    **dict.fromkeys(("redeem", "void", "return", "ask_void", "decide_void"), shop.QUESTIONS),
    **dict.fromkeys(("receive_stock", "relocate", "decide_paper"), goods.QUESTIONS),
    **dict.fromkeys(("record_change", "decide_change", "report_lost", "reissue_card"),
                    people.QUESTIONS),
}  # fmt: skip


def after_step(session: Session, model: Model) -> list[Answer]:
    """All balances; statements and debts of whom it touched; shelves and moves where goods went."""
    touched = points.points_of_touched(session, model)
    return [points.balances(session, model), *touched, *goods.goods_of_touched(session, model)]
