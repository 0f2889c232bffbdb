"""Texts of an event's papers, of its day and of what comes after."""

from __future__ import annotations

_DAY: dict[str, tuple[str, str]] = {
    "ev_day_no_plan": ("Es gibt noch keinen Plan.", "There is no plan yet."),
    "ev_day_search": ("Wer hat sich gemeldet?", "Who has called?"),
    "ev_day_find": ("Suchen", "Search"),
    "ev_day_away": ("Ist nicht da", "Is not there"),
    "ev_day_here": ("Ist doch da, ganze Zeit", "Is there after all, all day"),
    "ev_day_wish": ("Neuer Wunsch", "New wish"),
    "ev_day_late": ("Kommt später, ab", "Comes later, from"),
    "ev_day_late_do": ("Kommt später", "Comes later"),
    "ev_day_early": ("Geht früher, um", "Leaves earlier, at"),
    "ev_day_early_do": ("Geht früher", "Leaves earlier"),
    "ev_day_said_weg": ("{name} ist nicht da", "{name} is not there"),
    "ev_day_said_da": ("{name} ist da", "{name} is there"),
    "ev_day_said_kommt": ("{name} kommt später", "{name} comes later"),
    "ev_day_said_geht": ("{name} geht früher", "{name} leaves earlier"),
    "ev_day_said_closed": ("{name} ist gesperrt", "{name} is closed"),
    "ev_day_said_open": ("{name} ist wieder frei", "{name} is open again"),
    "ev_day_said_new": ("{name} ist neu dabei", "{name} is new"),
    "ev_day_said_gone": ("{name} wurde entfernt", "{name} was removed"),
    "ev_day_said_wishes": ("Wünsche haben sich geändert", "Wishes have changed"),
    "ev_day_said_more": ("Angaben haben sich geändert", "The event has changed"),
    "ev_day_told": ("Seit dem Plan gemeldet", "Told since the plan was made"),
    "ev_day_nothing": (
        "Nichts. Der Plan gilt, wie er ist.",
        "Nothing. The plan holds as it is.",
    ),
    "ev_day_adapt": ("Plan anpassen", "Adapt the plan"),
    "ev_day_adapt_hint": (
        "Es ändern sich so wenige Gespräche wie möglich. Sie sehen alles, bevor es gilt.",
        "As few meetings as possible change. You see everything before it holds.",
    ),
    "ev_day_changes_title": ("Das würde sich ändern", "This would change"),
    "ev_day_all_stays": ("Alle Gespräche bleiben, wie sie sind.", "All meetings stay as they are."),
    "ev_day_removed": ("fallen weg", "are cancelled"),
    "ev_day_added": ("kommen dazu", "are added"),
    "ev_day_moved": ("werden verlegt", "are moved"),
    "ev_day_take": ("Änderungen übernehmen", "Take the changes over"),
    "ev_day_take_hint": (
        "Bis dahin gilt der bisherige Plan. Drucken Sie diese Seite als Zettel zum Weitersagen.",
        "Until then the present plan holds. Print this page as notes to pass on.",
    ),
    "ev_day_notes": ("Wem etwas zu sagen ist", "Whom to tell what"),
    "ev_was": ("bisher", "was"),
    "ev_day_tables": ("Ein Tisch fällt aus", "A table is out of use"),
    "ev_day_closed": ("gesperrt", "closed"),
    "ev_day_table_do": ("Sperren oder wieder freigeben", "Close or open again"),
}

_PAPERS: dict[str, tuple[str, str]] = {
    "ev_papers_no_plan": ("Dafür braucht es erst einen Plan.", "This needs a plan first."),
    "ev_paper_pdf": ("Terminzettel (PDF)", "Sheets (PDF)"),
    "ev_paper_pdf_text": (
        "Ein Blatt je Teilnehmer mit Zeiten, Tischen, Begründungen und Link zum Handy.",
        "A sheet for each participant with times, tables, reasons and a link for the phone.",
    ),
    "ev_paper_xlsx": ("Plan als Tabelle (Excel)", "Plan as a spreadsheet (Excel)"),
    "ev_paper_xlsx_text": (
        "Nach Teilnehmer, nach Tisch und nach Zeit, zum Sortieren und Weitergeben.",
        "By participant, by table and by time, to sort and pass on.",
    ),
    "ev_paper_zip": ("Kalender (ZIP)", "Calendars (ZIP)"),
    "ev_paper_zip_text": (
        "Eine Kalenderdatei je Teilnehmer, zum Anhängen an E-Mails.",
        "A calendar file for each participant, to attach to e-mails.",
    ),
    "ev_get": ("Herunterladen", "Download"),
    "ev_links": ("Persönliche Links", "Personal links"),
    "ev_links_hint": (
        "Jeder Link öffnet nur die Termine dieses Teilnehmers, ohne Anmeldung. Nach der "
        "Veranstaltung gibt er dort seine Rückmeldung.",
        "Each link opens the meetings of this participant alone, without signing in. After the "
        "event feedback is given there.",
    ),
    "ev_links_new": ("Alle Links erneuern", "Renew all links"),
    "ev_link": ("Link", "Link"),
    "ev_sheet_single": ("Einzeln", "Single"),
    "ev_calendar": ("Kalender", "Calendar"),
}

_AFTER: dict[str, tuple[str, str]] = {
    "ev_out_planned": ("Gespräche geplant", "meetings planned"),
    "ev_out_answered": ("mit Rückmeldung", "with feedback"),
    "ev_out_met": ("haben stattgefunden", "took place"),
    "ev_out_missed": ("fielen aus", "did not"),
    "ev_out_wants": ("Mal „weitermachen“", "times “go on”"),
    "ev_out_mutual": ("wollen beide weitermachen", "both want to go on"),
    "ev_out_none": (
        "Noch keine Rückmeldung. Teilnehmer geben sie über ihren persönlichen Link.",
        "No feedback yet. Participants give it by their personal links.",
    ),
    "ev_out_both": ("Beide wollen weitermachen", "Both want to go on"),
    "ev_out_both_none": ("Bisher niemand.", "Nobody so far."),
    "ev_out_feedback": (
        "Was Teilnehmer melden, verbessert künftige Vorschläge.",
        "What participants tell improves future suggestions.",
    ),
    "ev_out_people": ("Je Teilnehmer", "For each participant"),
    "ev_out_col_planned": ("geplant", "planned"),
    "ev_out_col_answered": ("beantwortet", "answered"),
    "ev_out_col_met": ("getroffen", "met"),
    "ev_out_col_wants": ("will weiter", "wants to go on"),
    "ev_out_col_wanted": ("ist gewollt", "is wanted"),
    "ev_out_col_mutual": ("beide", "both"),
}

THEN: dict[str, tuple[str, str]] = {**_DAY, **_PAPERS, **_AFTER}
