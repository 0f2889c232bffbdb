"""`SavedSearch` and `Match`: a search that is kept, and what it has found so far.

`Introduction`: somebody asks to be introduced to a profile behind an intermediary.

It belongs to two tenants, the one that asks and the one that owns the profile. Both read every
step of it. No names of persons are kept: it is institutions that ask and answer.
"""

from __future__ import annotations

import datetime as dt
import secrets
from enum import StrEnum
from typing import Annotated, Literal, NamedTuple

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from data.feedback.outcomes import Moment, Tenant, new_id, now
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
    """The state of data and ranking in which it was last run: `matcher.needs.crossing.state`."""

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


MAX_NEED_CHARS = 1000
MAX_MESSAGE_CHARS = 2000
MAX_PAIRS = 3


class IntroductionState(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class StepKind(StrEnum):
    """What one of the two sides did."""

    ASK = "ask"
    AGREE = "agree"
    DECLINE = "decline"
    REOPEN = "reopen"
    """The owner takes its answer back: the request is open again."""
    WITHDRAW = "withdraw"


LEADS_TO: dict[StepKind, IntroductionState] = {
    StepKind.ASK: IntroductionState.ASKED,
    StepKind.AGREE: IntroductionState.AGREED,
    StepKind.DECLINE: IntroductionState.DECLINED,
    StepKind.REOPEN: IntroductionState.ASKED,
    StepKind.WITHDRAW: IntroductionState.WITHDRAWN,
}
TAKEN_BY: dict[StepKind, Literal["owner", "asker"]] = {
    StepKind.AGREE: "owner",
    StepKind.DECLINE: "owner",
    StepKind.REOPEN: "owner",
    StepKind.WITHDRAW: "asker",
}
FROM: dict[StepKind, frozenset[IntroductionState]] = {
    StepKind.AGREE: frozenset({IntroductionState.ASKED}),
    StepKind.DECLINE: frozenset({IntroductionState.ASKED}),
    StepKind.REOPEN: frozenset({IntroductionState.AGREED, IntroductionState.DECLINED}),
    StepKind.WITHDRAW: frozenset({IntroductionState.ASKED}),
}
"""The states in which a step can be taken."""
OPEN = (IntroductionState.ASKED, IntroductionState.AGREED)
"""While a request is in one of these, the same tenant cannot ask for the same profile again."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Pair(_Model):
    """A statement of the asking side beside one of the profile asked for, veiled as it was."""

    mine: str
    theirs: str


class Wish(_Model):
    """What is asked: to whom to be introduced, for whom and for what."""

    profile_id: str
    """True id of the profile; never told to the asking side."""
    owner: str
    asker: str
    described: str
    """The profile in words that do not name it, German."""
    seeker_id: str | None = None
    """The profile on whose behalf is asked, None for a need alone."""
    seeker_name: Annotated[Text, Field(max_length=300)] = ""
    need: Annotated[Text, Field(max_length=MAX_NEED_CHARS)] = ""
    message: Annotated[Text, Field(max_length=MAX_MESSAGE_CHARS)] = ""
    pairs: Annotated[tuple[Pair, ...], Field(max_length=MAX_PAIRS)] = ()


class Step(_Model):
    """Something one of the two sides did, with what it said."""

    kind: StepKind
    time: AwareDatetime
    text: Annotated[Text, Field(max_length=MAX_MESSAGE_CHARS)] = ""


class Introduction(_Model):
    """A request with its history, oldest step first."""

    id: str
    wish: Wish
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]

    @property
    def state(self) -> IntroductionState:
        """Where it stands."""
        return LEADS_TO[self.steps[-1].kind]

    def side(self, tenant: str) -> Literal["owner", "asker"]:
        """Return on which side of it a tenant stands."""
        return "owner" if tenant == self.wish.owner else "asker"

    def may(self, kind: StepKind, tenant: str) -> bool:
        """Say whether a tenant can take a step now."""
        return TAKEN_BY.get(kind) == self.side(tenant) and self.state in FROM[kind]
