"""`import`: profiles from files, with a report that names every problem's place."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.mapping import reading_of
from api.cli.opening import opened_service, opened_store
from api.cli.printing.output import (
    Command,
    Json,
    Lang,
    Language,
    complain,
    language,
    number,
    out,
    pick,
    progress,
    say,
    show_json,
    table,
)
from data.errors import PartnerMatchError, StoreError
from data.files import replacing
from data.profiles import Visibility

if TYPE_CHECKING:
    from data.exchange.reading import Reading
    from data.spreadsheet.report import ImportReport, Note
    from data.store.profiles import ProfileStore

FIRST = 20
"""So many notes are shown; all go into the file of ``--report``."""
WRITTEN = "Einlesen"


def import_(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="DATEI...",
            help="CSV, XLSX, XLS, XLSB, ODS, JSON oder eine davon als ZIP",
            rich_help_panel=WRITTEN,
        ),
    ],
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run", help="nur prüfen, nichts schreiben / check only", rich_help_panel=WRITTEN
        ),
    ] = False,
    all_or_nothing: Annotated[
        bool,
        typer.Option(
            "--all-or-nothing",
            help="eine Datei nur übernehmen, wenn jede Zeile gut ist",
            rich_help_panel=WRITTEN,
        ),
    ] = False,
    owner: Annotated[
        str | None,
        typer.Option(
            metavar="MANDANT", help="wem die Profile gehören / tenant", rich_help_panel=WRITTEN
        ),
    ] = None,
    visibility: Annotated[
        Visibility,
        typer.Option(
            help="wer neue Profile sieht, zu denen die Datei es nicht sagt: own nur das eigene "
            "Haus, intermediary, network, public alle, auch wer nicht angemeldet ist",
            rich_help_panel=WRITTEN,
        ),
    ] = Visibility.OWN,
    index: Annotated[
        bool,
        typer.Option(
            "--index/--no-index",
            help="danach den Index nachführen / update the index",
            rich_help_panel=WRITTEN,
        ),
    ] = True,
    maps: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="SPALTE=FELD",
            help='was eine Spalte ist, z. B. "Spalte 3=Angebot", "Blatt1!Firma=Name", "Notiz=-"',
            rich_help_panel=WRITTEN,
        ),
    ] = None,
    sheets: Annotated[
        list[str] | None,
        typer.Option(
            "--sheet",
            metavar="BLATT",
            help="nur dieses Blatt, auch ein ausgeblendetes",
            rich_help_panel=WRITTEN,
        ),
    ] = None,
    skipped: Annotated[
        list[str] | None,
        typer.Option(
            "--skip-sheet",
            metavar="BLATT",
            help="dieses Blatt auslassen",
            rich_help_panel=WRITTEN,
        ),
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option(
            metavar="DATEI", help="alle Hinweise als .csv oder .json", rich_help_panel="Ausgabe"
        ),
    ] = None,
    as_json: Json = False,
    lang: Lang = Language.DE,
) -> None:
    """Profile einlesen: gute Zeilen werden übernommen, schlechte genannt. / Import profiles.

    Eine zweite Einlesung derselben Datei ändert nur, was sich geändert hat.
    """
    if report is not None and report.suffix.lower() not in (".csv", ".json"):
        raise typer.BadParameter(f"{report.name} (*.csv, *.json)", param_hint="--report")
    reading = reading_of(maps or (), sheets or (), skipped or ())
    with opened_store() as store:
        reports, unread = _import_all(
            files, store, dry_run, all_or_nothing, owner, reading, visibility
        )
    notes = [note for one in reports for note in one.notes]
    if report is not None:
        write_notes(notes, report)
    if as_json:
        show_json([asdict(one) for one in reports])
    elif reports:
        _show(reports, notes, report)
    if index and any(one.created or one.updated for one in reports) and not dry_run:
        with opened_service() as service:
            count = len(service.corpus.snapshot.catalog)
        say(f"Index: {number(count)} Profile.", f"Index: {number(count)} profiles.", "green")
    if unread or any(one.refused or one.rolled_back for one in reports):
        raise typer.Exit(1)


def _import_all(
    files: Sequence[Path],
    store: ProfileStore,
    dry_run: bool,
    all_or_nothing: bool,
    owner: str | None,
    reading: Reading,
    visibility: Visibility,
) -> tuple[list[ImportReport], int]:
    """Import each file; return the reports and how many files could not be read at all."""
    from data.exchange.run import import_profiles

    reports, unread = [], 0
    for path in files:
        try:
            with progress(f"{path.name} wird gelesen", f"Reading {path.name}") as bar:
                done = import_profiles(
                    path,
                    store,
                    owner=owner,
                    dry_run=dry_run,
                    all_or_nothing=all_or_nothing,
                    progress=bar,
                    reading=reading,
                    visibility=visibility,
                )
            reports.append(done)
        except StoreError:
            raise
        except PartnerMatchError as error:
            complain(error.german, error.english)
            unread += 1
    return reports, unread


def _show(reports: Sequence[ImportReport], notes: Sequence[Note], written: Path | None) -> None:
    console = out()
    console.print(_counts(reports))
    if not notes:
        return
    shown = sorted(notes, key=lambda note: note.severity.value != "error")[:FIRST]
    listed = table(
        pick("Wo", "Where"),
        pick("Spalte", "Column"),
        pick("Wert", "Value"),
        pick("Hinweis", "Note"),
    )
    for note in shown:
        style = "red" if note.severity.value == "error" else None
        sentence = note.english if language() is Language.EN else note.german
        listed.add_row(_where(note), note.column or "", _short(note.value), sentence, style=style)
    console.print(listed)
    if len(notes) > FIRST:
        rest = number(len(notes) - FIRST)
        german = f"… und {rest} weitere Hinweise" + (
            f" in {written}." if written else "; alle mit --report hinweise.csv."
        )
        english = f"… and {rest} more notes" + (
            f" in {written}." if written else "; all with --report notes.csv."
        )
        console.print(pick(german, english), style="dim")


def _counts(reports: Sequence[ImportReport]) -> Any:
    heads = (
        ("Datei", "File"),
        (">Zeilen", ">Rows"),
        (">neu", ">new"),
        (">geändert", ">updated"),
        (">gleich", ">same"),
        (">abgelehnt", ">refused"),
        (">doppelt?", ">twice?"),
    )
    counted = table(*(pick(*head) for head in heads))
    for one in reports:
        numbers = (one.rows, one.created, one.updated, one.unchanged, one.refused, one.duplicates)
        cells = [number(value) for value in numbers]
        counted.add_row(one.file + _state(one), *cells)
    return counted


def _state(one: ImportReport) -> str:
    if one.rolled_back:
        return pick(" (nichts übernommen)", " (nothing kept)")
    return pick(" (Probelauf)", " (dry run)") if one.dry_run else ""


def _where(note: Note) -> str:
    rows = pick(f"Zeile {note.row}", f"row {note.row}")
    if note.count > 1:
        rows = pick(
            f"ab Zeile {note.row}: {note.count} Zeilen", f"from row {note.row}: {note.count} rows"
        )
    parts = [note.file, note.sheet, note.row and rows]
    return "\n".join(str(part) for part in parts if part)


def _short(value: str | None) -> str:
    text = value or ""
    return text if len(text) <= 40 else text[:39] + "…"


def write_notes(notes: Sequence[Note], path: Path) -> None:
    """Write all notes to a ``.csv`` as German Excel reads it, or to a ``.json``.

    Raises:
        StoreError: the file cannot be written.
    """
    with replacing(path) as part:
        if path.suffix.lower() == ".json":
            rows = [asdict(note) for note in notes]
            part.write_text(json.dumps(rows, ensure_ascii=False, indent=2), encoding="utf-8")
        else:
            _write_csv(notes, part)


def _write_csv(notes: Sequence[Note], path: Path) -> None:
    from data.spreadsheet.delimited import protect

    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(
            ("Datei", "Blatt", "Zeile", "Spalte", "Wert", "Schwere", "Hinweis", "English")
        )
        for note in notes:
            cells = (note.file, note.sheet, note.row, note.column, note.value, note.severity)
            texts = (*cells, note.german, note.english)
            writer.writerow([protect(str(text)) if text is not None else "" for text in texts])


COMMANDS = (
    Command(
        "import",
        import_,
        (
            "partnermatch import firmen.xlsx",
            "partnermatch import betriebe.csv --dry-run --report hinweise.csv",
            'partnermatch import liste.xlsx --sheet Mitglieder --map "Spalte 3=Angebot"',
            "partnermatch import a.csv b.jsonl --all-or-nothing --owner hwk-potsdam",
        ),
    ),
)
