"""`MatchRequest`: who asks, for what, under which rules."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from data.profiles import MAX_STATEMENT_CHARS, Profile, Text

MAX_K = 1000
"""Most suggestions one request may ask for; the faces set lower bounds of their own."""
MAX_EXAMPLES = 10
"""Most profiles that a request may name as examples of one sort."""


class Goal(StrEnum):
    """What the seeker wants from a partner."""

    PARTNER = "partner"
    """Both directions: my needs to their offers and my offers to their needs."""
    SOLUTION = "solution"
    """My need answered by their offer."""
    CUSTOMER = "customer"
    """Their need answered by my offer."""
    PEERS = "peers"
    """The same need as mine."""
    CLUSTER = "cluster"
    """The network that fits me."""


class Rule(StrEnum):
    """What a constraint looks at."""

    REGION = "region"
    RADIUS = "radius"
    SECTOR = "sector"
    KIND = "kind"
    SIZE = "size"
    LANGUAGE = "language"
    EXCLUDE = "exclude"
    OTHER_SECTOR = "other_sector"
    OTHER_CLUSTER = "other_cluster"


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Constraint(_Model):
    """A rule on partners.

    ``must`` is never broken; ``prefer`` enters the ranking. ``match`` says how several values
    combine: at least one of them, every one, or none of them.

    ``region`` takes names, codes or postcodes; ``radius`` one place and ``km``; ``sector`` WZ
    codes, trades or clusters; ``exclude`` profile ids. ``other_sector`` (no competitors) and
    ``other_cluster`` (cross-cluster) take no values: they compare with the seeker.
    """

    rule: Rule
    values: Annotated[
        tuple[Annotated[Text, Field(min_length=1, max_length=200)], ...], Field(max_length=1000)
    ] = ()
    match: Literal["any", "all", "none"] = "any"
    strength: Literal["must", "prefer"] = "must"
    km: Annotated[float, Field(gt=0, le=1500, allow_inf_nan=False)] | None = None

    @model_validator(mode="after")
    def _values_fit_rule(self) -> Self:
        said = {"rule": str(self.rule), "count": len(self.values)}
        if (self.rule is Rule.RADIUS) != (self.km is not None):
            raise PydanticCustomError(
                "rule_km", "needs 'km' for the rule 'radius', and only for it: rule '{rule}'", said
            )
        if self.rule is Rule.RADIUS and len(self.values) != 1:
            raise PydanticCustomError(
                "rule_place", "needs one place for the rule 'radius', got {count}", said
            )
        comparing = self.rule in (Rule.OTHER_SECTOR, Rule.OTHER_CLUSTER)
        if comparing and self.values:
            raise PydanticCustomError("rule_bare", "takes no values with rule '{rule}'", said)
        if not comparing and not self.values:
            raise PydanticCustomError(
                "rule_values", "needs at least one value with rule '{rule}'", said
            )
        return self


Examples = Annotated[
    tuple[Annotated[Text, Field(min_length=1, max_length=100)], ...], Field(max_length=MAX_EXAMPLES)
]
"""Ids of profiles."""


class MatchRequest(_Model):
    """A question to the engine: exactly one of ``profile_id``, ``profile`` and ``question``."""

    profile_id: str | None = None
    profile: Profile | None = None
    """A seeker that is not in the store."""
    question: Annotated[Text, Field(min_length=1, max_length=MAX_STATEMENT_CHARS)] | None = None
    read_question: bool = True
    """Whether a place named in the question becomes a rule ("Wer in Brandenburg kann …?")."""
    unread: frozenset[Rule] = frozenset()
    """Rules of these sorts are not read from the question: the asker took them away."""
    goal: Goal | None = None
    """Default: ``solution`` for a question, ``partner`` for a profile."""
    constraints: Annotated[tuple[Constraint, ...], Field(max_length=30)] = ()
    k: Annotated[int, Field(ge=1, le=MAX_K)] = 10
    language: Literal["de", "en"] = "de"
    diversity: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] = 0.0
    """0 ranks by score alone; higher values avoid suggestions that resemble each other (MMR)."""
    max_per_kind: Annotated[int, Field(ge=1)] | None = None
    """At most so many suggestions of one kind."""
    like: Examples = ()
    """Profiles of which more is wanted: who resembles them ranks higher."""
    unlike: Examples = ()
    """Profiles of which nothing more is wanted: who resembles them ranks lower."""

    @model_validator(mode="after")
    def _one_seeker(self) -> Self:
        given = [self.profile_id, self.profile, self.question]
        if sum(x is not None for x in given) != 1:
            raise PydanticCustomError(
                "one_seeker", "needs exactly one of 'profile_id', 'profile' and 'question'"
            )
        return self

    @model_validator(mode="after")
    def _examples_differ(self) -> Self:
        if both := set(self.like) & set(self.unlike):
            raise PydanticCustomError(
                "like_unlike",
                "names '{profile}' both in 'like' and in 'unlike'",
                {"profile": min(both)},
            )
        return self

    @property
    def effective_goal(self) -> Goal:
        """The goal asked for, or the default of the seeker's form."""
        if self.goal is not None:
            return self.goal
        return Goal.SOLUTION if self.question is not None else Goal.PARTNER


class Viewer(_Model):
    """On whose behalf the engine answers; decides which profiles exist for them at all."""

    tenant: str | None = None
    """``None``: not signed in, sees public profiles only."""
    everything: bool = False
    """The operator on the command line: sees all tenants' profiles."""
    introduced: frozenset[str] = frozenset()
    """True ids of profiles behind an intermediary whose owners agreed to be known to the tenant."""
