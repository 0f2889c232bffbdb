"""Names of places in other spellings: ``Frankfurt a.M.``, ``Halle/S.``, ``Königswusterhausen``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from data.errors import RegionError
from data.places.everyday import everyday_place
from data.places.regions import Level, Region, Regions
from data.profiles import Place
from data.text import fold

_SHORT = {"ffo": "Frankfurt (Oder)", "kw": "Königs Wusterhausen", "lds": "Dahme-Spreewald"}
_LONG = (
    (re.compile(r"\s*[/(]?\s*\ba\.?\s?M\.?\)?$|\s*[/(]\s*M(ain|\.)?\)?$"), " am Main"),
    (re.compile(r"\s*[/(]?\s*\ba\.?\s?d\.?\s?(Oder|O\.?)\)?$|\s*[/(]\s*O(der|\.)?\)?$"), " (Oder)"),
    (re.compile(r"\s*[/(]?\s*\ba\.?\s?d\.?\s?(Havel|H\.?)\)?$"), " an der Havel"),
    (re.compile(r"\s*[/(]\s*H\.?\)?$"), " (Havel)"),
    (
        re.compile(r"\s*[/(]?\s*\ba\.?\s?d\.?\s?(Saale|S\.?)\)?$|\s*[/(]\s*S(aale|\.)?\)?$"),
        " (Saale)",
    ),
    (re.compile(r"\s*[/(]\s*(N\.?\s?)?L\.?\)?$"), " (Lausitz)"),
    (re.compile(r"\s*[/(]\s*E\.?\)?$"), "/Elster"),
    (re.compile(r"\bb\.\s*"), "bei "),
    (re.compile(r"\bSt\.\s*"), "Sankt "),
)
_BESIDE = re.compile(r"\s+(?:bei|b\.|nahe|OT|Ortsteil)\s.*$|\s*[/,(].*$")
_SEVERAL = re.compile(r"\s*[/,]\s*|\s+(?:und|u\.|sowie|&)\s+")
_MOST_LAENDER = 3


class Spellings:
    """Finds the place that a name means, in whatever spelling it is known."""

    def __init__(self, regions: Regions) -> None:
        self._regions = regions

    def known(self, name: str) -> Place | None:
        """Return the place of a name with its Kreis, None if no spelling of it is known."""
        for form in _forms(name):
            if (place := self._place(form)) is not None:
                return place
        district = self._region(name)
        if district is not None and district.level is Level.DISTRICT and district.postcodes:
            around = self._regions.complete(Place(postcode=min(district.postcodes)))
            return Place(name=name, kreis=around.kreis, land=around.land)
        return self.everyday(name)

    def everyday(self, name: str) -> Place | None:
        """Return the place of an everyday name, None if it is none.

        A former Kreis that was divided is known by its Land alone.
        """
        found = everyday_place(name)
        if found is None:
            return None
        if found.kind == "town":
            return self._place(found.means[0])
        if len(found.means) > 1:
            return self._regions.complete(Place(land=found.means[0][:2]))
        part = found.name if found.kind == "part" else None
        return self._regions.complete(Place(name=part, kreis=found.means[0]))

    def area(self, name: str) -> list[Place] | None:
        """Return the Länder of a larger area, or its one Kreis; none for all of Germany.

        None if it is no area.
        """
        region = self._region(name)
        if region is None or region.level is not Level.AREA:
            return None
        if len(region.kreise) == 1 and not region.laender:
            return [self._regions.complete(Place(kreis=min(region.kreise)))]
        laender = region.laender | {key[:2] for key in region.kreise}
        if not laender:
            return None
        if len(laender) > _MOST_LAENDER:
            return []
        return [self._regions.complete(Place(land=key)) for key in sorted(laender)]

    def several(self, name: str) -> list[str]:
        """Return the names of several places in one text; the text alone where it is one."""
        parts = [part for part in _SEVERAL.split(name) if part]
        if len(parts) < 2:
            return [name]
        found = [self._place(part) for part in parts]
        apart = {place.kreis for place in found if place is not None}
        return parts if None not in found and len(apart) == len(parts) else [name]

    def _place(self, name: str) -> Place | None:
        try:
            place = self._regions.complete(Place(name=name))
        except (RegionError, ValueError):
            return None
        return place if place.kreis is not None else self._similar(name)

    def _similar(self, name: str) -> Place | None:
        """Return the one place whose name differs only in spaces and hyphens."""
        try:
            self._regions.resolve(name)
        except RegionError as problem:
            same = [c for c in problem.choices if _squeezed(c) == _squeezed(name)]
            if len(same) == 1 and same[0] != name:
                found = self._regions.complete(Place(name=same[0]))
                return found if found.kreis is not None else None
        return None

    def _region(self, name: str) -> Region | None:
        try:
            return self._regions.resolve(name)
        except RegionError:
            return None


def _forms(name: str) -> Iterator[str]:
    yield name
    short = _SHORT.get(re.sub(r"\W", "", fold(name)))
    if short:
        yield short
    for form, instead in _LONG:
        if (longer := form.sub(instead, name).strip()) != name:
            yield longer
    if (first := _BESIDE.sub("", name).strip()) and first != name:
        yield first


def _squeezed(name: str) -> str:
    return re.sub(r"[\W_]", "", fold(name))
