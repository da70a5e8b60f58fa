"""Refusals: what the rules say no to, in codes and facts. Sentences live in `app.words`."""

from typing import ClassVar


class Refusal(Exception):
    """A rule said no. Nothing was changed; the unit of work is rolled back.

    Subclasses carry a stable `code`; `facts` fill the sentence in `app.words.refusals`.
    """

    code: ClassVar[str] = "refused"

    def __init__(self, **facts: object) -> None:
        super().__init__(self.code)
        self.facts = facts


class Malformed(Refusal):
    """The request cannot be read at all (400)."""

    code = "malformed"


class Unauthenticated(Refusal):
    """Nobody has signed in, or the token is not valid (401)."""

    code = "sign_in_first"


class Forbidden(Refusal):
    """The person may not do this anywhere (403)."""

    code = "not_allowed"


class NotFound(Refusal):
    """Missing, or out of the person's reach: both look alike on purpose (404)."""

    code = "not_found"


class Conflict(Refusal):
    """The thing is not in a state that allows this (409)."""

    code = "conflict"


class TooLarge(Refusal):
    """More than we take (413)."""

    code = "too_large"


class Unsupported(Refusal):
    """A kind of file or body that we do not read (415)."""

    code = "unsupported"


class Invalid(Refusal):
    """What was entered breaks a rule (422)."""

    code = "invalid"


class TooMany(Refusal):
    """Too many tries; wait (429)."""

    code = "too_many"


class Unavailable(Refusal):
    """What the house stands on is away for a while; the same may be sent again (503)."""

    code = "unavailable"


class NoSpace(Refusal):
    """The disk has no room for it; nothing half-written is left (507)."""

    code = "no_space"
