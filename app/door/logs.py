"""Logs: JSON lines on standard error, without ID numbers and phone numbers."""

import logging
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from secrets import token_hex
from time import perf_counter
from typing import Final

import structlog
from flask import Flask, Response, g, request
from structlog.typing import EventDict, Processor, WrappedLogger

from app.door.context import signed_in
from app.kernel.errors import Refusal

# ID numbers of 18 digits (the last may be X) and of 15, bank cards of 16 to 19, mobiles of 11.
PERSONAL: Final = re.compile(r"(?<!\d)(?:\d{15,19}[Xx]?|1[3-9]\d{9})(?!\d)")
# What PostgreSQL tells of a row that it refuses, in a server's language: names stand there, and a
# name may hold the end of a line. It ends where SQLAlchemy goes on, or the next error begins.
ROW_OF_A_SERVER: Final = re.compile(
    r"^(DETAIL|CONTEXT|详细信息|上下文|背景)[:\uff1a].*?"
    r"(?=^\[SQL|^The above exception|^During handling|\Z)",
    re.MULTILINE | re.DOTALL,
)
NUMBER_HEADER: Final = "Jifen-Number"
_log: Final = structlog.stdlib.get_logger("jifen")
_COMMON: Final[list[Processor]] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]


def mask(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Hide all but the last two digits of what may be somebody's number, and rows in errors."""
    return {key: _masked(value) for key, value in event.items()}


def formatter() -> logging.Formatter:
    """One JSON object a line, masked: the last thing that happens to whatever is logged."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_COMMON,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            mask,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ],
    )


def configure_logs() -> None:
    """Send our own lines and those of the libraries through one formatter; once a process."""
    root = logging.getLogger()
    if any(isinstance(handler, _StandardError) for handler in root.handlers):
        return
    structlog.configure(
        processors=[*_COMMON, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    handler = _StandardError()
    handler.setFormatter(formatter())
    root.addHandler(handler)
    logging.getLogger("jifen").setLevel(logging.INFO)


def log_requests(app: Flask) -> None:
    """One line for each request: which route, how it ended, how long, who. No query string."""
    app.before_request(_begin)
    app.after_request(_end)


def support_number() -> str:
    """单号: what a person reads out to the operator, who finds the request in the log by it."""
    found: str = g.number
    return found


def note_refusal(refusal: Refusal) -> None:
    """Remember for the log, and for whoever counts, by which code this request is refused."""
    g.refused_code = refusal.code


def refused_code() -> str | None:
    """The code by which this request was refused; None when it was not."""
    found: str | None = g.get("refused_code")
    return found


def _begin() -> None:
    g.number = token_hex(4).upper()
    g.began = perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(number=g.number)


def _end(response: Response) -> Response:
    person = signed_in()
    response.headers[NUMBER_HEADER] = g.number
    _log.info(
        "request",
        route=request.url_rule.rule if request.url_rule else None,
        method=request.method,
        status=response.status_code,
        ms=round((perf_counter() - g.began) * 1000, 1),
        user=person.user_id if person else None,
        refused=refused_code(),
    )
    return response


def _masked(value: object) -> object:
    if isinstance(value, str):
        without_rows = ROW_OF_A_SERVER.sub("\\1: ****\n", value)
        return PERSONAL.sub(lambda found: "****" + found[0][-2:], without_rows)
    if isinstance(value, dict):
        return {_masked(key): _masked(each) for key, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return [_masked(each) for each in value]
    return value


class _StandardError(logging.Handler):
    """Writes to what standard error is now, not to what it was when the program began."""

    def emit(self, record: logging.LogRecord) -> None:
        """One line."""
        # A log that cannot be written, on a disk that is full, is no reason to answer nobody.
        with suppress(OSError):
            sys.stderr.write(self.format(record) + "\n")
            sys.stderr.flush()
