"""How commands speak: answers to stdout, everything else to stderr, in the user's language."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table

Report = Callable[[int, int | None], None]
"""Called with (done, total) while long work goes on; total is None while it is not known."""
MAX_WIDTH = 110
"""Longer lines are hard to read."""


class Language(StrEnum):
    """What a user reads."""

    DE = "de"
    EN = "en"


_language: ContextVar[Language] = ContextVar("language", default=Language.DE)


def _choose(language: Language) -> Language:
    _language.set(language)
    return language


Lang = Annotated[
    Language,
    typer.Option(
        "--lang",
        envvar="PARTNERMATCH_LANGUAGE",
        callback=_choose,
        is_eager=True,
        show_envvar=False,
        help="Sprache der Ausgabe. / Language of the output.",
        rich_help_panel="Ausgabe",
    ),
]
Json = Annotated[
    bool,
    typer.Option(
        "--json",
        help="JSON für Programme statt Text für Menschen. / JSON for programs.",
        rich_help_panel="Ausgabe",
    ),
]


@dataclass(frozen=True)
class Command:
    """A command with the examples that stand under its help."""

    name: str
    run: Callable[..., None]
    examples: tuple[str, ...]

    @property
    def epilog(self) -> str:
        """The examples as Rich markup."""
        lines = (f"[cyan]{example}[/]" for example in self.examples)
        return "\n".join(("[bold]Beispiele[/]", *lines))


def pick(german: str, english: str) -> str:
    """Return the sentence in the user's language."""
    return english if _language.get() is Language.EN else german


def language() -> Language:
    """Return the user's language."""
    return _language.get()


def out() -> Console:
    """Return the console of answers, at most `MAX_WIDTH` columns wide."""
    return _console(stderr=False)


def err() -> Console:
    """Return the console of messages."""
    return _console(stderr=True)


def _console(*, stderr: bool) -> Console:
    from rich.console import Console

    # Profiles may hold brackets and colons: neither markup nor emoji codes are read in them.
    console = Console(stderr=stderr, markup=False, emoji=False, highlight=False)
    if console.width > MAX_WIDTH:
        console.width = MAX_WIDTH
    return console


def say(german: str, english: str, style: str | None = None) -> None:
    """Tell something on the way, on stderr."""
    err().print(pick(german, english), style=style)


def complain(german: str, english: str) -> None:
    """Tell an error, on stderr."""
    from rich.text import Text

    label = pick("Fehler: ", "Error: ")
    err().print(Text.assemble((label, "bold red"), pick(german, english)))


def show_json(value: Any) -> None:
    """Write ``value`` to stdout as JSON."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def show(*parts: RenderableType) -> None:
    """Write an answer for people to stdout."""
    console = out()
    for part in parts:
        console.print(part)


def table(*columns: str, title: str | None = None) -> Table:
    """Return an empty table of the house style; a column that begins with ``>`` holds numbers."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    heading = Text(title, style="bold") if title else None
    made = Table(title=heading, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        numeric = column.startswith(">")
        made.add_column(
            Text(column.removeprefix(">")),
            justify="right" if numeric else "left",
            no_wrap=numeric,
            overflow="fold",
        )
    return made


@contextmanager
def progress(german: str, english: str) -> Iterator[Report]:
    """Show a bar with the time left while the block runs; without a terminal, one line."""
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    console = err()
    text = pick(german, english)
    if not console.is_terminal:
        console.print(f"{text} …")
        yield lambda done, total: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn())
    times = (MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, *times, console=console, transient=True) as bar:
        task = bar.add_task(text, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def number(value: float, digits: int = 0) -> str:
    """Return a number as written in the user's language: 18.415 or 18,415."""
    text = f"{value:,.{digits}f}"
    return text if language() is Language.EN else text.translate(str.maketrans(",.", ".,"))
