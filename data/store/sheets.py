"""`SheetStore`: advice sheets, every version of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, insert, select

from data.errors import RequestError
from data.feedback.outcomes import new_id, now
from data.office.sheets import Author, Sheet, SheetContent, SheetLine, SheetState, Version
from data.store.database import Database
from data.store.sheet_rows import (
    SHEET_VERSIONS,
    SHEETS,
    add_version,
    check_draft,
    columns,
    document_of,
    line_of,
    row_of,
    sheet_of,
    update_sheet,
    written,
)
from data.text import fold

_PREFIX = "b"


@dataclass(frozen=True)
class Saved:
    """What became of a save."""

    sheet: Sheet
    """The sheet as it is now."""
    number: int
    """The version that was written."""
    aside: bool
    """Whether somebody else had saved in between: then ``number`` is kept beside ``sheet``."""


@dataclass(frozen=True)
class SheetPage:
    """One page of the list, and how many sheets the whole list has."""

    sheets: tuple[SheetLine, ...]
    total: int


class SheetStore(Database):
    """Advice sheets of all tenants, each seen by its own alone. Safe for threads and processes."""

    def create(
        self,
        tenant: str,
        author: Author,
        content: SheetContent,
        *,
        action: str = "composed",
        copied_from: str | None = None,
    ) -> Sheet:
        """Keep a new draft and return it."""
        sheet_id, time = new_id(_PREFIX), written(now())
        with self._writing() as connection:
            connection.execute(
                insert(SHEETS).values(
                    id=sheet_id,
                    tenant=tenant,
                    state=SheetState.DRAFT.value,
                    version=1,
                    created_at=time,
                    created_by=author.model_dump_json(),
                    copied_from=copied_from,
                    **columns(content, time),
                )
            )
            add_version(connection, sheet_id, 1, time, author, action, False, content)
        return self.get(tenant, sheet_id)

    def get(self, tenant: str, sheet_id: str) -> Sheet:
        """Return a sheet in its present version, deleted or not; `NotFoundError` if none is."""
        with self._reading() as connection:
            return sheet_of(connection, row_of(connection, tenant, sheet_id))

    def save(
        self,
        tenant: str,
        sheet_id: str,
        seen: int,
        content: SheetContent,
        author: Author,
        action: str = "saved",
    ) -> Saved:
        """Keep a new version of a draft.

        If it does not follow the present version but an older one (``seen``), it is kept aside:
        the sheet stays as it is, and nobody's words are lost.

        Raises:
            NotFoundError: the tenant has no such sheet.
            RequestError: the sheet is final or deleted.
        """
        with self._writing() as connection:
            row = row_of(connection, tenant, sheet_id, lock=True)
            check_draft(row)
            newest = select(func.max(SHEET_VERSIONS.c.number)).where(
                SHEET_VERSIONS.c.sheet == sheet_id
            )
            number = int(connection.execute(newest).scalar_one()) + 1
            aside, time = seen != row.version, written(now())
            add_version(connection, sheet_id, number, time, author, action, aside, content)
            if not aside:
                values = columns(content, time) | {"version": number}
                update_sheet(connection, sheet_id, values)
            sheet = sheet_of(connection, row_of(connection, tenant, sheet_id))
        return Saved(sheet, number, aside)

    def versions(self, tenant: str, sheet_id: str) -> tuple[Version, ...]:
        """Return all versions, newest first."""
        asked = select(SHEET_VERSIONS).where(SHEET_VERSIONS.c.sheet == sheet_id)
        with self._reading() as connection:
            row_of(connection, tenant, sheet_id)
            rows = connection.execute(asked.order_by(SHEET_VERSIONS.c.number.desc())).all()
        return tuple(
            Version(
                number=row.number,
                time=dt.datetime.fromisoformat(row.time),
                author=Author.model_validate_json(row.author),
                action=row.action,
                aside=bool(row.aside),
            )
            for row in rows
        )

    def version(self, tenant: str, sheet_id: str, number: int) -> SheetContent:
        """Return the content of one version; `NotFoundError` if there is none of this number."""
        with self._reading() as connection:
            row_of(connection, tenant, sheet_id)
            return SheetContent.model_validate_json(document_of(connection, sheet_id, number))

    def finish(self, tenant: str, sheet_id: str, seen: int) -> Sheet:
        """Freeze a draft.

        Raises:
            RequestError: it is final or deleted already, or somebody saved after ``seen``.
        """
        with self._writing() as connection:
            row = row_of(connection, tenant, sheet_id, lock=True)
            check_draft(row)
            if row.version != seen:
                raise RequestError(
                    f"Der Bogen wurde inzwischen geändert (Fassung {row.version}, gesehen haben "
                    f"Sie Fassung {seen}). Bitte noch einmal ansehen und dann fertigstellen.",
                    f"The sheet was changed meanwhile (version {row.version}, you have seen "
                    f"version {seen}). Please look at it again, then finish it.",
                )
            time = written(now())
            final = {"state": SheetState.FINAL.value, "final_at": time, "updated_at": time}
            update_sheet(connection, sheet_id, final)
            return sheet_of(connection, row_of(connection, tenant, sheet_id))

    def delete(self, tenant: str, sheet_id: str) -> None:
        """Put a sheet away; `restore` brings it back."""
        with self._writing() as connection:
            row_of(connection, tenant, sheet_id, lock=True)
            update_sheet(connection, sheet_id, {"deleted_at": written(now())})

    def restore(self, tenant: str, sheet_id: str) -> Sheet:
        """Bring back a sheet that was put away."""
        with self._writing() as connection:
            row_of(connection, tenant, sheet_id, lock=True)
            update_sheet(connection, sheet_id, {"deleted_at": None})
            return sheet_of(connection, row_of(connection, tenant, sheet_id))

    def open_draft(self, tenant: str, key: str) -> Sheet | None:
        """Return the draft of a firm (`SheetContent.key`) that was changed last, if any."""
        asked = select(SHEETS).where(
            SHEETS.c.tenant == tenant,
            SHEETS.c.key == key,
            SHEETS.c.state == SheetState.DRAFT.value,
            SHEETS.c.deleted_at.is_(None),
        )
        with self._reading() as connection:
            newest = asked.order_by(SHEETS.c.updated_at.desc(), SHEETS.c.id).limit(1)
            row = connection.execute(newest).one_or_none()
            return None if row is None else sheet_of(connection, row)

    def page(
        self,
        tenant: str,
        *,
        text: str = "",
        state: SheetState | None = None,
        deleted: bool = False,
        offset: int = 0,
        limit: int = 50,
    ) -> SheetPage:
        """Return sheets, the last changed first; all words of ``text`` are in firm, need or by."""
        where = [SHEETS.c.tenant == tenant, SHEETS.c.deleted_at.is_not(None) == deleted]
        if state is not None:
            where.append(SHEETS.c.state == state.value)
        where += [SHEETS.c.search.contains(word, autoescape=True) for word in fold(text).split()]
        asked = select(SHEETS).where(*where)
        order = asked.order_by(SHEETS.c.updated_at.desc(), SHEETS.c.id)
        with self._reading() as connection:
            total = connection.execute(
                select(func.count()).select_from(SHEETS).where(*where)
            ).scalar_one()
            rows = connection.execute(order.offset(offset).limit(limit)).all()
        return SheetPage(tuple(line_of(row) for row in rows), int(total))
