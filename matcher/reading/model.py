"""`Reading`: a request taken apart, as facts that remember where they were read."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict

from data.profiles import Kind
from matcher.request import Goal

Strength = Literal["must", "prefer"]


class _Facts(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(_Facts):
    """A stretch of the text: characters from ``start`` up to but not including ``end``."""

    start: int
    end: int


class Polarity(StrEnum):
    """Whether partners should be in a place or not."""

    IN = "in"
    NOT = "not"


class Owner(StrEnum):
    """Whose place it is."""

    PARTNER = "partner"
    ASKER = "asker"


class Phrase(_Facts):
    """Words of the text, and where they stand."""

    text: str
    span: Span


class Need(_Facts):
    """One thing that is sought: the words that say it, without frame, places and who asks."""

    text: str
    spans: tuple[Span, ...]


class ReadPlace(_Facts):
    """A place as the request means it.

    ``name`` is canonical ("Lübben (Spreewald)"); ``region`` is the id of `data.places` where it
    has one ("place:luebben-spreewald") or of `data.places.local` ("ortsteil:adlershof").
    ``km`` is the radius around it, None for the place itself.
    """

    name: str
    region: str
    polarity: Polarity = Polarity.IN
    km: float | None = None
    strength: Strength = "must"
    owner: Owner = Owner.PARTNER
    span: Span


class ReadKind(_Facts):
    """A kind of partner that is wanted, or not."""

    kind: Kind
    wanted: bool
    span: Span


class Asker(_Facts):
    """Who asks, as far as the text says it: never searched for."""

    phrases: tuple[Phrase, ...] = ()
    trade: str | None = None
    """The id of the asker's trade, such as ``A-27``."""
    seat: str | None = None
    """The region id of the asker's first place."""


class DoubtCode(StrEnum):
    """What is not sure about a reading."""

    WHICH_PLACE = "which_place"
    """A name of several places: ``candidates`` holds them, the one that was taken first."""
    IS_PLACE = "is_place"
    """A word that may be a place and made no rule: "Meinten Sie Forst (Lausitz)?"."""
    SPELLING = "spelling"
    """A place that was recognised despite a slip of the finger."""
    NO_SEAT = "no_seat"
    """Partners should be near, and the text does not say near what."""
    TRAVEL_TIME = "travel_time"
    """A distance in time, which is no radius in km."""
    TALKED_OF = "talked_of"
    """A place that is only talked about and made no rule."""
    WHO_ASKS = "who_asks"
    """A clause that may say what is sought or who asks; it was read as ``candidates`` says."""
    NO_NEED = "no_need"
    """Nothing that is sought was found; the whole text is searched for."""


class Doubt(_Facts):
    """A question to the asker, as facts."""

    code: DoubtCode
    span: Span
    text: str = ""
    candidates: tuple[str, ...] = ()


class Reading(_Facts):
    """What a free question says, taken apart."""

    text: str
    sought: tuple[Need, ...] = ()
    asker: Asker = Asker()
    places: tuple[ReadPlace, ...] = ()
    kinds: tuple[ReadKind, ...] = ()
    goal: Goal = Goal.SOLUTION
    goal_span: Span | None = None
    unsure: tuple[Doubt, ...] = ()

    @property
    def regions(self) -> tuple[ReadPlace, ...]:
        """The places that say where partners should or should not be."""
        return tuple(place for place in self.places if place.owner is Owner.PARTNER)

    @property
    def wanted_kinds(self) -> tuple[Kind, ...]:
        """The kinds that are wanted, each once."""
        return tuple(dict.fromkeys(k.kind for k in self.kinds if k.wanted))

    @property
    def unwanted_kinds(self) -> tuple[Kind, ...]:
        """The kinds that are not wanted, each once."""
        return tuple(dict.fromkeys(k.kind for k in self.kinds if not k.wanted))

    def facts(self) -> dict[str, object]:
        """Return the reading as the plain fields that the command line and the API show."""
        return {
            "sought": [need.text for need in self.sought],
            "asker": [phrase.text for phrase in self.asker.phrases],
            "regions": [
                {
                    "name": place.name,
                    "polarity": str(place.polarity),
                    "km": place.km,
                    "strength": place.strength,
                }
                for place in self.regions
            ],
            "kinds": [str(kind) for kind in self.wanted_kinds],
            "not_kinds": [str(kind) for kind in self.unwanted_kinds],
            "goal": str(self.goal),
            "unsure": [doubt.model_dump(mode="json") for doubt in self.unsure],
        }
