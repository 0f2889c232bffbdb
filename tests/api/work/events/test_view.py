"""A plan by participant, by table and by time."""

from __future__ import annotations

import datetime as dt

import pytest

from api.language.texts import translator
from api.language.times import event_days, long_day
from api.work.events.view import Doing, PlanView
from api.work.events.words import icebreaker
from data.events.event import Event, Participant, Table
from data.events.plans import Plan, Reason, pair_key
from tests.support.planned import event, plan, slot


def agenda_of(participant: str, view: PlanView) -> list[tuple[str, str, str]]:
    return [(line.time, line.label, line.where) for line in view.agenda(participant).lines]


def test_an_agenda_names_meetings_pauses_and_the_break_for_all() -> None:
    view = PlanView(event(), plan())
    assert agenda_of("i1", view) == [
        ("09:00–09:20", "Lötwerk UG", "Tisch 1 · Saal A"),
        ("09:25–09:45", "Ihre Pause", ""),
        ("09:45–10:15", "Pause", ""),
        ("10:15–10:35", "=Formel GmbH", "Tisch 1 · Saal A"),
        ("10:40–11:00", "Kein Termin", ""),
    ]


def test_an_agenda_begins_when_somebody_comes_and_ends_when_they_leave() -> None:
    view = PlanView(event(), plan())
    assert agenda_of("s2", view)[0][0] == "09:25–09:45"
    assert agenda_of("i2", view) == [
        ("09:00–09:20", "Kein Termin", ""),
        ("09:25–09:45", "=Formel GmbH", "Fensterplatz · Saal B"),
    ]


def test_times_without_a_meeting_become_one() -> None:
    view = PlanView(event(slots=(slot(0), slot(25), slot(50), slot(75))), plan(("s1", "i1", 0, 0)))
    assert agenda_of("s1", view)[1:] == [("09:25–10:35", "Kein Termin", "")]


def test_nothing_joins_over_night() -> None:
    slots = (slot(0), slot(25), slot(24 * 60), slot(24 * 60 + 25))
    view = PlanView(event(slots=slots), plan(("i1", "s1", 0, 0)))
    agenda = view.agenda("s1")
    days = [(date.day, [line.label for line in lines]) for date, lines in agenda.days]
    assert days == [(17, ["Stahlbau Öder", "Kein Termin"]), (18, ["Kein Termin"])]


def test_each_side_reads_its_own_gain_and_the_others_statement() -> None:
    view = PlanView(event(), plan())
    first, other = view.agenda("s1").meetings[0], view.agenda("i1").meetings[0]
    assert first.why == other.why == "Lötwerk prüft Lötstellen, Stahlbau Öder sucht eine Prüfung."
    assert (first.gain, other.gain) == ("Ein erster Kunde.", "Geprüfte Lötstellen.")
    assert first.own == other.theirs == "Wir prüfen Lötstellen; mit Kamera, in Sekunden"
    assert first.theirs == other.own == "Wir suchen eine Prüfung für Lötstellen"


@pytest.mark.parametrize(
    ("s1_says", "i1_says", "bond", "to_s1", "to_i1"),
    [
        ("offers", "seeks", "fits", "seat_why_they_need", "seat_why_you_need"),
        ("offers", "seeks", "maybe", "seat_why_they_may", "seat_why_you_may"),
        ("offers", "seeks", "loose", "seat_why_loosely", "seat_why_loosely"),
        ("offers", "asks", "fits", "seat_why_they_ask", "seat_why_you_ask"),
        ("works", "asks", "maybe", "seat_why_they_ask", "seat_why_you_ask"),
        ("offers", "works", "fits", "seat_why_alike", "seat_why_alike"),
        ("seeks", "seeks", "fits", "seat_why_alike", "seat_why_alike"),
    ],
)
def test_the_short_reason_speaks_to_the_reader(
    s1_says: str, i1_says: str, bond: str, to_s1: str, to_i1: str
) -> None:
    view = PlanView(event(), explained(a_says=s1_says, b_says=i1_says, bond=bond))
    assert view.agenda("s1").meetings[0].brief == translator("de")(to_s1)
    assert view.agenda("i1").meetings[0].brief == translator("de")(to_i1)


def test_the_same_words_offered_and_sought_are_no_likeness() -> None:
    made = explained(a_says="offers", b_says="seeks", said_by_a="Blei", said_by_b="Blei")
    (line, *_) = PlanView(event(), made).agenda("s1").meetings
    assert line.brief == translator("de")("seat_why_they_need")


def test_a_reason_without_statements_is_told_as_it_is() -> None:
    view = PlanView(event(), explained(text="Öder möchte Lot treffen."))
    assert view.agenda("s1").meetings[0].brief == "Öder möchte Lot treffen."


def explained(**facts: str | bool) -> Plan:
    """Return the plan with another reason for its first meeting."""
    said = {"score": 1, "text": "Weil es passt.", "said_by_a": "Blei", "said_by_b": "Zinn"}
    reason = Reason.model_validate(said | facts)
    return plan().model_copy(update={"reasons": {pair_key("s1", "i1"): reason}})


def test_what_is_only_loosely_related_is_not_said_to_fit() -> None:
    made = explained(a_says="offers", b_says="seeks", bond="loose")
    loose = PlanView(event(), made).agenda("s1").meetings[0]
    fitting = PlanView(event(), plan()).agenda("s1").meetings[0]
    assert loose.brief == translator("de")("seat_why_loosely")
    assert "Bei Ihnen am nächsten: „Blei“" in icebreaker(loose, "de")
    assert "Dazu passt bei Ihnen: „Wir prüfen" in icebreaker(fitting, "de")


def test_a_slot_tells_who_meets_and_who_does_not() -> None:
    slots = PlanView(event(), plan()).slots
    second = slots[1]
    assert [(e.a.id, e.b.id, e.where) for e in second.encounters] == [
        ("s2", "i2", "Fensterplatz · Saal B")
    ]
    assert [p.id for p in second.free] == ["s1"]
    assert [p.id for p in second.away] == ["i1"]
    assert [p.id for p in slots[0].absent] == ["s2"]
    assert [p.id for p in slots[3].absent] == ["i2"]


def test_every_table_is_there_even_if_nobody_sits_at_it() -> None:
    tables = (*event().tables, Table(name="Reserve"), Table(name="Defekt", capacity=0))
    found = PlanView(event(tables=tables), plan()).tables
    assert [(t.table, t.room, len(t.encounters)) for t in found] == [
        ("Tisch 1", "Saal A", 2),
        ("Fensterplatz", "Saal B", 1),
        ("Reserve", "", 0),
    ]


@pytest.mark.parametrize(
    "changed",
    [
        {"participants": event().participants[:1], "wishes": ()},
        {
            "slots": (),
            "participants": tuple(p.model_copy(update={"away": ()}) for p in event().participants),
        },
        {"tables": ()},
    ],
)
def test_what_the_event_no_longer_has_is_left_out(changed: dict[str, object]) -> None:
    assert PlanView(event(**changed), plan()).encounters == ()


def test_who_called_off_keeps_what_it_has_had() -> None:
    gone = event().participants[0].model_copy(update={"present": False})
    people = (gone, *event().participants[1:])
    view = PlanView(event(participants=people), plan())
    assert [line.doing for line in view.agenda("s1").lines] == [Doing.MEETING]
    assert gone in view.slots[1].absent


def test_an_unknown_participant_has_an_empty_agenda() -> None:
    assert PlanView(event(), plan()).agenda("x").lines == ()


def test_agendas_are_sorted_by_name_and_speak_the_events_language() -> None:
    view = PlanView(event(language="en"), plan())
    assert [a.participant.id for a in view.agendas] == ["s2", "i2", "s1", "i1"]
    assert ("09:45–10:15", "Break", "") in agenda_of("i1", view)


def test_days_are_written_out() -> None:
    date = dt.date(2026, 3, 1)
    assert long_day(date, "de") == "Sonntag, 1. März 2026"
    assert long_day(date, "en") == "Sunday, 1 March 2026"
    two = event(slots=(slot(0), slot(24 * 60), slot(48 * 60)))
    assert event_days(two) == "Mittwoch, 17. Juni 2026 – Freitag, 19. Juni 2026"
    assert event_days(event()) == "Mittwoch, 17. Juni 2026"
    assert event_days(Event(tenant="t", name="Leer")) == ""


def test_a_participant_without_a_plan_has_free_times_only() -> None:
    alone = event(sides=(), participants=(Participant(id="a", name="Allein"),), wishes=())
    assert {line.doing for line in PlanView(alone, plan()).agenda("a").lines} == {
        Doing.FREE,
        Doing.BREAK,
    }
