"""Commands on stored profiles: show, list, delete, restore, export, template."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.backup import put_back
from api.cli.opening import find_profile, opened_store
from api.cli.printing.output import (
    Command,
    Json,
    Lang,
    Language,
    number,
    out,
    pick,
    progress,
    say,
    show_json,
    table,
)
from data.errors import NotFoundError

if TYPE_CHECKING:
    from data.profiles import Kind

WHICH = "Auswahl"
Ids = Annotated[
    list[str], typer.Argument(metavar="KENNUNG...", help="Kennungen / ids", rich_help_panel=WHICH)
]
Named = Annotated[
    str, typer.Argument(metavar="PROFIL", help="Kennung oder Name", rich_help_panel=WHICH)
]
KindName = Annotated[
    str | None, typer.Option("--kind", metavar="ART", help="nur diese Art", rich_help_panel=WHICH)
]
Owner = Annotated[
    str | None,
    typer.Option("--owner", metavar="MANDANT", help="nur diese Profile", rich_help_panel=WHICH),
]


def show(profile: Named, as_json: Json = False, lang: Lang = Language.DE) -> None:
    """Ein Profil zeigen. / Show a profile."""
    with opened_store() as store:
        found = find_profile(store, profile)
    if as_json:
        show_json(found.model_dump(mode="json"))
        return
    from api.cli.printing.profile import profile_view

    out().print(profile_view(found))


def list_(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="WORT...", help="in Name, Ort, PLZ", rich_help_panel=WHICH),
    ] = None,
    kind: KindName = None,
    owner: Owner = None,
    limit: Annotated[
        int, typer.Option("-n", "--limit", min=1, max=1000, help="höchstens so viele")
    ] = 20,
    offset: Annotated[int, typer.Option(min=0, help="so viele überspringen")] = 0,
    as_json: Json = False,
    lang: Lang = Language.DE,
) -> None:
    """Profile auflisten, nach Namen. / List profiles by name."""
    with opened_store() as store:
        page = store.page(
            offset=offset,
            limit=limit,
            text=" ".join(words or ()),
            kind=_kind(kind),
            owner=owner,
        )
    if as_json:
        items = [profile.model_dump(mode="json") for profile in page.profiles]
        show_json({"total": page.total, "offset": offset, "profiles": items})
        return
    from api.cli.printing.profile import kind_text, places_text

    listed = table(pick("Kennung", "Id"), "Name", pick("Art", "Kind"), pick("Ort", "Place"))
    for profile in page.profiles:
        listed.add_row(profile.id, profile.name, kind_text(profile), places_text(profile))
    out().print(listed)
    first = min(offset + 1, page.total)
    last = offset + len(page.profiles)
    counts = (number(first), number(last), number(page.total))
    say("{}–{} von {} Profilen".format(*counts), "{}–{} of {} profiles".format(*counts), "dim")


def delete(
    ids: Ids,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="nicht nachfragen / do not ask")] = False,
    forget: Annotated[
        bool, typer.Option("--forget", help="auch frühere Fassungen: nicht umkehrbar")
    ] = False,
    lang: Lang = Language.DE,
) -> None:
    """Profile löschen; `restore` macht es rückgängig. / Delete profiles.

    Ist eine Kennung unbekannt, wird nichts gelöscht.
    """
    with opened_store() as store:
        found = store.get_many(ids)
        missing = [id for id in ids if id not in found]
        # What is deleted already can still be forgotten.
        if missing and not forget:
            raise _unknown(missing)
        for profile in found.values():
            say(f"  {profile.id}  {profile.name}", f"  {profile.id}  {profile.name}")
        if not yes:
            _confirm(pick(f"{len(found)} Profile löschen?", f"Delete {len(found)} profiles?"))
        count = store.delete(ids, forget=forget)
    say(f"{count} gelöscht.", f"{count} deleted.", "green")
    if not forget:
        command = "partnermatch restore " + " ".join(found)
        say(f"Rückgängig: {command}", f"Undo: {command}", "dim")


def _confirm(question: str) -> None:
    choices = pick("[j/N]", "[y/N]")
    answer = typer.prompt(f"{question} {choices}", default="", show_default=False, err=True)
    if answer.strip().lower() not in ("j", "ja", "y", "yes"):
        raise typer.Abort


def _unknown(ids: list[str]) -> NotFoundError:
    listed = ", ".join(ids)
    return NotFoundError(
        f"Diese Kennungen gibt es nicht: {listed}. Nichts wurde gelöscht.",
        f"There are no profiles with these ids: {listed}. Nothing was deleted.",
    )


def restore(ids: Ids, lang: Lang = Language.DE) -> None:
    """Ein Profil vor der letzten Änderung oder Löschung zurückholen. / Undo a change.

    Ist es eine Datei von `backup`, wird alles zurückgespielt, in einen leeren Ordner.
    """
    from api.work.backup import is_backup

    if len(ids) == 1 and is_backup(Path(ids[0])):
        put_back(Path(ids[0]))
        return
    with opened_store() as store:
        for id in ids:
            profile = store.restore(id)
            text = f"{profile.id}  {profile.name}"
            say(f"Zurückgeholt: {text}", f"Restored: {text}", "green")


def export(
    file: Annotated[
        Path,
        typer.Argument(metavar="DATEI", help=".xlsx, .csv oder .jsonl", rich_help_panel=WHICH),
    ],
    kind: KindName = None,
    owner: Owner = None,
    lang: Lang = Language.DE,
) -> None:
    """Alle Profile in eine Datei schreiben; `import` liest sie genau so. / Export all."""
    from data.exchange.export import export_profiles

    with (
        opened_store() as store,
        progress(f"{file.name} wird geschrieben", f"Writing {file.name}") as bar,
    ):
        count = export_profiles(store, file, progress=bar, kind=_kind(kind), owner=owner)
    text = number(count)
    say(f"{text} Profile stehen in {file}.", f"{text} profiles are in {file}.", "green")


def template(
    file: Annotated[
        Path, typer.Argument(metavar="DATEI.xlsx", help="Ziel / target", rich_help_panel=WHICH)
    ],
    lang: Lang = Language.DE,
) -> None:
    """Eine leere Vorlage schreiben, die man Firmen geben kann. / Write a template."""
    if file.suffix.lower() != ".xlsx":
        raise typer.BadParameter(f"{file.name} (*.xlsx)", param_hint="DATEI.xlsx")
    from data.errors import StoreError
    from data.exchange.template import write_template

    try:
        write_template(file)
    except OSError as error:
        raise StoreError(
            f"{file}: Die Datei kann nicht geschrieben werden ({error.strerror}).",
            f"{file}: the file cannot be written ({error.strerror}).",
        ) from error
    say(
        f"Die Vorlage steht in {file}. Ausgefüllt einlesen: partnermatch import {file}",
        f"The template is in {file}. When filled in: partnermatch import {file}",
        "green",
    )


def _kind(text: str | None) -> Kind | None:
    from data.exchange.values import kind_of

    return kind_of(text) if text is not None else None


COMMANDS = (
    Command(
        "export",
        export,
        ("partnermatch export alle.xlsx", "partnermatch export forschung.jsonl --kind Forschung"),
    ),
    Command("template", template, ("partnermatch template vorlage.xlsx",)),
    Command(
        "list",
        list_,
        ("partnermatch list", "partnermatch list Rathenow --kind Handwerk -n 50"),
    ),
    Command("show", show, ("partnermatch show mhw-001", 'partnermatch show "Schlosserei am Oder"')),
    Command("delete", delete, ("partnermatch delete mhw-001", "partnermatch delete a-1 a-2 --yes")),
    Command("restore", restore, ("partnermatch restore mhw-001",)),
)
