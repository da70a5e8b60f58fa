"""Invented households: names, ID numbers with right check digits, telephone numbers of nobody."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Final

from app.registry.households.roster.results import RosterHousehold, RosterMember
from app.registry.places.models import Place

# No county has this code, so no living person has such an ID number.
COUNTY: Final = "371599"
WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS: Final = "10X98765432"

SURNAMES: Final = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡"
    "贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷"
)
GIVEN: Final = (
    "桂兰", "秀英", "凤英", "玉兰", "淑芬", "春梅", "秋菊", "翠花", "爱莲", "金凤", "小英",
    "海燕", "文静", "洪兰", "素珍", "玉珍", "喜凤", "凤霞", "冬梅", "兰芝", "建国", "志强",
    "永军", "保田", "德福", "长顺", "占元", "明义", "来喜", "守信", "庆堂", "怀忠", "金山",
    "广田", "有才", "公明", "振华", "立新", "兴旺", "学文", "大海", "长江", "万福", "福来",
    "金奎", "延岭", "永年", "广平", "新华", "爱民", "志刚", "昇", "祎", "翀", "喆", "玉堃",
)  # fmt: skip
# Names that a form must bear: nine characters, two surnames, rare characters.
RARE: Final = ("买买提·阿卜杜热西提", "欧阳㛃堃", "欧阳建国", "单昇", "仇翀", "尉迟德福")
KINDS: Final = ("一般脱贫户", "一般脱贫户", "低保脱贫户", "特困供养户", "监测户")
RELATIONS: Final = ("配偶", "之子", "之女", "之儿媳", "之孙子")
RARE_EVERY: Final = 97
RARE_PLACE: Final = 3  # and one in each village, on the first screen
CADRES_A_VILLAGE: Final = 6
GROUPS: Final = 5


def id_number(number: int) -> str:
    """The ID number of an invented person; each number gives another one."""
    born = date(1930, 1, 1) + timedelta(days=number % 29_000)
    body = f"{COUNTY}{born:%Y%m%d}{number // 29_000 * 37 % 900 + 100:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + CHECK_DIGITS[total % 11]


def person_name(random: Random) -> str:
    """A name as people in the district have them."""
    return random.choice(SURNAMES) + random.choice(GIVEN)


def shares(total: int, villages: int, random: Random) -> list[int]:
    """How many households each village has: uneven, at least one, in all `total`."""
    weights = [random.randint(40, 100) for _ in range(villages)]
    spread = [max(1, total * weight // sum(weights)) for weight in weights]
    index = 0
    while sum(spread) != total:
        step = 1 if sum(spread) < total else -1
        if spread[index % villages] + step >= 1:
            spread[index % villages] += step
        index += 1
    return spread


def cadres_of(village: Place, seed: int) -> list[str]:
    """The support cadres of a village, by name."""
    random = Random(f"{seed}-cadres-{village.code}")
    names: dict[str, None] = {}
    while len(names) < CADRES_A_VILLAGE:
        names[person_name(random)] = None
    return list(names)


def invented_households(
    villages: Sequence[Place], total: int, seed: int
) -> Iterator[RosterHousehold]:
    """The households of the practice district, village by village."""
    random = Random(seed)
    person = 0
    spread = shares(total, len(villages), random)
    for village, count in zip(villages, spread, strict=True):
        cadres = cadres_of(village, seed)
        for index in range(count):
            size = random.choice((1, 1, 2, 2, 2, 3, 3, 4, 5))
            numbers = range(person, person + size)
            person += size
            yield _household(random, (village, cadres), index, numbers)


def _household(
    random: Random, where: tuple[Place, list[str]], index: int, numbers: range
) -> RosterHousehold:
    village, cadres = where
    rare = numbers.start % RARE_EVERY == 0 or index == RARE_PLACE
    head_name = RARE[numbers.start % len(RARE)] if rare else person_name(random)
    members = tuple(
        RosterMember(
            name=head_name if place == 0 else person_name(random),
            relation="户主" if place == 0 else RELATIONS[min(place, len(RELATIONS)) - 1],
            id_number=id_number(number),
            phone=f"1380013{number % 10_000:04d}" if place == 0 else "",
            is_head=place == 0,
        )
        for place, number in enumerate(numbers)
    )
    return RosterHousehold(
        row=index + 1,
        number=f"{village.code[-6:]}{index + 1:05d}",
        village_code=village.code,
        group_name=f"{index * GROUPS // 70 + 1}组",
        head=members[0],
        members=members,
        size=len(members),
        household_type=random.choice(KINDS),
        cadre_name=cadres[index % len(cadres)],
    )
