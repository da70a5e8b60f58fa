"""The JSON interface for phones, tills and other systems: bearer tokens, OpenAPI 3.1."""

from typing import Final

from apiflask import APIBlueprint, APIFlask

from app.api.awards import awards
from app.api.books import books
from app.api.cards import cards
from app.api.changes import changes
from app.api.corrections import corrections
from app.api.deliberations import deliberations
from app.api.deputies import deputies
from app.api.exemptions import exemptions
from app.api.expiry import expiry
from app.api.goods import goods
from app.api.goods_categories import goods_categories
from app.api.guard import init_guard
from app.api.households import households
from app.api.late_sheets import late_sheets
from app.api.market_days import market_days
from app.api.me import me
from app.api.objections import objections
from app.api.openapi import describe
from app.api.postings import postings
from app.api.questionnaires import questionnaires
from app.api.rations import limits
from app.api.redemptions import redemptions
from app.api.round_steps import steps
from app.api.rounds import rounds
from app.api.schemes import schemes
from app.api.second_sheets import second_sheets
from app.api.sent_back import sent_back
from app.api.sheets import sheets
from app.api.stock import stock
from app.api.stock_papers import stock_papers
from app.api.visits import visits
from app.api.workdays import workdays
from app.door.routes import public

# Each module of this package brings its routes in a blueprint of its own.
BLUEPRINTS: Final[tuple[APIBlueprint, ...]] = (
    me, households, schemes, rounds, steps, sheets, second_sheets, late_sheets, visits, sent_back,
    deliberations, awards, objections, questionnaires, cards, goods, goods_categories, limits,
    stock, stock_papers, redemptions,
    corrections, expiry, deputies, changes, books, exemptions, workdays, postings,
    market_days,
)  # fmt: skip


def init_api(app: APIFlask) -> None:
    """Give an app its JSON interface."""
    init_guard(app)
    describe(app)
    public(app.view_functions["openapi.spec"])
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint, url_prefix="/api/v1")
