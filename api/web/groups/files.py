"""Groups as spreadsheets. They are made to be passed on, so they name public profiles alone."""

from __future__ import annotations

from fastapi import Request, Response

from api.http.deps import AdviserDep, LanguageDep, ServiceDep
from api.web.downloads import workbook_file
from api.web.groups.finding import find_for_readers
from api.web.groups.form import BUNDLE, CONSORTIUM, PEERS, GroupForm
from api.web.site import page_router, see
from api.work.identity import Identity
from api.work.service import Service
from api.work.settings import Language

router = page_router()


@router.get("/gruppen/export.xlsx")
def export_consortium(
    request: Request, service: ServiceDep, identity: AdviserDep, language: LanguageDep
) -> Response:
    """Return the team as a spreadsheet."""
    return _export(request, service, identity, language, CONSORTIUM)


@router.get("/gruppen/auftrag/export.xlsx")
def export_bundle(
    request: Request, service: ServiceDep, identity: AdviserDep, language: LanguageDep
) -> Response:
    """Return the firms of a job as a spreadsheet."""
    return _export(request, service, identity, language, BUNDLE)


@router.get("/gruppen/gleicher-bedarf/export.xlsx")
def export_peers(
    request: Request, service: ServiceDep, identity: AdviserDep, language: LanguageDep
) -> Response:
    """Return the groups as a spreadsheet."""
    return _export(request, service, identity, language, PEERS)


def _export(
    request: Request, service: Service, identity: Identity, language: Language, tab: str
) -> Response:
    from api.files.groups import workbook

    form = GroupForm.of(tab, request.query_params)
    answer = find_for_readers(form, service, identity.viewer, language)
    if answer is None:
        return see(form.address())
    return workbook_file(workbook(answer, language), "gruppe.xlsx")
