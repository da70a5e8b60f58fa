"""Which scorecard holds."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.errors import NotFound
from app.kernel.period import Period
from app.scoring.schemes.models import SchemeVersion
from app.scoring.schemes.reading import scheme_from
from app.scoring.schemes.rules import Scheme


class NoScheme(NotFound):
    """No scorecard holds in this month."""

    code = "no_scheme"


class SchemeNotFound(NotFound):
    """There is no such version."""

    code = "scheme_not_found"


def version_of(session: Session, period: Period) -> SchemeVersion:
    """The version that holds in a month: the latest that has started.

    :raises NoScheme: none had started.
    """
    found = session.scalar(
        select(SchemeVersion)
        .where(SchemeVersion.starts <= period)
        .order_by(SchemeVersion.starts.desc())
        .limit(1)
    )
    if found is None:
        raise NoScheme(period=str(period))
    return found


def scheme_by_id(session: Session, version_id: int) -> Scheme:
    """The scorecard of a round, as it was when the round was opened."""
    return scheme_from(session.get_one(SchemeVersion, version_id).definition)


def versions(session: Session) -> Sequence[SchemeVersion]:
    """All versions, the latest first."""
    return session.scalars(select(SchemeVersion).order_by(SchemeVersion.starts.desc())).all()


def version_for(session: Session, version_id: int) -> SchemeVersion:
    """One version.

    :raises SchemeNotFound: there is none with this id.
    """
    found = session.get(SchemeVersion, version_id)
    if found is None:
        raise SchemeNotFound
    return found
