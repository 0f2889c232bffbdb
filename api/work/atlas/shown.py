"""What a viewer sees of the atlas, kept as long as it holds."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from functools import cached_property

from api.work.atlas.building import versions_of
from api.work.service import Service
from data import clock
from data.errors import NotFoundError
from matcher.atlas.browse import browse
from matcher.atlas.counts import AtlasSummary, Browsed, Field, Matrix, Selection
from matcher.atlas.duplicates import Duplicate, Overlap, duplicates, overlaps
from matcher.atlas.skills import SkillsMatrix, skills
from matcher.atlas.topics import Topic, TopicModel
from matcher.atlas.view import AtlasView, view
from matcher.ranking.background import Background, background_of
from matcher.request import Viewer
from matcher.search.catalog import Level
from matcher.search.snapshot import Snapshot

KEPT = 4
"""So many viewers' atlases are kept; each holds the statements that a viewer may see."""
MOST_BROWSED = 24
"""Selections of an atlas whose statements are kept."""


class Atlas:
    """The atlas of one viewer at one state of the data. What is asked for is made once."""

    def __init__(self, shown: AtlasView, before: TopicModel | None, background: Background) -> None:
        self.view = shown
        self.before = before
        """The version that growth is told from."""
        self._background = background
        self._skills: dict[Level, SkillsMatrix] = {}
        self._browsed: OrderedDict[tuple[Selection, str], Browsed] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def model(self) -> TopicModel:
        """The version of the topics."""
        return self.view.model

    @cached_property
    def summary(self) -> AtlasSummary:
        """Topics by theme with their counts."""
        return self.view.summary(self.before)

    @cached_property
    def overlaps(self) -> tuple[Overlap, ...]:
        """Offers that nearly say the same."""
        return overlaps(self.view, self._background)

    @cached_property
    def duplicates(self) -> tuple[Duplicate, ...]:
        """Profiles that may be the same organisation."""
        return duplicates(self.view)

    def skills(self, level: Level) -> SkillsMatrix:
        """Skills that statements name, by region."""
        if level not in self._skills:
            self._skills[level] = skills(self.view, level)
        return self._skills[level]

    def matrix(self, level: Level, field: Field, asked: Selection | None = None) -> Matrix:
        """Counts by region and field, of all statements or of a selection."""
        return self.view.matrix(level, field, asked, self.before)

    def browse(self, asked: Selection, language: str = "de") -> Browsed:
        """The statements of a selection, and what it can be narrowed by.

        The last ones are kept, for whoever turns their pages.
        """
        key = asked, language
        with self._lock:
            if key in self._browsed:
                self._browsed.move_to_end(key)
                return self._browsed[key]
        found = browse(self.view, asked, language)
        with self._lock:
            self._browsed[key] = found
            while len(self._browsed) > MOST_BROWSED:
                self._browsed.popitem(last=False)
        return found

    def topic(self, topic_id: str) -> Topic:
        """Return a topic; `NotFoundError` if there is none of that id."""
        for topic in self.model.topics:
            if topic.id == topic_id:
                return topic
        raise NotFoundError(
            f"Ein Thema '{topic_id}' gibt es im Atlas nicht (mehr).",
            f"There is no topic '{topic_id}' in the atlas, or no longer.",
        )


class _Kept:
    """The last atlases by what they follow from. Safe for threads."""

    def __init__(self) -> None:
        self._atlases: OrderedDict[Hashable, Atlas] = OrderedDict()
        self._models: dict[int, TopicModel] = {}
        self._lock = threading.Lock()
        self._making = threading.Lock()

    def get(self, service: Service, viewer: Viewer) -> Atlas | None:
        """Return the atlas of a viewer, made now if it is not there; None without a version."""
        numbers = versions_of(service).numbers()
        if not numbers:
            return None
        snapshot = service.corpus.snapshot
        key = (viewer, numbers[-1], snapshot.edition, clock.today())
        found = self._find(key)
        if found is not None:
            return found
        with self._making:
            return self._find(key) or self._make(service, snapshot, viewer, key, numbers)

    def _find(self, key: Hashable) -> Atlas | None:
        with self._lock:
            if key in self._atlases:
                self._atlases.move_to_end(key)
            return self._atlases.get(key)

    def _make(
        self,
        service: Service,
        snapshot: Snapshot,
        viewer: Viewer,
        key: Hashable,
        numbers: list[int],
    ) -> Atlas | None:
        model = self._model(service, numbers[-1])
        encoder = snapshot.encoder
        if model.fingerprint != encoder.fingerprint:
            return None
        before = self._model(service, numbers[-2]) if len(numbers) > 1 else None
        shown = view(snapshot, model, viewer, clock.today())
        atlas = Atlas(shown, before, background_of(encoder))
        with self._lock:
            self._atlases[key] = atlas
            while len(self._atlases) > KEPT:
                self._atlases.popitem(last=False)
        return atlas

    def _model(self, service: Service, number: int) -> TopicModel:
        if number not in self._models:
            self._models[number] = versions_of(service).load(number)
        return self._models[number]


def atlas_of(service: Service, viewer: Viewer) -> Atlas | None:
    """Return the atlas as a viewer sees it.

    None if no version was built, or the last one with another encoder than the present one.
    """
    return service.part(_Kept, _Kept).get(service, viewer)


def known_atlas(service: Service, viewer: Viewer) -> Atlas:
    """Return the atlas as a viewer sees it; `NotFoundError` if it must be built first."""
    found = atlas_of(service, viewer)
    if found is None:
        raise NotFoundError(
            "Der Atlas ist noch nicht erstellt. Wer Mitglieder führt, kann ihn erstellen: auf der "
            "Seite „Atlas“ oder mit „partnermatch atlas build“.",
            "The atlas has not been built yet. Who manages members can build it: on the page "
            "“Atlas” or with “partnermatch atlas build”.",
        )
    return found
