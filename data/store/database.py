"""Opening the database of the store: SQLite file or PostgreSQL, migrated to this program.

The tables of profiles and feedback, the same for SQLite and PostgreSQL.

`data/migrations` creates them; a change here needs a new migration beside it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Self

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from filelock import FileLock
from sqlalchemy import (
    URL,
    BigInteger,
    Column,
    Connection,
    Date,
    Engine,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    make_url,
    text,
)
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from data.errors import StoreError
from data.files import home

MIGRATIONS = Path(__file__).parents[1] / "migrations"
BUSY_SECONDS = 30
_POSTGRES_LOCK = 7_201_431
"""Key of the advisory lock under which one process at a time migrates."""


def open_database(url: str | URL | None, upto: str = "head") -> Engine:
    """Return an engine on a database whose tables are those of this program.

    ``url`` is ``sqlite:///PATH``, ``postgresql://...`` or None for the file in `home()`. An empty
    database gets the tables of the version ``upto``, to take what was saved from that one. Raises
    `StoreError` if it cannot be reached, written, or is newer than this program.
    """
    parsed = _parse(url)
    with sentences(parsed, OSError, sqlite3.Error):
        engine = _engine(parsed)
        try:
            with _alone(engine):
                _migrate(engine, upto)
        except BaseException:
            engine.dispose()
            raise
    return engine


class Database:
    """An open database: the base of what is kept in it. Close it, or use it in ``with``."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writer = engine.execution_options(write=True)

    @property
    def engine(self) -> Engine:
        """The connections, to be shared with other parts of the same database."""
        return self._engine

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with sentences(self._engine.url), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with sentences(self._engine.url), self._writer.begin() as connection:
            yield connection


CAUSES = (
    (
        ("disk is full", "No space left", "disk full"),
        "Der Datenträger der Datenbank {shown} ist voll; nichts wurde gespeichert. Bitte Platz "
        "schaffen und es noch einmal versuchen; Lesen geht weiterhin.",
        "The disk of the database {shown} is full; nothing was stored. Please free some space and "
        "try again; reading still works.",
    ),
    (
        ("database is locked", "database table is locked"),
        "Die Datenbank {shown} ist gerade beschäftigt; nichts wurde gespeichert. Bitte gleich noch "
        "einmal versuchen.",
        "The database {shown} is busy right now; nothing was stored. Please try again in a moment.",
    ),
    (
        ("readonly database", "read-only transaction"),
        "Die Datenbank {shown} ist schreibgeschützt; nichts wurde gespeichert. Lesen geht "
        "weiterhin.",
        "The database {shown} is read-only; nothing was stored. Reading still works.",
    ),
)
"""What a driver may say, and how that is said: cause, what became of it, what to do."""


@contextmanager
def sentences(url: URL, *others: type[Exception]) -> Iterator[None]:
    """Turn errors of the driver (and ``others``) into a `StoreError` that names the database."""
    shown = url.render_as_string(hide_password=True)
    try:
        yield
    except Exception as error:
        if not isinstance(error, (SQLAlchemyError, *others)):
            raise
        cause = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        known = next((said for words, *said in CAUSES if any(w in cause for w in words)), None)
        if known is not None:
            raise StoreError(*(text.format(shown=shown) for text in known)) from error
        raise StoreError(
            f"Die Datenbank {shown} kann nicht benutzt werden: {cause}. Erwartet wird ein "
            "erreichbarer PostgreSQL-Server oder eine SQLite-Datei in einem beschreibbaren Ordner.",
            f"The database {shown} cannot be used: {cause}. Expected is a PostgreSQL server "
            "that answers, or an SQLite file in a writable folder.",
        ) from error


def _parse(url: str | URL | None) -> URL:
    if url is None:
        return URL.create("sqlite", database=str(home() / "partnermatch.sqlite"))
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = None
    if parsed is not None and parsed.drivername in ("postgres", "postgresql"):
        return parsed.set(drivername="postgresql+psycopg")
    known = parsed is not None and parsed.drivername in ("sqlite", "postgresql+psycopg")
    if parsed is None or not known or parsed.database in (None, "", ":memory:"):
        shown = parsed.render_as_string(hide_password=True) if parsed is not None else url
        raise StoreError(
            f"'{shown}' ist keine Adresse einer Datenbank. Erwartet wird sqlite:///DATEI oder "
            "postgresql://NUTZER@SERVER/DATENBANK.",
            f"'{shown}' is not the address of a database. Expected is sqlite:///FILE or "
            "postgresql://USER@SERVER/DATABASE.",
        )
    return parsed


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 10})
    Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: object, _: ConnectionPoolEntry) -> None:
    # The driver would begin transactions late and never for DDL; `_begin_sqlite` does it instead.
    connection.isolation_level = None  # type: ignore[attr-defined]
    connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[attr-defined]
    connection.execute("PRAGMA synchronous=NORMAL")  # type: ignore[attr-defined]


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once: a transaction that reads first and then wants to write
    # fails without waiting when another process has written in between.
    write = connection.get_execution_options().get("write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    """Let one process at a time prepare the database."""
    if engine.dialect.name == "sqlite":
        with FileLock(f"{engine.url.database}.lock", timeout=BUSY_SECONDS):
            with closing(engine.raw_connection()) as raw:
                raw.cursor().execute("PRAGMA journal_mode=WAL")
            yield
    else:
        with engine.connect() as connection:
            connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _POSTGRES_LOCK})
            try:
                yield
            finally:
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _POSTGRES_LOCK})


def _migrate(engine: Engine, upto: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    scripts = ScriptDirectory.from_config(config)
    with engine.execution_options(write=True).begin() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        if current == scripts.get_current_head():
            return
        unknown = next((v for v in (current, upto) if v and not _knows(scripts, v)), None)
        if unknown is not None:
            shown = engine.url.render_as_string(hide_password=True)
            raise StoreError(
                f"Die Datenbank {shown} hat den Stand {unknown} und ist neuer als dieses Programm "
                f"(Stand {scripts.get_current_head()}). Bitte das Programm aktualisieren.",
                f"The database {shown} is at version {unknown} and newer than this program "
                f"(version {scripts.get_current_head()}). Please update the program.",
            )
        config.attributes["connection"] = connection
        command.upgrade(config, upto)


def _knows(scripts: ScriptDirectory, version: str) -> bool:
    try:
        return scripts.get_revision(version) is not None
    except CommandError:
        return False


# Byte order in both databases, so that lists and streams come in the same order.
ORDERED = String().with_variant(String(collation="C"), "postgresql")

METADATA = MetaData()

PROFILES = Table(
    "profiles",
    METADATA,
    Column("id", ORDERED, primary_key=True),
    Column("revision", BigInteger, nullable=False),
    Column("owner", ORDERED, nullable=False),
    # The columns down to "document" are null in a tombstone, the row of a deleted profile.
    Column("kind", String),
    Column("visibility", String),
    Column("valid_until", Date),
    Column("sort_name", ORDERED),
    Column("search", Text),
    Column("hash", String),
    Column("document", Text),
    Column("updated_at", String, nullable=False),
    Index("profiles_revision", "revision", unique=True),
    Index("profiles_owner_kind", "owner", "kind"),
    Index("profiles_sort", "sort_name", "id"),
)

HISTORY = Table(
    "history",
    METADATA,
    Column("id", ORDERED, primary_key=True),
    Column("revision", BigInteger, primary_key=True),
    Column("owner", ORDERED, nullable=False),
    Column("document", Text, nullable=False),
    Column("replaced_at", String, nullable=False),
)

COUNTER = Table(
    "counter",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("revision", BigInteger, nullable=False),
)
"""One row: the last revision given out. Writers lock it, so revisions appear in their order."""

IMPRESSIONS = Table(
    "impressions",
    METADATA,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("id", ORDERED, nullable=False),
    Column("tenant", ORDERED, nullable=False),
    Column("time", ORDERED, nullable=False),
    Column("shown", Integer, nullable=False),
    Column("document", Text, nullable=False),
    Index("impressions_id", "id", unique=True),
    Index("impressions_tenant", "tenant", "number"),
)
"""Lists that were shown, by the order in which they were written down. Rows are only added."""

EVENTS = Table(
    "events",
    METADATA,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("id", ORDERED, nullable=False),
    Column("tenant", ORDERED, nullable=False),
    Column("time", ORDERED, nullable=False),
    Column("impression", ORDERED),
    Column("seeker", ORDERED, nullable=False),
    Column("profile", ORDERED, nullable=False),
    Column("kind", String, nullable=False),
    Column("document", Text, nullable=False),
    Index("events_id", "id", unique=True),
    Index("events_impression", "impression"),
    Index("events_pair", "seeker", "profile"),
)
"""What became of suggestions. Rows are only added; those named in `UNDONE` are hidden."""

UNDONE = Table(
    "events_undone",
    METADATA,
    Column("event", ORDERED, primary_key=True),
    Column("tenant", ORDERED, nullable=False),
    Column("time", ORDERED, nullable=False),
)
