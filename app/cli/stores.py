"""`jifen stores`: where points become goods."""

import click

from app.cli.house import HouseGroup
from app.cli.speaking import Who, as_somebody, say, with_json
from app.door.context import now
from app.opening.stores import open_store
from app.registry.places.models import StoreKind
from app.words.sentence import Sentence

group = HouseGroup("stores", help="Stores, fixed and mobile.")


@group.command("add")
@click.argument("code")
@click.argument("name")
@click.option("--kind", type=click.Choice([kind.value for kind in StoreKind]), required=True)
@click.option("--place", required=True, metavar="CODE", help="Where it stands, or starts from.")
@as_somebody
@with_json
def add(code: str, name: str, kind: str, place: str, who: Who, *, as_json: bool) -> None:
    """Add a store."""
    with who.write() as (session, actor):
        store = open_store(
            session, actor, code=code, name=name, kind=StoreKind(kind), place_code=place, now=now()
        )
        facts = {"id": str(store.id), "code": store.code, "name": store.name}
    say(Sentence("加了店 {name}（{code}）。", "Added the store {name} ({code})."), as_json, **facts)
