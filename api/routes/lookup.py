"""Regions and sectors: what a text means, and what it may become."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.http.deps import MAX_TEXT, LanguageDep, get_identity
from api.http.problems import responses
from api.routes.schemas import RegionOut, RegionsAnswer, SectorHitOut, SectorOut, SectorsAnswer
from api.work.lookup import option_of, sector_options
from data.errors import RegionError, SectorError
from data.places.regions import load_regions
from data.sectors.names import resolve_any
from data.sectors.search import search_sectors

router = APIRouter(tags=["regions and sectors"], dependencies=[Depends(get_identity)])
Limit = Annotated[int, Query(ge=1, le=50)]


@router.get("/regions", responses=responses())
def regions(
    text: Annotated[str, Query(min_length=1, max_length=MAX_TEXT, examples=["Uckermark"])],
    language: LanguageDep,
    limit: Limit = 10,
) -> RegionsAnswer:
    """Understand a postcode, town, Kreis, Land, NUTS code or named area."""
    resolved, message = None, None
    try:
        resolved = RegionOut.of(load_regions().resolve(text), language)
    except RegionError as error:
        message = error.text(language)
    suggestions = [RegionOut.of(r, language) for r in load_regions().suggest(text, limit)]
    return RegionsAnswer(resolved=resolved, message=message, suggestions=suggestions)


@router.get("/sectors", responses=responses())
def sectors(
    text: Annotated[str, Query(min_length=1, max_length=MAX_TEXT, examples=["Zerspanung"])],
    language: LanguageDep,
    limit: Limit = 10,
) -> SectorsAnswer:
    """Understand a WZ 2008 or WZ 2025 code, a trade, a cluster, or plain words."""
    resolved, message = None, None
    try:
        resolved = SectorOut.model_validate(option_of(resolve_any(text), language))
    except SectorError as error:
        message = error.text(language)
    options = sector_options(text, language, limit)
    hits = search_sectors(text, limit)
    return SectorsAnswer(
        resolved=resolved,
        message=message,
        suggestions=[SectorOut.model_validate(option) for option in options],
        matches=[
            SectorHitOut(
                code=hit.sector.code, label=hit.sector.label(language), score=round(hit.score, 4)
            )
            for hit in hits
        ],
    )
