"""What every page needs: head, navigation, foot, errors."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "nav": ("Bereiche", "Parts of the site"),
    "nav_today": ("Heute", "Today"),
    "nav_find": ("Partner finden", "Find partners"),
    "nav_sheets": ("Beratungsbögen", "Advice sheets"),
    "nav_members": ("Mitglieder", "Members"),
    "nav_needs": ("Bedarfe & Angebote", "Needs & offers"),
    "nav_searches": ("Gemerkte Suchen", "Saved searches"),
    "nav_introductions": ("Vermittlung", "Introductions"),
    "nav_groups": ("Gruppen", "Groups"),
    "nav_events": ("Veranstaltungen", "Events"),
    "nav_atlas": ("Atlas", "Atlas"),
    "nav_outcomes": ("Ergebnisse", "Outcomes"),
    "nav_admin": ("Verwaltung", "Administration"),
    "sign_out": ("Abmelden", "Sign out"),
    "menu": ("Menü", "Menu"),
    "save": ("Speichern", "Save"),
    "cancel": ("Abbrechen", "Cancel"),
    "undo": ("Rückgängig", "Undo"),
    "delete": ("Löschen", "Delete"),
    "edit": ("Bearbeiten", "Edit"),
    "map": ("Karte der Vorschläge", "Map of the suggestions"),
    "map_caption": (
        "Die Zahlen führen zum Vorschlag; kleine Punkte sind Postleitzahlen.",
        "The numbers lead to the suggestions; small dots are postcodes.",
    ),
    "map_home": ("Die Raute ist der Ausgangspunkt.", "The diamond is the starting point."),
    "map_wanted": (
        "Kräftige Punkte liegen in der gewünschten Region.",
        "Strong dots lie in the region asked for.",
    ),
    "map_missing": ("Ohne genauen Ort:", "Without an exact place:"),
    "skip": ("Zum Inhalt springen", "Skip to content"),
    "other_language": ("English", "Deutsch"),
    "back": ("Zur Suche", "To the search"),
    "about_page": ("Über dieses Programm", "About this program"),
    "about_text": (
        "Die Vorschläge entstehen aus den Profilen im Bestand: Angebote werden mit Bedarfen "
        "verglichen, in beide Richtungen. Feste Regeln wie Region und Branche gelten immer. Jede "
        "Begründung zeigt die Sätze, auf denen sie beruht.",
        "Suggestions come from the stored profiles: offers are compared with needs, in both "
        "directions. Firm rules such as region and sector always hold. Each reason shows the "
        "sentences it rests on.",
    ),
    "versions": ("Fassungen", "Versions"),
    "program": ("Programm", "Program"),
    "encoder": ("Sprachmodell", "Language model"),
    "ranker": ("Bewertung", "Ranking"),
    "data_revision": ("Stand der Daten", "State of the data"),
    "profiles": ("Profile", "Profiles"),
    "api": ("Beschreibung der Schnittstelle (OpenAPI)", "Description of the API (OpenAPI)"),
    "waiting": ("Diese Seite lädt sich gleich neu.", "This page reloads itself shortly."),
}
