"""Where somebody is signed in, and by which rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.registry.accounts.sign_in_models import Browser, SignIn, SignInRule
from app.registry.accounts.sign_in_rules import LONGEST, RULES, Profile, Rules

LATEST_PROFILE: Final = select(SignInRule.profile).order_by(SignInRule.id.desc()).limit(1)


@dataclass(frozen=True)
class OpenSignIn:
    """A browser in which a person is signed in."""

    id: int
    browser: Browser
    began_at: datetime
    seen_at: datetime


def sign_in_profile(session: Session) -> Profile:
    """Which rules of signing in the district has chosen."""
    return session.scalar(LATEST_PROFILE) or Profile.DEFAULT


def rules_of(session: Session) -> Rules:
    """What those rules are."""
    return RULES[sign_in_profile(session)]


def open_sign_ins(
    session: Session, user_id: int, idle_minutes: int, now: datetime
) -> Sequence[OpenSignIn]:
    """Where a person is signed in at this moment, the last one first."""
    rows = session.execute(
        select(SignIn.id, SignIn.browser, SignIn.began_at, SignIn.seen_at)
        .where(
            SignIn.user_id == user_id,
            SignIn.ended_at.is_(None),
            SignIn.began_at > now - LONGEST,
            SignIn.seen_at > now - timedelta(minutes=idle_minutes),
        )
        .order_by(SignIn.began_at.desc(), SignIn.id.desc())
    )
    return [OpenSignIn(*row) for row in rows]
