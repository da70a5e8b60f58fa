import pytest

from app.registry.households.roster.villages import VillageFinder, VillageName
from tests.registry.roster.sheets import district

DISTRICT = VillageFinder(district())


def names(name: str, township: str = "") -> list[str]:
    return [village.name for village in DISTRICT.find(name, township)]


@pytest.mark.parametrize(
    ("written", "village"),
    [
        ("李太屯社区居民委员会", "李太屯社区居民委员会"),
        ("李太屯社区", "李太屯社区居民委员会"),
        ("李太屯社区居委会", "李太屯社区居民委员会"),
        ("李太屯居委会", "李太屯社区居民委员会"),
        ("李太屯", "李太屯社区居民委员会"),
        ("孙屯新村", "孙屯新村"),
        ("孙屯村", "孙屯新村"),
        ("孙屯村委会", "孙屯新村"),
        ("孙屯新村村民委员会", "孙屯新村"),
        ("大学城新村委会", "大学城新村"),
        ("孙屯", "孙屯新村"),
        ("韩集新村村委会", "韩集新村村委会"),
        ("韩集新村", "韩集新村村委会"),
        ("韩集村", "韩集新村村委会"),
        ("东城街道李太屯社区", "李太屯社区居民委员会"),
    ],
)
def test_a_village_is_found_by_its_long_and_its_short_name(written: str, village: str) -> None:
    assert names(written) == [village]


@pytest.mark.parametrize("written", ["不存在村4", "李太屯新村", "光岳新村", "社区", "村", ""])
def test_what_is_no_village_of_ours_is_not_found(written: str) -> None:
    assert names(written) == []


def test_a_name_that_fits_two_villages_finds_both() -> None:
    assert names("中心") == ["中心新村", "中心社区居民委员会"]


@pytest.mark.parametrize("township", ["蒋官屯街道", "蒋官屯街道办事处", "蒋官屯办事处", "蒋官屯"])
def test_the_township_decides_between_two(township: str) -> None:
    assert names("中心", township) == ["中心社区居民委员会"]


def test_a_village_of_another_township_is_not_found() -> None:
    assert names("光岳社区", "韩集镇人民政府") == []
    assert names("韩集新村", "韩集镇人民政府") == ["韩集新村村委会"]


def test_a_township_we_do_not_have_has_no_village_of_ours() -> None:
    assert names("光岳社区", "远方镇") == []


def test_a_village_without_a_word_for_its_kind_is_found_with_any() -> None:
    finder = VillageFinder([VillageName("1", "前李居民委员会", "某镇")])

    assert [village.code for village in finder.find("前李社区")] == ["1"]
