"""Every refusal in words, merged from the wings' own lists."""

from collections import ChainMap
from typing import Final

from app.kernel.errors import Refusal
from app.words.award_refusals import AWARD_REFUSALS
from app.words.backup_refusals import BACKUP_REFUSALS
from app.words.change_refusals import CHANGE_REFUSALS
from app.words.core_refusals import CORE_REFUSALS
from app.words.late_refusals import LATE_REFUSALS
from app.words.market_refusals import MARKET_REFUSALS
from app.words.month_book import BOOK_REFUSALS
from app.words.office_refusals import OFFICE_REFUSALS
from app.words.pair_refusals import PAIR_REFUSALS
from app.words.privacy_refusals import PRIVACY_REFUSALS
from app.words.questionnaire_refusals import QUESTIONNAIRE_REFUSALS
from app.words.registry_refusals import REGISTRY_REFUSALS
from app.words.roster import ROSTER_REFUSALS
from app.words.scoring_refusals import SCORING_REFUSALS
from app.words.sentence import Sentence
from app.words.shop_refusals import SHOP_REFUSALS
from app.words.sign_in_refusals import SIGN_IN_REFUSALS
from app.words.till_refusals import TILL_REFUSALS

REFUSALS: Final[ChainMap[str, Sentence]] = ChainMap(
    CORE_REFUSALS,
    REGISTRY_REFUSALS,
    CHANGE_REFUSALS,
    SCORING_REFUSALS,
    PAIR_REFUSALS,
    AWARD_REFUSALS,
    LATE_REFUSALS,
    QUESTIONNAIRE_REFUSALS,
    SHOP_REFUSALS,
    TILL_REFUSALS,
    MARKET_REFUSALS,
    ROSTER_REFUSALS,
    BOOK_REFUSALS,
    OFFICE_REFUSALS,
    BACKUP_REFUSALS,
    PRIVACY_REFUSALS,
    SIGN_IN_REFUSALS,
)

# Our own mistake, not a refusal; `number` leads the operator to the log.
BROKEN: Final = Sentence(
    "系统出了差错，这一步没有办成。已经保存的都还在。请稍后再试；还是不行，请把单号告诉管理员。",
    "Something went wrong on our side and this step was not carried out. What was saved before is"
    " still there. Try again later; if it happens again, tell the administrator the number.",
)


def refusal_sentence(refusal: Refusal, language: str) -> str:
    """The whole sentence for a refusal: what happened, what did not, what to do."""
    return _sentence(refusal).say(language, **refusal.facts)


def refusal_parts(refusal: Refusal, language: str) -> tuple[str, str]:
    """The same as a heading (what happened) and the rest, for a box on a page."""
    return _sentence(refusal).parts(language, **refusal.facts)


def _sentence(refusal: Refusal) -> Sentence:
    # A refusal that nobody gave words yet speaks as its kind does; a test finds it.
    kinds = (kind for kind in type(refusal).__mro__ if issubclass(kind, Refusal))
    return next(REFUSALS[kind.code] for kind in kinds if kind.code in REFUSALS)
