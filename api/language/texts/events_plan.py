"""Texts of the plan of an event."""

from __future__ import annotations

_JOB: dict[str, tuple[str, str]] = {
    "ev_working": ("Der Rechner arbeitet", "The computer is at work"),
    "ev_job_wait": ("Gleich geht es los.", "It begins in a moment."),
    "ev_job_read": ("Angebote und Bedarfe werden gelesen …", "Reading offers and needs …"),
    "ev_job_compare": ("Jeder wird mit jedem verglichen …", "Comparing each with each …"),
    "ev_job_plan": ("Der Plan wird gesucht …", "Looking for the plan …"),
    "ev_job_explain": ("Die Begründungen werden geschrieben …", "Writing the reasons …"),
    "ev_job_stage_rules": ("Die Regeln werden geprüft …", "Checking the rules …"),
    "ev_job_stage_pairs": ("Die besten Paare werden gesucht …", "Looking for the best pairs …"),
    "ev_job_stage_slots": ("Die Zeiten werden verteilt …", "Distributing the times …"),
    "ev_job_stage_improve": ("Der Plan wird verbessert …", "Improving the plan …"),
    "ev_job_stage_pauses": ("Die Lücken werden geschlossen …", "Closing gaps …"),
    "ev_job_stage_tables": ("Die Tische werden verteilt …", "Distributing the tables …"),
    "ev_job_stage_done": ("Der Plan ist gefunden.", "The plan is found."),
    "ev_so_far": (
        "Bisher erreicht: {value} Punkte, höchstens {gap} % unter dem Bestmöglichen.",
        "So far: {value} points, at most {gap} % below the best possible.",
    ),
    "ev_stop": ("Anhalten und den besten Plan nehmen", "Stop and take the best plan"),
    "ev_failed": ("Das hat nicht geklappt", "That did not work"),
    "ev_conflict": ("Kein Plan kann alle Regeln einhalten", "No plan can keep every rule"),
    "ev_conflict_lead": (
        "Diese Regeln widersprechen einander. Ein Klick ändert eine davon und plant neu; das lässt "
        "sich rückgängig machen.",
        "These rules contradict each other. One click changes one of them and plans again; it can "
        "be undone.",
    ),
    "ev_conflict_help": ("Eines davon hilft:", "One of these helps:"),
    "ev_warnings": ("{count} Hinweise vor dem Planen", "{count} notes before planning"),
    "ev_warnings_one": ("1 Hinweis vor dem Planen", "1 note before planning"),
    "ev_warn_silent": (
        "Nichts bekannt über: {names}. Sie bekommen nur zufällige Gespräche.",
        "Nothing is known of: {names}. They get meetings by chance only.",
    ),
    "ev_warn_tables": (
        "Es gibt {tables} Plätze an Tischen, aber {pairs} Gespräche könnten zugleich stattfinden.",
        "There are {tables} places at tables, but {pairs} meetings could take place at once.",
    ),
    "ev_warn_least": (
        "Mindestens {least} Gespräche für jeden sind zu viel: Zeiten und Tische reichen für "
        "{fair}. "
        "Mit einer kleineren Mindestzahl verteilt sich der Plan gerechter.",
        "At least {least} meetings for each are too many: times and tables suffice for {fair}. "
        "With a smaller minimum the plan is spread more fairly.",
    ),
    "ev_warn_no_least": (
        "Es gilt keine Mindestzahl: Einige können leer ausgehen. Zeiten und Tische reichen für "
        "{fair} Gespräche je Teilnehmer; die Mindestzahl steht unter „Wünsche & Regeln“.",
        "There is no minimum: some may get no meeting at all. Times and tables suffice for {fair} "
        "meetings each; the minimum is set under “Wishes & rules”.",
    ),
    "ev_warn_musts": (
        "Mehr feste Wünsche als die {slots} Zeiten: {names}.",
        "More firm wishes than the {slots} times: {names}.",
    ),
    "ev_warn_never": (
        "Zu keiner Gesprächszeit da: {names}.",
        "Not there at any meeting time: {names}.",
    ),
}

_VIEWS: dict[str, tuple[str, str]] = {
    "ev_plan_make": ("Plan erstellen", "Make the plan"),
    "ev_plan_again": ("Plan neu erstellen", "Make the plan anew"),
    "ev_plan_lead": (
        "{people} Teilnehmer, {slots} Zeiten, {tables} Tische. Das dauert höchstens {seconds} "
        "Sekunden und etwas Zeit zum Lesen der Profile.",
        "{people} participants, {slots} times, {tables} tables. It takes {seconds} seconds at most "
        "and some time to read the profiles.",
    ),
    "ev_plan_number": ("Plan {number}", "Plan {number}"),
    "ev_stale_day": ("Oder nur das Nötigste ändern", "Or change only what is needed"),
    "ev_figures": ("Zahlen zum Plan", "Figures of the plan"),
    "ev_fig_range": (
        "Gespräche je Teilnehmer: {side} (Mitte {median})",
        "meetings for each: {side} (median {median})",
    ),
    "ev_fig_everybody": ("alle", "all"),
    "ev_fig_must": ("feste Wünsche erfüllt", "firm wishes kept"),
    "ev_fig_would": ("weitere Wünsche erfüllt", "other wishes kept"),
    "ev_fig_gaps": ("Wartezeiten dazwischen", "waits in between"),
    "ev_fig_tables": ("Wechsel zu einem anderen Tisch", "changes of table"),
    "ev_fig_rooms": ("Raumwechsel", "changes of room"),
    "ev_proved_silent": (
        "{number} Teilnehmer haben nicht gesagt, was sie bieten oder suchen: {names}. Für sie "
        "verteilt der Plan nur Zeiten und Tische; besser wird er mit ihren Angaben oder "
        "verknüpften Profilen.",
        "{number} participants have not said what they offer or seek: {names}. For them the plan "
        "only hands out times and tables; it gets better with what they say or with profiles "
        "linked to them.",
    ),
    "ev_proved_silent_one": (
        "{names} hat nicht gesagt, was dort geboten oder gesucht wird. Dafür verteilt der Plan nur "
        "Zeiten und Tische; besser wird er mit Angaben oder einem verknüpften Profil.",
        "{names} has not said what it offers or seeks. For it the plan only hands out times and "
        "tables; it gets better with what it says or with a linked profile.",
    ),
    "ev_proved_best": (
        "Nachweislich der bestmögliche Plan unter diesen Regeln.",
        "Proved to be the best possible plan under these rules.",
    ),
    "ev_proved_gap": (
        "Nachweislich höchstens {gap} % unter dem Bestmöglichen ({seconds} Sekunden gerechnet).",
        "Proved to be at most {gap} % below the best possible ({seconds} seconds computed).",
    ),
    "ev_without": ("Ganz ohne Gespräch: {names}", "Without any meeting: {names}"),
    "ev_below": ("Weniger als gewünscht: {names}", "Fewer than asked for: {names}"),
    "ev_views": ("Ansichten", "Views"),
    "ev_view_uebersicht": ("Übersicht", "Overview"),
    "ev_view_zeit": ("Nach Zeit", "By time"),
    "ev_view_tisch": ("Nach Tisch", "By table"),
    "ev_view_person": ("Nach Teilnehmer", "By participant"),
    "ev_matrix_caption": (
        "Wer trifft wann wen? Je Zeile ein Teilnehmer, je Spalte eine Zeit.",
        "Who meets whom when? A row for each participant, a column for each time.",
    ),
    "ev_person_short": ("Teilnehmer (Gespräche)", "Participant (meetings)"),
    "ev_doing_free": ("frei", "free"),
    "ev_doing_away": ("Pause", "break"),
    "ev_doing_absent": ("nicht da", "not there"),
    "ev_table_free": ("Kein Gespräch.", "No meeting."),
    "ev_earlier": ("Alle Pläne", "All plans"),
    "ev_made_at": ("Erstellt", "Made"),
    "ev_note": ("Anlass", "Reason"),
    "ev_holds": ("gilt", "holds"),
    "ev_back_to_plan": ("Zu Plan {number} zurück", "Back to plan {number}"),
    "ev_undo_plan": ("Rückgängig: zum vorigen Plan", "Undo: to the plan before"),
}

_MEETING: dict[str, tuple[str, str]] = {
    "ev_back_plan": ("Zum Plan", "To the plan"),
    "ev_locked": ("festgehalten", "locked"),
    "ev_why": ("Warum diese beiden?", "Why these two?"),
    "ev_no_reason": ("Dazu ist nichts bekannt.", "Nothing is known of this."),
    "ev_ice": ("Zum Einstieg ins Gespräch", "To begin the conversation"),
    "ev_change_meeting": ("Ändern", "Change"),
    "ev_lock_hint": (
        "Was festgehalten ist, bleibt auch in jedem neuen Plan.",
        "What is locked stays in every new plan.",
    ),
    "ev_lock": ("Festhalten", "Lock"),
    "ev_unlock": ("Nicht mehr festhalten", "Unlock"),
    "ev_drop": ("Streichen", "Remove"),
    "ev_move": ("Verlegen", "Move"),
    "ev_move_to": ("Möglich sind", "Possible are"),
    "ev_move_do": ("Verlegen ", "Move "),
    "ev_move_none": ("Beide haben sonst keine gemeinsame Zeit.", "Both share no other time."),
    "ev_swap": ("Partner tauschen", "Swap a partner"),
    "ev_swap_hint": (
        "Wer an die Stelle tritt und zur selben Zeit schon ein Gespräch hat, tauscht den Platz.",
        "Whoever steps in and has a meeting at that time already swaps places.",
    ),
    "ev_swap_out": ("Statt", "Instead of"),
    "ev_swap_in": ("kommt", "comes"),
    "ev_swap_do": ("Tauschen", "Swap"),
    "ev_by_hand": ("von Hand: {about}", "by hand: {about}"),
}

PLAN: dict[str, tuple[str, str]] = {**_JOB, **_VIEWS, **_MEETING}
