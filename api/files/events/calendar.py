"""The meetings of a participant as iCalendar (RFC 5545), which every calendar takes up."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence

from icalendar import Calendar
from icalendar import Event as Entry

from api.language.texts import translator
from api.work.events.view import Line, PlanView
from api.work.events.words import file_word, icebreaker
from data import clock
from data.clock import ZONE
from data.events.event import Event
from data.events.plans import Plan


def calendar_of(
    event: Event,
    plan: Plan,
    participant_id: str,
    *,
    earlier: Sequence[PlanView] = (),
    link: str = "",
    at: dt.datetime | None = None,
) -> bytes:
    """Return the calendar of one participant.

    Args:
        event: as it is now.
        plan: the one that counts.
        participant_id: whose calendar it is.
        earlier: plans made before. What they planned for the participant and ``plan`` does not
            is marked as cancelled, so that it disappears from calendars that have it.
        link: address of the participant's page.
        at: when the calendar is made; None: now.
    """
    return _content(PlanView(event, plan), participant_id, earlier, link, at)


def calendars_zip(
    event: Event,
    plan: Plan,
    *,
    earlier: Sequence[PlanView] = (),
    links: Mapping[str, str] | None = None,
) -> bytes:
    """Return the calendars of all who have a meeting, as a ZIP of files named after them."""
    target, view = io.BytesIO(), PlanView(event, plan)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for agenda in view.agendas:
            who = agenda.participant
            if agenda.meetings:
                content = _content(view, who.id, earlier, (links or {}).get(who.id, ""))
                archive.writestr(f"{file_word(who.name)}-{who.id}.ics", content)
    return target.getvalue()


def _content(
    view: PlanView,
    participant_id: str,
    earlier: Sequence[PlanView],
    link: str,
    at: dt.datetime | None = None,
) -> bytes:
    event, made = view.event, at or clock.now()
    calendar = _calendar(event)
    # An entry counts as changed if its number grows; who goes back to an earlier plan must not
    # send a smaller one.
    sequence = max(one.plan.number for one in (view, *earlier))
    lines = view.agenda(participant_id).meetings
    for line in lines:
        calendar.add_component(_entry(event, participant_id, line, sequence, made, link))
    kept = {line.partner.id for line in lines if line.partner is not None}
    for line in _gone(earlier, participant_id, kept):
        entry = _entry(event, participant_id, line, sequence, made, "")
        entry["STATUS"] = "CANCELLED"
        entry["SUMMARY"] = f"{translator(event.language)('seat_cancelled')}: {entry['SUMMARY']}"
        calendar.add_component(entry)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _calendar(event: Event) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//partnermatch//Events//DE")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", event.name)
    return calendar


def _gone(earlier: Sequence[PlanView], participant_id: str, kept: set[str]) -> list[Line]:
    """Return the last planned meeting with each partner whom the plan leaves out."""
    gone: dict[str, Line] = {}
    for view in sorted(earlier, key=lambda view: view.plan.number):
        for line in view.agenda(participant_id).meetings:
            if line.partner is not None and line.partner.id not in kept:
                gone[line.partner.id] = line
    return sorted(gone.values(), key=lambda line: (line.start, line.label))


def _entry(
    event: Event, participant_id: str, line: Line, sequence: int, made: dt.datetime, link: str
) -> Entry:
    t = translator(event.language)
    partner = line.partner.id if line.partner is not None else ""
    entry = Entry()
    entry.add("uid", _uid(event.id, participant_id, partner))
    entry.add("sequence", sequence)
    entry.add("dtstamp", clock.utc(made))
    entry.add("dtstart", line.start.replace(tzinfo=ZONE))
    entry.add("dtend", line.end.replace(tzinfo=ZONE))
    entry.add("status", "CONFIRMED")
    entry.add("summary", t("seat_meeting_with").format(name=line.label))
    entry.add("location", ", ".join(part for part in (line.where, event.place) if part))
    parts = (event.name, line.brief, icebreaker(line, event.language), link)
    entry.add("description", "\n\n".join(part for part in parts if part))
    entry.add("class", "PRIVATE")
    return entry


def _uid(event_id: str, participant_id: str, partner_id: str) -> str:
    """Return the name of the entry, the same in every plan.

    Each of the two has its own: their entries say different things, and an organiser may take
    all calendars into one.
    """
    key = f"{event_id}|{participant_id}|{partner_id}"
    return f"{hashlib.sha256(key.encode()).hexdigest()[:32]}@partnermatch"
