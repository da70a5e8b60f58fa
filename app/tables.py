"""Imports every slice's models once, for Alembic and the tests."""

from app.changes import models as changes
from app.kernel import erased_pictures, installation, keyring, once
from app.kernel.db import Base
from app.ledger import models as ledger
from app.privacy import export_models as exports
from app.privacy import models as privacy
from app.registry.accounts import models as accounts
from app.registry.accounts import second_step_models as second_steps
from app.registry.accounts import sign_in_models as sign_ins
from app.registry.cards import models as cards
from app.registry.households import models as households
from app.registry.places import models as places
from app.registry.workdays import models as workdays
from app.scoring.questionnaires import models as questionnaires
from app.scoring.rounds import award_models as awards
from app.scoring.rounds import burden_models as burdens
from app.scoring.rounds import certifying_models as certifying
from app.scoring.rounds import late_models as late
from app.scoring.rounds import models as rounds
from app.scoring.rounds import second_models as second
from app.scoring.schemes import models as schemes
from app.scoring.visits import models as visits
from app.seals import models as seals
from app.shop.goods import models as goods
from app.shop.marketdays import models as market_days
from app.shop.redemptions import allotment_models as allotments
from app.shop.redemptions import models as redemptions
from app.shop.redemptions import screen_models as screens
from app.shop.stock import models as stock
from app.shop.stock import paper_models as stock_papers
from app.shop.stock import reservation_models as reservations

SLICES = (
    installation, keyring, erased_pictures, once, accounts, sign_ins, second_steps, places,
    workdays, households, cards, ledger, changes, schemes, visits, rounds, certifying, awards,
    burdens, second, late, questionnaires, goods, stock_papers, stock, redemptions, screens,
    market_days, reservations, allotments, seals, privacy, exports,
)  # fmt: skip

metadata = Base.metadata

# Append-only: triggers refuse UPDATE and DELETE on both databases.
APPEND_ONLY = (
    "transfers", "moves", "lots", "redemptions", "redemption_lines", "redemption_voids", "audit",
    "expiry_runs", "expiries", "postings", "sheet_burdens", "visit_photos", "uploaded_pictures",
    "relocations", "write_off_lines", "count_lines", "prices", "price_notices",
    "redemption_returns", "redemption_return_lines", "void_requests", "void_decisions",
    "need_signals", "proxy_collections", "day_closings",
    "household_changes", "household_change_people", "household_change_decisions", "moved_points",
    "correction_refusals", "late_sheets", "visit_answers", "seals", "sealed_blocks",
    "draw_seeds", "allotment_places", "market_loads", "market_closings", "market_closing_lines",
    "sign_in_rules",
)  # fmt: skip

# Of these, columns that a new key seals anew, or an erasure empties: nothing else is put there.
ERASABLE = {
    "household_change_people": {
        "name", "relation", "id_index", "id_sealed", "id_last2", "id_key",
    },
    "visit_answers": {"answers"},
}  # fmt: skip
