"""`SheetStore`: advice sheets, every version of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from data.database import Database
from data.errors import NotFoundError, RequestError
from data.feedback import new_id, now
from data.names import fold
from data.sheet_tables import SHEET_VERSIONS, SHEETS
from data.sheets import Author, Sheet, SheetContent, SheetLine, SheetState, Version

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
        sheet_id, time = new_id(_PREFIX), _written(now())
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
                    **_columns(content, time),
                )
            )
            _add_version(connection, sheet_id, 1, time, author, action, False, content)
        return self.get(tenant, sheet_id)

    def get(self, tenant: str, sheet_id: str) -> Sheet:
        """Return a sheet in its present version, deleted or not; `NotFoundError` if none is."""
        with self._reading() as connection:
            return _sheet(connection, _row(connection, tenant, sheet_id))

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
            row = _row(connection, tenant, sheet_id, lock=True)
            _check_draft(row)
            newest = select(func.max(SHEET_VERSIONS.c.number)).where(
                SHEET_VERSIONS.c.sheet == sheet_id
            )
            number = int(connection.execute(newest).scalar_one()) + 1
            aside, time = seen != row.version, _written(now())
            _add_version(connection, sheet_id, number, time, author, action, aside, content)
            if not aside:
                values = _columns(content, time) | {"version": number}
                _update(connection, sheet_id, values)
            sheet = _sheet(connection, _row(connection, tenant, sheet_id))
        return Saved(sheet, number, aside)

    def versions(self, tenant: str, sheet_id: str) -> tuple[Version, ...]:
        """Return all versions, newest first."""
        asked = select(SHEET_VERSIONS).where(SHEET_VERSIONS.c.sheet == sheet_id)
        with self._reading() as connection:
            _row(connection, tenant, sheet_id)
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
            _row(connection, tenant, sheet_id)
            return SheetContent.model_validate_json(_document(connection, sheet_id, number))

    def finish(self, tenant: str, sheet_id: str, seen: int) -> Sheet:
        """Freeze a draft.

        Raises:
            RequestError: it is final or deleted already, or somebody saved after ``seen``.
        """
        with self._writing() as connection:
            row = _row(connection, tenant, sheet_id, lock=True)
            _check_draft(row)
            if row.version != seen:
                raise RequestError(
                    f"Der Bogen wurde inzwischen geändert (Fassung {row.version}, gesehen haben "
                    f"Sie Fassung {seen}). Bitte noch einmal ansehen und dann fertigstellen.",
                    f"The sheet was changed meanwhile (version {row.version}, you have seen "
                    f"version {seen}). Please look at it again, then finish it.",
                )
            time = _written(now())
            final = {"state": SheetState.FINAL.value, "final_at": time, "updated_at": time}
            _update(connection, sheet_id, final)
            return _sheet(connection, _row(connection, tenant, sheet_id))

    def delete(self, tenant: str, sheet_id: str) -> None:
        """Put a sheet away; `restore` brings it back."""
        with self._writing() as connection:
            _row(connection, tenant, sheet_id, lock=True)
            _update(connection, sheet_id, {"deleted_at": _written(now())})

    def restore(self, tenant: str, sheet_id: str) -> Sheet:
        """Bring back a sheet that was put away."""
        with self._writing() as connection:
            _row(connection, tenant, sheet_id, lock=True)
            _update(connection, sheet_id, {"deleted_at": None})
            return _sheet(connection, _row(connection, tenant, sheet_id))

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
            return None if row is None else _sheet(connection, row)

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
        return SheetPage(tuple(_line(row) for row in rows), int(total))


def _written(time: dt.datetime) -> str:
    return time.isoformat(timespec="microseconds")


def _columns(content: SheetContent, time: str) -> dict[str, Any]:
    """Return what the table repeats of the content, to list and find it."""
    said = f"{content.firm.name} {content.firm.place} {content.need} {content.adviser}"
    return {
        "key": content.key,
        "firm": content.firm.name,
        "need": content.need,
        "search": fold(said),
        "updated_at": time,
    }


def _add_version(
    connection: Connection,
    sheet_id: str,
    number: int,
    time: str,
    author: Author,
    action: str,
    aside: bool,
    content: SheetContent,
) -> None:
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


def _update(connection: Connection, sheet_id: str, values: dict[str, Any]) -> None:
    connection.execute(update(SHEETS).where(SHEETS.c.id == sheet_id).values(**values))


def _row(connection: Connection, tenant: str, sheet_id: str, *, lock: bool = False) -> Row[Any]:
    asked = select(SHEETS).where(SHEETS.c.id == sheet_id, SHEETS.c.tenant == tenant)
    row = connection.execute(asked.with_for_update() if lock else asked).one_or_none()
    if row is None:
        raise NotFoundError(
            f"Es gibt keinen Beratungsbogen '{sheet_id}'.",
            f"There is no advice sheet '{sheet_id}'.",
        )
    return row


def _check_draft(row: Row[Any]) -> None:
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


def _document(connection: Connection, sheet_id: str, number: int) -> str:
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


def _sheet(connection: Connection, row: Row[Any]) -> Sheet:
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


def _line(row: Row[Any]) -> SheetLine:
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
