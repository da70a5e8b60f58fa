"""Servers that are killed and started again. To start one takes no more than a fork."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.context import ForkServerProcess
from socket import AF_INET, SOCK_STREAM, socket
from typing import Final

from tests.crash.children import Place, carry_out, serve

PATIENCE_S: Final = 60
KILLED: Final = -signal.SIGKILL
_ready: Final = multiprocessing.get_context("forkserver")
_ready.set_forkserver_preload(["tests.crash.preload"])


class Server:
    """One address that stays, and one process after the other behind it.

    Who connects while there is none waits for the next.
    """

    def __init__(self, place: Place) -> None:
        self.place = place
        self._listening = socket(AF_INET, SOCK_STREAM)
        self._listening.bind(("127.0.0.1", 0))
        self._listening.listen(128)
        self.port: int = self._listening.getsockname()[1]
        self._process: ForkServerProcess | None = None

    def start(self, fault: str = "") -> None:
        """Begin to serve; the process dies when it comes past the fault point."""
        self._process = _ready.Process(
            target=serve, args=(self.place, self._listening, fault), daemon=True
        )
        self._process.start()

    @property
    def pid(self) -> int:
        """The process that serves now."""
        assert self._process
        assert self._process.pid
        return self._process.pid

    def kill(self) -> int:
        """SIGKILL, wherever it is; answers how the process ended."""
        os.kill(self.pid, signal.SIGKILL)
        return self.ended()

    def ended(self) -> int:
        """How the process ended, when it has: a negative number is a signal."""
        assert self._process
        return _how_it_ended(self._process)

    def close(self) -> None:
        """End what is left."""
        if self._process and self._process.is_alive():
            self.kill()
        self._listening.close()


@contextmanager
def server(place: Place) -> Iterator[Server]:
    """A server that does not run yet."""
    found = Server(place)
    try:
        yield found
    finally:
        found.close()


def carried_out(job: Callable[..., object], place: Place, fault: str, *more: object) -> int:
    """How a process ended that did one thing and should die at the fault point."""
    process = _ready.Process(target=carry_out, args=(job, place, fault, *more), daemon=True)
    process.start()
    return _how_it_ended(process)


def _how_it_ended(process: ForkServerProcess) -> int:
    process.join(PATIENCE_S)
    assert process.exitcode is not None, "it still runs"
    return process.exitcode
