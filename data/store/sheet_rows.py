"""Rows of advice sheets: reading and writing them inside a transaction.

The tables of advice sheets; `data/migrations` creates them.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    Row,
    String,
    Table,
    Text,
    insert,
    select,
    update,
)

from data.errors import NotFoundError, RequestError
from data.office.sheets import Author, Sheet, SheetContent, SheetLine, SheetState
from data.store.database import METADATA, ORDERED
from data.text import fold

SHEETS = Table(
    "sheets",
    METADATA,
    Column("id", ORDERED, primary_key=True),
    Column("tenant", ORDERED, nullable=False),
    Column("state", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("key", ORDERED, nullable=False),
    Column("firm", Text, nullable=False),
    Column("need", Text, nullable=False),
    Column("search", Text, nullable=False),
    Column("created_at", ORDERED, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("updated_at", ORDERED, nullable=False),
    Column("final_at", ORDERED),
    Column("deleted_at", ORDERED),
    Column("copied_from", ORDERED),
    Index("sheets_tenant", "tenant", "updated_at"),
    Index("sheets_key", "tenant", "key"),
)
"""One row a sheet; ``version`` names the present one in `SHEET_VERSIONS`."""

SHEET_VERSIONS = Table(
    "sheet_versions",
    METADATA,
    Column("sheet", ORDERED, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("time", ORDERED, nullable=False),
    Column("author", Text, nullable=False),
    Column("action", String, nullable=False),
    Column("aside", Boolean, nullable=False),
    Column("document", Text, nullable=False),
)
"""Rows are only added."""


def written(time: dt.datetime) -> str:
    """Return a moment as text that sorts by time."""
    return time.isoformat(timespec="microseconds")


def columns(content: SheetContent, time: str) -> dict[str, Any]:
    """Return what the table repeats of the content, to list and find it."""
    said = f"{content.firm.name} {content.firm.place} {content.need} {content.adviser}"
    return {
        "key": content.key,
        "firm": content.firm.name,
        "need": content.need,
        "search": fold(said),
        "updated_at": time,
    }


def add_version(
    connection: Connection,
    sheet_id: str,
    number: int,
    time: str,
    author: Author,
    action: str,
    aside: bool,
    content: SheetContent,
) -> None:
    """Write a version down; ``aside`` where somebody else had saved in between."""
    connection.execute(
        insert(SHEET_VERSIONS).values(
            sheet=sheet_id,
            number=number,
            time=time,
            author=author.model_dump_json(),
            action=action,
            aside=aside,
            document=content.model_dump_json(),
        )
    )


def update_sheet(connection: Connection, sheet_id: str, values: dict[str, Any]) -> None:
    """Change columns of a sheet."""
    connection.execute(update(SHEETS).where(SHEETS.c.id == sheet_id).values(**values))


def row_of(connection: Connection, tenant: str, sheet_id: str, *, lock: bool = False) -> Row[Any]:
    """Return the row of a tenant's sheet; `NotFoundError` if there is none."""
    asked = select(SHEETS).where(SHEETS.c.id == sheet_id, SHEETS.c.tenant == tenant)
    row = connection.execute(asked.with_for_update() if lock else asked).one_or_none()
    if row is None:
        raise NotFoundError(
            f"Es gibt keinen Beratungsbogen '{sheet_id}'.",
            f"There is no advice sheet '{sheet_id}'.",
        )
    return row


def check_draft(row: Row[Any]) -> None:
    """Refuse to change a sheet that is deleted or final."""
    if row.deleted_at is not None:
        raise RequestError(
            "Der Bogen ist gelöscht. Bitte erst wiederherstellen.",
            "The sheet is deleted. Please restore it first.",
        )
    if row.state != SheetState.DRAFT.value:
        raise RequestError(
            "Der Bogen ist fertiggestellt und bleibt, wie er ist. Eine Kopie lässt sich ändern.",
            "The sheet is final and stays as it is. A copy of it can be changed.",
        )


def document_of(connection: Connection, sheet_id: str, number: int) -> str:
    """Return what a version says; `NotFoundError` if there is none."""
    asked = select(SHEET_VERSIONS.c.document).where(
        SHEET_VERSIONS.c.sheet == sheet_id, SHEET_VERSIONS.c.number == number
    )
    found: str | None = connection.execute(asked).scalar_one_or_none()
    if found is None:
        raise NotFoundError(
            f"Eine Fassung {number} dieses Bogens gibt es nicht.",
            f"There is no version {number} of this sheet.",
        )
    return found


def sheet_of(connection: Connection, row: Row[Any]) -> Sheet:
    """Return a sheet with its present version."""
    asked = select(SHEET_VERSIONS).where(
        SHEET_VERSIONS.c.sheet == row.id, SHEET_VERSIONS.c.number == row.version
    )
    present = connection.execute(asked).one()
    return Sheet(
        id=row.id,
        tenant=row.tenant,
        state=SheetState(row.state),
        version=row.version,
        created_at=dt.datetime.fromisoformat(row.created_at),
        created_by=Author.model_validate_json(row.created_by),
        updated_at=dt.datetime.fromisoformat(row.updated_at),
        updated_by=Author.model_validate_json(present.author),
        final_at=_moment(row.final_at),
        deleted_at=_moment(row.deleted_at),
        copied_from=row.copied_from,
        content=SheetContent.model_validate_json(present.document),
    )


def _moment(text: str | None) -> dt.datetime | None:
    return None if text is None else dt.datetime.fromisoformat(text)


def line_of(row: Row[Any]) -> SheetLine:
    """Return a sheet as it stands in a list."""
    return SheetLine(
        id=row.id,
        state=SheetState(row.state),
        firm=row.firm,
        need=row.need,
        created_at=dt.datetime.fromisoformat(row.created_at),
        updated_at=dt.datetime.fromisoformat(row.updated_at),
        created_by=Author.model_validate_json(row.created_by),
        deleted=row.deleted_at is not None,
    )
