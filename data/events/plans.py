"""`Plan`: who meets whom at an event, when and where; `Answer`: what became of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from data.events.event import MAX_TABLES, Count, Frozen, Line, ParticipantId
from data.feedback.outcomes import Moment, now
from data.profiles import Text


class Meeting(Frozen):
    """Two participants at a table in a slot."""

    a: ParticipantId
    b: ParticipantId
    """Of two sides ``a`` is of the first; else the one named first in the event."""
    slot: Count
    table: Annotated[int, Field(ge=0, lt=MAX_TABLES)]
    locked: bool = False
    """Stays as it is whenever the plan is made anew."""

    @property
    def pair(self) -> frozenset[str]:
        """Who meets, whatever the order."""
        return frozenset((self.a, self.b))


class Saying(StrEnum):
    """How one side of a meeting said its statement."""

    OFFERS = "offers"
    SEEKS = "seeks"
    ASKS = "asks"
    WORKS = "works"


class Bond(StrEnum):
    """How surely two statements fit each other."""

    FITS = "fits"
    """One answers the other, as far as it is proved."""
    MAYBE = "maybe"
    """They are near each other; that one answers the other is not proved."""
    LOOSE = "loose"
    """The nearest that the two have to say to each other."""


class Reason(Frozen):
    """Why two meet, and what to begin with."""

    score: Annotated[float, Field(ge=0, le=1)]
    """Mutual."""
    text: Text = ""
    """One sentence in the event's language."""
    for_a: Text = ""
    """What ``a`` gains, as a sentence."""
    for_b: Text = ""
    said_by_a: Text = ""
    said_by_b: Text = ""
    """The two statements that fit each other: the ice-breaker."""
    a_says: Saying | None = None
    b_says: Saying | None = None
    """How they are said; None where no statements show why (a wish, a plan of an older version)."""
    bond: Bond = Bond.FITS
    """How surely the two statements fit."""


class Proof(Frozen):
    """How good a plan is, as far as it is proved."""

    value: float
    """What the plan reaches: scores and wishes of all meetings."""
    bound: float
    """No plan under these rules reaches more."""
    seconds: float
    seed: int
    optimal: bool

    @property
    def gap(self) -> float:
        """Share of the bound that may be missing, 0..1."""
        return max(0.0, 1 - self.value / self.bound) if self.bound > 0 else 0.0


class Plan(Frozen):
    """Who meets whom. A plan is never changed: another one with the next number follows it."""

    event: str
    """Id of the event."""
    number: Annotated[int, Field(ge=0)] = 0
    """Given by the store, from 1."""
    version: int
    """Of the event it was made from."""
    meetings: tuple[Meeting, ...]
    proof: Proof
    reasons: Mapping[str, Reason] = Field(default_factory=dict)
    """`pair_key` -> reason, for the planned pairs."""
    note: Line = ""
    """Why it was made, e.g. a no-show."""
    created: Moment = Field(default_factory=now)


@dataclass(frozen=True)
class PlanLine:
    """A plan as it stands in a list."""

    number: int
    version: int
    meetings: int
    note: str
    created: dt.datetime
    current: bool


def pair_key(a: str, b: str) -> str:
    """Return the key of a pair in `Plan.reasons`, whatever the order."""
    return "|".join(sorted((a, b)))


class Answer(Frozen):
    """What one participant tells of a meeting afterwards."""

    who: ParticipantId
    whom: ParticipantId
    met: bool | None = None
    go_on: Literal["yes", "maybe", "no"] | None = None
    """Whether it wants to go on with the other."""
    note: Annotated[Text, Field(max_length=1000)] = ""
    at: Moment = Field(default_factory=now)


class Seat(NamedTuple):
    """Whose page a personal link opens."""

    tenant: str
    event: str
    participant: str
