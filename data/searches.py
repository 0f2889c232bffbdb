"""`SavedSearch` and `Match`: a search that is kept, and what it has found so far."""

from __future__ import annotations

import datetime as dt
import secrets
from enum import StrEnum
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from data.feedback import Moment, Tenant, new_id, now
from data.profiles import Text

MAX_NAME_CHARS = 120
MAX_ADDRESS_CHARS = 50_000
_TOKEN_BYTES = 24

Name = Annotated[Text, Field(min_length=1, max_length=MAX_NAME_CHARS)]


class Frequency(StrEnum):
    """How often new matches are put into a digest."""

    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"

    def due(self, last: dt.date | None, today: dt.date) -> bool:
        """Say whether a digest may go out ``today`` after one on the day ``last``."""
        if self is Frequency.NEVER:
            return False
        return last is None or (today - last).days >= (1 if self is Frequency.DAILY else 7)


class Owner(NamedTuple):
    """Whose searches: one account of a tenant, or all who use it without signing in."""

    tenant: str
    account: str | None = None


def new_token() -> str:
    """Return the secret part of a feed's address: 192 random bits."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


class SavedSearch(BaseModel):
    """A search under a name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(default_factory=lambda: new_id("s"))
    tenant: Tenant
    account: str | None = None
    name: Name
    address: Annotated[str, Field(min_length=1, max_length=MAX_ADDRESS_CHARS)]
    """The address of the page of results, from its path on."""
    language: Literal["de", "en"] = "de"
    """Spoken in digest and feed."""
    frequency: Frequency = Frequency.WEEKLY
    paused: bool = False
    """Whether it is left alone: nothing is looked up or announced."""
    token: str = Field(default_factory=new_token)
    created: Moment = Field(default_factory=now)
    looked: Moment = Field(default_factory=now)
    """When its matches were last marked as seen; at first when it was saved."""
    sent: Moment | None = None
    """When matches of it last went into a digest."""
    checked: str = ""
    """The state of data and ranking in which it was last run; see `matcher.monitoring.state`."""

    @property
    def owner(self) -> Owner:
        """Whose search it is."""
        return Owner(self.tenant, self.account)


class Match(NamedTuple):
    """A profile that a search has found."""

    profile: str
    found: dt.datetime
    position: int | None
    """Place in the list when last run, from 1; None if it was not in it."""
    listed: bool
    """Whether it ever was in the list; else it only came near when the search was saved."""
    seen: dt.datetime | None
    announced: dt.datetime | None
    """When it was put into a digest."""
    gone: dt.datetime | None
    """Since when it cannot be suggested any more: deleted, expired or no longer to be seen."""
    gone_seen: dt.datetime | None

    @property
    def is_new(self) -> bool:
        """Whether it is in the list and nobody has seen it there."""
        return self.position is not None and self.seen is None

    @property
    def is_lost(self) -> bool:
        """Whether it was in the list once, is gone, and nobody has taken note of that."""
        return self.gone is not None and self.gone_seen is None
