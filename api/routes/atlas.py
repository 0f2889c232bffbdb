"""Routes of the atlas: topics, gaps by region and field, skills, overlaps, versions."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi import Path as PathParameter

from api.http.deps import LanguageDep, LimitQuery, OffsetQuery, OperatorDep, ServiceDep, ViewerDep
from api.http.problems import responses
from api.routes.atlas_lists import (
    DuplicateOut,
    DuplicatesAnswer,
    OverlapOut,
    OverlapsAnswer,
    SkillsAnswer,
)
from api.routes.atlas_schemas import AtlasAnswer, MatrixAnswer, TopicAnswer
from api.routes.atlas_versions import BuildAnswer, ComparisonAnswer, VersionOut, VersionsAnswer
from api.work.atlas.building import ABOUT, STEPS, start, versions_of
from api.work.atlas.shown import Atlas, known_atlas
from api.work.atlas.versions import compare
from api.work.identity import tenant_of
from api.work.jobs import Job, jobs_of
from data.errors import NotFoundError
from data.profiles import Kind, Role
from matcher.atlas.counts import Field, Selection, TopicLine
from matcher.search.catalog import Level

router = APIRouter(prefix="/atlas", tags=["atlas"])
TopicId = Annotated[str, PathParameter(pattern=r"^t\d{1,9}$", examples=["t1"])]
Key = Annotated[str | None, Query(max_length=60, examples=["land:12"])]
"""Facet key of a region (``land:12``, ``kreis:12067``) or field (``cluster:metal``)."""
Number = Annotated[int, Query(ge=1, le=999_999)]


@router.get("", responses=responses(404))
def atlas(service: ServiceDep, viewer: ViewerDep, language: LanguageDep) -> AtlasAnswer:
    """Return themes and topics with what is offered and needed, as far as the asker may see."""
    return AtlasAnswer.of(known_atlas(service, viewer), language)


@router.get("/topics/{topic_id}", responses=responses(404))
def topic(
    topic_id: TopicId,
    service: ServiceDep,
    viewer: ViewerDep,
    language: LanguageDep,
    region: Key = None,
    field: Key = None,
    kind: Kind | None = None,
    role: Role | None = None,
    offset: OffsetQuery = 0,
    limit: LimitQuery = 50,
) -> TopicAnswer:
    """Return the statements of a topic, the most typical first, and what they narrow down by."""
    found = known_atlas(service, viewer)
    line = _line(found, topic_id)
    asked = Selection(topic=topic_id, region=region, field=field, kind=kind, role=role)
    return TopicAnswer.of(line, found.browse(asked, language), offset, limit, language)


@router.get("/matrix", responses=responses(404))
def matrix(
    service: ServiceDep,
    viewer: ViewerDep,
    language: LanguageDep,
    level: Level = "land",
    field: Field = "cluster",
    topic: Annotated[str | None, Query(pattern=r"^t\d{1,9}$")] = None,
) -> MatrixAnswer:
    """Count offers and needs by region and field of work, of all topics or of one."""
    found = known_atlas(service, viewer)
    asked = None
    if topic is not None:
        asked = Selection(topic=found.topic(topic).id)
    return MatrixAnswer.of(found.matrix(level, field, asked), language)


@router.get("/skills", responses=responses(404))
def skills(
    service: ServiceDep, viewer: ViewerDep, language: LanguageDep, level: Level = "land"
) -> SkillsAnswer:
    """Return which skills are sought and offered, how many and where, as statements name them."""
    return SkillsAnswer.of(known_atlas(service, viewer).skills(level), language)


@router.get("/overlaps", responses=responses(404))
def overlaps(
    service: ServiceDep, viewer: ViewerDep, offset: OffsetQuery = 0, limit: LimitQuery = 50
) -> OverlapsAnswer:
    """Return groups of offers of different profiles that nearly say the same."""
    found = known_atlas(service, viewer).overlaps
    some = found[offset : offset + limit]
    return OverlapsAnswer(items=[OverlapOut.of(group) for group in some], total=len(found))


@router.get("/duplicates", responses=responses(404))
def duplicates(
    service: ServiceDep,
    viewer: ViewerDep,
    language: LanguageDep,
    offset: OffsetQuery = 0,
    limit: LimitQuery = 50,
) -> DuplicatesAnswer:
    """Return pairs of profiles that may be the same organisation; a person decides."""
    found = known_atlas(service, viewer).duplicates
    some = found[offset : offset + limit]
    items = [DuplicateOut.of(pair, language) for pair in some]
    return DuplicatesAnswer(items=items, total=len(found))


@router.post("/build", status_code=202, responses=responses(400))
def build(service: ServiceDep, operator: OperatorDep, language: LanguageDep) -> BuildAnswer:
    """Begin to learn the next version from public profiles; `GET` tells how far it is."""
    return _build(start(service, operator), language)


@router.get("/build", responses=responses(404))
def building(service: ServiceDep, operator: OperatorDep, language: LanguageDep) -> BuildAnswer:
    """Say how far the last build of the tenant is."""
    job = jobs_of(service).latest(tenant_of(operator), ABOUT)
    if job is None:
        raise NotFoundError(
            "Es läuft kein Aufbau des Atlas, und zuletzt lief auch keiner.",
            "No build of the atlas is running, nor was there one lately.",
        )
    return _build(job, language)


@router.get("/versions", responses=responses())
def versions(service: ServiceDep, viewer: ViewerDep) -> VersionsAnswer:
    """List the versions of the topics, the latest first."""
    lines = versions_of(service).lines()
    return VersionsAnswer(items=[VersionOut(**vars(line)) for line in lines])


@router.get("/changes", responses=responses(404))
def changes(service: ServiceDep, viewer: ViewerDep, old: Number, new: Number) -> ComparisonAnswer:
    """Say what changed from one version to another, among public profiles."""
    kept = versions_of(service)
    return ComparisonAnswer.of(compare(kept.load(old), kept.load(new)))


def _line(found: Atlas, topic_id: str) -> TopicLine:
    known = found.topic(topic_id)
    lines = (line for theme in found.summary.themes for line in theme.topics)
    return next(line for line in lines if line.topic.id == known.id)


def _build(job: Job, language: str) -> BuildAnswer:
    step = STEPS.get(job.step)
    return BuildAnswer(
        job_id=job.id,
        step=(step[1] if language == "en" else step[0]) if step else "",
        done=job.done,
        steps=job.total,
        over=job.is_over,
        version=job.result,
        problem=job.error.text(language) if job.error else None,
    )
