"""The list of members, and the words it shares with editing and import."""

from __future__ import annotations

LISTING: dict[str, tuple[str, str]] = {
    "member_title": ("Mitglieder", "Members"),
    "member_lead": (
        "Die Profile, die Ihr Haus pflegt. Je genauer sie sind, desto besser die Vorschläge.",
        "The profiles that your house keeps. The more precise, the better the suggestions.",
    ),
    "member_new": ("Mitglied anlegen", "Add a member"),
    "member_import": ("Tabelle einlesen", "Import a spreadsheet"),
    "member_export": ("Als Datei sichern", "Save as a file"),
    "member_export_hint": (
        "Alle Mitglieder Ihres Hauses. Die Datei kann geändert und wieder eingelesen werden.",
        "All members of your house. The file can be edited and imported again.",
    ),
    "member_template": ("Leere Vorlage (Excel)", "Empty template (Excel)"),
    "member_count": ("Mitglieder", "members"),
    "member_search": ("Suchen", "Search"),
    "member_search_hint": ("Name, Ort, Postleitzahl oder Kennung", "Name, place, postcode or id"),
    "member_kind": ("Art", "Kind"),
    "member_kind_all": ("alle Arten", "all kinds"),
    "member_gap": ("Was fehlt", "What is missing"),
    "member_gap_all": ("alles", "anything"),
    "member_sort": ("Reihenfolge", "Order"),
    "member_sort_dringend": ("Dringendes zuerst", "Most urgent first"),
    "member_sort_name": ("Nach Name", "By name"),
    "member_sort_neu": ("Zuletzt geändert zuerst", "Last changed first"),
    "member_show": ("Anzeigen", "Show"),
    "member_found": ("{count} von {total} Mitgliedern", "{count} of {total} members"),
    "member_page": ("Seite {page} von {pages}", "Page {page} of {pages}"),
    "member_pages": ("Seiten", "Pages"),
    "member_previous": ("Zurück", "Back"),
    "member_next": ("Weiter", "Next"),
    "member_table": (
        "Mitglieder mit Vollständigkeit, Sichtbarkeit und Gültigkeit",
        "Members with completeness, visibility and validity",
    ),
    "member_name": ("Name", "Name"),
    "member_complete": ("Vollständigkeit", "Completeness"),
    "member_visibility": ("Sichtbar für", "Visible to"),
    "member_valid": ("Gültig bis", "Valid until"),
    "member_changed": ("Geändert", "Changed"),
    "member_missing": ("Es fehlt:", "Missing:"),
    "member_points": ("{score} von 100 Punkten", "{score} of 100 points"),
    "member_expired": ("abgelaufen", "expired"),
    "member_soon": ("bald", "soon"),
    "member_unlimited": ("unbefristet", "no end"),
    "member_none": (
        "Noch keine Mitglieder. Am schnellsten geht es mit einer Tabelle: Vorlage herunterladen, "
        "ausfüllen, einlesen.",
        "No members yet. A spreadsheet is the quickest way: download the template, fill it in, "
        "import it.",
    ),
    "member_none_found": (
        "Kein Mitglied passt zu dieser Auswahl.",
        "No member fits this choice.",
    ),
    "member_all": ("Alle Mitglieder zeigen", "Show all members"),
    "member_deleted": ("„{name}“ wurde gelöscht.", "“{name}” was deleted."),
    "member_restored": ("„{name}“ ist wieder da.", "“{name}” is back."),
    "member_public": ("alle", "everybody"),
    "member_network": ("alle Angemeldeten", "all who sign in"),
    "member_own": ("nur Ihr Haus", "your house only"),
    "member_intermediary": ("über Vermittlung", "through an intermediary"),
    "member_indexing": (
        "{done} von {total} geänderten Profilen sind für die Suche aufbereitet. Sie können "
        "weiterarbeiten.",
        "{done} of {total} changed profiles are ready for searching. You can go on working.",
    ),
}
