"""Databases for measuring, filled with invented requests and thrown away: nothing of the user's is touched."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Database:
    """One of them; `server` is the process whose time counts beside that of the portal, if there is one."""

    kind: str
    requests: int
    url: str
    server: int | None

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "DATABASE_URL": self.url}


@contextmanager
def databases(kind: str, sizes: list[int], folder: Path) -> Iterator[list[Database]]:
    """A database of each size in the folder. Those that are there already are used as they are."""
    make = {"sqlite": _in_files, "postgresql": _on_a_server}[kind]
    with make(sizes, folder) as made:
        yield made


@contextmanager
def _in_files(sizes: list[int], folder: Path) -> Iterator[list[Database]]:
    made = []
    for size in sizes:
        path = folder / f"requests-{size}.sqlite3"
        database = Database("sqlite", size, f"sqlite:///{path}", None)
        _fill(database, is_new=not path.exists())
        made.append(database)
    yield made


@contextmanager
def _on_a_server(sizes: list[int], folder: Path) -> Iterator[list[Database]]:
    # Only here: a developer's package stands behind it.
    from portal.management.commands.test import start_postgresql

    server = start_postgresql(folder / "postgresql")
    try:
        made = []
        for size in sizes:
            name = f"requests_{size}"
            is_new = name not in server.psql("SELECT datname FROM pg_database;")
            if is_new:
                server.psql(f"CREATE DATABASE {name};")
            database = Database("postgresql", size, server.get_uri(name), server.get_pid())
            _fill(database, is_new=is_new)
            server.psql(f"\\connect {name}\nVACUUM ANALYZE;")  # as it does by itself, but not within minutes
            made.append(database)
        yield made
    finally:
        server.stop()


def _fill(database: Database, *, is_new: bool) -> None:
    _manage(database, "migrate", "-v0")
    if is_new:
        _manage(database, "load_programme")
        _manage(database, "make_bench_data", "--requests", str(database.requests))


def _manage(database: Database, *words: str) -> None:
    command = [sys.executable, "manage.py", *words]
    subprocess.run(command, env=database.environment, cwd=settings.BASE_DIR, check=True, stdout=subprocess.DEVNULL)
