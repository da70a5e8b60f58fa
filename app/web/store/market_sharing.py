"""货少怎么分: goods that are short on a market day, by draw or by who has waited longest."""

import re
from collections.abc import Mapping
from typing import Final

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.door.context import actor, db, language, now
from app.door.routes import needs
from app.kernel.errors import Conflict, Invalid, Malformed, Refusal
from app.kernel.once import run_once
from app.registry.accounts.permissions import Permission
from app.registry.places.models import Store
from app.shop.marketdays.demand import pieces_for, proposed_load, route_of
from app.shop.marketdays.models import DayState
from app.shop.marketdays.queries import day_shown, market_day_for
from app.shop.marketdays.setting_aside import Sharing, share_out, stop_sharing
from app.shop.redemptions.allotment_models import Fairness
from app.shop.redemptions.allotment_queries import (
    allotment_called,
    allotments_of,
    seed_of,
    turns_of,
)
from app.web.reading import choice_field, int_field, request_of, text_field
from app.web.said import said, shown_again, tell
from app.web.store.here import here_at
from app.web.store.market import may_plan_at
from app.web.store.pages import pages
from app.words.states import name_of

LONGEST_CODE: Final = 32
CLOCK: Final = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", re.ASCII)


@pages.get("/market-days/<int:market_day_id>/sharing")
@needs(Permission.VIEW_STOCK)
def sharing(market_day_id: int) -> str:
    """What there is and how many could pay for it; how it is shared out, and the draw's seed."""
    return _page(market_day_id, {})


@pages.post("/market-days/<int:market_day_id>/sharing")
@needs(Permission.PLAN_MARKET_DAY)
def share_goods(market_day_id: int) -> Response:
    """Draw, or look who has waited longest, once."""
    try:
        wanted = Sharing(
            text_field("goods", LONGEST_CODE), int_field("per_household"),
            choice_field("fairness", Fairness), _minute("free_from"),
        )  # fmt: skip
        with db().write() as session:
            run_once(
                session,
                request_of("share_out_goods"),
                lambda: (
                    share_out(
                        session, actor(), market_day_id=market_day_id, sharing=wanted, now=now()
                    ).id
                ),
            )
    except (Invalid, Conflict) as refusal:
        return shown_again(_page(market_day_id, request.form, refusal), refusal)
    tell(_("分好了"), _("换的时候，没有分到的户换不了。请打印名单，贴到村里。"))
    return _to(market_day_id)


@pages.post("/market-days/<int:market_day_id>/sharing/stop")
@needs(Permission.PLAN_MARKET_DAY)
def unshare_goods(market_day_id: int) -> Response:
    """Let everybody have the goods again, once."""
    code = text_field("goods", LONGEST_CODE)
    with db().write() as session:
        run_once(
            session,
            request_of("stop_sharing_goods"),
            lambda: (
                stop_sharing(
                    session, actor(), market_day_id=market_day_id, goods_code=code, now=now()
                ).id
            ),
        )
    tell(_("不再按户分了"), _("谁来都可以换。"))
    return _to(market_day_id)


@pages.get("/market-days/<int:market_day_id>/sharing/<goods_code>")
@needs(Permission.VIEW_STOCK)
def shared_list(market_day_id: int, goods_code: str) -> str:
    """The list for the wall: household number and masked name, nothing else."""
    with db().read() as session:
        day = market_day_for(session, actor(), Permission.VIEW_STOCK, market_day_id)
        allotment = allotment_called(session, day.id, goods_code)
        return render_template(
            "store/market_shared.html",
            day=day_shown(session, day.id),
            allotment=allotment,
            way=name_of(allotment.fairness, language()),
            turns=turns_of(session, allotment.id),
            seed=seed_of(session, day.id),
            printed_at=now(),
        )


def _minute(name: str) -> int:
    found = CLOCK.fullmatch(request.form.get(name, "").strip())
    if found is None:
        raise Malformed
    return int(found[1]) * 60 + int(found[2])


def _to(market_day_id: int) -> Response:
    return make_response(redirect(url_for(".sharing", market_day_id=market_day_id), 303))


def _page(market_day_id: int, typed: Mapping[str, str], refusal: Refusal | None = None) -> str:
    with db().read() as session:
        day = market_day_for(session, actor(), Permission.VIEW_STOCK, market_day_id)
        truck, route = session.get_one(Store, day.store_id), route_of(session, day)
        pieces = pieces_for(session, route)
        lines = proposed_load(session, route, now()).lines
        return render_template(
            "store/market_sharing.html",
            store=here_at(truck),
            nav=here_at(truck).nav,
            day=day_shown(session, day.id),
            may_share=day.state is DayState.PLANNED and may_plan_at(truck),
            lines=[
                (line.demand, pieces[line.demand.goods_id], line.can_pay)
                for line in lines
                if pieces.get(line.demand.goods_id)
            ],
            shared=[
                (each, name_of(each.fairness, language()))
                for each in allotments_of(session, day.id)
            ],
            ways=[(way.value, name_of(way, language())) for way in Fairness],
            seed=seed_of(session, day.id),
            typed=typed,
            refused=said(refusal) if refusal else None,
        )
