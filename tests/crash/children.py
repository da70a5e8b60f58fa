"""What runs in the processes that die: each is forked from one that has the application ready."""

import logging
import resource
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from socket import socket

import pytest
import waitress.server
from apiflask import APIFlask
from flask import Response, jsonify
from sqlalchemy.orm import configure_mappers

from app.backups.making import Home, Shelf, back_up
from app.backups.putting_back import put_back
from app.door.context import House, db, move_in
from app.door.routes import public
from app.kernel import faults
from app.kernel.db import Database
from app.kernel.durable import what_forgets
from app.kernel.errors import NoSpace
from app.kernel.secrets import Secrets
from tests import make
from tests.house import new_app

THREADS = 8
CONNECTIONS = 6


@dataclass(frozen=True)
class Place:
    """Where a district lies; a child opens it for itself."""

    url: str
    district: str
    data: Path

    @classmethod
    def of(cls, database: Database, data: Path) -> "Place":
        """Where this database lies."""
        url = database.url.render_as_string(hide_password=False)
        return cls(url, database.district, data)

    @property
    def database(self) -> Database:
        """A database of one's own there."""
        return Database(self.url, self.district)


@cache
def ready_app() -> APIFlask:
    """The application, built before anything is forked, and what its first request would build."""
    app = new_app()
    configure_mappers()
    app.url_map.update()
    return app


def serve(place: Place, listening: socket, fault: str) -> None:
    """Serve as `jifen serve` does, until somebody or the fault point kills this process."""
    logging.disable(logging.WARNING)
    app = ready_app()
    app.add_url_rule("/connections", "connections", connections)
    move_in(app, House(place.database, Secrets(place.data / "keys"), place.data, make.NOW))
    faults.arm(fault)
    waitress.server.create_server(app, sockets=[listening], threads=THREADS, ident=None).run()


@public
def connections() -> Response:
    """What each of several connections of the pool may forget, at once, so that they differ."""
    with ExitStack() as held:
        writing = held.enter_context(db().write())
        reading = [held.enter_context(db().read()) for _ in range(CONNECTIONS - 1)]
        return jsonify([what_forgets(session) for session in [writing, *reading]])


def carry_out(job: Callable[..., object], place: Place, fault: str, *more: object) -> None:
    """Do one thing with a district, and die at the fault point."""
    faults.arm(fault)
    with closing(place.database) as database:
        job(Home(database, place.data), *more)


def backing_up(home: Home, shelf: Shelf) -> None:
    """Make a backup."""
    back_up(home, shelf, version="9", now=make.NOW)


def putting_back(home: Home, file: Path, key: Path) -> None:
    """Put a backup back."""
    put_back(file, key, home, now=make.NOW)


def backing_up_without_room(home: Home, shelf: Shelf, most_bytes: int) -> None:
    """Refused with a sentence where no file may grow beyond so many bytes."""
    with no_larger_file(most_bytes), pytest.raises(NoSpace):
        back_up(home, shelf, version="9", now=make.NOW)


def putting_back_without_room(home: Home, file: Path, key: Path, most_bytes: int) -> None:
    """Refused with a sentence where no file may grow beyond so many bytes."""
    with no_larger_file(most_bytes), pytest.raises(NoSpace):
        put_back(file, key, home, now=make.NOW)


@contextmanager
def no_larger_file(most_bytes: int) -> Iterator[None]:
    """As on a disk that is full: no file of this process may grow beyond."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
