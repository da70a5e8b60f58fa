import datetime as dt

import pytest

from app.registry.households.roster import clean


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("光岳社区", "光岳社区"),
        ("\u3000光岳社区 ", "光岳社区"),
        ("\t光岳社区\n", "光岳社区"),
        ("３７１５ＡＢ", "3715AB"),
        ("乡（镇）", "乡(镇)"),
        ("\ufeff户编号\u200b", "户编号"),
        ("两行\n之间", "两行 之间"),
        ("", ""),
        (3.0, "3"),
        (3.5, "3.5"),
        (0, "0"),
        (371599740415036.0, "371599740415036"),
        (3.71599193412021e17, "3.71599193412021E+17"),
        (float("inf"), ""),
        (float("nan"), ""),
        (True, ""),
        (dt.date(2020, 1, 9), "2020-01-09"),
        (dt.datetime(2020, 1, 9, 8, 30), "2020-01-09T08:30:00"),  # noqa: DTZ001 - Excel has no zone
        (dt.time(8, 30), "08:30:00"),
        (dt.timedelta(hours=25), "1 day, 1:00:00"),
    ],
)
def test_a_cell_is_read_as_the_clerk_meant_it(cell: clean.Cell, said: str) -> None:
    assert clean.text(cell) == said


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("袁小英", "袁小英"),
        ("袁\u3000小英", "袁小英"),
        (" 吕 春 梅\u3000", "吕春梅"),
        ("金㛃", "金㛃"),
        ("\U00020bb7 野", "\U00020bb7野"),
        ("买买提·阿卜杜热西提", "买买提·阿卜杜热西提"),
        ("买买提 • 阿卜杜热西提", "买买提·阿卜杜热西提"),
        ("买买提.阿卜杜热西提", "买买提·阿卜杜热西提"),
        ("John  Smith", "John Smith"),
        ("José Núñez", "José Núñez"),
        ("   \u3000", ""),
        ("无", ""),
        ("/", ""),
    ],
)
def test_a_name_loses_the_spaces_that_only_align_it(written: str, name: str) -> None:
    assert clean.person_name(clean.text(written)) == name


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("\t371599194012283039", "371599194012283039"),
        ("37159919400521318x", "37159919400521318X"),
        ("37159919400521318×", "37159919400521318X"),
        ("371599 19400521 318x", "37159919400521318X"),
        ("３７１５９９１９４０１２２８３０３９", "371599194012283039"),
        ("'371599194012283039", "371599194012283039"),
        ('="371599194012283039"', "371599194012283039"),
        ("\t3.71599E+17", "3.71599E+17"),
        ("—", ""),
        ("无", ""),
    ],
)
def test_an_id_number_loses_what_kept_excel_from_counting(written: str, number: str) -> None:
    assert clean.id_number(clean.text(written)) == number


@pytest.mark.parametrize(
    ("written", "people"),
    [
        ("3人", 3),
        ("3", 3),
        ("３人", 3),
        ("4口人", 4),
        ("2 口", 2),
        ("3.0", 3),
        ("几个", 0),
        ("", 0),
    ],
)
def test_people_are_counted_however_they_are_written(written: str, people: int) -> None:
    assert clean.people(clean.text(written)) == people


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("13800137775", "13800137775"),
        (13800137775.0, "13800137775"),
        ("138 0013-7775", "13800137775"),
        ("+86 13800137775", "13800137775"),
        ("13800137775/13800139870", "13800137775"),
        ("13800137775 13800139870", "13800137775"),
        ("0635-8321234", "06358321234"),
        ("电话：8321234", "8321234"),
        ("无", ""),
        ("", ""),
    ],
)
def test_the_first_telephone_number_is_kept(written: clean.Cell, number: str) -> None:
    assert clean.phone(clean.text(written)) == number


@pytest.mark.parametrize(
    ("written", "name"),
    [("帮包何公明", "何公明"), ("帮包：何 公明", "何公明"), ("何公明", "何公明"), ("", "")],
)
def test_the_cadre_is_called_by_his_name(written: str, name: str) -> None:
    assert clean.cadre(clean.text(written)) == name
