"""How much two participants of an event would gain from meeting, and why.

Participants of an event as profiles: what the engine compares, and who competes with whom.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations

import numpy as np

from data.events.event import Event, Participant
from data.profiles import MAX_STATEMENTS, Kind, Profile, Role, Statement, Visibility
from data.text import fold
from matcher.engine import Matcher
from matcher.meetings.rules import Scores
from matcher.ranking.features import harmonic_mean
from matcher.ranking.ranker import RankingConfig
from matcher.request import MAX_K, Goal, MatchRequest, Viewer
from matcher.search.ingest import corpus_of
from matcher.search.retrieval import Seeker, channels
from matcher.visibility.veil import nameless, without_withheld
from models.encoder import Encoder, Progress

STARTUP_SIDE = "startup"
"""Within the name of a side, it tells that those without a profile are startups."""
CLASS_CHARS = 5
"""Of a WZ code down to its class of four digits: ``25.62``."""


def seat_profiles(event: Event, stored: Mapping[str, Profile]) -> dict[str, Profile]:
    """Return a profile of each participant under the participant's own id, in their order.

    Seats of one organisation have a profile each, so that each can bring needs of its own.

    Args:
        event: the event.
        stored: stored profiles by the id of the participant, in the form that whoever asks may
            see; participants without one are known by what the event says of them alone.
    """
    return {p.id: seat_profile(p, stored.get(p.id)) for p in event.participants}


def seat_profile(seat: Participant, stored: Profile | None) -> Profile:
    """Return a participant as a profile: what it says at the event, then what is stored of it."""
    said = [Statement(role=Role.OFFER, text=text) for text in seat.offers]
    said += [Statement(role=Role.NEED, text=text) for text in asked(seat)]
    if stored is None:
        kind = Kind.STARTUP if STARTUP_SIDE in fold(seat.side) else Kind.COMPANY
        return Profile(id=seat.id, name=seat.organisation, kind=kind, statements=tuple(said))
    told = dict.fromkeys([*said, *without_withheld(stored).statements])
    return stored.model_copy(
        update={
            "id": seat.id,
            "name": seat.organisation if nameless(stored) else stored.name,
            "statements": tuple(told)[:MAX_STATEMENTS],
            # Nobody but the participants is compared; that they may be was settled before.
            "visibility": Visibility.PUBLIC,
            "valid_until": None,
        }
    )


def asked(seat: Participant) -> tuple[str, ...]:
    """Return what a participant says it looks for at the event, its question first."""
    return tuple(dict.fromkeys(text for text in (seat.question, *seat.needs) if text))


def rivals(event: Event, profiles: Mapping[str, Profile]) -> frozenset[frozenset[str]]:
    """Return the pairs on one side that work in the same trade or class of the WZ.

    ``profiles`` are by the id of the participant; who has none competes with nobody.
    """
    together: dict[tuple[str, str], list[str]] = defaultdict(list)
    for seat in event.participants:
        side = seat.side if event.sides else ""
        for field in _fields(profiles.get(seat.id)):
            together[side, field].append(seat.id)
    return frozenset(frozenset(pair) for ids in together.values() for pair in combinations(ids, 2))


def _fields(profile: Profile | None) -> Iterator[str]:
    if profile is None:
        return
    yield from profile.trades
    yield from {code[:CLASS_CHARS] for code in profile.sectors if len(code) >= CLASS_CHARS}


EVERYBODY = Viewer(everything=True)
"""Sees all participants: the corpus holds nobody else."""


def event_matcher(
    encoder: Encoder,
    event: Event,
    profiles: Mapping[str, Profile],
    config: RankingConfig,
    progress: Progress | None = None,
) -> Matcher:
    """Return the engine over the participants of an event alone.

    Args:
        encoder: makes the vectors; texts it has seen before are not encoded again if it has a
            cache.
        event: the event.
        profiles: stored profiles by the id of the participant (`seat_profiles`).
        config: the ranker.
        progress: called with (done, total) texts while they are encoded.
    """
    seats = list(seat_profiles(event, profiles).values())
    matcher = Matcher(corpus_of(seats, encoder, progress), config)
    # The engine encodes what one participant seeks at a time; in one go it is faster.
    sought = list(dict.fromkeys(text for seat in seats for text in _sought(seat)))
    encoder.encode(sought, as_query=True, progress=progress)
    return matcher


def mutual_scores(matcher: Matcher, event: Event, progress: Progress | None = None) -> Scores:
    """Return what each two participants gain from each other, 0..1.

    Both are asked for partners among the others. The harmonic mean of the two scores (Pizzato et
    al. 2010, doi 10.1145/1864708.1864747) is near the smaller one: a meeting that only one of
    them has a reason for is a poor use of a slot.

    Args:
        matcher: of the same participants (`event_matcher`).
        event: gives the order.
        progress: called with (done, total) participants.

    Returns:
        float64 (participants, participants), symmetric, zeros on the diagonal.
    """
    one_way = directed_scores(matcher, event, progress)
    return harmonic_mean(one_way, one_way.T)


def directed_scores(matcher: Matcher, event: Event, progress: Progress | None = None) -> Scores:
    """Return how well each participant (column) suits each other one (row) as a partner, 0..1."""
    ids = [person.id for person in event.participants]
    place = {id: number for number, id in enumerate(ids)}
    found = np.zeros((len(ids), len(ids)))
    for row, id in enumerate(ids):
        request = MatchRequest(profile_id=id, goal=Goal.PARTNER, k=min(max(len(ids), 1), MAX_K))
        ranking = matcher.rank(request, EVERYBODY)
        found[row, [place[other] for other in ranking.ids]] = ranking.scores
        if progress is not None:
            progress(row + 1, len(ids))
    return found


def _sought(profile: Profile) -> list[str]:
    """Return the texts that the engine encodes to search for partners of a profile."""
    seeker = Seeker(profile, None)
    said = [text for channel in channels(seeker, Goal.PARTNER) for _, text in channel.mine]
    return [*said, seeker.sought(Goal.PARTNER)]
