"""Groups: consortia, all trades of one job, and those with the same need."""

from __future__ import annotations

from typing import Annotated, TypeVar

from fastapi import APIRouter, Body

from api.http.deps import AdviserDep, LanguageDep, ServiceDep
from api.http.problems import responses
from api.routes.group_examples import BUNDLE, CONSORTIUM, PEERS
from matcher.groups.bundle import bundle
from matcher.groups.consortium import consortium
from matcher.groups.peers import peers
from matcher.groups.request import BundleRequest, ConsortiumRequest, PeersAnswer, PeersRequest, Team
from matcher.groups.team import known_pairs

router = APIRouter(prefix="/groups", tags=["groups"])
Asked = TypeVar("Asked", ConsortiumRequest, BundleRequest, PeersRequest)


@router.post("/consortium", responses=responses(400, 403, 404, 413))
def find_consortium(
    body: Annotated[ConsortiumRequest, Body(openapi_examples=CONSORTIUM)],
    service: ServiceDep,
    identity: AdviserDep,
    language: LanguageDep,
) -> Team:
    """Find the best team for a project idea or for roles; name the roles that nobody can take."""
    known = known_pairs(service.feedback.log, identity.tenant)
    return consortium(service.matcher, _spoken(body, language), identity.viewer, known)


@router.post("/bundle", responses=responses(400, 403, 404, 413))
def find_bundle(
    body: Annotated[BundleRequest, Body(openapi_examples=BUNDLE)],
    service: ServiceDep,
    identity: AdviserDep,
    language: LanguageDep,
) -> Team:
    """Find few craft firms near the site that cover all trades of one job."""
    known = known_pairs(service.feedback.log, identity.tenant)
    return bundle(service.matcher, _spoken(body, language), identity.viewer, known)


@router.post("/peers", responses=responses(400, 403, 404, 413))
def find_peers(
    body: Annotated[PeersRequest, Body(openapi_examples=PEERS)],
    service: ServiceDep,
    identity: AdviserDep,
    language: LanguageDep,
) -> PeersAnswer:
    """Find groups with the same need, close by; no profile is in two of them."""
    return peers(service.matcher, _spoken(body, language), identity.viewer)


def _spoken(body: Asked, language: str) -> Asked:
    """Return a request in the language asked for by the header, where it names none itself."""
    if "language" in body.model_fields_set:
        return body
    return body.model_copy(update={"language": language})
