"""The members of a tenant: the list, files of all of them, and the empty template."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

from api.http.deps import AdviserDep, LanguageDep, ManagerDep, ServiceDep
from api.web.downloads import XLSX
from api.web.members.common import member_words, no_member, own_record
from api.web.rendering import render
from api.web.site import page_router, see
from api.work.identity import Right, tenant_of
from api.work.roster import SORTS, URGENT, Wanted, roster_of
from api.work.service import Service
from data import clock
from data.exchange.completeness import Gap
from data.profiles import Kind
from data.store.versions import Version, Versions

PAGE = 50
MAX_TEXT = 200
MEDIA = {"xlsx": XLSX, "csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl"}
router = page_router()


@dataclass(frozen=True)
class ListForm:
    """The list as it stands in the address."""

    wanted: Wanted = field(default_factory=Wanted)
    page: int = 1

    @classmethod
    def of(cls, request: Request) -> ListForm:
        """Read the list from an address; what cannot be meant is left out."""
        query = request.query_params
        kind, gap = query.get("art", ""), query.get("fehlt", "")
        sort, page = query.get("folge", URGENT), query.get("seite", "")
        wanted = Wanted(
            text=query.get("q", "").strip()[:MAX_TEXT],
            kind=Kind(kind) if kind in set(Kind) else None,
            gap=Gap(gap) if gap in set(Gap) else None,
            sort=sort if sort in SORTS else URGENT,
        )
        return cls(wanted, int(page) if page.isdecimal() and len(page) < 8 and int(page) else 1)

    def address(self, **changes: object) -> str:
        """Return the address of the list with some of it changed."""
        wanted = self.wanted
        fields: dict[str, object] = {
            "q": wanted.text,
            "art": wanted.kind or "",
            "fehlt": wanted.gap or "",
            "folge": wanted.sort if wanted.sort != URGENT else "",
        }
        filled = {name: value for name, value in (fields | changes).items() if value}
        return f"/mitglieder?{urlencode(filled)}" if filled else "/mitglieder"


@router.get("/mitglieder")
def list_members(
    request: Request, service: ServiceDep, identity: AdviserDep, language: LanguageDep
) -> Response:
    """Show the members, those first whose profiles need somebody's hand most."""
    form, today, roster = ListForm.of(request), clock.today(), roster_of(service)
    tenant = tenant_of(identity)
    found = roster.find(tenant, form.wanted, today)
    pages = max(1, -(-len(found) // PAGE))
    form = replace(form, page=min(form.page, pages))
    context: dict[str, object] = {
        "form": form,
        "today": today,
        "members": found[(form.page - 1) * PAGE : form.page * PAGE],
        "found": len(found),
        "pages": pages,
        "overview": roster.overview(tenant, today),
        "sorts": SORTS,
        "deleted": _deleted(request, service, tenant),
        "indexing": service.indexing,
        "can_manage": identity.may(Right.MANAGE),
        "asks": bool(form.wanted.text or form.wanted.kind or form.wanted.gap),
    }
    return render(request, "members/list.html", member_words(language) | context)


@router.get("/mitglieder/vorlage.xlsx")
def template(_: AdviserDep) -> Response:
    """Return the empty template to hand to firms."""
    from data.exchange.template import write_template

    folder = Path(tempfile.mkdtemp())
    write_template(folder / "vorlage.xlsx")
    return _sent(folder / "vorlage.xlsx", "partnermatch-vorlage.xlsx", XLSX)


@router.get("/mitglieder/export.{form}")
def export(
    form: Literal["xlsx", "csv", "jsonl"], service: ServiceDep, identity: AdviserDep
) -> Response:
    """Return all members as a file that can be imported again."""
    from data.exchange.export import export_profiles

    path = Path(tempfile.mkdtemp()) / f"mitglieder.{form}"
    export_profiles(service.store, path, owner=tenant_of(identity))
    return _sent(path, f"mitglieder-{clock.today():%Y-%m-%d}.{form}", MEDIA[form])


@router.post("/mitglieder/{profile_id}/loeschen")
def delete(profile_id: str, service: ServiceDep, identity: ManagerDep) -> Response:
    """Delete a member; the list offers to undo it."""
    tenant = tenant_of(identity)
    own_record(service, profile_id, tenant)
    service.store.delete([profile_id], tenant)
    service.take_up(profile_id)
    return see(f"/mitglieder?{urlencode({'geloescht': profile_id})}")


@router.post("/mitglieder/{profile_id}/wiederherstellen")
def bring_back(profile_id: str, service: ServiceDep, identity: ManagerDep) -> Response:
    """Undo that a member was deleted."""
    tenant = tenant_of(identity)
    past = Versions(service.store.engine).of(tenant, profile_id, limit=1)
    if not past:
        raise no_member(profile_id)
    if not service.store.owners([profile_id]):
        service.store.put([past[0].profile])
        service.take_up(profile_id)
    return see(f"/mitglieder/{profile_id}/bearbeiten")


def _deleted(request: Request, service: Service, tenant: str) -> Version | None:
    """Return the last version of the member that was just deleted."""
    profile_id = request.query_params.get("geloescht", "")
    if not profile_id or service.store.owners([profile_id]):
        return None
    return next(iter(Versions(service.store.engine).of(tenant, profile_id, limit=1)), None)


def _sent(path: Path, name: str, media_type: str) -> Response:
    """Send a file and remove its folder."""
    away = BackgroundTask(shutil.rmtree, path.parent, ignore_errors=True)
    return FileResponse(path, media_type=media_type, filename=name, background=away)
