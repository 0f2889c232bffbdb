"""The commands by group, in the order a newcomer meets them."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from api.cli.atlas import COMMANDS as ATLAS
from api.cli.backup import COMMANDS as BACKING_UP
from api.cli.digest import COMMANDS as DIGESTING
from api.cli.evaluation.evaluate import COMMANDS as MEASURING
from api.cli.evaluation.judging import COMMANDS as JUDGING
from api.cli.evaluation.rankers import COMMANDS as RANKERS
from api.cli.evaluation.report import COMMANDS as REPORTING
from api.cli.evaluation.train import COMMANDS as TRAINING
from api.cli.event import COMMANDS as EVENTS
from api.cli.feedback import COMMANDS as FEEDBACK
from api.cli.gaps import COMMANDS as GAPS
from api.cli.group import COMMANDS as GROUPING
from api.cli.importing import COMMANDS as IMPORTING
from api.cli.index import COMMANDS as INDEXING
from api.cli.lookup import COMMANDS as LOOKING_UP
from api.cli.people import COMMANDS as TENANTS
from api.cli.people_accounts import COMMANDS as ACCOUNTS
from api.cli.people_keys import COMMANDS as KEYS
from api.cli.profiles import COMMANDS as KEEPING
from api.cli.reading import COMMANDS as READING
from api.cli.serve import COMMANDS as SERVING
from api.cli.sheet import COMMANDS as SHEETS
from api.cli.suggest import COMMANDS as SUGGESTING

PANELS = {
    "Profile": (*IMPORTING, *KEEPING),
    "Partner finden": (*SUGGESTING, *SHEETS, *GAPS),
    "Nachschlagen": (*READING, *LOOKING_UP),
    "Betrieb": (*SERVING, *BACKING_UP, *INDEXING, *DIGESTING),
    "Messen": (*MEASURING, *REPORTING),
    "Lernen": TRAINING,
}
GROUPS = {
    "atlas": (
        "Partner finden",
        "Atlas der Kompetenzen: Themen, Lücken, Fachkräfte. / Atlas of competences.",
        ATLAS,
    ),
    "event": (
        "Partner finden",
        "Veranstaltungen: wer trifft wen wann. / Events: who meets whom, and when.",
        EVENTS,
    ),
    "feedback": (
        "Partner finden",
        "Rückmeldungen: was aus Vorschlägen wurde. / What became of suggestions.",
        FEEDBACK,
    ),
    "group": (
        "Partner finden",
        "Gruppen: Team, alle Gewerke, gleicher Bedarf. / Groups of partners.",
        GROUPING,
    ),
    "judge": ("Messen", "Vorschläge von Menschen blind bewerten lassen. / Blind judging.", JUDGING),
    "tenants": ("Betrieb", "Einrichtungen, die mitarbeiten. / Tenants.", TENANTS),
    "accounts": ("Betrieb", "Konten: wer sich anmelden darf. / Accounts.", ACCOUNTS),
    "keys": ("Betrieb", "Schlüssel für Programme (API). / Keys of the API.", KEYS),
    "rankers": ("Lernen", "Gelernte Ranker: zeigen, übernehmen, zurück. / Rankers.", RANKERS),
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


def _list_alone(context: typer.Context) -> None:
    """Run `list` where a group that begins with it is named alone."""
    if context.invoked_subcommand is None:
        listing: Any = context.command
        with listing.commands["list"].make_context("list", [], parent=context) as alone:
            alone.command.invoke(alone)


for panel, commands in PANELS.items():
    for command in commands:
        app.command(command.name, epilog=command.epilog, rich_help_panel=panel)(command.run)

for name, (panel, text, commands) in GROUPS.items():
    listing = commands[0].name == "list"
    group = typer.Typer(
        rich_markup_mode="rich",
        add_completion=False,
        no_args_is_help=not listing,
        invoke_without_command=listing,
    )
    if listing:
        group.callback()(_list_alone)
    for command in commands:
        group.command(command.name, epilog=command.epilog)(command.run)
    app.add_typer(group, name=name, help=text, epilog=commands[0].epilog, rich_help_panel=panel)
