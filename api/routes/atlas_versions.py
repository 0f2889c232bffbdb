"""Bodies of the atlas's routes: building it, its versions, what changed."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel

from matcher.atlas.topics import Comparison, Growth


class BuildAnswer(BaseModel):
    """How far a build is."""

    job_id: str
    step: str
    done: int
    steps: int | None
    over: bool
    version: int | None
    """The version it made, null until then."""
    problem: str | None
    """Why it failed."""


class VersionOut(BaseModel):
    """A version of the topics."""

    version: int
    made_at: str
    topics: int
    profiles: int
    statements: int


class VersionsAnswer(BaseModel):
    """All versions, the latest first."""

    items: list[VersionOut]


class ChangeOut(BaseModel):
    """What became of a topic."""

    kind: str
    """``new``, ``gone`` or ``renamed``."""
    topic: str
    name: str
    before: str


class GrowthOut(BaseModel):
    """Public statements in two versions."""

    key: str
    before: int
    now: int
    change: int

    @classmethod
    def of(cls, growth: Growth) -> Self:
        """Return a growth as it is answered."""
        return cls(**vars(growth), change=growth.change)


class ComparisonAnswer(BaseModel):
    """What changed between two versions, among public profiles."""

    old: int
    new: int
    changes: list[ChangeOut]
    topics: list[GrowthOut]
    regions: list[GrowthOut]
    fields: list[GrowthOut]

    @classmethod
    def of(cls, found: Comparison) -> Self:
        """Return a comparison as it is answered."""
        return cls(
            old=found.old,
            new=found.new,
            changes=[ChangeOut(**vars(change)) for change in found.changes],
            topics=[GrowthOut.of(growth) for growth in found.topics],
            regions=[GrowthOut.of(growth) for growth in found.regions],
            fields=[GrowthOut.of(growth) for growth in found.fields],
        )
