"""What is shown of a plan: the matrix of participants and times, lists by time, table and name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.work.events.view import Doing, Encounter, PlanView, doing_in
from data.events.event import Participant, Slot
from data.text import fold

VIEWS = ("uebersicht", "zeit", "tisch", "person")


@dataclass(frozen=True)
class Cell:
    """What somebody does in one slot, in the matrix."""

    doing: Doing
    encounter: Encounter | None = None
    partner: str = ""
    table: str = ""


@dataclass(frozen=True)
class Row:
    """One participant's line of the matrix."""

    who: Participant
    cells: tuple[Cell, ...]
    count: int


@dataclass(frozen=True)
class Matrix:
    """All participants by all slots; the two sides apart."""

    slots: tuple[Slot, ...]
    parts: tuple[tuple[str, tuple[Row, ...]], ...]
    """The name of a side with its rows; one part without a name where there are no sides."""


def matrix_of(view: PlanView) -> Matrix:
    """Return the matrix of a plan, each side in the order of names."""
    event = view.event
    met: dict[str, dict[int, Encounter]] = {p.id: {} for p in event.participants}
    for encounter in view.encounters:
        for id in encounter.meeting.pair:
            met[id][encounter.meeting.slot] = encounter
    rows = sorted(
        (_row(who, event.slots, met[who.id]) for who in event.participants),
        key=lambda row: fold(row.who.name),
    )
    sides: Sequence[str] = event.sides or ("",)
    parts = tuple(
        (side, tuple(row for row in rows if not event.sides or row.who.side == side))
        for side in sides
    )
    return Matrix(event.slots, parts)


def _row(who: Participant, slots: Sequence[Slot], met: dict[int, Encounter]) -> Row:
    cells = []
    for index, slot in enumerate(slots):
        encounter = met.get(index)
        if encounter is None:
            cells.append(Cell(doing_in(who, index, slot)))
        else:
            other = encounter.b if encounter.a.id == who.id else encounter.a
            cells.append(Cell(Doing.MEETING, encounter, other.name, encounter.table))
    return Row(who, tuple(cells), len(met))
