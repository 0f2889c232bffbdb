"""The sheets that participants take along: one A4 page each, to be printed in one go."""

from __future__ import annotations

import io
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, Table

from api.files.events.qr import draw_qr
from api.files.pdf_styles import ACCENT, LINE, QUIET, SOFT, Styles, register_fonts
from api.language.texts import translator
from api.language.times import event_days, long_day
from api.work.events.view import Agenda, Line, PlanView
from api.work.events.words import quoted, shortened
from data import clock
from data.events.event import Event
from data.events.plans import Plan

SIDE, TOP, BOTTOM = 17 * mm, 14 * mm, 16 * mm
WIDTH = A4[0] - 2 * SIDE
WHEN = 36 * mm
QR = 27 * mm
RULE = 8 * mm
"""Between two lines to write on."""
NOTES = 34 * mm
"""Left for notes, unless the meetings need it all."""
MOST_ON_A_PAGE = 12
"""Meetings that always fit on one page; with more there may be two."""


class Level(NamedTuple):
    """How much is said in what size; the most that fits is taken."""

    scale: float
    reason: int
    """Characters."""
    statement: int


LEVELS = (
    Level(0.74, 80, 60),
    Level(0.78, 110, 75),
    Level(0.82, 130, 90),
    Level(0.86, 160, 110),
    Level(0.9, 180, 140),
    Level(0.94, 200, 180),
    Level(1.0, 240, 240),
)


def sheets_pdf(
    event: Event,
    plan: Plan,
    participant_ids: Sequence[str],
    links: Mapping[str, str] | None = None,
) -> bytes:
    """Return the sheets of some participants in this order, in the event's language.

    Args:
        event: as it is now.
        plan: the one that counts.
        participant_ids: whose sheets.
        links: address of each participant's own page, printed as QR code; may lack some.
    """
    register_fonts()
    view, target = PlanView(event, plan), io.BytesIO()
    canvas = Canvas(
        target,
        pagesize=A4,
        initialFontName="Sheet",
        lang="en-GB" if event.language == "en" else "de-DE",
    )
    canvas.setTitle(f"{event.name} – {translator(event.language)('seat_sheets')}")
    canvas.setCreator("partnermatch")
    styles = {level: Styles(level.scale) for level in LEVELS}
    for id in participant_ids:
        _Sheet(canvas, view, view.agenda(id), (links or {}).get(id, ""), styles).draw()
    canvas.save()
    return target.getvalue()


class _Sheet:
    """The pages of one participant."""

    def __init__(
        self, canvas: Any, view: PlanView, agenda: Agenda, link: str, styles: dict[Level, Styles]
    ) -> None:
        self._canvas, self._view, self._agenda, self._link = canvas, view, agenda, link
        self._styles = styles
        self._event = view.event
        self._t = translator(view.event.language)

    def draw(self) -> None:
        name = self._agenda.participant.name
        self._canvas.bookmarkPage(self._agenda.participant.id)
        self._canvas.addOutlineEntry(name, self._agenda.participant.id)
        room = self._head_height() - BOTTOM
        parts = self._parts(room)
        for number, part in enumerate(parts, start=1):
            top = self._head() if number == 1 else self._short_head()
            height = part.wrap(WIDTH, top - BOTTOM)[1]
            part.drawOn(self._canvas, SIDE, top - height)
            if number == len(parts):
                self._notes(top - height)
            self._foot(number, len(parts))
            self._canvas.showPage()

    def _parts(self, room: float) -> list[Any]:
        """Return the agenda as a table for each page: one, or more where it has many meetings."""
        most = 2 if len(self._agenda.meetings) > MOST_ON_A_PAGE else 1
        tried: dict[Level, list[Any]] = {}

        def spills(level: Level) -> bool:
            tried[level] = parts = self._paged(level, room)
            notes = room - parts[-1].wrap(WIDTH, room)[1]
            return len(parts) > most or notes < NOTES

        level = LEVELS[max(0, bisect_left(LEVELS, True, key=spills) - 1)]
        return tried.get(level) or self._paged(level, room)

    def _paged(self, level: Level, room: float) -> list[Any]:
        """Return the agenda in parts that are no higher than ``room``."""
        parts = [self._table(level)]
        while parts[-1].wrap(WIDTH, room)[1] > room:
            pieces = parts[-1].split(WIDTH, room)
            if len(pieces) < 2:
                break
            parts[-1:] = pieces
        return parts

    def _head_height(self) -> float:
        return float(A4[1] - TOP - max(self._title()[1], QR + 4 * mm) - 4 * mm)

    def _title(self) -> tuple[list[Flowable], float]:
        """Return what stands beside the QR code, and how high it is."""
        who, event, styles = self._agenda.participant, self._event, self._styles[LEVELS[-1]]
        days = " · ".join(part for part in (event_days(event), event.place) if part)
        firm = who.firm if who.firm != who.name else ""
        parts = [
            Paragraph(escape(shortened(event.name, 120)), styles.sender),
            Paragraph(escape(shortened(who.name, 90)), styles.title),
            Paragraph(escape(" · ".join(p for p in (firm, who.side) if p)), styles.firm),
            Paragraph(escape(days), styles.body),
        ]
        heights = [part.wrap(WIDTH - QR - 6 * mm, A4[1])[1] for part in parts]
        return parts, sum(heights) + 6

    def _head(self) -> float:
        """Draw the head and return where the agenda begins."""
        canvas, at = self._canvas, A4[1] - TOP
        for part in self._title()[0]:
            height = part.wrap(WIDTH - QR - 6 * mm, A4[1])[1]
            at -= height + 2
            part.drawOn(canvas, SIDE, at)
        if self._link:
            left, low = A4[0] - SIDE - QR, A4[1] - TOP - QR
            draw_qr(canvas, self._link, left, low, QR)
            canvas.linkURL(self._link, (left, low, left + QR, low + QR))
            canvas.setFillColor(QUIET)
            canvas.setFont("Sheet", 7)
            middle = A4[0] - SIDE - QR / 2
            canvas.drawCentredString(middle, A4[1] - TOP - QR - 3 * mm, self._t("seat_scan"))
        return self._head_height()

    def _short_head(self) -> float:
        canvas = self._canvas
        canvas.setFillColor(ACCENT)
        canvas.setFont("Sheet-Bold", 11)
        name = shortened(self._agenda.participant.name, 60)
        canvas.drawString(SIDE, A4[1] - TOP - 4 * mm, f"{name} – {self._t('seat_continued')}")
        return float(A4[1] - TOP - 8 * mm)

    def _table(self, level: Level) -> Any:
        styles = self._styles[level]
        rows: list[list[Any]] = []
        look: list[tuple[Any, ...]] = [
            ("FONTNAME", (0, 0), (-1, -1), "Sheet"),
            ("FONTSIZE", (0, 0), (-1, -1), 6),
            ("LEADING", (0, 0), (-1, -1), 7),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
            ("TOPPADDING", (0, 0), (-1, -1), 2.6 * level.scale),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3.4 * level.scale),
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE),
            ("LINEABOVE", (0, 0), (-1, 0), 1.2, ACCENT),
        ]
        several = len(self._agenda.days) > 1
        for date, lines in self._agenda.days:
            if several:
                day = escape(long_day(date, self._event.language))
                rows.append([Paragraph(day, styles.section), ""])
                look.append(("SPAN", (0, len(rows) - 1), (-1, len(rows) - 1)))
            for line in lines:
                if line.encounter is None:
                    look.append(("BACKGROUND", (0, len(rows)), (-1, len(rows)), SOFT))
                rows.append(self._row(line, level))
        if not self._agenda.meetings:
            rows.append(["", Paragraph(escape(self._t("seat_nothing")), styles.body)])
        return Table(rows, colWidths=[WHEN, WIDTH - WHEN], style=look)

    def _row(self, line: Line, level: Level) -> list[Any]:
        styles, at = self._styles[level], line.encounter
        if at is None:
            return [Paragraph(escape(text), styles.small) for text in (line.time, line.label)]
        place = f'<b>{escape(line.time)}</b><br/><font color="#0f4c5c"><b>'
        place += f"{escape(shortened(at.table, 40))}</b></font>"
        if at.room:
            place += f" · {escape(shortened(at.room, 40))}"
        return [Paragraph(place, styles.body), self._said(line, level)]

    def _said(self, line: Line, level: Level) -> list[Flowable]:
        """Return partner, reason and ice-breaker."""
        styles, language = self._styles[level], self._event.language
        partner = line.partner
        firm = partner.firm if partner is not None and partner.firm != partner.name else ""
        name = f"<b>{escape(shortened(line.label, 90))}</b>"
        if firm:
            name += f' <font color="#51626a">{escape(shortened(firm, 60))}</font>'
        parts: list[Flowable] = [Paragraph(name, styles.name)]
        if line.brief:
            parts.append(Paragraph(escape(shortened(line.brief, level.reason)), styles.body))
        for key, text in (("seat_ask_for", line.theirs), (line.own_label, line.own)):
            if text:
                said = escape(quoted(shortened(text, level.statement), language))
                label = f"<b>{escape(self._t(key))}:</b>"
                parts.append(Paragraph(f"{label} {said}", styles.small))
        return parts

    def _notes(self, top: float) -> None:
        """Rule what is left of the page."""
        canvas, at = self._canvas, top - 7 * mm
        if at - BOTTOM < 2 * RULE:
            return
        canvas.setFillColor(ACCENT)
        canvas.setFont("Sheet-Bold", 9)
        canvas.drawString(SIDE, at, self._t("seat_notes"))
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(0.5)
        at -= RULE
        while at > BOTTOM:
            canvas.line(SIDE, at, A4[0] - SIDE, at)
            at -= RULE

    def _foot(self, number: int, pages: int) -> None:
        canvas, t = self._canvas, self._t
        canvas.setFillColor(QUIET)
        canvas.setFont("Sheet", 7.5)
        made = clock.local(self._view.plan.created)
        plan = t("seat_plan_number").format(number=self._view.plan.number)
        right = f"{plan} · {made:%d.%m.%Y %H:%M}"
        if pages > 1:
            right += f" · {t('sheet_page').format(page=number, pages=pages)}"
        canvas.drawRightString(A4[0] - SIDE, BOTTOM - 7 * mm, right)
        if self._link:
            canvas.drawString(SIDE, BOTTOM - 7 * mm, f"{t('seat_own_page')}: {self._link}")
