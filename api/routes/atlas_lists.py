"""Bodies of the atlas's routes: skills, overlaps, duplicates."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel

from api.routes.atlas_schemas import HitOut
from data.profiles import Kind, Profile
from matcher.atlas.browse import label_of
from matcher.atlas.duplicates import Duplicate, Overlap
from matcher.atlas.skills import SkillMention, SkillsMatrix, SkillTally


class SkillTallyOut(BaseModel):
    """What is named of a skill; a mention without a number counts as one person."""

    demand: int
    supply: int
    demand_mentions: int
    supply_mentions: int
    gap: int

    @classmethod
    def of(cls, tally: SkillTally) -> Self:
        """Return a tally as it is answered."""
        return cls(**vars(tally), gap=tally.gap)


class SkillCellOut(BaseModel):
    """One skill in one region."""

    region: str
    label: str
    tally: SkillTallyOut


class MentionOut(BaseModel):
    """A statement that names a skill."""

    side: str
    """``demand`` or ``supply``."""
    grade: str
    """``apprentice``, ``skilled`` or ``course``."""
    quantity: int | None
    statement: HitOut

    @classmethod
    def of(cls, mention: SkillMention) -> Self:
        """Return a mention as it is answered."""
        return cls(
            side=mention.side,
            grade=mention.grade,
            quantity=mention.quantity,
            statement=HitOut.of(mention.hit),
        )


class SkillOut(BaseModel):
    """A skill with its regions and the statements that name it."""

    skill: str
    grade: str
    """``apprentice``, ``skilled`` or ``course``: each is counted by itself."""
    tally: SkillTallyOut
    regions: list[SkillCellOut]
    mentions: list[MentionOut]


class SkillsAnswer(BaseModel):
    """Skills, those with the largest gap first; from those statements alone that name them."""

    items: list[SkillOut]
    totals: dict[str, SkillTallyOut]
    """By grade; people and courses do not add up. A course counts once, whatever it teaches."""
    statements_read: int

    @classmethod
    def of(cls, found: SkillsMatrix, language: str) -> Self:
        """Return the skills as they are answered."""
        return cls(
            items=[
                SkillOut(
                    skill=skill.name,
                    grade=skill.grade,
                    tally=SkillTallyOut.of(found.by_skill[skill]),
                    regions=[
                        SkillCellOut(
                            region=region,
                            label=label_of(region, language),
                            tally=SkillTallyOut.of(found.cells[skill, region]),
                        )
                        for region in found.regions
                        if (skill, region) in found.cells
                    ],
                    mentions=[
                        MentionOut.of(m) for m in found.mentions if (m.skill, m.grade) == skill
                    ],
                )
                for skill in found.skills
            ],
            totals={str(g): SkillTallyOut.of(tally) for g, tally in found.totals.items()},
            statements_read=found.read,
        )


class OverlapOut(BaseModel):
    """Offers of different profiles that nearly say the same."""

    topic: str | None
    likeness: float
    offers: list[HitOut]

    @classmethod
    def of(cls, group: Overlap) -> Self:
        """Return a group as it is answered."""
        return cls(
            topic=group.topic,
            likeness=group.likeness,
            offers=[HitOut.of(hit) for hit in group.offers],
        )


class OverlapsAnswer(BaseModel):
    """A page of groups, the largest first."""

    items: list[OverlapOut]
    total: int


class WhoOut(BaseModel):
    """A profile in short."""

    profile_id: str
    name: str
    kind: Kind

    @classmethod
    def of(cls, profile: Profile) -> Self:
        """Return a profile in short."""
        return cls(profile_id=profile.id, name=profile.name, kind=profile.kind)


class DuplicateOut(BaseModel):
    """Two profiles that may be the same organisation; a person decides."""

    first: WhoOut
    second: WhoOut
    why: str
    likeness: float

    @classmethod
    def of(cls, pair: Duplicate, language: str) -> Self:
        """Return a pair as it is answered."""
        return cls(
            first=WhoOut.of(pair.first),
            second=WhoOut.of(pair.second),
            why=pair.english if language == "en" else pair.german,
            likeness=pair.likeness,
        )


class DuplicatesAnswer(BaseModel):
    """A page of pairs, the surest first."""

    items: list[DuplicateOut]
    total: int
