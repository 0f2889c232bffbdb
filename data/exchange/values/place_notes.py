"""What there is to tell about places: abroad, unknown, too long."""

from __future__ import annotations

import re

from data.errors import RegionError
from data.exchange.values.abroad import country_of
from data.exchange.values.written import Written
from data.places.regions import Level, Region, Regions
from data.profiles import Place, clean_text
from data.spreadsheet.report import Note, error, note
from data.spreadsheet.tables import Cell
from data.text import fold

NAME_CHARS = 120


def countries(cells: list[Cell]) -> tuple[str | None, list[Cell]]:
    """Return the foreign country of a row, and the cells that name none."""
    found = [(cell, country_of(cell.text)) for cell in cells]
    country = next((country for _, country in found if country), None)
    return country, [cell for cell, abroad in found if abroad is None]


def place_abroad(one: Written, country: str) -> tuple[tuple[Place, ...], tuple[Note, ...]]:
    """Return a place outside Germany: its name and country, no Kreis and no postcode."""
    told = note(
        f"Der Ort liegt außerhalb Deutschlands ({country}); die Postleitzahl wird nicht "
        "übernommen.",
        f"The place is outside Germany ({country}); the postcode is not imported.",
    )
    name = str(clean_text(one.name)) if one.name else None
    if not name:
        return (), (told,)
    return (Place(name=f"{name} ({country})"[:NAME_CHARS]),), (told,)


def key_of(region: Region) -> str:
    """Return the key of a Land or Kreis."""
    return region.id.partition(":")[2]


def alike(written: str, official: str) -> bool:
    """Tell whether a name as written is the official one, or a part of it."""
    one, other = fold(written), fold(re.sub(r"[(/,].*", "", official)).strip()
    return other in one or one in fold(official)


def shown(place: Place) -> str:
    """Return postcode and name as one text."""
    return " ".join(part for part in (place.postcode, place.name) if part) or "nichts"


def too_long(name: str) -> Note:
    """Return that a name of a place is no name."""
    return error(
        f"Der Ort hat {len(name)} Zeichen; erlaubt sind {NAME_CHARS}. Mehrere Orte werden mit "
        "Semikolon getrennt.",
        f"The place has {len(name)} characters; {NAME_CHARS} are allowed. Several places are "
        "separated by semicolons.",
    )


def unknown_region(text: str, level: Level, cell: Cell) -> Note:
    """Return that a Land or Kreis is not known."""
    if level is Level.LAND:
        german = f"'{text}' ist kein Bundesland; erwartet wird z. B. Brandenburg oder BB."
        english = f"'{text}' is not a German Land; expected is e.g. Brandenburg or BB."
    else:
        german = f"'{text}' ist kein bekannter Kreis; erwartet wird z. B. Oder-Spree oder LOS."
        english = f"'{text}' is not a known Kreis; expected is e.g. Oder-Spree or LOS."
    return note(
        f"{german} Die Angabe wird nicht übernommen.",
        f"{english} It is not imported.",
        cell.column,
        text,
    )


def name_of(place: Place, regions: Regions) -> str:
    """Return what a place without postcode and name is called: its Kreis, else its Land."""
    code = f"kreis:{place.kreis}" if place.kreis else f"land:{place.land}"
    try:
        return regions.get(code).name
    except RegionError:
        return place.kreis or place.land or ""
