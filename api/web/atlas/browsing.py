"""The atlas to browse: statements by facets, offers to bundle, possible duplicates."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from fastapi import Request, Response
from starlette.datastructures import QueryParams

from api.http.deps import IdentityDep, LanguageDep, ManagerDep, ServiceDep
from api.web.atlas.common import atlas_page
from api.web.site import page_router
from api.work.atlas.shown import Atlas
from data.profiles import Kind, Role
from matcher.atlas.counts import Selection

router = page_router()
PAGE = 30
SIDES = {"feld": "theme", "thema": "topic", "region": "region", "branche": "field"}
"""Names in the address and sides of a selection."""


def selection_of(query: QueryParams) -> Selection:
    """Read a selection from an address; what cannot be meant is left open."""
    sides: dict[str, str] = {
        side: query[name][:60] for name, side in SIDES.items() if query.get(name)
    }
    kind, role = query.get("art", ""), query.get("rolle", "")
    return Selection(
        **sides,
        kind=Kind(kind) if kind in set(Kind) else None,
        role=Role(role) if role in set(Role) else None,
    )


@router.get("/atlas/stoebern")
def browse(
    request: Request, service: ServiceDep, identity: IdentityDep, language: LanguageDep
) -> Response:
    """Show the statements of a selection and what it can be narrowed by."""
    query = request.query_params
    asked = selection_of(query)
    number = query.get("seite", "")
    page = max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1

    def make(atlas: Atlas) -> dict[str, Any]:
        found = atlas.browse(asked, language)
        pages = max(1, -(-len(found.hits) // PAGE))
        at = min(page, pages)
        return {
            "asked": asked,
            "found": found,
            "hits": found.hits[(at - 1) * PAGE : at * PAGE],
            "page": at,
            "pages": pages,
            "themes": [(line.theme.id, line.theme.name) for line in atlas.summary.themes],
            "chosen": {name: query[name] for name in (*SIDES, "art", "rolle") if query.get(name)},
            "address": _address,
        }

    return atlas_page(request, service, identity, language, "browse", make)


def _address(chosen: dict[str, str], **changes: str) -> str:
    """Return the address of a selection with some sides changed; an empty one is left open."""
    sides = {name: value for name, value in (chosen | changes).items() if value}
    return "/atlas/stoebern" + ("?" + urlencode(sides) if sides else "")


@router.get("/atlas/buendeln")
def show_overlaps(
    request: Request, service: ServiceDep, identity: IdentityDep, language: LanguageDep
) -> Response:
    """Show offers of several that nearly say the same."""

    def make(atlas: Atlas) -> dict[str, Any]:
        return {"overlaps": atlas.overlaps[:PAGE], "count": len(atlas.overlaps)}

    return atlas_page(request, service, identity, language, "overlaps", make)


@router.get("/atlas/dubletten")
def show_duplicates(
    request: Request, service: ServiceDep, identity: ManagerDep, language: LanguageDep
) -> Response:
    """Show profiles that may be the same organisation."""

    def make(atlas: Atlas) -> dict[str, Any]:
        own = [
            pair
            for pair in atlas.duplicates
            if identity.tenant in (pair.first.owner, pair.second.owner)
        ]
        return {"pairs": own[:100], "count": len(own), "tenant": identity.tenant}

    return atlas_page(request, service, identity, language, "duplicates", make)
