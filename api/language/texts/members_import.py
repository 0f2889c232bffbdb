"""Importing members from a spreadsheet."""

from __future__ import annotations

IMPORTING: dict[str, tuple[str, str]] = {
    "import_title": ("Tabelle einlesen", "Import a spreadsheet"),
    "import_lead": (
        "Die Datei wird zuerst nur geprüft. Erst wenn Sie „Übernehmen“ wählen, ändert sich etwas.",
        "The file is only checked at first. Nothing changes until you choose “Take over”.",
    ),
    "import_file": ("Datei hierher ziehen oder auswählen", "Drop a file here or choose one"),
    "import_file_hint": (
        "Excel, OpenDocument, CSV oder JSON, bis {mb} MB. Eine Zeile je Betrieb; Pflicht ist "
        "nur der Name.",
        "Excel, OpenDocument, CSV or JSON, up to {mb} MB. One row per firm; only the name is "
        "required.",
    ),
    "import_check": ("Datei prüfen", "Check the file"),
    "import_no_file": ("Bitte zuerst eine Datei auswählen.", "Please choose a file first."),
    "import_help": ("So klappt es am besten", "How it works best"),
    "import_help_1": (
        "Nehmen Sie die Vorlage oder Ihre eigene Liste: Spalten wie Firma, PLZ, Ort, Angebot und "
        "Bedarf werden erkannt, andere können Sie zuordnen.",
        "Take the template or your own list: columns such as company, postcode, place, offer and "
        "need are recognised, others you can assign.",
    ),
    "import_help_2": (
        "Mit einer eigenen Nummer je Betrieb ändert eine zweite Einlesung nur, was sich geändert "
        "hat.",
        "With your own number for each firm a second import changes only what has changed.",
    ),
    "import_help_3": (
        "Keine Angaben zu Privatpersonen: Nennen Sie eine Stelle oder Funktion.",
        "No data on private persons: name an office or function.",
    ),
    "import_begun": ("Begonnene Einlesungen", "Imports begun"),
    "import_kept": (
        "Dateien werden höchstens 24 Stunden aufbewahrt und sind nur für Ihr Haus lesbar.",
        "Files are kept for 24 hours at most and can be read by your house only.",
    ),
    "import_phase_checking": ("wird geprüft", "being checked"),
    "import_phase_checked": ("geprüft, noch nicht übernommen", "checked, not taken over yet"),
    "import_phase_importing": ("wird übernommen", "being taken over"),
    "import_phase_imported": ("übernommen", "taken over"),
    "import_phase_undoing": ("wird rückgängig gemacht", "being undone"),
    "import_phase_undone": ("rückgängig gemacht", "undone"),
    "import_discard": ("Verwerfen", "Discard"),
    "import_rows_checked": ("{done} von {total} Zeilen geprüft", "{done} of {total} rows checked"),
    "import_rows_imported": (
        "{done} von {total} Zeilen übernommen",
        "{done} of {total} rows taken over",
    ),
    "import_rows_so_far": ("{done} Zeilen bisher", "{done} rows so far"),
    "import_rows_indexed": (
        "{done} von {total} Profilen indiziert, Sie können weiterarbeiten.",
        "{done} of {total} profiles indexed, you can go on working.",
    ),
    "import_indexing": (
        "Die Profile werden für die Suche aufbereitet, Sie können weiterarbeiten.",
        "The profiles are being prepared for searching, you can go on working.",
    ),
    "import_working": ("In Arbeit", "In progress"),
    "import_stopped": (
        "Der Server wurde mitten in der Arbeit neu gestartet. Es ist nichts verloren.",
        "The server was restarted in the middle of the work. Nothing is lost.",
    ),
    "import_continue": ("Fortsetzen", "Continue"),
    "import_failed": ("Das hat nicht geklappt", "That did not work"),
    "import_result": ("Ergebnis der Prüfung", "Result of the check"),
    "import_new": ("neu", "new"),
    "import_changed": ("geändert", "changed"),
    "import_same": ("unverändert", "unchanged"),
    "import_refused": ("abgelehnt", "refused"),
    "import_repaired": ("berichtigt", "corrected"),
    "import_columns": ("Erkannte Spalten", "Recognised columns"),
    "import_columns_hint": (
        "Was steht in welcher Spalte? Was Sie hier wählen, gilt für diese Datei.",
        "What is in which column? What you choose here holds for this file.",
    ),
    "import_columns_missing": (
        "In dieser Tabelle wurde keine Spalte mit dem Namen des Betriebs erkannt. Bitte sagen Sie, "
        "was in welcher Spalte steht.",
        "No column with the name of the firm was recognised in this spreadsheet. Please say what "
        "is in which column.",
    ),
    "import_columns_unclear": (
        "Diese Spalten wurden nicht erkannt und würden fehlen:",
        "These columns were not recognised and would be left out:",
    ),
    "import_column": ("Spalte in der Datei", "Column in the file"),
    "import_samples": ("Beispiele", "Examples"),
    "import_means": ("Bedeutet", "Means"),
    "import_leave_out": ("nicht übernehmen", "leave out"),
    "import_sheet": ("Blatt", "Sheet"),
    "import_columns_submit": ("Zuordnung merken und neu prüfen", "Keep and check again"),
    "import_correct": ("Abgelehnte Zeilen berichtigen", "Correct refused rows"),
    "import_correct_hint": (
        "Nur diese Zeilen haben Fehler. Berichtigen Sie sie hier und prüfen Sie sie erneut; die "
        "Datei selbst bleibt, wie sie ist.",
        "Only these rows have errors. Correct them here and check them again; the file itself "
        "stays as it is.",
    ),
    "import_too_many": (
        "Es sind so viele Fehler, dass vermutlich eine Spalte falsch zugeordnet ist. Gezeigt "
        "werden die ersten {count} Zeilen.",
        "There are so many errors that a column is probably assigned wrongly. The first {count} "
        "rows are shown.",
    ),
    "import_row": ("Zeile", "Row"),
    "import_cells": ("Was zu berichtigen ist", "What to correct"),
    "import_other_cells": ("Alle übrigen Angaben dieser Zeile", "All other cells of this row"),
    "import_unnamed": ("(ohne Namen)", "(no name)"),
    "import_again": ("Korrigierte Zeilen erneut prüfen", "Check corrected rows again"),
    "import_all_right": (
        "Alle Zeilen sind in Ordnung.",
        "All rows are in order.",
    ),
    "import_download": ("Abgelehnte Zeilen als CSV", "Refused rows as CSV"),
    "import_note": ("Hinweis", "Note"),
    "import_notes": ("Hinweise", "Notes"),
    "import_take": ("Übernehmen", "Take over"),
    "import_take_good": (
        "Alles übernehmen, was richtig ist; abgelehnte Zeilen bleiben außen vor",
        "Take over all that is right; refused rows are left out",
    ),
    "import_take_all": (
        "Nur übernehmen, wenn alle Zeilen richtig sind",
        "Take over only if all rows are right",
    ),
    "import_scope": ("Was soll übernommen werden?", "What shall be taken over?"),
    "import_not_all": (
        "Es wurde nichts übernommen: {count} Zeilen sind noch abgelehnt.",
        "Nothing was taken over: {count} rows are still refused.",
    ),
    "import_nothing_good": (
        "Es gibt noch keine Zeile, die übernommen werden kann.",
        "There is no row yet that can be taken over.",
    ),
    "import_done": ("Übernommen", "Taken over"),
    "import_undo": ("Ganze Einlesung rückgängig machen", "Undo the whole import"),
    "import_undo_hint": (
        "Neue Profile werden gelöscht, geänderte zurückgesetzt. Was seither von Hand geändert "
        "wurde, bleibt. Möglich bis 24 Stunden nach dem Hochladen.",
        "New profiles are deleted, changed ones restored. What was changed by hand since stays. "
        "Possible until 24 hours after the upload.",
    ),
    "import_next": ("Wie es weitergeht", "What to do next"),
    "import_next_list": (
        "Sehen, welchen Mitgliedern noch etwas fehlt",
        "See which members still lack something",
    ),
    "import_next_find": ("Partner finden", "Find partners"),
    "import_next_more": ("Noch eine Tabelle einlesen", "Import another spreadsheet"),
    "import_next_refused": (
        "Abgelehnte Zeilen herunterladen, berichtigen und wieder einlesen",
        "Download refused rows, correct them and import them again",
    ),
    "import_undone": ("Die Einlesung wurde rückgängig gemacht.", "The import was undone."),
    "import_deleted": ("gelöscht", "deleted"),
    "import_restored": ("zurückgesetzt", "restored"),
    "import_left": ("seither geändert, belassen", "changed since, left alone"),
    "import_back": ("Zu den Mitgliedern", "To the members"),
}
