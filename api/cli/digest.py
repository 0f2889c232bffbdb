"""`digest`: new matches of saved searches as e-mail files, for a job that runs every day."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.opening import opened_service
from api.cli.printing.output import Command, Json, Lang, Language, pick, say, show, show_json, table
from data import clock

if TYPE_CHECKING:
    import datetime as dt

    from api.work.digest import Due


def digest(
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="ORDNER", help="hierhin, eine .eml je Empfänger"),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="nur zeigen, was fällig ist / only show")
    ] = False,
    address: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Adresse des Servers, für die Links / for the links"),
    ] = None,
    sender: Annotated[str, typer.Option("--from", metavar="E-MAIL", help="Absender")] = "",
    as_json: Json = False,
    lang: Lang = Language.DE,
) -> None:
    """Fällige Nachrichten über neue Treffer gemerkter Suchen schreiben. / Write due digests.

    Jeder Treffer wird einmal gemeldet, auch wenn der Befehl öfter läuft. Versendet wird nichts.
    """
    if output is None and not dry_run:
        raise typer.BadParameter(pick("--output fehlt.", "--output is missing."))

    from api.work.digest import due, recipient

    now = clock.local(clock.now())
    written = []
    with opened_service() as service:
        server = address or f"http://{service.settings.host}:{service.settings.port}"
        for found in due(service, now.date()):
            if output is not None and not dry_run:
                to = recipient(service, found.owner)
                _write(found, output, server.rstrip("/"), sender, to, now)
                service.searches.announce(found.found, now)
            written.append(_line(found, None if dry_run else output))
    if as_json:
        show_json(written)
        return
    if not written:
        say("Es gibt nichts Neues zu melden.", "There is nothing new to tell.")
        return
    columns = (("Mandant", "Tenant"), ("Konto", "Account"), (">Suchen", ">Searches"))
    more = ((">Treffer", ">Matches"), ("Datei", "File"))
    listed = table(*(pick(*column) for column in (*columns, *more)))
    for line in written:
        listed.add_row(*(str(value) for value in line.values()))
    show(listed)


def _write(
    found: Due, folder: Path, server: str, sender: str, to: str | None, now: dt.datetime
) -> None:
    from api.files.searches.mail import SENDER, mail
    from data.files import replacing

    folder.mkdir(parents=True, exist_ok=True)
    content = mail(
        found.sections,
        found.language,
        server,
        sender=sender or SENDER,
        recipient=to,
        moment=now,
    )
    with replacing(folder / _name(found)) as part:
        part.write_bytes(content)


def _name(found: Due) -> str:
    """Return the name of the file: the same news always have the same one.

    Whoever is interrupted between writing a file and noting that writes it over the next time.
    """
    import hashlib

    told = sorted(f"{id} {profile}" for id, ids in found.found.items() for profile in ids)
    mark = hashlib.sha256("\n".join(told).encode()).hexdigest()[:12]
    return f"{found.owner.tenant}-{found.owner.account or 'alle'}-{mark}.eml"


def _line(found: Due, folder: Path | None) -> dict[str, object]:
    return {
        "tenant": found.owner.tenant,
        "account": found.owner.account or "–",
        "searches": len(found.sections),
        "matches": sum(len(ids) for ids in found.found.values()),
        "file": str(folder / _name(found)) if folder is not None else "–",
    }


COMMANDS = (
    Command(
        "digest",
        digest,
        ("partnermatch digest --output post", "partnermatch digest --dry-run"),
    ),
)
