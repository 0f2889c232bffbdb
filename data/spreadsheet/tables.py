"""Tables of any format: skip empty rows, headings again and footers, hand out rows of cells."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import NamedTuple

from data.spreadsheet.cleaning import NO_MARKS, Linked, says_nothing
from data.spreadsheet.headings import Header, Rows, spot
from data.spreadsheet.report import Note, note
from data.spreadsheet.unwanted import plain

CELL_CHARS = 32_000
"""Excel holds 32,767 characters in a cell; what is longer goes into further columns."""
EXAMPLE_SHEET = "Beispiel"
"""The sheet of the template that shows a filled row; it is never imported."""


class Cell(NamedTuple):
    """A cell that is not empty, with the name of its column."""

    column: str
    text: str


@dataclass(frozen=True)
class Row:
    """One row of a table: its cells by field; ``Angebot 1``, ``Angebot 2`` are one field."""

    number: int
    cells: dict[str, list[Cell]]
    texts: Sequence[str] = ()
    """All cells in the order of the columns, empty and unknown ones too."""
    silent: tuple[Cell, ...] = ()
    """Cells of known columns that only say that nothing is known: ``k.A.``, ``–``, ``#NV``."""


@dataclass
class Table:
    """A sheet or a CSV file with a known header."""

    sheet: str | None
    header: Header
    body: Rows
    corrected: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    """By number of the row and position of the column: what stands there instead."""
    empty_rows: int = field(default=0, init=False)
    """Empty rows between others, known after reading."""
    remarks: list[Note] = field(default_factory=list, init=False)
    """What was left out so far, each with its row; whoever tells it empties the list."""
    _nameless: set[int] = field(default_factory=set, init=False)

    def rows(self) -> Iterator[Row]:
        """Yield the rows that have content."""
        waiting = 0
        for number, texts in self.body:
            if not any(text.strip() for text in texts):
                waiting += 1
                continue
            self.empty_rows += waiting
            waiting = 0
            if (left_out := self._left_out(number, texts)) is not None:
                self.remarks.append(replace(left_out, row=number))
                continue
            if number in self.corrected:
                texts = patched(texts, self.corrected[number])
            texts = self._within(number, texts)
            self._nameless.update(
                i
                for i, text in enumerate(texts)
                if text.strip() and (i >= len(self.header.names) or not self.header.names[i])
            )
            yield row_of(self.header, number, texts)

    def _within(self, number: int, texts: Sequence[str]) -> Sequence[str]:
        """Return a row no wider than the headings: what is too much belongs to the last cell.

        A separator that stands in a text without quotes cuts the text in two.
        """
        width = len(self.header.names)
        beyond = [text for text in texts[width:] if text.strip()]
        if not beyond or not self.header.names[-1]:
            return texts
        told = note(
            "Die Zeile hat mehr Zellen als Überschriften; der Rest wurde an die letzte Zelle "
            "angefügt. Bitte prüfen.",
            "the row has more cells than there are headings; the rest was put to the last cell. "
            "Please check.",
            column=self.header.names[-1],
        )
        self.remarks.append(replace(told, row=number))
        return [*texts[: width - 1], "; ".join([texts[width - 1], *beyond])]

    def _left_out(self, number: int, texts: Sequence[str]) -> Note | None:
        """Return why a row with content is none of the table, None if it is one."""
        if number in self.corrected:
            return None
        filled = [text.strip() for text in texts if text.strip()]
        if self.header.known > 1 and len(filled) <= 2 and _FOOTER.match(filled[0]):
            if all(_NUMBERS.fullmatch(text) for text in filled[1:]):
                return _left(filled[0], "gehört nicht zur Tabelle", "is no part of the table")
        if self.header.known > 1 and len(filled) == 1 and _GROUP.fullmatch(filled[0]):
            return _left(filled[0], "ist eine Zwischenüberschrift", "is a heading in between")
        if explains(filled, number - self.header.row):
            return _left(filled[0], "erklärt die Spalten", "explains the columns")
        pairs = zip_longest(texts, self.header.names, fillvalue="")
        if len(filled) > 1 and all(plain(text) == plain(name) for text, name in pairs if text):
            return _left(filled[0], "wiederholt die Überschriften", "repeats the headings")
        return None

    def nameless(self) -> Iterator[Note]:
        """Tell about columns without a name that hold something; known after reading."""
        for position in sorted(self._nameless):
            yield note(
                f"Die {spot(position)} hat keine Überschrift und wird nicht übernommen.",
                f"The column {spot(position).split()[1]} has no name and is not imported.",
                column=spot(position),
            )


_FOOTER = re.compile(
    r"(summen?|zwischensumme|gesamtsumme|gesamt|insgesamt|total)(\s*[:=(].*|\s+\d.*|\s*$|\s+(der|aller)\s.*)|"
    r"((daten|bild)?quellen?|anmerkung(en)?|hinweise?|fußnoten?|legende|erläuterung(en)?|source|note|"
    r"herausgeber|impressum|kontakt|bearbeiter(in)?|redaktion)\s*:.*|"
    r"(erstellt|exportiert|abgerufen|gedruckt|ausgedruckt|generiert|aktualisiert|heruntergeladen)\s"
    r"(am|von|durch|mit)\s.*|(letzte|zuletzt)\s(aktualisier|änder|bearbeit)\w*.*|(created|exported|"
    r"generated|retrieved|last updated)\s(on|at|by|from)\s.*|"
    r"(alle\s)?angaben\s(ohne|in|gem|laut)\w*\s.*|"
    r"ohne\sgewähr.*|alle\srechte\svorbehalten.*|\d{1,6}\s(datensätze|einträge|treffer|unternehmen|"
    r"betriebe|firmen|mitglieder|organisationen|zeilen|rows|records|results)\.?|"
    r"stand\s*(:|\d|vom|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|"
    r"dezember).*|(seite|page)\s+\d.*|(©|\*).*",
    re.IGNORECASE | re.DOTALL,
)
_NUMBERS = re.compile(r"[\d.,\s€%-]+(EUR)?")
_GROUP = re.compile(
    r"(landkreis|kreisfreie stadt|bundesland|landkreise|region|abschnitt|gruppe|kategorie|kapitel)"
    r"\s.{1,60}|[A-ZÄÖÜ]",
    re.IGNORECASE,
)


_EXPLAINING = re.compile(
    r"(pflicht(feld|angabe)?|optional|freiwillig|freitext|text|zahl|datum|auswahl(liste)?|ja\s?/\s?nein|"
    r"mehrfachnennung(en)?( möglich)?|bitte .*|(max\.?|maximal|höchstens|bis zu) \d+ .*|"
    r"(z\. ?b\.|beispiel|e\.g\.|format|vgl\.|siehe) ?:?.*|required|mandatory|please .*|"
    r"\d+ ?stellig|string|integer|varchar.*)\*?",
    re.IGNORECASE | re.DOTALL,
)


def explains(texts: Sequence[str], below: int) -> bool:
    """Tell whether a row, so far below the headings, says what to write into the columns."""
    filled = [text.strip() for text in texts if text.strip()]
    told = sum(_EXPLAINING.fullmatch(text) is not None for text in filled)
    return below == 1 and told >= 2 and told >= 0.6 * len(filled)


def _left(text: str, german: str, english: str) -> Note:
    line = " ".join(text.split())[:60]
    return note(
        f"Die Zeile '{line}' {german} und wird nicht übernommen.",
        f"The row '{line}' {english} and is not imported.",
        value=line,
    )


def row_of(header: Header, number: int, texts: Sequence[str]) -> Row:
    """Return a row with its cells under the fields of the header.

    A dash under the visibility may say that nothing is to be shown; in a table exported
    by this program every cell means what stands there.
    """
    cells: dict[str, list[Cell]] = {}
    silent: list[Cell] = []
    is_exact = "exact" in header.fields
    for i, (name, known, text) in enumerate(zip(header.names, header.fields, texts, strict=False)):
        if known is None or not text.strip():
            continue
        if i in header.items:
            if text.strip().lower() not in NO_MARKS:
                cells.setdefault(known, []).append(Cell(name, header.items[i]))
            continue
        if says_nothing(text) and known != "visibility" and not is_exact:
            silent.append(Cell(name, text.strip()))
        else:
            cells.setdefault(known, []).append(Cell(name, _linked(known, text)))
    return Row(number, cells, texts, tuple(silent))


def _linked(field: str, text: str) -> str:
    """Return where a cell for addresses links to, unless its text is an address itself."""
    if not isinstance(text, Linked) or field not in ("website", "email"):
        return text
    sign = "@" if field == "email" else "."
    return text if sign in text else text.target


def patched(texts: Sequence[str], corrected: Mapping[int, str]) -> list[str]:
    """Return cells with some of them replaced, by position."""
    long = [*texts, *[""] * (max(corrected, default=-1) + 1 - len(texts))]
    return [corrected.get(i, text) for i, text in enumerate(long)]


def as_text(value: object) -> str:
    """Return a cell of a spreadsheet as its text; whole numbers have no decimals."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(value)


def packed(items: Iterable[str], separator: str) -> list[str]:
    """Join the items into as few cells as hold them."""
    cells: list[str] = []
    for item in items:
        if cells and len(cells[-1]) + len(separator) + len(item) <= CELL_CHARS:
            cells[-1] += separator + item
        else:
            cells.append(item)
    return cells
