"""`backup`: everything of the installation in one file; `restore` puts it back."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from api.cli.printing.output import Command, Lang, Language, number, say


def backup(
    file: Annotated[Path, typer.Argument(metavar="DATEI", help="Ziel, z. B. sicherung.zip")],
    lang: Lang = Language.DE,
) -> None:
    """Alles in eine Datei sichern, auch während der Server läuft. / Back up everything.

    Profile, Konten, Bögen, Veranstaltungen, Rückmeldungen, Verlauf und das Geheimnis. Wer die Datei
    hat, hat alles: Nur Sie dürfen sie lesen. `restore DATEI` spielt sie zurück.
    """
    from api.work.backup import back_up
    from api.work.settings import load_settings

    manifest = back_up(load_settings(), file.absolute(), os.environ)
    rows, size = number(sum(manifest.rows.values())), number(file.stat().st_size / 1024**2, 1)
    say(
        f"Gesichert: {rows} Einträge in {file} ({size} MiB).",
        f"Backed up: {rows} entries in {file} ({size} MiB).",
        "green",
    )


def put_back(file: Path) -> None:
    """Restore a backup into the installation, which must be empty, and say what is left to do."""
    from api.work.backup import restore
    from api.work.settings import load_settings

    settings = load_settings()
    manifest = restore(settings, file)
    rows, folder = number(sum(manifest.rows.values())), settings.folder
    say(
        f"Zurückgespielt: {rows} Einträge in {folder}. Der Index entsteht beim nächsten Start.",
        f"Restored: {rows} entries into {folder}. The index is built at the next start.",
        "green",
    )
    told = [f"{name}={value}" for name, value in manifest.settings.items()]
    lacking = [line for line in told if os.environ.get(line.partition("=")[0]) is None]
    if lacking:
        say("Damals galt außerdem:", "At that time this was set, too:")
        for line in lacking:
            typer.echo(f"  {line}")


COMMANDS = (Command("backup", backup, ("partnermatch backup sicherung.zip",)),)
