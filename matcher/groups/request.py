"""What groups are asked for: a consortium, all trades of one job, or firms with the same need.

What is answered about groups: members with their reasons, alternatives, and gaps.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from data.profiles import Kind, Place, Role, Text
from matcher.request import Constraint, Rule
from matcher.result import Suggestion, Versions

MAX_ROLES = 12
MAX_PLACES = 20
"""Members that all roles together may ask for."""
MAX_NAMED = 20
MAX_PEERS = 15
MIN_THEME, MAX_THEME = 2, 1000
"""Characters."""
PLACE_RULES = (Rule.REGION, Rule.RADIUS)

ProfileIds = Annotated[
    tuple[Annotated[Text, Field(min_length=1, max_length=100)], ...], Field(max_length=MAX_NAMED)
]
Rules = Annotated[tuple[Constraint, ...], Field(max_length=20)]
RuleList = Annotated[tuple[Constraint, ...], Field(max_length=5)]
Described = Annotated[Text, Field(min_length=1, max_length=4000)]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RoleAsked(_Model):
    """One competence that the group needs."""

    text: Annotated[Text, Field(min_length=2, max_length=300)]
    constraints: RuleList = ()
    """Rules of this role alone. One on place, sector, kind or size stands instead of the group's
    rules of that sort."""
    count: Annotated[int, Field(ge=1, le=5)] = 1
    """So many different members are wanted for it."""
    member: str | None = None
    """Id of the profile that somebody chose for it."""


class _Named(_Model):
    include: ProfileIds = ()
    """Profiles that must be members."""
    exclude: ProfileIds = ()
    """Profiles that may not be."""
    constraints: Rules = ()
    """Rules on every member."""
    language: Literal["de", "en"] = "de"

    @model_validator(mode="after")
    def _named_once(self) -> Self:
        if both := set(self.include) & set(self.exclude):
            raise PydanticCustomError(
                "include_exclude",
                "names '{profile}' both in 'include' and in 'exclude'",
                {"profile": min(both)},
            )
        return self


class ConsortiumRequest(_Named):
    """A project idea, the roles it needs, or both; roles given are not read from the idea."""

    idea: Described | None = None
    roles: Annotated[tuple[RoleAsked, ...], Field(max_length=MAX_ROLES)] = ()
    min_size: Annotated[int, Field(ge=1, le=MAX_PLACES)] = 1
    max_size: Annotated[int, Field(ge=1, le=MAX_PLACES)] = MAX_PLACES
    roles_per_member: Annotated[int, Field(ge=1, le=MAX_ROLES)] = 1
    """More than one lets a member take several roles, so that fewer partners do."""

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.idea is None and not self.roles:
            raise PydanticCustomError("nothing_asked", "needs an 'idea' or at least one role")
        if sum(role.count for role in self.roles) > MAX_PLACES:
            raise PydanticCustomError(
                "many_places", "asks for more than {most} members", {"most": MAX_PLACES}
            )
        _check_bounds(self.min_size, self.max_size)
        return self


class BundleRequest(_Named):
    """One job of an end customer, and where it is to be done."""

    job: Described
    trades: Annotated[tuple[RoleAsked, ...], Field(max_length=MAX_ROLES)] = ()
    """Trades, as people write them; without any they are read from the job."""
    place: Annotated[Text, Field(min_length=1, max_length=200)] | None = None
    km: Annotated[float, Field(gt=0, le=1500, allow_inf_nan=False)] = 50.0
    """Firms sit at most so far from the place."""
    max_size: Annotated[int, Field(ge=1, le=MAX_ROLES)] = MAX_ROLES


class PeersRequest(_Named):
    """Groups of those with the same need."""

    theme: Annotated[Text, Field(min_length=MIN_THEME, max_length=MAX_THEME)] | None = None
    """The need in words; without it the needs that are stated are grouped."""
    profile_id: str | None = None
    """A profile that must be a member of the group: only its group is looked for."""
    km: Annotated[float, Field(gt=0, le=1500, allow_inf_nan=False)] | None = 50.0
    """Any two members sit at most so far from each other; None: anywhere."""
    min_size: Annotated[int, Field(ge=2, le=MAX_PEERS)] = 3
    max_size: Annotated[int, Field(ge=2, le=MAX_PEERS)] = 8
    groups: Annotated[int, Field(ge=1, le=20)] = 5
    """So many groups at most; no profile is in two."""

    @model_validator(mode="after")
    def _possible(self) -> Self:
        _check_bounds(self.min_size, self.max_size)
        return self


def _check_bounds(least: int, most: int) -> None:
    if least > most:
        raise PydanticCustomError(
            "size_bounds",
            "needs 'min_size' of at most 'max_size', got {least} and {most}",
            {"least": least, "most": most},
        )


LEAST_VALUE = 0.01
"""Of a member that was set by the user, however poor."""


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Member(_Answer):
    """Somebody for a role."""

    suggestion: Suggestion
    """The engine's suggestion for this role: reason, evidence, distance, contact."""
    worth: float
    """Score and proof together, 0..1.5: what members are chosen by."""
    bonus: float = 0.0
    """What fitting the whole idea, or holding the trade and sitting near, adds to it."""
    chosen: bool = False
    """Whether the user set this member."""
    holds: bool = False
    """Whether it states the role's craft trade as its main one."""

    @property
    def value(self) -> float:
        """What the solver sees."""
        return max(self.worth + self.bonus, LEAST_VALUE)


class RoleGap(_Answer):
    """Why nobody takes a role."""

    text: str
    """One sentence with the true reason."""
    reason: Literal["place", "rule", "rules", "nobody", "taken", "size"]
    nearest: Member | None = None
    """Who would come next if the reason fell away."""


class FilledRole(_Answer):
    """A role with its member, or with the reason why it has none."""

    asked: RoleAsked
    label: str
    """The role's text; of several places of one role with a number."""
    member: Member | None
    alternatives: tuple[Member, ...]
    """The next best who keep every rule and are not in the team."""
    gap: RoleGap | None


class Link(_Answer):
    """What speaks for two members together."""

    members: tuple[str, str]
    """Ids."""
    sort: Literal["cooperation", "met", "synergy"]
    text: str


class Team(_Answer):
    """A consortium or a bundle."""

    roles: tuple[FilledRole, ...]
    others: tuple[Suggestion, ...]
    """Members that were asked for and take no role."""
    links: tuple[Link, ...]
    size: int
    """Number of members."""
    covered: int
    """Number of roles that have a member."""
    mean_km: float | None
    """Mean distance between two members, as far as their places are known."""
    largest_km: float | None
    constraints: tuple[Constraint, ...]
    """The rules on every member, those read from the idea at the end."""
    listed: bool
    """Whether the roles were given or named in the idea; else they are guessed from its words."""
    proven: bool
    """Whether no better team of the candidates exists."""
    notes: tuple[str, ...]
    """What a reader must know, in sentences."""
    versions: Versions


class Peer(_Answer):
    """A member of a group with the same need."""

    profile_id: str
    name: str
    kind: Kind
    places: tuple[Place, ...]
    place: str
    text: str
    """What it says, word for word."""
    role: Role
    """``need``, or ``about`` and ``offer`` where it only deals with the theme."""
    likeness: float
    """How near its sentence is to those of the others and to the theme, 0..1."""
    mean_km: float | None
    """Mean distance to the other members."""
    veiled: bool


class PeerGroup(_Answer):
    """Those who share a need and sit near each other."""

    name: str
    words: tuple[str, ...]
    """What at least half of the members say."""
    members: tuple[Peer, ...]
    mean_km: float | None
    largest_km: float | None
    likeness: float
    """Mean likeness of two members, 0..1."""
    weakest: float
    """Likeness of the two that are least alike."""
    proven: bool
    text: str
    """One sentence: who, what and how near."""


class PeersAnswer(_Answer):
    """Groups with the same need; no profile is in two."""

    groups: tuple[PeerGroup, ...]
    considered: int
    """Statements that could have been grouped."""
    needs: int
    """How many of them are needs."""
    proven: bool
    """Whether no better set of these groups exists."""
    notes: tuple[str, ...]
    constraints: tuple[Constraint, ...]
    versions: Versions
