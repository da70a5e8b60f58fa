"""Write-offs and counts by JSON: written by one person, decided by another."""

from datetime import date, datetime
from uuid import UUID

from flask import Response
from pydantic import Field

from app.api.requests import answers, asks, made, once, said, takes, takes_nothing, wing
from app.api.schemas import Answer, Id, Listing, Paged, Strict, page_of
from app.api.stock import DeliveredIn, stock_lines
from app.door.context import actor, db, now
from app.door.routes import needs
from app.registry.accounts.permissions import Permission
from app.registry.places.queries import store_for
from app.shop.stock.paper_models import Loss, PaperState
from app.shop.stock.paper_queries import PAGE, Paper, PaperKind, paper_for, papers_of
from app.shop.stock.stock_take import Counted, confirm_count, count_stock, refuse_count
from app.shop.stock.write_off import (
    Spoilt,
    approve_write_off,
    ask_write_off,
    refuse_write_off,
)

stock_papers = wing("stock_papers")


class WriteOffIn(Strict):
    """Goods of a store (its code) that are no good any more, and why."""

    store: str
    loss: Loss
    reason: str
    lines: list[DeliveredIn]


class CountIn(Strict):
    """What was found in a store (its code); a quantity of 0 says that none is there."""

    store: str
    lines: list[DeliveredIn]


class AnswerIn(Strict):
    """Why a paper goes back."""

    answer: str


class PaperLineOut(Answer):
    """Goods on a paper; `booked` is what the book said when they were counted, once decided."""

    goods: str
    name: str
    unit: str
    quantity: int
    use_by: date | None
    kept_for: str | None
    kept_group: str
    booked: int | None


class PaperOut(Answer):
    """A write-off or a count, with who decided about it and why it went back."""

    id: Id
    store: str
    at: datetime
    who: str
    state: PaperState
    loss: Loss | None = Field(description="of a write-off")
    reason: str
    decided_by: str | None
    decided_at: datetime | None
    answer: str
    lines: list[PaperLineOut]


class PapersQuery(Paged):
    """A store's code."""

    store: str


class Papers(Listing):
    """Newest first."""

    items: list[PaperOut]


@stock_papers.put("/write-offs/<uuid:request_id>")
@needs(Permission.ASK_WRITE_OFF)
@takes(WriteOffIn)
@answers(PaperOut, 201, 200)
def put_write_off(request_id: UUID, body: WriteOffIn) -> Response:
    """Ask for goods to be taken off; nothing leaves before somebody else approves."""
    person, at = actor(), now()
    spoilt = Spoilt(request_id, body.store, body.loss, body.reason, stock_lines(body.lines))
    with db().write() as session:
        done = once(session, lambda: ask_write_off(session, person, spoilt, now=at).id)
        paper = paper_for(session, person, PaperKind.WRITE_OFF, done.id)
    return made(_paper(paper), done)


@stock_papers.get("/write-offs")
@needs(Permission.VIEW_STOCK)
@asks(PapersQuery)
@answers(Papers)
def list_write_offs(query: PapersQuery) -> Response:
    """What was asked to be taken off in a store."""
    return _listed(query, PaperKind.WRITE_OFF)


@stock_papers.post("/write-offs/<int:write_off_id>/approve")
@needs(Permission.APPROVE_WRITE_OFF)
@takes_nothing
@answers(PaperOut)
def post_write_off_approval(write_off_id: int) -> Response:
    """Let the goods leave."""
    person, at = actor(), now()
    with db().write() as session:
        once(
            session,
            lambda: approve_write_off(session, person, write_off_id=write_off_id, now=at).id,
        )
        return said(_paper(paper_for(session, person, PaperKind.WRITE_OFF, write_off_id)))


@stock_papers.post("/write-offs/<int:write_off_id>/refuse")
@needs(Permission.APPROVE_WRITE_OFF)
@takes(AnswerIn)
@answers(PaperOut)
def post_write_off_refusal(write_off_id: int, body: AnswerIn) -> Response:
    """Leave the goods on the shelf, and say why."""
    person, at = actor(), now()
    with db().write() as session:
        once(
            session,
            lambda: (
                refuse_write_off(
                    session, person, write_off_id=write_off_id, answer=body.answer, now=at
                ).id
            ),
        )
        return said(_paper(paper_for(session, person, PaperKind.WRITE_OFF, write_off_id)))


@stock_papers.put("/counts/<uuid:request_id>")
@needs(Permission.COUNT_STOCK)
@takes(CountIn)
@answers(PaperOut, 201, 200)
def put_count(request_id: UUID, body: CountIn) -> Response:
    """Hand in what was found; the book is compared when somebody else confirms."""
    person, at = actor(), now()
    counted = Counted(request_id, body.store, stock_lines(body.lines))
    with db().write() as session:
        done = once(session, lambda: count_stock(session, person, counted, now=at).id)
        paper = paper_for(session, person, PaperKind.COUNT, done.id)
    return made(_paper(paper), done)


@stock_papers.get("/counts")
@needs(Permission.VIEW_STOCK)
@asks(PapersQuery)
@answers(Papers)
def list_counts(query: PapersQuery) -> Response:
    """The counts of a store."""
    return _listed(query, PaperKind.COUNT)


@stock_papers.post("/counts/<int:count_id>/confirm")
@needs(Permission.CONFIRM_COUNT)
@takes_nothing
@answers(PaperOut)
def post_count_confirmation(count_id: int) -> Response:
    """Book the differences."""
    person, at = actor(), now()
    with db().write() as session:
        once(session, lambda: confirm_count(session, person, count_id=count_id, now=at).id)
        return said(_paper(paper_for(session, person, PaperKind.COUNT, count_id)))


@stock_papers.post("/counts/<int:count_id>/refuse")
@needs(Permission.CONFIRM_COUNT)
@takes(AnswerIn)
@answers(PaperOut)
def post_count_refusal(count_id: int, body: AnswerIn) -> Response:
    """Leave the book as it is, and say why."""
    person, at = actor(), now()
    with db().write() as session:
        once(
            session,
            lambda: refuse_count(session, person, count_id=count_id, answer=body.answer, now=at).id,
        )
        return said(_paper(paper_for(session, person, PaperKind.COUNT, count_id)))


def _listed(query: PapersQuery, kind: PaperKind) -> Response:
    with db().read() as session:
        store = store_for(session, actor(), Permission.VIEW_STOCK, query.store)
        found = papers_of(session, [store.id], kind, before_id=query.before, limit=PAGE + 1)
    rows, after = page_of(found, PAGE, lambda paper: paper.id)
    return said(Papers(items=[_paper(one) for one in rows], next=after))


def _paper(paper: Paper) -> PaperOut:
    """Counting stays blind: while a count waits, who counted does not read the book in it."""
    waits = paper.state is PaperState.WAITING and paper.by_id == actor().user_id
    return PaperOut(
        id=str(paper.id), store=paper.store_code, at=paper.at, who=paper.who, state=paper.state,
        loss=paper.loss, reason=paper.words, decided_by=paper.decided_by,
        decided_at=paper.decided_at, answer=paper.answer,
        lines=[
            PaperLineOut(
                goods=line.code, name=line.name, unit=line.unit, quantity=line.quantity,
                use_by=line.use_by, kept_for=line.kept_for, kept_group=line.kept_group,
                booked=None if waits else line.booked,
            )
            for line in paper.lines
        ],
    )  # fmt: skip
