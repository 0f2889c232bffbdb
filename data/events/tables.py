"""The tables of an event's spreadsheet: which sheet is which, its heads and its rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data.errors import ProfileError
from data.events.columns import (
    COLUMNS,
    HELP_TITLES,
    MANY,
    NEEDED,
    Kind,
    fields_of,
    kind_of_title,
    likely,
    personal,
    title_of,
)
from data.spreadsheet.finding import HEADER_WITHIN
from data.spreadsheet.problems import Notes, Spot, shown
from data.spreadsheet.tables import EXAMPLE_SHEET
from data.spreadsheet.workbook import Sheet
from data.text import fold


@dataclass(frozen=True)
class Line:
    """A row of a table: its cells by field, in the order of the columns."""

    sheet: str | None
    number: int
    cells: dict[str, list[Spot]]
    start: int
    """Position of the first known column: where to point when a cell is missing."""

    def spot(self, field: str) -> Spot | None:
        """Return the field's cell, None where the table has no such column."""
        spots = self.cells.get(field)
        return spots[0] if spots else None

    def filled(self, field: str) -> list[Spot]:
        """Return the field's cells that hold something."""
        return [spot for spot in self.cells.get(field, ()) if spot.value is not None]

    def first(self) -> Spot:
        """Return the cell to point at for the row as a whole."""
        return Spot(self.sheet, self.number, self.start)


@dataclass(frozen=True)
class Table:
    """A sheet whose heads are known."""

    title: str | None
    heads: tuple[str, ...]
    fields: tuple[str | None, ...]
    body: tuple[tuple[int, tuple[object, ...]], ...]

    def has(self, field: str) -> bool:
        """Tell whether there is such a column."""
        return field in self.fields

    def lines(self) -> Iterator[Line]:
        """Yield the rows that hold something in a known column."""
        start = next(i for i, field in enumerate(self.fields) if field)
        for number, values in self.body:
            cells: dict[str, list[Spot]] = {}
            for i, field in enumerate(self.fields):
                if field is not None:
                    value = values[i] if i < len(values) else None
                    cells.setdefault(field, []).append(Spot(self.title, number, i, value))
            if any(spot.value is not None for spots in cells.values() for spot in spots):
                yield Line(self.title, number, cells, start)


def sorted_out(sheets: Sequence[Sheet], notes: Notes) -> dict[Kind, list[Sheet]]:
    """Return the sheets by what they are: by title, else by their heads; tell what is left out.

    Where no sheet is called ``Teilnehmer``, every list with names is one of participants.
    """
    found: dict[Kind, list[Sheet]] = {}
    others: list[Sheet] = []
    for sheet in sheets:
        kind = kind_of_title(sheet.title)
        if kind is not None:
            found.setdefault(kind, []).append(sheet)
        elif fold(sheet.title or "") not in {fold(t) for t in (*HELP_TITLES, EXAMPLE_SHEET)}:
            others.append(sheet)
    named = Kind.PEOPLE in found
    for sheet in others:
        if not named and _heads(sheet, Kind.PEOPLE) is not None:
            found.setdefault(Kind.PEOPLE, []).append(sheet)
        else:
            titles = ", ".join(title_of(kind, "de") for kind in Kind)
            titles_en = ", ".join(title_of(kind, "en") for kind in Kind)
            notes.remark(
                sheet.title,
                f"Dieses Blatt wird nicht gelesen; gelesen werden: {titles}.",
                f"This sheet is not read; read are: {titles_en}.",
            )
    return found


def table_of(sheet: Sheet, kind: Kind, notes: Notes) -> Table | None:
    """Return the table of a sheet; tell about heads that are missing, unknown or personal."""
    best = _heads(sheet, kind)
    if best is None:
        wanted = [next(c for c in COLUMNS[kind] if c.field == f) for f in NEEDED[kind]]
        german = " und ".join(f"'{column.german}'" for column in wanted)
        english = " and ".join(f"'{column.english}'" for column in wanted)
        first = next((shown(value) for value in sheet.rows[0][1] if value is not None), "")
        notes.refuse(
            sheet.title,
            f"Keine Zeile mit Überschriften gefunden (das Blatt beginnt mit '{first}'); erwartet "
            f"wird eine Zeile mit der Spalte {german}.",
            f"no row with heads was found (the sheet begins with '{first}'); expected is a row "
            f"with the column {english}.",
        )
        return None
    at, heads = best
    fields = _single(fields_of(kind, heads), heads, sheet, at, notes)
    table = Table(sheet.title, heads, fields, tuple(sheet.rows[at + 1 :]))
    _tell_unread(table, kind, sheet.rows[at][0], notes)
    return table


def _heads(sheet: Sheet, kind: Kind) -> tuple[int, tuple[str, ...]] | None:
    """Return the index of the row with most known heads among the first, and its texts."""
    best: tuple[int, int, tuple[str, ...]] | None = None
    for i, (_, values) in enumerate(sheet.rows[:HEADER_WITHIN]):
        heads = tuple(value.strip() if isinstance(value, str) else "" for value in values)
        fields = fields_of(kind, heads)
        known = sum(field is not None for field in fields)
        if all(field in fields for field in NEEDED[kind]) and (best is None or known > best[0]):
            best = (known, i, heads)
    return None if best is None else (best[1], best[2])


def _single(
    fields: tuple[str | None, ...], heads: Sequence[str], sheet: Sheet, at: int, notes: Notes
) -> tuple[str | None, ...]:
    """Refuse two columns for a field that has one."""
    seen: dict[str, str] = {}
    for i, field in enumerate(fields):
        if field is None or field in MANY:
            continue
        if field in seen:
            spot = Spot(sheet.title, sheet.rows[at][0], i, heads[i])
            notes.wrong(
                spot,
                ProfileError(
                    f"'{heads[i]}' steht für dasselbe wie '{seen[field]}'; erwartet wird eine "
                    "Spalte davon. Bitte eine umbenennen oder löschen.",
                    f"'{heads[i]}' stands for the same as '{seen[field]}'; expected is one such "
                    "column. Please rename or delete one.",
                ),
            )
        seen.setdefault(field, heads[i])
    return fields


def _tell_unread(table: Table, kind: Kind, row: int, notes: Notes) -> None:
    width = max([len(table.heads), *(len(values) for _, values in table.body)])
    for i in range(width):
        head = table.heads[i] if i < len(table.heads) else ""
        if i < len(table.fields) and table.fields[i] is not None:
            continue
        cell = Spot(table.title, row, i).cell
        if personal(head) or (kind is Kind.PEOPLE and "name" in table.fields and _is_name(head)):
            notes.remark(
                table.title,
                f"Die Spalte '{head}' wird nicht gelesen: Sie nennt wohl Personen oder ihre "
                "Erreichbarkeit, und die werden hier nicht gespeichert.",
                f"Column '{head}' is not read: it seems to name persons or how to reach them, "
                "and these are not kept here.",
                cell,
            )
        elif head:
            _tell_unknown(table, kind, head, cell, notes)
        elif any(i < len(values) and values[i] is not None for _, values in table.body):
            notes.remark(
                table.title,
                "Über dieser Spalte steht keine eigene Überschrift (verbundene Zellen?); sie "
                "wird nicht gelesen.",
                "There is no head of its own above this column (merged cells?); it is not read.",
                cell,
            )


def _is_name(head: str) -> bool:
    return fold(head) == "name"


def _tell_unknown(table: Table, kind: Kind, head: str, cell: str, notes: Notes) -> None:
    german, english = likely(kind, head, "de"), likely(kind, head, "en")
    notes.remark(
        table.title,
        f"Die Spalte '{head}' ist nicht bekannt und wird nicht gelesen."
        + (f" Gemeint ist vielleicht '{german}'." if german else ""),
        f"Column '{head}' is not known and not read."
        + (f" Perhaps '{english}' is meant." if english else ""),
        cell,
    )
