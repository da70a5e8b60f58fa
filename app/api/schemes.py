"""The scorecard that holds this month."""

from datetime import date

from flask import Response

from app.api.requests import answers, said, wing
from app.api.schemas import Answer, PeriodOut
from app.door.context import db, now
from app.door.routes import needs
from app.kernel.period import Period
from app.registry.accounts.permissions import Permission
from app.scoring.schemes.awards import Award, OncePer
from app.scoring.schemes.queries import version_of
from app.scoring.schemes.reading import scheme_from
from app.scoring.schemes.rules import Category, Item, ItemRole, Scheme
from app.scoring.schemes.scales import Count, Findings, Grade, ItemKind, Points

schemes = wing("schemes")


class ItemOut(Answer):
    """One thing that is looked at; `points` is what it earns (a deduction: takes) at most.

    It is answered with one of its `choices`, each with its points; where there are none, with a
    whole number: points from `least` on, how often something was done, or how much was found.
    """

    code: str
    name: str
    points: int
    kind: ItemKind
    role: ItemRole
    choices: dict[str, int]
    least: int | None
    each: int | None


class CategoryOut(Answer):
    """One of the five categories."""

    code: str
    name: str
    short_name: str
    points: int
    items: list[ItemOut]


class AwardOfferedOut(Answer):
    """What may be proposed once for something that happened, beside the month's points.

    It is worth `points`, or so much by its level; with `least` anything from that to `points`.
    """

    code: str
    name: str
    points: int
    least: int | None
    levels: dict[str, int]
    look_for: str
    once_per: OncePer


class SchemeOut(Answer):
    """A scorecard: what is looked at, and what each grade earns, in percent of an item's points.

    A month earns `month_cap` points at most; those of this month can be spent until `expires_on`.
    A household is scored up to `records` times a month: the answers of the second time carry the
    item's code with `.2`. Extras are answered only where there was something.
    """

    id: str
    name: str
    starts: PeriodOut
    grades: dict[Grade, int]
    month_cap: int
    points: int
    expires_on: date | None
    categories: list[CategoryOut]
    extras: list[ItemOut]
    awards: list[AwardOfferedOut]
    year_cap: int | None
    bonus_cap: int | None
    records: int


@schemes.get("/schemes/current")
@needs(Permission.VIEW_SCHEME)
@answers(SchemeOut)
def get_current_scheme() -> Response:
    """The scorecard of this month."""
    period = Period.of(now())
    with db().read() as session:
        version = version_of(session, period)
        scheme = scheme_from(version.definition)
        return said(_scheme(str(version.id), str(version.starts), scheme, period))


def _scheme(version_id: str, starts: str, scheme: Scheme, period: Period) -> SchemeOut:
    return SchemeOut(
        id=version_id,
        name=scheme.name,
        starts=starts,
        grades=dict(scheme.percent),
        month_cap=scheme.month_cap,
        points=scheme.points_max,
        expires_on=scheme.expires_on(period),
        categories=[_category(category) for category in scheme.categories],
        extras=[_item(item) for item in scheme.extras],
        awards=[_offered(award) for award in scheme.awards],
        year_cap=scheme.year_cap,
        bonus_cap=scheme.bonus_cap,
        records=scheme.records,
    )


def _category(category: Category) -> CategoryOut:
    return CategoryOut(
        code=category.code,
        name=category.name,
        short_name=category.short_name,
        points=category.points_max,
        items=[_item(item) for item in category.items],
    )


def _offered(award: Award) -> AwardOfferedOut:
    return AwardOfferedOut(
        code=award.code,
        name=award.name,
        points=award.points_max,
        least=award.points_least if award.is_range else None,
        levels=dict(award.levels),
        look_for=award.look_for,
        once_per=award.once_per,
    )


def _item(item: Item) -> ItemOut:
    return ItemOut(
        code=item.code,
        name=item.name,
        points=item.points_max,
        kind=item.scale.kind,
        role=item.role,
        choices=item.choices,
        least=item.scale.points_least if isinstance(item.scale, Points) else None,
        each=item.scale.points_each if isinstance(item.scale, Count | Findings) else None,
    )
