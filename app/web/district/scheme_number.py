"""A number of the scorecard's form."""

from typing import Final

from flask import request

MOST_DIGITS: Final = 6


def number_in(field: str) -> int | str:
    """A whole number; anything else stays what it is, for the rules to refuse by its place."""
    text = request.form.get(field, "").strip()
    is_number = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return int(text) if is_number else text
