"""填表功夫: what a sheet takes, by village, for the district's office."""

from app.scoring.rounds.burden import Burden
from tests import make
from tests.web.office.offices import Offices


def test_the_district_reads_medians_and_nobody_s_name(offices: Offices) -> None:
    with offices.arrange() as session:
        counted, few = make.village(session, "甲村"), make.village(session, "乙村")
        for village, sheets in ((counted, 5), (few, 4)):
            round_, scorer = make.open_round(session, village), make.specialist(session, village)
            for home in make.households(session, sheets, village=village):
                make.sheet(session, round_, home, by=scorer, burden=Burden(6, 0, 41))
        desk, elsewhere = offices.at(make.admin(session)), make.township_officer(session)
        empty = offices.at(make.auditor(session))

    words = desk.read("/district/burden")

    assert "记下 9 张 6 次点按 0 个字要打 41 秒" in words
    assert "甲村 韩集镇 5 6 0 41" in words
    assert "乙村 韩集镇 4 不到 5 张，不算" in words
    assert "周明霞" not in words
    assert ("韩集镇", "甲村", 5, 6, 0, 41) in desk.rows("/district/burden.xlsx")
    assert "填表功夫" in desk.read("/district/rounds")
    assert "这个月还没有记下" in empty.read("/district/burden?period=2026-10")
    township = offices.at(elsewhere)
    assert township.status("/district/burden") == 403
    assert "填表功夫" not in township.read("/township/rounds")
