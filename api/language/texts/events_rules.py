"""Texts of the wishes and rules of an event."""

from __future__ import annotations

RULES: dict[str, tuple[str, str]] = {
    "ev_tab_wuensche": ("Wünsche", "Wishes"),
    "ev_tab_starke-paare": ("Starke Paare", "Strong pairs"),
    "ev_tab_regeln": ("Regeln", "Rules"),
    "ev_wishes": ("Wünsche", "Wishes"),
    "ev_wishes_lead": (
        "„Muss“ und „Auf keinen Fall“ gelten immer. „Möchte“ zählt, wo es geht.",
        "“Must” and “in no case” always hold. “Would like” counts where possible.",
    ),
    "ev_wish_new": ("Wunsch eintragen", "Enter a wish"),
    "ev_wish_who": ("Wer", "Who"),
    "ev_wish_whom": ("Wen", "Whom"),
    "ev_wish_how": ("Wie", "How"),
    "ev_wish_must": ("muss treffen", "must meet"),
    "ev_wish_would": ("möchte treffen", "would like to meet"),
    "ev_wish_veto": ("auf keinen Fall", "in no case"),
    "ev_wish_add": ("Eintragen", "Enter"),
    "ev_wish_none": (
        "Noch keine Wünsche. Sie können auch auf dem Blatt „Wünsche“ Ihrer Tabelle stehen.",
        "No wishes yet. They can also be on the sheet of wishes of your spreadsheet.",
    ),
    "ev_wish_caption": ("{count} Wünsche", "{count} wishes"),
    "ev_wish_caption_one": ("1 Wunsch", "1 wish"),
    "ev_wish_remove": ("Entfernen", "Remove"),
    "ev_wish_kept": ("im Plan", "in the plan"),
    "ev_wish_not_kept": ("nicht im Plan", "not in the plan"),
    "ev_in_plan": ("Plan", "Plan"),
    "ev_err_nobody": (
        "„{found}“ ist kein Teilnehmer. Bitte einen Namen aus der Liste.",
        "“{found}” is no participant. Please take a name from the list.",
    ),
    "ev_err_self": ("Niemand trifft sich selbst.", "Nobody meets themselves."),
    "ev_pairs": ("Starke Paare ohne Wunsch", "Strong pairs without a wish"),
    "ev_pairs_lead": (
        "Diese Teilnehmer passen besonders gut zueinander, und niemand hat es sich gewünscht.",
        "These participants fit each other very well, and nobody wished for it.",
    ),
    "ev_pairs_ask": ("Paare suchen", "Look for pairs"),
    "ev_pairs_ask_hint": (
        "Der Rechner vergleicht alle Angebote mit allen Bedarfen. Das dauert einige Sekunden.",
        "The computer compares all offers with all needs. It takes some seconds.",
    ),
    "ev_pairs_none": ("Es gibt kein starkes Paar ohne Wunsch.", "No strong pair without a wish."),
    "ev_pairs_fit": ("Passung", "Fit"),
    "ev_pairs_wish": ("Als Wunsch eintragen", "Enter as a wish"),
    "ev_rules": ("Regeln für alle", "Rules for everybody"),
    "ev_rules_count": ("Wie viele Gespräche?", "How many meetings?"),
    "ev_at_least": ("Mindestens je Teilnehmer", "At least for each"),
    "ev_at_least_hint": (
        "Niemand bleibt darunter, solange ein anderer abgeben kann.",
        "Nobody stays below while another could give one up.",
    ),
    "ev_at_most": ("Höchstens je Teilnehmer", "At most for each"),
    "ev_at_most_hint": ("Leer: bis zu {count}, alle Zeiten.", "Empty: up to {count}, all times."),
    "ev_in_a_row": ("Höchstens am Stück", "At most in a row"),
    "ev_in_a_row_hint": ("Danach eine Pause. Leer: egal.", "Then a pause. Empty: no limit."),
    "ev_rules_who": ("Wer darf sich treffen?", "Who may meet?"),
    "ev_same_firm": (
        "Plätze derselben Organisation dürfen sich treffen",
        "Seats of the same organisation may meet",
    ),
    "ev_competitors": (
        "Zwei aus derselben Branche dürfen sich treffen",
        "Two of the same sector may meet",
    ),
    "ev_competitors_hint": (
        "Ohne Haken treffen sich Betriebe mit gleicher Branche oder gleichem Gewerk nicht.",
        "Without a tick firms of the same sector or trade do not meet.",
    ),
    "ev_competitors_sides": (
        "Spielt nur eine Rolle, wenn alle sich treffen können.",
        "Matters only where everybody may meet everybody.",
    ),
    "ev_weakest": ("Mindestens so gut passend (Prozent)", "Fit at least (per cent)"),
    "ev_weakest_hint": (
        "0: auch schwache Paare füllen freie Zeiten. Wünsche gelten immer.",
        "0: weak pairs too fill free times. Wishes always count.",
    ),
    "ev_rules_time": ("Rechenzeit", "Computing time"),
    "ev_seconds": ("Höchstens Sekunden", "Seconds at most"),
    "ev_seconds_hint": ("60 reichen fast immer.", "60 are nearly always enough."),
    "ev_always": ("Das gilt immer", "What always holds"),
    "ev_always_1": ("Jeder hat zu einer Zeit höchstens ein Gespräch.", "One meeting at a time."),
    "ev_always_2": ("Zwei treffen sich höchstens einmal.", "Two meet once at most."),
    "ev_always_3": (
        "Ankunft, Abreise und Pausen werden eingehalten.",
        "Arrival, departure and breaks are kept.",
    ),
    "ev_always_4": ("Kein Tisch hat mehr Gespräche als Plätze.", "No table is overbooked."),
    "ev_always_5": (
        "Was festgehalten ist, bleibt, wie es ist.",
        "What is locked stays as it is.",
    ),
    "ev_always_single": (
        "Regeln für Einzelne stehen beim jeweiligen Teilnehmer.",
        "Rules for single ones stand with the participant.",
    ),
}
