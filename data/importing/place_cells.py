"""The places that stand in the cells of a row, before anything is looked up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from data.importing.report import Note, error
from data.importing.tables import Cell

_LIST = re.compile(r"\s*[;\n|]\s*")
_POSTCODE_FIRST = re.compile(r"(?:D\s*-?\s*)?(\d{4,5})(?:\s*,?\s+(\D.*))?", re.IGNORECASE)


class Written(NamedTuple):
    """One place as it stands in a row."""

    cell: Cell
    postcode: str | None
    name: str | None


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
    """Yield the places of the column Orte: ``15230 Frankfurt (Oder); Potsdam``."""
    for cell in cells:
        for text in _items(cell):
            yield _parsed(cell, text)


def _items(cell: Cell) -> list[str]:
    return [text for text in _LIST.split(cell.text.strip()) if text]


def _parsed(cell: Cell, text: str) -> Written:
    match = _POSTCODE_FIRST.fullmatch(text)
    if match:
        return Written(cell, match[1], match[2])
    if re.search(r"\d", text) and not re.search(r"[^\W\d]{2}", text):
        return Written(cell, text, None)
    return Written(cell, None, text)
