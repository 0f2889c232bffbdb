"""Export of the whole store to CSV, XLSX or JSONL; importing it again gives equal profiles.

The template to hand to firms: an XLSX with lists to choose from, an example and hints.
"""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Unpack

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from data.errors import StoreError
from data.exchange.cells import Cells, cells_of
from data.exchange.rows import RowReader
from data.exchange.values import KINDS, SIZES, VISIBILITIES
from data.files import replacing
from data.places.regions import load_regions
from data.profiles import Kind, Profile
from data.spreadsheet.columns import COLUMNS, LABELS
from data.spreadsheet.delimited import protect
from data.spreadsheet.tables import CELL_CHARS, EXAMPLE_SHEET, Cell, Row
from data.spreadsheet.workbook import cell_of
from data.store.profile_rows import document_of
from data.store.profiles import Filters, ProfileStore, Progress

SHEET = "Betriebe"
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


_LAST_ROW = 2000
"""The lists to choose from reach down to this row."""
_HEAD = PatternFill("solid", fgColor="1F4E5F")

# Field, width in characters, what to write there, an example.
_COLUMNS: tuple[tuple[str, int, str, str], ...] = (
    ("id", 14, "Freiwillig: Ihre eigene Nummer. Sie bleibt gleich, dann wird später nur geändert, "
     "was sich geändert hat. Ohne Nummer zählen Name und Ort.", "HWK-1042"),
    ("name", 34, "Pflicht: Name des Betriebs oder der Einrichtung.",
     "Metallbau Beispiel GmbH"),
    ("kind", 16, "Bitte aus der Liste wählen.", KINDS[Kind.CRAFT]),
    ("postcode", 9, "Fünf Ziffern. Mehrere Standorte mit Semikolon trennen.", "17291"),
    ("place", 22, "Ort zur Postleitzahl, in derselben Reihenfolge.", "Prenzlau"),
    ("sectors", 24, "Code der WZ 2008 (25.62) oder ein Wort dafür (Zerspanung). Mehrere mit "
     "Semikolon trennen.", "25.62; 25.11"),
    ("trades", 18, "Nur Handwerk: Gewerk der Handwerksordnung, z. B. Metallbauer oder Tischler.",
     "Metallbauer"),
    ("clusters", 20, "Freiwillig: z. B. Metall, Energie, Optik, Gesundheit.", "Metall"),
    ("offer", 50, "Was bieten Sie? Eine Aussage je Zeile in der Zelle (neue Zeile mit Alt+Enter). "
     "Je genauer, desto besser: Verfahren, Werkstoff, Maße, Stückzahlen.",
     "Aluminium und Edelstahl mit dem Laser schneiden, bis 20 mm\n"
     "Schweißbaugruppen nach EN 1090 bis EXC3"),
    ("need", 50, "Was suchen Sie? Eine Aussage je Zeile.",
     "Hilfe bei der Automatisierung kleiner Serien\nPartner für Pulverbeschichtung"),
    ("about", 50, "In einem oder zwei Sätzen: Wer sind Sie?",
     "Familienbetrieb in dritter Generation mit eigener Konstruktion."),
    ("size", 13, "Beschäftigte: aus der Liste wählen oder Zahl eintragen.", "10 bis 49"),
    ("languages", 18, "Sprachen im Betrieb, mit Semikolon getrennt.", "Deutsch; Polnisch"),
    ("website", 28, "Internetadresse.", "https://www.beispiel.de"),
    ("office", 24, "Stelle oder Funktion, keine Privatperson: z. B. Geschäftsführung.",
     "Geschäftsführung"),
    ("email", 26, "E-Mail der Ansprechstelle.", "kontakt@beispiel.de"),
    ("phone", 18, "Telefon der Ansprechstelle.", "03984 000000"),
    ("visibility", 15, "Wer darf das Profil sehen? Ohne Angabe: alle.", "öffentlich"),
    ("valid_until", 13, "Freiwillig: Datum, bis zu dem die Angaben gelten.", "31.12.2030"),
)  # fmt: skip
_CHOICES = {
    "kind": list(KINDS.values()),
    "size": list(SIZES.values()),
    "visibility": list(VISIBILITIES.values()),
}
_HINTS = (
    "So füllen Sie die Vorlage aus",
    "1. Eine Zeile je Betrieb auf dem Blatt 'Betriebe'. Pflicht ist nur der Name.",
    "2. Das Blatt 'Beispiel' zeigt eine ausgefüllte Zeile; es wird nicht eingelesen.",
    "3. Mehrere Aussagen in einer Zelle: neue Zeile mit Alt+Enter, oder ' | ' dazwischen.",
    "4. Mehrere Orte, Branchen oder Sprachen: Semikolon dazwischen.",
    "5. Spalten dürfen fehlen oder anders angeordnet sein; die Überschriften bitte nicht ändern.",
    "6. Keine Angaben zu Privatpersonen: nennen Sie eine Stelle oder Funktion.",
    "7. Beim Einlesen wird jede Zeile geprüft; Hinweise nennen Blatt, Zeile und Spalte.",
)


def write_template(path: str | Path) -> None:
    """Write the empty template to ``path`` (``.xlsx``)."""
    book = Workbook()
    firms = book.active
    if not isinstance(firms, Worksheet):
        raise TypeError("a new workbook has a worksheet")
    firms.title = SHEET
    _head(firms)
    _lists(firms)
    example = book.create_sheet(EXAMPLE_SHEET)
    _head(example)
    for i, (_, _, _, filled) in enumerate(_COLUMNS, start=1):
        cell = example.cell(2, i, filled)
        cell.number_format = "@"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    hints = book.create_sheet("Hinweise")
    hints.column_dimensions["A"].width = 110
    for number, text in enumerate(_HINTS, start=1):
        hints.cell(number, 1, text).font = Font(bold=number == 1, size=14 if number == 1 else 11)
    book.save(path)


def _head(sheet: Worksheet) -> None:
    sheet.freeze_panes = "C2"
    for i, (field, width, hint, _) in enumerate(_COLUMNS, start=1):
        cell = sheet.cell(1, i, LABELS[field])
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = _HEAD
        cell.comment = Comment(hint, "Vorlage", height=110, width=280)
        sheet.column_dimensions[get_column_letter(i)].width = width


def _lists(sheet: Worksheet) -> None:
    for i, (field, _, hint, _) in enumerate(_COLUMNS, start=1):
        letter = get_column_letter(i)
        # As text, so that Excel neither drops the zero of 01067 nor makes a date of 25.11.
        sheet.column_dimensions[letter].number_format = "@"
        if field in _CHOICES:
            choices = ",".join(_CHOICES[field])
            rule = DataValidation("list", formula1=f'"{choices}"', allow_blank=True)
            rule.promptTitle, rule.prompt = LABELS[field], hint
            # A number of employees is welcome too; other lists are closed.
            rule.showErrorMessage = field != "size"
            rule.errorTitle, rule.error = LABELS[field], "Bitte aus der Liste wählen."
            rule.add(f"{letter}2:{letter}{_LAST_ROW}")
            sheet.add_data_validation(rule)
