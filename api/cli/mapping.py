"""What a user says about a table on the command line: ``--map "Spalte 3=angebot"``, ``--sheet``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from data.exchange.reading import Reading

_NOTHING = ("", "-", "nichts", "keine", "nothing", "none")


def reading_of(maps: Iterable[str], sheets: Iterable[str], skipped: Iterable[str]) -> Reading:
    """Return what the options decide about a file.

    Raises:
        typer.BadParameter: an option does not say which column is which field.
    """
    from data.exchange.reading import Reading

    chosen = dict(_choice(text) for text in maps)
    return Reading(chosen, sheets=frozenset(sheets), skipped=frozenset(skipped))


def _choice(text: str) -> tuple[str, str | None]:
    """Return the key of a column and the field chosen for it, None to leave it out."""
    from data.spreadsheet.columns import LABELS, field_of

    column, equals, wanted = text.rpartition("=")
    if not equals or not column.strip():
        raise typer.BadParameter(f"{text} (Spalte=Feld)", param_hint="--map")
    if wanted.strip().lower() in _NOTHING:
        return _key(column), None
    field = wanted.strip() if wanted.strip() in LABELS else field_of(wanted)
    if field is None or field == "exact":
        labels = ", ".join(label for known, label in LABELS.items() if known != "exact")
        raise typer.BadParameter(f"{wanted} ({labels})", param_hint="--map")
    return _key(column), field


def _key(column: str) -> str:
    """Return a column as headings know it: ``Spalte 3`` and ``Spalte c`` are ``Spalte C``."""
    from data.spreadsheet.headings import spot

    sheet, mark, name = column.strip().rpartition("!")
    number = re.fullmatch(r"(?:spalte|column)\s*(\d{1,4}|[a-z]{1,3})", name.strip(), re.IGNORECASE)
    if number is None:
        return f"{sheet}{mark}{name.strip()}"
    if number[1].isdecimal():
        if int(number[1]) < 1:
            raise typer.BadParameter(column, param_hint="--map")
        return f"{sheet}{mark}{spot(int(number[1]) - 1)}"
    return f"{sheet}{mark}Spalte {number[1].upper()}"
