"""How much of a roster we open, and the refusal of more."""

from typing import Final

from app.registry.households.roster.refusals import RosterTooLarge

MIB: Final = 1024 * 1024

FILE_MIB: Final = 20
# Worksheets unpack to 10-20 times their size: 40,000 people of 17 columns make about 40 MiB.
UNPACKED_MIB: Final = 100
PARTS: Final = 2_000
# Deflate reaches 1,000; a sheet full of equal rows stays below 100.
RATIO: Final = 200
RATIO_COUNTS_FROM_BYTES: Final = 1 * MIB
# packing.py spells these two as a pattern of cell addresses: A1 to BZ59999.
ROWS: Final = 59_999
COLUMNS: Final = 78


def too_large(reason: str) -> RosterTooLarge:
    """The refusal, with all that we take, so that its sentence can say how to cut the file."""
    return RosterTooLarge(reason=reason, rows=ROWS, columns=COLUMNS, mib=FILE_MIB)
