"""The command line ``partnermatch``.

Exit codes: 0 done, 1 a problem in the data or the request (rows refused, unknown id), 2 wrong
usage, 130 interrupted. Whatever is heavy (model, index, database) is imported by the command
that needs it, so that help appears at once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import typer
from typer.exceptions import TyperException

from api.cli.app import app
from api.cli.printing.output import complain
from api.cli.usage import explain
from data.errors import PartnerMatchError

__all__ = ["app", "main"]

INTERRUPTED = 130


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line and end the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show an umlaut must not end the program.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    sys.exit(_run(args))


def _run(args: Sequence[str] | None) -> int:
    try:
        # Typer returns the code of typer.Exit here, and None where a command simply ends.
        code = app(args=args, prog_name="partnermatch", standalone_mode=False) or 0
    except PartnerMatchError as error:
        complain(error.german, error.english)
        return 1
    except TyperException as error:
        return explain(error)
    except typer.Abort:
        complain("Nichts geändert.", "Nothing changed.")
        return 1
    except UnicodeError:
        complain(
            "Eine Angabe enthält Zeichen, die nicht lesbar sind (kein UTF-8).",
            "An argument holds characters that cannot be read (not UTF-8).",
        )
        return 2
    if code == INTERRUPTED:
        complain("Abgebrochen.", "Interrupted.")
    return int(code)
