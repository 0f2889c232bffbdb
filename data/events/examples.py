"""The shipped example of an event: startups and research of the sample meet its firms.

The example that the template of an event's spreadsheet shows: small, and invented.

What the spreadsheet of an event says about itself: each column, and how to fill it in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from data.events.event import Event, Interest, Participant, Settings, Slot, Table, Wish
from data.profiles import Kind, Profile

DAY = dt.date(2027, 3, 18)
EACH_SIDE = 30
SIDES = ("Startups und Forschung", "Industrie und Handwerk")
_SEEKING = (Kind.STARTUP, Kind.RESEARCH)
_ANSWERING = (Kind.COMPANY, Kind.CRAFT)


def sample_event(tenant: str, profiles: Iterable[Profile]) -> Event:
    """Return an event of 60 participants, half of each side, without a plan."""
    known = [profile for profile in profiles if len(profile.statements) > 1]
    sides = [
        _spread([profile for profile in known if profile.kind in kinds])
        for kinds in (_SEEKING, _ANSWERING)
    ]
    participants = tuple(
        _sampled(profile, side, place)
        for side, chosen in zip(SIDES, sides, strict=True)
        for place, profile in enumerate(chosen)
    )
    return Event(
        tenant=tenant,
        name="Startups treffen Industrie",
        place="Cottbus",
        sides=SIDES,
        slots=tuple(_slots()),
        tables=tuple(
            Table(name=f"Tisch {number}", room="Saal" if number <= 12 else "Empore")
            for number in range(1, 21)
        ),
        participants=participants,
        wishes=tuple(_wishes([p.id for p in participants])),
        settings=Settings(at_least=4, at_most=10, in_a_row=5),
    )


def _spread(profiles: list[Profile]) -> list[Profile]:
    """Take some of all fields of work: the sample goes through them one after the other."""
    return [profiles[i * len(profiles) // EACH_SIDE] for i in range(EACH_SIDE)]


def _sampled(profile: Profile, side: str, place: int) -> Participant:
    """A few come later or leave earlier, as in life."""
    return Participant(
        id=profile.id,
        name=profile.name,
        side=side,
        profile_id=profile.id,
        arrives=dt.datetime.combine(DAY, dt.time(11)) if place % 10 == 3 else None,
        leaves=dt.datetime.combine(DAY, dt.time(14, 30)) if place % 10 == 7 else None,
    )


def _slots() -> Iterable[Slot]:
    """Yield twenty minutes with five to change tables, and an hour at noon."""
    for hour, count in ((9, 7), (13, 6)):
        start = dt.datetime.combine(DAY, dt.time(hour))
        for number in range(count):
            begin = start + number * dt.timedelta(minutes=25)
            yield Slot(start=begin, end=begin + dt.timedelta(minutes=20))


def _wishes(ids: list[str]) -> Iterable[Wish]:
    """Yield wishes of both sides, some of them mutual, and two vetoes."""
    first, second = ids[:EACH_SIDE], ids[EACH_SIDE:]
    for place in range(0, EACH_SIDE, 3):
        yield Wish(who=first[place], whom=second[place], interest=Interest.WOULD)
        yield Wish(who=second[place], whom=first[(place + 6) % 30], interest=Interest.WOULD)
    for place in (1, 11, 21):
        yield Wish(who=second[place], whom=first[place], interest=Interest.MUST)
    for place in (5, 25):
        yield Wish(who=first[place], whom=second[place], interest=Interest.VETO)


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


Both = tuple[str, str]
"""German and English."""

HELP: Mapping[str, Both] = {
    "event.name": ("So heißt sie auf allen Unterlagen.", "As all papers show it."),
    "event.place": ("Steht auf den Terminplänen.", "Stands on the schedules."),
    "event.language": ("Sprache der Unterlagen für Teilnehmer.", "Language of the participants' "
                       "papers."),
    "event.side_1": ("Nur bei zwei Seiten, z. B. Start-up und Industrie: Dann trifft jede Seite "
                     "nur die andere. Sonst beide leer lassen.",
                     "Only with two sides, e.g. start-ups and industry: then each side meets only "
                     "the other. Else leave both empty."),
    "event.side_2": ("Die andere Seite.", "The other side."),
    "event.at_most": ("Mehr Gespräche bekommt niemand. Leer: so viele, wie es Zeiten gibt.",
                      "Nobody gets more meetings. Empty: as many as there are times."),
    "event.at_least": ("So viele soll jeder haben. 0: keine Vorgabe.",
                       "Everybody should have so many. 0: no rule."),
    "event.in_a_row": ("Danach bleibt mindestens eine Zeit frei. Leer: keine Vorgabe.",
                       "Then at least one time stays free. Empty: no rule."),
    "event.same_firm": ("ja oder nein", "yes or no"),
    "event.competitors": ("ja oder nein: ob sich zwei derselben Seite aus demselben Gewerk oder "
                          "derselben Branche treffen dürfen.",
                          "yes or no: whether two of one side in the same trade or sector may "
                          "meet."),
    "event.weakest": ("Paare ohne Wunsch, die weniger gut passen, werden nicht geplant. 0: alle.",
                      "Pairs without a wish that fit less well are not planned. 0: all."),
    "event.seconds": ("So lange darf das Planen dauern (1 bis 600).",
                      "How long planning may take (1 to 600)."),
    "event.seed": ("Dieselbe Zahl gibt denselben Plan.", "The same number gives the same plan."),
    "times.day": ("Datum, z. B. 02.10.2026. Leer: der Tag der Zeile darüber.",
                  "Date, e.g. 02.10.2026. Empty: the day of the row above."),
    "times.start": ("Uhrzeit, z. B. 14:30 oder 14.30 Uhr.", "Time, e.g. 14:30."),
    "times.end": ("Uhrzeit, z. B. 14:50.", "Time, e.g. 14:50."),
    "tables.name": ("Jeder Tisch einmal, z. B. Tisch 1.", "Each table once, e.g. Table 1."),
    "tables.room": ("Wo er steht. Darf leer bleiben.", "Where it stands. May stay empty."),
    "tables.capacity": ("Wie viele Gespräche dort zugleich stattfinden können. Leer: eines. "
                        "0: Der Tisch wird nicht genutzt.",
                        "How many meetings can take place there at once. Empty: one. 0: the table "
                        "is not used."),
    "participants.id": ("Kurz und einmalig, z. B. S01. Leer: Es wird aus dem Namen gebildet.",
                        "Short and unique, e.g. S01. Empty: it is made of the name."),
    "participants.name": ("Betrieb oder Einrichtung, wie auf dem Schild. Keine Namen von "
                          "Personen.", "Firm or institution, as on the badge. No names of "
                          "persons."),
    "participants.firm": ("Nur wenn mehrere Plätze zu einer Organisation gehören.",
                          "Only where several seats belong to one organisation."),
    "participants.side": ("Eine der beiden Seiten vom Blatt Veranstaltung.",
                          "One of the two sides of the sheet Event."),
    "participants.profile_id": ("Kennung eines Profils, das hier schon gespeichert ist. Darf leer "
                                "bleiben.", "Id of a profile that is stored here already. May stay "
                                "empty."),
    "participants.offers": ("Ein Angebot je Zeile (Alt+Eingabe), oder mit Semikolon getrennt.",
                            "One offer a line (Alt+Enter), or separated by semicolons."),
    "participants.needs": ("Ein Bedarf je Zeile (Alt+Eingabe), oder mit Semikolon getrennt.",
                           "One need a line (Alt+Enter), or separated by semicolons."),
    "participants.question": ("Was der Teilnehmer dort beantwortet haben möchte.",
                              "What the participant wants answered there."),
    "participants.arrives": ("Uhrzeit, z. B. 10:00; bei mehreren Tagen mit Datum.",
                             "Time, e.g. 10:00; with the date if there are several days."),
    "participants.leaves": ("Uhrzeit, z. B. 15:30; bei mehreren Tagen mit Datum.",
                            "Time, e.g. 15:30; with the date if there are several days."),
    "participants.away": ("Zum Beispiel 12:00-13:00; 15:00-15:30, oder Nummern der Zeiten: 4; 9.",
                          "For example 12:00-13:00; 15:00-15:30, or numbers of the times: 4; 9."),
    "participants.at_most": ("Höchstens so viele Gespräche. Leer: wie alle.",
                             "At most so many meetings. Empty: as everybody."),
    "participants.at_least": ("Mindestens so viele Gespräche. Leer: wie alle.",
                              "At least so many meetings. Empty: as everybody."),
    "participants.groups": ("Wer dasselbe Wort hat, trifft sich nicht, z. B. Wettbewerber Pumpen.",
                            "Those with the same word do not meet, e.g. rivals in pumps."),
    "participants.rooms": ("Nur in diesen Räumen, z. B. ohne Stufen. Leer: überall.",
                           "Only in these rooms, e.g. without steps. Empty: everywhere."),
    "participants.table": ("Bleibt den ganzen Tag an diesem Tisch; die anderen kommen dorthin.",
                           "Stays at this table all day; the others come there."),
    "participants.present": ("nein: hat abgesagt oder ist nicht gekommen.",
                             "no: has called off or did not come."),
    "wishes.who": ("Kürzel oder Name dessen, der den Wunsch hat.",
                   "Code or name of who has the wish."),
    "wishes.whom": ("Kürzel oder Name dessen, um den es geht.",
                    "Code or name of whom it is about."),
    "wishes.interest": ("muss: treffen sich auf jeden Fall. möchte: wenn es geht. nicht: auf "
                        "keinen Fall.", "must: meet in any case. would: if possible. not: in no "
                        "case."),
}  # fmt: skip

INTRODUCTION: Sequence[tuple[Both, Both]] = (
    (("Ihre Veranstaltung als Tabelle", "Your event as a spreadsheet"), ("", "")),
    (
        ("So geht es", "How it works"),
        (
            "Die Blätter zeigen ein Beispiel. Überschreiben Sie es mit Ihren Angaben und laden Sie "
            "die Datei auf der Seite der Veranstaltung hoch. Sie sehen dort zuerst, was sich "
            "ändert, und jede Zelle, die nicht zu lesen ist.",
            "The sheets show an example. Write yours over it and upload the file on the event's "
            "page. There you first see what changes, and every cell that cannot be read.",
        ),
    ),
    (
        ("Veranstaltung", "Event"),
        ("Name, Ort, Seiten und Regeln für alle.", "Name, place, sides and rules for everybody."),
    ),
    (
        ("Zeiten", "Times"),
        (
            "Jede Zeile ist eine Gesprächsrunde. Eine Mittagspause für alle ist eine Lücke "
            "zwischen zwei Zeilen.",
            "Each row is a round of meetings. A lunch break for everybody is a gap between two "
            "rows.",
        ),
    ),
    (
        ("Tische", "Tables"),
        (
            "Alle Plätze, an denen Gespräche stattfinden.",
            "All places where meetings are held.",
        ),
    ),
    (
        ("Teilnehmer", "Participants"),
        (
            "Jede Zeile ist ein Platz einer Organisation. Nötig ist nur der Name; je mehr Angebote "
            "und Bedarfe dastehen, desto besser passen die Gespräche. Bitte keine Namen, "
            "E-Mail-Adressen oder Telefonnummern von Personen: Solche Spalten werden nicht "
            "gelesen.",
            "Each row is a seat of an organisation. Only the name is needed; the more offers and "
            "needs there are, the better the meetings fit. Please no names, e-mail addresses or "
            "phone numbers of persons: such columns are not read.",
        ),
    ),
    (
        ("Wünsche", "Wishes"),
        (
            "Wer wen treffen muss, möchte oder nicht darf. Stattdessen dürfen im Blatt Teilnehmer "
            "auch Spalten 'Muss treffen', 'Möchte treffen' und 'Nicht treffen' stehen, mehrere "
            "mit Semikolon getrennt.",
            "Who must, would like to or may not meet whom. Instead the sheet Participants may have "
            "columns 'Must meet', 'Would like to meet' and 'Must not meet', several separated by "
            "semicolons.",
        ),
    ),
    (
        ("Ihre eigene Liste", "Your own list"),
        (
            "Haben Sie schon eine Liste? Auch sie wird gelesen, als Excel oder CSV, wenn über den "
            "Spalten steht, was sie sind: Firma, Angebot, Bedarf, …",
            "Do you have a list already? It is read too, as Excel or CSV, if the columns say what "
            "they are: company, offer, need, …",
        ),
    ),
    (
        ("Semikolon im Text", "A semicolon in a text"),
        (
            "Soll ein Semikolon nichts trennen, schreiben Sie einen Schrägstrich davor: \\;",
            "Where a semicolon shall separate nothing, write a backslash before it: \\;",
        ),
    ),
)
