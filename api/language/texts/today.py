"""What is to be done today."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "today_title": ("Heute", "Today"),
    "today_hello": ("Guten Tag", "Hello"),
    "today_lead": (
        "Was neu ist, was wartet und was Pflege braucht.",
        "What is new, what waits and what needs care.",
    ),
    "today_ask": ("Wen suchen Sie?", "Whom are you looking for?"),
    "today_news": ("Neue Treffer", "New matches"),
    "today_news_none": (
        "Ihre gemerkten Suchen haben nichts Neues gefunden.",
        "Your saved searches found nothing new.",
    ),
    "today_news_first": (
        "Merken Sie sich eine Suche: Hier steht dann, wer neu dazu passt.",
        "Save a search: this is where new matches will appear.",
    ),
    "today_new_one": ("1 neuer Treffer", "1 new match"),
    "today_new_many": ("{count} neue Treffer", "{count} new matches"),
    "today_follow": ("Nachfassen", "Follow up"),
    "today_follow_none": (
        "Keine angestoßene Kontaktaufnahme wartet länger als 30 Tage.",
        "No contact that was begun has waited for more than 30 days.",
    ),
    "today_follow_for": ("für", "for"),
    "today_follow_since": ("seit {days} Tagen: {step}", "for {days} days: {step}"),
    "today_question": ("eine Frage", "a question"),
    "today_gone": ("ein Profil, das es nicht mehr gibt", "a profile that no longer exists"),
    "today_drafts": ("Offene Beratungsbögen", "Open advice sheets"),
    "today_drafts_none": ("Kein Bogen ist in Arbeit.", "No sheet is being worked on."),
    "today_sheet_new": ("Neuer Beratungsbogen", "New advice sheet"),
    "today_asked": ("Anfragen um Vermittlung", "Requests for an introduction"),
    "today_asked_none": ("Niemand wartet auf Ihre Antwort.", "Nobody waits for your answer."),
    "today_asked_one": ("1 Anfrage wartet auf Ihre Antwort.", "1 request waits for your answer."),
    "today_asked_many": (
        "{count} Anfragen warten auf Ihre Antwort.",
        "{count} requests wait for your answer.",
    ),
    "today_members": ("Pflege der Mitglieder", "Care of the members"),
    "today_members_none": (
        "Noch keine Mitglieder. Eine Tabelle genügt für den Anfang.",
        "No members yet. A spreadsheet is enough to begin with.",
    ),
    "today_members_poor": (
        "{count} von {total} Profilen sind kaum auffindbar oder lückenhaft.",
        "{count} of {total} profiles can hardly be found or have gaps.",
    ),
    "today_members_good": (
        "Alle {total} Profile sind brauchbar oder vollständig.",
        "All {total} profiles are usable or complete.",
    ),
    "today_all": ("Alle ansehen", "See all"),
}
