"""The tables of the atlas as CSV and as spreadsheets."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Literal

from fastapi import Request, Response
from starlette.datastructures import QueryParams

from api.http.deps import IdentityDep, LanguageDep, ServiceDep
from api.language.texts import translator
from api.web.atlas.browsing import selection_of
from api.web.atlas.matrices import matrix_grid, skill_label
from api.web.atlas.pages import topic_lines
from api.web.downloads import XLSX
from api.web.site import page_router
from api.work.atlas.shown import Atlas, known_atlas
from data.spreadsheet.delimited import protect
from matcher.atlas.browse import label_of
from matcher.atlas.counts import Hit
from matcher.words import KINDS, pick

router = page_router()
MOST = 50_000
"""Rows of a table at most."""
Value = str | int | float | None
Name = Literal["themen", "matrix", "fachkraefte", "buendeln", "stoebern"]


@dataclass(frozen=True)
class Sheet:
    """A table with its heads."""

    heads: Sequence[str]
    rows: Iterable[Sequence[Value]]


@router.get("/atlas/tabelle/{name}.{ending}")
def download(
    request: Request,
    name: Name,
    ending: Literal["csv", "xlsx"],
    service: ServiceDep,
    identity: IdentityDep,
    language: LanguageDep,
) -> Response:
    """Return a table of the atlas with all its rows."""
    atlas = known_atlas(service, identity.viewer)
    sheet = _SHEETS[name](atlas, request.query_params, language)
    content = csv_of(sheet) if ending == "csv" else xlsx_of(sheet, name)
    headers = {"Content-Disposition": f'attachment; filename="atlas-{name}.{ending}"'}
    return Response(
        content,
        media_type="text/csv; charset=utf-8" if ending == "csv" else XLSX,
        headers=headers,
    )


def csv_of(sheet: Sheet) -> bytes:
    """Return a table as CSV for Excel; no cell is run as a formula."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";")
    for row in (sheet.heads, *sheet.rows):
        writer.writerow([protect(v) if isinstance(v, str) else "" if v is None else v for v in row])
    return out.getvalue().encode("utf-8-sig")


def xlsx_of(sheet: Sheet, title: str) -> bytes:
    """Return a table as a workbook; text stays text, also if it begins like a formula."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    from data.spreadsheet.writing import cell_of

    book = Workbook(write_only=True)
    page = book.create_sheet(title)
    page.freeze_panes = "B2"
    page.column_dimensions["A"].width = 44
    for number, row in enumerate((sheet.heads, *sheet.rows)):
        cells = [cell_of(page, value) for value in row]
        if not number:
            for cell in cells:
                cell.font = Font(bold=True)
        page.append(cells)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _words(language: str, *keys: str) -> list[str]:
    t = translator(language)
    return [t(f"atlas_{key}") for key in keys]


def _topics(atlas: Atlas, _: QueryParams, language: str) -> Sheet:
    themes = {line.theme.id: line.theme.name for line in atlas.summary.themes}
    heads = _words(
        language, "topic", "theme", "words", "statements", "offers", "needs", "about", "gap",
        "profiles", "growth",
    )  # fmt: skip
    rows = [
        (
            line.topic.name,
            themes.get(line.topic.theme, ""),
            ", ".join(line.topic.words),
            line.tally.statements,
            line.tally.offers,
            line.tally.needs,
            line.tally.about,
            line.tally.gap,
            line.tally.profiles,
            line.growth,
        )
        for line in topic_lines(atlas)
    ]
    return Sheet(heads, rows)


def _matrix(atlas: Atlas, query: QueryParams, language: str) -> Sheet:
    grid = matrix_grid(atlas, query, language)
    rows = zip(grid.row_labels, grid.values, strict=True)
    return Sheet(
        [*_words(language, "region"), *grid.column_labels],
        [(label, *values) for label, values in rows],
    )


def _skills(atlas: Atlas, query: QueryParams, language: str) -> Sheet:
    matrix = atlas.skills("kreis" if query.get("ebene") == "kreis" else "land")
    rows = [
        (
            skill_label(skill, language),
            label_of(region, language),
            tally.demand,
            tally.supply,
            tally.gap,
        )
        for skill in matrix.skills
        for region in matrix.regions
        if (tally := matrix.cells.get((skill, region))) is not None
    ]
    return Sheet(_words(language, "skill", "region", "demand", "supply", "gap"), rows)


def _overlaps(atlas: Atlas, _: QueryParams, language: str) -> Sheet:
    heads = ["Nr.", *_words(language, "profile", "kind", "statement", "likeness")]
    rows = [
        (number, hit.profile.name, pick(KINDS[hit.profile.kind], language), hit.text, o.likeness)
        for number, o in enumerate(atlas.overlaps, start=1)
        for hit in o.offers
    ]
    return Sheet(heads, rows[:MOST])


def _browsed(atlas: Atlas, query: QueryParams, language: str) -> Sheet:
    names = {topic.id: topic.name for topic in atlas.model.topics}
    heads = _words(language, "profile", "kind", "role", "statement", "topic")
    hits = atlas.view.select(selection_of(query))[:MOST]
    return Sheet(heads, [_hit(hit, names, language) for hit in hits])


def _hit(hit: Hit, names: dict[str, str], language: str) -> Sequence[Value]:
    role = translator(language)(f"atlas_role_{hit.role}")
    kind = pick(KINDS[hit.profile.kind], language)
    return hit.profile.name, kind, role, hit.text, names.get(hit.topic or "", "")


_SHEETS: dict[Name, Callable[[Atlas, QueryParams, str], Sheet]] = {
    "themen": _topics,
    "matrix": _matrix,
    "fachkraefte": _skills,
    "buendeln": _overlaps,
    "stoebern": _browsed,
}
