"""等您办的事, for a village committee: what waits, in words, with the page that settles it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.reports.village_waiting import VillageWaits
from app.scoring.rounds.models import RoundState
from app.web.filters import month
from app.words.places import village_short


@dataclass(frozen=True)
class VillageTodo:
    """One line: what is to be done, of which village and month, and where."""

    words: str
    about: str
    url: str


def village_todos(waits: Iterable[VillageWaits]) -> Sequence[VillageTodo]:
    """The lines, the oldest month first."""
    return [todo for each in waits for todo in _of(each)]


def _of(waits: VillageWaits) -> Iterator[VillageTodo]:
    round_ = waits.round
    about = f"{village_short(waits.village_name)} {month(round_.period)}"
    if waits.sent_back:
        words = ngettext(
            "%(num)s 户退回的评分等答复", "%(num)s 户退回的评分等答复", waits.sent_back
        )
        yield VillageTodo(words, about, url_for(".round_page", round_id=round_.id))
    if waits.differing:
        words = ngettext("要比对 %(num)s 户", "要比对 %(num)s 户", waits.differing)
        yield VillageTodo(words, about, url_for(".round_page", round_id=round_.id))
    if waits.unrecorded:
        url = url_for(".ask_deliberation", round_id=round_.id)
        yield VillageTodo(_("提交前要记评议会"), about, url)
    if waits.objections:
        words = ngettext("%(num)s 件异议等答复", "%(num)s 件异议等答复", waits.objections)
        yield VillageTodo(words, about, url_for(".objections", village=round_.village_code))
    if round_.state is RoundState.CERTIFIED:
        url = url_for(".ask_publicise", round_id=round_.id)
        yield VillageTodo(_("认定好了，可以公示"), about, url)
    if waits.ended:
        url = url_for(".ask_settle", round_id=round_.id)
        yield VillageTodo(_("公示到期，可以入账"), about, url)
