"""Enrol a phone for the second step, prove oneself with it, and let somebody else undo it."""

from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from app.kernel.errors import Conflict, Forbidden, Invalid
from app.kernel.keyring import keys_numbered, writing_keys
from app.kernel.secrets import Secrets
from app.registry.accounts.actions import WrongPassword, user_by_name
from app.registry.accounts.actor import Actor, check_may
from app.registry.accounts.audit import note
from app.registry.accounts.models import User
from app.registry.accounts.passwords import digest_of, matches
from app.registry.accounts.permissions import Permission
from app.registry.accounts.rekeying import binding_of
from app.registry.accounts.second_step_models import Authenticator, RecoveryCode
from app.registry.accounts.second_step_rules import (
    clean_code,
    new_key,
    new_recovery_codes,
    step_of,
)
from app.registry.accounts.sign_in_rules import Ended
from app.registry.accounts.sign_ins import end_every_sign_in, end_other_sign_ins


class CodeWrong(Invalid):
    """Not the digits of this half minute, used before, or no code on paper any more."""

    code = "code_wrong"


class NothingToConfirm(Conflict):
    """No phone is being enrolled: begun in another window, or confirmed already."""

    code = "nothing_to_confirm"


class OwnSecondStep(Forbidden):
    """Who lost his own phone asks a colleague."""

    code = "own_second_step"


def begin_enrolment(
    session: Session, actor: Actor, secrets: Secrets, *, password: str, now: datetime
) -> int:
    """Make a secret for a new phone; the one that is confirmed counts until this one is.

    :raises WrongPassword: somebody else sits before an open browser.
    """
    _check_password(session, actor, password)
    session.execute(
        delete(Authenticator).where(
            Authenticator.user_id == actor.user_id, Authenticator.confirmed_at.is_(None)
        )
    )
    keys = writing_keys(session, secrets)
    sealed = keys.seal_bytes(new_key(), binding_of(actor.user_id))
    made = Authenticator(
        user_id=actor.user_id, secret_sealed=sealed, secret_key=keys.number, made_at=now
    )
    session.add(made)
    session.flush()
    return made.id


def confirm_enrolment(
    session: Session, actor: Actor, secrets: Secrets, *, code: str, sign_in_id: int, now: datetime
) -> list[str]:
    """The phone shows the right digits: from now on it counts. Answers ten codes for paper.

    Every other sign-in of the person ends: it began without the second step.

    :raises NothingToConfirm: no enrolment was begun.
    :raises CodeWrong: other digits.
    """
    found = session.scalar(
        select(Authenticator)
        .where(Authenticator.user_id == actor.user_id, Authenticator.confirmed_at.is_(None))
        .with_for_update()
    )
    if found is None:
        raise NothingToConfirm
    step = step_of(open_key(session, secrets, found), clean_code(code), now)
    if step is None:
        raise CodeWrong
    session.execute(
        delete(Authenticator).where(
            Authenticator.user_id == actor.user_id, Authenticator.id != found.id
        )
    )
    found.confirmed_at, found.last_step = now, step
    end_other_sign_ins(session, actor, sign_in_id, now=now)
    note(session, actor, "enrol_second_step", ("user", actor.user_id), now=now)
    return _fresh_codes(session, actor.user_id)


def replace_recovery_codes(
    session: Session, actor: Actor, *, password: str, now: datetime
) -> list[str]:
    """Ten new codes for paper; the old ones open nothing any more.

    :raises WrongPassword: somebody else sits before an open browser.
    """
    _check_password(session, actor, password)
    note(session, actor, "replace_recovery_codes", ("user", actor.user_id), now=now)
    return _fresh_codes(session, actor.user_id)


def prove_second_step(
    session: Session, user_id: int, secrets: Secrets, *, code: str, now: datetime
) -> None:
    """Take the digits of the phone, or a code on paper: each of them once.

    :raises CodeWrong: neither, or used before.
    """
    typed = clean_code(code)
    took = _took_digits if typed.isdecimal() else _took_paper
    if not took(session, user_id, secrets, typed, now):
        raise CodeWrong


def reset_second_step(session: Session, actor: Actor, *, username: str, now: datetime) -> int:
    """Somebody lost his phone and his codes: he enrols anew at the next sign-in.

    :raises UnknownUser: nobody active has this user name.
    :raises OwnSecondStep: it takes a second person.
    """
    check_may(actor, Permission.MANAGE_USERS)
    user = user_by_name(session, username)
    if user.id == actor.user_id:
        raise OwnSecondStep
    session.execute(delete(Authenticator).where(Authenticator.user_id == user.id))
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    end_every_sign_in(session, actor, user, why=Ended.SECOND_STEP, now=now)
    note(session, actor, "reset_second_step", ("user", user.id), now=now)
    return user.id


def open_key(session: Session, secrets: Secrets, found: Authenticator) -> bytes:
    """The secret of an authenticator in the clear: for the page that enrols it.

    :raises SecretUnreadable: the value is damaged or another's.
    :raises Refusal: as `keys_numbered`.
    """
    keys = keys_numbered(session, secrets, found.secret_key)
    return keys.open_bytes(found.secret_sealed, binding_of(found.user_id))


def _took_digits(
    session: Session, user_id: int, secrets: Secrets, typed: str, now: datetime
) -> bool:
    found = session.scalar(
        select(Authenticator).where(
            Authenticator.user_id == user_id, Authenticator.confirmed_at.is_not(None)
        )
    )
    step = step_of(open_key(session, secrets, found), typed, now) if found else None
    if found is None or step is None:
        return False
    earlier = or_(Authenticator.last_step.is_(None), Authenticator.last_step < step)
    taken = session.execute(
        update(Authenticator)
        .where(Authenticator.id == found.id, earlier)
        .values(last_step=step)
        .returning(Authenticator.id)
        .execution_options(synchronize_session=False)
    )
    return taken.one_or_none() is not None


def _took_paper(
    session: Session, user_id: int, _secrets: Secrets, typed: str, now: datetime
) -> bool:
    gone = session.scalar(
        delete(RecoveryCode)
        .where(RecoveryCode.user_id == user_id, RecoveryCode.digest == _paper(user_id, typed))
        .returning(RecoveryCode.id)
    )
    if gone is not None:
        user = session.get_one(User, user_id)
        himself = Actor(user.id, user.username, user.name, ())
        note(session, himself, "use_recovery_code", ("user", user_id), now=now)
    return gone is not None


def _fresh_codes(session: Session, user_id: int) -> list[str]:
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    codes = new_recovery_codes()
    session.add_all(
        RecoveryCode(user_id=user_id, digest=_paper(user_id, clean_code(code))) for code in codes
    )
    session.flush()
    return codes


def _check_password(session: Session, actor: Actor, password: str) -> None:
    user = session.get_one(User, actor.user_id)
    if not matches(password, user.password_hash):
        raise WrongPassword


def _paper(user_id: int, code: str) -> bytes:
    return digest_of(f"{user_id}:{code}")
