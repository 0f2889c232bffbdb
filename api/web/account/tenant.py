"""Administration: what the institution is called, where it works, and its letterhead."""

from __future__ import annotations

from typing import Annotated, Any, get_args

from fastapi import File, Form, Request, Response, UploadFile
from pydantic import ValidationError

from api.http.deps import AdminDep, LanguageDep, ServiceDep
from api.http.validation import field_errors
from api.language.texts import translator
from api.web.account.accounts import ADMIN
from api.web.rendering import render
from api.web.site import page_router, see
from api.work.identity import Identity
from api.work.service import Service
from data.errors import NotFoundError, PartnerMatchError, RegionError, SectorError
from data.office.people import MAX_LOGO_BYTES, Tenant, TenantKind, checked_logo, image_type
from data.places.regions import load_regions
from data.sectors.names import load_clusters

TENANT = f"{ADMIN}/einrichtung"
LOGO = f"{TENANT}/logo"
KINDS = get_args(TenantKind)
WITH_OWN_WORDS = frozenset(("name", "letterhead", "email", "website"))
"""Fields whose mistakes are said in words of their own."""
MAX_PIXELS = 25_000_000
router = page_router()
Line = Annotated[str, Form(max_length=400)]
Lines = Annotated[str, Form(max_length=5000)]


@router.get(TENANT)
def show_tenant(
    request: Request,
    service: ServiceDep,
    identity: AdminDep,
    language: LanguageDep,
    gesichert: str = "",
) -> Response:
    """Show the form."""
    typed = _typed(service.people.tenant(identity.tenant or ""))
    return _page(request, service, identity, language, typed, saved=bool(gesichert))


@router.post(TENANT)
def save_tenant(
    request: Request,
    service: ServiceDep,
    identity: AdminDep,
    language: LanguageDep,
    name: Line = "",
    kind: Line = "other",
    cluster: Line = "",
    regions: Lines = "",
    letterhead: Lines = "",
    email: Line = "",
    phone: Line = "",
    website: Line = "",
    logo: Annotated[UploadFile | None, File()] = None,
    without_logo: Annotated[bool, Form()] = False,
) -> Response:
    """Keep what was typed, or show it again with what is wrong."""
    typed: dict[str, Any] = {
        "name": name,
        "kind": kind,
        "cluster": cluster,
        "regions": regions,
        "letterhead": letterhead,
        "email": email,
        "phone": phone,
        "website": website,
    }
    problems: dict[str, str] = {}
    picture = service.people.tenant(identity.tenant or "").logo
    try:
        if logo is not None and logo.size:
            picture = checked_picture(logo.file.read(MAX_LOGO_BYTES + 1))
        elif without_logo:
            picture = None
    except PartnerMatchError as error:
        problems["logo"] = error.text(language)
    tenant = _checked(identity.tenant or "", typed, language, problems)
    if tenant is None or problems:
        return _page(request, service, identity, language, typed, problems)
    service.people.save_tenant(tenant.model_copy(update={"logo": picture}))
    return see(f"{TENANT}?gesichert=1")


@router.get(LOGO)
def show_logo(service: ServiceDep, identity: AdminDep) -> Response:
    """Return the picture."""
    logo = service.people.tenant(identity.tenant or "").logo
    if logo is None:
        raise NotFoundError("Es gibt noch kein Logo.", "There is no logo yet.")
    return Response(logo, media_type=image_type(logo))


def checked_picture(data: bytes) -> bytes:
    """Return a logo that can be printed: small, of a known kind, and whole."""
    from io import BytesIO

    from PIL import Image, UnidentifiedImageError

    checked_logo(data)
    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise ValueError("too many points")
            picture.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise PartnerMatchError(
            "Das Bild ist beschädigt oder hat zu viele Punkte.",
            "The picture is damaged or has too many points.",
        ) from None
    return data


def _typed(tenant: Tenant) -> dict[str, Any]:
    """Return what the form of a tenant shows."""
    values = tenant.model_dump(exclude={"id", "logo", "regions"})
    lines = {"regions": "\n".join(tenant.regions)}
    return {name: value or "" for name, value in values.items()} | lines


def _checked(
    tenant_id: str, typed: dict[str, Any], language: str, problems: dict[str, str]
) -> Tenant | None:
    """Return the tenant that was typed; None, and ``problems`` by field, if it cannot be."""
    regions = tuple(line.strip() for line in typed["regions"].splitlines() if line.strip())
    problems |= _unknown_regions(regions, language)
    if typed["cluster"]:
        try:
            load_clusters().get(typed["cluster"])
        except SectorError as error:
            problems["cluster"] = error.text(language)
    values = {name: value.strip() or None for name, value in typed.items() if name != "regions"}
    values |= {"id": tenant_id, "regions": regions, "letterhead": typed["letterhead"]}
    try:
        return Tenant.model_validate(values)
    except ValidationError as error:
        found = error.errors(include_url=False)
        t = translator(language)
        for wrong, said in zip(found, field_errors(found, language), strict=True):
            field = str(wrong["loc"][0])
            own = t(f"admin_{field}_wrong") if field in WITH_OWN_WORDS else said.message
            problems.setdefault(field, own)
        return None


def _unknown_regions(regions: tuple[str, ...], language: str) -> dict[str, str]:
    said = []
    for region in regions:
        try:
            load_regions().resolve(region)
        except RegionError as error:
            said.append(error.text(language))
    return {"regions": " ".join(said)} if said else {}


def _page(
    request: Request,
    service: Service,
    identity: Identity,
    language: str,
    typed: dict[str, Any],
    problems: dict[str, str] | None = None,
    *,
    saved: bool = False,
) -> Response:
    t = translator(language)
    context: dict[str, object] = {
        "typed": typed,
        "problems": problems or {},
        "saved": saved,
        "tenant": service.people.tenant(identity.tenant or ""),
        "kinds": {kind: t(f"admin_kind_{kind}") for kind in KINDS},
        "clusters": {cluster.id: cluster.label(language) for cluster in load_clusters().all},
        "largest": MAX_LOGO_BYTES // 1000,
    }
    return render(request, "account/tenant.html", context, 422 if problems else 200)
