"""Texts of planning an event: the list, a new one, its steps, times, tables and rules."""

from __future__ import annotations

from api.language.texts.events_people import PEOPLE
from api.language.texts.events_plan import PLAN
from api.language.texts.events_rules import RULES
from api.language.texts.events_then import THEN

_LIST: dict[str, tuple[str, str]] = {
    "ev_list_lead": (
        "Wer spricht wann und wo mit wem? Aus Angeboten, Bedarfen und Wünschen entsteht der Plan.",
        "Who talks to whom, when and where? Offers, needs and wishes make the plan.",
    ),
    "ev_new": ("Neue Veranstaltung", "New event"),
    "ev_event": ("Veranstaltung", "Event"),
    "ev_state": ("Stand", "State"),
    "ev_actions": ("Aktionen", "Actions"),
    "ev_copy": ("Kopieren", "Copy"),
    "ev_copy_of": ("Kopie von {name}", "Copy of {name}"),
    "ev_state_preparing": ("in Vorbereitung", "in preparation"),
    "ev_state_planned": ("geplant", "planned"),
    "ev_state_running": ("läuft", "running"),
    "ev_state_over": ("vorbei", "over"),
    "ev_start": ("In drei Schritten zum Gesprächsplan", "A meeting plan in three steps"),
    "ev_start_1": ("Anlegen", "Set it up"),
    "ev_start_text_1": (
        "Name, Tag, Zeiten und Zahl der Tische: Die Gesprächszeiten entstehen von selbst.",
        "Name, day, hours and number of tables: the meeting times make themselves.",
    ),
    "ev_start_2": ("Teilnehmer eintragen", "Enter participants"),
    "ev_start_text_2": (
        "Aus Ihrer Tabelle, aus den gespeicherten Profilen oder von Hand.",
        "From your spreadsheet, from stored profiles or by hand.",
    ),
    "ev_start_3": ("Plan erstellen", "Make the plan"),
    "ev_start_text_3": (
        "Der Rechner sucht den besten Plan. Danach drucken Sie oder verschicken persönliche Links.",
        "The computer looks for the best plan. Then you print it or send personal links.",
    ),
}

_BASICS: dict[str, tuple[str, str]] = {
    "ev_new_lead": (
        "Alles hier lässt sich später ändern.",
        "All of this can be changed later.",
    ),
    "ev_name": ("Name der Veranstaltung", "Name of the event"),
    "ev_name_hint": (
        "So steht er auf allen Unterlagen, z. B. „Startups treffen Industrie 2027“.",
        "It stands on all papers, e.g. “Startups meet industry 2027”.",
    ),
    "ev_place": ("Ort", "Place"),
    "ev_language": ("Sprache der Unterlagen", "Language of the papers"),
    "ev_german": ("Deutsch", "German"),
    "ev_english": ("Englisch", "English"),
    "ev_sides": ("Wer trifft wen?", "Who meets whom?"),
    "ev_sides_two": ("Zwei Seiten treffen einander", "Two sides meet each other"),
    "ev_sides_one": ("Alle können sich treffen", "Everybody may meet everybody"),
    "ev_side_first": ("Eine Seite", "One side"),
    "ev_side_second": ("Andere Seite", "The other side"),
    "ev_side_startups": ("Startups", "Startups"),
    "ev_side_industry": ("Industrie", "Industry"),
    "ev_times": ("Gesprächszeiten", "Meeting times"),
    "ev_times_hint": (
        "Daraus entstehen die Gesprächszeiten. Einzelne können Sie danach ändern.",
        "The meeting times are made from this. You can change single ones afterwards.",
    ),
    "ev_date": ("Tag", "Day"),
    "ev_from": ("von", "from"),
    "ev_to": ("bis", "to"),
    "ev_length": ("Länge (Minuten)", "Length (minutes)"),
    "ev_pause": ("Wechsel (Minuten)", "Change (minutes)"),
    "ev_lunch_from": ("Mittag von", "Lunch from"),
    "ev_lunch_to": ("Mittag bis", "Lunch to"),
    "ev_tables": ("Tische", "Tables"),
    "ev_tables_hint": (
        "An jedem Tisch ist ein Gespräch zur Zeit. Räume und Namen können Sie danach ändern.",
        "Each table has one meeting at a time. Rooms and names can be changed afterwards.",
    ),
    "ev_table": ("Tisch", "Table"),
    "ev_table_count": ("Zahl der Tische", "Number of tables"),
    "ev_room": ("Raum", "Room"),
    "ev_make": ("Veranstaltung anlegen", "Set up the event"),
    "ev_basics": ("Angaben zur Veranstaltung", "About the event"),
    "ev_basics_what": ("Name, Ort und Seiten", "Name, place and sides"),
    "ev_change_basics": ("Angaben ändern", "Change"),
    "ev_no": ("Nr.", "No."),
    "ev_slot_rows_hint": (
        "Zum Entfernen die Uhrzeiten leeren; neue Zeiten in die leeren Zeilen schreiben.",
        "Clear the times to remove a row; write new times into the empty rows.",
    ),
    "ev_save_times": ("Zeiten speichern", "Save times"),
    "ev_times_again": ("Alle Zeiten neu berechnen", "Make all times anew"),
    "ev_times_make": ("Zeiten berechnen und ersetzen", "Make and replace times"),
    "ev_table_rows_hint": (
        "Zum Entfernen den Namen leeren. Plätze: Gespräche zur gleichen Zeit; 0 sperrt den Tisch.",
        "Clear the name to remove a table. Places: meetings at the same time; 0 closes the table.",
    ),
    "ev_table_name": ("Name des Tischs", "Name of the table"),
    "ev_capacity": ("Plätze", "Places"),
    "ev_save_tables": ("Tische speichern", "Save tables"),
    "ev_tables_again": ("Tische neu durchnummerieren", "Number the tables anew"),
    "ev_tables_make": ("Tische ersetzen", "Replace tables"),
}

_ERRORS: dict[str, tuple[str, str]] = {
    "ev_err_missing": ("Bitte ausfüllen.", "Please fill this in."),
    "ev_err_long": (
        "Das sind {found} Zeichen, erlaubt sind {max}.",
        "These are {found} characters, {max} are allowed.",
    ),
    "ev_err_lines": (
        "Das sind {found} Zeilen, erlaubt sind {max}.",
        "These are {found} lines, {max} are allowed.",
    ),
    "ev_err_number": (
        "„{found}“ ist keine ganze Zahl von {least} bis {most}.",
        "“{found}” is no whole number from {least} to {most}.",
    ),
    "ev_err_date": (
        "„{found}“ ist kein Tag, z. B. 14.03.2027.",
        "“{found}” is no day, e.g. 2027-03-14.",
    ),
    "ev_err_time": ("„{found}“ ist keine Uhrzeit, z. B. 9:30.", "“{found}” is no time, e.g. 9:30."),
    "ev_err_moment": (
        "„{found}“ ist kein Tag mit Uhrzeit, z. B. 14.03.2027 9:30.",
        "“{found}” is no day with a time, e.g. 2027-03-14 9:30.",
    ),
    "ev_err_ends": ("Das Ende muss nach dem Anfang liegen.", "The end must be after the start."),
    "ev_err_lunch": ("Bitte Anfang und Ende der Mittagspause.", "Please give both ends of lunch."),
    "ev_err_no_slot": (
        "In diese Zeit passt kein einziges Gespräch.",
        "Not a single meeting fits into this time.",
    ),
    "ev_err_slots": (
        "Das wären {found} oder mehr Gesprächszeiten, erlaubt sind {max}.",
        "That would make {found} meeting times or more; {max} are allowed.",
    ),
    "ev_err_sides": (
        "Die beiden Seiten brauchen verschiedene Namen.",
        "The two sides need different names.",
    ),
}

_STEPS: dict[str, tuple[str, str]] = {
    "ev_steps": ("Schritte der Veranstaltung", "Steps of the event"),
    "ev_step_done": ("erledigt", "done"),
    "ev_step_teilnehmer": ("Teilnehmer", "Participants"),
    "ev_step_wuensche": ("Wünsche & Regeln", "Wishes & rules"),
    "ev_step_plan": ("Plan", "Plan"),
    "ev_step_unterlagen": ("Unterlagen", "Papers"),
    "ev_step_tag": ("Am Tag", "On the day"),
    "ev_step_danach": ("Danach", "Afterwards"),
    "ev_n_people": ("{count} eingetragen", "{count} entered"),
    "ev_nobody_yet": ("noch niemand", "nobody yet"),
    "ev_n_wishes": ("{count} Wünsche, {must} davon fest", "{count} wishes, {must} of them firm"),
    "ev_n_wishes_one": ("1 Wunsch, {must} davon fest", "1 wish, {must} of them firm"),
    "ev_wish_no": ("keine Wünsche (geht auch ohne)", "no wishes (works without)"),
    "ev_plan_none": ("noch kein Plan", "no plan yet"),
    "ev_plan_n": ("{count} Gespräche", "{count} meetings"),
    "ev_plan_n_one": ("1 Gespräch", "1 meeting"),
    "ev_plan_stale": ("Angaben seither geändert", "changed since"),
    "ev_papers_ready": ("bereit zum Drucken", "ready to print"),
    "ev_after_plan": ("sobald es einen Plan gibt", "once there is a plan"),
    "ev_day_changes": ("Absagen, Verspätungen", "no-shows, latecomers"),
    "ev_after_event": ("nach der Veranstaltung", "after the event"),
    "ev_after_feedback": ("Rückmeldungen", "feedback"),
    "ev_no_times": ("noch ohne Zeiten", "no times yet"),
    "ev_how_far": ("Was als Nächstes kommt", "What comes next"),
    "ev_missing": ("Das fehlt noch", "What is missing"),
    "ev_nothing_missing": ("Es fehlt nichts.", "Nothing is missing."),
    "ev_stale": (
        "Seit dem letzten Plan wurde etwas geändert. Bitte erstellen Sie den Plan neu.",
        "Something was changed since the last plan. Make the plan anew so that everything fits.",
    ),
    "ev_in_short": ("Auf einen Blick", "At a glance"),
    "ev_meetings": ("Gespräche", "Meetings"),
    "ev_miss_slots": ("Es gibt noch keine Gesprächszeiten.", "There are no meeting times yet."),
    "ev_miss_tables": ("Es gibt noch keinen Tisch.", "There is no table yet."),
    "ev_miss_people": ("Es fehlen Teilnehmer.", "Participants are missing."),
    "ev_miss_side": (
        "Auf der Seite „{side}“ ist noch niemand.",
        "Nobody is on the side “{side}” yet.",
    ),
    "ev_miss_words": (
        "Niemand sagt, was er bietet oder braucht: Profile verknüpfen oder Angebote eintragen.",
        "Nobody says what they offer or need: link profiles or enter offers.",
    ),
}

for _key, _german, _english, _go, _go_english in (
    (
        "teilnehmer",
        "Tragen Sie als Nächstes die Teilnehmer ein.",
        "Enter the participants next.",
        "Teilnehmer eintragen",
        "Enter participants",
    ),
    ("wuensche", "Wünsche eintragen.", "Enter wishes.", "Zu den Wünschen", "To the wishes"),
    (
        "plan",
        "Wünsche und Regeln sind freiwillig. Der Plan kann erstellt werden, sobald nichts fehlt.",
        "Wishes and rules are optional. The plan can be made once nothing is missing.",
        "Zum Plan",
        "To the plan",
    ),
    (
        "unterlagen",
        "Der Plan steht. Drucken oder verschicken Sie jetzt die Unterlagen.",
        "The plan is ready. Print or send the papers now.",
        "Zu den Unterlagen",
        "To the papers",
    ),
    (
        "tag",
        "Die Veranstaltung läuft. Absagen und Verspätungen tragen Sie unter „Am Tag“ ein.",
        "The event is running. Enter no-shows and latecomers under “On the day”.",
        "Am Tag: ändern",
        "On the day: change",
    ),
    (
        "danach",
        "Die Veranstaltung ist vorbei. Sehen Sie, wer sich wiedersehen will.",
        "The event is over. See who wants to meet again.",
        "Rückmeldungen ansehen",
        "See the feedback",
    ),
):
    _STEPS[f"ev_next_{_key}"] = (_german, _english)
    _STEPS[f"ev_go_{_key}"] = (_go, _go_english)

TEXTS: dict[str, tuple[str, str]] = {
    **_LIST,
    **_BASICS,
    **_ERRORS,
    **_STEPS,
    **PEOPLE,
    **RULES,
    **PLAN,
    **THEN,
}
