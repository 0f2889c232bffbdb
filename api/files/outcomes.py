"""Figures of outcomes as a spreadsheet with real numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from api.language.texts import translator
from api.language.values import day
from api.work.outcomes.figures import Outcomes
from api.work.outcomes.parts import STEPS, PairLine
from api.work.outcomes.period import Period
from api.work.outcomes.traits import Dimension
from api.work.outcomes.view import contacted_rate, funnel, group_label, period_text, sentences
from data import clock
from data.feedback.outcomes import EVENTS, REASONS, EventKind
from data.spreadsheet.writing import Share, Value, cell_of
from matcher.words import pick

MOST_PAIRS = 20_000
PERCENT, DATE = "0.0 %", "dd.mm.yyyy"
SHEETS = {
    "region": (Dimension.LAND, Dimension.KREIS),
    "sector": (Dimension.SECTION, Dimension.DIVISION, Dimension.CLUSTER),
    "size": (Dimension.SIZE, Dimension.KIND),
}


def workbook(found: Outcomes, period: Period, language: str) -> bytes:
    """Return the file: an overview, one sheet for each sort of group, and the pairs."""
    made = _Maker(period, language)
    made.overview(found)
    for name, dimensions in SHEETS.items():
        made.groups(found, name, dimensions)
    made.pairs(found)
    buffer = BytesIO()
    made.book.save(buffer)
    return buffer.getvalue()


class _Maker:
    """Writes sheets in one language."""

    def __init__(self, period: Period, language: str) -> None:
        self.book = Workbook(write_only=True)
        self._period = period
        self._language = language
        self._t = translator(language)

    def overview(self, found: Outcomes) -> None:
        t = self._t
        sheet = self._sheet("overview", (44, 14, 22, 24), None)
        counts = (("lists", found.lists), ("items", found.shown), ("pairs", found.reached[0]))
        for key, number in counts:
            self._row(sheet, (t(f"outcome_{key}"), number))
        self._heading(sheet, t("outcome_funnel"), t("outcome_funnel_hint"))
        self._row(sheet, self._words("step", "count", "of_shown", "of_previous"), bold=True)
        for step in funnel(found.reached, self._language):
            self._row(
                sheet, (step.label, step.pairs, _share(step.of_shown), _share(step.of_previous))
            )
        self._heading(sheet, t("outcome_happened"), t("outcome_happened_hint"))
        for kind in (*STEPS, EventKind.DECLINED):
            self._row(sheet, (pick(EVENTS[kind], self._language), found.happened[kind]))
        self._heading(sheet, t("outcome_declined"), "")
        for reason, number in found.refusals.items():
            self._row(sheet, (pick(REASONS[reason], self._language), number))
        self._attention(sheet, found)

    def _attention(self, sheet: Any, found: Outcomes) -> None:
        t, shares = self._t, {d: found.attention(d) for d in (Dimension.KIND, Dimension.SIZE)}
        self._heading(sheet, t("outcome_attention"), t("outcome_attention_hint"))
        for said in sentences(shares[Dimension.KIND], shares[Dimension.SIZE], self._language):
            self._row(sheet, (said,))
        header = self._words("group", "profiles", "of_profiles", "of_attention")
        self._row(sheet, header, bold=True)
        for dimension, some in shares.items():
            for share in some:
                label = group_label(dimension, share.key, self._language)
                parts = (Share(share.of_profiles), Share(share.of_attention))
                self._row(sheet, (label, share.profiles, *parts))

    def groups(self, found: Outcomes, name: str, dimensions: Sequence[Dimension]) -> None:
        t = self._t
        steps = [t("outcome_shown"), *(pick(EVENTS[kind], self._language) for kind in STEPS)]
        header = (*self._words("side_column", "level", "group"), *steps, t("outcome_rate"))
        sheet = self._sheet(name, (14, 24, 48, *(14,) * len(steps), 20), header)
        for side in ("partner", "suchende"):
            for dimension in dimensions:
                for group in found.by(dimension, of_seekers=side == "suchende"):
                    label = group_label(dimension, group.key, self._language)
                    first = (t(f"outcome_side_short_{side}"), t(f"outcome_dim_{dimension}"), label)
                    self._row(sheet, (*first, *group.reached, _share(contacted_rate(group))))

    def pairs(self, found: Outcomes) -> None:
        keys = ("seeker", "partner", "first_shown", "furthest", "contact_day", "declined_for")
        hint = self._t("outcome_pairs_hint").format(most=MOST_PAIRS)
        header = self._words(*keys, "last")
        sheet = self._sheet("pairs", (48, 48, 16, 18, 16, 20, 16), header, hint)
        for line in found.lines()[:MOST_PAIRS]:
            self._row(sheet, self._pair(found, line))

    def _pair(self, found: Outcomes, line: PairLine) -> tuple[Value, ...]:
        hidden = self._t("outcome_hidden")
        return (
            line.question or found.name_of(line.seeker) or hidden,
            found.name_of(line.profile) or hidden,
            _date(line.shown),
            pick(EVENTS[line.step], self._language) if line.step else None,
            _date(line.contacted) if line.contacted is not None else None,
            pick(REASONS[line.declined], self._language) if line.declined else None,
            _date(line.last),
        )

    def _sheet(
        self, name: str, widths: Sequence[int], header: Sequence[str] | None, hint: str = ""
    ) -> Any:
        """Begin a sheet with title, period and day; a header stays in sight and can be filtered."""
        t = self._t
        sheet = self.book.create_sheet(t(f"outcome_sheet_{name}"))
        for at, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(at)].width = width
        last = get_column_letter(len(widths))
        if header is not None:
            sheet.freeze_panes = "A5"
            sheet.auto_filter.ref = f"A4:{last}4"
        self._row(sheet, (f"{t('nav_outcomes')} – {t(f'outcome_sheet_{name}')}",), bold=True)
        period = f"{t('outcome_period')}: {period_text(self._period, self._language)}"
        self._row(sheet, (period,))
        self._row(sheet, (f"{t('outcome_made')}: {day(clock.today(), self._language)}. {hint}",))
        if header is not None:
            self._row(sheet, header, bold=True)
        else:
            sheet.append([])
        return sheet

    def _heading(self, sheet: Any, title: str, hint: str) -> None:
        sheet.append([])
        self._row(sheet, (title,), bold=True)
        if hint:
            self._row(sheet, (hint,))

    def _words(self, *keys: str) -> tuple[str, ...]:
        return tuple(self._t(f"outcome_{key}") for key in keys)

    def _row(self, sheet: Any, values: Iterable[Value], bold: bool = False) -> None:
        sheet.append([_cell(sheet, value, bold) for value in values])


def _cell(sheet: Any, value: Value, bold: bool) -> Any:
    cell = cell_of(sheet, value)
    if isinstance(value, Share):
        cell.number_format = PERCENT
    elif isinstance(value, dt.datetime):
        cell.number_format = DATE
    if bold:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(vertical="top")
    return cell


def _share(value: float | None) -> Share | None:
    return None if value is None else Share(value)


def _date(moment: float) -> dt.datetime:
    """Return midnight of the day of a moment: a date as spreadsheets know it."""
    return dt.datetime.combine(dt.date.fromtimestamp(moment), dt.time())
