"""What the house stands on: a database that may be away, a disk that may be full.

Driver's errors become refusals here, so that people read what did not happen and what to do.
"""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import psycopg
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from app.kernel.constraints import refusal_for
from app.kernel.errors import NoSpace, Unavailable

# Of SQLite; the low byte of a longer code says its kind.
_FULL: Final = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE}
_AWAY: Final = {
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_INTERRUPT,
}  # fmt: skip
_KIND: Final = 0xFF
# Of PostgreSQL, by the beginning of the SQLSTATE: the connection, too few resources, a server that
# is stopped or starting; two that waited for each other, and waiting too long.
_DISK_FULL: Final = "53100"
_AWAY_STATES: Final = ("08", "53", "57P", "40001", "40P01", "55P03", "57014")
# A disk, a quota, the largest file that a process may write.
_NO_SPACE: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class DatabaseAway(Unavailable):
    """The database cannot be reached or is too busy; nothing was changed."""

    code = "database_away"


class OutcomeUnknown(Unavailable):
    """The database went away while it was told to keep what was written: nobody knows if it did."""

    code = "outcome_unknown"


@contextmanager
def told(*, committing: bool = False) -> Iterator[None]:
    """Say in refusals what database and disk cannot do; what is our own mistake stays an error.

    :param committing: inside is the one statement after which nobody knows how it ended.
    :raises DatabaseAway: it cannot be reached.
    :raises OutcomeUnknown: it went away in the middle of a commit.
    :raises NoSpace: there is no room for what was to be written.
    """
    try:
        yield
    except IntegrityError as error:
        raise refusal_for(error) from error
    except PoolTimeoutError as error:
        raise DatabaseAway from error
    except DBAPIError as error:
        if _is_full(error.orig):
            raise NoSpace from error
        if not (error.connection_invalidated or _is_away(error.orig)):
            raise
        raise (OutcomeUnknown if committing else DatabaseAway) from error
    except (sqlite3.Error, OSError) as error:
        if not (means_no_space(error) if isinstance(error, OSError) else _is_full(error)):
            raise
        raise NoSpace from error


def means_no_space(error: OSError) -> bool:
    """Whether a file could not be written because there is no room for it."""
    return error.errno in _NO_SPACE


def _is_full(error: BaseException | None) -> bool:
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", None) in _FULL
    return isinstance(error, psycopg.Error) and error.sqlstate == _DISK_FULL


def _is_away(error: BaseException | None) -> bool:
    if isinstance(error, sqlite3.Error):
        return (getattr(error, "sqlite_errorcode", 0) or 0) & _KIND in _AWAY
    if not isinstance(error, psycopg.Error):
        return False
    # Without a state the server never got as far as answering.
    return (error.sqlstate or "08").startswith(_AWAY_STATES)
