"""代领人: who may collect at the store for a household."""

from flask import Response, make_response, redirect, render_template, request, url_for

from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.errors import Refusal
from app.kernel.once import run_once
from app.registry.accounts.permissions import Permission
from app.registry.households.queries import household_for
from app.shop.redemptions.collectors import (
    LONGEST_NAME,
    LONGEST_RELATION,
    CollectorBad,
    TooManyCollectors,
    collectors_of,
    end_collector,
    name_collector,
)
from app.web.reading import FieldMissing, FieldTooLong, request_of, text_field
from app.web.said import said, shown_again
from app.web.village.pages import pages

REFUSALS = (CollectorBad, FieldMissing, FieldTooLong, TooManyCollectors)


@pages.get("/households/<int:household_id>/collectors")
@needs(Permission.NAME_COLLECTOR)
def collectors(household_id: int) -> str:
    """Who may collect, and the form to name somebody."""
    return _page(household_id)


@pages.post("/households/<int:household_id>/collectors")
@needs(Permission.NAME_COLLECTOR)
def add_collector(household_id: int) -> Response:
    """Let somebody collect for a household."""
    try:
        name = text_field("name", LONGEST_NAME)
        relation = text_field("relation", LONGEST_RELATION)
        with db().write() as session:
            run_once(
                session, request_of("name_collector"),
                lambda: name_collector(
                    session, actor(), household_id=household_id, name=name, relation=relation,
                    now=now(),
                ),
            )  # fmt: skip
    except REFUSALS as refusal:
        return shown_again(_page(household_id, refusal), refusal)
    return make_response(redirect(url_for(".collectors", household_id=household_id), 303))


@pages.post("/households/<int:household_id>/collectors/<int:collector_id>/end")
@needs(Permission.NAME_COLLECTOR)
def stop_collector(household_id: int, collector_id: int) -> Response:
    """Let somebody collect no longer."""
    with db().write() as session:
        run_once(
            session, request_of("end_collector"),
            lambda: end_collector(session, actor(), collector_id=collector_id, now=now()),
        )  # fmt: skip
    return make_response(redirect(url_for(".collectors", household_id=household_id), 303))


def _page(household_id: int, refusal: Refusal | None = None) -> str:
    with db().read() as session:
        home = household_for(session, actor(), Permission.NAME_COLLECTOR, household_id)
        return render_template(
            "village/collectors.html",
            household=home,
            found=collectors_of(session, home.id),
            typed=request.form,
            refused=said(refusal) if refusal else None,
        )
