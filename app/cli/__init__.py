"""The `jifen` command."""

import click

from app.cli import (
    assignments,
    backup,
    books,
    cards,
    database,
    demo,
    erasing,
    goods,
    keys,
    photos,
    places,
    points,
    questionnaires,
    roster,
    rounds,
    schemes,
    seal,
    serve,
    simulate,
    stores,
    tokens,
    users,
    verify,
    workdays,
)
from app.cli.house import HouseGroup, choose_language


@click.group(cls=HouseGroup)
@click.option(
    "--language",
    type=click.Choice(["zh", "en"]),
    help="Language of what is said; by default that of your terminal, else Chinese.",
    callback=choose_language,
    expose_value=False,
)
def main() -> None:
    """Jifen: a village points programme from the door to the wall, the ledger and the till.

    Ends with 0 when all is done, 1 when something was refused (its sentence is on standard error),
    2 when the words of the command are wrong.
    """


main.add_command(database.group)
main.add_command(places.group)
main.add_command(stores.group)
main.add_command(users.group)
main.add_command(tokens.group)
main.add_command(assignments.group)
main.add_command(roster.group)
main.add_command(schemes.group)
main.add_command(questionnaires.group)
main.add_command(cards.group)
main.add_command(goods.group)
main.add_command(goods.stock_group)
main.add_command(workdays.group)
main.add_command(rounds.group)
main.add_command(books.group)
main.add_command(points.group)
main.add_command(photos.group)
main.add_command(demo.demo)
main.add_command(keys.group)
main.add_command(erasing.erase)
main.add_command(erasing.retention)
main.add_command(verify.verify)
main.add_command(simulate.simulate)
main.add_command(seal.seal)
main.add_command(backup.backup)
main.add_command(backup.restore)
main.add_command(backup.restore_drill)
main.add_command(backup.backup_key)
main.add_command(serve.serve)
