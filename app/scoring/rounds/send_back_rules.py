"""Single sheets that go back: who may ask, who may answer, what stays shut meanwhile. Pure."""

from typing import Final

from app.kernel.errors import Conflict, Forbidden, Invalid
from app.registry.accounts.permissions import Permission
from app.scoring.rounds.certifying_models import Level

# Who submits looks before submitting, who certifies before certifying.
LEVEL_NEEDS: Final = {Level.VILLAGE: Permission.SUBMIT, Level.TOWNSHIP: Permission.CERTIFY}


class SheetsSentBack(Conflict):
    """Sheets that were sent back wait for an answer: the month is not submitted before."""

    code = "sheets_sent_back"


class AlreadySentBack(Conflict):
    """The sheet was sent back and has no answer yet."""

    code = "already_sent_back"


class NotSentBack(Conflict):
    """The month is open only for the sheets that were sent back; this is none of them."""

    code = "not_sent_back"


class SendBackAnswered(Conflict):
    """There is no question about this sheet that waits for an answer."""

    code = "send_back_answered"


class OwnSendBack(Forbidden):
    """Who sent a sheet back may not answer with words himself."""

    code = "own_send_back"


class NoSheetChosen(Invalid):
    """Not one sheet was chosen."""

    code = "no_sheet_chosen"
