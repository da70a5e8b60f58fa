"""积分细则: what is scored and what it is worth; the next version, looked at before it holds."""

from dataclasses import dataclass
from typing import Any

from flask import Response, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.demo.files import bytes_of
from app.door.context import actor, db, now
from app.door.routes import needs, takes_upload
from app.kernel.errors import Refusal
from app.kernel.period import Period, PeriodUnreadable
from app.registry.accounts.permissions import Permission
from app.registry.accounts.queries import names_of
from app.reports.simulation import simulate
from app.scoring.schemes.actions import LARGEST_FILE, SchemeExists, publish_scheme, read_toml
from app.scoring.schemes.comparing import changed_rules, item_changes
from app.scoring.schemes.models import SchemeVersion
from app.scoring.schemes.queries import NoScheme, version_for, version_of, versions
from app.scoring.schemes.reading import SchemeBad, scheme_from, starts_of
from app.scoring.schemes.rights import (
    AgainstRights,
    TooMuchOpinion,
    check_rights,
    opinion_percent,
)
from app.scoring.schemes.rules import Scheme
from app.scoring.schemes.writing import definition_of, scheme_toml
from app.web.district.pages import pages
from app.web.downloads import TOML, download
from app.web.kept_files import KeptFile, forget, kept
from app.web.said import said, shown_again, tell
from app.web.two_steps import taken_in, uploaded

FILE_REFUSALS = (PeriodUnreadable, SchemeBad, SchemeExists, AgainstRights, TooMuchOpinion)


@dataclass(frozen=True)
class ReadScheme:
    """A scorecard for a page."""

    scheme: Scheme
    starts: Period

    @property
    def opinion_percent(self) -> int:
        """How much of the points is given at will."""
        return opinion_percent(self.scheme)


@pages.get("/settings/schemes")
@needs(Permission.VIEW_SCHEME)
def schemes() -> str:
    """The scorecard of this month, and all versions."""
    with db().read() as session:
        try:
            return _version_page(session, version_of(session, Period.of(now())))
        except NoScheme:
            return _version_page(session, next(iter(versions(session)), None))


@pages.get("/settings/schemes/<int:version_id>")
@needs(Permission.VIEW_SCHEME)
def scheme(version_id: int) -> str:
    """One version."""
    with db().read() as session:
        return _version_page(session, version_for(session, version_id))


@pages.get("/settings/schemes/<int:version_id>.toml")
@needs(Permission.VIEW_SCHEME)
def scheme_as_file(version_id: int) -> Response:
    """A version as a file, to change and upload as the next one."""
    with db().read() as session:
        version = version_for(session, version_id)
        read = scheme_from(version.definition)
        text = scheme_toml(definition_of(read, version.starts))
        return download(text.encode(), TOML, f"{version.name} {version.starts}")


@pages.get("/settings/schemes/sample.toml")
@needs(Permission.VIEW_SCHEME)
def sample_scheme() -> Response:
    """The scorecard that comes with the program, with remarks."""
    return download(bytes_of("scheme.toml"), TOML, _("积分细则样例"))


@pages.get("/settings/schemes/new")
@needs(Permission.MANAGE_SCHEMES)
def scheme_file() -> str:
    """Choose a file."""
    return _upload_page()


@pages.post("/settings/schemes/new")
@needs(Permission.MANAGE_SCHEMES)
@takes_upload(mib=1)
def upload_scheme() -> Response:
    """Keep the file, to look at it."""
    return uploaded(_upload_page, ".preview_scheme")


@pages.get("/settings/schemes/new/<file>")
@needs(Permission.MANAGE_SCHEMES)
def preview_scheme(file: str) -> Response:
    """The scorecard as it would hold, and what it changes."""
    try:
        read = _read(_definition(kept(file)))
        check_rights(read.scheme)
    except FILE_REFUSALS as refusal:
        forget(file)
        return shown_again(_upload_page(refusal), refusal)
    with db().read() as session:
        before = _before(session, read.starts)
        simulated = simulate(session, read.scheme, Period.of(now()))
    return make_response(
        render_template(
            "district/scheme_preview.html",
            file=file,
            read=read,
            before=before,
            changes=item_changes(before.scheme, read.scheme) if before else [],
            rules=changed_rules(before.scheme, read.scheme) if before else frozenset(),
            past=read.starts <= Period.of(now()),
            simulated=simulated,
        )
    )


@pages.post("/settings/schemes/new/<file>")
@needs(Permission.MANAGE_SCHEMES)
def publish(file: str) -> Response:
    """Let the scorecard hold from its first month on."""
    try:
        done = taken_in("publish_scheme", file, _publish)
    except FILE_REFUSALS as refusal:
        return shown_again(_upload_page(refusal), refusal)
    tell(_("新的积分细则公布了"), _("从它写的月份起用；已经开的月份不变。"))
    return make_response(redirect(url_for(".scheme", version_id=done.id), 303))


def _definition(file: KeptFile) -> dict[str, Any]:
    return read_toml(file.content)


def _publish(session: Session, file: KeptFile) -> int:
    return publish_scheme(session, actor(), _definition(file), now=now()).id


def _read(definition: dict[str, Any]) -> ReadScheme:
    return ReadScheme(scheme_from(definition), starts_of(definition))


def _before(session: Session, starts: Period) -> ReadScheme | None:
    """The scorecard that holds in a month now."""
    try:
        version = version_of(session, starts)
    except NoScheme:
        return None
    return ReadScheme(scheme_from(version.definition), version.starts)


def _version_page(session: Session, version: SchemeVersion | None) -> str:
    found = versions(session)
    return render_template(
        "district/schemes.html",
        version=version,
        read=ReadScheme(scheme_from(version.definition), version.starts) if version else None,
        versions=found,
        names=names_of(session, {one.published_by for one in found}),
        this=Period.of(now()),
        may_change=actor().may(Permission.MANAGE_SCHEMES),
    )


def _upload_page(refusal: Refusal | None = None) -> str:
    return render_template(
        "district/scheme_file.html",
        said=said(refusal) if refusal else None,
        most_kib=LARGEST_FILE // 1024,
    )
