"""The columns a list of organisations may have, in German and English, as people name them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from data.spreadsheet.unwanted import is_counter, plain
from data.spreadsheet.wording import field_by_words
from data.text import fold


class Column(NamedTuple):
    """A known column: its field, its German label (as exported) and other names for it."""

    field: str
    label: str
    others: str


COLUMNS = (
    Column(
        "id",
        "Kennung",
        "id, nr, nummer, key, mitgliedsnummer, mitglieds nr, kundennummer, betriebsnummer",
    ),
    Column(
        "name",
        "Name",
        "firma, firmenname, firmenbezeichnung, firmierung, betrieb, betriebsname, unternehmen, "
        "unternehmensname, organisation, organisationsname, einrichtung, company, company name, "
        "organization, titel, title, bezeichnung, ausstellername",
    ),
    Column(
        "kind",
        "Art",
        "kind, typ, type, organisationstyp, organisationsart, org type, art der organisation, "
        "art der einrichtung, organisationsform, einrichtungsart",
    ),
    Column(
        "places",
        "Orte",
        "standorte, places, locations, plz ort, plz und ort, adressen, adresse, anschrift, "
        "postanschrift, firmenanschrift, firmenadresse, address",
    ),
    Column("postcode", "PLZ", "postleitzahl, postcode, zip, zip code, postal code, plz standort"),
    Column(
        "place",
        "Ort",
        "place, stadt, gemeinde, standort, sitz, city, town, location, wohnort, firmensitz, "
        "sitz der einrichtung, municipality, kommune, ort der massnahme, ort des vorhabens, "
        "standort des vorhabens",
    ),
    Column("kreis", "Kreis", "landkreis, stadtkreis, district, county, kreis kreisfreie stadt"),
    Column("land", "Land", "bundesland, state, federal state, staat, country, nation"),
    Column(
        "sectors",
        "Branche",
        "branchen, wz, wz 2008, wz code, wz schluessel, nace, sector, sectors, industry, "
        "wirtschaftszweig, wirtschaftszweige, branchenschluessel, klassifikation, wz nummer",
    ),
    Column("trades", "Gewerk", "gewerke, handwerk, trade, trades, craft, beruf, hwo"),
    Column("clusters", "Cluster", "clusters, clusterzuordnung, netzwerke"),
    Column(
        "offer",
        "Angebot",
        "angebote, bietet, wir bieten, was bieten sie, leistung, leistungen, offer, offers, "
        "kompetenzen, kompetenz, services, produkte, dienstleistungen, produkte dienstleistungen, "
        "leistungsangebot, leistungsspektrum, portfolio, products, we offer",
    ),
    Column(
        "need",
        "Bedarf",
        "bedarfe, sucht, wir suchen, was suchen sie, gesucht, gesuch, need, needs, seeks, "
        "kooperationswunsch, kooperationswuensche, kooperationsbedarf, suche, we seek, we look for",
    ),
    Column(
        "about",
        "Beschreibung",
        "profil, about, description, kurzprofil, ueber uns, text, taetigkeit, taetigkeitsprofil, "
        "kurzbeschreibung, taetigkeitsschwerpunkt, taetigkeitsschwerpunkte, taetigkeitsfeld, "
        "schwerpunkt, schwerpunkte, zusammenfassung, thema, vorhaben, projekt, projekttitel, "
        "projektname, massnahme, massnahmebezeichnung, massnahmenbezeichnung, vorhabenbezeichnung, "
        "unternehmensgegenstand, gegenstand, summary",
    ),
    Column(
        "size",
        "Größe",
        "mitarbeiter, mitarbeitende, mitarbeiterzahl, anzahl mitarbeiter, beschaeftigte, "
        "beschaeftigtenzahl, ma, groessenklasse, betriebsgroesse, unternehmensgroesse, size, "
        "employees, size class, headcount",
    ),
    Column("languages", "Sprachen", "sprache, languages, language"),
    Column(
        "website",
        "Website",
        "webseite, homepage, internet, internetseite, internetadresse, url, web, www, link, site",
    ),
    Column("office", "Ansprechstelle", "kontakt, kontaktstelle, abteilung, office, contact"),
    Column(
        "email",
        "E-Mail",
        "mail, email, e mail adresse, mailadresse, email adresse, email address, emailadresse",
    ),
    Column("phone", "Telefon", "tel, telefonnummer, rufnummer, fon, phone, telephone"),
    Column(
        "visibility",
        "Sichtbarkeit",
        "sichtbar, sichtbar fuer, visibility, freigabe, vertraulichkeit, vertraulich, "
        "gesperrt, sperrvermerk, nicht oeffentlich, confidential",
    ),
    Column("valid_until", "Gültig bis", "gueltigkeit, ablauf, ablaufdatum, valid until, expires"),
    Column("source", "Quelle", "herkunft, source"),
    Column("owner", "Mandant", "owner, eigentuemer, tenant"),
    Column("exact", "Genaue Fassung (nicht ändern)", "genaue fassung, exact version"),
)
LABELS = {column.field: column.label for column in COLUMNS}


_KNOWN = {
    plain(name): column.field
    for column in COLUMNS
    for name in (column.field, column.label, *column.others.split(","))
}
KNOWN_NAMES = tuple(_KNOWN)

MAX_HEADING = 160
"""Characters: what is longer names no column."""
_ORGANISATION = re.compile(
    r"(firm(a|en)|unternehme(n|ns|r)|(klein|handwerks|mitglieds|ausbildungs|innungs)?"
    r"(betrieb|firma)(e?s|e)?|(betriebs|unternehmens|firmen|instituts|vereins)(bezeichnung|name)|"
    r"genossenschaft(en)?|vereins?|institute?s?|arbeitgeber(s|in)?|netzwerkpartner|"
    r"beguenstigte[rns]?|(zuwendungs|foerder|foerdermittel|beihilfe)?empfaenger(s|in)?|"
    r"antragsteller(s|in)?|zuwendungsnehmer|mitglied(er|s|sunternehmen|sbetrieb|sfirma)?|"
    r"organisation(en)?|einrichtung(en)?|institution(en)?|aussteller(s|in)?|start ?ups?|"
    r"projekttraeger|traeger|kunden?|lieferant(en)?|anbieter(s)?|hersteller(s)?|dienstleister(s)?|"
    r"akteure?|koordinator|kooperationspartner|partner|beneficiar(y|ies)|compan(y|ies)|organi[sz]ations?|applicant|"
    r"recipient|grantee|member|institution|enterprise)"
)
"""A word that means an organisation, alone or as ``Name des …``."""
_FILLING = frozenset(
    "name namen names bezeichnung des der die das den vom von of the offizieller offizielle voller "
    "vollstaendiger rechtlicher bzw oder und and or r in innen n e s geofoerderte gefoerderten "
    "gefoerdertes legal full official".split()
)
_ABOUT = re.compile(
    r"(thema|titel|bezeichnung|name|beschreibung|inhalt|kurz\w*|zusammenfassung|ziele?|title|"
    r"summary|name)? ?(des|der|of|the|vom)? ?(\w+ )?"
    r"(vorhabens?|projekte?s?|massnahmen?|operation|project|aktivitaet)|"
    r"(projekt|vorhaben|massnahme|project|operation)s? ?"
    r"(titel|name|beschreibung|inhalt|title|summary|description)"
)
_SIZE = re.compile(
    r"(anzahl|zahl|number|no)? ?(of|der|an)? ?(beschaeftigten?|beschaeftigter|"
    r"mitarbeiter(n|innen)?|mitarbeitenden?|arbeitnehmer|employees|staff)"
    r"( in| innen| anzahl| gesamt| vzae| fte)*"
)
_SECTORS = re.compile(
    r"(wz|nace|wirtschaftszweig|branche)\d{0,4}( (rev|code|klasse|nr|schluessel|\d{1,4}))*"
)
_PATTERNS = (("size", _SIZE), ("sectors", _SECTORS), ("about", _ABOUT))
_PERHAPS_NAMES = frozenset(
    "mitglied mitglieder member traeger projekttraeger startup startups institution kunde kunden "
    "lieferant lieferanten anbieter hersteller dienstleister akteur akteure koordinator partner "
    "kooperationspartner netzwerkpartner institut verein".split()
)
_TITLES = frozenset(("titel", "title", "bezeichnung"))


@lru_cache(maxsize=10_000)
def field_of(name: str) -> str | None:
    """Return the field of a column name, or None.

    ``Angebot 2``, ``WZ (2008)``, ``Name des/der Begünstigten`` and both halves of a heading in two
    languages are known.
    """
    if len(name) > MAX_HEADING or is_counter(name):
        return None
    whole = re.sub(r"\(.*?\)", " ", name)
    for form in (name, whole):
        if (found := _field_of_form(form)) is not None:
            return found
    parts = [_field_of_form(p) or field_by_words(p) for p in re.split(r"\s*[/|\n]\s*", whole)]
    if {"offer", "need"} <= set(parts):
        return "about"  # nobody can tell which cell says which
    return next(filter(None, parts), None) or field_by_words(name) or field_by_words(whole)


def _field_of_form(form: str) -> str | None:
    key = plain(form)
    for known in (key, re.sub(r"\d+$", "", key)):
        if known in _KNOWN:
            return _KNOWN[known]
    return _by_pattern(form)


def _by_pattern(name: str) -> str | None:
    words = re.sub(r"[^a-z0-9]+", " ", fold(name)).strip()
    if not words:
        return None
    if _means_organisation(words):
        return "name"
    return next((field for field, form in _PATTERNS if form.fullmatch(words)), None)


def _means_organisation(words: str) -> bool:
    left = [word for word in words.split() if word not in _FILLING]
    return bool(left) and len(left) <= 2 and all(_ORGANISATION.fullmatch(word) for word in left)


def name_rank(name: str) -> int:
    """Return how surely a column of names names the organisation: 0 surely, 3 perhaps a title."""
    key = plain(re.sub(r"\(.*?\)", " ", name))
    if key in _TITLES:
        return 3
    return 2 if key in ("name", "namen") else int(key in _PERHAPS_NAMES)
