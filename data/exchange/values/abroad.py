"""Places outside Germany: told by the country beside them or by the form of their postcode."""

from __future__ import annotations

import re

from data.spreadsheet.unwanted import plain

_NAMES = {
    "Österreich": "oesterreich austria at a",
    "Schweiz": "schweiz switzerland suisse ch",
    "Liechtenstein": "liechtenstein fl",
    "Polen": "polen poland polska pl",
    "Tschechien": "tschechien tschechischerepublik czechia czechrepublic cz ceskarepublika",
    "Frankreich": "frankreich france fr f",
    "Niederlande": "niederlande netherlands holland nl",
    "Belgien": "belgien belgium belgie",
    "Luxemburg": "luxemburg luxembourg lu",
    "Dänemark": "daenemark denmark dk",
    "Schweden": "schweden sweden",
    "Norwegen": "norwegen norway",
    "Finnland": "finnland finland",
    "Italien": "italien italy italia it",
    "Spanien": "spanien spain",
    "Portugal": "portugal",
    "Großbritannien": "grossbritannien vereinigteskoenigreich unitedkingdom uk gb england",
    "Irland": "irland ireland",
    "Ungarn": "ungarn hungary",
    "Slowakei": "slowakei slovakia",
    "Slowenien": "slowenien slovenia",
    "Kroatien": "kroatien croatia",
    "Rumänien": "rumaenien romania",
    "Bulgarien": "bulgarien bulgaria",
    "Griechenland": "griechenland greece",
    "Litauen": "litauen lithuania",
    "Lettland": "lettland latvia",
    "Estland": "estland estonia",
    "Ukraine": "ukraine",
    "Türkei": "tuerkei turkey",
    "Israel": "israel",
    "USA": "usa us unitedstates vereinigtestaaten",
    "Kanada": "kanada canada",
    "China": "china",
    "Japan": "japan",
    "Indien": "indien india",
}
_BY_NAME = {name: country for country, names in _NAMES.items() for name in names.split()}
_PREFIX = re.compile(
    r"(AT|A|CH|FL|PL|CZ|FR|F|NL|B|LU|L|DK|IT|I)\s*[-–]\s*(\d[\d\s-]*)(.*)", re.DOTALL
)
_OF_PREFIX = {"B": "Belgien", "L": "Luxemburg", "I": "Italien"}
_POLISH = re.compile(r"(\d\d-\d{3})(?!\d)(.*)", re.DOTALL)


def country_of(text: str) -> str | None:
    """Return the German name of a foreign country that ``text`` names, or None."""
    return _BY_NAME.get(plain(text))


def foreign_postcode(text: str) -> tuple[str, str, str] | None:
    """Return country, postcode and what follows, where the form of a postcode is foreign."""
    text = text.strip()
    if match := _PREFIX.fullmatch(text):
        country = _OF_PREFIX.get(match[1]) or _BY_NAME[match[1].lower()]
        return country, match[2].strip(), match[3].strip(" ,")
    if match := _POLISH.fullmatch(text):
        return "Polen", match[1], match[2].strip(" ,")
    return None
