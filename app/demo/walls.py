"""The month of a practice village beside its sheets: the committee meets, the paper hangs."""

from datetime import datetime
from io import BytesIO
from typing import Final
from uuid import NAMESPACE_OID, uuid5

from PIL import Image, ImageDraw
from sqlalchemy.orm import Session

from app.kernel.clock import local
from app.registry.accounts.actor import Actor
from app.scoring.rounds.deliberate import Meeting, record_deliberation
from app.scoring.rounds.models import Round
from app.scoring.rounds.posting import PutUp, record_posting

SIZE: Final = (640, 480)
BRICK, MORTAR, PAPER, RED = (166, 92, 72), (196, 180, 164), (250, 248, 240), (190, 30, 36)
BRICK_SIZE: Final = (64, 24)
MINUTES: Final = "逐户评议，对照细则核了一遍。两户有不同看法，当场说清楚了，没有再提意见。"


def wall_photo() -> bytes:
    """A drawn photo: a brick wall with two sheets of paper on it."""
    wall = Image.new("RGB", SIZE, MORTAR)
    draw = ImageDraw.Draw(wall)
    width, height = BRICK_SIZE
    for row in range(SIZE[1] // height + 1):
        for column in range(-1, SIZE[0] // width + 1):
            x, y = column * width + (row % 2) * width // 2, row * height
            draw.rectangle((x + 2, y + 2, x + width - 2, y + height - 2), BRICK)
    for left in (90, 340):
        draw.rectangle((left, 90, left + 210, 390), PAPER)
        draw.rectangle((left + 40, 110, left + 170, 126), RED)
        for line in range(12):
            draw.line((left + 24, 152 + line * 18, left + 186, 152 + line * 18), MORTAR, 2)
    out = BytesIO()
    wall.save(out, "PNG")
    return out.getvalue()


def deliberate(session: Session, committee: Actor, round_: Round, *, now: datetime) -> None:
    """The committee met on the day on which it submits the month."""
    meeting = Meeting(
        uuid=uuid5(NAMESPACE_OID, f"{round_.village_code}-{round_.period}"),
        round_id=round_.id,
        met_on=local(now).date(),
        chaired_by=committee.name,
        present=["村会计", "妇联主任", "村民代表"],
        minutes=MINUTES,
    )
    record_deliberation(session, committee, meeting, now=now)


def put_up(session: Session, committee: Actor, round_: Round, photo: str, *, now: datetime) -> None:
    """The printed notice hangs, with a photo of it."""
    paper = PutUp(at=now, by=committee.name, photo=photo)
    record_posting(session, committee, round_id=round_.id, put_up=paper, now=now)
