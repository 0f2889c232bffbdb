"""The atlas as one viewer sees it: the statements they may see, laid to the topics, and counted.

Whether a statement belongs to a topic follows from the statement and the topics alone, and these
were learned from public profiles: whatever a viewer may not see changes nothing here.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from data.sectors.names import load_clusters
from matcher.atlas.clusters import assign, centred, near_classes
from matcher.atlas.counts import (
    FIELDS,
    LEVELS,
    AtlasSummary,
    Field,
    Hit,
    Home,
    Matrix,
    Selection,
    Tallies,
    ThemeLine,
    TopicLine,
    home_of,
    tally,
)
from matcher.atlas.growth import growth, growths
from matcher.atlas.texts import speaks
from matcher.atlas.topics import TopicModel, Vectors
from matcher.needs.answering import standing
from matcher.request import Viewer
from matcher.search.catalog import Level
from matcher.search.data_version import data_version
from matcher.search.rows import RowRole
from matcher.search.rules import seen
from matcher.search.snapshot import Snapshot

SURE = 0.6
"""Weight of the first class among all that a profile may belong to (length 1), from which it is
taken for its sector."""


@dataclass(frozen=True, eq=False)
class AtlasView:
    """What a viewer may see, laid to the topics of one version. Does not change."""

    model: TopicModel
    data_version: str
    """Digest of the profiles that the viewer may see."""
    hits: tuple[Hit, ...]
    """All statements, by the profiles' ids and as stated there."""
    vectors: Vectors
    """float32 (hits, dim): the statements' vectors as they stand in the index."""
    homes: Mapping[str, Home]
    """By profile id; those without statements too."""

    @cached_property
    def by_topic(self) -> dict[str | None, list[Hit]]:
        """Return the statements of each topic; None holds those of no topic."""
        found: dict[str | None, list[Hit]] = defaultdict(list)
        for hit in self.hits:
            found[hit.topic].append(hit)
        return dict(found)

    @cached_property
    def theme_of(self) -> dict[str, str]:
        """Return the theme of each topic."""
        return {topic.id: topic.theme for topic in self.model.topics}

    def select(self, asked: Selection) -> tuple[Hit, ...]:
        """Return the statements of a selection, the nearest to their topic first."""
        found = [hit for hit in self.hits if self._means(asked, hit)]
        return tuple(sorted(found, key=lambda h: (-h.nearness, h.profile.id, h.position)))

    def _means(self, asked: Selection, hit: Hit) -> bool:
        if asked.topic is not None and hit.topic != asked.topic:
            return False
        if asked.theme is not None and self.theme_of.get(hit.topic or "") != asked.theme:
            return False
        if asked.kind is not None and hit.profile.kind is not asked.kind:
            return False
        if asked.role is not None and hit.role is not asked.role:
            return False
        return self.homes[hit.profile.id].has(asked.region, asked.field)

    def summary(self, before: TopicModel | None = None) -> AtlasSummary:
        """Return the topics by theme; growth is told from the public counts of ``before``."""
        lines = {
            topic.id: TopicLine(
                topic,
                tally(self.by_topic.get(topic.id, ())),
                growth(self.model, before, topic.id) if before and _was(before, topic.id) else None,
            )
            for topic in self.model.topics
        }
        themes = [
            ThemeLine(
                theme,
                tally(hit for id in theme.topics for hit in self.by_topic.get(id, ())),
                tuple(sorted((lines[id] for id in theme.topics), key=_largest_topic)),
            )
            for theme in self.model.themes
        ]
        return AtlasSummary(
            version=self.model.version,
            made_at=self.model.made_at,
            previous=before.version if before else None,
            data_version=self.data_version,
            themes=tuple(sorted(themes, key=_largest_theme)),
            total=tally(self.hits),
            unassigned=tally(self.by_topic.get(None, ())),
            sectors_stated=sum(home.stated for home in self.homes.values()),
        )

    def matrix(
        self,
        level: Level,
        field: Field,
        asked: Selection | None = None,
        before: TopicModel | None = None,
    ) -> Matrix:
        """Count a selection by region and field; growth only where everything is asked for."""
        hits = self.hits if asked is None else self.select(asked)
        inner, rows, columns = Tallies[tuple[str, str]](), Tallies[str](), Tallies[str]()
        for hit in hits:
            home = self.homes[hit.profile.id]
            regions, fields = home.regions[level], home.fields[field]
            inner.add(((region, key) for region in regions for key in fields), hit)
            rows.add(regions, hit)
            columns.add(fields, hit)
        cells, by_region, by_field = inner.found(), rows.found(), columns.found()
        keys = [*by_region, *by_field, *(f"{region}|{key}" for region, key in cells)]
        return Matrix(
            level=level,
            field=field,
            regions=tuple(sorted(by_region, key=lambda r: (not r, -by_region[r].statements, r))),
            fields=tuple(sorted(by_field, key=_field_order)),
            cells=cells,
            by_region=by_region,
            by_field=by_field,
            total=tally(hits),
            growth=growths(self.model, before, keys) if before and asked is None else {},
        )


def view(snapshot: Snapshot, model: TopicModel, viewer: Viewer, today: dt.date) -> AtlasView:
    """Lay the statements that a viewer may see to the topics."""
    allowed = standing(snapshot, viewer, today)
    mask = snapshot.rows.mask(allowed, RowRole.OFFER, RowRole.NEED, RowRole.ABOUT)
    slots = np.flatnonzero(allowed).tolist()
    profiles = {slot: seen(snapshot.catalog, slot, viewer) for slot in slots}
    faces = {slot: snapshot.catalog.profile(slot) for slot in slots}
    rows = np.flatnonzero(mask)
    places = snapshot.rows.slot[rows].tolist(), snapshot.rows.position[rows].tolist()
    vectors = snapshot.vectors.vectors(rows)
    guesses = _guesses(snapshot, slots)
    version = data_version(snapshot.catalog, viewer)
    order = sorted(range(len(rows)), key=lambda i: (profiles[places[0][i]].id, places[1][i]))
    vectors = vectors[order]
    labels, nearness = _laid(snapshot, model, vectors)
    hits = []
    for i, label, near in zip(order, labels, nearness, strict=True):
        slot, position = places[0][i], places[1][i]
        # The face's text decides, for it is the one whose vector stands in the index.
        told = speaks(faces[slot].statements[position].text)
        statement = profiles[slot].statements[position]
        topic = model.topics[label].id if told and label is not None else None
        hits.append(
            Hit(profiles[slot], position, statement.text, statement.role, topic, round(near, 4))
        )
    homes = {p.id: home_of(p, guesses[slot]) for slot, p in profiles.items()}
    return AtlasView(model, version, tuple(hits), vectors, homes)


def _guesses(snapshot: Snapshot, slots: Sequence[int]) -> dict[int, str | None]:
    """Return the WZ class that each profile as a whole speaks of, None where that is not sure."""
    ids = [int(snapshot.rows.of_slots(np.array([slot]))[-1]) for slot in slots]
    best = snapshot.sectors.best(np.array(ids, dtype=np.int64))
    classes = snapshot.predictor.classes
    return {
        slot: classes[column].code if weight >= SURE else None
        for slot, (column, weight) in zip(slots, best, strict=True)
    }


def _laid(
    snapshot: Snapshot, model: TopicModel, vectors: Vectors
) -> tuple[list[int | None], list[float]]:
    """Return the topic of each vector by its place, None where it has none, and its cosine."""
    if not len(model.topics):
        return [None] * len(vectors), [0.0] * len(vectors)
    rows = centred(near_classes(snapshot.predictor, vectors), model.mean)
    labels, nearness = assign(rows, np.concatenate([model.centroids, model.rest]))
    fits = (labels < len(model.topics)) & (nearness >= model.floor)
    return [
        label if fit else None for label, fit in zip(labels.tolist(), fits.tolist(), strict=True)
    ], nearness.tolist()


def _was(before: TopicModel, topic_id: str) -> bool:
    return any(topic.id == topic_id for topic in before.topics)


def _largest_topic(line: TopicLine) -> tuple[int, str]:
    return -line.tally.statements, line.topic.name


def _largest_theme(line: ThemeLine) -> tuple[int, str]:
    return -line.tally.statements, line.theme.name


def _field_order(key: str) -> tuple[bool, int, str]:
    """Return the place of a field: clusters in their own order, sectors by code, "" last."""
    order = {f"cluster:{cluster.id}": i for i, cluster in enumerate(load_clusters().all)}
    return not key, order.get(key, 0), key


def public_counts(shown: AtlasView) -> dict[str, int]:
    """Return the statements by topic, region, field and ``region|field``, to tell growth from."""
    count: Counter[str] = Counter()
    for hit in shown.hits:
        home = shown.homes[hit.profile.id]
        regions = [key for level in LEVELS for key in home.regions[level] if key]
        fields = [key for field in FIELDS for key in home.fields[field] if key]
        count.update(regions)
        count.update(fields)
        count.update(f"{region}|{field}" for region in regions for field in fields)
        if hit.topic:
            count[hit.topic] += 1
    return dict(sorted(count.items()))
