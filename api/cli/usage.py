"""Wrong usage, told in the user's language with the way to the help."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from api.cli.printing.output import complain, err, pick


def explain(error: Any) -> int:
    """Tell a usage error on stderr and return its exit code."""
    if type(error).__name__ == "NoArgsIsHelpError":
        return 0
    english = error.format_message().replace("Value error, ", "")
    german = _GERMAN.get(type(error).__name__, _other)(error, english)
    complain(german, english)
    path = error.ctx.command_path if error.ctx else "partnermatch"
    err().print(pick("Hilfe: ", "Help: ") + f"{path} --help", style="dim")
    return int(error.exit_code)


def _no_option(error: Any, english: str) -> str:
    near = f" Meinten Sie {' oder '.join(error.possibilities)}?" if error.possibilities else ""
    return f"Die Option {error.option_name} gibt es nicht.{near}"


def _missing(error: Any, english: str) -> str:
    name = (error.param.metavar or error.param.name) if error.param else error.param_hint
    return f"Es fehlt die Angabe {name}."


def _bad_value(error: Any, english: str) -> str:
    name = error.param.opts[0] if error.param else error.param_hint
    return f"Falscher Wert bei {name}: {error.message.removeprefix('Value error, ')}"


def _other(error: Any, english: str) -> str:
    return english.replace("No such command", "Diesen Befehl gibt es nicht:").replace(
        "Did you mean", "Meinten Sie"
    )


_GERMAN: dict[str, Callable[[Any, str], str]] = {
    "NoSuchOption": _no_option,
    "MissingParameter": _missing,
    "BadParameter": _bad_value,
}
