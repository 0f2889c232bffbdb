"""The template to hand to firms: an XLSX with lists to choose from, an example and hints."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from data.exchange.values import KINDS, SIZES, VISIBILITIES
from data.profiles import Kind
from data.spreadsheet.columns import LABELS
from data.spreadsheet.tables import EXAMPLE_SHEET

SHEET = "Betriebe"
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
    ("visibility", 15, "Wer darf das Profil sehen? Ohne Angabe: nur Ihr Haus.", "öffentlich"),
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
