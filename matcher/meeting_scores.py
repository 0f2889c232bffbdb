"""How much two participants of an event would gain from meeting, and why."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from data.events.event import Event
from data.profiles import Profile
from matcher.engine import Matcher
from matcher.features import harmonic_mean
from matcher.ingest import corpus_of
from matcher.meeting_profiles import seat_profiles
from matcher.meeting_rules import Scores
from matcher.ranking import RankingConfig
from matcher.request import MAX_K, Goal, MatchRequest, Viewer
from matcher.retrieval import Seeker, channels
from models.encoder import Encoder, Progress

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
