"""The spreadsheet of an event: writing it, and an empty template with an example."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from data.events.cells import INTERESTS, item_text
from data.events.columns import COLUMNS, HELP_TITLES, PEOPLE, Column, Kind, title_of
from data.events.event import MAX_PARTICIPANTS, MAX_TABLES, Event, Interest, Participant
from data.events.examples import HELP, INTRODUCTION, example_event
from data.spreadsheet.tables import packed

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DAY, _TIME, _MOMENT = "DD.MM.YYYY", "HH:MM", "DD.MM.YYYY HH:MM"
_TEXT = "%d.%m.%Y %H:%M"
_HEAD = PatternFill("solid", fgColor="1F4E5F")
_LONG_LISTS = 20_000
Value = str | int | float | dt.datetime | dt.date | dt.time | None


def write_event_sheet(event: Event, target: Path | BinaryIO, language: str = "de") -> None:
    """Write an event as the workbook that `data.events.sheet.read_event_sheet` reads back."""
    _workbook(event, language).save(target)


def write_template(target: Path | BinaryIO, language: str = "de") -> None:
    """Write the workbook of an example event, with explanations before it."""
    book = _workbook(example_event(language), language)
    sheet = book.create_sheet(HELP_TITLES[1 if language == "en" else 0], 0)
    sheet.column_dimensions["A"].width = 28
    sheet.column_dimensions["B"].width = 100
    for left, right in _introduction(language):
        sheet.append([left, right])
        for cell in sheet[sheet.max_row]:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            cell.font = Font(bold=cell.column == 1 or not right, size=16 if not right else 11)
    book.active = 0
    book.save(target)


def _introduction(language: str) -> list[tuple[str, str]]:
    english = language == "en"
    return [(left[english], right[english]) for left, right in INTRODUCTION]


def _workbook(event: Event, language: str) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    _frame(book, event, language)
    _times(book, event, language)
    _tables(book, event, language)
    _people(book, event, language)
    _wishes(book, event, language)
    return book


def _frame(book: Workbook, event: Event, language: str) -> None:
    sheet = book.create_sheet(title_of(Kind.EVENT, language))
    sides = (*event.sides, "", "")
    spoken = {"de": ("Deutsch", "German"), "en": ("Englisch", "English")}[event.language]
    values: dict[str, Value] = {
        "name": event.name,
        "place": event.place,
        "language": spoken[language == "en"],
        "side_1": sides[0],
        "side_2": sides[1],
    }
    for row, column in enumerate(COLUMNS[Kind.EVENT], start=1):
        value = values.get(column.field)
        if column.field not in values:
            value = _plain(getattr(event.settings, column.field), language)
        said = HELP[f"event.{column.field}"][language == "en"]
        _row(sheet, row, (column.label(language), value, said))
        sheet.cell(row, 1).font = Font(bold=True)
        sheet.cell(row, 2).alignment = Alignment(horizontal="left", wrap_text=True)
    for letter, width in (("A", 42), ("B", 40), ("C", 90)):
        sheet.column_dimensions[letter].width = width
    rows = {column.field: i for i, column in enumerate(COLUMNS[Kind.EVENT], start=1)}
    for field in ("same_firm", "competitors"):
        _choices(sheet, f"B{rows[field]}", _yes_no(language))
    _choices(sheet, f"B{rows['language']}", ("Deutsch", "Englisch"), language)


def _times(book: Workbook, event: Event, language: str) -> None:
    sheet = _list(book, Kind.TIMES, COLUMNS[Kind.TIMES], language)
    for row, slot in enumerate(event.slots, start=2):
        same = slot.start.date() == slot.end.date()
        end = slot.end.time() if same else _plain(slot.end, language)
        _row(sheet, row, (slot.start.date(), slot.start.time(), end))


def _tables(book: Workbook, event: Event, language: str) -> None:
    sheet = _list(book, Kind.TABLES, COLUMNS[Kind.TABLES], language)
    for row, table in enumerate(event.tables, start=2):
        _row(sheet, row, (table.name, table.room, table.capacity))


def _people(book: Workbook, event: Event, language: str) -> None:
    rows = [_person(participant, event, language) for participant in event.participants]
    columns = [
        column
        for column in PEOPLE
        for _ in range(max([1, *(len(row[column.field]) for row in rows)]))
    ]
    sheet = _list(book, Kind.PEOPLE, columns, language)
    for number, row in enumerate(rows, start=2):
        left = {field: iter(values) for field, values in row.items()}
        _row(sheet, number, [next(left[column.field], None) for column in columns])
    cells = {
        column.field: f"{letter}2:{letter}{MAX_PARTICIPANTS + 1}"
        for column, letter in zip(columns, map(get_column_letter, range(1, 99)), strict=False)
    }
    if event.sides:
        at = [column.field for column in COLUMNS[Kind.EVENT]].index("side_1") + 1
        frame = title_of(Kind.EVENT, language)
        _list_of(sheet, cells["side"], f"'{frame}'!$B${at}:$B${at + 1}")
    tables = title_of(Kind.TABLES, language)
    _list_of(sheet, cells["table"], f"'{tables}'!$A$2:$A${MAX_TABLES + 1}")
    _choices(sheet, cells["present"], _yes_no(language))
    sheet.freeze_panes = "C2"


def _person(participant: Participant, event: Event, language: str) -> dict[str, list[Value]]:
    """Return the values of each field: mostly one, more where one cell does not hold them all."""
    cells: dict[str, list[Value]] = {}
    for column in PEOPLE:
        value = getattr(participant, column.field)
        if column.field == "away":
            cells["away"] = ["; ".join(_breaks(value, event))]
        elif isinstance(value, tuple):
            mark = "\n" if column.field in ("offers", "needs") else "; "
            cells[column.field] = [*packed([item_text(item) for item in value], mark)]
        else:
            cells[column.field] = [_plain(value, language)]
    return cells


def _breaks(away: Sequence[int], event: Event) -> Iterable[str]:
    """Yield the slots as times, with the day where there are several."""
    days = {slot.start.date() for slot in event.slots} | {slot.end.date() for slot in event.slots}
    for i in (i for i in away if i < len(event.slots)):
        slot = event.slots[i]
        if slot.start.date() != slot.end.date() or slot.start.second or slot.end.second:
            yield str(i + 1)
        else:
            day = f"{slot.start:%d.%m.%Y} " if len(days) > 1 else ""
            yield f"{day}{slot.start:%H:%M}-{slot.end:%H:%M}"


def _wishes(book: Workbook, event: Event, language: str) -> None:
    sheet = _list(book, Kind.WISHES, COLUMNS[Kind.WISHES], language)
    for row, wish in enumerate(event.wishes, start=2):
        _row(sheet, row, (wish.who, wish.whom, INTERESTS[wish.interest][language == "en"]))
    people = title_of(Kind.PEOPLE, language)
    _list_of(sheet, f"A2:B{_LONG_LISTS + 1}", f"'{people}'!$A$2:$A${MAX_PARTICIPANTS + 1}")
    words = tuple(INTERESTS[interest][language == "en"] for interest in Interest)
    _choices(sheet, f"C2:C{_LONG_LISTS + 1}", words)


def _list(book: Workbook, kind: Kind, columns: Sequence[Column], language: str) -> Any:
    sheet = book.create_sheet(title_of(kind, language))
    seen: dict[str, int] = {}
    for i, column in enumerate(columns, start=1):
        seen[column.field] = seen.get(column.field, 0) + 1
        again = f" {seen[column.field]}" if seen[column.field] > 1 else ""
        cell = sheet.cell(1, i, column.label(language) + again)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = _HEAD
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        said = HELP[f"{kind.value}.{column.field}"][language == "en"]
        cell.comment = Comment(said, "partnermatch", width=320, height=120)
        sheet.column_dimensions[get_column_letter(i)].width = column.width
    sheet.row_dimensions[1].height = 32
    sheet.freeze_panes = "A2"
    return sheet


def _plain(value: object, language: str) -> Value:
    if isinstance(value, bool):
        return _yes_no(language)[0 if value else 1]
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return f"{value:{_TEXT}}"  # a cell with midnight looks like a day without a time
    if isinstance(value, str | int | float | dt.datetime):
        return value
    return None


def _yes_no(language: str) -> tuple[str, str]:
    return ("yes", "no") if language == "en" else ("ja", "nein")


def _row(sheet: Any, row: int, values: Iterable[Value]) -> None:
    for at, value in enumerate(values, start=1):
        if value is None or value == "":
            continue
        cell = sheet.cell(row, at)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        if isinstance(value, str):
            # It stays text even when edited, also if it begins like a formula.
            cell.value = _NOT_IN_XML.sub("\ufffd", value)
            cell.data_type = "s"
            cell.quotePrefix = True
        else:
            cell.value = value
        if isinstance(value, dt.datetime):
            cell.number_format = _MOMENT
        elif isinstance(value, dt.date):
            cell.number_format = _DAY
        elif isinstance(value, dt.time):
            cell.number_format = _TIME


def _choices(sheet: Any, cells: str, words: Sequence[str], language: str = "de") -> None:
    english = {"Deutsch": "German", "Englisch": "English"}
    shown = [english[word] if language == "en" else word for word in words]
    _list_of(sheet, cells, '"' + ",".join(shown) + '"')


def _list_of(sheet: Any, cells: str, source: str) -> None:
    """Offer a list to choose from; other text is allowed, and reading says what does not fit."""
    choice = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=False)
    sheet.add_data_validation(choice)
    choice.add(cells)
