"""A profile as the cells of one row, in the words in which `rows` reads them.

Sectors, trades and clusters as people write them in a cell, as codes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from data.errors import SectorError
from data.exchange import values
from data.exchange.places import name_of
from data.places.regions import Regions
from data.profiles import Place, Profile, Role
from data.sectors.names import Cluster, load_clusters, resolve_any
from data.sectors.trades import Trade, load_trades
from data.sectors.wz import Sector
from data.spreadsheet.report import Note, error, note
from data.spreadsheet.tables import Cell, packed

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

Cells = dict[str, list[str]]
"""By field: the texts of its columns, most often one; fields without content are left out."""


def cells_of(profile: Profile, regions: Regions) -> Cells:
    """Return all fields of a profile as people read and write them."""
    contact = profile.contact
    single = {
        "id": profile.id,
        "name": profile.name,
        "kind": values.KINDS[profile.kind],
        "size": values.SIZES[profile.size] if profile.size else "",
        "website": profile.website or "",
        "office": (contact and contact.office) or "",
        "email": (contact and contact.email) or "",
        "phone": (contact and contact.phone) or "",
        "visibility": values.VISIBILITIES[profile.visibility],
        "valid_until": f"{profile.valid_until:%d.%m.%Y}" if profile.valid_until else "",
        "source": profile.source or "",
        "owner": profile.owner,
    }
    lists = {
        "places": ("; ", [_place(place, regions) for place in profile.places]),
        "sectors": ("; ", profile.sectors),
        "trades": ("; ", profile.trades),
        "clusters": ("; ", profile.clusters),
        "languages": ("; ", profile.languages),
        "offer": ("\n", values.join(profile.texts(Role.OFFER))),
        "need": ("\n", values.join(profile.texts(Role.NEED))),
        "about": ("\n", values.join(profile.texts(Role.ABOUT))),
    }
    cells = {field: [text] for field, text in single.items() if text}
    cells |= {field: packed(items, mark) for field, (mark, items) in lists.items() if items}
    printable = {
        field: [_NOT_IN_XML.sub("\ufffd", text) for text in texts if text.strip()]
        for field, texts in cells.items()
    }
    return {field: texts for field, texts in printable.items() if texts}


def _place(place: Place, regions: Regions) -> str:
    if place.postcode or place.name:
        return " ".join(part for part in (place.postcode, place.name) if part)
    return name_of(place, regions)


_LIST = re.compile(r"\s*[;\n|]\s*")
_DATE = re.compile(r"\d{4}-(\d\d)-(\d\d)")

Found = Sector | Trade | Cluster


@dataclass
class Codes:
    """The codes of a row; what stands under Branche may also name a trade or a cluster."""

    sectors: list[str] = field(default_factory=list)
    trades: list[str] = field(default_factory=list)
    clusters: list[str] = field(default_factory=list)

    def add(self, found: Found) -> None:
        """Add what a name or code means."""
        if isinstance(found, Sector):
            self.sectors.append(found.code)
        elif isinstance(found, Trade):
            self.trades.append(found.id)
        else:
            self.clusters.append(found.id)


def read_codes(cells: dict[str, list[Cell]]) -> tuple[Codes, list[Note]]:
    """Return the codes of the columns Branche, Gewerk and Cluster, and what is not known.

    An unknown word is a note, since every chamber has its own; an unknown code is an error.
    """
    codes, notes = Codes(), []
    readers: tuple[tuple[str, Callable[[str], tuple[Found, ...]]], ...] = (
        ("sectors", _sectors),
        ("trades", _trades),
        ("clusters", _clusters),
    )
    for name, read in readers:
        for cell in cells.get(name, []):
            for text in filter(None, _LIST.split(cell.text.strip())):
                try:
                    found = read(text)
                except SectorError as problem:
                    notes.append(_unknown(problem, cell, text))
                else:
                    notes.extend(_repaired(text, found, cell))
                    for one in found:
                        codes.add(one)
    return codes, notes


@lru_cache(maxsize=50_000)
def _sectors(text: str) -> tuple[Found, ...]:
    return _each(_mended(text), resolve_any)


@lru_cache(maxsize=50_000)
def _trades(text: str) -> tuple[Found, ...]:
    return _each(text, load_trades().resolve)


@lru_cache(maxsize=50_000)
def _clusters(text: str) -> tuple[Found, ...]:
    return _each(text, load_clusters().resolve)


def _each(text: str, resolve: Callable[[str], Found]) -> tuple[Found, ...]:
    """Resolve ``text`` as one name, or else as several between commas: labels hold commas too."""
    try:
        return (resolve(text),)
    except SectorError:
        parts = [part.strip() for part in text.split(",") if part.strip()]
        if len(parts) < 2:
            raise
        return tuple(resolve(part) for part in parts)


def _mended(text: str) -> str:
    """Undo what a spreadsheet does to a code: 10.11 becomes a date, 01 a 1, 25.62 a 25,62."""
    if date := _DATE.fullmatch(text):
        return f"{date[2]}.{date[1]}"
    if re.fullmatch(r"\d", text):
        return f"0{text}"
    return text.replace(",", ".") if re.fullmatch(r"\d{1,2},\d{1,2}", text) else text


def _repaired(text: str, found: tuple[Found, ...], cell: Cell) -> Iterator[Note]:
    if _DATE.fullmatch(text) and isinstance(found[0], Sector):
        code, label = found[0].code, found[0].de
        yield note(
            f"Die Tabelle hat aus dem Code ein Datum gemacht ({text}); übernommen wird {code} "
            f"({label}).",
            f"The spreadsheet made a date of the code ({text}); {code} ({found[0].en}) is taken.",
            cell.column,
            text,
        )


def _unknown(problem: SectorError, cell: Cell, text: str) -> Note:
    if re.search(r"\d", text):
        return error(problem.german, problem.english, cell.column, text)
    return note(
        f"{problem.german} Die Angabe wird nicht übernommen.",
        f"{problem.english} It is not imported.",
        cell.column,
        text,
    )
