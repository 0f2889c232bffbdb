"""What is answered about groups: members with their reasons, alternatives, and gaps."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from data.profiles import Kind, Place, Role
from matcher.groups_request import RoleAsked
from matcher.request import Constraint
from matcher.results import Suggestion, Versions

LEAST_VALUE = 0.01
"""Of a member that was set by the user, however poor."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Member(_Model):
    """Somebody for a role."""

    suggestion: Suggestion
    """The engine's suggestion for this role: reason, evidence, distance, contact."""
    worth: float
    """Score and proof together, 0..1.5: what members are chosen by."""
    bonus: float = 0.0
    """What fitting the whole idea, or holding the trade and sitting near, adds to it."""
    chosen: bool = False
    """Whether the user set this member."""

    @property
    def value(self) -> float:
        """What the solver sees."""
        return max(self.worth + self.bonus, LEAST_VALUE)


class RoleGap(_Model):
    """Why nobody takes a role."""

    text: str
    """One sentence with the true reason."""
    reason: Literal["place", "rule", "rules", "nobody", "taken", "size"]
    nearest: Member | None = None
    """Who would come next if the reason fell away."""


class FilledRole(_Model):
    """A role with its member, or with the reason why it has none."""

    asked: RoleAsked
    label: str
    """The role's text; of several places of one role with a number."""
    member: Member | None
    alternatives: tuple[Member, ...]
    """The next best who keep every rule and are not in the team."""
    gap: RoleGap | None


class Link(_Model):
    """What speaks for two members together."""

    members: tuple[str, str]
    """Ids."""
    sort: Literal["cooperation", "met", "synergy"]
    text: str


class Team(_Model):
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


class Peer(_Model):
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


class PeerGroup(_Model):
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


class PeersAnswer(_Model):
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
