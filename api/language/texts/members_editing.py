"""Editing one member."""

from __future__ import annotations

EDITING: dict[str, tuple[str, str]] = {
    "edit_new": ("Mitglied anlegen", "Add a member"),
    "edit_lead": (
        "Pflicht ist nur der Name. Am meisten bewirken Angebot und Bedarf in genauen Sätzen.",
        "Only the name is required. Precise sentences on offer and need do most.",
    ),
    "edit_who": ("Wer", "Who"),
    "edit_id": ("Eigene Nummer", "Your own number"),
    "edit_id_hint": (
        "Freiwillig, z. B. die Mitgliedsnummer. Ohne Angabe wird eine vergeben.",
        "Optional, e.g. the membership number. One is given if you leave it out.",
    ),
    "edit_name_missing": ("Bitte den Namen angeben.", "Please give the name."),
    "edit_taken": (
        "Diese Nummer ist schon vergeben. Bitte eine andere wählen.",
        "This number is already taken. Please choose another.",
    ),
    "edit_twice": (
        "Ein Mitglied mit diesem Namen an diesem Ort gibt es schon. Ist ein anderes gemeint, geben "
        "Sie bitte eine eigene Nummer an.",
        "There is a member of this name in this place already. If you mean another one, please "
        "give a number of its own.",
    ),
    "edit_places": ("Orte", "Places"),
    "edit_place": ("Ort hinzufügen", "Add a place"),
    "edit_place_hint": (
        "Postleitzahl und Ort, z. B. 17291 Prenzlau. Zum Entfernen das Häkchen wegnehmen.",
        "Postcode and town, e.g. 17291 Prenzlau. Untick to remove.",
    ),
    "edit_sectors": ("Branchen, Gewerke, Cluster", "Sectors, trades, clusters"),
    "edit_sector": ("Branche, Gewerk oder Cluster hinzufügen", "Add a sector, trade or cluster"),
    "edit_sector_hint": (
        "In einfachen Worten, z. B. Zerspanung, Tischler oder Cluster Metall.",
        "In plain words, e.g. machining, joiner or cluster metal.",
    ),
    "edit_size": ("Beschäftigte", "Employees"),
    "edit_size_none": ("keine Angabe", "not stated"),
    "edit_languages": ("Sprachen", "Languages"),
    "edit_website": ("Internetadresse", "Website"),
    "edit_contact": ("Wen man anspricht", "Whom to contact"),
    "edit_contact_hint": (
        "Eine Stelle oder Funktion, keine Privatperson: z. B. Geschäftsführung, Transferstelle.",
        "An office or function, no private person: e.g. management, transfer office.",
    ),
    "edit_office": ("Stelle oder Funktion", "Office or function"),
    "edit_email": ("E-Mail", "E-mail"),
    "edit_phone": ("Telefon", "Telephone"),
    "edit_statements": ("Angebot und Bedarf", "Offer and need"),
    "edit_statements_hint": (
        "Ein Satz je Feld. Während Sie schreiben, sehen Sie, wen dieser Satz allein finden würde.",
        "One sentence per field. While you write you see whom this sentence alone would find.",
    ),
    "edit_statement": ("Aussage", "Statement"),
    "edit_role": ("Was ist das?", "What is this?"),
    "edit_role_offer": ("Wir bieten", "We offer"),
    "edit_role_need": ("Wir suchen", "We seek"),
    "edit_role_about": ("Beschreibung", "Description"),
    "edit_text": ("In einem Satz", "In one sentence"),
    "edit_add_offer": ("Angebot hinzufügen", "Add an offer"),
    "edit_add_need": ("Bedarf hinzufügen", "Add a need"),
    "edit_add_about": ("Beschreibung hinzufügen", "Add a description"),
    "edit_up": ("Nach oben", "Up"),
    "edit_down": ("Nach unten", "Down"),
    "edit_remove": ("Entfernen", "Remove"),
    "edit_try": ("Wirkung zeigen", "Show what it finds"),
    "edit_finds_offer": (
        "Das würde suchen, was Sie hier bieten:",
        "These seek what you offer:",
    ),
    "edit_finds_need": (
        "Das würde bieten, was Sie hier suchen:",
        "These offer what you seek:",
    ),
    "edit_finds_about": ("Das liegt dieser Beschreibung am nächsten:", "Nearest to this:"),
    "edit_finds_nobody": ("Diese Aussage findet noch niemanden.", "This finds nobody yet."),
    "edit_short": (
        "Noch sehr kurz: Verfahren, Werkstoff, Maße oder Stückzahlen machen die Aussage genau.",
        "Still very short: process, material, dimensions or quantities make it precise.",
    ),
    "edit_generic": (
        "Sehr allgemein: Das könnte bei jedem stehen. Was können oder brauchen gerade Sie?",
        "Very general: anybody could say this. What is it that you in particular can do or need?",
    ),
    "edit_too_long": (
        "Die Aussage hat {found} Zeichen; erlaubt sind {max}. Bitte auf mehrere verteilen.",
        "The statement has {found} characters; {max} are allowed. Please spread it over several.",
    ),
    "edit_visibility": ("Wer darf das Profil sehen?", "Who may see the profile?"),
    "edit_see_public": (
        "Alle: auch wer nicht angemeldet ist. Die meisten Vorschläge.",
        "Everybody, even without signing in. The most suggestions.",
    ),
    "edit_see_network": (
        "Alle Angemeldeten: Ihr Haus und alle anderen Häuser dieser Installation.",
        "All who sign in: your house and all other houses of this installation.",
    ),
    "edit_see_intermediary": (
        "Über Vermittlung: Andere Häuser finden den Betrieb ohne Namen und fragen bei Ihnen an.",
        "Through an intermediary: other houses find the firm without its name and ask you.",
    ),
    "edit_see_own": (
        "Nur Ihr Haus: Niemand sonst sieht oder findet das Profil.",
        "Your house only: nobody else sees or finds the profile.",
    ),
    "edit_valid_hint": (
        "Freiwillig. Danach wird das Profil nicht mehr vorgeschlagen.",
        "Optional. After that the profile is suggested no more.",
    ),
    "edit_source": ("Quelle der Angaben", "Source of the data"),
    "edit_more": ("Weitere Angaben", "More"),
    "edit_problems": ("Bitte noch berichtigen", "Please correct"),
    "edit_saved": ("Gespeichert.", "Saved."),
    "edit_saved_change": (
        "Vollständigkeit: {before} → {after} von 100 Punkten.",
        "Completeness: {before} → {after} of 100 points.",
    ),
    "edit_saved_new": (
        "Vollständigkeit: {after} von 100 Punkten.",
        "Completeness: {after} of 100 points.",
    ),
    "edit_settled": ("Erledigt:", "Settled:"),
    "edit_missing": ("Was noch fehlt und warum", "What is still missing, and why"),
    "edit_nothing_missing": ("Es fehlt nichts.", "Nothing is missing."),
    "edit_meanwhile": (
        "Jemand anderes hat dieses Profil am {when} geändert.",
        "Somebody else changed this profile on {when}.",
    ),
    "edit_meanwhile_text": (
        "Ihre Eingaben stehen unverändert im Formular. Anders als im Bestand:",
        "What you typed is still in the form. Different from what is stored:",
    ),
    "edit_meanwhile_see": ("Gespeicherte Fassung ansehen", "See the stored version"),
    "edit_anyway": ("Meine Fassung speichern", "Save my version"),
    "edit_versions": ("Frühere Fassungen", "Earlier versions"),
    "edit_until": ("bis {when}", "until {when}"),
    "edit_then": ("danach geändert:", "then changed:"),
    "edit_restore": ("Wiederherstellen", "Restore"),
    "edit_find": ("Partner finden", "Find partners"),
    "edit_profile": ("Profil ansehen", "See the profile"),
    "edit_back": ("Zu den Mitgliedern", "To the members"),
    "edit_delete_hint": (
        "Das Profil verschwindet aus allen Suchen. Sie können es gleich danach zurückholen.",
        "The profile disappears from all searches. You can bring it back right after.",
    ),
}
