"""Which row of a table holds its headings, and what columns without a name are.

One known word in a row of data is no heading; an early row of even width whose cells name things
is. Where names do not tell a column, its values may: that is a guess and told as one. A table
without any headings is read by its values alone if these are sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain
from statistics import median_low

from data.spreadsheet.cleaning import MARKS, NO_MARKS
from data.spreadsheet.columns import LABELS, field_of
from data.spreadsheet.guessing import guessed
from data.spreadsheet.headings import (
    NOTHING_CHOSEN,
    Chosen,
    Header,
    Rows,
    counts,
    header_of,
    spot,
)
from data.spreadsheet.report import Note, note
from data.spreadsheet.tables import explains
from data.spreadsheet.unwanted import may_count, plain

HEADER_WITHIN = 20
"""A header is looked for in so many rows: lists often begin with a title."""
_LOOKED_AT = 60
_SURELY_DATA = 10
"""Rows at the beginning that must all be data where a table is read without headings."""
_DATA = re.compile(
    r"\d[\d.,/\-\s]*|.*@.*|https?://.*|www\..*|.*\b(GmbH|AG|KG|e\.\s?V\.|e\.\s?K\.|UG|OHG|mbH)\b.*",
    re.DOTALL,
)


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
    if best is None or "name" not in best.fields:
        bare = _without_headings(first, chosen, sheet)
        if bare is not None:
            return bare, chain(first, rows)
    if best is None:
        return None, chain(first, rows)
    below = [row for n, row in first if n > best.row and not explains(row, n - best.row)]
    if "exact" in best.fields:  # our own export: there is nothing to guess
        header = best
    else:
        best = _without_ticks(best, below, chosen, sheet)
        header = guessed_columns(ticked(uncounted(best, below), below), below)
    return header, chain((row for row in first if row[0] > best.row), rows)


def _without_headings(
    first: Sequence[tuple[int, Sequence[str]]], chosen: Chosen, sheet: str | None
) -> Header | None:
    """Return columns known by their values alone, None unless these plainly name organisations.

    Whatever could be a row of headings must be a row of data like the others.
    """
    rows = [texts for _, texts in first if _filled(texts)]
    if len(rows) < 2 or not all(_is_data(texts) for texts in rows[:_SURELY_DATA]):
        return None
    width = max(map(len, rows))
    header = guessed_columns(header_of(0, [""] * width, chosen, sheet), rows)
    known = set(filter(None, header.fields))
    if "name" not in known or not known & {"postcode", "place", "places", "website", "email"}:
        return None
    return replace(header, remarks=(_NO_HEADINGS, *header.remarks))


def _is_data(texts: Sequence[str]) -> bool:
    return any(_DATA.fullmatch(text.strip()) for text in texts if text.strip())


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


_TICKS = MARKS | NO_MARKS


def ticked(header: Header, below: Sequence[Sequence[str]]) -> Header:
    """Return the header with what a mark says in columns like ``Angebot: 3D-Druck``.

    A column of offers that holds nothing but marks and names no item says nothing.
    """
    fields, items, remarks = list(header.fields), dict[int, str](), list(header.remarks)
    for i, name in enumerate(header.names):
        match = _ITEM.fullmatch(name)
        field = field_of(match[1]) if match else fields[i]
        values = {row[i].strip().lower() for row in below if i < len(row) and row[i].strip()}
        item = match[2].strip() if match else ""
        if name in header.chosen or field not in _ITEMISED or not values:
            continue
        if values <= _TICKS | {item.lower()} and values - NO_MARKS:
            fields[i] = field if item else None
            items |= {i: item} if item else {}
            remarks.append(_marked(name, field, item))
    return replace(header, fields=tuple(fields), items=items, remarks=tuple(remarks))


_ITEM = re.compile(r"(.{3,60}?)\s*(?:[:–—]|\s-\s|\[|\()\s*([^\[\]()]+?)\s*[\])]?", re.DOTALL)
_ITEMISED = frozenset(("offer", "need", "about", "sectors", "trades"))


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
            remarks.append(counts(name))
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
    nameless = {i for i in free if not header.names[i] or header.names[i] == spot(i)}
    for i, found in guessed(free, nameless, set(filter(None, header.fields)), below):
        fields[i] = found
        remarks.append(_guess(header.names[i] or spot(i), found))
    names = tuple(name or (spot(i) if fields[i] else "") for i, name in enumerate(header.names))
    return replace(header, names=names, fields=tuple(fields), remarks=tuple(remarks))


def _guess(name: str, found: str) -> Note:
    return note(
        f"Die Spalte '{name}' wird nach ihrem Inhalt als '{LABELS[found]}' gelesen; bitte prüfen.",
        f"Column '{name}' is read as '{found}' because of what it holds; please check.",
        column=name,
    )


def _marked(name: str, found: str | None, item: str) -> Note:
    if not item:
        return note(
            f"Die Spalte '{name}' enthält nur Kreuze und wird nicht übernommen.",
            f"Column '{name}' only holds marks and is not imported.",
            column=name,
        )
    label = LABELS[found or "about"]
    return note(
        f"Ein Kreuz in der Spalte '{name}' wird als '{label}: {item}' gelesen.",
        f"A mark in column '{name}' is read as '{found}: {item}'.",
        column=name,
    )


_NO_HEADINGS = note(
    "Die Tabelle hat keine Überschriften; die Spalten werden nach ihrem Inhalt gelesen. Bitte "
    "prüfen.",
    "The table has no headings; its columns are read by what they hold. Please check.",
)
