"""Who is who in an event's spreadsheet: ids for rows without one, and finding people by name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process

from data.errors import ProfileError
from data.event_sheet_cells import text_of
from data.event_sheet_notes import Notes, Spot, short
from data.event_sheet_tables import Line
from data.events import Participant
from data.importing.tables import as_text
from data.names import fold

_MAX = 40
Key = tuple[str, str | None]
"""Folded name and organisation, None where the list has no column for it."""


def id_of(text: str) -> str:
    """Return ``text`` as an id: what an id may not contain becomes a hyphen; may be empty."""
    return re.sub(r"[^A-Za-z0-9._\-]+", "-", text).strip("-._")[:_MAX].strip("-._")


def ids_of(
    lines: Sequence[tuple[Line, Key]], before: Sequence[Participant], notes: Notes
) -> list[str | None]:
    """Return the id of each row; None where it has one that another row has already.

    A row without an id has the one its name had before, so that the same list read again means
    the same participants; a new name makes one of its letters.
    """
    written = [_written(line, notes) for line, _ in lines]
    taken = {id for id in written if id}
    known: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for participant in before:
        if participant.id not in taken:
            known[fold(participant.name)].append((fold(participant.firm), participant.id))
    taken |= {participant.id for participant in before}
    seen: set[str] = set()
    ids: list[str | None] = []
    for (line, key), id in zip(lines, written, strict=True):
        if id is None:
            id = _before(known[key[0]], key[1]) or _new(key[0], taken)
            taken.add(id)
        if id in seen:
            spot = line.cells["id"][0]
            notes.wrong(spot, _twice(as_text(spot.value)))
            ids.append(None)
            continue
        seen.add(id)
        ids.append(id)
    return ids


def _before(known: list[tuple[str, str]], firm: str | None) -> str | None:
    """Take the first id out of those that a name had before."""
    for i, (other, id) in enumerate(known):
        if firm is None or firm == other:
            del known[i]
            return id
    return None


def _written(line: Line, notes: Notes) -> str | None:
    spot = line.spot("id")
    text = notes.read(spot, text_of, "") if spot is not None else ""
    if spot is None or not text:
        return None
    id = id_of(text)
    if not id:
        notes.wrong(spot, _no_id(text))
        return None
    if id != text:
        notes.remark(
            line.sheet,
            f"Das Kürzel '{short(text)}' wird als '{id}' übernommen: Erlaubt sind Buchstaben, "
            "Ziffern, Punkt, Unter- und Bindestrich.",
            f"The code '{short(text)}' is taken as '{id}': allowed are letters, digits, full "
            "stops, underscores and hyphens.",
            spot.cell,
        )
    return id


def _new(name: str, taken: set[str]) -> str:
    base = id_of(name)[: _MAX - 4].strip("-._") or "t"
    number = 1
    id = base
    while id in taken:
        number += 1
        id = f"{base}-{number}"
    return id


def _twice(code: str) -> ProfileError:
    return ProfileError(
        f"Das Kürzel '{short(code)}' steht schon in einer Zeile darüber; erwartet wird für jede "
        "Zeile ein eigenes.",
        f"the code '{short(code)}' stands in a row above already; expected is another one for "
        "each row.",
    )


def _no_id(text: str) -> ProfileError:
    return ProfileError(
        f"'{short(text)}' ist kein Kürzel; erwartet werden Buchstaben oder Ziffern, z. B. S01.",
        f"'{short(text)}' is not a code; expected are letters or digits, e.g. S01.",
    )


class People:
    """Finds participants by code, by name, by name and organisation."""

    def __init__(self, people: Iterable[Participant], written: Iterable[tuple[str, str]] = ()):
        """Know ``people``; ``written`` are codes as the sheet has them, with their ids."""
        self._ids = {}
        self._names: dict[str, dict[str, None]] = defaultdict(dict)
        for person in people:
            self._ids[person.id] = person.id
            whole = f"{person.name} ({person.firm})" if person.firm else person.name
            for name in (person.id, person.name, person.firm, whole):
                if name:
                    self._names[fold(name)][person.id] = None
        for code, id in written:
            if id in self._ids:
                self._ids.setdefault(code, id)

    def find(self, value: object) -> str:
        """Return the id of the one a cell names. Raises `ProfileError` if it is not one."""
        text = text_of(value)
        if text in self._ids:
            return self._ids[text]
        found = self._names.get(fold(text), {})
        if len(found) == 1:
            return next(iter(found))
        if found:
            codes = ", ".join(list(found)[:6])
            raise ProfileError(
                f"'{short(text)}' heißen mehrere ({codes}); erwartet wird das Kürzel.",
                f"several are called '{short(text)}' ({codes}); expected is the code.",
            )
        best = process.extractOne(fold(text), list(self._names), scorer=fuzz.ratio, score_cutoff=60)
        raise ProfileError(
            f"'{short(text)}' ist unter den Teilnehmern nicht zu finden; erwartet wird ein Kürzel "
            "oder ein Name." + (f" Gemeint ist vielleicht {self._hint(best[0])}." if best else ""),
            f"'{short(text)}' is not among the participants; expected is a code or a name."
            + (f" Perhaps {self._hint(best[0])} is meant." if best else ""),
        )

    def _hint(self, name: str) -> str:
        return "'" + "', '".join(list(self._names[name])[:3]) + "'"


def written_codes(lines: Iterable[tuple[Line, str | None]]) -> list[tuple[str, str]]:
    """Return the codes as they stand in the sheet, with the ids made of them."""
    spots: Iterable[tuple[Spot | None, str | None]] = ((line.spot("id"), id) for line, id in lines)
    return [(as_text(spot.value).strip(), id) for spot, id in spots if spot and spot.value and id]
