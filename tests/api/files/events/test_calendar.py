"""Calendars, read again as a calendar program reads them."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from zoneinfo import ZoneInfo

from icalendar import Calendar
from icalendar import Event as Entry

from api.files.events.calendar import calendar_of, calendars_zip
from api.work.events.view import PlanView
from data.events.plans import Plan
from tests.support.planned import event, plan

AT = dt.datetime(2026, 6, 16, 8, 0, tzinfo=dt.UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def read(participant: str, made: Plan, earlier: tuple[Plan, ...] = ()) -> list[Entry]:
    views = [PlanView(event(), one) for one in earlier]
    content = calendar_of(event(), made, participant, earlier=views, link="https://e.de/x", at=AT)
    calendar = Calendar.from_ical(content)
    assert isinstance(calendar, Calendar)
    assert calendar.errors == []
    assert all(entry.errors == [] for entry in calendar.events)
    return calendar.events


def test_a_meeting_has_time_place_reason_and_icebreaker() -> None:
    first, second = read("s1", plan()), read("i1", plan())
    (entry,) = first
    assert str(entry["SUMMARY"]) == "Gespräch mit Stahlbau Öder"
    assert str(entry["LOCATION"]) == "Tisch 1 · Saal A, Kulturhaus, Potsdam"
    assert entry.start == dt.datetime(2026, 6, 17, 9, 0, tzinfo=BERLIN)
    assert entry.end == dt.datetime(2026, 6, 17, 9, 20, tzinfo=BERLIN)
    assert entry["DTSTART"].params["TZID"] == "Europe/Berlin"
    told = str(entry["DESCRIPTION"])
    assert "Lötwerk prüft Lötstellen, Stahlbau Öder sucht eine Prüfung." in told
    assert "Fragen Sie nach: „Wir suchen eine Prüfung für Lötstellen“" in told
    assert "Dazu passt bei Ihnen: „Wir prüfen Lötstellen; mit Kamera, in Sekunden“" in told
    assert "https://e.de/x" in told
    assert [str(e["SUMMARY"]) for e in second] == [
        "Gespräch mit Lötwerk UG",
        "Gespräch mit =Formel GmbH",
    ]


def test_the_zone_is_described_with_summer_and_winter_time() -> None:
    calendar = Calendar.from_ical(calendar_of(event(), plan(), "s1", at=AT))
    (zone,) = calendar.timezones
    assert zone.tz_name == "Europe/Berlin"
    offsets = {part["TZOFFSETTO"].to_ical() for part in zone.subcomponents}
    assert offsets == {"+0100", "+0200"}


def test_lines_are_folded_and_end_as_the_standard_wants() -> None:
    content = calendar_of(event(), plan(), "s1", at=AT)
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


def test_a_new_plan_moves_the_same_entry() -> None:
    old, new = read("s1", plan()), read("s1", plan(("s1", "i1", 3, 1), number=2))
    assert old[0]["UID"] == new[0]["UID"]
    assert (old[0]["SEQUENCE"], new[0]["SEQUENCE"]) == (1, 2)
    assert new[0].start == dt.datetime(2026, 6, 17, 10, 40, tzinfo=BERLIN)


def test_a_meeting_that_the_plan_drops_is_cancelled() -> None:
    old, new = plan(), plan(("s2", "i1", 0, 0), number=2)
    (entry,) = read("s1", new, (old,))
    assert entry["UID"] == read("s1", old)[0]["UID"]
    assert entry["STATUS"] == "CANCELLED"
    assert entry["SEQUENCE"] == 2
    assert str(entry["SUMMARY"]) == "Abgesagt: Gespräch mit Stahlbau Öder"
    assert [str(e["STATUS"]) for e in read("i1", new, (old,))] == ["CONFIRMED", "CANCELLED"]


def test_going_back_to_an_earlier_plan_does_not_count_down() -> None:
    second = plan(("s1", "i2", 0, 0), number=2)
    entries = read("s1", plan(), (second,))
    assert {str(e["STATUS"]): e["SEQUENCE"] for e in entries} == {"CONFIRMED": 2, "CANCELLED": 2}


def test_the_two_of_a_meeting_have_entries_of_their_own() -> None:
    uids = {str(e["UID"]) for who in ("s1", "s2", "i1", "i2") for e in read(who, plan())}
    assert len(uids) == 6


def test_the_archive_holds_a_calendar_for_everybody_who_meets() -> None:
    made = calendars_zip(event(), plan(("s1", "i1", 0, 0)), links={"s1": "https://e.de/s1"})
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert sorted(archive.namelist()) == ["loetwerk-ug-s1.ics", "stahlbau-oeder-i1.ics"]
        unfolded = archive.read("loetwerk-ug-s1.ics").replace(b"\r\n ", b"")
        assert b"https://e.de/s1" in unfolded
