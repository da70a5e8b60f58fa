"""Publish a scorecard."""

import json
import tomllib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.constraints import on_violation
from app.kernel.errors import Conflict
from app.registry.accounts.actor import Actor, check_may
from app.registry.accounts.audit import note
from app.registry.accounts.permissions import Permission
from app.scoring.schemes.models import SchemeVersion
from app.scoring.schemes.reading import SchemeBad, scheme_from, starts_of
from app.scoring.schemes.rights import check_rights

LARGEST_FILE = 256 * 1024


class SchemeExists(Conflict):
    """Another scorecard starts in the same month; a published one never changes."""

    code = "scheme_exists"


on_violation("uq_scheme_versions_starts", SchemeExists, columns="scheme_versions.starts")


def read_toml(content: bytes) -> dict[str, Any]:
    """The definition in a TOML file.

    :raises SchemeBad: not UTF-8, not TOML, or too large.
    """
    if len(content) > LARGEST_FILE:
        raise SchemeBad(where="file")
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise SchemeBad(where="file") from None


def publish_scheme(
    session: Session, actor: Actor, definition: Mapping[str, Any], *, now: datetime
) -> SchemeVersion:
    """Publish a scorecard from its first month on. The same file twice is one version.

    :raises SchemeBad: it cannot be read.
    :raises AgainstRights: an item prices what everybody may do or be.
    :raises TooMuchOpinion: most of it is given at will.
    :raises SchemeExists: another one starts in that month.
    """
    check_may(actor, Permission.MANAGE_SCHEMES)
    scheme = scheme_from(definition)
    check_rights(scheme)
    starts = starts_of(definition)
    plain: dict[str, Any] = json.loads(json.dumps(definition))
    existing = session.scalar(select(SchemeVersion).where(SchemeVersion.starts == starts))
    if existing is not None:
        if existing.definition != plain:
            raise SchemeExists(starts=str(starts))
        return existing
    version = SchemeVersion(
        name=scheme.name,
        starts=starts,
        definition=plain,
        published_at=now,
        published_by=actor.user_id,
    )
    session.add(version)
    session.flush()
    note(session, actor, "publish_scheme", ("scheme", version.id), now=now, starts=str(starts))
    return version
