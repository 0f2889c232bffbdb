"""The sheet a judge fills: an XLSX with one row per request and candidate."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from data.files import replacing
from evaluation.judging.key import Key

SHEET = "Bewertung"
GUIDE = "Anleitung"
SHEET_ID = "Bogen-Nr."


@dataclass(frozen=True)
class Column:
    """One column of the sheet; ``width`` in characters."""

    label: str
    width: int


ID = Column("Nr.", 8)
SHOWN = (
    Column("Gesucht", 38),
    Column("Wer, Ziel, Regeln", 22),
    Column("Kandidat", 22),
    Column("Art", 13),
    Column("Ort", 15),
    Column("Was im Profil steht", 54),
)
"""In the order of the cells of a `KeyRow`."""
GRADE = Column("Note", 13)
COMMENT = Column("Bemerkung", 20)
COLUMNS = (ID, *SHOWN, GRADE, COMMENT)

SCALE: dict[str, tuple[str, str]] = {
    "0": ("passt nicht", "Diese Stelle würde ich hier nicht nennen."),
    "1": ("entfernt", "Das Thema ist verwandt, helfen wird sie eher nicht."),
    "2": ("gut", "Ein Anruf lohnt sich."),
    "3": ("sehr gut", "Diese Stelle würde ich als eine der ersten nennen."),
    "?": ("kann ich nicht beurteilen", "Mir fehlt das Fachwissen, oder das Profil sagt zu wenig."),
}
"""Grade -> its word and what it means."""
CHOICES = tuple(f"{grade} {word}" for grade, (word, _) in SCALE.items())

_HEAD = PatternFill("solid", fgColor="1F4E5F")
_TO_FILL = PatternFill("solid", fgColor="FFF8E1")
_UNKNOWN = PatternFill(bgColor="FFC7CE")
_TOP = Border(top=Side("medium", color="1F4E5F"))
_THIN = Border(top=Side("hair", color="999999"))
_REPEATED = "8C8C8C"
_LINE_POINTS = 13.0
_MAX_POINTS = 409
"""What Excel allows as the height of a row."""


def write_sheet(key: Key, path: Path) -> None:
    """Write the rows of a key as an empty sheet; nothing else of the key gets into it."""
    book = Workbook()
    guide = book.active
    if not isinstance(guide, Worksheet):
        raise TypeError("a new workbook has a worksheet")
    _write_guide(guide, key)
    _write_rows(book.create_sheet(SHEET), key)
    book.properties.creator = "partnermatch"
    book.properties.title = f"Bewertungsbogen {key.sheet_id}"
    with replacing(path) as part:
        book.save(part)


def _write_guide(sheet: Worksheet, key: Key) -> None:
    sheet.title = GUIDE
    sheet.column_dimensions["A"].width = 28
    sheet.column_dimensions["B"].width = 92
    requests = len({row.request for row in key.rows})
    minutes = max(5, 5 * math.ceil(len(key.rows) / 10))
    lines: list[tuple[str, str]] = [
        ("Vorschläge bewerten", ""),
        (SHEET_ID, key.sheet_id),
        ("Umfang", f"{requests} Anfragen, {len(key.rows)} Zeilen, etwa {minutes} Minuten. "
         "Zwischendurch speichern und später weitermachen ist möglich."),
        ("Worum es geht", "Zu jeder Anfrage stehen Stellen, die als Partner in Frage kommen. Sie "
         "sagen, wie gut jede passt. Woher ein Vorschlag kommt, steht mit Absicht nirgends; die "
         "Reihenfolge ist gewürfelt und bedeutet nichts."),
        ("So geht es", f"Auf dem Blatt „{SHEET}“ je Zeile lesen, was gesucht wird und was im "
         "Profil steht, dann in der gelben Spalte „Note“ eine Note wählen (Alt+Pfeil nach unten "
         "öffnet die Liste; die Ziffer allein genügt)."),
        ("", "Jede Zeile für sich bewerten: es darf mehrere sehr gute geben oder gar keine."),
        ("", "Maßstab ist allein, ob die Stelle für diese Anfrage nützt, nicht wie bekannt oder "
         "groß sie ist. Die genannten Regeln (Region, Art …) sind schon eingehalten."),
        ("", "Eigenes Wissen über eine Stelle darf einfließen. Bitte nicht mit anderen absprechen, "
         "die denselben Bogen ausfüllen."),
        ("", "„Bemerkung“ ist freiwillig, etwa: „macht das seit 2024 nicht mehr“. Bitte keine "
         "Namen von Privatpersonen."),
        ("", "Zeilen nicht löschen und andere Spalten nicht ändern. Leere Noten sind erlaubt und "
         "zählen nicht."),
        ("Noten", ""),
        *((f"{grade} {word}", meaning) for grade, (word, meaning) in SCALE.items()),
    ]  # fmt: skip
    for number, (label, text) in enumerate(lines, start=1):
        head = _write(sheet, number, 1, label)
        head.font = Font(bold=True, size=14 if number == 1 else 11)
        _write(sheet, number, 2, text)
        sheet.row_dimensions[number].height = max(18, _points(text, 92) + 5)
    _landscape(sheet, key)


def _write_rows(sheet: Worksheet, key: Key) -> None:
    for i, column in enumerate(COLUMNS, start=1):
        head = _write(sheet, 1, i, column.label)
        head.font = Font(bold=True, color="FFFFFF")
        head.fill = _HEAD
        sheet.column_dimensions[get_column_letter(i)].width = column.width
    number = 2
    for _, rows in groupby(key.rows, lambda row: row.request):
        for i, row in enumerate(rows):
            _write_row(sheet, number, (row.id, *row.cells), first=i == 0)
            number += 1
    _list_of_grades(sheet, number - 1)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    _landscape(sheet, key)
    # Without a password: against slips of the hand, not against anybody.
    sheet.protection.sheet = True
    sheet.protection.formatRows = sheet.protection.formatColumns = False


def _write_row(sheet: Worksheet, number: int, texts: Sequence[str], *, first: bool) -> None:
    for i, column in enumerate(COLUMNS, start=1):
        cell = _write(sheet, number, i, texts[i - 1] if i <= len(texts) else "")
        repeated = not first and column in SHOWN[:2]
        cell.font = Font(
            size=10,
            bold=(first and column is SHOWN[0]) or column is SHOWN[2],
            color=_REPEATED if repeated else None,
        )
        cell.border = _TOP if first else _THIN
        if column in (GRADE, COMMENT):
            cell.fill = _TO_FILL
            cell.protection = Protection(locked=False)
        if column is COMMENT:
            cell.number_format = "@"  # a note that begins with a dash is no formula
    lines = (_points(text, c.width) for text, c in zip(texts, COLUMNS, strict=False))
    sheet.row_dimensions[number].height = min(_MAX_POINTS, max(lines) + 4)


def _write(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """Write a cell that stays text even when edited, also if it begins like a formula."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError("no cells are merged")
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if text:
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell


def _points(text: str, width: int) -> float:
    """Return the height that a text takes in a column of ``width`` characters."""
    # A width counts digits of the normal size; of smaller letters a line holds a tenth more.
    held = round(1.1 * width)
    lines = sum(max(1, len(textwrap.wrap(line, held))) for line in text.split("\n"))
    return lines * _LINE_POINTS


def _list_of_grades(sheet: Worksheet, last: int) -> None:
    """Offer the grades in a list, and colour what is none.

    The list refuses nothing, because who grades many rows types the digit alone.
    """
    letter = get_column_letter(COLUMNS.index(GRADE) + 1)
    cells = f"{letter}2:{letter}{last}"
    rule = DataValidation("list", formula1=f'"{",".join(CHOICES)}"', allow_blank=True)
    rule.showErrorMessage = False
    rule.promptTitle, rule.prompt, rule.showInputMessage = GRADE.label, "\n".join(CHOICES), True
    rule.add(cells)
    sheet.add_data_validation(rule)
    grades = "".join(SCALE)
    unknown = f'AND(LEN({letter}2)>0,ISERROR(FIND(LEFT({letter}2,1),"{grades}")))'
    wrong = Rule("expression", formula=[unknown], dxf=DifferentialStyle(fill=_UNKNOWN))
    sheet.conditional_formatting.add(cells, wrong)


def _landscape(sheet: Worksheet, key: Key) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    footer = sheet.oddFooter
    if footer is not None:
        footer.left.text = f"Bogen {key.sheet_id}"
        footer.right.text = "Seite &P von &N"
