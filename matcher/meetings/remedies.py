"""The changes that could end a conflict, each from little to much.

`Change`: one change of an event that lets a plan keep its rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from data.events.event import Event, Interest, Table, Wish
from data.events.plans import Meeting, pair_key
from data.text import fold
from matcher.meetings.demands import Demand, Ground, Kind, Rule


@dataclass(frozen=True)
class Change:
    """A change of an event that makes a conflict go away."""

    german: str
    english: str
    size: int
    """How much is changed: wishes dropped, slots added, meetings more. 1 is the smallest."""
    without: tuple[Wish, ...] = ()
    """Wishes that are taken back."""
    updates: tuple[tuple[str, str, Any], ...] = ()
    """Participant id, field, new value."""
    settings: tuple[tuple[str, Any], ...] = ()
    """Field of the settings, new value."""
    tables: tuple[Table, ...] = ()
    """Further tables."""
    unlock: tuple[Meeting, ...] = ()
    """Meetings of the plan that may not stay locked; they are no part of the event."""

    def apply(self, event: Event) -> Event:
        """Return the event with this change, of the same version."""
        fields: dict[str, dict[str, Any]] = {}
        for id, name, value in self.updates:
            fields.setdefault(id, {})[name] = value
        people = tuple(
            p.model_copy(update=fields[p.id]) if p.id in fields else p for p in event.participants
        )
        return event.model_copy(
            update={
                "participants": people,
                "wishes": tuple(wish for wish in event.wishes if wish not in self.without),
                "settings": event.settings.model_copy(update=dict(self.settings)),
                "tables": (*event.tables, *self.tables),
            }
        )

    @property
    def key(self) -> str:
        """A short name that stays the same from one call to the next, for forms."""
        parts = (self.without, self.updates, self.settings, self.tables, self.unlock)
        return blake2b(repr(parts).encode(), digest_size=6).hexdigest()


MOST_TABLES = 10
"""Tables that one change may add."""


def remedies(ground: Ground, rules: Sequence[Rule]) -> Iterator[Iterator[Change]]:
    """Yield for each of the ``rules`` the ways to loosen it, each from little to much."""
    for rule in rules:
        yield _LOOSEN[rule.kind](ground, rule)


def dropping(ground: Ground, demands: Sequence[Demand], *, entirely: bool = False) -> Change:
    """Return the change that gives ``demands`` up; ``entirely``: locked ones that must be too."""
    names = [_pair(ground, demand) for demand in demands]
    keys = {pair_key(*d.who) for d in demands if d.at is None or entirely}
    musts = [n for n, d in zip(names, demands, strict=True) if d.at is None]
    fixed = [n for n, d in zip(names, demands, strict=True) if d.at is not None]
    german = [f"{'; '.join(musts)}: muss nicht mehr sein."] if musts else []
    english = [f"{'; '.join(musts)}: no longer a must."] if musts else []
    if fixed:
        german.append(f"{'; '.join(fixed)}: nicht mehr festgelegt.")
        english.append(f"{'; '.join(fixed)}: no longer locked.")
    return Change(
        " ".join(german),
        " ".join(english),
        len(demands),
        without=tuple(
            wish
            for wish in ground.event.wishes
            if wish.interest is Interest.MUST and pair_key(wish.who, wish.whom) in keys
        ),
        unlock=tuple(d.at for d in demands if d.at is not None),
    )


def _name(ground: Ground, id: str) -> str:
    return ground.people[id].name if id in ground.people else id


def _pair(ground: Ground, demand: Demand) -> str:
    return f"{_name(ground, demand.a)} – {_name(ground, demand.b)}"


def _veto(ground: Ground, rule: Rule) -> Iterator[Change]:
    key = pair_key(*rule.who)
    said = tuple(
        wish
        for wish in ground.event.wishes
        if wish.interest is Interest.VETO and pair_key(wish.who, wish.whom) == key
    )
    one, other = (_name(ground, id) for id in rule.who)
    yield Change(
        f"{one} und {other} dürfen sich treffen: Der Ausschluss fällt weg.",
        f"{one} and {other} may meet: the veto is withdrawn.",
        len(said),
        without=said,
    )


def _group(ground: Ground, rule: Rule) -> Iterator[Change]:
    one, other = (ground.people[id] for id in rule.who)
    shared = set(map(fold, one.groups)) & set(map(fold, other.groups))
    for who in (one, other):
        names = ", ".join(f"„{g}“" for g in who.groups if fold(g) in shared)
        yield Change(
            f"{who.name} gehört nicht mehr zur Gruppe {names}.",
            f"{who.name} leaves the group {names}.",
            len(shared),
            updates=((who.id, "groups", tuple(g for g in who.groups if fold(g) not in shared)),),
        )


def _firm(ground: Ground, rule: Rule) -> Iterator[Change]:
    yield Change(
        "Plätze derselben Organisation dürfen sich treffen.",
        "Seats of one organisation may meet.",
        1,
        settings=(("same_firm", True),),
    )


def _rivals(ground: Ground, rule: Rule) -> Iterator[Change]:
    yield Change(
        "Wettbewerber dürfen sich treffen.",
        "Competitors may meet.",
        1,
        settings=(("competitors", True),),
    )


def _sides(ground: Ground, rule: Rule) -> Iterator[Change]:
    yield from ()


def _arrives(ground: Ground, rule: Rule) -> Iterator[Change]:
    who, slots = ground.people[rule.who[0]], ground.event.slots
    late = [slot for slot in slots if who.arrives is not None and slot.start < who.arrives]
    for size, slot in enumerate(reversed(late), start=1):
        yield Change(
            f"{who.name} kommt schon um {slot.start:%H:%M}.",
            f"{who.name} arrives at {slot.start:%H:%M} already.",
            size,
            updates=((who.id, "arrives", slot.start),),
        )


def _leaves(ground: Ground, rule: Rule) -> Iterator[Change]:
    who, slots = ground.people[rule.who[0]], ground.event.slots
    missed = [slot for slot in slots if who.leaves is not None and slot.end > who.leaves]
    for size, slot in enumerate(missed, start=1):
        yield Change(
            f"{who.name} bleibt bis {slot.end:%H:%M}.",
            f"{who.name} stays until {slot.end:%H:%M}.",
            size,
            updates=((who.id, "leaves", slot.end),),
        )


def _away(ground: Ground, rule: Rule) -> Iterator[Change]:
    who = ground.people[rule.who[0]]
    for dropped in (*((number,) for number in who.away), who.away):
        times = ", ".join(f"{ground.event.slots[n].start:%H:%M}" for n in dropped)
        yield Change(
            f"{who.name} ist auch um {times} da statt in der Pause.",
            f"{who.name} is there at {times} too, not on a break.",
            len(dropped),
            updates=((who.id, "away", tuple(n for n in who.away if n not in dropped)),),
        )


def _at_most(ground: Ground, rule: Rule) -> Iterator[Change]:
    who, most = ground.people[rule.who[0]], ground.at_most(rule.who[0])
    for size in range(1, len(ground.event.slots) - most + 1):
        yield Change(
            f"{who.name} darf {most + size} Treffen haben (bisher {most}).",
            f"{who.name} may have {most + size} meetings (so far {most}).",
            size,
            updates=((who.id, "at_most", most + size),),
        )


def _in_a_row(ground: Ground, rule: Rule) -> Iterator[Change]:
    most = ground.event.settings.in_a_row or 1
    for size in range(1, len(ground.event.slots) - most + 1):
        yield Change(
            f"Alle dürfen {most + size} Treffen ohne Pause haben (bisher {most}).",
            f"Everybody may have {most + size} meetings without a pause (so far {most}).",
            size,
            settings=(("in_a_row", most + size),),
        )


def _rooms(ground: Ground, rule: Rule) -> Iterator[Change]:
    who = ground.people[rule.who[0]]
    known = dict.fromkeys(table.room for table in ground.event.tables)
    further = [room for room in known if room and fold(room) not in set(map(fold, who.rooms))]
    for room in further:
        yield Change(
            f"{who.name} kann auch im Raum „{room}“ sein.",
            f"{who.name} can be in the room “{room}” too.",
            1,
            updates=((who.id, "rooms", (*who.rooms, room)),),
        )
    yield Change(
        f"{who.name} kann in jedem Raum sein.",
        f"{who.name} can be in every room.",
        max(1, len(further)),
        updates=((who.id, "rooms", ()),),
    )


def _table(ground: Ground, rule: Rule) -> Iterator[Change]:
    who = ground.people[rule.who[0]]
    yield Change(
        f"{who.name} bleibt nicht am Tisch „{who.table}“.",
        f"{who.name} does not stay at the table “{who.table}”.",
        1,
        updates=((who.id, "table", ""),),
    )


def _capacity(ground: Ground, rule: Rule) -> Iterator[Change]:
    rooms = list(dict.fromkeys(table.room for table in ground.event.tables)) or [""]
    taken = [table.name for table in ground.event.tables]
    called = taken[-1].rstrip("0123456789") if taken else "Tisch "
    numbers = range(1, len(taken) + MOST_TABLES + 1)
    names = [name for n in numbers if (name := f"{called}{n}") not in taken]
    for size in range(1, MOST_TABLES + 1):
        for room in rooms:
            where = (f" im Raum „{room}“", f" in the room “{room}”") if room else ("", "")
            yield Change(
                ("Ein weiterer Tisch" if size == 1 else f"{size} weitere Tische") + f"{where[0]}.",
                ("One more table" if size == 1 else f"{size} more tables") + f"{where[1]}.",
                size,
                tables=tuple(Table(name=name, room=room) for name in names[:size]),
            )


_LOOSEN = {
    Kind.VETO: _veto,
    Kind.SIDES: _sides,
    Kind.FIRM: _firm,
    Kind.GROUP: _group,
    Kind.RIVALS: _rivals,
    Kind.ARRIVES: _arrives,
    Kind.LEAVES: _leaves,
    Kind.AWAY: _away,
    Kind.AT_MOST: _at_most,
    Kind.IN_A_ROW: _in_a_row,
    Kind.ROOMS: _rooms,
    Kind.TABLE: _table,
    Kind.CAPACITY: _capacity,
}
