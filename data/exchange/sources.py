"""A file of any format as a stream of profiles with their places and notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from data.errors import ProfileError
from data.exchange.json_lists import are_profiles, as_rows, listed, table_of_lines
from data.exchange.jsonl import of_objects, read_jsonl
from data.exchange.reading import Read, Reading
from data.exchange.rows import RowReader
from data.spreadsheet.books import MAX_COLUMNS, opened_book
from data.spreadsheet.cleaning import cleaned
from data.spreadsheet.columns import LABELS
from data.spreadsheet.delimited import read_csv
from data.spreadsheet.finding import find_header
from data.spreadsheet.formats import Format, empty, format_of, unzipped
from data.spreadsheet.headings import (
    Rows,
)
from data.spreadsheet.report import Note, error, note
from data.spreadsheet.tables import Table


@dataclass
class Source:
    """A file to import. ``name`` is what the user calls it; the suffix tells the format."""

    path: Path
    name: str
    owner: str | None
    reading: Reading = field(default_factory=Reading)
    empty_rows: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._reader = RowReader(self.owner)
        self._used: set[str] = set()

    def read(self) -> Iterator[Read]:
        """Yield rows and remarks; where a file breaks off, the rows before it count.

        Raises `ProfileError` if no row can be read.
        """
        any_data = False
        try:
            for read in self._read():
                any_data = any_data or read.is_data
                yield read
            yield from self._unused()
        except ProfileError as problem:
            if not any_data:
                german, english = (
                    f"{self.name}: {problem.german}",
                    f"{self.name}: {problem.english}",
                )
                raise ProfileError(german, english) from problem
            yield Read(None, None, [error(problem.german, problem.english)])

    def _read(self) -> Iterator[Read]:
        if not self.path.is_file():
            raise ProfileError("Die Datei gibt es nicht.", "the file does not exist.")
        if self.path.stat().st_size == 0:
            raise ProfileError("Die Datei ist leer.", "the file is empty.")
        with unzipped(self.path, self.name) as (path, name):
            form = format_of(path, name)
            if form is Format.BOOK:
                yield from self._book(path)
            elif form is Format.LINES:
                yield from self._json(path)
            else:
                remarks: list[Note] = []
                yield from self._table(None, read_csv(path, remarks), True, remarks)

    def _unused(self) -> Iterator[Read]:
        """Tell what was said about columns that the file does not have."""
        for key in self.reading.chosen:
            if key not in self._used:
                missing = note(
                    f"Die Spalte '{key}' gibt es nicht; die Zuordnung wurde nicht gebraucht.",
                    f"There is no column '{key}'; what was said about it was not used.",
                )
                yield Read(None, None, [missing])

    def _json(self, path: Path) -> Iterator[Read]:
        objects = listed(path)
        if objects is not None and not are_profiles(objects):
            yield from self._table(None, iter(as_rows(objects)), True, [])
            return
        if objects is None and (rows := table_of_lines(path)) is not None:
            yield from self._table(None, rows, True, [])
            return
        corrected = {row: texts[0] for row, texts in self.reading.of_sheet(None).items()}
        lines = read_jsonl(path, corrected) if objects is None else of_objects(objects, corrected)
        for number, line, profile, notes in lines:
            if profile is None and not notes:
                self.empty_rows += 1
            else:
                yield Read(None, number, notes, profile, is_data=True, texts=(line,))

    def _book(self, path: Path) -> Iterator[Read]:
        found = filled = False
        titles: list[str] = []
        with opened_book(path) as sheets:
            for sheet in sheets:
                titles.append(sheet.title)
                left_out = self.reading.left_out(sheet)
                if left_out is not None:
                    yield Read(sheet.title, None, [left_out])
                    continue
                rows = sheet.rows if self.reading.hidden_rows else sheet.shown_rows
                for read in self._table(sheet.title, rows, False, sheet.remarks):
                    found = found or read.row is not None
                    filled = True
                    yield read
        if missing := self.reading.sheets - set(titles):
            raise ProfileError(*_no_sheet(missing, titles))
        if not filled:
            raise empty(path)
        if not found:
            raise ProfileError(*_no_header(()))

    def _table(
        self, sheet: str | None, rows: Rows, required: bool, remarks: list[Note]
    ) -> Iterator[Read]:
        header, body = find_header(cleaned(rows, remarks), self.reading.chosen, sheet)
        if header is not None:
            self._used |= header.keys
            if len(header.names) > MAX_COLUMNS:
                raise ProfileError(*_too_wide(len(header.names)))
        if header is None or "name" not in header.fields:
            german, english = _no_header(header.names if header else ())
            if required:
                raise ProfileError(german, english)
            # Excel adds empty sheets; they are not worth a word.
            if header is not None or any(text.strip() for _, texts in body for text in texts):
                yield Read(sheet, None, [_ignored(german, english)])
            return
        yield Read(sheet, header.row, list(header.notes()), header=header)
        table = Table(sheet, header, body, self.reading.of_sheet(sheet))
        for row in table.rows():
            yield from _told(sheet, remarks, table.remarks)
            profile, notes = self._reader.read(row)
            yield Read(sheet, row.number, notes, profile, True, header, row.texts)
        yield from _told(sheet, remarks, table.remarks)
        self.empty_rows += table.empty_rows
        if nameless := list(table.nameless()):
            yield Read(sheet, header.row, nameless)


def _told(sheet: str | None, *waiting: list[Note]) -> Iterator[Read]:
    """Hand out what reading the file had to say so far, each at its row."""
    for remarks in waiting:
        for remark in remarks:
            yield Read(sheet, remark.row, [remark])
        remarks.clear()


def _ignored(german: str, english: str) -> Note:
    return note(
        f"Das Blatt wird nicht übernommen: {german}", f"The sheet is not imported: {english}"
    )


def _too_wide(width: int) -> tuple[str, str]:
    return (
        f"Die Tabelle hat {width} Spalten; erlaubt sind {MAX_COLUMNS}.",
        f"the table has {width} columns; {MAX_COLUMNS} are allowed.",
    )


def _no_sheet(missing: Iterable[str], titles: Sequence[str]) -> tuple[str, str]:
    wanted, there = (", ".join(f"'{title}'" for title in t) for t in (sorted(missing), titles))
    return (
        f"Das Blatt {wanted} gibt es nicht; vorhanden: {there}.",
        f"there is no sheet {wanted}; there are: {there}.",
    )


def _no_header(names: Sequence[str]) -> tuple[str, str]:
    """Say which columns were found and that the name is missing."""
    found = ", ".join(f"'{name}'" for name in names if name)[:200]
    found_de = f" Gefunden: {found}." if found else ""
    found_en = f" Found: {found}." if found else ""
    some = ", ".join(f"'{LABELS[field]}'" for field in ("name", "kind", "postcode", "offer"))
    return (
        f"Es fehlt eine Kopfzeile mit der Spalte 'Name' (oder 'Firma'). Erwartet werden "
        f"Spalten wie {some}.{found_de}",
        f"a header with the column 'Name' (or 'Company') is missing. Expected are columns like "
        f"{some}.{found_en}",
    )
