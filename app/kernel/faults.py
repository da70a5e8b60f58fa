"""Moments at which a test lets the process die: each has a name, and all names stand here.

Only the environment of a process that starts can arm it (`JIFEN_TEST_FAULT`), so that no request
and no setting of a running house can. In a process that is not armed a point does nothing.
"""

import os
import signal
from dataclasses import dataclass
from typing import Final

SETTING: Final = "JIFEN_TEST_FAULT"

POINTS: Final = frozenset(
    {
        "backup.after_copy",
        "backup.before_name",
        "certify.after_sheets",
        "correct.after_approval",
        "correct.after_transfer",
        "once.after_claim",
        "once.after_act",
        "picture.before_name",
        "receive.after_lots",
        "receive.after_shelves",
        "redeem.after_balance",
        "redeem.after_receipt",
        "redeem.after_stock",
        "redeem.after_transfer",
        "restore.after_epoch",
        "restore.after_files",
        "restore.after_load",
        "restore.before_name",
        "seal.after_digests",
        "seal.before_anchor",
        "settle.after_awards",
        "settle.after_credits",
        "settle.after_debts",
        "sheet.after_row",
        "unit.after_commit",
        "unit.before_commit",
        "void.after_goods",
        "void.after_points",
        "write_off.after_decision",
        "write_off.after_shelves",
    }
)


@dataclass
class Fault:
    """Where the process dies, and how often it comes past before."""

    point: str
    passes_left: int

    @classmethod
    def told(cls, text: str) -> "Fault":
        """`redeem.after_balance`, or `redeem.after_balance:3` for the third time.

        :raises ValueError: no such point, or no such time.
        """
        point, _, time = text.partition(":")
        fault = cls(point, int(time or 1) - 1)
        if point not in POINTS or fault.passes_left < 0:
            raise ValueError(f"{SETTING}: there is no fault point {text!r}")
        return fault


def fault_point(name: str) -> None:
    """Die here, if the process was started to: without a farewell, as when the power goes."""
    for fault in _armed:
        assert name in POINTS, f"declare {name} in app/kernel/faults.py"
        if name == fault.point:
            if not fault.passes_left:
                os.kill(os.getpid(), signal.SIGKILL)
            fault.passes_left -= 1


def arm(text: str) -> None:
    """Arm this process, or disarm it with an empty text; tests call it in a process they forked."""
    _armed[:] = [Fault.told(text)] if text else []


_armed: Final[list[Fault]] = []
arm(os.environ.get(SETTING, ""))
