"""Tables of any format: find the header, skip empty rows, hand out rows of named cells.

Column names as people write them, in German and English.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple

from rapidfuzz import fuzz, process

from data.spreadsheet.report import Note, note
from data.text import fold

CELL_CHARS = 32_000
"""Excel holds 32,767 characters in a cell; what is longer goes into further columns."""
EXAMPLE_SHEET = "Beispiel"
"""The sheet of the template that shows a filled row; it is never imported."""


class Column(NamedTuple):
    """A known column: its field, its German label (as exported) and other names for it."""

    field: str
    label: str
    others: str


COLUMNS = (
    Column("id", "Kennung", "id, nr, nummer, lfd nr, laufende nummer, key, mitgliedsnummer"),
    Column(
        "name",
        "Name",
        "firma, firmenname, betrieb, betriebsname, unternehmen, organisation, einrichtung, "
        "company, company name, organization, titel, title, bezeichnung",
    ),
    Column("kind", "Art", "kind, typ, type, organisationstyp, organisationsart, org type"),
    Column("places", "Orte", "standorte, places, locations, plz ort, plz und ort, adressen"),
    Column("postcode", "PLZ", "postleitzahl, postcode, zip, zip code, postal code, plz standort"),
    Column("place", "Ort", "place, stadt, gemeinde, standort, sitz, city, town, location"),
    Column("kreis", "Kreis", "landkreis, stadtkreis, district, county"),
    Column("land", "Land", "bundesland, state, federal state"),
    Column(
        "sectors",
        "Branche",
        "branchen, wz, wz 2008, wz code, wz schluessel, nace, sector, sectors, industry, "
        "wirtschaftszweig",
    ),
    Column("trades", "Gewerk", "gewerke, handwerk, trade, trades, craft, beruf, hwo"),
    Column("clusters", "Cluster", "clusters, clusterzuordnung, netzwerke"),
    Column(
        "offer",
        "Angebot",
        "angebote, bietet, wir bieten, leistung, leistungen, offer, offers, kompetenzen, services",
    ),
    Column("need", "Bedarf", "bedarfe, sucht, wir suchen, gesucht, gesuch, need, needs, seeks"),
    Column(
        "about",
        "Beschreibung",
        "profil, about, description, kurzprofil, ueber uns, text, taetigkeit, taetigkeitsprofil",
    ),
    Column(
        "size",
        "Größe",
        "mitarbeiter, mitarbeitende, mitarbeiterzahl, anzahl mitarbeiter, beschaeftigte, "
        "groessenklasse, betriebsgroesse, unternehmensgroesse, size, employees, size class",
    ),
    Column("languages", "Sprachen", "sprache, languages, language"),
    Column("website", "Website", "webseite, homepage, internet, internetseite, url, web"),
    Column("office", "Ansprechstelle", "kontakt, kontaktstelle, abteilung, office, contact"),
    Column("email", "E-Mail", "mail, email, e mail adresse, mailadresse, email address"),
    Column("phone", "Telefon", "tel, telefonnummer, rufnummer, phone, telephone"),
    Column("visibility", "Sichtbarkeit", "sichtbar, sichtbar fuer, visibility, freigabe"),
    Column("valid_until", "Gültig bis", "gueltigkeit, ablauf, ablaufdatum, valid until, expires"),
    Column("source", "Quelle", "herkunft, source"),
    Column("owner", "Mandant", "owner, eigentuemer, tenant"),
    Column("exact", "Genaue Fassung (nicht ändern)", "genaue fassung, exact version"),
)
LABELS = {column.field: column.label for column in COLUMNS}


def plain(name: str) -> str:
    """Return a column name without case, accents, punctuation and spaces."""
    return re.sub(r"[^a-z0-9]", "", fold(name))


_KNOWN = {
    plain(name): column.field
    for column in COLUMNS
    for name in (column.field, column.label, *column.others.split(","))
}


def field_of(name: str) -> str | None:
    """Return the field of a column name, or None. ``Angebot 2`` and ``WZ (2008)`` are known."""
    for form in (name, re.sub(r"\(.*?\)", " ", name)):
        whole = plain(form)
        for key in (whole, re.sub(r"\d+$", "", whole)):
            if key in _KNOWN:
                return _KNOWN[key]
    return None


Chosen = Mapping[str, str | None]
"""By the name of a column: the field that somebody chose for it, None to leave it out."""
NOTHING_CHOSEN: Chosen = MappingProxyType({})


@dataclass(frozen=True)
class Header:
    """The columns of a table: their names as written and the fields they stand for."""

    row: int
    names: tuple[str, ...]
    fields: tuple[str | None, ...]
    chosen: Chosen = field(default_factory=dict)

    @property
    def known(self) -> int:
        """How many columns are known."""
        return sum(field is not None for field in self.fields)

    def notes(self) -> Iterable[Note]:
        """Tell about every named column that is not known and that nobody chose to leave out."""
        for name, known in zip(self.names, self.fields, strict=True):
            if name and known is None and name not in self.chosen:
                yield _unknown(name)


def header_of(row: int, cells: Sequence[str], chosen: Chosen = NOTHING_CHOSEN) -> Header:
    """Read a row as column names; what somebody chose counts before what is known."""
    names = tuple(_named(cell.strip(), i, chosen) for i, cell in enumerate(cells))
    fields = (chosen[name] if name in chosen else field_of(name) for name in names)
    return Header(row, names, tuple(fields), chosen)


def spot(position: int) -> str:
    """Return what a column without a name is called: ``Spalte C`` for position 2."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"Spalte {letters}"


def _named(name: str, position: int, chosen: Chosen) -> str:
    return spot(position) if not name and spot(position) in chosen else name


def _unknown(name: str) -> Note:
    best = process.extractOne(plain(name), _KNOWN.keys(), scorer=fuzz.ratio, score_cutoff=60)
    hint_de = hint_en = ""
    if best is not None:
        label = LABELS[_KNOWN[best[0]]]
        hint_de, hint_en = f" Gemeint ist vielleicht '{label}'.", f" Perhaps '{label}' is meant."
    return note(
        f"Die Spalte '{name}' ist nicht bekannt und wird nicht übernommen.{hint_de}",
        f"Column '{name}' is not known and not imported.{hint_en}",
        column=name,
    )


HEADER_WITHIN = 20
"""A header is looked for in so many rows: lists often begin with a title."""
Rows = Iterator[tuple[int, Sequence[str]]]
"""Row number as Excel counts, and the cells as text; an empty cell is ``""``."""


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
            if number in self.corrected:
                texts = patched(texts, self.corrected[number])
            self._nameless.update(
                i
                for i, text in enumerate(texts)
                if text.strip() and (i >= len(self.header.names) or not self.header.names[i])
            )
            yield row_of(self.header, number, texts)

    def nameless(self) -> Iterator[Note]:
        """Tell about columns without a name that hold something; known after reading."""
        for position in sorted(self._nameless):
            yield note(
                f"Die {spot(position)} hat keine Überschrift und wird nicht übernommen.",
                f"The column {spot(position).split()[1]} has no name and is not imported.",
                column=spot(position),
            )


def row_of(header: Header, number: int, texts: Sequence[str]) -> Row:
    """Return a row with its cells under the fields of the header."""
    cells: dict[str, list[Cell]] = {}
    for name, known, text in zip(header.names, header.fields, texts, strict=False):
        if known is not None and text.strip():
            cells.setdefault(known, []).append(Cell(name, text))
    return Row(number, cells, texts)


def patched(texts: Sequence[str], corrected: Mapping[int, str]) -> list[str]:
    """Return cells with some of them replaced, by position."""
    long = [*texts, *[""] * (max(corrected, default=-1) + 1 - len(texts))]
    return [corrected.get(i, text) for i, text in enumerate(long)]


def find_header(
    rows: Iterable[tuple[int, Sequence[str]]], chosen: Chosen = NOTHING_CHOSEN
) -> tuple[Header | None, Rows]:
    """Return the row with most known columns among the first, and the rows after it."""
    rows = iter(rows)
    first: list[tuple[int, Sequence[str]]] = []
    for row in rows:
        first.append(row)
        if len(first) == HEADER_WITHIN:
            break
    best: Header | None = None
    for number, texts in first:
        header = header_of(number, texts, chosen)
        if "name" in header.fields and header.known > (best.known if best else 0):
            best = header
    if best is None:
        headers = [header_of(number, texts, chosen) for number, texts in first]
        best = max(headers, key=lambda header: header.known, default=None)
        if best is not None and best.known < 2:
            best = None
    if best is None:
        return None, chain(first, rows)
    number = best.row
    return best, chain((row for row in first if row[0] > number), rows)


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
