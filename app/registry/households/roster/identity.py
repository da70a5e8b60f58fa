"""Is this the number of an ID card? Check digit and date only.

`stdnum.cn.ric.validate` also looks up the county and rejects people of this district who are older
than its county code. Its check digit is used; its date costs more than all the rest of a line.
"""

import datetime as dt
import re
from typing import Final

from stdnum.cn import ric

OLD: Final = re.compile(r"\d{15}", re.ASCII)
TODAYS: Final = re.compile(r"\d{17}[\dX]", re.ASCII)
# 3.71599E+17, as Excel shows and exports a number of 18 digits that it has cut to 15.
EXPONENT: Final = re.compile(r"\d(\.\d+)?E\+?\d+|\d{15,}\.0*", re.ASCII)
CUT_OFF: Final = "000"
FIRST_YEAR: Final = 1900


def is_counted(number: str) -> bool:
    """Did Excel take the number for a quantity and lose its last digits?"""
    return EXPONENT.fullmatch(number.upper()) is not None


def id_fault(number: str) -> str:
    """The code of what is wrong with a cleaned ID number; empty when nothing is."""
    if not number:
        return "id_missing"
    if TODAYS.fullmatch(number):
        return _todays_fault(number)
    if OLD.fullmatch(number):
        return "id_old_15"
    return "id_lost_digits" if is_counted(number) else "id_bad"


def _todays_fault(number: str) -> str:
    if ric.calc_check_digit(number) != number[-1]:
        # A genuine number may end in 000; one that does and fails went through Excel.
        return "id_lost_digits" if number.endswith(CUT_OFF) else "id_check_digit"
    try:
        born = dt.date.fromisoformat(number[6:14])
    except ValueError:
        return "id_bad_date"
    return "" if born.year >= FIRST_YEAR else "id_bad_date"
