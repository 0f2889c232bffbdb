"""What a heading says by its words, where it is none of the usual names of a column.

``Standort (PLZ, Ort)``, ``Unser Angebot``, ``Was suchen Sie?``, ``Looking for`` and ``Anzahl MA``
are understood if every word is: one names the column, the others only fill the phrase. A word
that is not understood ("Fördersumme") leaves the whole heading unknown.
"""

from __future__ import annotations

import re
from functools import lru_cache

from data.text import fold

_MOST_WORDS = 10
_WORDS_OF = {
    "need": r"such(e|en|t)|gesucht|\w*gesuche?|(kooperations|partner|"
    r"innovations|technologie|entwicklungs|beratungs|unterstuetzungs)?bedarfe?|(kooperations|partner|vernetzungs|matching)?"
    r"(wunsch|wuensche|interesse|interessen)|(partner|kooperations)suche|seek(s|ing)?|needs?|"
    r"look(s|ing)?|wanted|benoetig(en|t)|brauch(en|t)|herausforderung(en)?|challenges?",
    "offer": r"\w*angebote?|(an)?bieten?|bietet|angeboten|kompetenz(en)?|kern\w*kompetenz(en)?|"
    r"(dienst|kern)?leistung(en)?|leistungs(spektrum|angebot|portfolio|profil|bereiche?)|"
    r"\w*produkte?|produkt(portfolio|palette|e)|portfolio|offers?|offer(ed|ing|ings)|services?|"
    r"products?|expertise|competenc(e|ies)|capabilit(y|ies)|knowhow|ausstattung",
    "about": r"\w*beschreibung|(kurz|firmen|unternehmens|taetigkeits)?profil|ueber uns|about|"
    r"(kurz)?vorstellung|\w*schwerpunkte?|(fach|themen|forschungs|taetigkeits|arbeits)"
    r"(gebiete?|felde?r?|bereiche?)|themen?|taetigkeit(en)?|\w*gegenstand|schlag(worte?|woerter)|"
    r"stich(worte?|woerter)|keywords?|tags?|oneliner|pitch|slogan|motto|topics?|fields?|"
    r"descriptions?|summary|abstract|loesung(en)?|solutions?|zusammenfassung|mission",
    "sectors": r"\w*branchen?|industr(y|ies)|sectors?|verticals?|wz|nace|isic|wirtschaftszweige?|"
    r"(wz|nace)(code|codes|nummer|schluessel|klasse)|wirtschafts(bereiche?|abschnitt|klasse)|"
    r"geschaeftsfeld(er)?",
    "trades": r"gewerke?|gewerbe|handwerk(e|sberufe?|szweige?|sgewerbe)?|berufe?|trades?|crafts?|"
    r"innung",
    "size": r"(anzahl|zahl|number|no)|mitarbeiter(n|innen|zahl|anzahl)?|mitarbeitenden?|"
    r"beschaeftigten?|beschaeftigter|beschaeftigtenzahl|ma|fte|vzae|employees|staff|headcount|"
    r"team(groesse|size)?|(betriebs|unternehmens|firmen)?groesse(nklassen?)?|personal(bestand)?",
    "postcode": r"plz|postleitzahl(en)?|postcode|zip|zipcode|postal",
    "places": r"(firmen|geschaefts|post|besucher|standort|betriebs)?(adressen?|anschrift)|address",
    "place": r"orte?|stadt|gemeinde|kommune|(haupt|firmen|produktions|betriebs|unternehmens)?"
    r"standorte?|(haupt|firmen|unternehmens|geschaefts|betriebs)?sitz|city|town|locations?|hq|"
    r"headquarters?|municipality|(stadt|orts)(teil|bezirk)|bezirk|gemeindename|place|sites?",
    "kreis": r"kreis|landkreis(e)?|stadtkreis|county|district",
    "land": r"(bundes)?land|country|nation|state|staat",
    "website": r"\w*(website|webseite|homepage|webadresse)|url|web|www|webauftritt|link|"
    r"internet(seite|adresse|auftritt)?",
    "email": r"\w*(e?mailadresse|email|mail)|mails?",
    "phone": r"\w*telefon(nummer|nr)?|tel|rufnummer|fon|festnetz|(tele)?phone",
    "office": r"kontakt(stelle|daten|moeglichkeit|informationen|info)?|contacts?|erreichbarkeit",
    "kind": r"(organisations|einrichtungs|unternehmens|akteurs|institutions)"
    r"(art|typ|form|kategorie)|art|typ|type",
    "visibility": r"sichtbarkeit|visibility",
}
_FIELDS = {field: re.compile(form) for field, form in _WORDS_OF.items()}
_SIZE_ALONE = re.compile(r"anzahl|zahl|number|no")
"""Words that speak of size only beside a word for people."""
_FILLING = frozenset(
    "unser unsere unseren unserem unserer ihr ihre ihrer ihrem ihren mein meine wir sie uns was "
    "welche welches welchen welcher wer wen wie wo wonach woran bitte geben an in der die das des "
    "den dem ein eine einen einer einem zu zur zum von vom fuer und oder auf mit im ins am aus bei "
    "kurz kurze kurzer kurzes knapp max maximal zeichen aktuell aktuelle aktueller aktuelles "
    "haupt hauptsaechliche weitere weiterer weiteres sonstige moegliche moeglicher ggf evtl "
    "optional pflichtfeld pflichtangabe freitext mehrfachnennung mehrfachnennungen moeglich gesamt "
    "koennen moechten haben sind ist ihnen konkret konkrete konkreter konkreten angeben nennen "
    "eigene eigenen eigenes code codes nr nummer schluessel rev klasse 2008 2025 2 0 1 de d en e "
    "our your we you us do does what which who the a an of to for on in is are please state main "
    "primary and or current brief short full offizielle offizielles strasse str hausnummer koepfe "
    "vollzeit personen inkl einschliesslich allgemein allgemeine zentrale geschaeftlich firma "
    "firmen unternehmen unternehmens betrieb betriebes betriebs organisation einrichtung "
    "institution company organisation organization startup startups lehrstuhl institut kooperation "
    "kooperationspartner partner projektpartner netzwerk forschung".split()
)
_PAIRS = (
    ("e mail", "email"),
    ("email adress", "emailadress"),
    ("one liner", "oneliner"),
    ("know how", "knowhow"),
    ("ueber uns", "about"),
)
_GENITIVE = frozenset("der des of von vom fuer for im in zur zum an from".split())
PART_OF_TOWN = re.compile(r"bezirk|(stadt|orts)(teil|bezirk)")


@lru_cache(maxsize=10_000)
def field_by_words(name: str) -> str | None:
    """Return the field a heading names by its words, None if one of them is not understood."""
    words = re.sub(r"[^a-z0-9]+", " ", fold(name))
    for written, meant in _PAIRS:
        words = words.replace(written, meant)
    return _field_of_words(words.split())


def _field_of_words(words: list[str]) -> str | None:
    if not 0 < len(words) <= _MOST_WORDS:
        return None
    found = [_field_of_word(word) for word in words]
    if not all(field or word in _FILLING for word, field in zip(words, found, strict=True)):
        return None
    fields = set(filter(None, found))
    if {"need", "offer"} <= fields:
        return "about"  # both in one column: nobody can tell which cell says which
    if "size" in fields and all(
        _SIZE_ALONE.fullmatch(word)
        for word, field in zip(words, found, strict=True)
        if field == "size"
    ):
        return None
    if {"postcode", "place"} <= fields:
        return "places"
    return _head(words, found)


def _field_of_word(word: str) -> str | None:
    return next((field for field, form in _FIELDS.items() if form.fullmatch(word)), None)


def _head(words: list[str], found: list[str | None]) -> str | None:
    """Return the field of the word that the others belong to: ``Adresse`` of the ``Firma``.

    In German that is the last one before a genitive or a preposition, else the last of all.
    """
    for i, word in enumerate(words):
        if word in _GENITIVE and any(found[:i]):
            found = found[:i]
            break
    return next(filter(None, reversed(found)), None)
