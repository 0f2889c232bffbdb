"""Finding partners: the form, the results, one profile."""

from __future__ import annotations

from data.profiles import Role
from matcher.request import Goal

TEXTS: dict[str, tuple[str, str]] = {
    "title": ("Partner finden", "Find partners"),
    "tagline": (
        "Betriebe, Handwerk, Startups und Forschung in Berlin und Brandenburg",
        "Companies, crafts, startups and research in Berlin and Brandenburg",
    ),
    "search_area": ("Suche", "Search"),
    "question": ("Wen suchen Sie?", "Whom are you looking for?"),
    "question_example": (
        "z. B. Wer kann Aluminium mit dem Laser schweißen?",
        "e.g. Who can weld aluminium with a laser?",
    ),
    "find_or": ("oder", "or"),
    "profile": ("Partner für einen Betrieb", "Partners for a firm"),
    "profile_hint": ("Name aus dem Bestand", "Name of a stored profile"),
    "find_rules_more": ("Regeln: Ort, Branche, Art, Größe", "Rules: place, sector, kind, size"),
    "find_apply": ("Regeln anwenden", "Apply rules"),
    "find_must": ("muss", "must"),
    "find_wish": ("wenn möglich", "if possible"),
    "find_strength": ("Wie streng gilt das: {rule}", "How strict is this: {rule}"),
    "find_wish_chip": ("wenn möglich:", "if possible:"),
    "find_chips": ("Was diese Suche einschränkt", "What narrows this search"),
    "find_remove": ("entfernen", "remove"),
    "find_like": ("ähnlich wie {name}", "like {name}"),
    "find_unlike": ("nicht wie {name}", "unlike {name}"),
    "find_without": ("ohne {name}", "without {name}"),
    "find_only_question": ("nur die Frage", "the question alone"),
    "find_only_profile": ("nur der Betrieb", "the firm alone"),
    "find_radius": ("Umkreis", "Radius"),
    "find_size_more": ("Nach Größe einschränken", "Narrow by size"),
    "find_size": ("Größe", "Size"),
    "find_level_area": ("Gebiet", "area"),
    "find_level_land": ("Land", "state"),
    "find_level_nuts": ("Region (NUTS 2)", "region (NUTS 2)"),
    "find_level_kreis": ("Kreis oder kreisfreie Stadt", "district or city"),
    "find_level_place": ("Ort", "town"),
    "find_level_district": ("Teil von Berlin", "part of Berlin"),
    "find_level_plz": ("Postleitzahl", "postcode"),
    "find_sort_sector": ("Branche (WZ 2008)", "sector (WZ 2008)"),
    "find_sort_trade": ("Gewerk", "craft trade"),
    "find_sort_cluster": ("Cluster", "cluster"),
    "find_left_all": ("{total} Profile, noch ohne Regel", "{total} profiles, no rule yet"),
    "find_left_none": (
        "Keines der {total} Profile erfüllt alle Regeln",
        "None of {total} profiles keeps all rules",
    ),
    "find_left_one": (
        "1 von {total} Profilen erfüllt die Regeln",
        "1 of {total} profiles keeps the rules",
    ),
    "find_left_some": (
        "{left} von {total} Profilen erfüllen die Regeln",
        "{left} of {total} profiles keep the rules",
    ),
    "find_unclear": ("noch nicht verstanden:", "not understood yet:"),
    "find_for_you": ("Für Sie", "For you"),
    "find_for_partner": ("Für den Partner", "For the partner"),
    "find_more_evidence": ("Weitere Belege", "Further evidence"),
    "find_ends": ("gültig nur bis {day}", "valid only until {day}"),
    "find_veiled": ("über Vermittlung", "through an intermediary"),
    "find_compare": ("Vergleichen", "Compare"),
    "find_compare_hint": (
        "Bis zu drei Vorschläge ankreuzen und nebeneinander ansehen.",
        "Tick up to three suggestions and see them side by side.",
    ),
    "find_pick": ("zum Vergleich", "to compare"),
    "find_left_out_one": (
        "1 bereits bearbeiteter Partner ist ausgeblendet.",
        "1 partner already dealt with is hidden.",
    ),
    "find_left_out": (
        "{count} bereits bearbeitete Partner sind ausgeblendet.",
        "{count} partners already dealt with are hidden.",
    ),
    "find_show_handled": ("Anzeigen", "Show"),
    "find_handled_shown": (
        "Bereits bearbeitete Partner werden mit angezeigt.",
        "Partners already dealt with are shown too.",
    ),
    "find_hide_handled": ("Ausblenden", "Hide"),
    "find_helps_most": ("Am meisten hilft:", "This helps most:"),
    "find_no_statements": (
        "Dieses Profil sagt noch nicht, was es bietet oder sucht.",
        "This profile does not say yet what it offers or looks for.",
    ),
    "find_drop": ("weglassen", "drop"),
    "find_wish_instead": ("nur wenn möglich", "only if possible"),
    "find_ways": ("Abhilfe", "Remedy"),
    "find_shortage_first": (
        "Im Bestand erfüllt kein Profil die Regel „{rule}“.",
        "No stored profile keeps the rule “{rule}”.",
    ),
    "find_shortage_one": (
        "1 Profil erfüllt {rules}, aber nicht auch „{rule}“.",
        "1 profile keeps {rules}, but not “{rule}” as well.",
    ),
    "find_shortage": (
        "{left} Profile erfüllen {rules}. Keines davon erfüllt auch „{rule}“.",
        "{left} profiles keep {rules}. None of them keeps “{rule}” as well.",
    ),
    "find_unstated": (
        "Bei {count} davon fehlt im Profil die Angabe {what}.",
        "{count} of them state no {what}.",
    ),
    "find_unstated_region": ("eines Ortes", "place"),
    "find_unstated_radius": ("eines Ortes", "place"),
    "find_unstated_sector": ("einer Branche", "sector"),
    "find_unstated_size": ("der Größe", "size"),
    "find_and": (" und ", " and "),
    "find_without_rules": ("Ohne Regeln fragen", "Ask without rules"),
    "find_write_sheet": ("Beratungsbogen schreiben", "Write an advice sheet"),
    "find_steps": ("So viele bleiben Regel für Regel", "How many are left, rule by rule"),
    "find_all_profiles": ("alle Profile", "all profiles"),
    "find_map": ("Karte der Vorschläge", "Map of the suggestions"),
    "find_actions": ("Was Sie mit diesem Profil tun können", "What you can do with this profile"),
    "region": ("Region", "Region"),
    "region_hint": (
        "Land, Kreis, Ort, PLZ, Gebiet",
        "State, district, town, area",
    ),
    "place": ("um", "around"),
    "place_hint": ("Ort oder Postleitzahl", "Town or postcode"),
    "km": ("km", "km"),
    "km_label": ("Umkreis in Kilometern", "Radius in kilometres"),
    "who": ("Wer?", "Who?"),
    "sector": ("Branche", "Sector"),
    "find_sector_field": ("Branche, Gewerk oder Cluster", "Sector, trade or cluster"),
    "sector_hint": (
        "z. B. wir fräsen Kunststoff",
        "e.g. we mill plastics",
    ),
    "kinds": ("Art", "Kind"),
    "goal": ("Ziel", "Goal"),
    "goal_auto": ("passend zur Anfrage", "whatever fits the request"),
    "submit": ("Partner vorschlagen", "Suggest partners"),
    "reset": ("Leeren", "Clear"),
    "results": ("Vorschläge", "Suggestions"),
    "counts": (
        "{shown} von {allowed} Profilen, die alle Regeln erfüllen ({visible} im Bestand)",
        "{shown} of {allowed} profiles that keep all rules ({visible} in all)",
    ),
    "counts_open": (
        "Die besten {shown} von {visible} Profilen",
        "The best {shown} of {visible} profiles",
    ),
    "results_for": ("Vorschläge für", "Suggestions for"),
    "fix_first": ("Bitte prüfen Sie Ihre Angaben", "Please check what you entered"),
    "did_you_mean": ("Meinten Sie:", "Did you mean:"),
    "evidence": ("Worauf sich das stützt", "What this rests on"),
    "your_question": ("Ihre Frage", "Your question"),
    "score_terms": ("So entsteht die Bewertung", "How this was rated"),
    "score_sum": ("Summe", "Sum"),
    "met": ("Erfüllte Regeln", "Rules met"),
    "next_step": ("Nächster Schritt", "Next step"),
    "website": ("Website", "Website"),
    "more": ("Mehr Vorschläge zeigen", "Show more suggestions"),
    "find_nearest": ("Zeigen, was am nächsten liegt", "Show what comes nearest"),
    "understood": ("Aus Ihrer Frage als Regel gelesen:", "Read from your question as a rule:"),
    "literal": ("Ohne diese Regel suchen", "Search without this rule"),
    "too_few": ("Mehr Partner finden", "Find more partners"),
    "too_few_text": (
        "Ihre Regeln lassen nur wenige Partner zu. Am meisten hilft:",
        "Your rules leave only a few partners. This helps most:",
    ),
    "rules_cost": ("Was die Regeln ausschließen", "What the rules exclude"),
    "rule": ("Regel", "Rule"),
    "excluded": ("ausgeschlossen", "excluded"),
    "excluded_only": ("nur wegen dieser Regel", "by this rule alone"),
    "nothing": ("Kein Profil passt zu dieser Suche.", "No profile fits this search."),
    "nothing_open": (
        "Versuchen Sie es mit anderen Worten, oder nennen Sie Verfahren, Werkstoff oder Produkt.",
        "Try other words, or name the process, the material or the product.",
    ),
    "start": ("So fängt es an", "How to begin"),
    "start_text": (
        "Schreiben Sie auf, was Sie suchen, so wie Sie es einer Kollegin sagen würden, oder wählen "
        "Sie einen Betrieb aus dem Bestand. Regeln wie Region und Branche gelten streng, wenn Sie "
        "nichts anderes sagen: Vorgeschlagen wird nur, wer sie erfüllt.",
        "Write down what you are looking for, as you would tell a colleague, or choose a stored "
        "firm. Rules such as region and sector are strict unless you say otherwise: only those who "
        "keep them are suggested.",
    ),
    "start_examples": ("Zum Ausprobieren", "To try out"),
    "searchable": ("Profile sind durchsuchbar.", "profiles can be searched."),
    "find_partners": ("Partner finden", "Find partners"),
    "offers": ("Bietet", "Offers"),
    "needs": ("Sucht", "Looks for"),
    "about": ("Beschreibung", "Description"),
    "facts": ("Angaben", "Facts"),
    "places": ("Orte", "Places"),
    "sectors": ("Branchen", "Sectors"),
    "trades": ("Gewerke", "Trades"),
    "clusters": ("Cluster", "Clusters"),
    "size": ("Größe", "Size"),
    "languages": ("Sprachen", "Languages"),
    "contact": ("Kontakt", "Contact"),
    "valid_until": ("Gültig bis", "Valid until"),
    "source": ("Quelle", "Source"),
    "id": ("Kennung", "Id"),
    "err_both": (
        "Bitte entweder eine Frage stellen oder ein Profil wählen, nicht beides.",
        "Please either ask a question or choose a profile, not both.",
    ),
    "err_empty": (
        "Bitte eine Frage stellen oder ein Profil wählen.",
        "Please ask a question or choose a profile.",
    ),
    "err_long": (
        "Die Frage ist zu lang: höchstens {max} Zeichen, es sind {found}.",
        "The question is too long: at most {max} characters, it has {found}.",
    ),
    "err_profile": (
        "Ein Profil mit dem Namen „{text}“ gibt es nicht.",
        "There is no profile named “{text}”.",
    ),
    "err_profiles": (
        "„{text}“ passt auf mehrere Profile.",
        "“{text}” fits several profiles.",
    ),
    "err_km": (
        "„{text}“ ist kein Umkreis: bitte eine Zahl von 1 bis 1000.",
        "“{text}” is no radius: please enter a number from 1 to 1000.",
    ),
    "err_place": (
        "Zum Umkreis fehlt der Ort, um den er gelten soll.",
        "The radius needs a place around which it holds.",
    ),
    "err_many": (
        "Das sind zu viele Angaben: höchstens {max}.",
        "These are too many: at most {max}.",
    ),
}

GOALS: dict[Goal, tuple[str, str]] = {
    Goal.PARTNER: ("Partner mit Nutzen auf beiden Seiten", "Partners with benefit on both sides"),
    Goal.SOLUTION: ("Wer kann meinen Bedarf lösen?", "Who can meet my need?"),
    Goal.CUSTOMER: ("Wer braucht mein Angebot?", "Who needs my offer?"),
    Goal.PEERS: ("Wer sucht dasselbe wie ich?", "Who looks for the same as I do?"),
    Goal.CLUSTER: ("Welches Netzwerk passt?", "Which network fits?"),
}

MINE: dict[Role, tuple[str, str]] = {
    Role.NEED: ("Ihr Bedarf", "Your need"),
    Role.OFFER: ("Ihr Angebot", "Your offer"),
    Role.ABOUT: ("Ihr Profil", "Your profile"),
}
THEIRS: dict[Role, tuple[str, str]] = {
    Role.NEED: ("Deren Bedarf", "Their need"),
    Role.OFFER: ("Deren Angebot", "Their offer"),
    Role.ABOUT: ("Deren Profil", "Their profile"),
}

EXAMPLES: tuple[tuple[str, str], ...] = (
    (
        "Wer in der Nähe kann Aluminium mit dem Laser schweißen?",
        "Who nearby can weld aluminium with a laser?",
    ),
    (
        "Wir möchten Abwärme aus der Produktion nutzen und suchen Rat.",
        "We want to use waste heat from production and look for advice.",
    ),
    (
        "Welches Labor prüft Bauteile auf Korrosion?",
        "Which laboratory tests components for corrosion?",
    ),
    (
        "Unsere Tischlerei sucht Hilfe bei der digitalen Auftragsplanung.",
        "Our joinery needs help with digital job planning.",
    ),
)
