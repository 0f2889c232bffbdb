"""The wishes of an event's spreadsheet: from their own sheet and from the participants' columns.

Who is who in an event's spreadsheet: ids for rows without one, and finding people by name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process

from data.errors import ProfileError
from data.events.cells import INTERESTS, interest_of, items_of, text_of
from data.events.event import MAX_WISHES, Interest, Participant, Wish
from data.events.tables import Line
from data.events.tables import Table as Lines
from data.spreadsheet.problems import Notes, Spot, short
from data.spreadsheet.tables import as_text
from data.text import fold

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


_MOST_IN_CELL = 600


class WishList:
    """Collects wishes; what is said twice counts once, and contradictions are told."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._wishes: dict[tuple[str, str], tuple[Wish, Spot | None]] = {}

    def keep(self, wishes: Iterable[Wish]) -> None:
        """Take wishes that stay as they were."""
        self._wishes |= {(wish.who, wish.whom): (wish, None) for wish in wishes}

    def add(self, who: str, whom: str, interest: Interest, spot: Spot) -> None:
        """Take a wish that a cell says."""
        if who == whom:
            self._notes.wrong(spot, _oneself())
            return
        other, place = self._wishes.get((who, whom), (None, None))
        if other is None or place is None:
            self._wishes[who, whom] = (Wish(who=who, whom=whom, interest=interest), spot)
        elif other.interest is not interest:
            self._notes.wrong(spot, _contradiction(interest, other.interest, place))
        else:
            self._notes.remark(
                spot.sheet,
                f"Derselbe Wunsch steht schon in Zelle {place.cell}; er zählt einmal.",
                f"The same wish stands in cell {place.cell} already; it counts once.",
                spot.cell,
            )

    def wishes(self) -> tuple[Wish, ...]:
        """Return what was collected."""
        if len(self._wishes) > MAX_WISHES:
            self._notes.refuse(
                None,
                f"Das sind {len(self._wishes)} Wünsche; erlaubt sind {MAX_WISHES}.",
                f"these are {len(self._wishes)} wishes; {MAX_WISHES} are allowed.",
            )
        return tuple(wish for wish, _ in self._wishes.values())[:MAX_WISHES]


def read_sheet(table: Lines, people: People, wishes: WishList, notes: Notes) -> None:
    """Take the wishes of their sheet: one in each row."""
    for line in table.lines():
        first, second = line.cells["who"][0], line.cells["whom"][0]
        who = notes.read(first, lambda value: people.find(_given(value)), None)
        whom = notes.read(second, lambda value: people.find(_given(value)), None)
        spot = line.spot("interest")
        interest: Interest | None = Interest.WOULD
        if spot is not None and spot.value is not None:
            interest = notes.read(spot, interest_of, None)
        if who is not None and whom is not None and interest is not None:
            wishes.add(who, whom, interest, second)


def columns_in(tables: Sequence[Lines]) -> tuple[Interest, ...]:
    """Return the interests that the participants' sheets have a column for."""
    return tuple(i for i in Interest if any(table.has(i.value) for table in tables))


def read_columns(
    lines: Iterable[tuple[Line, str | None]], people: People, wishes: WishList, notes: Notes
) -> None:
    """Take the wishes that stand beside the participants."""
    for line, who in lines:
        for interest in Interest:
            for spot in line.filled(interest.value):
                nobody: tuple[str, ...] = ()
                for name in notes.read(spot, _names, nobody):
                    whom = notes.read(spot._replace(value=name), people.find, None)
                    if who is not None and whom is not None:
                        wishes.add(who, whom, interest, spot)


def _names(value: object) -> tuple[str, ...]:
    return items_of(value, _MOST_IN_CELL, 200)


def _given(value: object) -> object:
    if value is None:
        raise ProfileError(
            "Hier fehlt ein Teilnehmer; erwartet wird ein Kürzel oder ein Name.",
            "a participant is missing here; expected is a code or a name.",
        )
    return value


def _oneself() -> ProfileError:
    return ProfileError(
        "Hier wünscht sich jemand selbst; erwartet wird ein anderer Teilnehmer.",
        "somebody wishes to meet themselves here; expected is another participant.",
    )


def _contradiction(found: Interest, other: Interest, place: Spot) -> ProfileError:
    (german, english, _), (german_2, english_2, _) = INTERESTS[found], INTERESTS[other]
    return ProfileError(
        f"Hier steht '{german}', in Zelle {place.cell} für dieselben '{german_2}'; erwartet wird "
        "eines von beiden.",
        f"here stands '{english}', in cell {place.cell} '{english_2}' for the same; expected is "
        "one of both.",
    )
