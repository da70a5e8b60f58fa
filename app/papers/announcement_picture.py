"""The announcement of a market day as a picture for the village group."""

from collections.abc import Iterator, Sequence

from PIL import Image, ImageDraw

from app.papers.drawing import (
    BLACK,
    LEADING,
    MARGIN,
    RED,
    WIDTH,
    as_png,
    centred,
    fitted,
    mark_practice,
    red_head,
    text_below,
    wrapped,
)
from app.papers.lettering import SONG
from app.shop.goods.queries import PricedGoods
from app.shop.marketdays.models import DayState
from app.shop.marketdays.queries import DayShown

HEAD = MARGIN + 200
WEEKDAYS = "一二三四五六日"


def announcement_picture(day: DayShown, prices: Sequence[PricedGoods], *, practice: bool) -> bytes:
    """When the truck comes where, and what everything costs, as PNG."""
    lines = list(_lines(day, prices))
    bottom = HEAD + LEADING * len(lines) + MARGIN
    image = Image.new("RGB", (WIDTH, bottom), "white")
    draw = ImageDraw.Draw(image)
    if practice:
        mark_practice(draw, bottom)
    red_head(draw, day.store)
    off = day.state is DayState.CANCELLED
    title = "进村取消公告" if off else "进村公告"
    centred(draw, title, fitted(title, SONG, 46, WIDTH), MARGIN + 150, RED if off else BLACK)
    text_below(draw, lines, HEAD)
    return as_png(image, bottom)


def _lines(day: DayShown, prices: Sequence[PricedGoods]) -> Iterator[str]:
    on = day.day
    date = f"{on.year} 年 {on.month} 月 {on.day} 日，星期{WEEKDAYS[on.weekday()]}，农历{day.lunar}"
    if day.state is DayState.CANCELLED:
        yield from wrapped(f"{date}，原定进村的流动超市不来了。原因：{day.reason}。")
        yield from wrapped(f"原定去的村：{'、'.join(day.villages)}。")
        return
    yield from wrapped(f"{date}，流动超市进村，用积分换东西：")
    for stop in day.stops:
        yield from wrapped("　".join(filter(None, [stop.hours, stop.village, stop.spot])))
    yield from wrapped("请带积分卡。积分只换东西，不换现金；各店和流动超市一个价。")
    if day.note:
        yield from wrapped(day.note)
    if prices:
        told = "；".join(f"{goods.name} {goods.price_points} 分" for goods in prices)
        yield from wrapped(f"价目：{told}。带去的货有限，以车上的为准。")
