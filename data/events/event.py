"""`Event`: what an organiser says of an event, and in which versions.

Times are local (Europe/Berlin) without a zone; slots, tables and rooms are counted from 0.
A participant is an organisation's seat at the event, never a natural person.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from data.errors import RequestError
from data.events.faults import faults_of
from data.feedback.outcomes import LogId, Moment, Tenant, new_id, now
from data.profiles import MAX_STATEMENT_CHARS, Text

MAX_PARTICIPANTS = 600
MAX_SLOTS = 60
MAX_TABLES = 400
MAX_WISHES = 20_000

Name = Annotated[Text, Field(min_length=1, max_length=200)]
Line = Annotated[Text, Field(max_length=200)]
Statement = Annotated[Text, Field(min_length=1, max_length=MAX_STATEMENT_CHARS)]
ParticipantId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._\-]{0,39}$")]
Count = Annotated[int, Field(ge=0, le=MAX_SLOTS)]


def _local(time: dt.datetime) -> dt.datetime:
    if time.tzinfo is not None:
        raise PydanticCustomError("local_time", "needs a local time without a zone")
    return time


LocalTime = Annotated[dt.datetime, AfterValidator(_local)]
"""Of the place of the event, without a zone."""


class Frozen(BaseModel):
    """A value that takes no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Interest(StrEnum):
    """How much a participant wants to meet another."""

    MUST = "must"
    """They shall meet: a hard rule."""
    WOULD = "would"
    VETO = "veto"
    """They may not meet: a hard rule, whoever says it."""


class Wish(Frozen):
    """What one participant says about meeting another."""

    who: ParticipantId
    whom: ParticipantId
    interest: Interest


class Slot(Frozen):
    """A time in which everybody has at most one meeting."""

    start: LocalTime
    end: LocalTime

    @model_validator(mode="after")
    def _ends_later(self) -> Self:
        if self.end <= self.start:
            raise PydanticCustomError("slot_order", "needs an end after its start")
        return self


class Table(Frozen):
    """Where meetings take place."""

    name: Name
    room: Line = ""
    capacity: Annotated[int, Field(ge=0, le=100)] = 1
    """Meetings that may take place there at the same time; 0: out of use, and the other tables
    keep their numbers."""


class Participant(Frozen):
    """A seat of an organisation at the event."""

    id: ParticipantId
    name: Name
    """As sheets and badges show it."""
    firm: Line = ""
    """The organisation, where several seats belong to one; empty: ``name`` is the organisation."""
    side: Line = ""
    """One of the event's sides; empty where there are none."""
    profile_id: Annotated[str, Field(max_length=100)] | None = None
    """The stored profile it stands for."""
    offers: Annotated[tuple[Statement, ...], Field(max_length=20)] = ()
    needs: Annotated[tuple[Statement, ...], Field(max_length=20)] = ()
    """What the profile does not say, or all that is known where there is none."""
    question: Annotated[Text, Field(max_length=MAX_STATEMENT_CHARS)] = ""
    """What it wants answered at the event; counts as a need."""
    arrives: LocalTime | None = None
    leaves: LocalTime | None = None
    """It meets only in slots that lie wholly between both."""
    away: tuple[Count, ...] = ()
    """Slots in which it has a break."""
    at_most: Count | None = None
    """Most meetings; None: the event's."""
    at_least: Count | None = None
    """Meetings it should have; None: the event's."""
    groups: Annotated[tuple[Name, ...], Field(max_length=20)] = ()
    """Those who share one of these may not meet, e.g. competitors."""
    rooms: Annotated[tuple[Name, ...], Field(max_length=20)] = ()
    """The only rooms it can be in, e.g. without steps; empty: all."""
    table: Line = ""
    """The table it stays at all day; the others come to it."""
    present: bool = True
    """False: it called off or did not come. What it has had stays in the plan."""

    @property
    def is_silent(self) -> bool:
        """Whether nothing is known of what it offers or seeks: there is nothing to match."""
        return self.profile_id is None and not (self.offers or self.needs or self.question)

    @property
    def organisation(self) -> str:
        """Whose seat it is."""
        return self.firm or self.name


class Settings(Frozen):
    """The event's rules for everybody."""

    at_most: Count | None = None
    """Most meetings of each; None: as many as there are slots."""
    at_least: Count = 0
    """Meetings each should have. Nobody stays below while another could give one up."""
    in_a_row: Annotated[int, Field(ge=1, le=MAX_SLOTS)] | None = None
    """Most meetings without a pause; a hard rule."""
    same_firm: bool = False
    """Whether seats of one organisation may meet."""
    competitors: bool = True
    """Whether two of one side in the same trade or sector may meet."""
    weakest: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] = 0.0
    """Pairs that nobody wished for and whose mutual score is lower are not planned."""
    seconds: Annotated[int, Field(ge=1, le=600)] = 60
    """How long a plan may take."""
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 1


class EventContent(Frozen):
    """What an organiser says of an event: all that a plan is made from."""

    name: Name
    place: Line = ""
    language: Literal["de", "en"] = "de"
    """Spoken in what participants get."""
    sides: Annotated[tuple[Name, ...], Field(max_length=2)] = ()
    """Two sides meet only across; with none everybody may meet everybody."""
    slots: Annotated[tuple[Slot, ...], Field(max_length=MAX_SLOTS)] = ()
    tables: Annotated[tuple[Table, ...], Field(max_length=MAX_TABLES)] = ()
    participants: Annotated[tuple[Participant, ...], Field(max_length=MAX_PARTICIPANTS)] = ()
    wishes: Annotated[tuple[Wish, ...], Field(max_length=MAX_WISHES)] = ()
    settings: Settings = Settings()

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        found = faults_of(self)
        if found:
            raise ValidationError.from_exception_data(
                "Event",
                [
                    InitErrorDetails(
                        type=PydanticCustomError(
                            "event", "{english}", {"english": f.english, "german": f.german}
                        ),
                        loc=f.place,
                        input=None,
                    )
                    for f in found
                ],
            )
        return self

    def participant(self, id: str) -> Participant | None:
        """Return a participant by id."""
        return next((p for p in self.participants if p.id == id), None)

    def without(self, *ids: str) -> Self:
        """Return the event without some participants and without the wishes that name them."""
        gone = frozenset(ids)
        return self.model_copy(
            update={
                "participants": tuple(p for p in self.participants if p.id not in gone),
                "wishes": tuple(w for w in self.wishes if not gone & {w.who, w.whom}),
            }
        )


class Event(EventContent):
    """An event of a tenant, in one version."""

    id: LogId = Field(default_factory=lambda: new_id("e"))
    tenant: Tenant
    version: Annotated[int, Field(ge=1)] = 1
    """Counted up by the store with every change."""
    created: Moment = Field(default_factory=now)
    changed: Moment = Field(default_factory=now)


@dataclass(frozen=True)
class EventLine:
    """An event as it stands in a list."""

    id: str
    name: str
    place: str
    starts: dt.datetime | None
    """The beginning of its first slot, local; None where there is none yet."""
    participants: int
    version: int
    plan: int | None
    """The number of its present plan."""
    changed: dt.datetime
    deleted: dt.datetime | None


@dataclass(frozen=True)
class EventVersion:
    """A version of an event, without what it says."""

    number: int
    before: int
    """The version that undoing this one leads to; 0: none."""
    note: str
    time: dt.datetime


def checked(event: Event) -> Event:
    """Return the event once all of it was looked at anew, after changes with ``model_copy``.

    Raises:
        RequestError: something does not fit; names the place.
    """
    found = faults_of(event)
    if found:
        place = ".".join(str(part) for part in found[0].place)
        raise RequestError(f"{place} {found[0].german}.", f"{place} {found[0].english}.")
    return Event.model_validate(event.model_dump())
