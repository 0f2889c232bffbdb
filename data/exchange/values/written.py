"""The places that stand in the cells of a row, before anything is looked up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from data.exchange.values.abroad import foreign_postcode
from data.spreadsheet.cleaning import LONGEST
from data.spreadsheet.report import Note, error
from data.spreadsheet.tables import Cell

PARTS = re.compile(r"\s*[;\n|]\s*")
_POSTCODE_FIRST = re.compile(
    r"(?:(?:DE?|PLZ|Postleitzahl)\s*[-–:.]?\s*)*(\d{4,5}|\d\d \d{3})(?:[.,]0)?(?:\s*,?\s+(\D.*))?",
    re.IGNORECASE,
)


_ADDRESS = re.compile(
    r"[^\W\d][^;|]*?\d+\s*[a-z]?\s*[,\n]\s*(?:D\s*-\s*)?(\d{5})\s+([^\W\d][^,;\n|]*)", re.IGNORECASE
)
"""``Am Markt 1, 15230 Frankfurt (Oder)``: a street with its number, then postcode and town."""


class Written(NamedTuple):
    """One place as it stands in a row."""

    cell: Cell
    postcode: str | None
    name: str | None
    country: str | None = None
    """German name of a country other than Germany."""


def apart(cells: Mapping[str, list[Cell]], notes: list[Note]) -> Iterator[Written]:
    """Yield the places of the columns PLZ and Ort, the n-th of one with the n-th of the other."""
    codes = [(cell, text) for cell in cells.get("postcode", []) for text in _items(cell)]
    names = [(cell, text) for cell in cells.get("place", []) for text in _items(cell)]
    if len(codes) > 1 and len(names) > 1 and len(codes) != len(names):
        notes.append(
            error(
                f"{len(codes)} Postleitzahlen und {len(names)} Orte passen nicht zusammen; "
                "erwartet werden gleich viele, mit Semikolon getrennt.",
                f"{len(codes)} postcodes and {len(names)} places do not fit together; expected "
                "are equally many, separated by semicolons.",
                codes[0][0].column,
                codes[0][0].text,
            )
        )
        return
    if not codes:
        for cell, name in names:
            yield _parsed(cell, name)
    elif len(names) <= 1 < len(codes):
        for cell, code in codes:
            yield _parsed(cell, code)
    else:
        for i, (cell, code) in enumerate(codes):
            first = _parsed(cell, code)
            yield first if first.name or i >= len(names) else first._replace(name=names[i][1])


def together(cells: list[Cell]) -> Iterator[Written]:
    """Yield the places of the column Orte: ``15230 Frankfurt (Oder); Potsdam``.

    Of an address with a street the postcode and what follows it count.
    """
    for cell in cells:
        items = (item for item in re.split(r"[;|]", cell.text) if len(item) <= LONGEST)
        streets = [match for match in map(_ADDRESS.search, items) if match is not None]
        if streets:
            for match in streets:
                yield Written(cell, match[1], match[2].strip())
            continue
        for text in _items(cell):
            yield _parsed(cell, text)


def _items(cell: Cell) -> list[str]:
    return [text for text in PARTS.split(cell.text.strip()) if text]


def _parsed(cell: Cell, text: str) -> Written:
    if foreign := foreign_postcode(text):
        return Written(cell, foreign[1], foreign[2] or None, foreign[0])
    match = _POSTCODE_FIRST.fullmatch(text)
    if match:
        return Written(cell, match[1].replace(" ", ""), match[2])
    if re.search(r"\d", text) and not re.search(r"[^\W\d]{2}", text):
        return Written(cell, text, None)
    return Written(cell, None, text)
