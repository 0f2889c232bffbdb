"""What became of suggestions."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "outcome_lead": (
        "Was aus den Vorschlägen Ihrer Einrichtung geworden ist.",
        "What became of the suggestions of your organisation.",
    ),
    "outcome_xlsx": ("Als Excel-Datei", "As an Excel file"),
    "outcome_period": ("Zeitraum", "Period"),
    "outcome_span_monat": ("dieser Monat", "this month"),
    "outcome_span_vormonat": ("voriger Monat", "last month"),
    "outcome_span_quartal": ("dieses Quartal", "this quarter"),
    "outcome_span_vorquartal": ("voriges Quartal", "last quarter"),
    "outcome_span_jahr": ("dieses Jahr", "this year"),
    "outcome_span_vorjahr": ("voriges Jahr", "last year"),
    "outcome_span_frei": ("freie Daten", "free dates"),
    "outcome_from": ("von", "from"),
    "outcome_to": ("bis", "to"),
    "outcome_free_hint": (
        "„von“ und „bis“ zählen nur bei „freie Daten“.",
        "“from” and “to” count with “free dates” only.",
    ),
    "outcome_side": ("Aufteilen nach", "Split by"),
    "outcome_side_partner": ("Partnern", "partners"),
    "outcome_side_suchende": ("Suchenden", "seekers"),
    "outcome_by_partner": (
        "Aufgeteilt nach den vorgeschlagenen Partnern",
        "Split by the partners suggested",
    ),
    "outcome_by_suchende": (
        "Aufgeteilt nach denen, die gesucht haben",
        "Split by those who searched",
    ),
    "outcome_region": ("Region", "Region"),
    "outcome_sector": ("Branche", "Sector"),
    "outcome_size": ("Größe", "Size"),
    "outcome_kind": ("Art", "Kind"),
    "outcome_dim_land": ("Bundesland", "Land"),
    "outcome_dim_kreis": ("Kreis", "district"),
    "outcome_dim_abschnitt": ("Abschnitt der WZ", "section of WZ"),
    "outcome_dim_abteilung": ("Abteilung der WZ", "division of WZ"),
    "outcome_dim_cluster": ("Cluster", "cluster"),
    "outcome_dim_groesse": ("Größe", "size"),
    "outcome_dim_art": ("Art", "kind"),
    "outcome_show": ("Anzeigen", "Show"),
    "outcome_dates_problem": ("Bitte prüfen Sie den Zeitraum:", "Please check the period:"),
    "outcome_none": ("Noch gibt es nichts zu zählen.", "There is nothing to count yet."),
    "outcome_none_text": (
        "Die Zahlen entstehen von selbst: Suchen Sie Partner, und halten Sie bei den Vorschlägen "
        "mit einem Klick fest, was daraus wird – vorgeschlagen, kontaktiert, getroffen, "
        "Kooperation oder abgelehnt. Auf dieser Seite steht dann, wie viele Vorschläge wie weit "
        "gekommen sind, nach Region, Branche und Größe.",
        "The figures come about by themselves: look for partners, and note with one click what "
        "becomes of a suggestion – suggested, contacted, met, cooperation or declined. This page "
        "then says how many suggestions came how far, by region, sector and size.",
    ),
    "outcome_none_period": (
        "In diesem Zeitraum wurden keine Vorschläge gezeigt. Wählen Sie einen anderen.",
        "No suggestions were shown in this period. Choose another one.",
    ),
    "outcome_lists": ("Vorschlagslisten", "lists of suggestions"),
    "outcome_items": ("gezeigte Vorschläge", "suggestions shown"),
    "outcome_pairs": ("verschiedene Paare", "different pairs"),
    "outcome_happened": ("Im Zeitraum vermerkt", "Noted in this period"),
    "outcome_happened_hint": (
        "Zählt jedes Paar einmal, auch wenn der Vorschlag älter ist.",
        "Counts each pair once, even if the suggestion is older.",
    ),
    "outcome_funnel": (
        "Was aus den Vorschlägen dieses Zeitraums wurde",
        "What became of the suggestions of this period",
    ),
    "outcome_funnel_hint": (
        "Zählt jedes Paar einmal, mit allem, was bis heute vermerkt ist. Wer weiter gekommen ist, "
        "zählt in den früheren Schritten mit.",
        "Counts each pair once, with all that is noted until today. Who came further counts in "
        "the earlier steps too.",
    ),
    "outcome_step": ("Schritt", "Step"),
    "outcome_shown": ("gezeigt", "shown"),
    "outcome_count": ("Paare", "Pairs"),
    "outcome_of_shown": ("von den gezeigten", "of those shown"),
    "outcome_of_previous": ("vom Schritt davor", "of the step before"),
    "outcome_bar": ("Im Vergleich", "In comparison"),
    "outcome_declined": ("Warum abgelehnt wurde", "Why partners were declined"),
    "outcome_declined_none": ("Es wurde niemand abgelehnt.", "Nobody was declined."),
    "outcome_reason": ("Grund", "Reason"),
    "outcome_waiting": ("Vom Vorschlag zum Kontakt", "From suggestion to contact"),
    "outcome_waiting_text": (
        "Die Hälfte der {pairs} kontaktierten Partner wurde nach höchstens {median} Tagen "
        "angesprochen, ein Viertel nach höchstens {quarter}, drei Viertel nach höchstens "
        "{three_quarters} Tagen.",
        "Half of the {pairs} partners contacted were approached within {median} days, a quarter "
        "within {quarter}, three quarters within {three_quarters} days.",
    ),
    "outcome_waiting_none": (
        "Dafür sind es noch zu wenige Kontakte (weniger als {fewest}).",
        "There are too few contacts for this yet (fewer than {fewest}).",
    ),
    "outcome_group": ("Gruppe", "Group"),
    "outcome_rate": ("kontaktiert, Anteil", "contacted, share"),
    "outcome_rest": (
        "{count} kleinere Gruppen stehen in der Excel-Datei.",
        "{count} smaller groups are in the Excel file.",
    ),
    "outcome_small_hint": (
        "Anteile stehen nur bei mindestens {fewest} Paaren.",
        "Shares are given from {fewest} pairs on.",
    ),
    "outcome_cluster_hint": (
        "Ein Betrieb kann zu mehreren Clustern gehören.",
        "A firm can belong to several clusters.",
    ),
    "outcome_unknown": ("nicht angegeben", "not stated"),
    "outcome_hidden": (
        "nicht mehr im Bestand oder nicht sichtbar",
        "no longer stored or not visible",
    ),
    "outcome_question": ("freie Frage ohne Profil", "question without a profile"),
    "outcome_attention": ("Wer gesehen wird", "Who is seen"),
    "outcome_attention_hint": (
        "Aufmerksamkeit: Weit oben gezeigt zählt mehr als weit unten. Verglichen wird mit dem "
        "Anteil an allen Profilen, die heute vorgeschlagen werden könnten. Wonach gefragt wurde, "
        "spielt dabei mit.",
        "Attention: shown at the top counts more than further down. It is compared with the share "
        "of all profiles that could be suggested today. What was asked for plays a part.",
    ),
    "outcome_craft": (
        "Handwerksbetriebe sind {profiles} der Profile und erhalten {seen} der Aufmerksamkeit.",
        "Craft firms are {profiles} of the profiles and get {seen} of the attention.",
    ),
    "outcome_small": (
        "Betriebe mit weniger als 50 Beschäftigten sind {profiles} der Profile und erhalten {seen} "
        "der Aufmerksamkeit.",
        "Firms with fewer than 50 employees are {profiles} of the profiles and get {seen} of the "
        "attention.",
    ),
    "outcome_less": ("Das ist weniger als ihr Anteil.", "That is less than their share."),
    "outcome_even": ("Das entspricht etwa ihrem Anteil.", "That is about their share."),
    "outcome_more": ("Das ist mehr als ihr Anteil.", "That is more than their share."),
    "outcome_profiles": ("Profile", "Profiles"),
    "outcome_of_profiles": ("Anteil an den Profilen", "share of profiles"),
    "outcome_of_attention": ("Anteil an der Aufmerksamkeit", "share of attention"),
    "outcome_sheet_overview": ("Überblick", "Overview"),
    "outcome_sheet_region": ("nach Region", "by region"),
    "outcome_sheet_sector": ("nach Branche", "by sector"),
    "outcome_sheet_size": ("nach Größe", "by size"),
    "outcome_sheet_pairs": ("Liste der Paare", "List of pairs"),
    "outcome_made": ("Stand", "As of"),
    "outcome_level": ("Aufteilung", "Split"),
    "outcome_side_column": ("Seite", "Side"),
    "outcome_side_short_partner": ("Partner", "Partner"),
    "outcome_side_short_suchende": ("Suchende", "Those who searched"),
    "outcome_seeker": ("Gesucht für", "Searched for"),
    "outcome_partner": ("Partner", "Partner"),
    "outcome_first_shown": ("zuerst gezeigt", "first shown"),
    "outcome_furthest": ("am weitesten", "furthest"),
    "outcome_contact_day": ("kontaktiert am", "contacted on"),
    "outcome_declined_for": ("abgelehnt wegen", "declined for"),
    "outcome_last": ("zuletzt vermerkt", "last noted"),
    "outcome_pairs_hint": (
        "Paare, zu denen etwas vermerkt ist; höchstens {most}, die neuesten zuerst.",
        "Pairs of which something is noted; {most} at most, the latest first.",
    ),
}
