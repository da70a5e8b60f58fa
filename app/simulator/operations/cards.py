"""Cards: lost, and issued anew; the points stay with the household."""

from dataclasses import dataclass
from random import Random
from typing import ClassVar, Final

from sqlalchemy.orm import Session

from app.registry.cards.actions import reissue_card, report_card_lost
from app.registry.cards.models import Card
from app.simulator.model.people import kept_out, who_may
from app.simulator.model.state import Home, Model
from app.simulator.operations.base import Draw, Hand, Made, Operation, chance, somebody, usually


@dataclass(frozen=True)
class _Lose(Operation):
    """A card is reported lost; again changes nothing."""

    route: ClassVar[str] = "report_lost"
    home: int
    card: str

    def why_not(self, model: Model) -> set[str]:
        home = model.homes[self.home]
        why = kept_out(self.person(model), "report_lost", (home.village,), "card_not_found")
        return why | _replaced(home, self.card)

    def act(self, hand: Hand) -> int:
        return report_card_lost(hand.session, hand.actor, self.card, now=hand.now).id

    def book(self, model: Model, made: Made) -> None:
        lose_card(model.homes[self.home], self.card)


@dataclass(frozen=True)
class _Reissue(Operation):
    """A new card comes in place of a lost or worn one."""

    route: ClassVar[str] = "reissue_card"
    home: int
    card: str

    def why_not(self, model: Model) -> set[str]:
        home = model.homes[self.home]
        why = kept_out(self.person(model), "issue_card", (home.village,), "card_not_found")
        if home.old_cards.get(self.card) == "lost" and home.card:
            why.add("card_exists")
        return why | _replaced(home, self.card)

    def act(self, hand: Hand) -> int:
        return reissue_card(hand.session, hand.actor, self.card, now=hand.now).id

    def learn(self, session: Session, made: int) -> Made:
        return Made(made, text=session.get_one(Card, made).code)

    def book(self, model: Model, made: Made) -> None:
        home = model.homes[self.home]
        home.old_cards.setdefault(self.card, "replaced")
        home.card = made.text


def lose_card(home: Home, card: str) -> None:
    """A card that buys nothing any more."""
    home.old_cards[card] = "lost"
    if home.card == card:
        home.card = ""


def _replaced(home: Home, card: str) -> set[str]:
    return {"card_replaced"} if home.old_cards.get(card) == "replaced" else set()


def _draw_card(model: Model, random: Random) -> Operation | None:
    home = random.choice(list(model.homes.values()))
    lost = [card for card, state in home.old_cards.items() if state == "lost" and not home.card]
    if lost and usually(random):
        who = somebody(model, random, who_may(model, "issue_card", home.village))
        return _Reissue(who, home.id, lost[-1])
    cards = [*home.old_cards, *([home.card] if home.card else [])]
    if not cards:
        return None
    card = home.card if home.card and usually(random) else random.choice(cards)
    if chance(random, 30):
        who = somebody(model, random, who_may(model, "issue_card", home.village))
        return _Reissue(who, home.id, card)
    return _Lose(
        somebody(model, random, who_may(model, "report_lost", home.village)), home.id, card
    )


DRAWN: Final[tuple[tuple[Draw, int], ...]] = ((_draw_card, 3),)
