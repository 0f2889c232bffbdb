"""Bodies of the atlas's routes."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel

from api.work.atlas.shown import Atlas
from data.profiles import Kind, Role
from matcher.atlas.browse import label_of
from matcher.atlas.counts import Browsed, Hit, Matrix, Tally, TopicLine


class TallyOut(BaseModel):
    """Statements by role, and their profiles."""

    offers: int
    needs: int
    about: int
    profiles: int
    gap: int
    """Needs less offers."""

    @classmethod
    def of(cls, tally: Tally) -> Self:
        """Return a tally as it is answered."""
        return cls(**vars(tally), gap=tally.gap)


class TopicOut(BaseModel):
    """A topic with its counts."""

    id: str
    name: str
    words: list[str]
    theme: str
    sector: str | None
    """WZ division its texts speak of most, with its label."""
    since: int
    x: float
    y: float
    tally: TallyOut
    growth: int | None
    """Public statements more than in the version before; null for a new topic."""

    @classmethod
    def of(cls, line: TopicLine, language: str) -> Self:
        """Return a topic as it is answered."""
        topic = line.topic
        return cls(
            id=topic.id,
            name=topic.name,
            words=list(topic.words),
            theme=topic.theme,
            sector=label_of(f"sector:{topic.sector}", language) if topic.sector else None,
            since=topic.since,
            x=topic.x,
            y=topic.y,
            tally=TallyOut.of(line.tally),
            growth=line.growth,
        )


class ThemeOut(BaseModel):
    """A theme with its topics, the largest first."""

    id: str
    name: str
    x: float
    y: float
    tally: TallyOut
    topics: list[TopicOut]


class AtlasAnswer(BaseModel):
    """The atlas as the asker sees it."""

    version: int
    made_at: str
    previous: int | None
    """The version that growth is told from."""
    data_version: str
    total: TallyOut
    unassigned: TallyOut
    """Statements that speak of no topic, or say nothing about competence."""
    sectors_stated: int
    """Profiles that state a sector; of the others it is guessed where their texts are plain."""
    themes: list[ThemeOut]

    @classmethod
    def of(cls, atlas: Atlas, language: str) -> Self:
        """Return the atlas as it is answered."""
        found = atlas.summary
        return cls(
            version=found.version,
            made_at=found.made_at,
            previous=found.previous,
            data_version=found.data_version,
            total=TallyOut.of(found.total),
            unassigned=TallyOut.of(found.unassigned),
            sectors_stated=found.sectors_stated,
            themes=[
                ThemeOut(
                    id=line.theme.id,
                    name=line.theme.name,
                    x=line.theme.x,
                    y=line.theme.y,
                    tally=TallyOut.of(line.tally),
                    topics=[TopicOut.of(topic, language) for topic in line.topics],
                )
                for line in found.themes
            ],
        )


class HitOut(BaseModel):
    """A statement with whose it is."""

    profile_id: str
    name: str
    kind: Kind
    role: Role
    text: str
    nearness: float
    """Cosine with the topic."""

    @classmethod
    def of(cls, hit: Hit) -> Self:
        """Return a statement as it is answered."""
        profile = hit.profile
        return cls(
            profile_id=profile.id,
            name=profile.name,
            kind=profile.kind,
            role=hit.role,
            text=hit.text,
            nearness=hit.nearness,
        )


class FacetOut(BaseModel):
    """A value to narrow by, and how many profiles it leaves."""

    key: str
    label: str
    profiles: int


class TopicAnswer(BaseModel):
    """The statements of a topic, a page of them, and what they can be narrowed by."""

    topic: TopicOut
    tally: TallyOut
    """Of the selection."""
    items: list[HitOut]
    total: int
    offset: int
    limit: int
    kinds: list[FacetOut]
    regions: list[FacetOut]
    clusters: list[FacetOut]

    @classmethod
    def of(cls, line: TopicLine, found: Browsed, offset: int, limit: int, language: str) -> Self:
        """Return a topic as it is answered."""
        return cls(
            topic=TopicOut.of(line, language),
            tally=TallyOut.of(found.tally),
            items=[HitOut.of(hit) for hit in found.hits[offset : offset + limit]],
            total=len(found.hits),
            offset=offset,
            limit=limit,
            kinds=[FacetOut(**vars(facet)) for facet in found.kinds],
            regions=[FacetOut(**vars(facet)) for facet in found.regions],
            clusters=[FacetOut(**vars(facet)) for facet in found.clusters],
        )


class LineOut(BaseModel):
    """A region or a field with its counts."""

    key: str
    label: str
    tally: TallyOut
    growth: int | None


class CellOut(BaseModel):
    """One field of work in one region."""

    region: str
    field: str
    tally: TallyOut
    growth: int | None


class MatrixAnswer(BaseModel):
    """Region by field of work. Who belongs to several is counted in each."""

    regions: list[LineOut]
    fields: list[LineOut]
    cells: list[CellOut]
    total: TallyOut

    @classmethod
    def of(cls, found: Matrix, language: str) -> Self:
        """Return a matrix as it is answered."""

        def line(key: str, tally: Tally) -> LineOut:
            return LineOut(
                key=key,
                label=label_of(key, language),
                tally=TallyOut.of(tally),
                growth=found.growth.get(key),
            )

        return cls(
            regions=[line(key, found.by_region[key]) for key in found.regions],
            fields=[line(key, found.by_field[key]) for key in found.fields],
            cells=[
                CellOut(
                    region=region,
                    field=field,
                    tally=TallyOut.of(found.cells[region, field]),
                    growth=found.growth.get(f"{region}|{field}"),
                )
                for region in found.regions
                for field in found.fields
                if (region, field) in found.cells
            ],
            total=TallyOut.of(found.total),
        )
