"""The wishes of an event's spreadsheet: from their own sheet and from the participants' columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from data.errors import ProfileError
from data.event_sheet_cells import INTERESTS, interest_of, items_of
from data.event_sheet_ids import People
from data.event_sheet_notes import Notes, Spot
from data.event_sheet_tables import Line
from data.event_sheet_tables import Table as Lines
from data.events import MAX_WISHES, Interest, Wish

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
