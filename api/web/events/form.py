"""The form of a new event, and those in which its times and tables are changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from api.language.texts import translator
from api.web.events.fields import Fields
from api.web.events.slots import DayPlan, numbered_tables, slots_of, with_sides
from data.errors import PartnerMatchError
from data.events.event import MAX_SLOTS, MAX_TABLES, Event, Settings, Slot, Table, checked

DEFAULTS = {
    "von": "09:30",
    "bis": "16:00",
    "dauer": "20",
    "pause": "5",
    "mittag-von": "12:30",
    "mittag-bis": "13:30",
    "tische": "15",
    "seiten": "zwei",
}
MAX_MINUTES = 240
AT_LEAST = 3
"""Meetings each of a new event, so that nobody is left without; see `Settings.at_least`."""


def new_event(sent: Mapping[str, Any], tenant: str, language: str) -> tuple[Event | None, Fields]:
    """Return the event that a form means, or None and what is wrong with it."""
    fields, t = Fields(sent, language), translator(language)
    name, place = fields.text("name", needed=True), fields.text("ort")
    date, day = fields.date("datum"), _day(fields, None)
    count = fields.whole("tische", 1, MAX_TABLES, 1) or 1
    sides, room = _sides(fields), fields.text("raum")
    if date is None or day is None or fields.problems:
        return None, fields
    slots = slots_of(day)
    event = Event(
        tenant=tenant,
        name=name,
        place=place,
        language="en" if sent.get("sprache") == "en" else "de",
        settings=Settings(at_least=min(AT_LEAST, len(slots))),
        slots=slots,
        tables=numbered_tables(count, t("ev_table"), room),
    )
    return _checked(with_sides(event, sides), fields), fields


def with_basics(event: Event, sent: Mapping[str, Any], fields: Fields) -> Event | None:
    """Return the event with the name, place, language and sides of a form."""
    name, place = fields.text("name", needed=True), fields.text("ort")
    sides = _sides(fields)
    if fields.problems:
        return None
    update = {
        "name": name,
        "place": place,
        "language": "en" if sent.get("sprache") == "en" else "de",
    }
    return _checked(with_sides(event.model_copy(update=update), sides), fields)


def typed_day(fields: Fields) -> tuple[Slot, ...]:
    """Return the slots that the figures of a form make; none where something is wrong."""
    day = _day(fields, fields.date("datum"))
    return slots_of(day) if day is not None else ()


def typed_slots(sent: Mapping[str, Any], fields: Fields) -> tuple[Slot, ...]:
    """Return the slots of the rows of a form, by their start; empty rows are left out."""
    t = translator(fields.language)
    found = []
    for i in range(MAX_SLOTS + 3):
        if not (str(sent.get(f"von-{i}", "")).strip() or str(sent.get(f"bis-{i}", "")).strip()):
            continue
        date = fields.date(f"tag-{i}")
        begins, ends = fields.time(f"von-{i}", needed=True), fields.time(f"bis-{i}", needed=True)
        if date is None or begins is None or ends is None:
            continue
        if ends <= begins:
            fields.wrong(f"bis-{i}", t("ev_err_ends"))
            continue
        combine = dt.datetime.combine
        found.append(Slot(start=combine(date, begins), end=combine(date, ends)))
    return tuple(sorted(found, key=lambda slot: slot.start))


def typed_tables(sent: Mapping[str, Any], fields: Fields) -> tuple[Table, ...]:
    """Return the tables of the rows of a form; rows without a name are left out."""
    found = []
    for i in range(MAX_TABLES + 3):
        if name := fields.text(f"tisch-{i}"):
            capacity = fields.whole(f"plaetze-{i}", 0, 100, 1)
            room = fields.text(f"raum-{i}")
            found.append(Table(name=name, room=room, capacity=1 if capacity is None else capacity))
    return tuple(found)


def as_typed(event: Event) -> dict[str, str]:
    """Return what stands in the forms for an event."""
    first = event.slots[0].start.date().isoformat() if event.slots else ""
    sides = dict(zip(("seite-1", "seite-2"), event.sides, strict=False))
    typed = {"name": event.name, "ort": event.place, "sprache": event.language, **sides}
    typed |= {"seiten": "zwei" if event.sides else "eine", "datum": first}
    for i, slot in enumerate(event.slots):
        typed[f"tag-{i}"] = slot.start.date().isoformat()
        typed[f"von-{i}"], typed[f"bis-{i}"] = f"{slot.start:%H:%M}", f"{slot.end:%H:%M}"
    for i, table in enumerate(event.tables):
        typed[f"tisch-{i}"], typed[f"raum-{i}"] = table.name, table.room
        typed[f"plaetze-{i}"] = str(table.capacity)
    return typed


def attempted(event: Event, fields: Fields) -> Event | None:
    """Return an event whose parts fit together, or None and the sentence that says why not."""
    return None if fields.problems else _checked(event, fields)


def _checked(event: Event, fields: Fields) -> Event | None:
    try:
        return checked(event)
    except PartnerMatchError as error:
        fields.refused(error)
        return None


def _sides(fields: Fields) -> tuple[str, ...]:
    if fields.text("seiten") == "eine":
        return ()
    one, other = fields.text("seite-1", needed=True), fields.text("seite-2", needed=True)
    if one and one.casefold() == other.casefold():
        fields.wrong("seite-2", translator(fields.language)("ev_err_sides"))
    return (one, other)


def _day(fields: Fields, date: dt.date | None) -> DayPlan | None:
    """Return from when to when there are meetings; None where something is wrong."""
    t = translator(fields.language)
    date = date or fields.date("datum")
    begins, ends = fields.time("von", needed=True), fields.time("bis", needed=True)
    minutes = fields.whole("dauer", 5, MAX_MINUTES)
    pause = fields.whole("pause", 0, MAX_MINUTES, 0)
    lunch = fields.time("mittag-von"), fields.time("mittag-bis")
    if minutes is None:
        fields.wrong("dauer", t("ev_err_missing"))
    if (lunch[0] is None) != (lunch[1] is None):
        fields.wrong("mittag-bis", t("ev_err_lunch"))
    if lunch[0] and lunch[1] and lunch[1] <= lunch[0]:
        fields.wrong("mittag-bis", t("ev_err_ends"))
    if begins and ends and ends <= begins:
        fields.wrong("bis", t("ev_err_ends"))
    if fields.problems or not (date and begins and ends and minutes):
        return None
    both = (lunch[0], lunch[1]) if lunch[0] and lunch[1] else None
    day = DayPlan(date, begins, ends, minutes, pause or 0, both)
    count = len(slots_of(day))
    if not count:
        fields.wrong("bis", t("ev_err_no_slot"))
    elif count > MAX_SLOTS:
        fields.wrong("dauer", t("ev_err_slots").format(found=count, max=MAX_SLOTS))
    return None if fields.problems else day
