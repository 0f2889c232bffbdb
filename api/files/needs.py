"""The page of needs as a spreadsheet: one sheet for each tab, and one that says what was asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from api.language.texts import translator
from api.language.values import day
from api.work.needs.scope import Looked, Overview
from api.work.needs.view import cluster_name, gap_view, region_name, who
from data import clock
from data.spreadsheet.writing import cell_of
from matcher.needs.crossing import Chance

Row = tuple[str | int, ...]
Columns = Sequence[tuple[str, int]]
"""Key of each column's head, and its width in characters."""
ABOUT: Columns = (("needs_sheet_filter", 34), ("needs_sheet_value", 60))
GAPS: Columns = (
    ("needs_sheet_name", 34),
    ("needs_sheet_kind", 34),
    ("needs_sheet_id", 14),
    ("needs_sheet_clusters", 34),
    ("needs_sheet_text", 60),
    ("needs_sheet_standing", 24),
    ("needs_sheet_nearest", 34),
    ("needs_sheet_id", 14),
    ("needs_sheet_nearest_text", 60),
)
CHANCES: Columns = (
    ("needs_sheet_member", 34),
    ("needs_sheet_clusters", 34),
    ("needs_sheet_partner", 34),
    ("needs_sheet_clusters", 34),
    ("needs_sheet_fit", 16),
    ("needs_sheet_reason", 90),
)
COUNTS: Columns = (
    ("needs_sheet_region", 34),
    ("needs_sheet_cluster", 34),
    ("needs_needs", 16),
    ("needs_open", 16),
    ("needs_offers", 16),
    ("needs_unasked", 16),
)


def workbook(
    needs: Sequence[Looked],
    offers: Sequence[Looked],
    chances: Sequence[Chance],
    counts: Overview,
    filters: Sequence[tuple[str, str]],
    language: str,
) -> bytes:
    """Return the file's content."""
    t = translator(language)
    today = (t("needs_sheet_date"), day(clock.today(), language))
    book = Workbook(write_only=True)
    _sheet(book, "needs_sheet_about", ABOUT, (today, *filters), language)
    _sheet(book, "needs_tab_needs", GAPS, _gaps(needs, language), language)
    _sheet(book, "needs_tab_angebote", GAPS, _gaps(offers, language), language)
    _sheet(book, "needs_tab_chancen", CHANCES, _chances(chances, language), language)
    _sheet(book, "needs_tab_ueberblick", COUNTS, _counts(counts, language), language)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _gaps(found: Iterable[Looked], language: str) -> Iterator[Row]:
    for looked in found:
        view = gap_view(looked, language)
        nearest = looked.far[0] if looked.far else looked.gap.nearest
        yield (
            view.who.name,
            view.who.facts,
            view.who.id,
            ", ".join(view.who.clusters),
            looked.gap.text,
            view.word,
            view.other.name if view.other else "",
            view.other.id if view.other else "",
            nearest.text if nearest else "",
        )


def _chances(found: Iterable[Chance], language: str) -> Iterator[Row]:
    for chance in found:
        mine, theirs = who(chance.member, language), who(chance.partner, language)
        yield (
            mine.name,
            ", ".join(mine.clusters),
            theirs.name,
            ", ".join(theirs.clusters),
            chance.suggestion.fit,
            chance.suggestion.reason,
        )


def _counts(counts: Overview, language: str) -> Iterator[Row]:
    for region in counts.regions:
        for cluster in counts.clusters:
            if count := counts.cells.get((region, cluster)):
                names = region_name(region, language), cluster_name(cluster, language)
                yield (*names, count.needs, count.open_needs, count.offers, count.unasked)


def _sheet(
    book: Workbook, title: str, columns: Columns, rows: Iterable[Row], language: str
) -> None:
    """Add a table with a head that stays in view."""
    t = translator(language)
    sheet = book.create_sheet(t(title))
    sheet.freeze_panes = "A2"
    for number, (_, width) in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    heads = [_cell(sheet, t(key)) for key, _ in columns]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: Any, value: str | int) -> Any:
    cell = cell_of(sheet, value)
    if isinstance(value, str):
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
