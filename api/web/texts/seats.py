"""Texts of what a participant of an event gets: page, sheet, calendar."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "seat_table": ("Tisch", "Table"),
    "seat_free": ("Kein Termin", "No meeting"),
    "seat_away": ("Ihre Pause", "Your break"),
    "seat_break": ("Pause", "Break"),
    "seat_cancelled": ("Abgesagt", "Cancelled"),
    "seat_meeting_with": ("Gespräch mit {name}", "Meeting with {name}"),
    "seat_ask_for": ("Fragen Sie nach", "Ask about"),
    "seat_you_said": ("Dazu passt bei Ihnen", "It fits what you said"),
}
