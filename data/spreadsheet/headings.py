"""The row of headings of a table: which row it is and what its columns are.

One known word in a row of data is no heading; an early row of even width whose cells name things
is. Where names do not tell a column, its values may: that is a guess and told as one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from statistics import median_low
from types import MappingProxyType

from rapidfuzz import fuzz, process

from data.spreadsheet.columns import (
    KNOWN_NAMES,
    LABELS,
    field_of,
    is_counter,
    may_count,
    name_rank,
    names_persons,
    plain,
)
from data.spreadsheet.guessing import guessed
from data.spreadsheet.report import Note, note

HEADER_WITHIN = 20
"""A header is looked for in so many rows: lists often begin with a title."""
_LOOKED_AT = 60
Rows = Iterator[tuple[int, Sequence[str]]]
"""Row number as Excel counts, and the cells as text; an empty cell is ``""``."""
Chosen = Mapping[str, str | None]
"""By the name of a column, or ``sheet!name``: the field chosen for it, None to leave it out."""
NOTHING_CHOSEN: Chosen = MappingProxyType({})
_DATA = re.compile(
    r"\d[\d.,/\-\s]*|.*@.*|https?://.*|www\..*|.*\b(GmbH|AG|KG|e\.\s?V\.|e\.\s?K\.|UG|OHG|mbH)\b.*",
    re.DOTALL,
)


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


def find_header(
    rows: Iterable[tuple[int, Sequence[str]]],
    chosen: Chosen = NOTHING_CHOSEN,
    sheet: str | None = None,
) -> tuple[Header | None, Rows]:
    """Return the row that most looks like headings among the first, and the rows after it."""
    rows = iter(rows)
    first: list[tuple[int, Sequence[str]]] = []
    for row in rows:
        first.append(row)
        if len(first) == _LOOKED_AT:
            break
    best = _best(first, chosen, sheet)
    if best is None:
        return None, chain(first, rows)
    below = [texts for number, texts in first if number > best.row]
    best = _without_ticks(best, below, chosen, sheet)
    header = guessed_columns(uncounted(best, below), below)
    return header, chain((row for row in first if row[0] > best.row), rows)


def _best(
    first: Sequence[tuple[int, Sequence[str]]], chosen: Chosen, sheet: str | None
) -> Header | None:
    best: tuple[float, Header] | None = None
    wide = 0
    for i, (number, texts) in enumerate(first[:HEADER_WITHIN]):
        filled = _filled(texts)
        below = [count for _, row in first[i + 1 :] if (count := _filled(row))]
        usual = median_low(below) if below else filled
        if not filled or filled < min(2, usual) or filled < 0.5 * usual:
            continue
        wide += 1
        header = header_of(number, texts, chosen, sheet)
        data = sum(bool(_DATA.fullmatch(text.strip())) for text in texts if text.strip())
        if header.known < 2 and (data or (not header.known and wide > 1)):
            continue
        # The more rows as wide stand above a row, the less it is one of headings.
        score = header.known + 2 * ("name" in header.fields) - 2 * data - 0.5 * wide
        if best is None or score > best[0]:
            best = score, header
    return best[1] if best else None


def _without_ticks(
    header: Header, below: Sequence[Sequence[str]], chosen: Chosen, sheet: str | None
) -> Header:
    """Return the header with another column of names if the one it has only says yes or no.

    Where there is no other, it stays: an organisation may be called "X".
    """
    if "name" not in header.fields:
        return header
    at = header.fields.index("name")
    values = {plain(row[at]) for row in below if at < len(row) and row[at].strip()}
    if header.names[at] in header.chosen or not values or not values <= _TICKS:
        return header
    other = header_of(header.row, header.names, {**chosen, header.names[at]: None}, sheet)
    return other if "name" in other.fields else header


_TICKS = frozenset(("ja", "nein", "x", "yes", "no", "true", "false", "wahr", "falsch", "0", "1"))


def _filled(texts: Sequence[str]) -> int:
    return sum(bool(text.strip()) for text in texts)


def uncounted(header: Header, below: Sequence[Sequence[str]]) -> Header:
    """Return the header without an id whose values only count the rows."""
    fields, remarks = list(header.fields), list(header.remarks)
    for i, (name, known) in enumerate(zip(header.names, header.fields, strict=True)):
        if known != "id" or name in header.chosen or not may_count(name):
            continue
        values = [row[i].strip().rstrip(".") for row in below if i < len(row) and row[i].strip()]
        if values and values == [str(n) for n in range(1, len(values) + 1)]:
            fields[i] = None
            remarks.append(_counts(name))
    return replace(header, fields=tuple(fields), remarks=tuple(remarks))


def guessed_columns(header: Header, below: Sequence[Sequence[str]]) -> Header:
    """Return the header with columns whose values tell what they are, each told as a guess."""
    told = {remark.column for remark in header.remarks}
    free = [
        i
        for i, (name, known) in enumerate(zip(header.names, header.fields, strict=True))
        if known is None and name not in header.chosen and name not in told
    ]
    fields, remarks = list(header.fields), list(header.remarks)
    for i, found in guessed(free, set(filter(None, header.fields)), below):
        fields[i] = found
        remarks.append(_guess(header.names[i] or spot(i), found))
    names = tuple(name or (spot(i) if fields[i] else "") for i, name in enumerate(header.names))
    return replace(header, names=names, fields=tuple(fields), remarks=tuple(remarks))


def _ranked(names: Sequence[str], fields: list[str | None], free: Sequence[int]) -> Iterator[Note]:
    """Leave one column of names, and none that names persons; tell which were left out."""
    for i in free:
        if names_persons(names[i], tuple(names)):
            fields[i] = None
            yield _person(names[i])
        elif is_counter(names[i]):
            yield _counts(names[i])
    found = [i for i in range(len(names)) if fields[i] == "name"]
    best = min(found, key=lambda i: (i in free, name_rank(names[i]), i), default=None)
    for i in found:
        if i != best and best is not None and i in free:
            title = name_rank(names[i]) == 3
            fields[i] = "about" if title else None
            yield _second_name(names[i], names[best], title)


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


def _counts(name: str) -> Note:
    return note(
        f"Die Spalte '{name}' zählt nur die Zeilen und ist keine Kennung.",
        f"Column '{name}' only counts the rows and is no id.",
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


def _guess(name: str, found: str) -> Note:
    return note(
        f"Die Spalte '{name}' wird nach ihrem Inhalt als '{LABELS[found]}' gelesen; bitte prüfen.",
        f"Column '{name}' is read as '{found}' because of what it holds; please check.",
        column=name,
    )
