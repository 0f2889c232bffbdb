"""Columns that say nothing of an organisation: they count the rows, or name natural persons."""

from __future__ import annotations

import re

from data.text import fold

_COUNTER = frozenset(
    "lfdnr lfdnummer laufendenummer lfd laufnr laufnummer zeile zeilennr position rang".split()
)
_PERHAPS_COUNTER = frozenset(("nr", "no", "nummer", "pos", "number", ""))
_PERSON = frozenset(
    "anrede vorname vornamen nachname zuname familienname ansprechpartner ansprechpartnerin "
    "ansprechpartnerinnen ansprechperson kontaktperson geschaeftsfuehrer geschaeftsfuehrerin "
    "geschaeftsfuehrung inhaber inhaberin vorstand projektleiter projektleiterin projektleitung "
    "firstname lastname surname contactperson salutation akademischertitel vorundnachname "
    "vornamenachname namevorname geburtsdatum handy mobil mobilnummer".split()
)
_BESIDE_PERSONS = frozenset("anrede vorname vornamen nachname firstname lastname surname".split())


def plain(name: str) -> str:
    """Return a column name without case, accents, punctuation and spaces."""
    return re.sub(r"[^a-z0-9]", "", fold(name))


def is_counter(name: str) -> bool:
    """Tell whether a column only counts the rows: ``lfd. Nr.``."""
    return plain(name) in _COUNTER


def may_count(name: str) -> bool:
    """Tell whether a column counts the rows if its values are 1, 2, 3: ``Nr.``."""
    return plain(name) in _PERHAPS_COUNTER


def names_persons(name: str, beside: tuple[str, ...] = ()) -> bool:
    """Tell whether a column names natural persons; ``Name`` and ``Titel`` do beside ``Vorname``."""
    key = re.sub(r"\d+$", "", plain(name))
    if key in _PERSON:
        return True
    return key in ("name", "titel", "title") and any(plain(b) in _BESIDE_PERSONS for b in beside)
