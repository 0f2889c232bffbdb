"""`feedback`: tell what became of a suggestion, take it back, list and export it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.opening import find_profile, opened_store
from api.cli.printing.output import Command, Json, Lang, Language, number, say, show_json
from data.errors import RequestError

if TYPE_CHECKING:
    from data.feedback.outcomes import Event
    from data.store.feedback import FeedbackStore

WHICH = "Auswahl"
Owner = Annotated[
    str | None,
    typer.Option("--owner", metavar="MANDANT", help="nur dieser Mandant", rich_help_panel=WHICH),
]
Seeker = Annotated[
    str | None,
    typer.Option("--for", metavar="PROFIL", help="für wen gesucht wurde: Kennung oder Name"),
]
Question = Annotated[
    str | None, typer.Option("--question", metavar="FRAGE", help="auf welche Frage")
]


@contextmanager
def opened_feedback() -> Iterator[FeedbackStore]:
    """Open the feedback of the installation; no model is loaded."""
    from api.work.settings import load_settings
    from data.store.feedback import open_feedback

    with open_feedback(load_settings().store_url) as log:
        yield log


def add(
    profile: Annotated[
        str, typer.Argument(metavar="PROFIL", help="der Partner: Kennung oder Name")
    ],
    event: Annotated[
        str,
        typer.Argument(
            metavar="EREIGNIS",
            help="angesehen, vorgeschlagen, kontaktiert, abgelehnt, getroffen, Kooperation, Notiz",
        ),
    ],
    shown_in: Annotated[
        str | None,
        typer.Option("--list", metavar="KENNUNG", help="die Vorschlagsliste, die ihn zeigte"),
    ] = None,
    seeker: Seeker = None,
    question: Question = None,
    reason: Annotated[
        str | None,
        typer.Option(
            metavar="GRUND",
            help="bei „abgelehnt“: bekannt, Thema, Entfernung, Kapazität, Wettbewerb, veraltet, "
            "sonstiges",
        ),
    ] = None,
    note: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Bemerkung, ohne Namen von Personen")
    ] = None,
    owner: Annotated[
        str | None, typer.Option("--owner", metavar="MANDANT", help="in wessen Namen")
    ] = None,
    lang: Lang = Language.DE,
) -> None:
    """Festhalten, was aus einem Vorschlag wurde. / Tell what became of a suggestion.

    Genau eines von --list, --for und --question sagt, worum es ging.
    """
    from api.cli.printing.feedback import show_events
    from data.feedback.outcomes import event_of, reason_of

    if sum(given is not None for given in (shown_in, seeker, question)) != 1:
        raise RequestError(
            "Bitte genau eine der Angaben --list, --for und --question machen.",
            "Please give exactly one of --list, --for and --question.",
        )
    told: dict[str, object] = {
        "kind": event_of(event),
        "reason": reason_of(reason) if reason is not None else None,
        "note": note,
        "question": question,
    }
    with opened_feedback() as log, opened_store() as store:
        if shown_in is not None:
            impression = log.impression(shown_in, owner)
            told |= {"impression_id": shown_in, "tenant": impression.tenant}
            known = {item.profile_id for item in impression.shown}
        else:
            told["tenant"] = owner or _own_tenant()
            told["seeker"] = find_profile(store, seeker).id if seeker is not None else None
            known = set()
        told["profile_id"] = profile if profile in known else find_profile(store, profile).id
        kept = log.event(log.add(_checked(told)))
        show_events([kept], store)
    say("Festgehalten.", "Kept.", "green")
    command = f"partnermatch feedback undo {kept.id}"
    say(f"Rückgängig: {command}", f"Undo: {command}", "dim")


def _own_tenant() -> str:
    from api.work.refusal import read_only
    from api.work.settings import load_settings

    tenant = load_settings().tenant
    if tenant is None:
        raise read_only()
    return tenant


def _checked(told: dict[str, object]) -> Event:
    from api.cli.options import as_sentence
    from data.feedback.outcomes import Event

    with as_sentence():
        return Event.model_validate(told)


def undo(
    ids: Annotated[
        list[str], typer.Argument(metavar="KENNUNG...", help="Kennungen von Rückmeldungen")
    ],
    owner: Owner = None,
    lang: Lang = Language.DE,
) -> None:
    """Rückmeldungen zurücknehmen; sie bleiben verborgen erhalten. / Take back feedback."""
    with opened_feedback() as log:
        for id in ids:
            log.undo(id, owner)
            say(f"Zurückgenommen: {id}", f"Taken back: {id}", "green")


def list_(
    profile: Annotated[
        str | None, typer.Argument(metavar="PROFIL", help="nur zu diesem Partner")
    ] = None,
    seeker: Seeker = None,
    question: Question = None,
    owner: Owner = None,
    limit: Annotated[
        int, typer.Option("-n", "--limit", min=1, max=1000, help="die letzten so vielen")
    ] = 20,
    as_json: Json = False,
    lang: Lang = Language.DE,
) -> None:
    """Die letzten Rückmeldungen zeigen, neueste zuletzt. / Show the last feedback."""
    from collections import deque

    from api.cli.printing.feedback import show_counts, show_events
    from data.feedback.outcomes import seeker_key

    with opened_feedback() as log, opened_store() as store:
        partner = find_profile(store, profile).id if profile is not None else None
        asker = find_profile(store, seeker).id if seeker is not None else None
        key = seeker_key(asker, question) if asker or question else None
        chosen = deque(
            (
                event
                for event in log.events(tenant=owner)
                if partner in (None, event.profile_id)
                and key in (None, seeker_key(event.seeker, event.question))
            ),
            maxlen=limit,
        )
        if as_json:
            show_json([event.model_dump(mode="json") for event in chosen])
            return
        show_events(chosen, store)
        show_counts(log, owner)


def export(
    file: Annotated[Path, typer.Argument(metavar="DATEI", help=".csv oder .jsonl")],
    owner: Owner = None,
    lang: Lang = Language.DE,
) -> None:
    """Gezeigtes und Rückmeldungen in eine Datei schreiben. / Export what was shown and told.

    .csv ist zum Lesen; .jsonl enthält alles und kann anderswo eingelesen werden.
    """
    from data.exchange.feedback import write_csv, write_log

    with opened_feedback() as log, opened_store() as store:
        if file.suffix.lower() == ".csv":
            count = write_csv(log, store, file, owner)
        elif file.suffix.lower() == ".jsonl":
            count = write_log(log, file, owner)
        else:
            raise typer.BadParameter(f"{file.name} (*.csv, *.jsonl)", param_hint="DATEI")
    text = number(count)
    say(f"{text} Zeilen stehen in {file}.", f"{text} lines are in {file}.", "green")


def import_(
    file: Annotated[Path, typer.Argument(metavar="DATEI.jsonl", help="aus „feedback export“")],
    lang: Lang = Language.DE,
) -> None:
    """Eine exportierte .jsonl hinzufügen; Bekanntes bleibt. / Import an exported log."""
    from data.exchange.feedback import read_log

    with opened_feedback() as log:
        text = number(read_log(log, file))
    say(f"{text} neue Einträge übernommen.", f"{text} new records taken over.", "green")


COMMANDS = (
    Command(
        "add",
        add,
        (
            'partnermatch feedback add "Maßstab Aufmaß" kontaktiert --list i0123456789ab',
            "partnermatch feedback add mhw-002 abgelehnt --reason Entfernung --for mhw-001",
            "partnermatch feedback add mhw-002 Kooperation --for mhw-001",
        ),
    ),
    Command("undo", undo, ("partnermatch feedback undo e0123456789ab",)),
    Command(
        "list",
        list_,
        ("partnermatch feedback list", "partnermatch feedback list mhw-002 --for mhw-001"),
    ),
    Command(
        "export",
        export,
        (
            "partnermatch feedback export rueckmeldungen.csv",
            "partnermatch feedback export protokoll.jsonl",
        ),
    ),
    Command("import", import_, ("partnermatch feedback import protokoll.jsonl",)),
)
