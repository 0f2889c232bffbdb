"""The atlas by region: fields of work, and the skills that statements name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

from fastapi import Request, Response
from starlette.datastructures import QueryParams

from api.http.deps import IdentityDep, LanguageDep, ServiceDep
from api.language.texts import translator
from api.web.atlas.common import atlas_page
from api.web.atlas.drawing import Grid, What, grid_of, heat_map, shades_of
from api.web.site import page_router
from api.work.atlas.shown import Atlas
from data.places.regions import load_regions
from matcher.atlas.browse import label_of
from matcher.atlas.counts import Field, Matrix
from matcher.atlas.skills import SkillLine, SkillsMatrix
from matcher.search.catalog import Level

router = page_router()
MOST_ROWS = 24
"""Regions on the heat map; the table has all."""
MOST_COLUMNS = 24
MOST_SKILLS = 20
MOST_MENTIONS = 30
WHATS: tuple[What, ...] = get_args(What)
FIELDS: tuple[Field, ...] = get_args(Field)


@dataclass(frozen=True)
class Choice:
    """What a matrix shows."""

    level: Level
    land: str
    """Id of the Land whose Kreise are shown; empty: all."""
    field: Field
    what: What

    @classmethod
    def of(cls, query: QueryParams) -> Choice:
        """Read it from an address; what cannot be meant is as if nothing was chosen."""
        land, what, field = (query.get(name, "") for name in ("land", "was", "branche"))
        chosen: Level = "kreis" if query.get("ebene") == "kreis" else "land"
        return cls(
            level=chosen,
            land=land if land.startswith("land:") else "",
            field=next((f for f in FIELDS if f == field), "cluster"),
            what=next((w for w in WHATS if w == what), "alle"),
        )

    def holds(self, region: str) -> bool:
        """Say whether a region is shown."""
        if not self.land or self.level == "land":
            return True
        return region.startswith(f"kreis:{self.land.removeprefix('land:')}")


@router.get("/atlas/matrix")
def show_matrix(
    request: Request, service: ServiceDep, identity: IdentityDep, language: LanguageDep
) -> Response:
    """Show regions by fields of work."""
    choice = Choice.of(request.query_params)

    def make(atlas: Atlas) -> dict[str, Any]:
        matrix = atlas.matrix(choice.level, choice.field)
        regions = [region for region in matrix.regions if choice.holds(region)]
        whole_grid = grid_of(matrix, choice.what, regions, matrix.fields, language)
        drawn = grid_of(
            matrix,
            choice.what,
            regions[:MOST_ROWS],
            _largest_fields(matrix, MOST_COLUMNS),
            language,
        )
        return {
            "choice": choice,
            "whats": [w for w in WHATS if w != "veraenderung" or matrix.growth],
            "fields": FIELDS,
            "lands": _lands(atlas),
            "matrix": matrix,
            "grid": whole_grid,
            "heat": heat_map(drawn) if drawn.values else None,
            "shades": shades_of(drawn),
            "drawn_rows": len(drawn.regions),
            "drawn_columns": len(drawn.fields),
            "query": request.url.query,
        }

    return atlas_page(request, service, identity, language, "matrix", make)


def matrix_grid(atlas: Atlas, query: QueryParams, language: str) -> Grid:
    """Return all values of the matrix that an address asks for."""
    choice = Choice.of(query)
    matrix = atlas.matrix(choice.level, choice.field)
    regions = [region for region in matrix.regions if choice.holds(region)]
    return grid_of(matrix, choice.what, regions, matrix.fields, language)


def _largest_fields(matrix: Matrix, most: int) -> list[str]:
    """Return the fields with most statements, in the order of all."""
    ranked = sorted(matrix.fields, key=lambda key: -matrix.by_field[key].statements)[:most]
    return [key for key in matrix.fields if key in ranked]


def _lands(atlas: Atlas) -> list[tuple[str, str]]:
    keys = [key for key in atlas.matrix("land", "cluster").regions if key]
    return sorted(((key, load_regions().get(key).name) for key in keys), key=lambda pair: pair[1])


@router.get("/atlas/fachkraefte")
def show_skills(
    request: Request, service: ServiceDep, identity: IdentityDep, language: LanguageDep
) -> Response:
    """Show which skills are sought and offered, how many, and where."""
    level: Level = "kreis" if request.query_params.get("ebene") == "kreis" else "land"

    def make(atlas: Atlas) -> dict[str, Any]:
        matrix = atlas.skills(level)
        skill = request.query_params.get("beruf", "")
        mentions = [m for m in matrix.mentions if not skill or m.skill == skill]
        drawn = skills_grid(matrix, matrix.skills[:MOST_SKILLS], language)
        return {
            "level": level,
            "matrix": matrix,
            "heat": heat_map(drawn) if drawn.values else None,
            "shades": shades_of(drawn),
            "skill": skill if mentions and skill else "",
            "mentions": mentions[:MOST_MENTIONS],
            "mention_count": len(mentions),
            "most": MOST_SKILLS,
        }

    return atlas_page(request, service, identity, language, "skills", make)


def skills_grid(matrix: SkillsMatrix, skills: Sequence[SkillLine], language: str) -> Grid:
    """Return the gap of each skill in each region: how many more are sought than offered."""
    regions = matrix.regions[:MOST_COLUMNS]
    labels = tuple(skill_label(skill, language) for skill in skills)
    return Grid(
        regions=labels,
        fields=tuple(regions),
        row_labels=labels,
        column_labels=tuple(label_of(key, language) for key in regions),
        values=tuple(tuple(_gap(matrix, skill, region) for region in regions) for skill in skills),
        signed=True,
        warm=True,
    )


def skill_label(skill: SkillLine, language: str) -> str:
    """Return a skill with what is counted: „Schweißen (Kurs)“."""
    return f"{skill.name} ({translator(language)(f'atlas_grade_{skill.grade}')})"


def _gap(matrix: SkillsMatrix, skill: SkillLine, region: str) -> int:
    tally = matrix.cells.get((skill, region))
    return tally.gap if tally is not None else 0
