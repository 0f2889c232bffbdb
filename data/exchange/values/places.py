"""Places as people write them: ``15230 Frankfurt (Oder)``, or PLZ, Ort, Kreis and Land apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from data.errors import RegionError
from data.exchange.values.place_notes import (
    NAME_CHARS,
    alike,
    countries,
    key_of,
    place_abroad,
    shown,
    too_long,
    unknown_region,
)
from data.exchange.values.spellings import Spellings
from data.exchange.values.written import PARTS, Written, apart, together
from data.places.regions import Level, Region, Regions
from data.profiles import Place, clean_text
from data.spreadsheet.report import Note, error, note
from data.spreadsheet.tables import Cell
from data.text import fold

_GERMANY = frozenset(("deutschland", "germany", "de", "brd", "d"))
_OFFICIAL = re.compile(
    r"(,\s*(kreisfreie )?\w*(stadt|stadt am \w+|flecken|markt|st|gkst))+$", re.IGNORECASE
)
"""What registers put after a name: ``Freiberg, Stadt, Universitätsstadt``."""


class PlaceReader:
    """Reads the columns of places; remembers what it has looked up."""

    def __init__(self, regions: Regions) -> None:
        self._regions = regions
        self._spellings = Spellings(regions)
        self._place = lru_cache(maxsize=50_000)(self._looked_up)
        self._resolved = lru_cache(maxsize=50_000)(self._resolve)

    def read(self, cells: Mapping[str, list[Cell]]) -> tuple[list[Place], list[Note]]:
        """Return the places of a row and what there is to tell about them."""
        notes: list[Note] = []
        country, home = countries(cells.get("land", []))
        lands = self._codes(home, Level.LAND, notes)
        kreise = self._codes(cells.get("kreis", []), Level.KREIS, notes)
        written = [*apart(cells, notes), *together(cells.get("places", []))]
        kreis = kreise[0] if len(kreise) == 1 else None
        land = lands[0] if len(lands) == 1 else None
        places: list[Place] = []
        for one in self._each(written):
            if (abroad := one.country or country) is not None:
                found, remarks = place_abroad(one, abroad)
            else:
                found, remarks = self._place(one.postcode, one.name, kreis, land)
            places += [place for place in found if place != Place()]
            cell = one.cell
            notes.extend(replace(entry, column=cell.column, value=cell.text) for entry in remarks)
        # Of several Kreise or Länder those count that no place lies in.
        coarse = [Place(kreis=key) for key in kreise if not (places and kreis)]
        for place in map(self._regions.complete, coarse):
            if place.kreis not in [known.kreis for known in places]:
                places.append(place)
        for key in lands if not (places and land) else []:
            if key not in [known.land for known in places]:
                places.append(self._regions.complete(Place(land=key)))
        return places, notes

    def lands(self, cells: list[Cell]) -> list[str]:
        """Return the keys of the Länder in the cells, without those that are not known."""
        return self._codes(cells, Level.LAND, [])

    def _each(self, written: Iterable[Written]) -> Iterator[Written]:
        """Yield the places one by one; ``Berlin, Potsdam`` in one cell are two."""
        for one in written:
            if one.name is None or one.postcode is not None or one.country is not None:
                yield one
            else:
                yield from (one._replace(name=name) for name in self._spellings.several(one.name))

    def _looked_up(
        self, postcode: str | None, name: str | None, kreis: str | None, land: str | None
    ) -> tuple[tuple[Place, ...], tuple[Note, ...]]:
        notes: list[Note] = []
        name = _OFFICIAL.sub("", str(clean_text(name))) if name else None
        if name and len(name) > NAME_CHARS:
            notes.append(too_long(name))
            name = None
        if postcode:
            more = bool(name or kreis or land)
            postcode = self._postcode(postcode, name, more, notes)
        if name and not postcode:
            if (coarse := self._as_region(name)) is not None:
                return (coarse,), tuple(notes)
            if (area := self._spellings.area(name)) is not None:
                return tuple(area), tuple(notes)
            known = self._spellings.known(name)
            if known and kreis in (None, known.kreis) and land in (None, known.land):
                return (known,), tuple(notes)
        return (self._completed(postcode, name, kreis, land, notes),), tuple(notes)

    def _postcode(
        self, written: str, name: str | None, has_more: bool, notes: list[Note]
    ) -> str | None:
        """Return five digits of a known postcode, or None and a note.

        A lost zero is restored where the place beside it agrees, or where there is none.
        """
        digits = written.strip()
        restored = digits.zfill(5) if re.fullmatch(r"\d{4}", digits) else digits
        if restored != digits and name and not self._agrees(restored, name):
            restored = digits
        known = re.fullmatch(r"\d{5}", restored) and self._completes(Place(postcode=restored))
        if known and restored != digits:
            notes.append(
                note(
                    f"'{written}' hat vier Ziffern; die führende Null ist wohl verloren gegangen. "
                    f"Übernommen wird {restored}.",
                    f"'{written}' has four digits; the leading zero was probably lost. {restored} "
                    "is taken.",
                )
            )
        elif not known and has_more and len(digits) in (4, 5) and digits.isdecimal():
            notes.append(
                note(
                    f"Die Postleitzahl '{written}' gehört zu keinem bekannten Ort und wird nicht "
                    "übernommen.",
                    f"Postcode '{written}' belongs to no known place and is not imported.",
                )
            )
        elif not known:
            notes.append(
                error(
                    f"'{written}' ist keine Postleitzahl; erwartet werden fünf Ziffern eines "
                    "Ortes in Deutschland, z. B. 15230.",
                    f"'{written}' is not a postcode; expected are the five digits of a place in "
                    "Germany, e.g. 15230.",
                )
            )
        return restored if known else None

    def _agrees(self, postcode: str, name: str) -> bool:
        """Tell whether a postcode lies in the place or the Kreis of a name."""
        if not self._completes(Place(postcode=postcode)):
            return False
        place = self._regions.complete(Place(postcode=postcode))
        if place.name and alike(name, place.name):
            return True
        known = self._spellings.known(name)
        return known is not None and known.kreis == place.kreis

    def _as_region(self, name: str) -> Place | None:
        """Return the Land or Kreis that stands where a town is expected."""
        region = self._resolved(name)
        if region is None or region.level not in (Level.LAND, Level.KREIS):
            return None
        if region.level is Level.LAND:
            return self._regions.complete(Place(land=key_of(region)))
        return self._regions.complete(Place(kreis=key_of(region)))

    def _completed(
        self,
        postcode: str | None,
        name: str | None,
        kreis: str | None,
        land: str | None,
        notes: list[Note],
    ) -> Place:
        place = Place(postcode=postcode, name=name, kreis=kreis, land=land)
        try:
            done = self._regions.complete(place)
        except RegionError as problem:
            done = self._regions.complete(Place(postcode=postcode, name=name))
            notes.append(
                note(
                    f"{problem.german} Übernommen wird {shown(done)}.",
                    f"{problem.english} {shown(done)} is taken.",
                )
            )
        if name and postcode and done.name and not alike(name, done.name):
            notes.append(
                note(
                    f"Zur Postleitzahl {postcode} gehört {done.name}, nicht '{name}'; übernommen "
                    f"wird {done.name}.",
                    f"Postcode {postcode} belongs to {done.name}, not '{name}'; {done.name} is "
                    "taken.",
                )
            )
        if name and done.kreis is None:
            notes.append(self._unknown(name))
        return done

    def _completes(self, place: Place) -> bool:
        try:
            self._regions.complete(place)
        except RegionError:
            return False
        return True

    def _unknown(self, name: str) -> Note:
        german = f"Der Ort '{name}' ist nicht bekannt oder nicht eindeutig."
        english = f"The place '{name}' is not known or not unique."
        try:
            self._regions.resolve(name)
        except RegionError as problem:
            german, english = problem.german, problem.english
        return note(
            f"{german} Der Ort wird ohne Kreis übernommen; eine Postleitzahl macht ihn eindeutig.",
            f"{english} The place is imported without its Kreis; a postcode makes it unique.",
        )

    def _resolve(self, text: str) -> Region | None:
        try:
            return self._regions.resolve(text)
        except RegionError:
            return None

    def _codes(self, cells: list[Cell], level: Level, notes: list[Note]) -> list[str]:
        """Return the keys of the Länder or Kreise in ``cells``."""
        codes: list[str] = []
        for cell in cells:
            for text in PARTS.split(cell.text.strip()):
                if not text or fold(text) in _GERMANY:
                    continue
                code = self._code_at(text, level)
                if code is None:
                    notes.append(unknown_region(text, level, cell))
                elif code not in codes:
                    codes.append(code)
        return codes

    def _code_at(self, text: str, level: Level) -> str | None:
        """Return the key of the Land or Kreis that ``text`` names, asked in the usual forms."""
        forms = [text]
        if level is Level.KREIS:
            name = _OFFICIAL.sub("", text)
            forms = [f"Stadt {name}"] if name != text else [f"Landkreis {text}", f"Stadt {text}"]
            forms.append(text)
        for form in forms:
            region = self._resolved(form)
            if region is not None and region.level is level:
                return key_of(region)
            if region is not None and level is Level.KREIS and region.level is Level.LAND:
                return self._regions.complete(Place(land=key_of(region))).kreis
        former = self._spellings.everyday(text) if level is Level.KREIS else None
        return former.kreis if former is not None else None
