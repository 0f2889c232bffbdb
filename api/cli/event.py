"""`event`: from the spreadsheet of a matchmaking event to the plan that is printed."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.opening import opened_service
from api.cli.printing.output import (
    Command,
    Json,
    Lang,
    Language,
    language,
    progress,
    say,
    show_json,
)
from data.errors import NotFoundError, RequestError

if TYPE_CHECKING:
    from api.work.events.scoring import Scored
    from api.work.service import Service
    from data.events.event import Event
    from data.events.plans import Plan
    from matcher.request import Viewer

File = Annotated[
    Path, typer.Argument(metavar="DATEI", help="die Tabelle der Veranstaltung, .xlsx oder .csv")
]
Name = Annotated[
    str, typer.Argument(metavar="VERANSTALTUNG", help="Kennung oder Name der Veranstaltung")
]


def template(
    file: Annotated[Path, typer.Argument(metavar="DATEI", help="die neue Datei, .xlsx")],
    lang: Lang = Language.DE,
) -> None:
    """Eine Vorlage für Zeiten, Tische, Teilnehmer und Wünsche schreiben. / Write a template."""
    from data.events.sheet import write_template

    _writable(file)
    if file.exists():
        raise RequestError(
            f"„{file}“ gibt es schon; ausgefüllte Tabellen werden nicht überschrieben. Bitte einen "
            "anderen Namen nennen.",
            f"“{file}” exists already; a filled spreadsheet is not overwritten. Please give "
            "another name.",
        )
    write_template(file, str(language()))
    say(f"Geschrieben: {file}", f"Written: {file}")


def check(file: File, as_json: Json = False, lang: Lang = Language.DE) -> None:
    """Prüfen, ob ein Plan möglich ist und wer zu kurz käme. / Check whether a plan is possible."""
    from api.cli.printing.event import conflict_json, show_conflicts, show_warnings
    from matcher.meetings.conflicts import explain
    from matcher.meetings.fit import warnings

    event = _read(file)
    with opened_service() as service:
        found = _scored(service, event)
    conflicts = explain(event, found.scores, rivals=found.rivals)
    short = warnings(event, found.scores, rivals=found.rivals)
    if as_json:
        show_json(
            {
                "conflicts": [conflict_json(conflict) for conflict in conflicts],
                "warnings": [asdict(warning) for warning in short],
            }
        )
    else:
        show_conflicts(conflicts)
        show_warnings(short)
    if conflicts:
        raise typer.Exit(1)


def plan(
    file: File,
    folder: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="ORDNER", help="Plan, Laufzettel und Kalender hierher"),
    ] = None,
    seconds: Annotated[
        int | None, typer.Option("--seconds", min=1, max=600, help="so lange darf es dauern")
    ] = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="auch ablegen: dann geht es auf der Webseite weiter")
    ] = False,
    as_json: Json = False,
    lang: Lang = Language.DE,
) -> None:
    """Planen, wer wen wann an welchem Tisch trifft. / Plan who meets whom, when and where."""
    from api.cli.printing.event import show_conflicts, show_plan, solving
    from api.work.events.planning import explained
    from matcher.meetings.conflicts import InfeasibleError
    from matcher.meetings.figures import figures
    from matcher.meetings.planner import make_plan

    event = _read(file)
    if seconds is not None:
        limited = event.settings.model_copy(update={"seconds": seconds})
        event = event.model_copy(update={"settings": limited})
    with opened_service() as service:
        found = _scored(service, event)
        try:
            with solving(event.settings.seconds) as tell:
                made = make_plan(event, found.scores, rivals=found.rivals, progress=tell)
        except InfeasibleError as error:
            show_conflicts(error.conflicts)
            raise typer.Exit(1) from error
        made = explained(service, _viewer(), event, made)
        if keep:
            event = service.events.add(event)
            made = service.events.keep_plan(event.tenant, made)
            say(f"Abgelegt: {event.id}", f"Kept: {event.id}")
    told = figures(event, made, found.scores)
    if folder is not None:
        _write(event, made, folder)
    if as_json:
        show_json({"figures": asdict(told), "plan": made.model_dump(mode="json")})
    else:
        show_plan(event, made, told)


def list_events(as_json: Json = False, lang: Lang = Language.DE) -> None:
    """Die abgelegten Veranstaltungen zeigen. / List the events that are kept."""
    from api.cli.printing.event import show_events

    with opened_service() as service:
        lines = service.events.mine(_tenant())
    if as_json:
        show_json([asdict(line) for line in lines])
    else:
        show_events(lines)


def show(name: Name, as_json: Json = False, lang: Lang = Language.DE) -> None:
    """Den Plan einer abgelegten Veranstaltung zeigen. / Show the plan of an event."""
    from api.cli.printing.event import show_plan
    from api.work.events.planning import present_plan
    from matcher.meetings.figures import figures

    with opened_service() as service:
        event = service.events.get(_tenant(), _id(service, name))
        made = present_plan(service, event)
    if made is None:
        raise RequestError(
            f"Für „{event.name}“ gibt es noch keinen Plan.",
            f"There is no plan of “{event.name}” yet.",
        )
    told = figures(event, made)
    if as_json:
        show_json({"figures": asdict(told), "plan": made.model_dump(mode="json")})
    else:
        show_plan(event, made, told)


def _tenant() -> str:
    from api.work.settings import load_settings

    tenant = load_settings().tenant
    if tenant is None:
        raise RequestError(
            "Ohne Mandant (PARTNERMATCH_TENANT) gibt es keine Veranstaltungen.",
            "There are no events without a tenant (PARTNERMATCH_TENANT).",
        )
    return tenant


def _viewer() -> Viewer:
    from matcher.request import Viewer

    return Viewer(tenant=_tenant())


def _id(service: Service, name: str) -> str:
    from data.text import fold

    lines = service.events.mine(_tenant())
    found = [line.id for line in lines if name == line.id or fold(name) == fold(line.name)]
    if len(found) != 1:
        known = ", ".join(f"{line.name} ({line.id})" for line in lines) or "–"
        raise NotFoundError(
            f"„{name}“ ist keine oder mehr als eine Veranstaltung. Es gibt: {known}.",
            f"“{name}” is no event, or more than one. There are: {known}.",
        )
    return found[0]


def _read(file: Path) -> Event:
    """Return the event of a spreadsheet; everything that is wrong with it ends the command."""
    from api.cli.printing.event import show_problems
    from data.events.event import Event
    from data.events.sheet import read_event_sheet

    if not file.is_file():
        raise NotFoundError(f"Die Datei „{file}“ gibt es nicht.", f"There is no file “{file}”.")
    read = read_event_sheet(file, Event(tenant=_tenant(), name=file.stem[:200]))
    show_problems(read.problems or read.remarks)
    if read.event is None:
        raise typer.Exit(1)
    return read.event


def _scored(service: Service, event: Event) -> Scored:
    from api.work.events.scoring import scored

    with progress("Teilnehmer werden verglichen", "Comparing participants") as bar:
        return scored(service, event, _viewer(), compared=bar)


def _writable(file: Path) -> None:
    if file.suffix.lower() != ".xlsx":
        raise RequestError(
            f"„{file.name}“ muss auf .xlsx enden.", f"“{file.name}” has to end in .xlsx."
        )
    if not file.resolve().parent.is_dir():
        raise RequestError(
            f"Den Ordner „{file.parent}“ gibt es nicht.", f"There is no folder “{file.parent}”."
        )


def _write(event: Event, made: Plan, folder: Path) -> None:
    """Write the workbook, all sheets and all calendars into a folder."""
    from api.files.events.calendar import calendars_zip
    from api.files.events.sheets_pdf import sheets_pdf
    from api.files.events.workbook import workbook_of

    busy = {id for meeting in made.meetings for id in meeting.pair}
    sheets = [person.id for person in event.participants if person.id in busy]
    # Calendars count plans from 1; a plan that is not kept is the first.
    numbered = made.model_copy(update={"number": max(1, made.number)})
    files = {
        "plan.xlsx": workbook_of(event, numbered),
        "laufzettel.pdf": sheets_pdf(event, numbered, sheets),
        "kalender.zip": calendars_zip(event, numbered),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        raise RequestError(
            f"„{folder}“ kann nicht geschrieben werden: {error.strerror}.",
            f"“{folder}” cannot be written: {error.strerror}.",
        ) from error
    for name in files:
        say(f"Geschrieben: {folder / name}", f"Written: {folder / name}")


COMMANDS = (
    Command("template", template, ("partnermatch event template kooperationstag.xlsx",)),
    Command("check", check, ("partnermatch event check kooperationstag.xlsx",)),
    Command(
        "plan",
        plan,
        (
            "partnermatch event plan kooperationstag.xlsx --out kooperationstag",
            "partnermatch event plan kooperationstag.xlsx --seconds 120 --keep",
        ),
    ),
    Command("list", list_events, ("partnermatch event list",)),
    Command("show", show, ('partnermatch event show "Kooperationstag Metall"',)),
)
