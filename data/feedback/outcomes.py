"""`Impression` and `Event`: what was suggested, and what became of it.

Both are facts that are written down once. No personal data is needed: ``who`` is a role, and a
``note`` is about the organisations.

What people call events and reasons, in German and English, and how they are understood.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any, Self, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from data import clock
from data.errors import RequestError
from data.profiles import Text, clean_text
from data.text import fold

MAX_SEEKER_CHARS = 20_000
MAX_NOTE_CHARS = 2000
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no letter is taken for a digit."""
_ID_CHARS = 12


class EventKind(StrEnum):
    """What became of a suggested partner, from a look to a cooperation."""

    OPENED = "opened"
    SUGGESTED = "suggested"
    """An adviser passed the suggestion on to the one it was made for."""
    CONTACTED = "contacted"
    DECLINED = "declined"
    MET = "met"
    COOPERATION = "cooperation"
    NOTED = "noted"
    """A note alone: nothing became of it yet."""


class Reason(StrEnum):
    """Why a partner was declined."""

    ALREADY_KNOWN = "already_known"
    WRONG_TOPIC = "wrong_topic"
    TOO_FAR = "too_far"
    NO_CAPACITY = "no_capacity"
    COMPETITOR = "competitor"
    OUTDATED = "outdated"
    OTHER = "other"


def new_id(prefix: str) -> str:
    """Return a random id of 60 bits after a letter, which keeps spreadsheets from reading it."""
    return prefix + "".join(secrets.choice(_ALPHABET) for _ in range(_ID_CHARS))


def now() -> dt.datetime:
    """Return the present moment in UTC."""
    return clock.now()


LogId = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9]{0,39}$")]
ProfileId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:\-]{0,99}$")]
Tenant = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._\-]{0,63}$")]
Moment = Annotated[AwareDatetime, AfterValidator(lambda time: clock.utc(time))]
Who = Annotated[Text, Field(min_length=1, max_length=100)]
SeekerText = Annotated[Text, Field(min_length=1, max_length=MAX_SEEKER_CHARS)]
Note = Annotated[Text, Field(min_length=1, max_length=MAX_NOTE_CHARS)]
_Finite = Annotated[float, Field(allow_inf_nan=False)]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MadeWith(_Model):
    """What an answer was made with, as the engine names it."""

    program: str
    encoder: str
    ranker: str
    proof: str | None = None
    """What claims were proved with, None where nothing was proved."""
    data_version: str
    """Digest of the profiles that the asker could see."""

    @model_validator(mode="before")
    @classmethod
    def _of_a_counter(cls, value: object) -> object:
        """Read what was written when the data had a counter, ``data_revision``."""
        if not isinstance(value, Mapping) or "data_revision" not in value:
            return value
        others = {key: one for key, one in value.items() if key != "data_revision"}
        return {"data_version": str(value["data_revision"]), **others}


class Shown(_Model):
    """One suggestion as it was shown."""

    position: Annotated[int, Field(ge=1)]
    profile_id: ProfileId
    score: _Finite
    """Calibrated, 0..1."""
    features: Mapping[str, _Finite] = {}
    """What the ranker saw, before weighting."""


class Impression(_Model):
    """One answered request: who asked for what, and what was shown."""

    id: LogId = Field(default_factory=lambda: new_id("i"))
    time: Moment = Field(default_factory=now)
    tenant: Tenant
    who: Who | None = None
    """The role of the asker, e.g. ``BIT``; never a name."""
    seeker: ProfileId | None = None
    """The profile that partners were sought for, if it is stored."""
    question: SeekerText | None = None
    """What was asked instead: a free question, or the text of a profile that is not stored."""
    goal: str
    constraints: tuple[Mapping[str, Any], ...] = ()
    """The rules that were applied, as JSON objects."""
    versions: MadeWith
    shown: tuple[Shown, ...]

    @model_validator(mode="after")
    def _is_one_list(self) -> Self:
        _check_seeker(self.seeker, self.question)
        positions = [item.position for item in self.shown]
        ids = [item.profile_id for item in self.shown]
        if positions != sorted(set(positions)) or len(ids) != len(set(ids)):
            raise PydanticCustomError(
                "shown_once", "needs growing positions in 'shown', and each profile only once"
            )
        return self


class Report(_Model):
    """What somebody tells about a partner: one of a list shown, or one found without it."""

    impression_id: LogId | None = None
    """The list in which the partner was shown."""
    seeker: ProfileId | None = None
    question: SeekerText | None = None
    """For whom: exactly one of the two, or with ``impression_id`` neither, as it says so."""
    profile_id: ProfileId
    kind: EventKind
    reason: Reason | None = None
    """Only and always with ``declined``."""
    note: Note | None = None
    """Always with ``noted``."""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.impression_id is None or self.question is not None:
            _check_seeker(self.seeker, self.question)
        if (self.kind is EventKind.DECLINED) != (self.reason is not None):
            raise PydanticCustomError(
                "declined_reason",
                "needs 'reason' for the kind 'declined', and only for it: kind '{kind}'",
                {"kind": str(self.kind)},
            )
        if self.kind is EventKind.NOTED and self.note is None:
            raise PydanticCustomError("noted_note", "needs 'note' for the kind 'noted'")
        return self


class Event(Report):
    """A report as it is kept."""

    id: LogId = Field(default_factory=lambda: new_id("e"))
    time: Moment = Field(default_factory=now)
    tenant: Tenant


class Undo(_Model):
    """An event that is taken back: from then on it is hidden, but not lost."""

    event_id: LogId
    time: Moment = Field(default_factory=now)
    tenant: Tenant


Record = Impression | Event | Undo
"""Whatever is written into the log."""


class LogLine(_Model):
    """A line of the log as a file: exactly one of the three records."""

    impression: Impression | None = None
    event: Event | None = None
    undo: Undo | None = None

    @model_validator(mode="after")
    def _is_one_record(self) -> Self:
        if len(self.records) != 1:
            raise PydanticCustomError(
                "one_record", "needs exactly one of 'impression', 'event' and 'undo'"
            )
        return self

    @property
    def records(self) -> tuple[Record, ...]:
        """The one record of the line."""
        parts = (self.impression, self.event, self.undo)
        return tuple(part for part in parts if part is not None)


def seeker_key(seeker: str | None, question: str | None) -> str:
    """Return the key under which a seeker's events are found: an id, or ``?`` and a hash."""
    if seeker is not None:
        return seeker
    return "?" + hashlib.sha256(str(clean_text(question or "")).encode()).hexdigest()


def state_of(events: Sequence[Event]) -> Event | None:
    """Return the event that says how a pair stands, of all its events, oldest first.

    It is the last one; but a note changes nothing, and a look changes nothing that was told.
    """
    silent = (EventKind.NOTED, EventKind.OPENED)
    told = [event for event in events if event.kind not in silent]
    looks = [event for event in events if event.kind is EventKind.OPENED]
    return next(reversed(told or looks), None)


def _check_seeker(seeker: str | None, question: str | None) -> None:
    if (seeker is None) == (question is None):
        raise PydanticCustomError("one_asker", "needs exactly one of 'seeker' and 'question'")


EVENTS: dict[EventKind, tuple[str, str]] = {
    EventKind.OPENED: ("angesehen", "opened"),
    EventKind.SUGGESTED: ("vorgeschlagen", "suggested"),
    EventKind.CONTACTED: ("kontaktiert", "contacted"),
    EventKind.DECLINED: ("abgelehnt", "declined"),
    EventKind.MET: ("getroffen", "met"),
    EventKind.COOPERATION: ("Kooperation", "cooperation"),
    EventKind.NOTED: ("Notiz", "noted"),
}
REASONS: dict[Reason, tuple[str, str]] = {
    Reason.ALREADY_KNOWN: ("bekannt", "already known"),
    Reason.WRONG_TOPIC: ("Thema", "wrong topic"),
    Reason.TOO_FAR: ("Entfernung", "too far"),
    Reason.NO_CAPACITY: ("Kapazität", "no capacity"),
    Reason.COMPETITOR: ("Wettbewerb", "competitor"),
    Reason.OUTDATED: ("veraltet", "outdated"),
    Reason.OTHER: ("sonstiges", "other"),
}
_Word = TypeVar("_Word", bound=StrEnum)


def event_of(text: str) -> EventKind:
    """Return the event that a German or English word names; `RequestError` lists them."""
    return _meant(text, EVENTS, ("Ereignis", "event"))


def reason_of(text: str) -> Reason:
    """Return the reason that a German or English word names; `RequestError` lists them."""
    return _meant(text, REASONS, ("Grund", "reason"))


def _meant(text: str, words: Mapping[_Word, tuple[str, str]], sort: tuple[str, str]) -> _Word:
    for value, names in words.items():
        if fold(text) in map(fold, (value.value, *names)):
            return value
    german, english = (", ".join(names[i] for names in words.values()) for i in (0, 1))
    raise RequestError(
        f"'{text}' ist als {sort[0]} nicht bekannt. Möglich sind: {german}.",
        f"'{text}' is not known as {sort[1]}. Possible are: {english}.",
    )
