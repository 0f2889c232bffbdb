"""The commands by group, in the order a newcomer meets them."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.evaluate import COMMANDS as MEASURING
from api.cli.feedback import COMMANDS as FEEDBACK
from api.cli.importing import COMMANDS as IMPORTING
from api.cli.index import COMMANDS as INDEXING
from api.cli.judging import COMMANDS as JUDGING
from api.cli.lookup import COMMANDS as LOOKING_UP
from api.cli.profiles import COMMANDS as KEEPING
from api.cli.serve import COMMANDS as SERVING
from api.cli.suggest import COMMANDS as SUGGESTING

PANELS = {
    "Profile": (*IMPORTING, *KEEPING),
    "Partner finden": SUGGESTING,
    "Nachschlagen": LOOKING_UP,
    "Betrieb": (*SERVING, *INDEXING),
    "Messen": MEASURING,
}
GROUPS = {
    "feedback": (
        "Partner finden",
        "Rückmeldungen: was aus Vorschlägen wurde. / What became of suggestions.",
        FEEDBACK,
    ),
    "judge": ("Messen", "Vorschläge von Menschen blind bewerten lassen. / Blind judging.", JUDGING),
}
"""Commands of two words: the first with its panel and help, and what follows it."""

app = typer.Typer(
    rich_markup_mode="rich",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(version("partnermatch"))
        raise typer.Exit


@app.callback(
    epilog="[bold]Zum Anfangen[/]\n"
    "[cyan]partnermatch demo[/]                  Beispielprofile, Beispielvorschläge, Webseite\n"
    "[cyan]partnermatch template firmen.xlsx[/]  eine Vorlage zum Ausfüllen\n"
    "[cyan]partnermatch import firmen.xlsx[/]    Profile einlesen\n"
    '[cyan]partnermatch ask "Wer kann Aluminium mit dem Laser schweißen?"[/]'
)
def root(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Fassung nennen. / Show version."
        ),
    ] = False,
) -> None:
    """Passende Partner finden, mit Begründung. / Find fitting partners, with reasons.

    Alles liegt in einem Ordner (PARTNERMATCH_HOME). Sprache: --lang en oder PARTNERMATCH_LANGUAGE.
    Rückgabe: 0 erledigt, 1 Problem in Daten oder Anfrage, 2 falscher Aufruf.
    """


for panel, commands in PANELS.items():
    for command in commands:
        app.command(command.name, epilog=command.epilog, rich_help_panel=panel)(command.run)

for name, (panel, text, commands) in GROUPS.items():
    group = typer.Typer(rich_markup_mode="rich", add_completion=False, no_args_is_help=True)
    for command in commands:
        group.command(command.name, epilog=command.epilog)(command.run)
    app.add_typer(group, name=name, help=text, epilog=commands[0].epilog, rich_help_panel=panel)
