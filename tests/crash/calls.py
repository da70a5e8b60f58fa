"""Requests that are sent until they are answered, and the journal of what was answered."""

import json
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any, Final
from uuid import UUID, uuid4

PREFIX: Final = "/api/v1"
TIMEOUT_S: Final = 30
PATIENCE_S: Final = 120
UNAVAILABLE: Final = 503
PAUSE_S: Final = 0.05


class NeverAnsweredError(Exception):
    """Sent again and again, and no answer came."""


@dataclass(frozen=True)
class Answer:
    """What a client was told."""

    status: int
    text: str

    @property
    def said(self) -> dict[str, Any]:
        """Its body."""
        found: dict[str, Any] = json.loads(self.text)
        return found


@dataclass
class Call:
    """One request of one person, with its id, and what came of it."""

    token: str
    method: str
    path: str
    body: object = None
    key: UUID = field(default_factory=uuid4)
    answer: Answer | None = None
    tries: int = 0
    put_off: list[str] = field(default_factory=list)  # codes of the answers that said: later

    @property
    def acknowledged(self) -> bool:
        """Whether a client was told that it is done."""
        return self.answer is not None and self.answer.status < 300


def sent(port: int, call: Call, *, language: str = "zh") -> Answer | None:
    """One try; None when no answer came back."""
    headers = {
        "Authorization": f"Bearer {call.token}",
        "Content-Type": "application/json",
        "Idempotency-Key": str(call.key),
        "Accept-Language": language,
    }
    body = None if call.body is None else json.dumps(call.body).encode()
    connection = HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)
    call.tries += 1
    try:
        connection.request(call.method, PREFIX + call.path, body, headers)
        found = connection.getresponse()
        return Answer(found.status, found.read().decode())
    except (OSError, HTTPException):
        return None
    finally:
        connection.close()


def insisted(port: int, call: Call, *, seconds: float = PATIENCE_S) -> Answer:
    """Send a request, the very same again and again, until it is answered; note the answer.

    :raises NeverAnsweredError: not in all these seconds.
    """
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = sent(port, call)
        if found and found.status != UNAVAILABLE:
            call.answer = found
            return found
        if found:
            call.put_off.append(found.said["code"])
        time.sleep(PAUSE_S)
    raise NeverAnsweredError(call.path)


def differing(port: int, calls: list[Call]) -> list[str]:
    """Which acknowledged requests are answered otherwise when they are sent once more."""
    found = []
    for call in calls:
        assert call.answer, "answered before"
        again = sent(port, call)
        if again is None or again.status != 200 or _kept(again) != _kept(call.answer):
            found.append(f"{call.path}: {call.answer} and then {again}")
    return found


def _kept(answer: Answer) -> dict[str, object]:
    """What an answer says that no later step changes."""
    said = answer.said
    return {
        name: said.get(name) for name in ("id", "points", "balance_after", "lines", "household")
    }
