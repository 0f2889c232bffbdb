"""`PairView`: how one who asks and one partner stand, ready to print."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from urllib.parse import urlsplit

from starlette.datastructures import QueryParams

from api.language.values import day
from api.work.asking.form import SearchForm
from api.work.identity import Identity, Right
from api.work.service import Service
from data import clock
from data.errors import PartnerMatchError
from data.feedback.outcomes import EVENTS, REASONS, Event, EventKind, Reason, seeker_key, state_of
from matcher.request import Viewer
from matcher.words import pick

STEPS = (
    EventKind.SUGGESTED,
    EventKind.CONTACTED,
    EventKind.MET,
    EventKind.COOPERATION,
)
"""What an adviser tells by one click, in the order in which it happens."""
HANDLED = frozenset({*STEPS, EventKind.DECLINED})
"""After these a partner is no news to the one who asked."""
KNOWING = frozenset({EventKind.MET, EventKind.COOPERATION})


@dataclass(frozen=True)
class PairEvent:
    """One thing that became of a pair."""

    id: str
    time: dt.datetime
    """In the time zone of this machine."""
    kind: EventKind
    label: str
    """The kind as a word."""
    reason: str | None
    """Why it was declined, as a word."""
    note: str | None
    undoable: bool
    day: str
    """When, as a person writes it."""
    side: str = ""
    """What stands before `partner`: "for", or nothing."""
    partner: str = ""
    """The other side, where the history is that of one profile and all its pairs."""
    partner_id: str | None = None
    """None where the other side is a question, or nobody that the reader may see."""


@dataclass(frozen=True)
class PairView:
    """One pair: for whom, which partner, and all that became of it."""

    seeker: str | None
    question: str | None
    profile_id: str
    impression_id: str | None
    """The list in which the partner is shown, if that is written down."""
    language: str
    history: tuple[PairEvent, ...] = ()
    """Oldest first, without looks and what was taken back."""
    current: PairEvent | None = None
    """The event that says how the pair stands."""
    declined_before: str | None = None
    """The reason of the last refusal, as a word."""
    known: bool = False
    """Whether the two know each other: they met, cooperate, or somebody said so."""

    @property
    def state(self) -> EventKind | None:
        """How the pair stands: the kind of `current`."""
        return self.current.kind if self.current is not None else None

    @property
    def label(self) -> str:
        """The state as a word, empty if nothing is told."""
        return self.current.label if self.current is not None else ""

    @property
    def steps(self) -> tuple[EventKind, ...]:
        """What can be told by one click."""
        return STEPS

    @property
    def reasons(self) -> list[tuple[Reason, str]]:
        """The reasons to decline, with their words."""
        return [(reason, pick(words, self.language)) for reason, words in REASONS.items()]

    @property
    def anchor(self) -> str:
        """The pair's name on a page: an id of letters and digits, whatever the profile's is."""
        return "paar-" + sha256(self.profile_id.encode()).hexdigest()[:12]

    def is_search(self, back: str) -> bool:
        """Say whether an address is that of a search, which can be asked for more like this."""
        return urlsplit(back).path == "/" and _form(back).sent

    def shown_in(self, search: str) -> str:
        """Return the address of a search that shows this pair even if it was dealt with."""
        if self.state not in HANDLED or not self.is_search(search):
            return search
        return _form(search).with_handled(True).address()

    def more_like(self, search: str) -> str:
        """Return the address of a search with this partner as an example of what is wanted."""
        form = _form(search).forgetting(self.profile_id)
        return replace(form, like=(*form.like, self.profile_id)).address()

    def not_like(self, search: str) -> str:
        """Return the address of a search with this partner as an example of what is not wanted."""
        form = _form(search).forgetting(self.profile_id)
        return replace(form, unlike=(*form.unlike, self.profile_id)).address()


def pair_views(
    service: Service,
    identity: Identity,
    seeker: str | None,
    question: str | None,
    profile_ids: Collection[str],
    impression_id: str | None,
    language: str = "de",
) -> Mapping[str, PairView]:
    """Return how the seeker (a profile's id, or else a question) stands with each partner.

    One query for all. The tenant's own feedback counts alone; without a tenant there is none.
    """
    told: dict[str, tuple[Event, ...]] = {}
    if identity.tenant is not None:
        key = seeker_key(seeker, question)
        told = service.feedback.log.histories(key, profile_ids, identity.tenant)
    undoable = identity.may(Right.ADVISE)
    return {
        id: _view(
            PairView(seeker, question, id, impression_id, language), told.get(id, ()), undoable
        )
        for id in profile_ids
    }


def handled(
    service: Service, viewer: Viewer, seeker: str | None, question: str | None
) -> tuple[str, ...]:
    """Return the partners that need not be shown to this seeker again, by id.

    They were suggested, contacted, declined or met, or cooperate; not the merely opened or noted.
    """
    if viewer.tenant is None:
        return ()
    key = seeker_key(seeker, question)
    return service.feedback.log.partners(key, HANDLED, viewer.tenant)


def note_opened(service: Service, identity: Identity, impression_id: str, profile_id: str) -> None:
    """Write down, once a list, that a profile was opened from it.

    Whatever is wrong with the list, or the database: the profile is shown all the same.
    """
    if identity.tenant is None:
        return
    once = sha256(f"{impression_id} {profile_id}".encode()).hexdigest()
    try:
        event = Event(
            id=f"o{once[:24]}",
            tenant=identity.tenant,
            impression_id=impression_id,
            profile_id=profile_id,
            kind=EventKind.OPENED,
        )
        service.feedback.log.load([event])
    except (PartnerMatchError, ValueError):
        return


def _view(pair: PairView, events: Sequence[Event], undoable: bool) -> PairView:
    state = state_of(events)
    refusals = [event.reason for event in events if event.reason is not None]
    return PairView(
        pair.seeker,
        pair.question,
        pair.profile_id,
        pair.impression_id,
        pair.language,
        history=tuple(
            event_view(event, pair.language, undoable)
            for event in events
            if event.kind is not EventKind.OPENED
        ),
        current=event_view(state, pair.language, undoable) if state is not None else None,
        declined_before=pick(REASONS[refusals[-1]], pair.language) if refusals else None,
        known=Reason.ALREADY_KNOWN in refusals or any(event.kind in KNOWING for event in events),
    )


def event_view(event: Event, language: str, undoable: bool) -> PairEvent:
    """Return an event as it is printed."""
    time = clock.local(event.time)
    return PairEvent(
        id=event.id,
        time=time,
        day=day(time, language),
        kind=event.kind,
        label=pick(EVENTS[event.kind], language),
        reason=pick(REASONS[event.reason], language) if event.reason is not None else None,
        note=event.note,
        undoable=undoable,
    )


def _form(search: str) -> SearchForm:
    return SearchForm.of(QueryParams(urlsplit(search).query))
