"""Letting points go whose last day is over, for all households at once."""

from datetime import date

from flask import Response

from app.api.requests import answers, asks, made, once, said, takes, wing
from app.api.schemas import Answer, Id, Listing, Paged, Strict, page_of
from app.door.context import actor, db, now
from app.door.routes import needs
from app.ledger.due import PAGE, due_households
from app.ledger.expire import LetGo, expire_points, let_go_by
from app.registry.accounts.permissions import Permission

expiry = wing("expiry")


class ExpiryRunIn(Strict):
    """The last day of the points that end: one that is over."""

    cutoff: date


class ExpiryRunOut(Answer):
    """What was taken from how many households; `id` is null when nothing was due."""

    id: Id | None
    households: int
    points: int


class ExpiringQuery(Paged):
    """The last day of the points."""

    on: date


class ExpiringOut(Answer):
    """What a household has, and what of it ends."""

    household_id: Id
    number: str
    head: str
    balance_points: int
    ending_points: int


class ExpiringList(Listing):
    """The households with points that end by a day, by id."""

    items: list[ExpiringOut]


@expiry.get("/expiring")
@needs(Permission.EXPIRE_POINTS)
@asks(ExpiringQuery)
@answers(ExpiringList)
def list_expiring(query: ExpiringQuery) -> Response:
    """Whose points end by a day: what a run with this cutoff would take."""
    with db().read() as session:
        found = due_households(session, actor(), query.on, after_id=query.after, limit=PAGE + 1)
        rows, after = page_of(found, PAGE, lambda row: row[0].id)
        items = [
            ExpiringOut(
                household_id=str(home.id), number=home.number, head=home.head_name,
                balance_points=balance, ending_points=due,
            )
            for home, balance, due in rows
        ]  # fmt: skip
    return said(ExpiringList(items=items, next=after))


@expiry.post("/expiry-runs")
@needs(Permission.EXPIRE_POINTS)
@takes(ExpiryRunIn)
@answers(ExpiryRunOut, 201, 200)
def post_expiry_run(body: ExpiryRunIn) -> Response:
    """Take what is left of awards whose last day was the cutoff or earlier."""
    person, at = actor(), now()

    def act() -> int:
        # A claim wants an object; no run has the number 0.
        return expire_points(session, person, cutoff=body.cutoff, now=at).run_id or 0

    with db().write() as session:
        done = once(session, act)
        taken = let_go_by(session, done.id) if done.id else LetGo(0, 0, None)
        run_id = str(done.id) if done.id else None
        return made(ExpiryRunOut(id=run_id, households=taken.households, points=taken.points), done)
