"""Sheets and columns of an event's spreadsheet, with the other names people give them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz import fuzz, process

from data.spreadsheet.columns import field_of
from data.spreadsheet.unwanted import plain


class Kind(StrEnum):
    """The sheets there are."""

    EVENT = "event"
    TIMES = "times"
    TABLES = "tables"
    PEOPLE = "participants"
    WISHES = "wishes"


class Column(NamedTuple):
    """A column: its field, its labels and other names for it."""

    field: str
    german: str
    english: str
    others: str = ""
    width: int = 14

    def label(self, language: str) -> str:
        """Return its head."""
        return self.english if language == "en" else self.german


TITLES: Mapping[Kind, tuple[str, str, str]] = {
    Kind.EVENT: ("Veranstaltung", "Event", "rahmen, settings, regeln"),
    Kind.TIMES: ("Zeiten", "Times", "zeitplan, runden, slots, time slots, termine"),
    Kind.TABLES: ("Tische", "Tables", "tischplan, raeume"),
    Kind.PEOPLE: ("Teilnehmer", "Participants", "teilnehmende, teilnehmerliste, liste, attendees"),
    Kind.WISHES: ("Wünsche", "Wishes", "wunschliste, gespraechswuensche, requests"),
}
"""German, English and other titles of the sheets."""
HELP_TITLES = ("Hinweise", "Notes")

TIMES = (
    Column("day", "Tag", "Day", "datum, date"),
    Column("start", "Beginn", "Start", "anfang, von, from, begin, startzeit"),
    Column("end", "Ende", "End", "bis, until, to, endzeit"),
)
TABLES = (
    Column("name", "Tisch", "Table", "name, tischname, tischnummer, nr, nummer", 18),
    Column("room", "Raum", "Room", "saal, halle, ort, hall", 24),
    Column(
        "capacity",
        "Gespräche gleichzeitig",
        "Meetings at once",
        "kapazitaet, plaetze, capacity, gespraeche",
        24,
    ),
)
PEOPLE = (
    Column("id", "Kürzel", "Code", "id, nr, nummer, kennung, lfd nr, teilnehmernummer", 12),
    Column("name", "Name", "Name", "teilnehmer, aussteller, anzeigename, bezeichnung, "
           "participant, exhibitor, display name", 34),
    Column("firm", "Organisation", "Organisation", "firma, firmenname, betrieb, betriebsname, "
           "unternehmen, einrichtung, company, company name, organization, institution", 34),
    Column("side", "Seite", "Side", "rolle, typ, art, teilnehmerart, kategorie, role, type"),
    Column("profile_id", "Profil", "Profile", "profil id, profilkennung, profile id", 18),
    Column("offers", "Wir bieten", "We offer", "angebot, angebote, bietet, biete, leistung, "
           "leistungen, kompetenzen, offer, offers, services", 50),
    Column("needs", "Wir suchen", "We look for", "bedarf, bedarfe, sucht, suche, gesucht, gesuch, "
           "need, needs, seeks, we seek, we need", 50),
    Column("question", "Frage", "Question", "fragen, fragestellung, anliegen, questions", 40),
    Column("arrives", "Kommt", "Arrives", "kommt um, ankunft, anreise, da ab, ab, von, "
           "arrival, from", 18),
    Column("leaves", "Geht", "Leaves", "geht um, abreise, da bis, bis, departure, until", 18),
    Column("away", "Pausen", "Breaks", "pause, nicht verfuegbar, abwesend, break, away", 26),
    Column("at_most", "Höchstens", "At most", "hoechstens treffen, hoechstens gespraeche, max, "
           "maximal, max gespraeche, max treffen, max meetings, maximum"),
    Column("at_least", "Mindestens", "At least", "mindestens treffen, mindestens gespraeche, min, "
           "minimal, min gespraeche, min treffen, min meetings, minimum"),
    Column("groups", "Nicht zusammen mit (Gruppe)", "Not together with (group)",
           "nicht zusammen mit, not together with, gruppe, gruppen, wettbewerber, konkurrenz, "
           "group, groups, competitors", 28),
    Column("rooms", "Räume", "Rooms", "raum, nur in raum, nur in raeumen, room, only in room", 22),
    Column("table", "Fester Tisch", "Fixed table", "tisch, table, stand, tischnummer, booth", 16),
    Column("present", "Dabei", "Present", "anwesend, nimmt teil, attending", 10),
)  # fmt: skip
WISH_COLUMNS = (
    Column("must", "Muss treffen", "Must meet", "muss, pflichttreffen, must"),
    Column("would", "Möchte treffen", "Would like to meet", "moechte, wunsch, wuensche, "
           "wunschpartner, would, would meet, wishes"),
    Column("veto", "Nicht treffen", "Must not meet", "nicht, darf nicht treffen, veto, not"),
)  # fmt: skip
WISHES = (
    Column("who", "Wer", "Who", "kuerzel, teilnehmer, von, from", 24),
    Column("whom", "Wen", "Whom", "mit, trifft, partner, to", 24),
    Column("interest", "Wunsch", "Wish", "art, interesse, interest", 14),
)
SETTINGS = (
    Column("name", "Name der Veranstaltung", "Name of the event", "name, titel, title, event"),
    Column("place", "Ort", "Place", "veranstaltungsort, location, venue"),
    Column("language", "Sprache", "Language", "sprache der unterlagen"),
    Column("side_1", "Seite 1", "Side 1", "erste seite"),
    Column("side_2", "Seite 2", "Side 2", "zweite seite"),
    Column("at_most", "Gespräche je Teilnehmer höchstens", "Meetings each at most",
           "hoechstens, max gespraeche"),
    Column("at_least", "Gespräche je Teilnehmer mindestens", "Meetings each at least",
           "mindestens, min gespraeche"),
    Column("in_a_row", "Gespräche ohne Pause höchstens", "Meetings without a break at most",
           "hoechstens hintereinander"),
    Column("same_firm", "Dieselbe Organisation darf sich treffen",
           "One organisation may meet itself", "gleiche firma"),
    Column("competitors", "Wettbewerber dürfen sich treffen", "Competitors may meet",
           "wettbewerber"),
    Column("weakest", "Paare planen ab Wert (0 bis 1)", "Plan pairs from score (0 to 1)",
           "schwaechstes paar"),
    Column("seconds", "Rechenzeit in Sekunden", "Seconds to compute", "rechenzeit"),
    Column("seed", "Startzahl", "Seed", "zufallszahl"),
)  # fmt: skip
COLUMNS: Mapping[Kind, tuple[Column, ...]] = {
    Kind.EVENT: SETTINGS,
    Kind.TIMES: TIMES,
    Kind.TABLES: TABLES,
    Kind.PEOPLE: (*PEOPLE, *WISH_COLUMNS),
    Kind.WISHES: WISHES,
}
NEEDED: Mapping[Kind, tuple[str, ...]] = {
    Kind.TIMES: ("start", "end"),
    Kind.TABLES: ("name",),
    Kind.PEOPLE: ("name",),
    Kind.WISHES: ("who", "whom"),
}
"""The columns without which a sheet says nothing."""
MANY = frozenset({"offers", "needs", "groups", "rooms", "away", "must", "would", "veto"})
"""Fields that may have several columns."""
_PERSONAL = frozenset(
    "ansprechpartner ansprechpartnerin ansprechperson kontaktperson vorname nachname "
    "vorundnachname vornamenachname familienname zuname mobil mobilnummer handy handynummer "
    "geburtsdatum anrede position funktion person personen vertreter vertreterin vertretendurch "
    "geschaeftsfuehrer geschaeftsfuehrung inhaber inhaberin firstname lastname surname mobile "
    "fullname contactperson representative jobtitle linkedin salutation begleitung".split()
)
_WITHOUT_REMARK = re.compile(r"\(.*?\)")
_FIRST_NAMES = frozenset(("vorname", "firstname"))


def title_of(kind: Kind, language: str) -> str:
    """Return the title of a sheet."""
    return TITLES[kind][1 if language == "en" else 0]


def kind_of_title(title: str | None) -> Kind | None:
    """Return which sheet a title names."""
    if title is None:
        return None
    whole = plain(title)
    for kind, (german, english, others) in TITLES.items():
        if whole in {plain(name) for name in (german, english, *others.split(","))}:
            return kind
    return None


def _names(columns: Sequence[Column]) -> dict[str, str]:
    names: dict[str, str] = {}
    for column in columns:
        for name in (column.german, column.english, *column.others.split(",")):
            for key in filter(None, (plain(name), plain(_WITHOUT_REMARK.sub(" ", name)))):
                names.setdefault(key, column.field)
    return names


_NAMES = {kind: _names(columns) for kind, columns in COLUMNS.items()}


def column_of(kind: Kind, head: str) -> str | None:
    """Return the field of a head; ``Wir bieten 2`` and ``Kommt (Uhrzeit)`` are known."""
    for form in (head, _WITHOUT_REMARK.sub(" ", head)):
        whole = plain(form)
        for key in (whole, re.sub(r"\d+$", "", whole)):
            if key in _NAMES[kind]:
                return _NAMES[kind][key]
    return None


def fields_of(kind: Kind, heads: Sequence[str]) -> tuple[str | None, ...]:
    """Return the fields of a row of heads; personal data have none.

    Where nothing is called a name, the organisation is who takes part; so it is where ``Name``
    stands beside ``Vorname``, as a person's.
    """
    fields = [None if personal(head) else column_of(kind, head) for head in heads]
    if kind is Kind.PEOPLE and "firm" in fields:
        if any(plain(head) in _FIRST_NAMES for head in heads):
            fields = [None if field == "name" else field for field in fields]
        if "name" not in fields:
            fields[fields.index("firm")] = "name"
    return tuple(fields)


def personal(head: str) -> bool:
    """Tell whether a column looks as if it named natural persons or how to reach them."""
    key = re.sub(r"\d+$", "", plain(head))
    return key in _PERSONAL or field_of(head) in ("email", "phone", "office")


def likely(kind: Kind, head: str, language: str) -> str:
    """Return the label of the column that a head resembles; empty if none."""
    best = process.extractOne(plain(head), _NAMES[kind].keys(), scorer=fuzz.ratio, score_cutoff=70)
    if best is None:
        return ""
    field = _NAMES[kind][best[0]]
    return next(c.label(language) for c in COLUMNS[kind] if c.field == field)
