"""A checked roster against the register: what is new, changed, unchanged, missing; then stored.

Nothing is ever deleted: a household that a roster does not name stays, and is counted as missing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from app.kernel.errors import Conflict, Invalid
from app.kernel.keyring import Finder, Ring, live_keys
from app.kernel.secrets import Keys, Secrets
from app.registry.accounts.actor import Actor, check_may
from app.registry.accounts.audit import note
from app.registry.accounts.permissions import Permission
from app.registry.households.models import Household, Member
from app.registry.households.names import sort_key
from app.registry.households.queries import registered
from app.registry.households.register_faults import (
    Gone,
    gone_person,
    has_left,
    registered_elsewhere,
    taken_elsewhere,
)
from app.registry.households.rekeying import rekeyed_people
from app.registry.households.roster.results import (
    CheckedRoster,
    Fault,
    RosterHousehold,
)
from app.registry.households.roster.villages import VillageName
from app.registry.households.sealing import member_row, phone_binding, sealed_phone
from app.registry.places.models import Place, PlaceKind

BATCH = 500


class RosterHasFaults(Invalid):
    """All or nothing: nothing was stored, because some households have faults."""

    code = "roster_has_faults"


class NoVillages(Conflict):
    """The places must be imported before the roster."""

    code = "no_villages"


@dataclass(frozen=True)
class _Known:
    """A household as it stands in the register."""

    id: int
    columns: dict[str, object]
    phone: str
    members: dict[bytes, tuple[str, str, bool]]


@dataclass(frozen=True)
class RosterPlan:
    """What importing would do. Numbers of households."""

    new: list[RosterHousehold] = field(default_factory=list)
    changed: list[RosterHousehold] = field(default_factory=list)
    unchanged: int = 0
    missing: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def known_villages(session: Session) -> Sequence[VillageName]:
    """The villages that a roster's names are matched with.

    :raises NoVillages: none were imported yet.
    """
    township = select(Place.name).where(Place.kind == PlaceKind.TOWNSHIP)
    names = {row.code: row.name for row in session.execute(township.add_columns(Place.code)).all()}
    villages = session.scalars(select(Place).where(Place.kind == PlaceKind.VILLAGE)).all()
    if not villages:
        raise NoVillages
    return [VillageName(v.code, v.name, names.get(v.parent_code or "", "")) for v in villages]


def plan_roster(
    session: Session,
    checked: CheckedRoster,
    secrets: Secrets,
    *,
    gone: Mapping[bytes, Gone] | None = None,
) -> RosterPlan:
    """Compare a checked roster with the register; changes nothing.

    An ID number that the register has in a household outside this file is a fault as well, and so
    is a household or (in `gone`, by ID index) a person that has left: two people bring them back,
    not a file.
    """
    ring = live_keys(session, secrets)
    finder = ring.finder(_old_indexes(session, ring) | (gone or {}).keys() if ring.old else ())
    known = _known(session, ring)
    elsewhere = {
        index: number for number, household in known.items() for index in household.members
    }
    in_file = {household.number for household in checked.accepted}
    plan = RosterPlan(faults=list(checked.faults))
    left = set(session.scalars(select(Household.number).where(~registered())))
    unchanged = 0
    for household in checked.accepted:
        if household.number in left:
            plan.faults.append(has_left(household))
            continue
        person = gone_person(household, gone or {}, finder)
        if person is not None:
            plan.faults.append(person)
            continue
        other = taken_elsewhere(household, elsewhere, in_file, finder)
        if other:
            plan.faults.append(registered_elsewhere(household, *other))
        elif household.number not in known:
            plan.new.append(household)
        elif _differs(household, known[household.number], finder):
            plan.changed.append(household)
        else:
            unchanged += 1
    named = in_file | {fault.household for fault in checked.faults}
    villages = {household.village_code for household in checked.accepted}
    missing = [
        number
        for number, household in known.items()
        if number not in named and household.columns["village_code"] in villages
    ]
    return RosterPlan(plan.new, plan.changed, unchanged, sorted(missing), plan.faults)


def store_roster(
    session: Session,
    actor: Actor,
    plan: RosterPlan,
    secrets: Secrets,
    *,
    now: datetime,
    accept_good: bool = False,
) -> None:
    """Store what a plan says, all of it or, when some households have faults, none.

    :raises RosterHasFaults: there are faults, and `accept_good` was not asked for.
    """
    check_may(actor, Permission.IMPORT_ROSTER)
    if plan.faults and not accept_good:
        raise RosterHasFaults(refused=len(plan.faults), accepted=len(plan.new) + len(plan.changed))
    stored = [*plan.new, *plan.changed]
    numbers = [member.id_number for household in stored for member in household.members]
    keys = rekeyed_people(session, secrets, numbers)
    known_ids = set(session.scalars(select(Member.id_index)))
    _insert(session, plan.new, keys, known_ids, now)
    for household in plan.changed:
        _update(session, household, keys, known_ids)
    note(
        session, actor, "import_roster", ("roster", None), now=now,
        new=len(plan.new), changed=len(plan.changed), unchanged=plan.unchanged,
        missing=len(plan.missing), refused=len(plan.faults),
    )  # fmt: skip


def _old_indexes(session: Session, ring: Ring) -> set[bytes]:
    under_old = select(Member.id_index).where(Member.id_key != ring.current.number)
    return set(session.scalars(under_old))


def _known(session: Session, ring: Ring) -> dict[str, _Known]:
    members: dict[int, dict[bytes, tuple[str, str, bool]]] = {}
    rows = session.execute(
        select(Member.household_id, Member.id_index, Member.name, Member.relation, Member.is_head)
    )
    for row in rows:
        members.setdefault(row.household_id, {})[row.id_index] = (
            row.name,
            row.relation,
            row.is_head,
        )
    found = session.execute(
        select(
            Household.id, Household.number, Household.village_code, Household.group_name,
            Household.head_name, Household.size, Household.welfare_class, Household.cadre_name,
            Household.phone_sealed, Household.phone_key,
        ).where(registered())
    )  # fmt: skip
    return {
        row.number: _Known(
            row.id,
            dict(zip(_COLUMNS, row[2:8], strict=True)),
            ring.numbered(row.phone_key).open(row.phone_sealed, phone_binding(row.number))
            if row.phone_sealed
            else "",
            members.get(row.id, {}),
        )
        for row in found
    }


_COLUMNS = ("village_code", "group_name", "head_name", "size", "welfare_class", "cadre_name")


def _columns(household: RosterHousehold) -> dict[str, object]:
    values = (
        household.village_code, household.group_name, household.head.name, household.size,
        household.household_type, household.cadre_name,
    )  # fmt: skip
    return dict(zip(_COLUMNS, values, strict=True))


def _differs(household: RosterHousehold, known: _Known, finder: Finder) -> bool:
    members = {
        finder.index(member.id_number): (member.name, member.relation, member.is_head)
        for member in household.members
    }
    return (
        _columns(household) != known.columns
        or household.head.phone != known.phone
        or any(known.members.get(index) != told for index, told in members.items())
    )


def _insert(
    session: Session,
    households: Sequence[RosterHousehold],
    keys: Keys,
    known_ids: set[bytes],
    now: datetime,
) -> None:
    for start in range(0, len(households), BATCH):
        batch = households[start : start + BATCH]
        session.execute(
            insert(Household),
            [
                {
                    **_columns(household),
                    **sealed_phone(household, keys),
                    "number": household.number,
                    "sort_key": sort_key(household.head.name),
                    "registered_at": now,
                }
                for household in batch
            ],
        )
        numbers = [household.number for household in batch]
        ids = {
            row.number: row.id
            for row in session.execute(
                select(Household.number, Household.id).where(Household.number.in_(numbers))
            )
        }
        members = [
            member_row(ids[household.number], member, keys)
            for household in batch
            for member in household.members
        ]
        _put_members(session, members, known_ids)


def _update(
    session: Session, household: RosterHousehold, keys: Keys, known_ids: set[bytes]
) -> None:
    household_id = session.execute(
        select(Household.id).where(Household.number == household.number)
    ).scalar_one()
    session.execute(
        update(Household)
        .where(Household.id == household_id)
        .values(
            **_columns(household),
            **sealed_phone(household, keys),
            sort_key=sort_key(household.head.name),
        )
    )
    session.execute(update(Member).where(Member.household_id == household_id).values(is_head=False))
    members = [member_row(household_id, member, keys) for member in household.members]
    _put_members(session, members, known_ids)


def _put_members(
    session: Session, rows: Sequence[dict[str, object]], known_ids: set[bytes]
) -> None:
    """New people are added; whom the register knows moves here from the household he left."""
    new = [row for row in rows if row["id_index"] not in known_ids]
    if new:
        session.execute(insert(Member), new)
    for row in rows:
        if row["id_index"] in known_ids:
            session.execute(update(Member).where(Member.id_index == row["id_index"]).values(**row))


def refused_rows(faults: Iterable[Fault]) -> set[int]:
    """The rows of the file that belong to refused households."""
    return {row for fault in faults for row in (fault.rows or (fault.row,))}
