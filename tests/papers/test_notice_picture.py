"""The notice as a picture: every household on it, and nothing that the paper does not say."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image, ImageStat

from app.kernel.period import Period
from app.papers.notice_picture import Heading, notice_picture, picture_count
from app.scoring.rounds.notice import Notice, NoticeHead, NoticeLine, PublicNotice

UP = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
HEADING = Heading("李太屯社区居民委员会", "韩集镇")
PRIVATE = ("id_number", "id_index", "phone", "telephone", "illness", "disability", "welfare",
           "class", "reason", "excuse", "bank")  # fmt: skip


def notice(*lines: NoticeLine) -> Notice:
    head = NoticeHead(
        1, Period.parse("2026-11"), "371599115001", "李太屯社区居民委员会", "韩集镇",
        UP, UP + timedelta(days=7), settled=False, working_days=5, answer_days=5,
    )  # fmt: skip
    return Notice(head, lines)


def line(at: int, name: str = "张桂兰", points: int | None = 90) -> NoticeLine:
    return NoticeLine(f"3715991150{at:03}", name, points)


def drawn(of: Notice, part: int = 1, *, practice: bool = False) -> Image.Image:
    return Image.open(BytesIO(notice_picture(of, HEADING, part, practice=practice)))


def test_it_is_a_png_as_wide_as_a_phone_and_carries_no_words_of_its_own() -> None:
    picture = drawn(notice(line(1), line(2)))

    assert (picture.format, picture.width) == ("PNG", 1080)
    assert picture.info.get("exif") is None
    assert getattr(picture, "text", {}) == {}


@pytest.mark.parametrize(
    "other", [line(2, "张桂芳"), line(2, points=89), line(2, points=None), line(3)]
)
def test_whatever_the_paper_says_of_a_household_is_on_it(other: NoticeLine) -> None:
    first = drawn(notice(line(1), line(2))).convert("RGB").tobytes()

    assert drawn(notice(line(1), other)).convert("RGB").tobytes() != first


def test_more_households_make_it_longer() -> None:
    short, long = (drawn(notice(*map(line, range(count)))) for count in (10, 40))

    assert long.height - short.height == 15 * 60


@pytest.mark.parametrize(("count", "pictures"), [(0, 1), (1, 1), (120, 1), (121, 2), (300, 3)])
def test_a_long_list_goes_on_several_pictures(count: int, pictures: int) -> None:
    many = notice(*map(line, range(count)))

    assert picture_count(many) == pictures
    assert {drawn(many, part + 1).width for part in range(pictures)} == {1080}


def test_a_long_name_and_a_rare_character_are_written() -> None:
    plain = drawn(notice(line(1), line(2)))

    for name in ("买买提·阿卜杜热西提·吐尔逊", "欧阳㛃堃", "𠮷"):
        assert drawn(notice(line(1), line(2, name))).size == plain.size


def test_a_character_that_no_face_has_becomes_the_printers_mark() -> None:
    missing, marked = (
        drawn(notice(line(1, name))).convert("L").tobytes() for name in ("\U0003fffd兰", "〓兰")
    )

    assert missing == marked


def test_practice_stands_on_every_picture() -> None:
    of = notice(line(1))
    real, marked = drawn(of), drawn(of, practice=True)

    assert real.size == marked.size
    assert ink(marked) > ink(real) * 1.2


def ink(picture: Image.Image) -> float:
    """How dark a picture is on the whole."""
    return 255 - ImageStat.Stat(picture.convert("L")).mean[0]


@pytest.mark.parametrize("kind", [Notice, NoticeHead, NoticeLine, PublicNotice, Heading])
def test_no_type_of_the_notice_has_a_place_for_anything_private(kind: type) -> None:
    names = [field.name for field in fields(kind)]

    assert [name for name in names if any(word in name for word in PRIVATE)] == []
