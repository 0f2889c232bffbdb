"""`Introduction`: somebody asks to be introduced to a profile behind an intermediary.

It belongs to two tenants, the one that asks and the one that owns the profile. Both read every
step of it. No names of persons are kept: it is institutions that ask and answer.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from data.profiles import Text

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
