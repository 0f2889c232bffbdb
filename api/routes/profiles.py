"""Profiles: list, create, read, replace, delete, restore, import."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Body, Response, UploadFile
from fastapi import Path as PathParameter

from api.http.deps import (
    AdviserDep,
    LanguageDep,
    LimitQuery,
    ManagerDep,
    OffsetQuery,
    ServiceDep,
    TextQuery,
    ViewerDep,
)
from api.http.problems import responses
from api.routes.examples import PROFILES
from api.routes.schemas import ImportAnswer, ProfilePage
from data.errors import RequestError
from data.profiles import Kind, Profile, Visibility

router = APIRouter(prefix="/profiles", tags=["profiles"])
ProfileId = Annotated[
    str, PathParameter(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:\-]{0,99}$", examples=["arm-001"])
]
ProfileBody = Annotated[Profile, Body(openapi_examples=PROFILES)]


@router.get("", responses=responses())
def list_profiles(
    service: ServiceDep,
    viewer: ViewerDep,
    text: TextQuery = "",
    kind: Kind | None = None,
    offset: OffsetQuery = 0,
    limit: LimitQuery = 50,
) -> ProfilePage:
    """List profiles by name; all words of ``text`` occur in name, id, places or postcodes."""
    found = service.find(viewer, text=text, kind=kind, offset=offset, limit=limit)
    return ProfilePage(items=list(found.profiles), total=found.total, offset=offset, limit=limit)


@router.post("", status_code=201, responses=responses(400, 409, 413))
def create_profile(
    body: ProfileBody, service: ServiceDep, adviser: AdviserDep, response: Response
) -> Profile:
    """Create a profile under a new id. It can be found at once."""
    profile = service.create(body, adviser.viewer)
    response.headers["Location"] = f"/v1/profiles/{profile.id}"
    return profile


@router.post("/import", responses=responses(400, 413))
def import_profiles(
    file: UploadFile,
    service: ServiceDep,
    manager: ManagerDep,
    language: LanguageDep,
    dry_run: bool = False,
    all_or_nothing: bool = False,
    visibility: Visibility = Visibility.OWN,
) -> ImportAnswer:
    """Import a table (CSV, XLSX, XLS, XLSB, ODS, JSON); the report names every row refused, why."""
    name = Path(file.filename or "").name[:200]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "upload"
        with copy.open("wb") as target:
            shutil.copyfileobj(file.file, target)
        report = service.import_file(
            copy,
            manager.viewer,
            name=name,
            dry_run=dry_run,
            all_or_nothing=all_or_nothing,
            visibility=visibility,
        )
    return ImportAnswer.of(report, language)


@router.get("/{profile_id}", responses=responses(404))
def read_profile(profile_id: ProfileId, service: ServiceDep, viewer: ViewerDep) -> Profile:
    """Return one profile."""
    return service.get(profile_id, viewer)


@router.put("/{profile_id}", responses=responses(400, 404, 413))
def replace_profile(
    profile_id: ProfileId, body: ProfileBody, service: ServiceDep, adviser: AdviserDep
) -> Profile:
    """Replace a profile by a new version; the old one is kept for ``restore``."""
    if body.id != profile_id:
        raise RequestError(
            f"Die Adresse nennt '{profile_id}', der Inhalt '{body.id}'.",
            f"The address says '{profile_id}', the body '{body.id}'.",
        )
    return service.replace(body, adviser.viewer)


@router.delete("/{profile_id}", status_code=204, responses=responses(404))
def delete_profile(profile_id: ProfileId, service: ServiceDep, manager: ManagerDep) -> None:
    """Delete a profile; ``restore`` brings it back."""
    service.delete(profile_id, manager.viewer)


@router.post("/{profile_id}/restore", responses=responses(404))
def restore_profile(profile_id: ProfileId, service: ServiceDep, adviser: AdviserDep) -> Profile:
    """Bring back the version before the last change or deletion."""
    return service.restore(profile_id, adviser.viewer)
