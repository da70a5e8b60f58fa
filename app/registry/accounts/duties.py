"""One person, one exclusive duty (promise I9), bound by grants and by standing in for somebody."""

from datetime import date

from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import Session

from app.kernel.constraints import on_violation
from app.kernel.errors import Conflict
from app.registry.accounts.models import Deputy, Grant, User
from app.registry.accounts.permissions import Duty


class DutiesClash(Conflict):
    """Who certifies may not redeem, and the other way round."""

    code = "duties_clash"


on_violation("fk_grants_duty", DutiesClash)
on_violation("fk_deputies_duty", DutiesClash)


def bind_duty(session: Session, user: User, duty: Duty | None, *, today: date) -> None:
    """Bind a person by the duty of work that he is about to get; None binds by nothing.

    Two who give the same person work at once wait for each other here.

    :raises DutiesClash: another duty binds him.
    """
    session.refresh(user, with_for_update=True)
    if duty in (None, user.duty):
        return
    free_duty(session, user, today=today)
    if user.duty is not None:
        raise DutiesClash(username=user.username)
    user.duty = duty
    session.flush()


def free_duty(session: Session, user: User, *, today: date) -> None:
    """Free a person from his duty, unless a grant or somebody whom he stands in for holds him."""
    over = or_(Deputy.ended_at.is_not(None), Deputy.ends_on < today)
    session.execute(
        update(Deputy)
        .where(Deputy.deputy_id == user.id, Deputy.duty.is_not(None), over)
        .values(duty=None)
        .execution_options(synchronize_session="fetch")
    )
    bound = or_(
        exists().where(Grant.user_id == user.id, Grant.duty.is_not(None)),
        exists().where(Deputy.deputy_id == user.id, Deputy.duty.is_not(None)),
    )
    if not session.scalar(select(bound)):
        user.duty = None
        session.flush()
