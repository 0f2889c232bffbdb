"""Texts of what the atlas lists: skills, offers to bundle, statements, duplicates, versions."""

from __future__ import annotations

LISTS: dict[str, tuple[str, str]] = {
    "atlas_skills_lead": (
        "Welche Berufe und Fertigkeiten in Aussagen genannt sind: wie viele gesucht, wie viele "
        "geboten. Was nicht genannt ist, steht nicht hier.",
        "Which occupations and skills statements name: how many are sought, how many offered. "
        "What is not named is not here.",
    ),
    "atlas_skills_none": (
        "Noch nennt keine Aussage einen Beruf oder eine Fertigkeit mit Fachkräften.",
        "No statement names an occupation or skill with people yet.",
    ),
    "atlas_skill": ("Beruf oder Fertigkeit", "Occupation or skill"),
    "atlas_demand": ("Gesucht", "Sought"),
    "atlas_supply": ("Geboten", "Offered"),
    "atlas_mentions": ("Woher die Zahlen kommen", "Where the figures come from"),
    "atlas_mentions_count": ("{shown} von {count} Stellen", "{shown} of {count} places"),
    "atlas_quantity": ("Zahl", "Number"),
    "atlas_grade_apprentice": ("Ausbildung", "apprentices"),
    "atlas_grade_skilled": ("Fachkräfte", "skilled workers"),
    "atlas_grade_course": ("Weiterbildung", "training"),
    "atlas_side_demand": ("gesucht", "sought"),
    "atlas_side_supply": ("geboten", "offered"),
    "atlas_skills_picture": ("Lücke nach Region", "Gap by region"),
    "atlas_skills_part": (
        "Gesucht minus geboten. Das Bild zeigt höchstens {most} Berufe.",
        "Sought less offered. The picture shows {most} occupations at most.",
    ),
    "atlas_overlaps_lead": (
        "Angebote verschiedener Häuser, die fast dasselbe sagen: Sie lassen sich gemeinsam "
        "anbieten, abstimmen oder zusammenlegen.",
        "Offers of different houses that nearly say the same: they can be offered together, "
        "coordinated or merged.",
    ),
    "atlas_overlaps_none": (
        "Zurzeit gleichen sich keine Angebote verschiedener Häuser.",
        "No offers of different houses resemble each other now.",
    ),
    "atlas_overlaps_count": ("{count} Gruppen", "{count} groups"),
    "atlas_overlaps_shown": ("gezeigt sind die {shown} größten; alle stehen in der Tabelle",
                             "shown are the {shown} largest; all are in the table"),
    "atlas_overlap_size": ("{count} Angebote", "{count} offers"),
    "atlas_browse_lead": (
        "Aussagen nach Thema, Region, Branche und Art.",
        "Statements by topic, region, sector and kind.",
    ),
    "atlas_narrow": ("Eingrenzen", "Narrow down"),
    "atlas_found": ("{count} Aussagen von {profiles} Profilen",
                    "{count} statements of {profiles} profiles"),
    "atlas_nothing": ("Dazu gibt es keine Aussage. Nehmen Sie eine Angabe zurück.",
                      "There is no such statement. Take one choice back."),
    "atlas_clear": ("alles zurücknehmen", "take all back"),
    "atlas_page": ("Seite {page} von {pages}", "Page {page} of {pages}"),
    "atlas_next": ("weiter", "next"),
    "atlas_back": ("zurück", "back"),
    "atlas_duplicates_lead": (
        "Profile Ihres Hauses, die vielleicht dieselbe Einrichtung zweimal sind. Das ist eine "
        "Vermutung; bitte prüfen Sie selbst.",
        "Profiles of your house that may be the same organisation twice. This is a guess; please "
        "check yourself.",
    ),
    "atlas_duplicates_none": ("Keine Profile sehen doppelt aus.", "No profiles look doubled."),
    "atlas_duplicates_count": ("{count} Paare", "{count} pairs"),
    "atlas_reason": ("Warum", "Why"),
    "atlas_first_profile": ("Profil", "Profile"),
    "atlas_second_profile": ("und Profil", "and profile"),
    "atlas_versions_lead": (
        "Jeder Aufbau ist eine Version. Ein Thema behält seine Nummer, solange es dasselbe meint.",
        "Each build is a version. A topic keeps its number as long as it means the same.",
    ),
    "atlas_made": ("Erstellt", "Made"),
    "atlas_compare": ("Vergleichen", "Compare"),
    "atlas_from": ("Von Version", "From version"),
    "atlas_to": ("bis Version", "to version"),
    "atlas_compared": ("Von Version {old} zu Version {new}", "From version {old} to version {new}"),
    "atlas_now": ("Jetzt", "Now"),
    "atlas_earlier": ("Vorher", "Before"),
    "atlas_versions_one": ("Zum Vergleichen braucht es zwei Versionen.",
                           "Comparing takes two versions."),
    "atlas_topics_change": ("Themen", "Topics"),
    "atlas_regions_change": ("Regionen", "Regions"),
    "atlas_fields_change": ("Branchen", "Sectors"),
}  # fmt: skip
