"""What participants of an event gain from each other, kept in memory as long as nothing changes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from api.work.service import Service
from data.errors import NotFoundError
from data.events.event import Event
from data.profiles import Profile
from matcher.engine import Matcher
from matcher.meetings.rules import Scores
from matcher.meetings.scores import event_matcher, mutual_scores, rivals, seat_profiles
from matcher.request import Viewer
from models.encoder import Progress

KEPT = 8
"""Events whose scores are kept at a time."""


@dataclass(frozen=True, eq=False)
class Scored:
    """The participants of an event, compared."""

    matcher: Matcher
    scores: Scores
    """In the order of the event."""
    rivals: frozenset[frozenset[str]]
    """Pairs of one side in the same trade or class of the WZ."""


def profiles_of(service: Service, event: Event, viewer: Viewer) -> dict[str, Profile]:
    """Return the stored profiles of participants, by the participant's id, as the viewer sees them.

    Who names a profile that does not exist for the viewer is left out: only what the event itself
    says of it counts then.
    """
    found: dict[str, Profile] = {}
    for seat in event.participants:
        if seat.profile_id is not None:
            try:
                found[seat.id] = service.get(seat.profile_id, viewer)
            except NotFoundError:
                continue
    return found


def scored(
    service: Service,
    event: Event,
    viewer: Viewer,
    read: Progress | None = None,
    compared: Progress | None = None,
) -> Scored:
    """Compare the participants of an event, or return what came of it before.

    Times, tables, wishes and rules do not matter: only what is known of the participants does.

    Args:
        service: the installation.
        event: the event.
        viewer: whose view of the profiles counts.
        read: called with (done, total) texts.
        compared: called with (done, total) participants.
    """
    profiles = profiles_of(service, event, viewer)
    key = _key(service, event, profiles)
    kept = _kept(service)
    found = kept.get(key)
    if found is None:
        config = service.matcher.config
        matcher = event_matcher(service.corpus.encoder, event, profiles, config, read)
        scores = mutual_scores(matcher, event, compared)
        scores.setflags(write=False)
        found = Scored(matcher, scores, rivals(event, profiles))
        kept.put(key, found)
    return found


def scores_of(service: Service, event: Event, viewer: Viewer) -> Scores:
    """Return the mutual scores of an event, (participants, participants) in its order."""
    return scored(service, event, viewer).scores


def _key(service: Service, event: Event, profiles: Mapping[str, Profile]) -> tuple[str, str]:
    """Return the event and a hash of all that its scores depend on."""
    digest = sha256(f"{service.matcher.config.version} {event.language}".encode())
    sides = event.sides != ()
    for seat, profile in zip(
        event.participants, seat_profiles(event, profiles).values(), strict=True
    ):
        side = seat.side if sides else ""
        digest.update(f"\n{side}\n{profile.model_dump_json()}".encode())
    return event.id, digest.hexdigest()


class _Kept:
    """The scores used last. Safe for threads."""

    def __init__(self) -> None:
        self._found: OrderedDict[tuple[str, str], Scored] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[str, str]) -> Scored | None:
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
            return self._found.get(key)

    def put(self, key: tuple[str, str], scored: Scored) -> None:
        with self._lock:
            for old in [k for k in self._found if k[0] == key[0]]:
                del self._found[old]
            self._found[key] = scored
            while len(self._found) > KEPT:
                self._found.popitem(last=False)


def _kept(service: Service) -> _Kept:
    return service.part(_Kept, _Kept)
