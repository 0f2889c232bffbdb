from __future__ import annotations

from collections import Counter

from data.events.event import Event, Interest
from data.events.examples import EACH_SIDE, SIDES, sample_event
from data.files import sample_profiles
from data.profiles import Kind


def test_the_example_seats_profiles_of_the_sample_on_the_side_they_belong_to() -> None:
    event = sample_event("default", sample_profiles())
    known = {profile.id: profile for profile in sample_profiles()}
    assert Counter(p.side for p in event.participants) == dict.fromkeys(SIDES, EACH_SIDE)
    for seat in event.participants:
        profile = known[seat.id]
        assert (seat.name, seat.profile_id) == (profile.name, profile.id)
        assert (profile.kind in (Kind.STARTUP, Kind.RESEARCH)) == (seat.side == SIDES[0])


def test_the_example_passes_the_checks_of_an_event_and_shows_each_sort_of_wish() -> None:
    event = sample_event("default", sample_profiles())
    assert Event.model_validate(event.model_dump()) == event
    assert {wish.interest for wish in event.wishes} == set(Interest)
    sides = {p.id: p.side for p in event.participants}
    assert all(sides[wish.who] != sides[wish.whom] for wish in event.wishes)
