"""`serve` and `demo`: the web page and the API."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.printing.output import Command, Lang, Language, say
from data.errors import PartnerMatchError

if TYPE_CHECKING:
    from api.work.service import Service
    from api.work.settings import Settings

Host = Annotated[
    str | None,
    typer.Option(metavar="ADRESSE", help="Vorgabe: 127.0.0.1, also nur dieser Rechner"),
]
Port = Annotated[
    int | None, typer.Option(min=0, max=65535, metavar="PORT", help="Vorgabe: 8000; 0: ein freier")
]


def serve(host: Host = None, port: Port = None, lang: Lang = Language.DE) -> None:
    """Webseite und API anbieten, bis Strg+C gedrückt wird. / Serve the web page and the API."""
    from api.work.settings import load_settings

    settings = load_settings()
    given = {"host": host, "port": port, "language": str(lang)}
    settings = settings.model_copy(update={k: v for k, v in given.items() if v is not None})
    check_sign_in(settings)
    run_server(settings, listen(settings.host, settings.port))


def check_sign_in(settings: Settings) -> None:
    """Refuse to open an installation without accounts to a network; warn of what is risky.

    Raises:
        PartnerMatchError: others could reach the server, and nobody could sign in.
    """
    if settings.on_loopback:
        return
    from data.store.database import open_database
    from data.store.people import PeopleStore

    if settings.sign_in == "off":
        say(
            "Achtung: Niemand muss sich anmelden (PARTNERMATCH_SIGN_IN=off). Wer diesen Rechner "
            "im Netz erreicht, darf alles lesen und ändern.",
            "Careful: nobody must sign in (PARTNERMATCH_SIGN_IN=off). Whoever reaches this "
            "machine may read and change everything.",
            "yellow",
        )
        return
    with PeopleStore(open_database(settings.store_url)) as people:
        known = people.accounts.any()
    if not known and settings.sign_in != "oidc":
        raise PartnerMatchError(
            f"Unter {settings.host} wäre das Programm für andere erreichbar, aber es gibt noch "
            "kein Konto zum Anmelden. Zuerst: partnermatch accounts add NAME --role admin",
            f"At {settings.host} others could reach the program, but there is no account to sign "
            "in with yet. First: partnermatch accounts add NAME --role admin",
        )
    if not (settings.public_url or "").startswith("https:"):
        say(
            "Achtung: Ohne https gehen Passwörter unverschlüsselt durchs Netz. Hinter einem "
            "Proxy mit https bitte PARTNERMATCH_PUBLIC_URL setzen.",
            "Careful: without https, passwords cross the network unencrypted. Behind a proxy "
            "with https please set PARTNERMATCH_PUBLIC_URL.",
            "yellow",
        )


def listen(host: str, port: int, *, or_any: bool = False) -> socket.socket:
    """Return a socket that listens at the address; the port is taken from now on.

    Args:
        host: an address of this machine.
        port: 0 means any free one.
        or_any: take a free port if this one is in use.

    Raises:
        PartnerMatchError: the address cannot be used; says what to do.
    """
    made = None
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        made = socket.socket(family, socket.SOCK_STREAM)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(128)
    except OSError as error:
        if made is not None:
            made.close()
        if or_any and port:
            return listen(host, 0)
        raise PartnerMatchError(
            f"Unter {host}:{port} kann nicht gehört werden ({error.strerror}). Läuft das Programm "
            "schon? Sonst mit --port einen anderen Anschluss wählen, z. B. --port 8001.",
            f"Cannot listen at {host}:{port} ({error.strerror}). Is the program running already? "
            "Otherwise choose another port with --port, e.g. --port 8001.",
        ) from error
    return made


def run_server(source: Settings | Service, listening: socket.socket) -> None:
    """Serve until stopped, and tell the address as soon as it answers."""
    import uvicorn

    from api.app import create_app

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                tell_address(listening)

    config = uvicorn.Config(create_app(source), log_level="warning", access_log=False)
    try:
        Server(config).run(sockets=[listening])
    except KeyboardInterrupt:
        pass
    say("Beendet.", "Stopped.", "dim")


def tell_address(listening: socket.socket) -> None:
    """Write the address to stdout, alone on its line for programs that wait for it."""
    host, port = listening.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    typer.echo(f"http://{shown}:{port}")
    say("Die Seite läuft; Strg+C beendet sie.", "The page is up; Ctrl+C stops it.", "green")


def demo(
    port: Port = None,
    serving: Annotated[
        bool, typer.Option("--serve/--no-serve", help="danach die Webseite anbieten")
    ] = True,
    lang: Lang = Language.DE,
) -> None:
    """Ausprobieren: Beispielprofile, vier Beispielanfragen, Webseite. / Try it out.

    Nutzt einen eigenen Ordner; Ihre Profile bleiben unberührt.
    """
    from api.cli.demo import opened_demo, show_examples

    with opened_demo() as service:
        show_examples(service)
        if serving:
            settings = service.settings
            wanted = settings.port if port is None else port
            run_server(service, listen(settings.host, wanted, or_any=port is None))
        else:
            say("Die Webseite dazu: partnermatch demo", "Web page: partnermatch demo", "dim")


COMMANDS = (
    Command(
        "serve",
        serve,
        ("partnermatch serve", "partnermatch serve --host 0.0.0.0 --port 8080"),
    ),
    Command("demo", demo, ("partnermatch demo", "partnermatch demo --port 8001 --lang en")),
)
