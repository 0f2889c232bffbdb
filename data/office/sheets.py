"""`Sheet`: an advice sheet for a firm, and who asked for whom, when.

What can be edited is `SheetContent`; every save of it is kept as a version of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from data.feedback.outcomes import MadeWith, Moment, new_id, seeker_key
from data.profiles import MAX_STATEMENT_CHARS, Kind, Text

MAX_ENTRIES = 60
MAX_LINE = 300
MAX_TEXT = 4000


class Section(StrEnum):
    """A part of a sheet, in the order in which it is read."""

    RESEARCH = "research"
    STARTUPS = "startups"
    FIRMS = "firms"
    PEERS = "peers"
    CLUSTER = "cluster"


class SheetState(StrEnum):
    """Whether a sheet may still be changed."""

    DRAFT = "draft"
    FINAL = "final"


def _paragraphs(value: object) -> object:
    """Clean a text that may have several lines."""
    if not isinstance(value, str):
        return value
    lines = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").splitlines()
    kept = ("".join(c if c.isprintable() else " " for c in line).strip() for line in lines)
    return "\n".join(kept).strip()


Line = Annotated[Text, Field(max_length=MAX_LINE)]
Paragraphs = Annotated[str, BeforeValidator(_paragraphs), Field(max_length=MAX_TEXT)]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Entry(_Model):
    """One suggestion of a sheet."""

    id: str = Field(default_factory=lambda: new_id("s"))
    section: Section
    profile_id: str | None = None
    """None for what an adviser added in words of their own."""
    name: Annotated[Text, Field(min_length=1, max_length=MAX_LINE)]
    kind: Kind | None = None
    place: Line = ""
    distance_km: float | None = None
    fit: Line = ""
    """How well it fits, as a word."""
    reason: Paragraphs = ""
    gain: Paragraphs = ""
    """What the partner gains."""
    evidence: Paragraphs = ""
    """The statement of the partner on which the reason rests, in full."""
    next_step: Paragraphs = ""
    included: bool = True
    """Whether it goes out."""
    agreed: bool = False
    """Whether the adviser says that the partner, whose profile is not public, agreed to be named
    to the firm."""
    near: bool = False
    """Whether it is only what came nearest: offered to the adviser, and not ticked."""
    edited: bool = False
    """Whether a person changed or added it: composing anew leaves it alone."""
    handled: Line = ""
    """What became of this partner for the firm before, in words; empty if nothing."""
    impression_id: str | None = None
    """The list of the feedback log in which it was shown."""


class SheetFirm(_Model):
    """For whom partners are sought."""

    profile_id: str | None = None
    name: Annotated[Text, Field(min_length=1, max_length=MAX_LINE)]
    postcode: Annotated[str, Field(pattern=r"^\d{5}$")] | None = None
    place: Line = ""
    trade: Line = ""
    """Its trade in words."""
    trades: tuple[str, ...] = ()
    """Codes of its trades, where it is not stored."""


class SheetContent(_Model):
    """A sheet as it can be edited."""

    firm: SheetFirm
    need: Annotated[Text, Field(min_length=1, max_length=MAX_STATEMENT_CHARS)]
    language: Literal["de", "en"] = "de"
    constraints: tuple[Mapping[str, Any], ...] = ()
    """The rules that were chosen, as JSON objects."""
    rules: tuple[str, ...] = ()
    """The same in words."""
    headline: Annotated[Text, Field(min_length=1, max_length=MAX_LINE)]
    introduction: Paragraphs = ""
    entries: Annotated[tuple[Entry, ...], Field(max_length=MAX_ENTRIES)] = ()
    gaps: Mapping[Section, str] = {}
    """What a section without entries says: that nobody was found, and what would help."""
    closing: Paragraphs = ""
    adviser: Line = ""
    adviser_contact: Line = ""
    composed_at: Moment
    made_with: MadeWith

    def of(self, section: Section) -> tuple[Entry, ...]:
        """Return all entries of a section, in their order."""
        return tuple(entry for entry in self.entries if entry.section is section)

    def going_out(self, kept_back: Collection[str]) -> SheetContent:
        """Return the content with the entries that go out alone, without some by their ids."""
        kept = (e for e in self.entries if e.included and e.id not in kept_back)
        return self.model_copy(update={"entries": tuple(kept)})

    @property
    def key(self) -> str:
        """What draft a further suggestion belongs to: the firm, or for one not stored its need."""
        return seeker_key(self.firm.profile_id, None if self.firm.profile_id else self.need)


class Author(_Model):
    """Who did something: the account with its name and role at that time."""

    account: str | None = None
    name: Line = ""
    role: Line = ""


class Version(_Model):
    """One kept version of a sheet, without its content."""

    number: int
    time: Moment
    author: Author
    action: str
    """What was done: ``composed``, ``saved``, ``recomposed``, ``restored`` …"""
    aside: bool
    """Whether it was saved on top of an older version than the one of that moment."""


class Sheet(_Model):
    """A sheet in its present version."""

    id: str
    tenant: str
    state: SheetState
    version: int
    """Number of the version shown; who saves must have seen it."""
    created_at: Moment
    created_by: Author
    updated_at: Moment
    updated_by: Author
    final_at: Moment | None = None
    deleted_at: Moment | None = None
    copied_from: str | None = None
    content: SheetContent

    @property
    def is_draft(self) -> bool:
        """Whether it may be changed."""
        return self.state is SheetState.DRAFT and self.deleted_at is None


class SheetLine(_Model):
    """A sheet in a list."""

    id: str
    state: SheetState
    firm: str
    need: str
    created_at: dt.datetime
    updated_at: dt.datetime
    created_by: Author
    deleted: bool
