"""Households change: death, departure, birth, split, merger, move, leaving, coming back.

One person records it, another decides; what stood in the way of recording stands in the way then.
"""

from dataclasses import dataclass
from random import Random
from typing import ClassVar, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.changes.decide import approve_change, refuse_change
from app.changes.models import ChangeDecision
from app.changes.record import (
    Departure,
    NewPerson,
    Split,
    What,
    record_departure,
    record_join,
    record_leave,
    record_merge,
    record_move,
    record_return,
    record_split,
)
from app.kernel.clock import local
from app.registry.households.models import Member
from app.simulator.model.people import kept_out, may, who_may
from app.simulator.model.points import collect, hand_over, merge_points
from app.simulator.model.state import Change, Home, Model
from app.simulator.operations.base import (
    REASON,
    Draw,
    Hand,
    Made,
    Operation,
    chance,
    one_of,
    seldom,
    somebody,
    usually,
)
from app.simulator.operations.cards import lose_card
from app.simulator.world import id_number_of


@dataclass(frozen=True)
class _Record(Operation):
    """Somebody records what happened to a household."""

    route: ClassVar[str] = "record_change"
    kind: str
    home: int
    other: int | None = None
    village: str = ""
    members: tuple[int, ...] = ()
    head: int | None = None
    points: int = 0
    number: str = ""

    def why_not(self, model: Model) -> set[str]:
        home = model.homes[self.home]
        why = kept_out(self.person(model), "record_change", (home.village,), "household_not_found")
        if self.kind == "return":
            why |= {"household_not_left"} if home.registered else set()
            why |= {"household_merged_away"} if home.into is not None else set()
        elif not home.registered:
            why.add("household_left")
        if any(_waits(model, each) for each in {home.id, self.other} - {None}):
            why.add("change_waiting")
        return why | _why_not(model, self._change(0))

    def act(self, hand: Hand) -> int:
        what = What(self.home, local(hand.now).date(), REASON)
        given, now = (hand.session, hand.actor, what), hand.now
        if self.kind in {"death", "depart"}:
            going = Departure(self.members[0], self.kind == "death", self.head)
            return record_departure(*given, going, now=now).id
        if self.kind == "join":
            person = NewPerson(f"人{self.number}", "", id_number_of(int(self.number)))
            return record_join(*given, person, hand.secrets, now=now).id
        if self.kind == "split":
            split = Split(self.number, self.members, self.head or 0, self.points)
            return record_split(*given, split, now=now).id
        if self.kind == "merge":
            return record_merge(*given, into_number=self.number, now=now).id
        if self.kind == "move":
            return record_move(*given, village_code=self.village, now=now).id
        return (record_leave if self.kind == "leave" else record_return)(*given, now=now).id

    def _change(self, made: int) -> Change:
        return Change(
            made, self.home, self.who, kind=self.kind, other=self.other, village=self.village,
            members=self.members, head_id=self.head, points=self.points, number=self.number,
        )  # fmt: skip

    def book(self, model: Model, made: Made) -> None:
        model.changes[made.id] = self._change(made.id)


@dataclass(frozen=True)
class _Decide(Operation):
    """Somebody else lets it act, or refuses it."""

    route: ClassVar[str] = "decide_change"
    change: int
    approved: bool

    def why_not(self, model: Model) -> set[str]:
        change = model.changes[self.change]
        home = model.homes[change.subject]
        person = self.person(model)
        why = kept_out(person, "approve_change", (home.village,), "change_not_found")
        why |= {"own_change"} if change.asked_by == self.who else set()
        if change.state != "asked":
            return why | {"change_decided"}
        if not self.approved:
            return why
        if change.village and not may(person, "approve_change", change.village):
            why.add("move_beyond_reach")
        if change.kind == "split":
            left = home.balance - min(home.balance, model.owed(home.id))
            return why | ({"split_points_spent"} if left < change.points else set())
        return why | _why_not(model, change)

    def act(self, hand: Hand) -> int:
        given = hand.session, hand.actor
        if self.approved:
            return approve_change(*given, change_id=self.change, now=hand.now).change_id
        return refuse_change(*given, change_id=self.change, reason=REASON, now=hand.now).change_id

    def learn(self, session: Session, made: int) -> Made:
        new_home = session.get_one(ChangeDecision, made).new_household_id
        newest = session.scalar(select(Member.id).order_by(Member.id.desc()).limit(1))
        return Made(made, other=new_home or newest or 0)

    def book(self, model: Model, made: Made) -> None:
        change = model.changes[made.id]
        change.state = "approved" if self.approved else "refused"
        if self.approved:
            _act(model, change, model.homes[change.subject], made.other)


def _why_not(model: Model, change: Change) -> set[str]:
    """What stands in the way of a change by its kind."""
    home = model.homes[change.subject]
    going, staying = set(change.members), set(home.members) - set(change.members)
    if change.kind in {"death", "depart"}:
        if not staying:
            return {"last_person"}
        headless = home.head_id in going and change.head_id not in staying
        return {"new_head_missing"} if headless else set()
    if change.kind == "split":
        bad = not going or not staying or home.head_id in going or change.head_id not in going
        why = {"split_people_bad"} if bad else set()
        taken = any(each.number == change.number for each in model.homes.values())
        why |= {"new_number_taken"} if taken else set()
        return why | (set() if 0 <= change.points <= home.balance else {"split_points_bad"})
    if change.kind == "merge":
        into = model.homes.get(change.other or 0)
        fits = into and into.id != home.id and into.village == home.village and into.registered
        return set() if fits else {"other_household_bad"}
    return {"same_village"} if change.kind == "move" and change.village == home.village else set()


def _act(model: Model, change: Change, home: Home, made: int) -> None:
    if change.kind in {"death", "depart"}:
        home.members = [each for each in home.members if each not in change.members]
        home.head_id = change.head_id or home.head_id
    elif change.kind == "join":
        home.members.append(made)
    elif change.kind == "split":
        _split(model, change, home, made)
    elif change.kind == "merge":
        into = model.homes[change.other or 0]
        into.members += home.members
        home.members, home.registered, home.into = [], False, into.id
        if home.card:
            lose_card(home, home.card)
        merge_points(model, home.id, into.id)
    elif change.kind == "move":
        home.village = change.village
    else:
        home.registered = change.kind == "return"


def _split(model: Model, change: Change, home: Home, made: int) -> None:
    home.members = [each for each in home.members if each not in change.members]
    assert change.head_id is not None, "a split names the new head"
    model.homes[made] = Home(
        made, change.number, home.village, change.head_id, list(change.members)
    )
    collect(model, only=home.id)
    hand_over(model, home.id, made, change.points)


def _waits(model: Model, home_id: int | None) -> bool:
    return any(
        home_id in {change.subject, change.other} and change.state == "asked"
        for change in model.changes.values()
    )


def _draw_record(model: Model, random: Random) -> Operation | None:
    home = random.choice(list(model.homes.values()))
    if _waits(model, home.id) and usually(random):
        return None
    who = somebody(model, random, who_may(model, "record_change", home.village))
    if not home.registered and usually(random):
        gone_for_good = home.into is not None and usually(random)
        return None if gone_for_good else _Record(who, "return", home.id)
    kind = random.choice([*_KINDS, "departure", "join", "leave"])
    if kind == "leave":
        return _Record(who, kind, home.id)
    if kind == "join":
        model.drawn_numbers += 1
        return _Record(who, kind, home.id, number=f"{model.drawn_numbers:06d}")
    if kind == "departure":
        return _drawn_departure(random, home, who)
    return _KINDS[kind](model, random, home, who)


def _drawn_departure(random: Random, home: Home, who: str) -> Operation | None:
    if not home.members:
        return None
    member = random.choice(home.members)
    staying = [each for each in home.members if each != member]
    named = one_of(random, staying) if member == home.head_id else None
    if len(staying) == 0 and usually(random):
        return None
    kind = random.choice(["death", "depart"])
    head = named if usually(random) else None
    return _Record(who, kind, home.id, members=(member,), head=head)


def _drawn_split(model: Model, random: Random, home: Home, who: str) -> Operation | None:
    others = [each for each in home.members if each != home.head_id]
    if seldom(random):
        others = home.members
    if not others or len(model.homes) > _MOST_HOMES:
        return None
    going = random.sample(others, k=random.randint(1, min(2, len(others))))
    model.drawn_numbers += 1
    number = f"{model.drawn_numbers:06d}" if usually(random) else home.number
    points = random.randint(0, home.balance + (seldom(random)))
    return _Record(
        who, "split", home.id, members=tuple(sorted(going)), head=going[0], points=points,
        number=number,
    )  # fmt: skip


_MOST_HOMES: Final = 14


def _drawn_merger(model: Model, random: Random, home: Home, who: str) -> Operation | None:
    fitting = [
        each
        for each in model.homes.values()
        if each.village == home.village and each.registered and each.id != home.id
    ]
    into = one_of(random, fitting if usually(random) else list(model.homes.values()))
    registered = sum(each.registered for each in model.homes.values())
    if into is None or registered <= _FEWEST_HOMES:
        return None
    return _Record(who, "merge", home.id, other=into.id, number=into.number)


_FEWEST_HOMES: Final = 6


def _drawn_move(model: Model, random: Random, home: Home, who: str) -> Operation | None:
    elsewhere = [code for code in model.villages if code != home.village]
    villages = elsewhere if usually(random) else [home.village]
    return _Record(who, "move", home.id, village=random.choice(villages))


_KINDS: Final = {
    "split": _drawn_split,
    "merge": _drawn_merger,
    "move": _drawn_move,
}


def _draw_decide(model: Model, random: Random) -> Operation | None:
    waiting = [each for each in model.changes.values() if each.state == "asked"]
    change = one_of(random, waiting if usually(random) else list(model.changes.values()))
    if change is None:
        return None
    village = model.homes[change.subject].village
    able = [each for each in who_may(model, "approve_change", village) if each != change.asked_by]
    return _Decide(somebody(model, random, able), change.id, chance(random, 85))


DRAWN: Final[tuple[tuple[Draw, int], ...]] = (
    (_draw_record, 4),
    (_draw_decide, 4),
)
