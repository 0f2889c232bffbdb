"""Export of the whole store to CSV, XLSX or JSONL; importing it again gives equal profiles."""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Unpack

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from data.errors import StoreError
from data.exchange.cells import Cells, cells_of
from data.exchange.rows import RowReader
from data.exchange.template import SHEET
from data.files import replacing
from data.places.regions import load_regions
from data.profiles import Profile
from data.spreadsheet.columns import COLUMNS, LABELS
from data.spreadsheet.delimited import protect
from data.spreadsheet.tables import CELL_CHARS, Cell, Row
from data.spreadsheet.writing import cell_of
from data.store.profile_rows import document_of
from data.store.profiles import Filters, ProfileStore, Progress

_STEP = 1000

Columns = list[tuple[str, int]]
"""Fields with the number of their column, counted from 0: long fields have several."""


def export_profiles(
    store: ProfileStore,
    path: str | Path,
    *,
    progress: Progress | None = None,
    **filters: Unpack[Filters],
) -> int:
    """Write the profiles to ``path`` and return how many there were.

    The suffix tells the format: ``.csv`` (UTF-8 with BOM and semicolons, as German Excel reads
    it), ``.xlsx`` or ``.jsonl``. A crash leaves the old file or none. Cells show a profile as
    people write it; where that would lose something, the last column holds the exact version.

    Raises:
        StoreError: the suffix is not known or the file cannot be written.
    """
    path = Path(path)
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise StoreError(
            f"{path.name}: Das Format ist nicht bekannt. Erwartet wird .csv, .xlsx oder .jsonl.",
            f"{path.name}: the format is not known. Expected is .csv, .xlsx or .jsonl.",
        )
    total = store.count(**filters)
    written = _Counted(store.iterate(**filters), total, progress)
    with replacing(path) as part:
        write(written, part)
    return written.done


class _Counted:
    """Counts profiles as they pass and tells the progress."""

    def __init__(self, profiles: Iterable[Profile], total: int, progress: Progress | None) -> None:
        self._profiles = profiles
        self._total = total
        self._progress = progress
        self.done = 0

    def __iter__(self) -> Iterator[Profile]:
        for profile in self._profiles:
            yield profile
            self.done += 1
            if self._progress and self.done % _STEP == 0:
                self._progress(self.done, max(self._total, self.done))
        if self._progress:
            self._progress(self.done, self.done)


def _write_jsonl(profiles: Iterable[Profile], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(document_of(profile) + "\n" for profile in profiles)


def _write_csv(profiles: Iterable[Profile], path: Path) -> None:
    with _spooled(profiles) as (columns, rows):
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow(_labels(columns))
            writer.writerows([protect(text) for text in row] for row in rows)


def _write_xlsx(profiles: Iterable[Profile], path: Path) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    sheet.freeze_panes = "A2"
    with _spooled(profiles) as (columns, rows):
        for i, (field, _) in enumerate(columns, start=1):
            wide = field in ("name", "offer", "need", "about", "places")
            sheet.column_dimensions[get_column_letter(i)].width = 40 if wide else 16
        sheet.append([_text_cell(sheet, label, bold=True) for label in _labels(columns)])
        for row in rows:
            sheet.append([_text_cell(sheet, text) for text in row])
    book.save(path)


def _text_cell(sheet: Any, text: str, bold: bool = False) -> Any:
    cell = cell_of(sheet, text or None)
    if bold:
        cell.font = Font(bold=True)
    return cell


@contextmanager
def _spooled(profiles: Iterable[Profile]) -> Iterator[tuple[Columns, Iterator[list[str]]]]:
    """Yield the columns that all profiles together need, and the rows.

    The rows wait in a temporary file: the header comes first, and how many columns the longest
    field needs is known last.
    """
    reader = RowReader()
    widths = {column.field: 1 for column in COLUMNS}
    for field in ("postcode", "place", "kreis", "land"):
        del widths[field]  # the column Orte holds them all
    with tempfile.TemporaryFile("w+", encoding="utf-8") as spool:
        for profile in profiles:
            cells = _exact_cells(profile, reader)
            for field, texts in cells.items():
                widths[field] = max(widths[field], len(texts))
            spool.write(json.dumps(cells) + "\n")
        spool.seek(0)
        columns = [(field, i) for field, width in widths.items() for i in range(width)]
        yield columns, _rows(spool, columns)


def _rows(spool: IO[str], columns: Columns) -> Iterator[list[str]]:
    for line in spool:
        cells: Cells = json.loads(line)
        yield ["".join(cells.get(field, [])[i : i + 1]) for field, i in columns]


def _exact_cells(profile: Profile, reader: RowReader) -> Cells:
    """Return the cells, with the exact version if reading them gives another profile."""
    cells = cells_of(profile, load_regions())
    named = {field: [Cell(field, text) for text in texts] for field, texts in cells.items()}
    if reader.read(Row(1, named))[0] != profile:
        # Only ASCII: no character that a spreadsheet or XML changes or refuses.
        exact = json.dumps(json.loads(document_of(profile)), separators=(",", ":"))
        cells["exact"] = [exact[i : i + CELL_CHARS] for i in range(0, len(exact), CELL_CHARS)]
    return cells


def _labels(columns: Columns) -> list[str]:
    return [LABELS[field] + (f" {i + 1}" if i else "") for field, i in columns]


_WRITERS: dict[str, Callable[[Iterable[Profile], Path], None]] = {
    ".csv": _write_csv,
    ".xlsx": _write_xlsx,
    ".jsonl": _write_jsonl,
}
