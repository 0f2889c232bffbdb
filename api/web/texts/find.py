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
    "question_hint": (
        "In eigenen Worten: was Sie brauchen oder lösen möchten.",
        "In your own words: what you need or want to solve.",
    ),
    "question_example": (
        "z. B. Wer kann Aluminium mit dem Laser schweißen?",
        "e.g. Who can weld aluminium with a laser?",
    ),
    "profile": (
        "oder: Partner für ein Profil aus dem Bestand",
        "or: partners for a stored profile",
    ),
    "profile_hint": (
        "Name eingeben und auswählen; die Frage bleibt dann leer.",
        "Type and choose its name; leave the question empty then.",
    ),
    "where": ("Wo?", "Where?"),
    "region": ("Region", "Region"),
    "region_add": ("weitere Region", "another region"),
    "region_hint": (
        "Land, Kreis, Ort, Postleitzahl oder Gebiet wie Lausitz.",
        "State, district, town, postcode or area such as Lausitz.",
    ),
    "place": ("Umkreis um", "Around"),
    "place_hint": ("Ort oder Postleitzahl", "Town or postcode"),
    "km": ("km", "km"),
    "km_label": ("Umkreis in Kilometern", "Radius in kilometres"),
    "who": ("Wer?", "Who?"),
    "sector": ("Branche, Gewerk oder Cluster", "Sector, trade or cluster"),
    "sector_add": ("weitere hinzufügen", "add another"),
    "sector_hint": (
        "z. B. Zerspanung, Tischler, Optik oder 25.62.",
        "e.g. machining, joiner, optics or 25.62.",
    ),
    "kinds": ("Art des Partners", "Kind of partner"),
    "goal": ("Ziel", "Goal"),
    "goal_auto": ("passend zur Anfrage", "whatever fits the request"),
    "submit": ("Partner vorschlagen", "Suggest partners"),
    "reset": ("Neu beginnen", "Start again"),
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
    "your": ("Ihr", "Your"),
    "your_question": ("Ihre Frage", "Your question"),
    "score_terms": ("So entsteht die Bewertung", "How this was rated"),
    "score_sum": ("Summe", "Sum"),
    "met": ("Erfüllte Regeln", "Rules met"),
    "next_step": ("Nächster Schritt", "Next step"),
    "website": ("Website", "Website"),
    "open_profile": ("Profil ansehen", "View profile"),
    "more": ("Mehr Vorschläge zeigen", "Show more suggestions"),
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
    "nothing": (
        "Dazu haben wir niemanden gefunden.",
        "We found nobody for this.",
    ),
    "nothing_rules": (
        "Kein Profil erfüllt alle Regeln zugleich. Lassen Sie eine Regel weg oder fassen Sie sie "
        "weiter; die Frage selbst ist in Ordnung.",
        "No profile keeps all rules at once. Drop a rule or widen it; the question itself is fine.",
    ),
    "nothing_open": (
        "Versuchen Sie es mit anderen Worten, oder nennen Sie Verfahren, Werkstoff oder Produkt.",
        "Try other words, or name the process, the material or the product.",
    ),
    "start": ("So fängt es an", "How to begin"),
    "start_text": (
        "Schreiben Sie links auf, was Sie suchen, so wie Sie es einer Kollegin sagen würden. "
        "Region und Branche sind feste Regeln: Vorgeschlagen wird nur, wer sie erfüllt.",
        "Write down what you are looking for, as you would tell a colleague. Region and sector are "
        "firm rules: only those who keep them are suggested.",
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
