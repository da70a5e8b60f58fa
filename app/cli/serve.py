"""`jifen serve`: pages and interface over HTTP."""

from collections.abc import Sequence

import click
import waitress

from app.cli.house import HouseCommand, house_of, told_language
from app.cli.speaking import say
from app.door.context import db, secrets
from app.kernel.durable import check_durable
from app.kernel.errors import Refusal
from app.privacy.keys import note_keys
from app.words.refusals import refusal_sentence
from app.words.sentence import Sentence

THREADS = 8
# A file that is too large is refused with a page of ours, so it must arrive; beyond this it is cut.
MOST_BODY_BYTES = 256 * 1024 * 1024
BEHIND_A_PROXY = {
    "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"},
    "clear_untrusted_proxy_headers": True,
}


class ServeCommand(HouseCommand):
    """Begins only where an answer means that what was said is kept."""

    def get_ready(self) -> None:
        """Refuse a database that may forget what it acknowledged."""
        super().get_ready()
        check_durable(db())


@click.command("serve", cls=ServeCommand)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--threads", default=THREADS, show_default=True, type=click.IntRange(1, 64))
@click.option(
    "--proxy",
    metavar="ADDRESS",
    help="A proxy for HTTPS in front; only this address is believed who calls, and how.",
)
@click.pass_context
def serve(ctx: click.Context, host: str, port: int, threads: int, proxy: str | None) -> None:
    """Serve this district, with one process and threads; refuses an old database."""
    words = Sentence("正在服务：http://{host}:{port}", "Serving on http://{host}:{port}")
    say(words, as_json=False, host=host, port=port)
    for fault in _faults_of_keys():
        click.echo(refusal_sentence(fault, told_language()), err=True)
    waitress.serve(
        house_of(ctx),
        host=host,
        port=port,
        threads=threads,
        max_request_body_size=MOST_BODY_BYTES,
        ident=None,
        **(BEHIND_A_PROXY | {"trusted_proxy": proxy} if proxy else {}),
        _quiet=True,
    )


def _faults_of_keys() -> Sequence[Refusal]:
    """What is wrong with the keys: all that needs none of them is served nevertheless."""
    with db().write() as session:
        return note_keys(session, secrets())
