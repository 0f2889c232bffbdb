"""The example that the template of an event's spreadsheet shows: small, and invented."""

from __future__ import annotations

import datetime as dt
from typing import Any

from data.events import Event, Interest, Participant, Settings, Slot, Table, Wish

_DAY = dt.datetime(2027, 3, 18)
_MINUTES = dt.timedelta(minutes=20)
_STARTS = ("10:00", "10:20", "10:40", "11:00", "13:00", "13:20", "13:40", "14:00")
_PEOPLE = (
    # id, name, side, offers, needs (German), offers, needs (English)
    ("S01", "Lausitz Sensorik GmbH", 0, "Funksensoren für Rohrleitungen; Nachrüsten alter Pumpen",
     "Pilotanlage für einen Dauertest",
     "Radio sensors for pipes; refitting old pumps", "A pilot plant for an endurance test"),
    ("S02", "Holzfuge UG", 0, "Digitales Aufmaß mit dem Telefon",
     "Tischlereien, die das Aufmaß erproben",
     "Measuring rooms with a phone", "Joineries that try out the measuring"),
    ("S03", "Wärmewende Plan", 0, "Rechnet die Auslegung von Großwärmepumpen",
     "Daten von Betrieben mit Abwärme",
     "Computes the layout of large heat pumps", "Data of plants with waste heat"),
    ("I01", "Oderwerk Maschinenbau AG", 1, "Prüfstand für Pumpen und Ventile",
     "Überwachung von Rohrleitungen ohne Kabel",
     "A test rig for pumps and valves", "Monitoring of pipes without cables"),
    ("I02", "Tischlerei Kiefernweg", 1, "Einbau von Küchen und Treppen",
     "Aufmaß, das weniger Zeit kostet",
     "Fitting of kitchens and stairs", "Measuring that takes less time"),
    ("I03", "Stadtwerke Seenland", 1, "Abwärme aus einem Rechenzentrum",
     "Auslegung einer Großwärmepumpe",
     "Waste heat of a computing centre", "The layout of a large heat pump"),
)  # fmt: skip


def example_event(language: str = "de") -> Event:
    """Return the example, in the words of a language (``"de"`` or ``"en"``)."""
    english = language == "en"
    sides = ("Start-ups", "Industry") if english else ("Start-up", "Industrie")
    room = ("Hall", "Gallery") if english else ("Saal", "Empore")
    word = "Table" if english else "Tisch"
    return Event(
        tenant="default",
        name="Partner day" if english else "Partnertag",
        place="Cottbus",
        language="en" if english else "de",
        sides=sides,
        slots=tuple(_slot(start) for start in _STARTS),
        tables=tuple(Table(name=f"{word} {i}", room=room[i > 2], capacity=1) for i in range(1, 4)),
        participants=tuple(_participant(i, sides, room, english) for i in range(len(_PEOPLE))),
        wishes=(
            Wish(who="I01", whom="S01", interest=Interest.MUST),
            Wish(who="S02", whom="I02", interest=Interest.WOULD),
            Wish(who="I03", whom="S02", interest=Interest.VETO),
        ),
        settings=Settings(at_most=6, at_least=1),
    )


def _slot(start: str) -> Slot:
    begin = dt.datetime.combine(_DAY.date(), dt.time.fromisoformat(start))
    return Slot(start=begin, end=begin + _MINUTES)


def _participant(at: int, sides: tuple[str, str], room: tuple[str, str], en: bool) -> Participant:
    id, name, side, *texts = _PEOPLE[at]
    offers, needs = texts[2:] if en else texts[:2]
    rules: dict[str, dict[str, Any]] = {
        "S01": {"arrives": _DAY.replace(hour=10, minute=20), "away": (4,)},
        "S03": {"at_most": 4},
        "I03": {"leaves": _DAY.replace(hour=13, minute=40), "rooms": (room[0],)},
    }
    return Participant(
        id=id,
        name=name,
        side=sides[side],
        offers=tuple(offers.split("; ")),
        needs=(needs,),
        **rules.get(id, {}),
    )
