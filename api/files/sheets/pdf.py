"""An advice sheet as PDF: A4, two pages for as many suggestions as are composed."""

from __future__ import annotations

import io
from functools import partial
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    Image,
    KeepTogether,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from api.files.pdf_styles import ACCENT, LINE, QUIET, SOFT, Styles, register_fonts
from api.files.sheets.view import Printed, PrintedEntry, PrintedSection
from api.language.texts import translator

SIDE, TOP, BOTTOM = 20 * mm, 15 * mm, 17 * mm
WIDTH = A4[0] - 2 * SIDE
MAX_PAGES = 2
SMALLER = (0.95, 0.9, 0.86, 0.82)
"""Sizes of type that are tried until the sheet fits; the smallest is 7.8 points."""
EMBEDDED = ("FONTNAME", (0, 0), (-1, -1), "Sheet")
"""Of each table: else reportlab names a font that is not in the file, even for empty cells."""
LOGO = (48 * mm, 18 * mm)


def pdf(sheet: Printed) -> bytes:
    """Return the sheet as a PDF; more than two pages only where a person wrote so much."""
    register_fonts()
    document, pages = _build(sheet, 1.0)
    if pages == 1:
        return document
    for scale in SMALLER:
        smaller, fewer = _build(sheet, scale)
        # One page is worth a little smaller type, and the third page all that is readable.
        if fewer == 1 or pages > MAX_PAGES:
            document, pages = smaller, fewer
        if pages <= MAX_PAGES:
            break
    return document


def _build(sheet: Printed, scale: float) -> tuple[bytes, int]:
    """Lay the sheet out in one size of type; return it and how many pages it takes."""
    t = translator(sheet.language)
    target = io.BytesIO()
    document = BaseDocTemplate(
        target,
        pagesize=A4,
        title=f"{t('sheet_title')}: {sheet.headline}",
        author=sheet.tenant.name,
        subject=sheet.need[:300],
        creator="partnermatch",
        lang="en-GB" if sheet.language == "en" else "de-DE",
        initialFontName="Sheet",
    )
    frame = Frame(
        SIDE, BOTTOM, WIDTH, A4[1] - TOP - BOTTOM, leftPadding=0, rightPadding=0,
        topPadding=0, bottomPadding=0,
    )  # fmt: skip
    document.addPageTemplates(PageTemplate(frames=[frame]))
    canvas = partial(_PagedCanvas, sheet=sheet)
    document.build(_story(sheet, scale), canvasmaker=canvas)
    return target.getvalue(), document.page


class _PagedCanvas(Canvas):  # type: ignore[misc]
    """Writes the foot of each page when the number of pages is known."""

    def __init__(self, *args: Any, sheet: Printed, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._sheet = sheet
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:
        """Keep the page until the end."""
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Write all pages with their feet."""
        for number, page in enumerate(self._pages, start=1):
            self.__dict__.update(page)
            self._foot(number)
            super().showPage()
        super().save()

    def _foot(self, number: int) -> None:
        t = translator(self._sheet.language)
        self.setStrokeColor(LINE)
        self.line(SIDE, BOTTOM - 4 * mm, A4[0] - SIDE, BOTTOM - 4 * mm)
        self.setFillColor(QUIET)
        self.setFont("Sheet", 7.5)
        left = f"{self._sheet.tenant.name} · {t('sheet_title')} · {self._sheet.date}"
        page = t("sheet_page").format(page=number, pages=len(self._pages))
        room = WIDTH - self.stringWidth(page, "Sheet", 7.5) - 5 * mm
        while self.stringWidth(left, "Sheet", 7.5) > room:
            left = f"{left[:-2].rstrip()}…"
        self.drawString(SIDE, BOTTOM - 8 * mm, left)
        self.drawRightString(A4[0] - SIDE, BOTTOM - 8 * mm, page)


def _story(sheet: Printed, scale: float) -> list[Flowable]:
    styles, t = Styles(scale), translator(sheet.language)
    story: list[Flowable] = [_head(sheet, styles), styles.gap(12)]
    story += [
        Paragraph(_text(f"{t('sheet_title')} · {sheet.date}"), styles.label),
        Paragraph(_text(sheet.headline), styles.title),
        styles.gap(2),
        Paragraph(_text(sheet.firm), styles.firm),
        styles.gap(7),
        _need(sheet, styles),
        styles.gap(7),
    ]
    if sheet.introduction:
        story += [Paragraph(_text(sheet.introduction), styles.body), styles.gap(2)]
    for section in sheet.sections:
        story += _section(section, sheet, styles)
    story.append(styles.gap(9))
    story.append(KeepTogether(_end(sheet, styles)))
    return story


def _head(sheet: Printed, styles: Styles) -> Flowable:
    lines = "<br/>".join(escape(line) for line in sheet.letterhead if line)
    sender: list[Flowable] = [Paragraph(_text(sheet.tenant.name), styles.sender)]
    if lines:
        sender.append(Paragraph(lines, styles.small))
    logo = _logo(sheet.tenant.logo)
    side = LOGO[0] if logo is not None else 0
    head = Table([[sender, logo or Spacer(0, 0)]], colWidths=[WIDTH - side, side], hAlign="LEFT")
    head.setStyle(
        [
            EMBEDDED,
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("ALIGN", (1, 0), (1, 0), "RIGHT"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 0),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
            ("LINEBELOW", (0, 0), (-1, -1), 1.2, ACCENT),
        ]
    )
    return head


def _logo(data: bytes | None) -> Image | None:
    """Return the logo in its proportions; None if there is none or it cannot be read."""
    if data is None:
        return None
    try:
        width, height = ImageReader(io.BytesIO(data)).getSize()
    except Exception:  # a broken picture must not cost the sheet
        return None
    factor = min(LOGO[0] / width, LOGO[1] / height)
    return Image(io.BytesIO(data), width * factor, height * factor, hAlign="RIGHT")


def _need(sheet: Printed, styles: Styles) -> Flowable:
    t = translator(sheet.language)
    opening, closing = ("“", "”") if sheet.language == "en" else ("„", "“")
    said: list[Flowable] = [
        Paragraph(_text(t("sheet_need")), styles.label),
        Paragraph(_text(f"{opening}{sheet.need}{closing}"), styles.need),
    ]
    if sheet.rules:
        said.append(Paragraph(_text(f"{t('sheet_rules')}: {sheet.rules}"), styles.small))
    # One row per paragraph, so that even a need of 4,000 letters breaks over pages.
    box = Table([[one] for one in said], colWidths=[WIDTH], splitInRow=1)
    box.setStyle(
        [
            EMBEDDED,
            ("BACKGROUND", (0, 0), (-1, -1), SOFT),
            ("LINEBEFORE", (0, 0), (0, -1), 3, ACCENT),
            ("LEFTPADDING", (0, 0), (-1, -1), 9),
            ("TOPPADDING", (0, 0), (-1, -1), 1.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
            ("TOPPADDING", (0, 0), (-1, 0), 5),
            ("BOTTOMPADDING", (0, -1), (-1, -1), 6),
        ]
    )
    return box


def _section(section: PrintedSection, sheet: Printed, styles: Styles) -> list[Flowable]:
    head: list[Flowable] = [
        styles.gap(8),
        Paragraph(_text(section.title), styles.section),
        styles.gap(1.5),
    ]
    if not section.entries:
        return [KeepTogether([*head, Paragraph(_text(section.gap), styles.body)])]
    first, *others = (_entry(entry, sheet, styles) for entry in section.entries)
    story: list[Flowable] = [KeepTogether([*head, *first])]
    for entry in others:
        story += [styles.gap(4.5), KeepTogether(entry)]
    return story


def _entry(entry: PrintedEntry, sheet: Printed, styles: Styles) -> list[Flowable]:
    t = translator(sheet.language)
    facts = f' <font name="Sheet" color="#51626a" size="{8.6 * styles.scale:.1f}">'
    facts += f"{_text(entry.facts)}</font>" if entry.facts else "</font>"
    name = Paragraph(f"{_text(entry.name)}&nbsp; {facts}", styles.name)
    head = Table(
        [[name, Paragraph(_text(entry.fit), styles.right)]],
        colWidths=[WIDTH - 32 * mm, 32 * mm],
    )
    head.setStyle(
        [
            EMBEDDED,
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 0),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
        ]
    )
    lines: list[Flowable] = [head]
    if entry.reason:
        lines.append(Paragraph(_text(entry.reason), styles.body))
    for label, text in ((t("sheet_evidence"), entry.evidence), (t("sheet_gain"), entry.gain)):
        if text:
            lines.append(Paragraph(f"{_text(label)}: {_text(text)}", styles.small))
    if entry.next_step:
        step = f"<b>{_text(t('sheet_next'))}:</b> {_text(entry.next_step)}"
        lines.append(Paragraph(step, styles.body))
    return lines


def _end(sheet: Printed, styles: Styles) -> list[Flowable]:
    t = translator(sheet.language)
    lines: list[Flowable] = []
    if sheet.closing:
        lines += [Paragraph(_text(sheet.closing), styles.body), styles.gap(5)]
    adviser = " · ".join(part for part in (sheet.adviser, sheet.adviser_contact) if part)
    if adviser:
        said = f"<b>{_text(t('sheet_adviser'))}:</b> {_text(adviser)}"
        lines += [Paragraph(said, styles.body), styles.gap(5)]
    origin = " ".join(part for part in (sheet.draft, sheet.origin) if part)
    lines.append(Paragraph(_text(origin), styles.small))
    return lines


def _text(text: str) -> str:
    """Return text for a paragraph: no markup of its own, lines kept."""
    return escape(text).replace("\n", "<br/>")
