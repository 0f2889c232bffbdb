"""Needs nobody answers, offers nobody asked for, chances across clusters."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "needs_title": ("Bedarfe & Angebote", "Needs & offers"),
    "needs_lead": (
        "Wo fehlt etwas in der Region, und was liegt brach? Hier steht, wofür es im Bestand noch "
        "kein Gegenüber gibt. Sie entscheiden, was Sie daraus machen.",
        "What is missing in the region, and what lies idle? This page lists what has no "
        "counterpart among the profiles yet. You decide what to make of it.",
    ),
    "needs_tabs": ("Ansichten", "Views"),
    "needs_tab_needs": ("Offene Bedarfe", "Open needs"),
    "needs_tab_angebote": ("Ungefragte Angebote", "Unasked offers"),
    "needs_tab_chancen": ("Chancen zwischen Clustern", "Chances across clusters"),
    "needs_tab_ueberblick": ("Überblick", "Overview"),
    "needs_filter": ("Eingrenzen", "Narrow down"),
    "needs_apply": ("Anzeigen", "Show"),
    "needs_reset": ("Filter aufheben", "Clear filters"),
    "needs_region": ("Region des Betriebs", "Region of the firm"),
    "needs_region_hint": ("Land, Kreis, Ort oder Gebiet", "Land, Kreis, town or area"),
    "needs_sector": ("Branche des Betriebs", "Sector of the firm"),
    "needs_sector_hint": ("Branche, Gewerk oder Cluster", "sector, trade or cluster"),
    "needs_kind": ("Art des Betriebs", "Kind of firm"),
    "needs_any": ("alle", "all"),
    "needs_whose": ("Wessen Profile", "Whose profiles"),
    "needs_own": ("nur eigene Mitglieder", "own members only"),
    "needs_all": ("alle sichtbaren Profile", "all visible profiles"),
    "needs_reach": ("Wo das Gegenüber sein darf", "Where the counterpart may be"),
    "needs_reach_all": ("überall", "anywhere"),
    "needs_reach_kreis": ("im selben Kreis", "in the same Kreis"),
    "needs_reach_land": ("im selben Land", "in the same Land"),
    "needs_reach_25": ("bis 25 km entfernt", "up to 25 km away"),
    "needs_reach_50": ("bis 50 km entfernt", "up to 50 km away"),
    "needs_reach_100": ("bis 100 km entfernt", "up to 100 km away"),
    "needs_export": ("Als Excel-Datei", "As Excel file"),
    "needs_waiting": (
        "Alle Bedarfe werden gerade mit allen Angeboten verglichen. Das geschieht einmal nach "
        "jeder Änderung der Daten.",
        "All needs are being compared with all offers. This happens once after each change of "
        "the data.",
    ),
    "needs_waiting_chances": (
        "Die besten Paare werden gerade einzeln geprüft und begründet.",
        "The best pairs are being examined one by one, with reasons.",
    ),
    "needs_progress": ("Fortschritt", "Progress"),
    "needs_count_needs": (
        "{total} von {all} Bedarfen haben noch keine klare Antwort.",
        "{total} of {all} needs have no clear answer yet.",
    ),
    "needs_count_angebote": (
        "{total} von {all} Angeboten haben noch keine klare Nachfrage.",
        "{total} of {all} offers have no clear demand yet.",
    ),
    "needs_standings": ("Einschätzung", "Judgement"),
    "needs_standing_all": ("alle", "all"),
    "needs_count_chancen": (
        "{total} Chancen, die passendsten zuerst.",
        "{total} chances, the best fitting first.",
    ),
    "needs_about_needs": (
        "Oben stehen die Bedarfe, denen am wenigsten nahekommt. Verglichen wird mit Angeboten und "
        "Beschreibungen; wo nur eine Beschreibung passt, steht „bitte prüfen“. „Niemand in Sicht“ "
        "stimmt in etwa drei von vier Fällen: Suchen Sie noch einmal, bevor Sie sich darauf "
        "verlassen.",
        "The needs that are met least come first. They are compared with offers and descriptions; "
        "where only a description fits, it says “please check”. “Nobody in sight” is right in "
        "about three of four cases: search once more before you rely on it.",
    ),
    "needs_about_angebote": (
        "Aufgeführt sind ausdrückliche Angebote. Profile, die nur beschreiben, was sie tun, "
        "stehen nicht in dieser Liste.",
        "Listed are offers stated as such. Profiles that only describe what they do are not in "
        "this list.",
    ),
    "needs_about_chancen": (
        "Zwei Profile aus verschiedenen Clustern: Das eine hat, was das andere braucht. Gezeigt "
        "wird nur, was mindestens „passend“ ist, jedes Profil höchstens zweimal. Wer weder "
        "Cluster noch Branche nennt, kann hier nicht vorkommen.",
        "Two profiles of different clusters: one has what the other needs. Only what is at least "
        "a “good fit” is shown, each profile twice at most. Who states neither cluster nor "
        "sector cannot appear here.",
    ),
    "needs_about_home": (
        "Ihre Mitglieder zählen zum Cluster {cluster}; Gegenüber aus diesem Cluster sind "
        "ausgenommen.",
        "Your members count as cluster {cluster}; counterparts of this cluster are left out.",
    ),
    "needs_about_ueberblick": (
        "Gezählt wird, wofür niemand in Sicht oder nur jemand zu weit weg ist. Wer in mehreren "
        "Clustern oder Regionen ist, zählt in jedem Feld. Ein Klick auf eine Zahl zeigt die "
        "Liste dahinter.",
        "Counted is what has nobody in sight, or only somebody too far away. Who is in several "
        "clusters or regions counts in each field. A click on a number shows the list behind it.",
    ),
    "needs_described": (
        "{count} von {all} Profilen nennen weder Bedarf noch Angebot, sondern beschreiben nur, "
        "was sie tun.",
        "{count} of {all} profiles state neither a need nor an offer but only describe what "
        "they do.",
    ),
    "needs_need_nobody": ("niemand in Sicht", "nobody in sight"),
    "needs_need_weak": ("bitte prüfen", "please check"),
    "needs_need_far": ("nur weiter weg", "only farther away"),
    "needs_offer_nobody": ("niemand fragt danach", "nobody asks for it"),
    "needs_offer_weak": ("bitte prüfen", "please check"),
    "needs_offer_far": ("nur weiter weg gefragt", "asked for only farther away"),
    "needs_why_need_nobody": (
        "Das hat mit dem Bedarf nur wenig gemeinsam. Niemand im Bestand kommt näher.",
        "This has little in common with the need. Nobody in the data comes nearer.",
    ),
    "needs_why_need_weak": (
        "Das Thema ist ähnlich. Ob es den Bedarf wirklich trifft, sehen Sie am besten selbst.",
        "The topic is similar. Whether it really meets the need is for you to judge.",
    ),
    "needs_why_need_about": (
        "Das steht in einer Beschreibung und nicht in einem Angebot. Fragen Sie nach, ob so "
        "etwas angeboten wird.",
        "This is said in a description, not in an offer. Ask whether it offers such a thing.",
    ),
    "needs_why_need_far": (
        "Könnte passen, liegt aber außerhalb des gewählten Umkreises. Anzahl dort: {elsewhere}.",
        "May fit, but is outside the chosen area. Number there: {elsewhere}.",
    ),
    "needs_why_need_empty": (
        "Im Bestand gibt es noch niemanden, der etwas anbietet oder beschreibt.",
        "There is nobody in the data yet who offers or describes anything.",
    ),
    "needs_why_offer_nobody": (
        "Dieser Bedarf hat mit dem Angebot nur wenig gemeinsam. Keiner im Bestand kommt näher.",
        "This need has little in common with the offer. None in the data comes nearer.",
    ),
    "needs_why_offer_weak": (
        "Der Bedarf ist ähnlich. Ob das Angebot ihn trifft, sehen Sie am besten selbst.",
        "The need is similar. Whether the offer meets it is for you to judge.",
    ),
    "needs_why_offer_far": (
        "Wird vielleicht gesucht, aber außerhalb des gewählten Umkreises. Anzahl dort: "
        "{elsewhere}.",
        "May be looked for, but outside the chosen area. Number there: {elsewhere}.",
    ),
    "needs_why_offer_empty": (
        "Im Bestand gibt es noch keinen Bedarf eines anderen Profils.",
        "There is no need of another profile in the data yet.",
    ),
    "needs_side_need": ("Bedarf", "Need"),
    "needs_side_offer": ("Angebot", "Offer"),
    "needs_side_about": ("Beschreibung", "Description"),
    "needs_nearest": ("am nächsten kommt", "nearest is"),
    "needs_search_need": ("Mit diesem Bedarf suchen", "Search with this need"),
    "needs_search_offer": ("Wen ansprechen?", "Whom to approach?"),
    "needs_search_mine": ("Suche für das Mitglied", "Search for the member"),
    "needs_search_theirs": ("Suche für das Gegenüber", "Search for the counterpart"),
    "needs_reason_for": ("Für {name}", "For {name}"),
    "needs_save": ("Suche merken", "Keep this search"),
    "needs_save_for": ("Suche merken: {name}", "Keep this search: {name}"),
    "needs_mine": ("Mitglied", "Member"),
    "needs_theirs": ("Gegenüber", "Counterpart"),
    "needs_pages": ("Seiten", "Pages"),
    "needs_page": ("Seite {page} von {last}", "Page {page} of {last}"),
    "needs_before": ("Zurück", "Back"),
    "needs_after": ("Weiter", "Next"),
    "needs_none_needs": (
        "Kein Profil in dieser Auswahl nennt einen Bedarf. Sobald Mitglieder sagen, was sie "
        "suchen, steht hier, was niemand anbietet.",
        "No profile in this selection states a need. Once members say what they look for, what "
        "nobody offers is listed here.",
    ),
    "needs_none_angebote": (
        "Kein Profil in dieser Auswahl nennt ein ausdrückliches Angebot. Sobald Mitglieder "
        "sagen, was sie anbieten, steht hier, wonach niemand fragt.",
        "No profile in this selection states an offer. Once members say what they offer, what "
        "nobody asks for is listed here.",
    ),
    "needs_done_needs": (
        "Für alle {all} Bedarfe in dieser Auswahl gibt es im Bestand ein Gegenüber.",
        "All {all} needs in this selection have a counterpart in the data.",
    ),
    "needs_done_angebote": (
        "Nach allen {all} Angeboten in dieser Auswahl wird gefragt.",
        "All {all} offers in this selection are asked for.",
    ),
    "needs_none_chancen": (
        "Keine Chance in dieser Auswahl. Gebraucht werden Bedarfe und Angebote von Profilen, die "
        "ein Cluster oder eine Branche nennen, und zwar verschiedene.",
        "No chance in this selection. What it takes are needs and offers of profiles that state "
        "a cluster or sector, and different ones.",
    ),
    "needs_fill": ("Profile vervollständigen", "Complete profiles"),
    "needs_needs": ("Bedarfe", "Needs"),
    "needs_open": ("ohne Antwort", "unanswered"),
    "needs_open_needs": ("davon ohne Antwort", "of these unanswered"),
    "needs_offers": ("Angebote", "Offers"),
    "needs_unasked": ("ungefragt", "unasked"),
    "needs_unasked_offers": ("davon ungefragt", "of these unasked"),
    "needs_show": ("Die Tabelle zeigt", "The table shows"),
    "needs_by": ("Zeilen", "Rows"),
    "needs_by_kreis": ("nach Kreisen", "by Kreis"),
    "needs_by_land": ("nach Ländern", "by Land"),
    "needs_caption_needs": (
        "Bedarfe ohne Antwort von allen Bedarfen, nach Region und Cluster",
        "Unanswered needs of all needs, by region and cluster",
    ),
    "needs_caption_angebote": (
        "Ungefragte Angebote von allen Angeboten, nach Region und Cluster",
        "Unasked offers of all offers, by region and cluster",
    ),
    "needs_of": ("von", "of"),
    "needs_sum": ("Summe", "Sum"),
    "needs_all_clusters": ("Insgesamt", "In total"),
    "needs_nowhere": ("Ort nicht bekannt", "place not known"),
    "needs_no_cluster": ("kein Cluster", "no cluster"),
    "needs_others": ("anderswo", "elsewhere"),
    "needs_sheet_about": ("Angaben", "About"),
    "needs_sheet_filter": ("Angabe", "Item"),
    "needs_sheet_value": ("Wert", "Value"),
    "needs_sheet_date": ("Stand", "Date"),
    "needs_sheet_name": ("Name", "Name"),
    "needs_sheet_kind": ("Art und Ort", "Kind and place"),
    "needs_sheet_id": ("Kennung", "Id"),
    "needs_sheet_clusters": ("Cluster", "Clusters"),
    "needs_sheet_cluster": ("Cluster", "Cluster"),
    "needs_sheet_region": ("Region", "Region"),
    "needs_sheet_text": ("Aussage", "Statement"),
    "needs_sheet_standing": ("Einschätzung", "Judgement"),
    "needs_sheet_nearest": ("Am nächsten kommt", "Nearest is"),
    "needs_sheet_nearest_text": ("mit der Aussage", "by the statement"),
    "needs_sheet_member": ("Mitglied", "Member"),
    "needs_sheet_partner": ("Gegenüber", "Counterpart"),
    "needs_sheet_fit": ("Passung", "Fit"),
    "needs_sheet_reason": ("Begründung", "Reason"),
}
