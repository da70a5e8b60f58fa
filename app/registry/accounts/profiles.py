"""The district chooses by which rules people sign in."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.registry.accounts.actor import Actor, check_may
from app.registry.accounts.audit import note
from app.registry.accounts.permissions import Permission
from app.registry.accounts.sign_in_models import SignInRule
from app.registry.accounts.sign_in_queries import sign_in_profile
from app.registry.accounts.sign_in_rules import Profile


def choose_profile(session: Session, actor: Actor, profile: Profile, *, now: datetime) -> Profile:
    """Choose; it counts from the next page that anybody opens. Chosen again, nothing changes."""
    check_may(actor, Permission.MANAGE_USERS)
    if sign_in_profile(session) is not profile:
        session.add(SignInRule(profile=profile, set_by=actor.user_id, set_at=now))
        session.flush()
        note(session, actor, "choose_sign_in_rules", ("district", None), now=now,
             profile=profile.value)  # fmt: skip
    return profile
