"""All tables of a database as lines of JSON, and back: the same for SQLite and PostgreSQL.

Tables and columns are read from the database itself, so nothing that a later version adds can be
forgotten.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, MetaData, func, insert, select

from data.errors import StoreError
from data.store.database import sentences

VERSIONS = "alembic_version"
MADE_BY_ITSELF = frozenset({VERSIONS, "counter"})
"""Tables that an empty database has rows in."""
AT_ONCE = 500
Lines = Iterable[bytes]


def dump(engine: Engine, write: Callable[[str, Lines], int]) -> tuple[str, dict[str, int]]:
    """Hand each table to ``write`` as of one moment, whoever writes meanwhile.

    Returns the version of the tables, and what ``write`` returned for each: its rows.
    """
    level = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name != "sqlite" else {}
    with sentences(engine.url), engine.connect().execution_options(**level) as connection:
        version = MigrationContext.configure(connection).get_current_revision()
        tables = _tables(connection)
        counts = {t.name: write(t.name, _lines(connection, t)) for t in tables.sorted_tables}
    return str(version), counts


def fill(engine: Engine, lines_of: Callable[[str], Lines]) -> dict[str, int]:
    """Put back what `dump` handed out, all or nothing; return the rows of each table.

    Raises:
        StoreError: the database holds something already; nothing was changed.
    """
    with sentences(engine.url), engine.execution_options(write=True).begin() as connection:
        tables = _tables(connection).sorted_tables
        for table in tables:
            rows = connection.scalar(select(func.count()).select_from(table)) or 0
            if rows and table.name not in MADE_BY_ITSELF:
                raise _not_empty(engine, table.name, rows)
        for table in reversed(tables):
            connection.execute(table.delete())
        return {table.name: _insert(connection, table, lines_of(table.name)) for table in tables}


def _tables(connection: Connection) -> MetaData:
    found = MetaData()
    found.reflect(connection, only=lambda name, _: name != VERSIONS)
    return found


def _lines(connection: Connection, table: Any) -> Iterator[bytes]:
    asked = select(table).order_by(*table.primary_key.columns)
    for row in connection.execute(asked).mappings():
        told = {name: _plain(value) for name, value in row.items()}
        yield json.dumps(told, ensure_ascii=False).encode() + b"\n"


def _insert(connection: Connection, table: Any, lines: Lines) -> int:
    count = 0
    rows = ({name: _value(v) for name, v in json.loads(line).items()} for line in lines)
    for some in _batches(rows):
        connection.execute(insert(table), some)
        count += len(some)
    return count


def _batches(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    some: list[dict[str, Any]] = []
    for row in rows:
        some.append(row)
        if len(some) == AT_ONCE:
            yield some
            some = []
    if some:
        yield some


def _plain(value: Any) -> Any:
    match value:
        case dt.datetime():
            return {"moment": value.isoformat()}
        case dt.date():
            return {"date": value.isoformat()}
        case bytes():
            return {"bytes": base64.b64encode(value).decode()}
    return value


def _value(told: Any) -> Any:
    if not isinstance(told, Mapping):
        return told
    ((kind, text),) = told.items()
    if kind == "bytes":
        return base64.b64decode(text)
    return dt.datetime.fromisoformat(text) if kind == "moment" else dt.date.fromisoformat(text)


def _not_empty(engine: Engine, table: str, rows: int) -> StoreError:
    shown = engine.url.render_as_string(hide_password=True)
    return StoreError(
        f"Die Datenbank {shown} ist nicht leer ({table}: {rows}). Eine Sicherung wird nur in eine "
        "leere zurückgespielt, damit nichts verloren geht.",
        f"The database {shown} is not empty ({table}: {rows}). A backup is restored into an empty "
        "one alone, so that nothing is lost.",
    )
