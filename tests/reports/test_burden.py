"""How much work a sheet is: the middle of a village's month, and never of few."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from app.kernel.period import Period
from app.registry.places.models import Place
from app.reports.burden import burden_report
from app.scoring.rounds.burden import Burden
from tests import make

NOVEMBER = Period.parse("2026-11")


def a_month(session: Session, name: str, seconds: Iterable[int]) -> Place:
    """A village whose sheets took so many seconds, and one that nobody counted."""
    village = make.village(session, name)
    round_, scorer = make.open_round(session, village), make.specialist(session, village)
    for taps, each in enumerate(seconds, start=5):
        home = make.household(session, village=village)
        make.sheet(session, round_, home, by=scorer, burden=Burden(taps, 0, each))
    make.sheet(session, round_, make.household(session, village=village), by=scorer)
    return village


def test_a_village_shows_the_middle_of_its_month_once_five_were_counted(session: Session) -> None:
    a_month(session, "甲村", (40, 300, 30, 50, 60))
    a_month(session, "乙村", (10, 10, 10, 10))

    report = burden_report(session, make.admin(session), NOVEMBER)

    assert {each.name: (each.sheets, each.median) for each in report.villages} == {
        "甲村": (5, Burden(7, 0, 50)),
        "乙村": (4, None),
    }
    assert (report.sheets, report.median) == (9, Burden(7, 0, 30))


def test_a_village_reads_its_own_month_only(session: Session) -> None:
    own = a_month(session, "甲村", (40,) * 5)
    a_month(session, "乙村", (90,) * 5)
    committee = make.committee(session, own)

    report = burden_report(session, committee, NOVEMBER)

    assert [each.name for each in report.villages] == ["甲村"]
    assert burden_report(session, committee, NOVEMBER.plus(-1)).villages == []
