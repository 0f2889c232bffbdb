"""What does not fit together in an event: every fault with its place and what was expected."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from data.events.event import EventContent, Interest, Participant

NAMED = 8
"""Names that a sentence lists."""


class Fault(NamedTuple):
    """Something that does not fit the rest of the event."""

    place: tuple[str | int, ...]
    """The path to the value, e.g. ``("participants", 3, "side")``."""
    german: str
    """Goes on after the name of the place, like all sentences of `api.http.validation`."""
    english: str


def faults_of(event: EventContent) -> tuple[Fault, ...]:
    """Return all that does not fit together, in the order of the event's fields."""
    faults = [*_sides(event), *_slots(event), *_tables(event), *_settings(event)]
    faults += _repeated(person.id for person in event.participants)
    rooms = {table.name: table.room for table in event.tables}
    for place, person in enumerate(event.participants):
        faults += _participant(event, place, person, rooms)
    return tuple(faults + list(_wishes(event)))


def _sides(event: EventContent) -> Iterator[Fault]:
    if len(event.sides) == 1 or len({side.casefold() for side in event.sides}) < len(event.sides):
        found = ", ".join(event.sides)
        yield Fault(
            ("sides",),
            f"braucht keine oder zwei verschiedene Seiten, gefunden: {found}",
            f"needs no side or two different ones, found: {found}",
        )


def _slots(event: EventContent) -> Iterator[Fault]:
    for place, (slot, following) in enumerate(pairwise(event.slots), start=1):
        if following.start < slot.end:
            yield Fault(
                ("slots", place),
                f"beginnt um {following.start:%d.%m. %H:%M}, bevor die Zeit davor um "
                f"{slot.end:%d.%m. %H:%M} endet; erwartet werden Zeiten nacheinander",
                f"begins on {following.start:%d %b at %H:%M} before the time above it ends on "
                f"{slot.end:%d %b at %H:%M}; expected are times one after the other",
            )


def _tables(event: EventContent) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, table in enumerate(event.tables):
        if table.name.casefold() in seen:
            yield Fault(
                ("tables", place, "name"),
                f"kommt zweimal vor: '{table.name}'; jeder Tisch braucht einen eigenen Namen",
                f"is there twice: '{table.name}'; each table needs a name of its own",
            )
        seen.add(table.name.casefold())


def _settings(event: EventContent) -> Iterator[Fault]:
    most, least = event.settings.at_most, event.settings.at_least
    if most is not None and least > most:
        yield _more_than_most(("settings", "at_least"), least, most)


def _repeated(ids: Iterable[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, id in enumerate(ids):
        if id in seen:
            yield Fault(
                ("participants", place, "id"),
                f"kommt zweimal vor: '{id}'; jede Kennung darf es nur einmal geben",
                f"is there twice: '{id}'; each id may be there only once",
            )
        seen.add(id)


def _participant(
    event: EventContent, place: int, person: Participant, rooms: Mapping[str, str]
) -> Iterator[Fault]:
    here = ("participants", place)
    if event.sides and person.side not in event.sides:
        yield _unknown((*here, "side"), person, person.side, event.sides)
    for at, room in enumerate(person.rooms):
        if room not in rooms.values():
            yield _unknown((*here, "rooms", at), person, room, set(rooms.values()) - {""})
    if person.table and person.table not in rooms:
        yield _unknown((*here, "table"), person, person.table, rooms)
    elif person.table and person.rooms and rooms[person.table] not in person.rooms:
        only = _listed(person.rooms)
        yield Fault(
            (*here, "table"),
            f"steht im Raum '{rooms[person.table]}', '{person.name}' kann aber nur in: {only}",
            f"is in room '{rooms[person.table]}', but '{person.name}' can only be in: {only}",
        )
    yield from _times(event, here, person)


def _times(
    event: EventContent, here: tuple[str | int, ...], person: Participant
) -> Iterator[Fault]:
    for at, slot in enumerate(person.away):
        if slot >= len(event.slots):
            count = len(event.slots)
            yield Fault(
                (*here, "away", at),
                f"nennt bei '{person.name}' die Zeit {slot}, es gibt aber {count}, gezählt ab 0",
                f"names time {slot} for '{person.name}', but there are {count}, counted from 0",
            )
    if person.arrives and person.leaves and person.leaves <= person.arrives:
        yield Fault(
            (*here, "leaves"),
            f"liegt bei '{person.name}' nicht nach der Ankunft um {person.arrives:%d.%m. %H:%M}",
            f"is not after the arrival of '{person.name}' on {person.arrives:%d %b at %H:%M}",
        )
    if person.at_most is not None and (person.at_least or 0) > person.at_most:
        yield _more_than_most((*here, "at_least"), person.at_least or 0, person.at_most)


def _wishes(event: EventContent) -> Iterator[Fault]:
    known = {person.id for person in event.participants}
    said: dict[tuple[str, str], Interest] = {}
    for place, wish in enumerate(event.wishes):
        here = ("wishes", place)
        for field, id in (("who", wish.who), ("whom", wish.whom)):
            if id not in known:
                yield Fault(
                    (*here, field),
                    f"nennt '{id}', so heißt die Kennung keines Teilnehmers",
                    f"names '{id}', which is the id of no participant",
                )
        if wish.who == wish.whom:
            yield Fault(
                (*here, "whom"),
                f"nennt '{wish.who}' selbst; erwartet wird ein anderer Teilnehmer",
                f"names '{wish.who}' itself; expected is another participant",
            )
        before = said.setdefault((wish.who, wish.whom), wish.interest)
        if before != wish.interest:
            yield Fault(
                (*here, "interest"),
                f"widerspricht einem anderen Wunsch von '{wish.who}' zu '{wish.whom}': "
                f"'{wish.interest}' und '{before}'",
                f"contradicts another wish of '{wish.who}' about '{wish.whom}': "
                f"'{wish.interest}' and '{before}'",
            )


def _unknown(
    place: tuple[str | int, ...], person: Participant, found: str, expected: Collection[str]
) -> Fault:
    listed = _listed(expected)
    return Fault(
        place,
        f"ist bei '{person.name}' nicht bekannt: '{found}'; möglich sind: {listed or 'keine'}",
        f"is not known for '{person.name}': '{found}'; possible are: {listed or 'none'}",
    )


def _more_than_most(place: tuple[str | int, ...], least: int, most: int) -> Fault:
    return Fault(
        place,
        f"ist mit {least} mehr als das Höchste, {most}",
        f"is {least} and more than the most, {most}",
    )


def _listed(names: Collection[str]) -> str:
    shown = sorted(names) if isinstance(names, set) else list(names)
    return ", ".join(shown[:NAMED]) + (" …" if len(shown) > NAMED else "")
