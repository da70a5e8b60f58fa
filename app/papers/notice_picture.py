"""The notice as pictures for the village group: to be read on a phone, without opening a file.

They are drawn from the same type as the paper: number, name, points, and nothing else about a
household. A long list goes on several pictures, since one that is too tall cannot be read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from fpdf.fonts import TTFFont
from PIL import Image, ImageDraw

from app.kernel.clock import local
from app.papers.drawing import (
    BLACK,
    LEADING,
    MARGIN,
    TEXT,
    WIDTH,
    as_png,
    centred,
    fitted,
    font_of,
    mark_practice,
    red_head,
    text_below,
    wrapped,
)
from app.papers.lettering import MISSING, SANS, SONG, blank_pdf
from app.papers.notices import shared_digits
from app.scoring.rounds.notice import Notice, NoticeLine

GAP: Final = 24
COLUMNS: Final = 2
MOST_LINES: Final = 120
ROW: Final = 60
HALF: Final = (WIDTH - 2 * MARGIN - GAP) // COLUMNS
# Where in a half the name begins, and how wide it may be; the points end at the right.
NAME_AT, NAME_ROOM, PADDING = 116, 256, 12
LINE, SHADE = "#888888", "#eeeeee"


@dataclass(frozen=True)
class Heading:
    """Who speaks, of which village; as people write it."""

    committee: str
    township: str


def picture_count(notice: Notice) -> int:
    """How many pictures a notice takes; an empty one takes one."""
    return max(1, -(-len(notice.lines) // MOST_LINES))


def notice_picture(notice: Notice, heading: Heading, part: int, *, practice: bool) -> bytes:
    """One picture of a notice as PNG, 1,080 pixels wide; parts count from 1."""
    count = picture_count(notice)
    assert 1 <= part <= count, "the view has asked picture_count"
    share = -(-len(notice.lines) // count)
    lines = notice.lines[(part - 1) * share : part * share]
    shared = shared_digits([line.number for line in notice.lines])
    paragraphs = [*wrapped(_introduction(notice, shared))]
    foot = [
        *_awards(notice, len(shared)),
        *_corrected(notice, len(shared)),
        *wrapped(_how_to_object(heading)),
        *_signature(notice, heading, part, count),
    ]
    rows = -(-len(lines) // COLUMNS)
    height = 300 + LEADING * (len(paragraphs) + len(foot)) + ROW * (rows + 1) + 2 * MARGIN
    image = Image.new("RGB", (WIDTH, height), "white")
    draw = ImageDraw.Draw(image)
    if practice:
        mark_practice(draw, height)
    top = _head(draw, notice, heading)
    top = text_below(draw, paragraphs, top) + GAP
    top = _table(draw, lines, len(shared), top) + GAP
    bottom = text_below(draw, foot, top) + MARGIN
    return as_png(image, bottom)


def _introduction(notice: Notice, shared: str) -> str:
    head = notice.head
    first, last = local(head.opened_at), local(head.closes_at)
    days = f"，{head.working_days} 个工作日" if head.working_days else ""
    cut = f"户编号前面都是 {shared}，表中只写后面几位。" if shared else ""
    return (
        f"经入户评分、村级评议和{head.township_name}认定，本村 {len(notice.lines)} 户"
        f" {head.period.month} 月积分公示如下，合计 {notice.points:,} 分。公示期"
        f" {first.month} 月 {first.day} 日至 {last.month} 月 {last.day} 日（含当天{days}）。{cut}"
    )


def _awards(notice: Notice, cut: int) -> Iterator[str]:
    if notice.awards:
        names = _legible([line.head_name for line in notice.awards])
        told = "；".join(
            f"{line.number[cut:]} 号 {name} {line.name}{f'（{line.level}）' if line.level else ''}"
            f" {'已取消' if line.struck else f'+{line.points}'}"
            for line, name in zip(notice.awards, names, strict=True)
        )
        yield from wrapped(f"一次性奖励：{told}。")


def _corrected(notice: Notice, cut: int) -> Iterator[str]:
    if notice.corrected:
        told = "；".join(
            f"{line.number[cut:]} 号 {line.was} 分改为 {line.points} 分"
            for line in notice.corrected
        )
        yield from wrapped(f"更正：{told}。")


def _how_to_object(heading: Heading) -> str:
    return (
        f"对积分有异议的，公示期内到村委会或者{heading.township}扶贫办说，口头说也可以，给您回执。"
        "有异议的户先不入账，别的户不受影响。"
    )


def _signature(notice: Notice, heading: Heading, part: int, count: int) -> list[str]:
    day = local(notice.head.opened_at)
    signed = f"{heading.committee}　{day.year} 年 {day.month} 月 {day.day} 日"
    return [signed, f"第 {part} 张，共 {count} 张"] if count > 1 else [signed]


def _head(draw: ImageDraw.ImageDraw, notice: Notice, heading: Heading) -> int:
    """The red head over its double line, and the title; answers where it ends."""
    red_head(draw, f"{heading.township}{heading.committee}")
    period = notice.head.period
    title = f"{period.year} 年 {period.month} 月积分评定结果公示"
    centred(draw, title, fitted(title, SONG, 46, WIDTH - 2 * MARGIN), MARGIN + 150, BLACK)
    return MARGIN + 200


def _table(draw: ImageDraw.ImageDraw, lines: Sequence[NoticeLine], cut: int, top: int) -> int:
    """The households in two columns; answers where they end."""
    rows = -(-len(lines) // COLUMNS)
    texts = _legible([line.head_name for line in lines])
    for column in range(COLUMNS if len(lines) > 1 else 1):
        left = MARGIN + column * (HALF + GAP)
        draw.rectangle((left, top, left + HALF, top + ROW), SHADE)
        _row(draw, left, top, ("户编号", "户主", "积分"))
        start = column * rows
        for at, line in enumerate(lines[start : start + rows], start=1):
            points = "免评" if line.points is None else str(line.points)
            cells = (line.number[cut:], texts[start + at - 1], points)
            _row(draw, left, top + at * ROW, cells)
    return top + (rows + 1) * ROW


def _row(draw: ImageDraw.ImageDraw, left: int, top: int, cells: tuple[str, str, str]) -> None:
    number, name, points = cells
    middle = top + ROW // 2
    draw.rectangle((left, top, left + HALF, top + ROW), outline=LINE, width=1)
    room = NAME_AT - 2 * PADDING
    draw.text((left + PADDING, middle), number, BLACK, fitted(number, SANS, 30, room), "lm")
    face = fitted(name, SANS, TEXT, NAME_ROOM)
    draw.text((left + NAME_AT, middle), name, BLACK, face, "lm")
    draw.text((left + HALF - PADDING, middle), points, BLACK, font_of(SANS, TEXT), "rm")


def _legible(names: Sequence[str]) -> list[str]:
    """〓 for each character that no shipped face has."""
    known = _characters()
    return ["".join(sign if ord(sign) in known else MISSING for sign in name) for name in names]


@lru_cache(maxsize=1)
def _characters() -> frozenset[int]:
    """What the face for names can write. Reading it takes a second: once is enough."""
    faces = blank_pdf("").fonts
    known: frozenset[int] = frozenset()
    for family, face in faces.items():
        assert isinstance(face, TTFFont), "both faces are files of ours"
        known = frozenset(face.cmap) if family == SANS else known
        face.close()
    return known
