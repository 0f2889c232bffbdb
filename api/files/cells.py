"""Sheets of a workbook for paper and screen: a head that stays, widths, lines, real times."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from data.spreadsheet.writing import Share, Value, cell_of

DATE, TIME, PERCENT, NUMBER = "dd.mm.yyyy", "hh:mm", "0.0 %", "0.00"
HEAD = PatternFill("solid", fgColor="0F4C5C")
SOFT = PatternFill("solid", fgColor="E3EEF0")
THIN = Side(style="thin", color="C9D4D8")
A4, A3 = 9, 8
"""Sizes of paper as Excel counts them."""
HEAD_ROW = 3
"""The head of a table stands under title and subtitle."""


class Paper:
    """One sheet: title, subtitle, head, rows."""

    def __init__(
        self,
        book: Workbook,
        name: str,
        title: tuple[str, str],
        columns: Sequence[tuple[str, float]],
        *,
        keep: int = 1,
        filters: bool = True,
        size: int = A4,
    ) -> None:
        """Begin a sheet of ``columns`` (head, width), of which ``keep`` stay in sight."""
        self._sheet: Any = book.create_sheet(name)
        self._shaded = False
        self._set_page(len(columns), keep, filters, size)
        for number, (_, width) in enumerate(columns, start=1):
            self._sheet.column_dimensions[get_column_letter(number)].width = width
        self._sheet.append([self._cell(title[0], font=Font(bold=True, size=14))])
        self._sheet.append([self._cell(title[1], wrap=False)])
        white = Font(bold=True, color="FFFFFF")
        self._sheet.append([self._cell(head, font=white, fill=HEAD) for head, _ in columns])

    def row(self, values: Iterable[Value], *, bold: bool = False) -> None:
        """Add a row; text stays text even if it begins like a formula."""
        font = Font(bold=True) if bold else None
        fill = SOFT if self._shaded else None
        self._sheet.append([self._cell(v, font=font, fill=fill, border=True) for v in values])

    def turn(self) -> None:
        """Shade the rows from here on if those before are not, and the other way round."""
        self._shaded = not self._shaded

    def _set_page(self, columns: int, keep: int, filters: bool, size: int) -> None:
        sheet, last = self._sheet, get_column_letter(columns)
        sheet.freeze_panes = f"{get_column_letter(keep + 1)}{HEAD_ROW + 1}"
        if filters:
            sheet.auto_filter.ref = f"A{HEAD_ROW}:{last}{HEAD_ROW}"
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = size
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_title_rows = f"1:{HEAD_ROW}"
        sheet.print_options.horizontalCentered = True
        sheet.oddFooter.center.text = "&P / &N"
        sheet.page_margins.left = sheet.page_margins.right = 0.4

    def _cell(
        self,
        value: Value,
        *,
        font: Font | None = None,
        fill: PatternFill | None = None,
        border: bool = False,
        wrap: bool = True,
    ) -> Any:
        cell = cell_of(self._sheet, value)
        cell.number_format = _format(value)
        cell.alignment = Alignment(vertical="top", wrap_text=wrap and isinstance(value, str))
        if font is not None:
            cell.font = font
        if fill is not None:
            cell.fill = fill
        if border:
            cell.border = Border(bottom=THIN)
        return cell


def _format(value: Value) -> str:
    if isinstance(value, Share):
        return PERCENT
    if isinstance(value, float):
        return NUMBER
    if isinstance(value, dt.time):
        return TIME
    return DATE if isinstance(value, dt.date) else "General"
