"""The headings of a table as its columns: the field of each, and what became of the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from rapidfuzz import fuzz, process

from data.spreadsheet.columns import KNOWN_NAMES, LABELS, field_of, name_rank
from data.spreadsheet.report import Note, note
from data.spreadsheet.unwanted import is_counter, names_persons, plain
from data.spreadsheet.wording import PART_OF_TOWN
from data.text import fold

Rows = Iterator[tuple[int, Sequence[str]]]
"""Row number as Excel counts, and the cells as text; an empty cell is ``""``."""
Chosen = Mapping[str, str | None]
"""By the name of a column, or ``sheet!name``: the field chosen for it, None to leave it out."""
NOTHING_CHOSEN: Chosen = MappingProxyType({})


@dataclass(frozen=True)
class Header:
    """The columns of a table: their names, each unique, and the fields they stand for."""

    row: int
    names: tuple[str, ...]
    fields: tuple[str | None, ...]
    chosen: Chosen = field(default_factory=dict)
    keys: frozenset[str] = frozenset()
    """What was chosen by name, position or sheet, as far as this table has it."""
    remarks: tuple[Note, ...] = ()
    """What became of columns that are known and yet not taken, or guessed."""
    items: Mapping[int, str] = field(default_factory=dict)
    """By position: what a mark in the column says, as in ``Angebot: 3D-Druck`` with an x."""

    @property
    def known(self) -> int:
        """How many columns are known."""
        return sum(field is not None for field in self.fields)

    def notes(self) -> Iterable[Note]:
        """Tell about every named column that is not known and that nobody chose to leave out."""
        told = {remark.column for remark in self.remarks}
        yield from self.remarks
        for name, known in zip(self.names, self.fields, strict=True):
            if name and known is None and name not in self.chosen and name not in told:
                yield _unknown(name)


def header_of(
    row: int, cells: Sequence[str], chosen: Chosen = NOTHING_CHOSEN, sheet: str | None = None
) -> Header:
    """Read a row as column names; what somebody chose counts before what is known."""
    names = tuple(_unique(_named(cell.strip(), i, chosen) for i, cell in enumerate(cells)))
    picked = [_picked(name, i, chosen, sheet) for i, name in enumerate(names)]
    fields = [
        chosen[key] if key is not None else field_of(name)
        for name, key in zip(names, picked, strict=True)
    ]
    free = [i for i, key in enumerate(picked) if key is None]
    remarks = tuple(_ranked(names, fields, free))
    used = {name: chosen[key] for name, key in zip(names, picked, strict=True) if key is not None}
    keys = frozenset(key for key in picked if key is not None)
    return Header(row, names, tuple(fields), used, keys, remarks)


def spot(position: int) -> str:
    """Return what a column without a name is called: ``Spalte C`` for position 2."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"Spalte {letters}"


def _ranked(names: Sequence[str], fields: list[str | None], free: Sequence[int]) -> Iterator[Note]:
    """Leave one column of names, and none that names persons; tell which were left out."""
    for i in free:
        if names_persons(names[i], tuple(names)):
            fields[i] = None
            yield _person(names[i])
        elif is_counter(names[i]):
            yield counts(names[i])
    yield from _coarse_places(names, fields, free)
    found = [i for i in range(len(names)) if fields[i] == "name"]
    best = min(found, key=lambda i: (i in free, name_rank(names[i]), i), default=None)
    for i in found:
        if i != best and best is not None and i in free and not goes_on(names[best], names[i]):
            title = name_rank(names[i]) == 3
            fields[i] = "about" if title else None
            yield _second_name(names[i], names[best], title)


def goes_on(first: str, second: str) -> bool:
    """Tell whether ``Name 2`` holds the rest of what begins under ``Name`` or ``Name 1``."""
    one, other = plain(first), plain(second)
    return one.rstrip("1") == other.rstrip("234") and other[-1:] in "234" and one != other


def _coarse_places(
    names: Sequence[str], fields: list[str | None], free: Sequence[int]
) -> Iterator[Note]:
    """Leave parts of towns out beside a column that names the town itself."""
    parts = [i for i in free if fields[i] == "place" and PART_OF_TOWN.fullmatch(fold(names[i]))]
    if any(f in ("place", "places", "postcode") for i, f in enumerate(fields) if i not in parts):
        for i in parts:
            fields[i] = None
            yield _part_of_town(names[i])


def _unique(names: Iterable[str]) -> Iterator[str]:
    seen: Counter[str] = Counter()
    for i, name in enumerate(names):
        seen[name] += 1
        yield f"{name} ({spot(i)})" if name and seen[name] > 1 else name


def _named(name: str, position: int, chosen: Chosen) -> str:
    return spot(position) if not name and spot(position) in chosen else name


def _picked(name: str, position: int, chosen: Chosen, sheet: str | None) -> str | None:
    keys = (f"{sheet}!{spot(position)}", f"{sheet}!{name}", spot(position), name)
    return next((key for key in keys if key in chosen), None)


def _unknown(name: str) -> Note:
    best = process.extractOne(plain(name), KNOWN_NAMES, scorer=fuzz.ratio, score_cutoff=78)
    hint_de = hint_en = ""
    if best is not None:
        label = LABELS[field_of(best[0]) or "name"]
        hint_de, hint_en = f" Gemeint ist vielleicht '{label}'.", f" Perhaps '{label}' is meant."
    return note(
        f"Die Spalte '{name}' ist nicht bekannt und wird nicht übernommen.{hint_de}",
        f"Column '{name}' is not known and not imported.{hint_en}",
        column=name,
    )


def _person(name: str) -> Note:
    return note(
        f"Die Spalte '{name}' nennt wohl Personen und wird nicht übernommen.",
        f"Column '{name}' seems to name persons and is not imported.",
        column=name,
    )


def counts(name: str) -> Note:
    """Return that a column only counts the rows."""
    return note(
        f"Die Spalte '{name}' zählt nur die Zeilen und ist keine Kennung.",
        f"Column '{name}' only counts the rows and is no id.",
        column=name,
    )


def _part_of_town(name: str) -> Note:
    return note(
        f"Der Ort steht in einer anderen Spalte; '{name}' wird nicht übernommen.",
        f"The place is in another column; '{name}' is not imported.",
        column=name,
    )


def _second_name(name: str, taken: str, title: bool) -> Note:
    german, english = (
        ("wird als Beschreibung übernommen", "is imported as a description")
        if title
        else ("wird nicht übernommen", "is not imported")
    )
    return note(
        f"Der Name steht in der Spalte '{taken}'; die Spalte '{name}' {german}.",
        f"The name is in column '{taken}'; column '{name}' {english}.",
        column=name,
    )
