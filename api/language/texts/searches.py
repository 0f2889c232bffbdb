"""Saved searches and their digests."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "search_save": ("Suche merken", "Save this search"),
    "search_name": ("Name der Suche", "Name of the search"),
    "search_save_hint": (
        "Kommen neue passende Partner dazu, finden Sie sie unter „Gemerkte Suchen“.",
        "When new fitting partners appear, you find them under “Saved searches”.",
    ),
    "search_save_button": ("Merken", "Save"),
    "search_kept": (
        "„{name}“ ist gemerkt. Was heute in der Liste steht, gilt als gesehen.",
        "“{name}” is saved. What is on the list today counts as seen.",
    ),
    "search_kept_before": (
        "Diese Suche ist schon gemerkt, unter dem Namen „{name}“.",
        "This search is saved already, under the name “{name}”.",
    ),
    "search_to_list": ("Zu den gemerkten Suchen", "To the saved searches"),
    "search_lead": (
        "Merken Sie sich eine Suche, und sehen Sie hier, wer seitdem dazugekommen ist.",
        "Save a search, and see here who has come since.",
    ),
    "search_all_news": ("Alle neuen Treffer", "All new matches"),
    "search_none": (
        "Noch ist keine Suche gemerkt. Suchen Sie zuerst Partner; über den Vorschlägen steht dann "
        "„Suche merken“.",
        "No search is saved yet. Look for partners first; “Save this search” then stands above "
        "the suggestions.",
    ),
    "search_deleted": ("Die Suche ist gelöscht.", "The search is deleted."),
    "search_broken": ("läuft nicht mehr", "does not run any more"),
    "search_paused": ("ruht", "paused"),
    "search_count": ("wird gezählt – öffnen", "being counted – open"),
    "search_new": ("neu", "new"),
    "search_new_one": ("1 neu", "1 new"),
    "search_new_some": ("{count} neu", "{count} new"),
    "search_new_none": ("nichts Neues", "nothing new"),
    "search_lost": ("{count} weggefallen", "{count} gone"),
    "search_partners_for": ("Partner für", "Partners for"),
    "search_question": ("Frage", "Question"),
    "search_rules": ("Regeln", "Rules"),
    "search_wish": ("lieber {rule}", "rather {rule}"),
    "search_problem": (
        "Diese Suche lässt sich so nicht mehr ausführen:",
        "This search cannot be run like this any more:",
    ),
    "search_open_find": ("Suche öffnen und ändern", "Open and change the search"),
    "search_saved_on": ("Gemerkt am", "Saved on"),
    "search_looked_on": ("durchgesehen am", "looked through on"),
    "search_mail_daily": ("E-Mail: täglich", "e-mail: daily"),
    "search_mail_weekly": ("E-Mail: wöchentlich", "e-mail: weekly"),
    "search_mail_never": ("keine E-Mail", "no e-mail"),
    "search_open": ("Ansehen", "View"),
    "search_settings": ("Einstellungen", "Settings"),
    "search_pause": ("Ruhen lassen", "Pause"),
    "search_go_on": ("Weiterlaufen lassen", "Go on"),
    "search_marked": ("Als gesehen markiert.", "Marked as seen."),
    "search_mark": ("Als gesehen markieren", "Mark as seen"),
    "search_mark_all": ("Alles als gesehen markieren", "Mark everything as seen"),
    "search_fresh": ("Neu seit Ihrem letzten Blick", "New since you last looked"),
    "search_known": ("Weiterhin in der Liste", "Still on the list"),
    "search_known_none": (
        "Zurzeit steht niemand in der Liste.",
        "Nobody is on the list at present.",
    ),
    "search_what": ("Wonach gesucht wird", "What is looked for"),
    "search_new_means": (
        "Neu ist, wer unter den ersten Vorschlägen steht, mindestens „passend“ ist und beim "
        "letzten Blick noch nicht dazugehörte. Wer nur den Platz wechselt, ist nicht neu. Wen Sie "
        "schon vorgeschlagen, kontaktiert oder abgelehnt haben, wird nicht mehr gemeldet.",
        "New is who stands among the first suggestions, is at least a “good fit” and was not among "
        "them when you last looked. Changing places is not news. Whoever you have suggested, "
        "contacted or declined is not told of again.",
    ),
    "search_name_problem": (
        "Bitte einen Namen mit 1 bis 120 Zeichen eingeben.",
        "Please enter a name of 1 to 120 characters.",
    ),
    "search_frequency": ("Neue Treffer per E-Mail", "New matches by e-mail"),
    "search_frequency_hint": (
        "Nur wenn es Neues gibt, und wenn Ihre Verwaltung den Versand eingerichtet hat.",
        "Only if there is news, and if your administrator has set up the sending.",
    ),
    "search_frequency_daily": ("täglich", "daily"),
    "search_frequency_weekly": ("wöchentlich", "weekly"),
    "search_frequency_never": ("nicht", "not"),
    "search_pause_label": ("Suche ruhen lassen", "Pause this search"),
    "search_delete": ("Suche löschen", "Delete this search"),
    "search_feed": ("Feed für Ihr Leseprogramm", "Feed for your reader"),
    "search_feed_title": (
        "Neue Treffer einer gemerkten Suche",
        "New matches of a saved search",
    ),
    "search_feed_hint": (
        "Wer die Adresse kennt, kann die Treffer ohne Anmeldung lesen. Geben Sie sie nicht weiter.",
        "Whoever knows the address can read the matches without signing in. Do not pass it on.",
    ),
    "search_feed_renew": ("Adresse erneuern", "Renew the address"),
    "search_feed_renew_hint": (
        "Die bisherige Adresse gilt danach nicht mehr.",
        "The present address is no longer valid then.",
    ),
    "search_expired": (
        "Nicht mehr gültig: {names}.",
        "No longer valid: {names}.",
    ),
    "search_vanished_one": (
        "Ein früherer Treffer ist nicht mehr im Bestand.",
        "One former match is no longer stored.",
    ),
    "search_vanished": (
        "{count} frühere Treffer sind nicht mehr im Bestand.",
        "{count} former matches are no longer stored.",
    ),
    "search_news_count_one": ("1 neuer Treffer", "1 new match"),
    "search_news_count": ("{count} neue Treffer", "{count} new matches"),
    "search_news_none": (
        "Seit Ihrem letzten Blick ist nichts Neues dazugekommen.",
        "Nothing new has come since you last looked.",
    ),
    "search_mail_file": ("Als E-Mail-Datei", "As an e-mail file"),
    "search_mail_subject_one": (
        "partnermatch: 1 neuer Treffer",
        "partnermatch: 1 new match",
    ),
    "search_mail_subject": (
        "partnermatch: {count} neue Treffer",
        "partnermatch: {count} new matches",
    ),
    "search_mail_greeting": (
        "Guten Tag, zu Ihren gemerkten Suchen gibt es Neues.",
        "Hello, there is news for your saved searches.",
    ),
    "search_mail_foot": (
        "Wie oft Sie diese Nachricht bekommen, stellen Sie bei jeder Suche ein.",
        "How often you get this message is set with each search.",
    ),
}
