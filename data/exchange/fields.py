"""The cells of one row by field, and what there is to tell about them.

A cell that cannot be read is a note and never costs the row; only the name is needed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from data.errors import PartnerMatchError
from data.exchange import values
from data.exchange.cells import Cells
from data.exchange.values.kinds import kind_by_name, kind_in
from data.exchange.values.sizes import read_size
from data.profiles import MAX_STATEMENTS, Kind, Role, SizeClass, Statement, Visibility, clean_text
from data.spreadsheet.columns import LABELS
from data.spreadsheet.headings import goes_on
from data.spreadsheet.report import Note, Severity, note
from data.spreadsheet.tables import Cell, Row
from data.spreadsheet.unwanted import plain

_T = TypeVar("_T")
_D = TypeVar("_D")
_WORDS = re.compile(r"[;,\n|/]| und | and ")
_CLOSED = re.compile(r"vertraulich|intern|gesperrt|sperr|nichtoeffentlich|confidential|private")
"""Headings under which a mark means that something is not to be shown."""

_PERSON = re.compile(
    r"(herrn?|frau|dr|prof|z\.?\s?hd|zu h(ae|ä)nden|c/o|attn|abt|abteilung|inh|inhaber)\b",
    re.IGNORECASE,
)
"""How a person or department begins where a name goes on."""
_NOT_SO = frozenset(("nein", "no", "false", "falsch", "0", "oeffentlich", "public"))


class Fields:
    """The cells of one row by field; ``notes`` grows with what is read."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.notes: list[Note] = [_silent(cell) for cell in row.silent]

    @property
    def refused(self) -> bool:
        """Whether a note refuses the row."""
        return any(entry.severity is Severity.ERROR for entry in self.notes)

    def cells(self, field: str) -> list[Cell]:
        """Return the cells of a field that hold something."""
        return self.row.cells.get(field, [])

    def texts(self) -> Cells:
        """Return the texts by field, without the exact version."""
        return {f: [c.text for c in cells] for f, cells in self.row.cells.items() if f != "exact"}

    def soften(self, notes: Iterable[Note]) -> None:
        """Take notes over; what would refuse a form only leaves a cell of a table out."""
        for entry in notes:
            if entry.severity is Severity.ERROR:
                entry = left_out(entry.german, entry.english, entry.column, entry.value)
            self.notes.append(entry)

    def one(self, field: str, parse: Callable[[str], _T], default: _D) -> _T | _D:
        """Return the value of a field that has one; the first column with content counts."""
        cells = self.cells(field)
        if not cells:
            return default
        for other in cells[1:]:
            if other.text.strip() != cells[0].text.strip():
                self.notes.append(_second(other, cells[0]))
        found = list(self._parsed(cells[0], lambda text: [parse(text)]))
        return found[0] if found else default

    def name(self) -> str:
        """Return the name; ``Name 2`` goes on where ``Name 1`` ends, unless it names a person."""
        cells = self.cells("name")
        more = [c for c in cells[1:] if goes_on(cells[0].column, c.column)]
        if len(more) < len(cells) - 1:
            return self.one("name", lambda text: str(clean_text(text)), "")
        parts = [str(clean_text(cell.text)) for cell in cells]
        first = parts[:1]
        return " ".join(first + [p for p in parts[1:] if p not in first and not _PERSON.match(p)])

    def many(self, field: str, parse: Callable[[str], list[_T]]) -> list[_T]:
        """Return the values of a field that may have several, in one cell or in many."""
        return [value for cell in self.cells(field) for value in self._parsed(cell, parse)]

    def kind(self, name: str, has_trade: bool) -> Kind:
        """Return the kind of organisation: as written, else by its trade or its name."""
        cells = self.cells("kind")
        found = kind_in(cells[0].text) if cells else None
        if found is not None:
            return found
        kind = Kind.CRAFT if has_trade else kind_by_name(name) or Kind.COMPANY
        label = values.KINDS[kind]
        if cells:
            choices = ", ".join(values.KINDS.values())
            self.notes.append(
                note(
                    f"'{cells[0].text}' ist keine bekannte Art von Organisation (möglich sind: "
                    f"{choices}); übernommen wird '{label}'.",
                    f"'{cells[0].text}' is not a known kind of organisation; '{kind.value}' is "
                    "taken.",
                    cells[0].column,
                    cells[0].text,
                )
            )
        else:
            self.notes.append(
                note(
                    f"Die Art fehlt; übernommen wird '{label}'.",
                    f"The kind is missing; '{kind.value}' is taken.",
                    column=LABELS["kind"],
                )
            )
        return kind

    def size(self) -> SizeClass | None:
        """Return the size class; what was not sure about it is told."""
        size = self.one("size", read_size, None)
        if size is None:
            return None
        if size.remark is not None:
            cell = self.cells("size")[0]
            self.notes.append(note(*size.remark, column=cell.column, value=cell.text))
        return size.value

    def visibility(self) -> Visibility | None:
        """Return who may see the profile, None where the row does not say it.

        What is not understood keeps it to its owner.
        """
        cells = self.cells("visibility")
        if not cells:
            return None
        cell = cells[0]
        if _CLOSED.search(plain(cell.column)):
            opened = plain(cell.text) in _NOT_SO
            return Visibility.PUBLIC if opened else Visibility.OWN
        try:
            # A question mark is no permission.
            return values.visibility_of(cell.text.replace("?", " fraglich"))
        except PartnerMatchError as problem:
            self.notes.append(_held_back(problem, cell))
            return Visibility.OWN

    def languages(self) -> list[str]:
        """Return the codes of the languages; German where the table does not say."""
        if not self.cells("languages"):
            return ["de"]
        codes: list[str] = []
        for cell in self.cells("languages"):
            for part in filter(None, map(str.strip, _WORDS.split(cell.text))):
                codes.extend(self._parsed(Cell(cell.column, part), _language))
        return codes or ["de"]

    def statements(self) -> list[Statement]:
        """Return the statements, long ones in pieces; more than a profile holds are left out."""
        found = [
            Statement(role=role, text=text)
            for role in (Role.OFFER, Role.NEED, Role.ABOUT)
            for text in self.many(role.value, _statements)
        ]
        if len(found) > MAX_STATEMENTS:
            self.notes.append(
                note(
                    f"Die Zeile hat {len(found)} Aussagen; übernommen werden die ersten "
                    f"{MAX_STATEMENTS}.",
                    f"The row has {len(found)} statements; the first {MAX_STATEMENTS} are "
                    "imported.",
                    column="statements",
                )
            )
        return found[:MAX_STATEMENTS]

    def _parsed(self, cell: Cell, parse: Callable[[str], list[_T]]) -> Iterator[_T]:
        try:
            yield from parse(cell.text)
        except PartnerMatchError as problem:
            self.notes.append(left_out(problem.german, problem.english, cell.column, cell.text))


def left_out(german: str, english: str, column: str | None, value: str | None) -> Note:
    """Return a note that something is not taken over."""
    return replace(
        note(german, english, column, value),
        german=f"{german} Die Angabe wird nicht übernommen.",
        english=f"{english} It is not imported.",
    )


def _statements(text: str) -> list[str]:
    return [piece for statement in values.split(text) for piece in values.fitting(statement)]


def _language(text: str) -> list[str]:
    return [values.language_of(text)]


def _silent(cell: Cell) -> Note:
    return note(
        f"'{cell.text}' gilt als leer.", f"'{cell.text}' counts as empty.", cell.column, cell.text
    )


def _held_back(problem: PartnerMatchError, cell: Cell) -> Note:
    label = values.VISIBILITIES[Visibility.OWN]
    return note(
        f"{problem.german} Vorsichtshalber übernommen wird '{label}'.",
        f"{problem.english} To be safe, 'own' is taken.",
        cell.column,
        cell.text,
    )


def _second(other: Cell, first: Cell) -> Note:
    return note(
        f"'{other.text}' wird nicht übernommen: Die Spalte '{first.column}' sagt dasselbe Feld "
        f"schon mit '{first.text}'.",
        f"'{other.text}' is not imported: column '{first.column}' already gives this field as "
        f"'{first.text}'.",
        column=other.column,
        value=other.text,
    )
