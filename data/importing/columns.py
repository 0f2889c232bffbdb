"""Column names as people write them, in German and English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from rapidfuzz import fuzz, process

from data.importing.report import Note, note
from data.names import fold


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
