"""A circle around a place, as people write it."""

from __future__ import annotations

import re
from typing import NamedTuple

from data.errors import RegionError
from data.places.catalog import Region
from data.places.tables import LatLon

MAX_RADIUS_KM = 1000.0
"""Germany is 876 km long."""
_RADIUS = re.compile(r"(\d{1,4}(?:[.,]\d+)?)\s*km\s*(?::|um|around|of)\s*(\S.*)", re.IGNORECASE)


class Radius(NamedTuple):
    """All places within ``km`` of ``point`` (degrees north, east), the point of ``centre``."""

    km: float
    centre: Region
    point: LatLon


def distance_in(text: str) -> tuple[float, str]:
    """Return the kilometres and the centre's name of "50 km um Prenzlau". Raises RegionError."""
    match = _RADIUS.fullmatch(" ".join(text.split()))
    km = float(match[1].replace(",", ".")) if match else 0.0
    if match is None or not 0 < km <= MAX_RADIUS_KM:
        raise RegionError(
            f"'{text}' ist kein Umkreis: erwartet wird z. B. '50km:Prenzlau', "
            f"mehr als 0 und höchstens {MAX_RADIUS_KM:.0f} km.",
            f"'{text}' is not a radius: expected e.g. '50km:Prenzlau', "
            f"above 0 and at most {MAX_RADIUS_KM:.0f} km.",
        )
    return km, match[2]


def no_point(centre: Region) -> RegionError:
    """Return what to say of a region that is too large to have a point."""
    return RegionError(
        f"Um '{centre.name}' lässt sich kein Umkreis ziehen: "
        "bitte einen Ort, eine Postleitzahl oder einen Kreis nennen.",
        f"No radius can be drawn around '{centre.name_en}': "
        "please name a town, a postcode or a Kreis.",
    )
