"""What the search asks while somebody types: type-ahead, and how many profiles remain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Query, Request, Response

from api.http.deps import MAX_TEXT, LanguageDep, ServiceDep, ViewerDep
from api.language.texts import translator
from api.language.values import place_text, whole
from api.web.find.count import Remaining, remaining
from api.web.rendering import render
from api.web.site import page_router
from api.work.asking.check import Check
from api.work.asking.form import SearchForm
from api.work.asking.values import profile_text, region_text, sector_text
from api.work.lookup import SectorOption, sector_options
from data.places.catalog import Level, Region
from data.places.regions import load_regions
from data.profiles import Profile
from matcher.words import KINDS, pick

MAX_OPTIONS = 12
router = page_router()
Typed = Annotated[str, Query(max_length=MAX_TEXT)]


@dataclass(frozen=True)
class Option:
    """What is offered while somebody types: the value, and what tells it from others."""

    value: str
    note: str


@router.get("/vorschlaege/profile")
def suggest_profiles(
    request: Request,
    service: ServiceDep,
    viewer: ViewerDep,
    language: LanguageDep,
    profil: Typed = "",
) -> Response:
    """Return the options for the beginning of a profile's name."""
    found = service.find(viewer, text=profil, limit=MAX_OPTIONS).profiles if profil.strip() else ()
    return _options(request, [_profile_option(profile, language) for profile in found])


@router.get("/vorschlaege/regionen")
def suggest_regions(
    request: Request, language: LanguageDep, region: Typed = "", ort: Typed = ""
) -> Response:
    """Return the options for the beginning of a region's name."""
    found = load_regions().suggest(region or ort, MAX_OPTIONS)
    options = {one.value: one for one in (_region_option(r, language) for r in reversed(found))}
    return _options(request, list(reversed(options.values())))


@router.get("/vorschlaege/branchen")
def suggest_sectors(request: Request, language: LanguageDep, branche: Typed = "") -> Response:
    """Return the options for the beginning of a name, or for plain words about the work."""
    found = sector_options(branche, language, MAX_OPTIONS)
    return _options(request, [_sector_option(one, language) for one in found])


@router.get("/vorschlaege/anzahl")
def count(
    request: Request, service: ServiceDep, viewer: ViewerDep, language: LanguageDep
) -> Response:
    """Return how many profiles keep the rules of a form that is being filled in."""
    checked = Check(service, viewer, language).run(SearchForm.of(request.query_params))
    places = ("region", "place", "sector")
    unclear = [checked.problems[name] for name in places if name in checked.problems]
    left = remaining(service, viewer, checked, language)
    context: dict[str, object] = {
        "sentence": left_text(left, language),
        "none_left": left.allowed == 0,
        "unclear": [found.value or found.message for found in unclear],
    }
    return render(request, "_count.html", context)


def left_text(left: Remaining, language: str) -> str:
    """Return how many profiles remain, as a sentence."""
    t = translator(language)
    if not left.steps:
        return t("find_left_all").format(total=whole(left.total, language))
    key = {0: "find_left_none", 1: "find_left_one"}.get(left.allowed, "find_left_some")
    return t(key).format(left=whole(left.allowed, language), total=whole(left.total, language))


def _options(request: Request, options: list[Option]) -> Response:
    return render(request, "_options.html", {"options": options})


def _profile_option(profile: Profile, language: str) -> Option:
    place = place_text(profile.places[0], language) if profile.places else ""
    note = ", ".join(part for part in (pick(KINDS[profile.kind], language), place) if part)
    return Option(profile_text(profile), note)


def _region_option(region: Region, language: str) -> Option:
    level = translator(language)(f"find_level_{region.level}")
    inside = region.level in (Level.PLACE, Level.POSTCODE) and region.nuts is not None
    around = load_regions().resolve(region.nuts or "").name if inside else ""
    return Option(region_text(region), f"{level}, {around}" if around else level)


def _sector_option(option: SectorOption, language: str) -> Option:
    return Option(sector_text(option), translator(language)(f"find_sort_{option.type}"))
