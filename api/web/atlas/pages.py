"""The atlas of competences: overview with the map, themes, topics."""

from __future__ import annotations

from typing import Any

from fastapi import Request, Response

from api.http.deps import IdentityDep, LanguageDep, ServiceDep
from api.web.atlas.common import atlas_page
from api.web.atlas.drawing import colouring_of, maps_of, theme_maps
from api.web.site import page_router
from api.work.atlas.shown import Atlas
from data.errors import NotFoundError
from data.profiles import Role
from matcher.atlas.counts import Hit, Selection, ThemeLine, TopicLine

router = page_router()
LARGEST = 8
SHOWN = 20
"""Statements of each role on the page of a topic."""


@router.get("/atlas")
def show_overview(
    request: Request, service: ServiceDep, identity: IdentityDep, language: LanguageDep
) -> Response:
    """Show the map of all topics, the largest gaps, and what changed."""

    def make(atlas: Atlas) -> dict[str, Any]:
        lines = topic_lines(atlas)
        colouring = colouring_of(request.query_params.get("farbe", ""), atlas.summary.total)
        grown = sorted((line for line in lines if line.growth), key=lambda o: -abs(o.growth or 0))
        return {
            "colouring": colouring,
            "maps": maps_of(atlas.summary, colouring),
            "lines": lines,
            "wanted": _largest(lines, 1),
            "offered": _largest(lines, -1),
            "changes": atlas.model.changes,
            "grown": grown[:LARGEST],
        }

    return atlas_page(request, service, identity, language, "overview", make)


def topic_lines(atlas: Atlas) -> list[TopicLine]:
    """Return all topics, those of which most is said first."""
    lines = [line for theme in atlas.summary.themes for line in theme.topics]
    return sorted(lines, key=lambda line: (-line.tally.statements, line.topic.name))


def _largest(lines: list[TopicLine], way: int) -> list[TopicLine]:
    """Return the topics with the largest gap: ``way`` 1 more needs, -1 more offers."""
    found = [line for line in lines if way * line.tally.gap > 0]
    return sorted(found, key=lambda line: -way * line.tally.gap)[:LARGEST]


@router.get("/atlas/feld/{theme_id}")
def show_theme(
    request: Request,
    theme_id: str,
    service: ServiceDep,
    identity: IdentityDep,
    language: LanguageDep,
) -> Response:
    """Show one theme with the map of its topics."""

    def make(atlas: Atlas) -> dict[str, Any]:
        theme = theme_of(atlas, theme_id)
        return {"theme": theme, "maps": theme_maps(theme)}

    return atlas_page(request, service, identity, language, "theme", make)


def theme_of(atlas: Atlas, theme_id: str) -> ThemeLine:
    """Return a theme; `NotFoundError` if there is none of that id."""
    for line in atlas.summary.themes:
        if line.theme.id == theme_id:
            return line
    raise NotFoundError(
        f"Ein Themenfeld '{theme_id}' gibt es im Atlas nicht (mehr).",
        f"There is no theme '{theme_id}' in the atlas, or no longer.",
    )


@router.get("/atlas/thema/{topic_id}")
def show_topic(
    request: Request,
    topic_id: str,
    service: ServiceDep,
    identity: IdentityDep,
    language: LanguageDep,
) -> Response:
    """Show one topic: its words, what is offered and needed, where, by whom."""

    def make(atlas: Atlas) -> dict[str, Any]:
        topic = atlas.topic(topic_id)
        line = next(line for line in topic_lines(atlas) if line.topic.id == topic.id)
        asked = Selection(topic=topic.id)
        hits = atlas.view.select(asked)
        lands = atlas.matrix("land", "cluster", asked)
        return {
            "line": line,
            "theme": theme_of(atlas, topic.theme),
            "sides": [(role, _by_role(hits, role)) for role in (Role.NEED, Role.OFFER, Role.ABOUT)],
            "shown": SHOWN,
            "lands": [(key, lands.by_region[key]) for key in lands.regions][:LARGEST],
            "clusters": sorted(
                ((key, lands.by_field[key]) for key in lands.fields),
                key=lambda pair: -pair[1].statements,
            )[:LARGEST],
        }

    return atlas_page(request, service, identity, language, "topic", make)


def _by_role(hits: tuple[Hit, ...], role: Role) -> list[Hit]:
    return [hit for hit in hits if hit.role is role]
