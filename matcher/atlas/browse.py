"""Browsing the atlas: a selection of statements, and what it can be narrowed by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from data.places.regions import load_regions
from data.profiles import Kind
from data.sectors.names import load_clusters
from data.sectors.wz import load_sectors
from matcher.atlas.counts import Browsed, Facet, Hit, Selection, tally
from matcher.atlas.view import AtlasView
from matcher.search.catalog import Level
from matcher.words import KINDS, pick

K = TypeVar("K")


def label_of(key: str, language: str = "de") -> str:
    """Return the name of a region or field as people know it; "" is what is not known."""
    part, _, code = key.partition(":")
    if not key:
        return pick(("ohne Angabe", "not stated"), language)
    if part == "cluster":
        return load_clusters().get(code).label(language)
    if part == "sector":
        return f"{code} {load_sectors().label(code, language)}"
    return load_regions().get(key).name


def browse(shown: AtlasView, asked: Selection, language: str = "de") -> Browsed:
    """Return the statements of a selection with its facets.

    Each facet is counted with its own side left open, so that one can go on to its neighbours.
    """
    hits = shown.select(asked)
    level, inside = _within(asked.region)
    names = {topic.id: topic.name for topic in shown.model.topics}
    topics = _count((hit.topic, hit) for hit in shown.select(replace(asked, topic=None)))
    kinds = _count((hit.profile.kind, hit) for hit in shown.select(replace(asked, kind=None)))
    regions = _count(
        (key, hit)
        for hit in shown.select(_wider(asked))
        for key in shown.homes[hit.profile.id].regions[level]
        if key.startswith(inside)
    )
    clusters = _count(
        (key, hit)
        for hit in shown.select(replace(asked, field=None))
        for key in shown.homes[hit.profile.id].fields["cluster"]
    )
    return Browsed(
        hits=hits,
        tally=tally(hits),
        topics=_facets((key, names[key], n) for key, n in topics.items() if key is not None),
        kinds=_facets((key, pick(KINDS[Kind(key)], language), n) for key, n in kinds.items()),
        regions=_facets((key, label_of(key, language), n) for key, n in regions.items()),
        clusters=_facets((key, label_of(key, language), n) for key, n in clusters.items()),
    )


def _within(region: str | None) -> tuple[Level, str]:
    """Return the level on which regions are told, and how their keys begin."""
    if not region:
        return "land", ""
    return "kreis", f"kreis:{region.partition(':')[2][:2]}"


def _wider(asked: Selection) -> Selection:
    """Return the selection in which regions are counted: the Land around a Kreis, or all."""
    if asked.region and asked.region.startswith("kreis:"):
        return replace(asked, region=f"land:{asked.region.partition(':')[2][:2]}")
    return asked


def _count(pairs: Iterable[tuple[K, Hit]]) -> dict[K, int]:
    found: dict[K, set[str]] = defaultdict(set)
    for key, hit in pairs:
        found[key].add(hit.profile.id)
    return {key: len(ids) for key, ids in found.items()}


def _facets(rows: Iterable[tuple[str, str, int]]) -> tuple[Facet, ...]:
    ordered = sorted(rows, key=lambda row: (not row[0], -row[2], row[1]))
    return tuple(Facet(key, label, profiles) for key, label, profiles in ordered)
