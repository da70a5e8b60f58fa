"""A proxy that loses answers: the request goes through, and what was said to it does not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from socket import create_connection
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread


class LosesAnswers(ThreadingTCPServer):
    """Stands in front of a server, and drops so many of a hundred answers, seeded."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, port: int, *, percent: int, seed: int) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.behind, self.percent, self.chance, self.lost = port, percent, Random(seed), 0

    @property
    def port(self) -> int:
        """Where clients connect."""
        found: int = self.socket.getsockname()[1]
        return found

    def loses_this_one(self) -> bool:
        """Whether the next answer is lost."""
        loses = self.chance.randrange(100) < self.percent
        self.lost += loses
        return loses


class _Connection(StreamRequestHandler):
    """One request and its answer, each read whole before it is passed on."""

    server: LosesAnswers

    def handle(self) -> None:
        """Pass the request on; then the answer, or nothing."""
        with create_connection(("127.0.0.1", self.server.behind)) as behind:
            behind.sendall(_whole_message(self.rfile.readline, self.rfile.read))
            back = behind.makefile("rb")
            answer = _whole_message(back.readline, back.read)
        if not self.server.loses_this_one():
            self.wfile.write(answer)


def _whole_message(line: Callable[[], bytes], read: Callable[[int], bytes]) -> bytes:
    """Head and body of a request or an answer, by its Content-Length."""
    head, length = b"", 0
    while True:
        next_line = line()
        head += next_line
        name, _, value = next_line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
        if next_line in {b"\r\n", b""}:
            return head + read(length)


@contextmanager
def losing_answers(port: int, *, percent: int, seed: int) -> Iterator[LosesAnswers]:
    """A proxy in front of a server."""
    with LosesAnswers(port, percent=percent, seed=seed) as proxy:
        thread = Thread(target=proxy.serve_forever, daemon=True)
        thread.start()
        try:
            yield proxy
        finally:
            proxy.shutdown()
            thread.join()
