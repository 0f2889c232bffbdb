"""The shipped example of an event: startups and research of the sample meet its firms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from data.events import Event, Interest, Participant, Settings, Slot, Table, Wish
from data.profiles import Kind, Profile

DAY = dt.date(2027, 3, 18)
EACH_SIDE = 30
SIDES = ("Startups und Forschung", "Industrie und Handwerk")
_SEEKING = (Kind.STARTUP, Kind.RESEARCH)
_ANSWERING = (Kind.COMPANY, Kind.CRAFT)


def sample_event(tenant: str, profiles: Iterable[Profile]) -> Event:
    """Return an event of 60 participants, half of each side, without a plan."""
    known = [profile for profile in profiles if len(profile.statements) > 1]
    sides = [
        _spread([profile for profile in known if profile.kind in kinds])
        for kinds in (_SEEKING, _ANSWERING)
    ]
    participants = tuple(
        _participant(profile, side, place)
        for side, chosen in zip(SIDES, sides, strict=True)
        for place, profile in enumerate(chosen)
    )
    return Event(
        tenant=tenant,
        name="Startups treffen Industrie",
        place="Cottbus",
        sides=SIDES,
        slots=tuple(_slots()),
        tables=tuple(
            Table(name=f"Tisch {number}", room="Saal" if number <= 12 else "Empore")
            for number in range(1, 21)
        ),
        participants=participants,
        wishes=tuple(_wishes([p.id for p in participants])),
        settings=Settings(at_least=4, at_most=10, in_a_row=5),
    )


def _spread(profiles: list[Profile]) -> list[Profile]:
    """Take some of all fields of work: the sample goes through them one after the other."""
    return [profiles[i * len(profiles) // EACH_SIDE] for i in range(EACH_SIDE)]


def _participant(profile: Profile, side: str, place: int) -> Participant:
    """A few come later or leave earlier, as in life."""
    return Participant(
        id=profile.id,
        name=profile.name,
        side=side,
        profile_id=profile.id,
        arrives=dt.datetime.combine(DAY, dt.time(11)) if place % 10 == 3 else None,
        leaves=dt.datetime.combine(DAY, dt.time(14, 30)) if place % 10 == 7 else None,
    )


def _slots() -> Iterable[Slot]:
    """Yield twenty minutes with five to change tables, and an hour at noon."""
    for hour, count in ((9, 7), (13, 6)):
        start = dt.datetime.combine(DAY, dt.time(hour))
        for number in range(count):
            begin = start + number * dt.timedelta(minutes=25)
            yield Slot(start=begin, end=begin + dt.timedelta(minutes=20))


def _wishes(ids: list[str]) -> Iterable[Wish]:
    """Yield wishes of both sides, some of them mutual, and two vetoes."""
    first, second = ids[:EACH_SIDE], ids[EACH_SIDE:]
    for place in range(0, EACH_SIDE, 3):
        yield Wish(who=first[place], whom=second[place], interest=Interest.WOULD)
        yield Wish(who=second[place], whom=first[(place + 6) % 30], interest=Interest.WOULD)
    for place in (1, 11, 21):
        yield Wish(who=second[place], whom=first[place], interest=Interest.MUST)
    for place in (5, 25):
        yield Wish(who=first[place], whom=second[place], interest=Interest.VETO)
