"""Sectors, trades and clusters as people and programs write them in a cell, as codes.

``25.62 Mechanik a. n. g.``, ``C - 25.62``, ``WZ08-25.62``, ``2562``, ``NACE 2.1: 25.62``, and what
a spreadsheet made of them. The classification of the heading counts where a cell names none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from data.errors import SectorError
from data.exchange.values.dated import typed
from data.sectors.branches import branch_of
from data.sectors.names import Cluster, load_clusters, resolve_any
from data.sectors.trades import Trade, load_trades
from data.sectors.wz import Sector, load_sectors
from data.spreadsheet.report import Note, error, note
from data.spreadsheet.tables import Cell
from data.text import fold

Found = Sector | Trade | Cluster
_LIST = re.compile(r"\s*[;\n|]\s*")
_CODES = re.compile(r"\d\d\.\d{1,2}(?:\.\d)?(?:\s+\d\d\.\d{1,2}(?:\.\d)?)+")
_SCHEME = re.compile(
    r"^\s*(?:WZ|NACE)(?=[\s\-:./(]|\d\d\b)[\s\-:./]*"
    r"(?:\(?(?P<year>20(?:08|25)|(?:08|25)(?=[\s\-:]+\d\d\b))\)?|(?:Rev\.?\s*)?(?P<rev>2(?:\.[01])?)(?=[\s:\-]))?"
    r"(?:[\s\-:./]*(?:code|klasse|nr\.?))?[\s\-:./]*",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"(?:[A-U]\s*[.\-–:]?\s*)?(?P<code>\d{1,2}[.,]\d{1,2}(?:[.,]\d{1,2})?|\d\d[\s\-]\d\d|\d{2,5}|\d)"
    r"(?:\s*[\-–:]?\s+[^\W\d].*|\s*\([^\d].*)?",
    re.DOTALL,
)
_SECTION = re.compile(r"([A-U])\s*[\-–:.]?\s+([^\W\d].{4,})", re.DOTALL)
_PARTS = re.compile(r"\s*(?:[,/+]|\bund\b)\s*")
_NEW = re.compile(r"2025|\bwz\s?25\b|2\.1\b", re.IGNORECASE)


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


class _Meant(NamedTuple):
    """What one entry of a cell means; ``problem`` where it, or a part of it, is not known."""

    found: tuple[Found, ...]
    problem: SectorError | None = None
    remark: tuple[str, str] | None = None


def read_codes(cells: dict[str, list[Cell]]) -> tuple[Codes, list[Note]]:
    """Return the codes of the columns Branche, Gewerk and Cluster, and what is not known.

    An unknown word is a note, since every chamber has its own; an unknown code is an error.
    """
    codes, notes = Codes(), list[Note]()
    readers: tuple[tuple[str, Callable[[str, bool], _Meant]], ...] = (
        ("sectors", _sectors),
        ("trades", _trades),
        ("clusters", _clusters),
    )
    for name, read in readers:
        for cell in cells.get(name, []):
            new = _NEW.search(cell.column) is not None
            for text in _entries(cell.text):
                meant = read(text, new)
                for one in meant.found:
                    codes.add(one)
                notes.extend(_notes(meant, cell, text))
    return codes, notes


def _entries(text: str) -> Iterator[str]:
    """Yield the entries of a cell; codes with a point stand apart by blanks alone too."""
    for entry in filter(None, _LIST.split(text.strip())):
        yield from entry.split() if _CODES.fullmatch(entry) else (entry,)


# Unknown entries are remembered too: a list names the same one in thousands of rows.
@lru_cache(maxsize=50_000)
def _sectors(text: str, new: bool) -> _Meant:
    if (dated := _dated(text, new)) is not None:
        return dated
    try:
        return _Meant(_one(text, new))
    except SectorError as problem:
        return _several(text, problem, lambda part: _one(part, new))


@lru_cache(maxsize=50_000)
def _trades(text: str, _: bool) -> _Meant:
    return _named(text, _trade_or_sector)


def _trade_or_sector(text: str) -> Found:
    """Return what stands under Gewerk: a trade, or a sector that is none. Raises `SectorError`."""
    try:
        return load_trades().resolve(text)
    except SectorError:
        found = resolve_any(text) if not re.search(r"\d", text) else None
        if isinstance(found, Sector):
            return found
        raise


@lru_cache(maxsize=50_000)
def _clusters(text: str, _: bool) -> _Meant:
    return _named(text, load_clusters().resolve)


def _named(text: str, resolve: Callable[[str], Found]) -> _Meant:
    try:
        return _Meant((resolve(text),))
    except SectorError as problem:
        return _several(text, problem, lambda part: (resolve(part),))


def _several(
    text: str, problem: SectorError, resolve: Callable[[str], tuple[Found, ...]]
) -> _Meant:
    """Read ``text`` as several entries between commas or strokes; labels hold these too."""
    parts = [part for part in _PARTS.split(text) if part]
    if len(parts) < 2:
        return _Meant((), problem)
    found: list[Found] = []
    unknown: SectorError | None = None
    for part in parts:
        try:
            found += resolve(part)
        except SectorError as missing:
            unknown = missing
    return _Meant(tuple(found), unknown if found else problem)


def _one(text: str, new: bool) -> tuple[Found, ...]:
    """Return what one entry means. Raises `SectorError`."""
    scheme = _SCHEME.match(text)
    rest = text[scheme.end() :] if scheme else text
    if scheme and (scheme["year"] or scheme["rev"]):
        new = (scheme["year"] or "")[-2:] == "25" or scheme["rev"] == "2.1"
    if match := _CODE.fullmatch(rest.strip()):
        for code in _forms(match["code"]):
            if (found := _known(code, new)) is not None:
                return found
    if match := _SECTION.fullmatch(rest.strip()):
        section = load_sectors().get(match[1])
        if resolve_any(match[2]) == section:
            return (section,)
    return branch_of(text) or (resolve_any(text),)


def _known(code: str, new: bool) -> tuple[Found, ...] | None:
    try:
        if new:
            return load_sectors().resolve_all(f"WZ 2025 {code}")
        return (load_sectors().resolve(code),)
    except SectorError:
        return None


def _forms(written: str) -> Iterator[str]:
    """Yield the codes that may be meant: with a lost zero, without zeros that were filled up."""
    digits = re.sub(r"\D", "", written)
    first = re.match(r"\d+", written)
    if first and len(first[0]) == 1 and len(digits) > 1:
        digits = f"0{digits}"
    for known in (digits, f"0{digits}" if len(digits) in (1, 3, 4) else ""):
        while len(known) >= 2:
            yield ".".join(part for part in (known[:2], known[2:4], known[4:5]) if part)
            if not known.endswith("0") or len(known) < 4:
                break
            known = known[:-1]


def _dated(text: str, new: bool) -> _Meant | None:
    """Return the code that a spreadsheet made a date of; None where ``text`` is no date."""
    pairs = list(typed(text))
    for first, second in pairs:
        found = _known(f"{first:02d}.{second:02d}", new)
        if found is None and not second % 10:
            found = _known(f"{first:02d}.{second // 10}", new)
        if found is not None and isinstance(found[0], Sector):
            code, german, english = found[0].code, found[0].de, found[0].en
            return _Meant(
                found,
                remark=(
                    f"Die Tabelle hat aus dem Code ein Datum gemacht ({text}); übernommen wird "
                    f"{code} ({german}).",
                    f"The spreadsheet made a date of the code ({text}); {code} ({english}) is "
                    "taken.",
                ),
            )
    return None


_LIKE = 75
"""Least likeness, 0 to 100, of what is proposed instead: an absurd proposal is worse than none."""


def _told(problem: SectorError, text: str) -> tuple[str, str]:
    """Return the problem in German and English, with proposals only if they are alike."""
    names = [re.sub(r"^[\d.]+\s+", "", choice) for choice in problem.choices]
    if all(fuzz.ratio(fold(text), fold(name)) >= _LIKE for name in names) or _CODE.fullmatch(text):
        return problem.german, problem.english
    return problem.without_choices("de"), problem.without_choices("en")


def _notes(meant: _Meant, cell: Cell, text: str) -> Iterator[Note]:
    if meant.remark is not None:
        yield note(*meant.remark, column=cell.column, value=text)
    if meant.problem is None:
        return
    german, english = _told(meant.problem, text)
    if re.search(r"\d", text) and not meant.found:
        yield error(german, english, cell.column, text)
    else:
        yield note(
            f"{german} Die Angabe wird nicht übernommen.",
            f"{english} It is not imported.",
            cell.column,
            text,
        )
